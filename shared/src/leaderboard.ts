// The leaderboard: who has the most coins in the wallet, and who earned most in the season, as a job
// last counted it.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { coins, instant, minecraftName, minecraftUUID, positiveCoins } from './primitives.ts';
import { season } from './staff.ts';

export const leaderboardRowsMax = 10;
/** Further down nobody is counted: the list is written anew each time. */
export const leaderboardPlacesMax = 1_000;

const place = z.int().min(1).max(leaderboardPlacesMax);
const who = { place, minecraftUUID, name: minecraftName };

/**
 * `refreshedAt` is null before the first count. `season` is null while there is none; its rows are
 * empty until it has begun and was counted.
 */
export const getLeaderboard = {
  method: 'GET',
  path: '/api/leaderboard',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary:
    'Shows the ten fullest wallets and who earned most in the season, as a job counts them by LEADERBOARD_CRON.',
  status: 200,
  reply: z.strictObject({
    rows: z.array(z.strictObject({ ...who, walletBalanceCoins: coins })).max(leaderboardRowsMax),
    season: season
      .extend({
        rows: z
          .array(z.strictObject({ ...who, earnedCoins: positiveCoins }))
          .max(leaderboardRowsMax),
      })
      .nullable(),
    refreshedAt: instant.nullable(),
  }),
  key: 'none',
  refusals: ['ROLE_INSUFFICIENT'],
} as const satisfies Contract;

/** A player's own place in the season; both null for who is beyond the first thousand or banned. */
export const seasonPlace = z.strictObject({
  name: season.shape.name,
  place: place.nullable(),
  earnedCoins: positiveCoins.nullable(),
});
export type SeasonPlace = z.infer<typeof seasonPlace>;

/** `place` is null for who is beyond the first thousand, has no coins, or is banned. */
export const getLeaderboardPlace = {
  method: 'GET',
  path: '/api/leaderboard/:minecraftUUID',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: "Shows a player's own places at the last count, and the coins now.",
  params: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({
    place: place.nullable(),
    walletBalanceCoins: coins,
    season: seasonPlace.nullable(),
    refreshedAt: instant.nullable(),
  }),
  key: 'none',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN'],
} as const satisfies Contract;

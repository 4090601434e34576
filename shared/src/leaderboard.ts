// The leaderboard: who has the most coins in the wallet, as a job last counted it.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { coins, instant, minecraftName, minecraftUUID } from './primitives.ts';

export const leaderboardRowsMax = 10;
/** Further down nobody is counted: the list is written anew each minute. */
export const leaderboardPlacesMax = 1_000;

const place = z.int().min(1).max(leaderboardPlacesMax);

/** `refreshedAt` is null before the first count. */
export const getLeaderboard = {
  method: 'GET',
  path: '/api/leaderboard',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Shows the ten fullest wallets, as a job counts them each minute.',
  status: 200,
  reply: z.strictObject({
    rows: z
      .array(
        z.strictObject({ place, minecraftUUID, name: minecraftName, walletBalanceCoins: coins }),
      )
      .max(leaderboardRowsMax),
    refreshedAt: instant.nullable(),
  }),
  key: 'none',
  refusals: ['ROLE_INSUFFICIENT'],
} as const satisfies Contract;

/** `place` is null for who is beyond the first thousand, has no coins, or is banned. */
export const getLeaderboardPlace = {
  method: 'GET',
  path: '/api/leaderboard/:minecraftUUID',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: "Shows a player's own place at the last count, and the coins now.",
  params: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({
    place: place.nullable(),
    walletBalanceCoins: coins,
    refreshedAt: instant.nullable(),
  }),
  key: 'none',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN'],
} as const satisfies Contract;

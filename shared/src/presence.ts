// Presence: players on game servers as those report them, and a player's own card.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { seasonPlace } from './leaderboard.ts';
import { banNotice } from './players.ts';
import {
  coins,
  instant,
  line,
  minecraftName,
  minecraftUUID,
  positiveCoins,
  uuid,
} from './primitives.ts';

export const join = {
  method: 'POST',
  path: '/api/players/join',
  who: { server: true },
  summary: 'Says that a player is on this server now; a player never seen before is recorded.',
  body: z.strictObject({ minecraftUUID, name: minecraftName }),
  status: 200,
  reply: z.strictObject({
    playerId: uuid,
    linked: z.boolean(),
    banned: banNotice.nullable(),
    frozen: z.boolean(),
    walletBalanceCoins: coins,
    pendingDeliveries: z.int().min(0),
  }),
  key: 'accepted',
  refusals: [],
} as const satisfies Contract;

export const leave = {
  method: 'POST',
  path: '/api/players/leave',
  who: { server: true },
  summary: 'Says that a player left this server; the player is offline at once.',
  body: z.strictObject({ minecraftUUID }),
  status: 204,
  reply: z.null(),
  key: 'accepted',
  refusals: [],
} as const satisfies Contract;

/** `saveCount` is the world's own counter: one that goes back tells of a restored world. */
export const heartbeat = {
  method: 'POST',
  path: '/api/players/heartbeat',
  who: { server: true },
  summary: 'Says which players are on this server now; answers for whom deliveries wait.',
  body: z.strictObject({
    players: z
      .array(z.strictObject({ minecraftUUID, name: minecraftName, level: z.int().min(0) }))
      .max(2_000),
    pluginVersion: line(32),
    saveCount: z.int().min(0).optional(),
  }),
  status: 200,
  reply: z.strictObject({ pending: z.array(minecraftUUID) }),
  key: 'accepted',
  refusals: [],
} as const satisfies Contract;

/** A movement of coins as its player sees it: negative when coins left the wallet. */
export const cardEntry = z.strictObject({
  amountCoins: z.int(),
  reason: line(128),
  createdAt: instant,
});

/** Servers that a card names; nobody plays on more at once. */
export const holdsOnCardMax = 20;

export const getCard = {
  method: 'GET',
  path: '/api/players/:minecraftUUID',
  who: { server: true },
  summary:
    "Shows a player's own card: coins, streak, badges, the place in the season, the last three movements.",
  params: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({
    playerId: uuid,
    name: minecraftName,
    walletBalanceCoins: coins,
    /** Set aside for game servers, and not in the wallet; absent where there is nothing. */
    holds: z
      .array(z.strictObject({ serverId: line(64), isHere: z.boolean(), holdCoins: positiveCoins }))
      .max(holdsOnCardMax)
      .optional(),
    /** Bound to orders that are not settled yet. */
    escrowBalanceCoins: coins,
    frozen: z.boolean(),
    linked: z.boolean(),
    streakDays: z.int().min(0),
    badges: z.int().min(0),
    /** Null while there is no season. */
    season: seasonPlace.nullable(),
    pendingDeliveries: z.int().min(0),
    lastEntries: z.array(cardEntry).max(3),
  }),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

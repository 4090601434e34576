// Gacha and starter: draws with shown odds. A roll costs coins, a starter comes once ever; both give
// a reward of the shop by a delivery (D31).
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { coins, line, minecraftUUID, positiveCoins, sku, uuid } from './primitives.ts';
import { item, task } from './delivery.ts';

/** Names a table: what one writes after /gacha roll. */
export const tableKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, {
  error: 'must be 1 to 32 of a-z, 0-9, dash, underscore',
});

export const gachaKind = z.enum(['roll', 'starter']);
export type GachaKind = z.infer<typeof gachaKind>;

/** The weight of one entry. An entry comes as often as its weight among the sum of all. */
export const weight = z.int().min(1).max(1_000_000);

// Five rows of a window, so that every odd can be shown at once.
export const entriesMax = 45;
export const tablesMax = 46;

/** 32 bytes: a fingerprint of a table, the seed of a draw. */
const hex64 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 hex digits' });

/**
 * One entry as it is shown. Its odds are exactly `weight` of the table's `weightTotal`; `oddsRatio`
 * is that division, for readers who do not divide.
 */
export const shownEntry = z.strictObject({
  sku,
  name: line(64),
  icon: item.shape.material,
  weight,
  oddsRatio: z.number().gt(0).max(1),
});
export type ShownEntry = z.infer<typeof shownEntry>;

/** `fingerprint` changes when the cost or any of the odds does. */
export const shownTable = z.strictObject({
  key: tableKey,
  name: line(64),
  icon: item.shape.material,
  kind: gachaKind,
  costCoins: coins,
  weightTotal: z.int().min(1),
  entries: z.array(shownEntry).min(1).max(entriesMax),
  fingerprint: hex64,
});
export type ShownTable = z.infer<typeof shownTable>;

export const listGachaTables = {
  method: 'GET',
  path: '/api/gacha',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: "Lists the tables with their cost and the exact odds of every entry, the starter's too.",
  status: 200,
  reply: z.strictObject({ tables: z.array(shownTable).max(tablesMax) }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/**
 * Without `tableKey` it is the only table there is to roll. `quotedFingerprint` is that of the table
 * the player saw: another cost or other odds by now are a refusal.
 */
export const rollGacha = {
  method: 'POST',
  path: '/api/gacha/roll',
  who: { server: true },
  summary: 'Rolls: takes the cost, draws by a logged seed and opens the delivery, in one commit.',
  body: z.strictObject({
    minecraftUUID,
    tableKey: tableKey.optional(),
    quotedFingerprint: hex64.optional(),
  }),
  status: 201,
  reply: z.strictObject({
    rollId: uuid,
    tableKey,
    sku,
    name: line(64),
    icon: item.shape.material,
    costCoins: positiveCoins,
    /** With the table's entries it gives the same draw again (docs/gacha.md). */
    seed: hex64,
    deliveryId: uuid,
    walletBalanceCoins: coins,
  }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'GACHA_TABLE_UNKNOWN',
    'VERSION_STALE',
    'FUNDS_INSUFFICIENT',
  ],
} as const satisfies Contract;

/**
 * `unclaimed`: never asked for. `pending`: claimed, and waits for a server. `in_progress`: a server
 * hands it over, or nobody can say yet whether it did. `failed`: proved not given; claim again.
 */
export const starterStatus = z.enum(['unclaimed', 'pending', 'in_progress', 'delivered', 'failed']);
export type StarterStatus = z.infer<typeof starterStatus>;

export const claimStarter = {
  method: 'POST',
  path: '/api/gacha/starter/claim',
  who: { server: true },
  summary: 'Claims the one starter of a player: draws the kit and opens its delivery.',
  body: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({ deliveryId: uuid, sku, name: line(64), payload: task }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'GACHA_TABLE_UNKNOWN',
    'STARTER_IN_PROGRESS',
    'STARTER_DELIVERED',
  ],
} as const satisfies Contract;

/**
 * For a server that hands starters over by itself: the same state machine that the report of any
 * delivery goes through. A failure puts it back for another try, a success ends it.
 */
export const reportStarter = {
  method: 'POST',
  path: '/api/gacha/starter/report',
  who: { server: true },
  summary: 'Says whether the hand-over of a leased starter succeeded.',
  body: z.strictObject({
    minecraftUUID,
    deliveryId: uuid,
    success: z.boolean(),
    error: line(500).optional(),
  }),
  status: 200,
  reply: z.strictObject({ status: starterStatus }),
  key: 'required',
  refusals: ['PLAYER_UNKNOWN', 'STARTER_NOT_OPEN'],
} as const satisfies Contract;

/** `attempts` counts the hand-overs that were begun, over all claims. */
export const getStarter = {
  method: 'GET',
  path: '/api/gacha/starter/:minecraftUUID',
  who: { server: true },
  summary: "Shows what became of a player's starter.",
  params: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({ status: starterStatus, attempts: z.int().min(0) }),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

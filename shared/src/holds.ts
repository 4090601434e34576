// Coins for other plugins: part of a wallet is set aside (held) for one game server, so that plugins
// there may be answered at once; what they took or gave is settled afterwards. The server is known by
// its signature and never named by its own body. Knows no plugin.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import {
  coins,
  instant,
  line,
  minecraftName,
  minecraftUUID,
  page,
  pageOf,
  positiveCoins,
  uuid,
} from './primitives.ts';

/** Entries that one request settles. */
export const settleEntriesMax = 100;
/** Players whose holds one request gives back. */
export const releasePlayersMax = 200;

/** One start of a server's plugin: a UUID made anew each time, so that older holds are told apart. */
const epoch = uuid;

/** A server as its owner named it. */
const serverId = line(64);

/** Why no more coins are set aside for a player; null where nothing speaks against it. */
export const holdRefused = z.enum(['PLAYER_FROZEN', 'PLAYER_BANNED']).nullable();

/** What a player has, as this server sees it: `holdCoins` are spendable here, and not in the wallet. */
export const playerHold = z.strictObject({
  minecraftUUID,
  holdCoins: coins,
  walletBalanceCoins: coins,
  refused: holdRefused,
});
export type PlayerHold = z.infer<typeof playerHold>;

export const takeHold = {
  method: 'POST',
  path: '/api/holds/take',
  who: { server: true },
  summary:
    'Sets coins of a player aside for this server until `wishCoins` are held, or the wallet is empty. ' +
    'Who is frozen or banned keeps what is held and gets no more: `refused` says why.',
  body: z.strictObject({ epoch, minecraftUUID, wishCoins: positiveCoins }),
  status: 200,
  reply: playerHold,
  key: 'required',
  // A hold is topped up every few seconds at most.
  limit: { perMinuteMax: 60 },
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

/** Who asked: a plugin by its name; empty where it did not say. */
const pluginName = z.union([z.literal(''), line(64)]);

const entryCommon = {
  /** Made and kept by the server before it says yes: settled once, however often it is told. */
  entryId: uuid,
  minecraftUUID,
  amountCoins: positiveCoins,
  plugin: pluginName,
  at: instant,
};

/** A fact that happened on the server. A deposit names the day of the allowance it was given from. */
export const holdEntry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('WITHDRAW'), ...entryCommon }),
  z.strictObject({ kind: z.literal('DEPOSIT'), ...entryCommon, allowanceDay: z.iso.date() }),
]);
export type HoldEntry = z.infer<typeof holdEntry>;

/**
 * `UNCOVERED`: recorded, staff are told, and no coins moved. It answers the same for ever: the server
 * may forget the entry.
 */
export const holdEntryState = z.enum(['SETTLED', 'UNCOVERED']);
export type HoldEntryState = z.infer<typeof holdEntryState>;

/** The entries of a request are settled in their order, all in one commit. */
export const settleHolds = {
  method: 'POST',
  path: '/api/holds/settle',
  who: { server: true },
  summary:
    'Settles what plugins took from players or gave them on this server. Each entry once: told again, ' +
    'it changes nothing and answers as before.',
  body: z.strictObject({ entries: z.array(holdEntry).min(1).max(settleEntriesMax) }),
  status: 200,
  reply: z.strictObject({
    /** In the order of the request. */
    entries: z
      .array(z.strictObject({ entryId: uuid, state: holdEntryState }))
      .max(settleEntriesMax),
    /** Every player of the entries once, after them; one nobody knows is left out. */
    players: z.array(playerHold).max(settleEntriesMax),
  }),
  key: 'required',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;

const released = z.strictObject({
  /** Those who had a hold. A hold that the wallet has no room for stays: its `holdCoins` is above 0. */
  players: z.array(playerHold).max(releasePlayersMax),
  releasedCoins: coins,
});

export const releaseHolds = {
  method: 'POST',
  path: '/api/holds/release',
  who: { server: true },
  summary: 'Gives back to their wallets what is held of these players for this server.',
  body: z.strictObject({ minecraftUUIDs: z.array(minecraftUUID).min(1).max(releasePlayersMax) }),
  status: 200,
  reply: released,
  key: 'required',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;

export const releaseOlderHolds = {
  method: 'POST',
  path: '/api/holds/release-older',
  who: { server: true },
  summary:
    'Gives back what is held for this server since other starts than this one: after its journal is ' +
    'settled. With `more`, ask again.',
  body: z.strictObject({ epoch }),
  status: 200,
  reply: z.strictObject({ ...released.shape, more: z.boolean() }),
  key: 'required',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;

/** Fewer than wished when the day's limit is near, 0 when it is reached. Unused, it ends with the day. */
export const reserveAllowance = {
  method: 'POST',
  path: '/api/holds/allowance',
  who: { server: true },
  summary:
    'Reserves coins that plugins of this server may give players before the day ends, within the ' +
    'limit of a server and day.',
  body: z.strictObject({ wishCoins: positiveCoins }),
  status: 200,
  reply: z.strictObject({
    /** What this request reserved. */
    allowanceCoins: coins,
    /** What deposits from it name: the day in UTC, as in 2099-06-01. */
    allowanceDay: z.iso.date(),
    dayEndsAt: instant,
    /** What is left of the day's limit to reserve. */
    leftCoins: coins,
  }),
  key: 'required',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;

/** A hold as staff see it. */
export const holdRecord = z.strictObject({
  serverId,
  playerId: uuid,
  minecraftUUID,
  name: minecraftName,
  holdCoins: coins,
  epoch,
  heldSince: instant,
});

export const listHolds = {
  method: 'GET',
  path: '/api/holds',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists coins set aside for game servers, by server and player.',
  query: z.strictObject({ serverId: serverId.optional(), ...page }),
  status: 200,
  reply: pageOf(holdRecord),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const releaseServerHolds = {
  method: 'POST',
  path: '/api/holds/staff-release',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary:
    'Gives back what is held for a server that does not come back, of all players or of one. With ' +
    '`more`, ask again.',
  body: z.strictObject({ serverId, minecraftUUID: minecraftUUID.optional(), reason: line(200) }),
  status: 200,
  reply: z.strictObject({ ...released.shape, more: z.boolean() }),
  key: 'required',
  refusals: [],
} as const satisfies Contract;

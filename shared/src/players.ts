// Players as staff see them, and what staff may do to them. Every write names a reason, which the
// audit log keeps (S0-051).
import * as z from 'zod';
import { coinsMax } from './constants.ts';
import type { Contract } from './contract.ts';
import {
  coins,
  instant,
  line,
  minecraftName,
  minecraftUUID,
  numberInQuery,
  page,
  pageOf,
  uuid,
} from './primitives.ts';

/** Why staff do it: one line, as long as the ledger keeps it. */
export const staffReason = line(128);

/** What a banned player may know: why, and until when; null is for ever (B-08). */
export const banNotice = z.strictObject({ reason: line(256), untilAt: instant.nullable() });
export type BanNotice = z.infer<typeof banNotice>;

/** A ban as staff see it: `by` is the actor as one string, as in the audit log. */
export const ban = z.strictObject({
  reason: line(256),
  by: z.string().max(128),
  at: instant,
  untilAt: instant.nullable(),
});

/** A player as staff see it. Who is known from Discord alone has no game account yet (S0-039). */
export const user = z.strictObject({
  playerId: uuid,
  minecraftUUID: minecraftUUID.nullable(),
  name: minecraftName.nullable(),
  discordId: z.string().max(32).nullable(),
  walletBalanceCoins: coins,
  escrowBalanceCoins: coins,
  /** Set aside for game servers, all of them together; absent where there is nothing. */
  holdCoins: coins.optional(),
  lifetimeEarnedCoins: coins,
  lifetimeSpentCoins: coins,
  frozen: z.boolean(),
  banned: ban.nullable(),
  online: z.boolean(),
  serverId: z.string().max(64).nullable(),
  lastHeartbeat: instant.nullable(),
  level: z.int().min(0),
  createdAt: instant,
});
export type User = z.infer<typeof user>;

const yesOrNo = z.enum(['true', 'false']);

export const listUsers = {
  method: 'GET',
  path: '/api/users',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary:
    'Lists players by name. `q` is the beginning of a name in any case, or a whole id: of the player, the game account, the Discord account.',
  query: z.strictObject({
    q: line(64).optional(),
    frozen: yesOrNo.optional(),
    linked: yesOrNo.optional(),
    ...page,
  }),
  status: 200,
  reply: pageOf(user),
  key: 'none',
  refusals: ['ROLE_INSUFFICIENT'],
} as const satisfies Contract;

export const getUser = {
  method: 'GET',
  path: '/api/users/:id',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Shows one player.',
  params: z.strictObject({ id: uuid }),
  status: 200,
  reply: user,
  key: 'none',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN'],
} as const satisfies Contract;

export const adjust = {
  method: 'POST',
  path: '/api/users/:id/adjust',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Gives coins out of the mint, or burns them where the amount is negative.',
  params: z.strictObject({ id: uuid }),
  body: z.strictObject({
    amountCoins: z
      .int()
      .min(-coinsMax)
      .max(coinsMax)
      .refine((amount) => amount !== 0, { error: 'must not be zero' }),
    reason: staffReason,
  }),
  status: 200,
  reply: z.strictObject({ walletBalanceCoins: coins, txId: uuid }),
  key: 'required',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN', 'BALANCE_BELOW_ZERO', 'BALANCE_TOO_LARGE'],
} as const satisfies Contract;

const freezing = {
  method: 'POST',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  params: z.strictObject({ id: uuid }),
  body: z.strictObject({ reason: staffReason }),
  status: 200,
  reply: z.strictObject({ frozen: z.boolean() }),
  key: 'accepted',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN'],
} as const;

export const freeze = {
  ...freezing,
  path: '/api/users/:id/freeze',
  summary: 'Freezes a player: no coins leave the wallet until it is undone.',
} as const satisfies Contract;

export const unfreeze = {
  ...freezing,
  path: '/api/users/:id/unfreeze',
  summary: 'Thaws a frozen player.',
} as const satisfies Contract;

const banning = {
  method: 'POST',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  params: z.strictObject({ id: uuid }),
  status: 200,
  reply: z.strictObject({ banned: ban.nullable() }),
  key: 'accepted',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN'],
} as const;

/** Named for the verb, since `ban` is what it makes. */
export const banPlayer = {
  ...banning,
  path: '/api/users/:id/ban',
  summary:
    'Bans a player until a time, or for ever: game servers remove the player at once and refuse to let the player in.',
  body: z.strictObject({ reason: staffReason, untilAt: instant.nullish() }),
} as const satisfies Contract;

export const unbanPlayer = {
  ...banning,
  path: '/api/users/:id/unban',
  summary: 'Lifts the ban of a player.',
  body: z.strictObject({ reason: staffReason }),
} as const satisfies Contract;

export const notePlayer = {
  method: 'POST',
  path: '/api/users/:id/note',
  who: { staff: 'SUPPORT', inGame: 'SUPPORT' },
  summary: 'Writes a note about a player into the audit log.',
  params: z.strictObject({ id: uuid }),
  body: z.strictObject({ reason: line(512) }),
  status: 201,
  reply: z.strictObject({ playerId: uuid }),
  key: 'accepted',
  refusals: ['ROLE_INSUFFICIENT', 'PLAYER_UNKNOWN'],
} as const satisfies Contract;

export const cleanUpStale = {
  method: 'POST',
  path: '/api/players/cleanup-stale',
  who: { server: true, staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Marks players offline who were not heard of for five minutes; a job does so by itself.',
  status: 200,
  reply: z.strictObject({ markedOffline: z.int().min(0) }),
  key: 'accepted',
  refusals: ['ROLE_INSUFFICIENT'],
} as const satisfies Contract;

/** Longest wait of one long poll for bans; below the usual idle time-outs of proxies. */
export const bansWaitSMax = 25;
export const bansPerPollMax = 500;

/**
 * `after` is the `version` that the last answer gave, 0 at first. A version below `after` says that
 * the database was restored: what the server remembers is void. A ban of null was lifted.
 */
export const listBanChanges = {
  method: 'GET',
  path: '/api/players/bans',
  who: { server: true },
  summary: 'Lists what changed in the bans after a version, waiting for a change if there is none.',
  query: z.strictObject({
    after: numberInQuery(0, 999_999_999, 0),
    waitS: numberInQuery(0, bansWaitSMax, 0),
  }),
  status: 200,
  reply: z.strictObject({
    version: z.int().min(0),
    bans: z.array(z.strictObject({ minecraftUUID, banned: banNotice.nullable() })),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

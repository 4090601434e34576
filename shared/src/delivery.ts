// Deliveries: what is owed to a player until it is in the player's hands. Contracts between the
// backend and a game server, and the words of the protocol (D22).
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { deliveryWaitSMax, leasesPerPollMax, receiptsPerPlayerMax } from './constants.ts';
import { deliveryRef } from './events.ts';
import { goods } from './goods.ts';
import {
  instant,
  line,
  minecraftUUID,
  numberInQuery,
  page,
  pageOf,
  positiveCoins,
  uuid,
} from './primitives.ts';

/** A stack the player gets. Texts are plain: what an admin wrote is shown, never parsed. */
export const item = z.strictObject({
  material: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{0,63}$/, { error: 'must be a material, as DIAMOND' })
    .meta({ examples: ['DIAMOND'] }),
  amount: z.int().min(1).max(100_000),
  name: line(128).optional(),
  lore: z.array(line(256)).max(16).optional(),
  glow: z.boolean().optional(),
});
export type Item = z.infer<typeof item>;

/**
 * What is done for the player (B-13). Only `give` shares the player's file; the others go through
 * the journal. `safeToRepeat` says that running twice is the same as once (a rank that is set).
 */
export const task = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('give'),
    payload: z.strictObject({ items: z.array(item).min(1).max(54) }),
  }),
  z.strictObject({
    action: z.literal('command'),
    payload: z.strictObject({
      commands: z.array(line(256)).min(1).max(10),
      safeToRepeat: z.boolean(),
    }),
  }),
  z.strictObject({
    action: z.literal('rank'),
    payload: z.strictObject({ group: z.string().regex(/^[a-z0-9_.-]{1,36}$/) }),
  }),
  z.strictObject({
    action: z.literal('money'),
    payload: z.strictObject({ amountCoins: positiveCoins }),
  }),
  z.strictObject({
    action: z.literal('message'),
    payload: z.strictObject({ text: line(512) }),
  }),
]);
export type Task = z.infer<typeof task>;

/**
 * What a delivery hands over: what a reward gives, or things of players that Mintkeep held, which come
 * from the game's own bytes and share the player's file as `give` does (D25).
 */
export const deliveryTask = z.discriminatedUnion('action', [
  ...task.options,
  z.strictObject({
    action: z.literal('goods'),
    payload: z.strictObject({ goods: z.array(goods).min(1).max(8) }),
  }),
]);
export type DeliveryTask = z.infer<typeof deliveryTask>;

export const deliveryStatus = z.enum([
  'pending',
  'leased',
  'delivered',
  'cancelling',
  'voided',
  'refunded',
  'needs_review',
]);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

/** A delivery in the hands of a game server. `cancelled` ones want a void receipt, not the goods. */
export const leasedDelivery = z.strictObject({
  deliveryId: uuid,
  leaseId: uuid,
  leaseUntilAt: instant,
  minecraftUUID,
  task: deliveryTask,
  attempt: z.int().min(1),
  /** How often staff looked and decided to hand it over again. */
  reviews: z.int().min(0),
  cancelled: z.boolean(),
});
export type LeasedDelivery = z.infer<typeof leasedDelivery>;

export const leaseDeliveries = {
  method: 'GET',
  path: '/api/deliveries',
  who: { server: true },
  summary:
    'Leases what is due for the players online on this server; waits up to waitS seconds for it. ' +
    'With minecraftUUID, only for that player, and without the pause after an earlier try.',
  query: z.strictObject({
    limit: numberInQuery(1, leasesPerPollMax, leasesPerPollMax),
    waitS: numberInQuery(0, deliveryWaitSMax, 0),
    minecraftUUID: minecraftUUID.optional(),
  }),
  status: 200,
  reply: z.array(leasedDelivery),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/**
 * What became of a lease. `given` and `void` are proved by a receipt on disk. `released` puts it
 * back: there was no room, the player left, or it failed before anything was given. `unclear` is a
 * journalled command that started and never ended: staff must look.
 */
export const reportOutcome = z.enum(['given', 'void', 'released', 'unclear']);
export type ReportOutcome = z.infer<typeof reportOutcome>;

export const releaseReason = z.enum(['noRoom', 'playerLeft', 'failed']);
export type ReleaseReason = z.infer<typeof releaseReason>;

export const reportDelivery = {
  method: 'POST',
  path: '/api/deliveries/:deliveryId/report',
  who: { server: true },
  summary: 'Says what became of a leased delivery. A given one beats every lease and cancel.',
  params: z.strictObject({ deliveryId: uuid }),
  body: z.strictObject({
    leaseId: uuid,
    outcome: reportOutcome,
    attempt: z.int().min(1),
    reason: releaseReason.optional(),
    error: line(500).optional(),
    permanent: z.boolean().optional(),
  }),
  status: 200,
  reply: z.strictObject({ status: deliveryStatus, refunded: z.boolean() }),
  key: 'required',
  refusals: ['DELIVERY_UNKNOWN', 'DELIVERY_LEASE_LOST'],
} as const satisfies Contract;

/**
 * The receipts in a player's file, as a server finds them at the join. `since` is null when these are
 * all that were written in the last 60 days; otherwise older ones were dropped, and that is the oldest.
 */
export const reportReceipts = {
  method: 'POST',
  path: '/api/players/receipts',
  who: { server: true },
  summary:
    'Says which receipts a player who joined has. What this server delivered to the player and the ' +
    'file does not know of is shown to staff; nothing is handed over again by itself.',
  body: z.strictObject({
    minecraftUUID,
    given: z.array(uuid).max(receiptsPerPlayerMax),
    since: instant.nullable(),
  }),
  status: 200,
  reply: z.strictObject({
    /** Found missing now for the first time. */
    missing: z.int().min(0),
  }),
  key: 'accepted',
  refusals: [],
} as const satisfies Contract;

/** A delivery as staff see it. `paidBack`: its coins are back, so it is never handed over again. */
export const deliveryRecord = z.strictObject({
  deliveryId: uuid,
  playerId: uuid,
  minecraftUUID,
  ref: deliveryRef,
  task: deliveryTask,
  status: deliveryStatus,
  attempts: z.int().min(0),
  everLeased: z.boolean(),
  boundTo: z.string().nullable(),
  reviews: z.int().min(0),
  lastError: z.string().nullable(),
  cancelReason: z.string().nullable(),
  paidBack: z.boolean(),
  createdAt: instant,
  lastAttemptAt: instant.nullable(),
  deliveredAt: instant.nullable(),
  /** Since when the player's file is known to lack the receipt, as after a restored world. */
  receiptMissingAt: instant.nullable(),
});
export type DeliveryRecord = z.infer<typeof deliveryRecord>;

export const listDeliveries = {
  method: 'GET',
  path: '/api/admin/deliveries',
  who: { staff: 'AUDITOR' },
  summary:
    'Lists deliveries of a status, of a player or both, what is due first before the rest; without ' +
    "either, those that wait for a person. With receiptMissing, what was delivered and the player's " +
    'file does not know of.',
  query: z.strictObject({
    status: deliveryStatus.optional(),
    playerId: uuid.optional(),
    receiptMissing: z.enum(['true']).optional(),
    ...page,
  }),
  status: 200,
  reply: pageOf(deliveryRecord),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

/** What a person decides about a delivery that nobody can prove. */
export const decision = z.enum(['deliverAgain', 'done']);

export const resolveDelivery = {
  method: 'POST',
  path: '/api/admin/deliveries/:deliveryId/resolve',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary:
    'Decides a delivery that nobody can prove: hand it over again, or count it as done. One that ' +
    'was delivered may be handed over again too, when its world was restored from a backup; one ' +
    'whose receipt is missing may be counted as done, and is not asked about again.',
  params: z.strictObject({ deliveryId: uuid }),
  body: z.strictObject({ decision, reason: line(200) }),
  status: 200,
  reply: z.strictObject({ deliveryId: uuid, status: deliveryStatus }),
  key: 'required',
  refusals: ['DELIVERY_UNKNOWN', 'DELIVERY_NOT_OPEN'],
} as const satisfies Contract;

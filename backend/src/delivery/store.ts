// Deliveries as they are stored: the state of the pure machine with who it is for and what is to be
// done. Every change after the first names the revision it was decided on.
import type { Collection } from 'mongodb';
import type { DeliveryTask } from '@mintkeep/shared/delivery.ts';
import type { DeliveryRef } from '@mintkeep/shared/events.ts';
import { insertAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import type { DeliveryState } from './states.ts';

export interface DeliveryDoc {
  /** Equal to what it was opened for, where that makes one delivery: uniqueness needs no index. */
  _id: string;
  playerId: string;
  minecraftUUID: string;
  ref: DeliveryRef;
  task: DeliveryTask;
  state: DeliveryState;
  /** Grows with every change, so that a decision made on an older state changes nothing. */
  revision: number;
  createdAt: Date;
  updatedAt: Date;
  deliveredAt?: Date;
  cancelReason?: string;
  /** When a server leased it last. */
  lastAttemptAt?: Date;
  /** Since then the coins are back: it is never handed over again by decision. */
  paidBackAt?: Date | null;
  /** The server in whose files of players the receipt `given` lies; for goods alone. */
  receiptOn?: string;
  /** Since when that file is known to lack it: the world or the file is an older one. */
  receiptMissingAt?: Date;
}

/** A new state of a delivery, and what is written with it. */
export interface Change {
  readonly doc: DeliveryDoc;
  readonly next: DeliveryState;
  readonly cancelReason?: string;
  readonly paidBackAt?: Date | null;
  /** Null where no receipt is to be looked for any more. */
  readonly receiptOn?: string | null;
}

export const deliveriesPlan: CollectionPlan = {
  name: 'deliveries',
  indexes: [
    // What waits for a player; what is delivered is most of it and lies apart by its status.
    { name: 'ofPlayer', key: { minecraftUUID: 1, 'state.status': 1 } },
    // Lists by status for staff and for jobs.
    { name: 'byStatus', key: { 'state.status': 1, 'state.nextAttemptAt': 1 } },
    // What a player's file on a server must have receipts of; opening a delivery writes none of it.
    {
      name: 'receipts',
      key: { minecraftUUID: 1, receiptOn: 1, createdAt: -1 },
      partialFilterExpression: { receiptOn: { $exists: true } },
    },
    // What staff look at after a restored world: few, and mostly none.
    {
      name: 'receiptMissing',
      key: { receiptMissingAt: 1 },
      partialFilterExpression: { receiptMissingAt: { $exists: true } },
    },
  ],
};

const deliveries = (scope: ReadScope): Collection<DeliveryDoc> =>
  scope.db.collection(deliveriesPlan.name);

/** What a server can lease. */
const openStatuses = ['pending', 'leased', 'cancelling'] as const;

/** Adds deliveries that were just opened. */
export async function insertDeliveries(
  scope: WriteScope,
  docs: readonly DeliveryDoc[],
): Promise<void> {
  if (docs.length === 0) return;
  await insertAll(scope, deliveriesPlan.name, docs);
}

export const findDelivery = (scope: ReadScope, deliveryId: string): Promise<DeliveryDoc | null> =>
  deliveries(scope).findOne({ _id: deliveryId }, within(scope));

/** The deliveries of these ids; unknown ones are left out. */
export const findDeliveries = (
  scope: ReadScope,
  deliveryIds: readonly string[],
): Promise<DeliveryDoc[]> =>
  deliveries(scope)
    .find({ _id: { $in: [...deliveryIds] } }, within(scope))
    .toArray();

/** The open deliveries of these players, oldest first, a bounded page. */
export const openDeliveriesOf = (
  scope: ReadScope,
  minecraftUUIDs: readonly string[],
  limit: number,
): Promise<DeliveryDoc[]> =>
  deliveries(scope)
    .find(
      { minecraftUUID: { $in: [...minecraftUUIDs] }, 'state.status': { $in: [...openStatuses] } },
      within(scope),
    )
    .sort({ createdAt: 1 })
    .limit(limit)
    .toArray();

export const countOpen = (scope: ReadScope, minecraftUUID: string): Promise<number> =>
  deliveries(scope).countDocuments(
    { minecraftUUID, 'state.status': { $in: [...openStatuses] } },
    { ...within(scope), limit: 1_000 },
  );

/** Which of these players have something open. */
export async function playersWithOpen(
  scope: ReadScope,
  minecraftUUIDs: readonly string[],
): Promise<string[]> {
  const rows = await deliveries(scope)
    .aggregate<{
      _id: string;
    }>(
      [
        {
          $match: {
            minecraftUUID: { $in: [...minecraftUUIDs] },
            'state.status': { $in: [...openStatuses] },
          },
        },
        { $group: { _id: '$minecraftUUID' } },
      ],
      within(scope),
    )
    .toArray();
  return rows.map(({ _id }) => _id);
}

/** Writes new states decided on the given revisions; answers how many were still at theirs. */
export async function writeStates(scope: WriteScope, changes: readonly Change[]): Promise<number> {
  if (changes.length === 0) return 0;
  const { matchedCount } = await deliveries(scope).bulkWrite(
    changes.map(({ doc, next, cancelReason, paidBackAt, receiptOn }) => ({
      updateOne: {
        filter: { _id: doc._id, revision: doc.revision },
        update: {
          $set: {
            state: next,
            updatedAt: scope.now,
            ...(next.status === 'delivered' && doc.state.status !== 'delivered'
              ? { deliveredAt: scope.now }
              : {}),
            ...(cancelReason === undefined ? {} : { cancelReason }),
            ...(isNewLease(doc.state, next) ? { lastAttemptAt: scope.now } : {}),
            ...(paidBackAt === undefined ? {} : { paidBackAt }),
            ...(typeof receiptOn === 'string' ? { receiptOn } : {}),
          },
          ...(receiptOn === null ? { $unset: { receiptOn: 1, receiptMissingAt: 1 } } : {}),
          $inc: { revision: 1 },
        },
      },
    })),
    { session: scope.session, ordered: false },
  );
  return matchedCount;
}

const isNewLease = (before: DeliveryState, next: DeliveryState): boolean =>
  next.leaseId !== null && next.leaseId !== before.leaseId;

/** A page of open deliveries that a backup may have forgotten the lease of. */
export const openNeverLeased = (scope: ReadScope, limit: number): Promise<DeliveryDoc[]> =>
  deliveries(scope)
    .find({ 'state.status': { $in: [...openStatuses] }, 'state.everLeased': false }, within(scope))
    .limit(limit)
    .toArray();

/** Deliveries in a status, oldest first, for people who look. */
export const listByStatus = (
  scope: ReadScope,
  status: DeliveryState['status'],
  limit: number,
): Promise<DeliveryDoc[]> =>
  deliveries(scope)
    .find({ 'state.status': status }, within(scope))
    .sort({ 'state.nextAttemptAt': 1 })
    .limit(limit)
    .toArray();

/** A page of deliveries for staff, what is due first before the rest, and how many there are. */
export async function pageOfDeliveries(
  scope: ReadScope,
  wanted: { status?: DeliveryState['status']; minecraftUUID?: string; receiptMissing?: boolean },
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: DeliveryDoc[]; total: number }> {
  const filter = {
    ...(wanted.minecraftUUID === undefined ? {} : { minecraftUUID: wanted.minecraftUUID }),
    ...(wanted.status === undefined ? {} : { 'state.status': wanted.status }),
    ...(wanted.receiptMissing ? { receiptMissingAt: { $exists: true } } : {}),
  };
  const items = await deliveries(scope)
    .find(filter, within(scope))
    .sort({ 'state.nextAttemptAt': 1, _id: 1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total: await deliveries(scope).countDocuments(filter, within(scope)) };
}

/** Deliveries whose lease is over, a bounded page; those under lease at one time are few. */
export const leasedUntil = (scope: ReadScope, nowMs: number, limit: number) =>
  deliveries(scope)
    .find({ 'state.status': 'leased', 'state.leaseUntilAt': { $lte: nowMs } }, within(scope))
    .limit(limit)
    .toArray();

/**
 * What a push may hand over now for these players, oldest first: due, and never in the hands of a game
 * server. Things of players go the way they came, through the plugin.
 */
export const pushable = (
  scope: ReadScope,
  minecraftUUIDs: readonly string[],
  nowMs: number,
  limit: number,
): Promise<DeliveryDoc[]> =>
  deliveries(scope)
    .find(
      {
        minecraftUUID: { $in: [...minecraftUUIDs] },
        'state.boundTo': null,
        'task.action': { $ne: 'goods' },
        $or: [
          { 'state.status': 'pending', 'state.nextAttemptAt': { $lte: nowMs } },
          { 'state.status': 'cancelling', 'state.leaseUntilAt': null },
        ],
      },
      within(scope),
    )
    .sort({ createdAt: 1 })
    .limit(limit)
    .toArray();

/** What a player's file on a server must have a receipt of, the newest first. */
export const provedBy = (
  scope: ReadScope,
  wanted: { minecraftUUID: string; serverId: string; createdFrom: Date; deliveredUntil: Date },
  limit: number,
): Promise<Pick<DeliveryDoc, '_id' | 'playerId' | 'receiptMissingAt'>[]> =>
  deliveries(scope)
    .find(
      {
        minecraftUUID: wanted.minecraftUUID,
        receiptOn: wanted.serverId,
        createdAt: { $gte: wanted.createdFrom },
        deliveredAt: { $lt: wanted.deliveredUntil },
        'state.status': 'delivered',
        paidBackAt: null,
      },
      { ...within(scope), projection: { playerId: 1, receiptMissingAt: 1 } },
    )
    .sort({ createdAt: -1 })
    .limit(limit)
    .toArray();

/** Notes since when receipts are missing, or with null that they are there again. */
export async function writeReceiptMissing(
  scope: WriteScope,
  deliveryIds: readonly string[],
  receiptMissingAt: Date | null,
): Promise<void> {
  if (deliveryIds.length === 0) return;
  await deliveries(scope).updateMany(
    { _id: { $in: [...deliveryIds] } },
    receiptMissingAt ? { $set: { receiptMissingAt } } : { $unset: { receiptMissingAt: 1 } },
    { session: scope.session },
  );
}

/** Looks for no more receipts of this server, a bounded page; answers how many those were. */
export async function forgetReceipts(
  scope: WriteScope,
  serverId: string,
  limit: number,
): Promise<number> {
  const found = await deliveries(scope)
    .find({ receiptOn: serverId }, { ...within(scope), projection: { _id: 1 } })
    .hint('receipts')
    .limit(limit)
    .toArray();
  await deliveries(scope).updateMany(
    { _id: { $in: found.map(({ _id }) => _id) } },
    { $unset: { receiptOn: 1, receiptMissingAt: 1 } },
    { session: scope.session },
  );
  return found.length;
}

// Deliveries as they are stored: the state of the pure machine with who it is for and what is to be
// done. Every change after the first names the revision it was decided on.
import type { Collection } from 'mongodb';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { DeliveryRef } from '@mintkeep/shared/events.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import type { DeliveryState } from './states.ts';

export interface DeliveryDoc {
  /** Equal to what it was opened for, where that makes one delivery: uniqueness needs no index. */
  _id: string;
  playerId: string;
  minecraftUUID: string;
  ref: DeliveryRef;
  task: Task;
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
}

/** A new state of a delivery, and what is written with it. */
export interface Change {
  readonly doc: DeliveryDoc;
  readonly next: DeliveryState;
  readonly cancelReason?: string;
  readonly paidBackAt?: Date | null;
}

export const deliveriesPlan: CollectionPlan = {
  name: 'deliveries',
  indexes: [
    // What waits for a player; what is delivered is most of it and lies apart by its status.
    { name: 'ofPlayer', key: { minecraftUUID: 1, 'state.status': 1 } },
    // Lists by status for staff and for jobs.
    { name: 'byStatus', key: { 'state.status': 1, 'state.nextAttemptAt': 1 } },
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
  await deliveries(scope).insertMany([...docs], { session: scope.session, ordered: true });
}

export const findDelivery = (scope: ReadScope, deliveryId: string): Promise<DeliveryDoc | null> =>
  deliveries(scope).findOne({ _id: deliveryId }, within(scope));

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
    changes.map(({ doc, next, cancelReason, paidBackAt }) => ({
      updateOne: {
        filter: { _id: doc._id, revision: doc.revision },
        update: {
          $set: {
            state: next,
            updatedAt: scope.now,
            ...(next.status === 'delivered' ? { deliveredAt: scope.now } : {}),
            ...(cancelReason === undefined ? {} : { cancelReason }),
            ...(isNewLease(doc.state, next) ? { lastAttemptAt: scope.now } : {}),
            ...(paidBackAt === undefined ? {} : { paidBackAt }),
          },
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
  wanted: { status?: DeliveryState['status']; minecraftUUID?: string },
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: DeliveryDoc[]; total: number }> {
  const filter = {
    ...(wanted.minecraftUUID === undefined ? {} : { minecraftUUID: wanted.minecraftUUID }),
    ...(wanted.status === undefined ? {} : { 'state.status': wanted.status }),
  };
  const items = await deliveries(scope)
    .find(filter, within(scope))
    .sort({ 'state.nextAttemptAt': 1, _id: 1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total: await deliveries(scope).countDocuments(filter, within(scope)) };
}

// Where what a player did is written down: collections that others own, each with the index that has
// a player's entries by time, and what an entry of it says. Reads; writes nothing.
import type { Document, Filter } from 'mongodb';
import type { ActivityEntry, ActivityKind } from '@mintkeep/shared/activity.ts';
import { listingStatus } from '@mintkeep/shared/listings.ts';
import type { DeliveryStatus } from '@mintkeep/shared/delivery.ts';
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { changeOf, walletOf } from '../ledger/service.ts';
import type { Posting } from '../ledger/service.ts';

/** A document of any of these collections. */
interface Row extends Document {
  readonly _id: string;
}

/** An entry before names and deliveries are looked up. */
export interface Found extends Omit<ActivityEntry, 'at' | 'otherName' | 'delivery'> {
  readonly at: Date;
  /** Ids under which there may be a delivery. */
  readonly deliveryIds: readonly string[];
}

/** One way to a player's entries. */
interface Source {
  readonly kind: ActivityKind;
  readonly collection: string;
  readonly time: string;
  filter(playerId: string): Filter<Row>;
  read(row: Row, playerId: string): Partial<Found> & Pick<Found, 'what'>;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
const textsOf = (...values: readonly unknown[]): string[] =>
  values.filter((value) => typeof value === 'string');

const readLedger: Source['read'] = (row, playerId) => ({
  what: String(row['type']),
  amountCoins: numberOf(row['amountCoins']),
  walletCoins: numberOf(
    changeOf(row['postings'] as Posting[], (account) => account === walletOf(playerId)),
  ),
  sku: textOf((row['meta'] as Document | undefined)?.['sku']),
  quantity: numberOf((row['meta'] as Document | undefined)?.['quantity']),
  reason: textOf(row['reason']),
  otherId: textOf(row['actorId'] === playerId ? row['payeeId'] : row['actorId']),
});

const readOrder =
  (what: 'bought' | 'sold'): Source['read'] =>
  (row) => ({
    what,
    amountCoins: numberOf(row['escrowCoins']),
    ...thing(row),
    status: textOf(row['status']),
    reason: textOf(row['refundReason']),
    otherId: textOf(row[what === 'bought' ? 'sellerId' : 'buyerId']),
    deliveryIds: [row._id],
  });

const thing = (row: Row) => ({ sku: textOf(row['sku']), quantity: numberOf(row['quantity']) });

const ledger = { kind: 'ledger', collection: 'transactions', time: 'createdAt' } as const;
const order = { kind: 'order', collection: 'orders', time: 'createdAt' } as const;

export const sources: readonly Source[] = [
  { ...ledger, filter: (actorId) => ({ actorId }), read: readLedger },
  { ...ledger, filter: (payeeId) => ({ payeeId }), read: readLedger },
  {
    ...{ kind: 'event', collection: 'event_log', time: 'timestamp' },
    filter: (playerId) => ({ playerId }),
    read: (row) => {
      const after = ((row['data'] as Document | undefined)?.['after'] ?? {}) as Document;
      const isUndone = typeof row['rolledBackBy'] === 'string';
      return {
        what: String(row['eventType']),
        ...{ sku: textOf(after['sku']), quantity: numberOf(after['quantity']) },
        status: isUndone ? 'rolledBack' : row['success'] === false ? 'failed' : 'done',
        reason: textOf(row['errorMessage']),
        by: textOf(row['source']),
        deliveryIds: textsOf(after['deliveryId'], row['operationId']),
      };
    },
  },
  {
    ...{ kind: 'audit', collection: 'audit_log', time: 'timestamp' },
    filter: (id) => ({ 'target.type': 'player', 'target.id': id }),
    read: (row) => ({
      what: String(row['action']),
      reason: textOf(row['reason']),
      by: textOf(row['adminId']),
    }),
  },
  {
    ...{ kind: 'purchase', collection: 'shop_transactions', time: 'timestamp' },
    filter: (playerId) => ({ playerId }),
    read: (row) => ({
      what: 'purchase',
      amountCoins: numberOf(row['totalCostCoins']),
      ...thing(row),
      status: textOf(row['status']),
      reason: textOf(row['refundReason']),
      deliveryIds: [textOf(row['deliveryId']) ?? row._id],
    }),
  },
  { ...order, filter: (buyerId) => ({ buyerId }), read: readOrder('bought') },
  { ...order, filter: (sellerId) => ({ sellerId }), read: readOrder('sold') },
  {
    ...{ kind: 'listing', collection: 'listings', time: 'createdAt' },
    // The index has the status before the time; with each of them named it is read in order.
    filter: (sellerId) => ({ sellerId, status: { $in: [...listingStatus.options] } }),
    read: (row) => ({
      what: 'listed',
      amountCoins: numberOf(Number(row['unitPriceCoins']) * Number(row['quantityListed'])),
      sku: textOf(row['sku']),
      quantity: numberOf(row['quantityListed']),
      status: textOf(row['status']),
    }),
  },
];

/** From and before which time, and after which place of the list. */
export interface Window {
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly after?: Place | undefined;
}

/** A place in the list: newest first, within a millisecond by kind and id. */
export interface Place {
  readonly at: Date;
  readonly kind: string;
  readonly id: string;
}

const descending = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0);
/** Below zero where `a` stands before `b` in the list. */
export const byPlace = (a: Place, b: Place): number =>
  b.at.getTime() - a.at.getTime() || descending(a.kind, b.kind) || descending(a.id, b.id);

// Entries of one player in one millisecond of one collection: more are made by no batch.
const tiesMax = 1_000;

/**
 * The first entries of a source within a window, newest first: `count` of them where there are as
 * many. The indexes know the time and not the id, so whatever shares the millisecond at either end is
 * read by itself; nothing is sorted in the database.
 */
export async function newestOf(
  scope: ReadScope,
  { collection, time, kind, filter, read }: Source,
  playerId: string,
  { from, to, after }: Window,
  count: number,
): Promise<Found[]> {
  const rows = scope.db.collection<Row>(collection);
  const find = (condition: Filter<Row>, limit: number): Promise<Row[]> =>
    rows
      .find({ ...filter(playerId), [time]: condition }, within(scope))
      .sort({ [time]: -1 })
      .limit(limit)
      .toArray();
  const timeOf = (row: Row): Date => row[time] as Date;
  const isWithin = (at: Date): boolean => (!from || at >= from) && (!to || at < to);
  const end = after && (!to || after.at < to) ? after.at : to;
  const older = await find(
    { ...(from ? { $gte: from } : { $gt: new Date(0) }), ...(end ? { $lt: end } : {}) },
    count,
  );
  const last = older.length === count ? older.at(-1) : undefined;
  const rest = last ? older.filter((row) => timeOf(row) > timeOf(last)) : older;
  const found = [
    ...(after && isWithin(after.at) ? await find({ $eq: after.at }, tiesMax) : []),
    ...rest,
    ...(last ? await find({ $eq: timeOf(last) }, tiesMax) : []),
  ];
  return found
    .map((row) => ({ ...nothing, ...read(row, playerId), kind, id: row._id, at: timeOf(row) }))
    .filter((entry) => !after || byPlace(after, entry) < 0)
    .sort(byPlace)
    .slice(0, count);
}

const nothing = {
  ...{ amountCoins: null, walletCoins: null, sku: null, quantity: null, status: null },
  ...{ reason: null, by: null, otherId: null, deliveryIds: [] },
};

/** How far the deliveries of these ids are; there may be none of an id. */
export async function statusesOf(
  scope: ReadScope,
  deliveryIds: readonly string[],
): Promise<ReadonlyMap<string, DeliveryStatus>> {
  if (deliveryIds.length === 0) return new Map();
  const rows = await scope.db
    .collection<{ _id: string; state: { status: DeliveryStatus } }>('deliveries')
    .find(
      { _id: { $in: [...deliveryIds] } },
      { ...within(scope), projection: { 'state.status': 1 } },
    )
    .toArray();
  return new Map(rows.map(({ _id, state }) => [_id, state.status]));
}

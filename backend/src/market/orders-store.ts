// Orders as they are stored: one document each, with its one line inside. Every change of one names
// the status it was decided on.
import type { Collection, Filter } from 'mongodb';
import type { OrderStatus } from '@mintkeep/shared/orders.ts';
import { countUpTo, insertAll, keysByValue, updateAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { listings, listingsPlan } from './store.ts';
import type { ListingDoc } from './store.ts';

/** A purchase from a listing. Its delivery and the ledger's entry of buying have its id. */
export interface OrderDoc {
  /** The operation that bought. */
  _id: string;
  buyerId: string;
  buyerMinecraftUUID: string;
  /** As they were called then. */
  buyerName: string;
  sellerId: string;
  sellerMinecraftUUID: string;
  sellerName: string;
  listingId: string;
  sku: string;
  title: string;
  quantity: number;
  unitPriceCoins: number;
  /** What went to escrow: price times quantity. */
  escrowCoins: number;
  /** The part of it that goes to the treasury when the goods are handed over (S1-075). */
  feeCoins: number;
  status: OrderStatus;
  /** Pending longer than this, it is cancelled (S1-125). */
  deadlineAt: Date;
  refundReason: string | null;
  /** Refunded by staff without proof that nothing was given (D23). */
  refundedWithoutProof?: true;
  /** Whether the goods of a refunded order went back to the listing or its seller. */
  goodsReturned: boolean;
  /** Staff vouched that the buyer has the goods (S1-097): a void receipt changes nothing any more. */
  forced?: true;
  /** What stands in the way of its end: a person, or time, has to help. */
  attention: string | null;
  /** What a replay of buying answers. */
  walletBalanceCoins: number;
  requestHash: string;
  createdAt: Date;
  updatedAt: Date;
  endedAt: Date | null;
}

/** Whose coins are in escrow. */
export const openStatuses = ['pending', 'cancelled'] as const satisfies readonly OrderStatus[];

export const ordersPlan: CollectionPlan = {
  name: 'orders',
  indexes: [
    // What is past its deadline (S1-125), and open orders page by page.
    { name: 'byDeadline', key: { status: 1, deadlineAt: 1, _id: 1 } },
    // What was sold since a time, for medians (S1-122).
    { name: 'byEnd', key: { status: 1, endedAt: 1 } },
    // A player's trades, newest first: bought, sold; and orders for staff.
    { name: 'ofBuyer', key: { buyerId: 1, createdAt: -1, _id: -1 } },
    { name: 'ofSeller', key: { sellerId: 1, createdAt: -1, _id: -1 } },
    { name: 'newest', key: { createdAt: -1, _id: -1 } },
    { name: 'newestOfStatus', key: { status: 1, createdAt: -1, _id: -1 } },
    // What a buyer took of a listing, for its limits; and the orders of a listing.
    { name: 'ofListing', key: { listingId: 1, buyerId: 1 } },
  ],
};

/**
 * The lines of orders, under the name that the specification has for them (S1-044): an order has one,
 * and its document holds it, so that a purchase writes one document less. Looking a line up by its
 * order goes through the orders' own `_id` (S1-045).
 */
export const orderLinesView: CollectionPlan = {
  name: 'order_lines',
  indexes: [],
  view: {
    of: ordersPlan.name,
    pipeline: [{ $project: { orderId: '$_id', listingId: 1, quantity: 1, unitPriceCoins: 1 } }],
  },
};

const orders = (scope: ReadScope): Collection<OrderDoc> => scope.db.collection(ordersPlan.name);

export const insertOrders = (scope: WriteScope, docs: readonly OrderDoc[]): Promise<void> =>
  insertAll(scope, ordersPlan.name, docs);

export const findOrders = (scope: ReadScope, orderIds: readonly string[]): Promise<OrderDoc[]> =>
  orders(scope)
    .find({ _id: { $in: [...orderIds] } }, within(scope))
    .toArray();

export const findOrder = (scope: ReadScope, orderId: string): Promise<OrderDoc | null> =>
  orders(scope).findOne({ _id: orderId }, within(scope));

/** The listings of these ids; unknown ones are left out. */
export const findListings = (
  scope: ReadScope,
  listingIds: readonly string[],
): Promise<ListingDoc[]> =>
  listings(scope)
    .find({ _id: { $in: [...listingIds] } }, within(scope))
    .toArray();

/** What a batch takes off a listing, and whether nothing is left of it then. */
export interface Taking {
  readonly quantity: number;
  readonly isLast: boolean;
}

/**
 * Takes quantities off active listings whose time is not up: one statement for all that lose the
 * same. Answers how many of them had it. The last ones make a listing sold.
 */
export function takeQuantities(
  scope: WriteScope,
  takings: ReadonlyMap<string, Taking>,
): Promise<number> {
  const { now: updatedAt } = scope;
  // No pipelines: for one of those the database works out every index of a listing anew.
  const updatesOf = (ofLast: boolean) => {
    const alike = [...takings].filter(([, { isLast }]) => isLast === ofLast);
    const quantities = new Map(alike.map(([listingId, { quantity }]) => [listingId, quantity]));
    return [...keysByValue(quantities)].map(([quantity, listingIds]) => ({
      filter: {
        _id: { $in: listingIds },
        status: 'active',
        quantity: ofLast ? quantity : { $gt: quantity },
        expiresAt: { $gt: updatedAt },
      },
      update: {
        $inc: { quantity: -quantity, version: 1 },
        $set: { updatedAt, ...(ofLast ? { status: 'sold' } : {}) },
      },
    }));
  };
  return updateAll(scope, listingsPlan.name, [...updatesOf(true), ...updatesOf(false)]);
}

/** How many of these listings these buyers have and were not paid back for, each of each. */
export const countTaken = (
  scope: ReadScope,
  { listingIds, buyerIds }: { listingIds: readonly string[]; buyerIds: readonly string[] },
): Promise<{ listingId: string; buyerId: string; quantity: number }[]> =>
  orders(scope)
    .aggregate<{ listingId: string; buyerId: string; quantity: number }>(
      [
        {
          $match: {
            listingId: { $in: [...listingIds] },
            buyerId: { $in: [...buyerIds] },
            status: { $ne: 'refunded' },
          },
        },
        {
          $group: {
            _id: { listingId: '$listingId', buyerId: '$buyerId' },
            quantity: { $sum: '$quantity' },
          },
        },
        { $project: { _id: 0, listingId: '$_id.listingId', buyerId: '$_id.buyerId', quantity: 1 } },
      ],
      within(scope),
    )
    .toArray();

/** Changes an order that is still as one of `from` says. False when it is not. */
export async function moveOrder(
  scope: WriteScope,
  orderId: string,
  from: readonly OrderStatus[],
  change: Partial<Omit<OrderDoc, '_id'>>,
): Promise<boolean> {
  const { matchedCount } = await orders(scope).updateOne(
    { _id: orderId, status: { $in: [...from] } },
    { $set: { ...change, updatedAt: scope.now } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** A page of the orders in a status whose coins are in escrow, by their deadlines. */
export const openOrdersAfter = (
  scope: ReadScope,
  status: (typeof openStatuses)[number],
  after: Pick<OrderDoc, '_id' | 'deadlineAt'> | null,
  { limit, dueBy }: { readonly limit: number; readonly dueBy?: Date },
): Promise<OrderDoc[]> =>
  orders(scope)
    .find(
      {
        status,
        ...(dueBy === undefined ? {} : { deadlineAt: { $lte: dueBy } }),
        ...(after === null
          ? {}
          : {
              $or: [
                { deadlineAt: { $gt: after.deadlineAt } },
                { deadlineAt: after.deadlineAt, _id: { $gt: after._id } },
              ],
            }),
      },
      within(scope),
    )
    .sort({ deadlineAt: 1, _id: 1 })
    .limit(limit)
    .toArray();

/** The orders that were fulfilled since a time, in any order: what was sold for how much (S1-122). */
export const fulfilledSince = (scope: ReadScope, since: Date) =>
  orders(scope)
    .find({ status: 'fulfilled', endedAt: { $gte: since } }, { ...within(scope), batchSize: 5_000 })
    .project<Pick<OrderDoc, 'sku' | 'unitPriceCoins' | 'quantity'> & { endedAt: Date }>({
      _id: 0,
      sku: 1,
      unitPriceCoins: 1,
      quantity: 1,
      endedAt: 1,
    });

/** No page goes further than this: nobody reads on, and counting costs. */
const countedMax = 10_000;

/** A page of orders, newest first, and how many there are. */
export async function pageOfOrders(
  scope: ReadScope,
  filter: Filter<OrderDoc>,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: OrderDoc[]; total: number }> {
  const items = await orders(scope)
    .find(filter, within(scope))
    .sort({ createdAt: -1, _id: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total: await countUpTo(orders(scope), filter, countedMax) };
}

// Prices as they are stored: the numbers that guard them, one document, and what the roll-up found out
// about each sku.
import type { Collection } from 'mongodb';
import type { PricingConfig } from '@mintkeep/shared/pricing.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { dayS } from '../core/calendar.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface PricingConfigDoc extends PricingConfig {
  _id: 'current';
  /** One more with every change. */
  version: number;
  updatedAt: Date;
}

export const pricingConfigPlan: CollectionPlan = { name: 'pricing_config', indexes: [] };

export interface PricePointDoc {
  /** `<sku>@<hour>`: a sku has one point an hour, however often the roll-up runs. */
  _id: string;
  sku: string;
  median7dCoins: number;
  volume24hCount: number;
  /** The youngest sale that is counted: the median is of the last 7 days for 7 days from then. */
  lastSoldAt: Date;
  createdAt: Date;
}

/** A point is kept longer than it is shown; the newest of a sku that sells is never older than 7 days. */
const historyDaysMax = 35;

export const pricingHistoryPlan: CollectionPlan = {
  name: 'pricing_history',
  indexes: [
    // The newest points of a sku (S1-050).
    { name: 'ofSku', key: { sku: 1, createdAt: -1 } },
    // Old points leave by themselves.
    { name: 'expiry', key: { createdAt: 1 }, expireAfterSeconds: historyDaysMax * dayS },
  ],
};

const configs = (scope: ReadScope): Collection<PricingConfigDoc> =>
  scope.db.collection(pricingConfigPlan.name);
const history = (scope: ReadScope): Collection<PricePointDoc> =>
  scope.db.collection(pricingHistoryPlan.name);

export const findConfig = (scope: ReadScope): Promise<PricingConfigDoc | null> =>
  configs(scope).findOne({ _id: 'current' }, within(scope));

/** Puts these numbers into an empty database; where there are some, they stay (D26). */
export async function seedConfig(scope: WriteScope, config: PricingConfig): Promise<void> {
  await configs(scope).updateOne(
    { _id: 'current' },
    { $setOnInsert: { ...config, version: 1, updatedAt: scope.now } },
    { session: scope.session, upsert: true },
  );
}

/** Puts these numbers in force. The caller has read, in this transaction, the version before. */
export async function putConfig(
  scope: WriteScope,
  next: PricingConfig & { version: number },
): Promise<void> {
  await configs(scope).replaceOne(
    { _id: 'current' },
    { ...next, updatedAt: scope.now },
    { session: scope.session, upsert: true },
  );
}

/** The newest point of a sku that knows of a sale after `since`, or null. */
export const findNewestPoint = (
  scope: ReadScope,
  sku: string,
  since: Date,
): Promise<PricePointDoc | null> =>
  history(scope).findOne(
    { sku, createdAt: { $gt: since }, lastSoldAt: { $gt: since } },
    { ...within(scope), sort: { createdAt: -1 } },
  );

/** The points of a sku, newest first. */
export const listPoints = (
  scope: ReadScope,
  sku: string,
  pointsMax: number,
): Promise<PricePointDoc[]> =>
  history(scope)
    .find({ sku }, { ...within(scope), batchSize: pointsMax })
    .sort({ createdAt: -1 })
    .limit(pointsMax)
    .toArray();

/** The newest point of each of these skus that has one. */
export const listNewestPoints = (scope: ReadScope, skus: string[]): Promise<PricePointDoc[]> =>
  history(scope)
    .aggregate<{ newest: PricePointDoc }>(
      [
        { $match: { sku: { $in: skus } } },
        // In the order of the index, so that one entry of each sku is read.
        { $sort: { sku: 1, createdAt: -1 } },
        { $group: { _id: '$sku', newest: { $first: '$$ROOT' } } },
      ],
      { ...within(scope), batchSize: skus.length + 1 },
    )
    .map(({ newest }) => newest)
    .toArray();

/** The newest point of each sku that was written between two times and knows of a sale, busiest first. */
export const listBusiest = (
  scope: ReadScope,
  after: Date,
  until: Date,
  skusMax: number,
): Promise<PricePointDoc[]> =>
  history(scope)
    .aggregate<{ newest: PricePointDoc }>(
      [
        { $match: { createdAt: { $gt: after, $lte: until }, lastSoldAt: { $gt: after } } },
        { $sort: { createdAt: -1 } },
        { $group: { _id: '$sku', newest: { $first: '$$ROOT' } } },
        { $sort: { 'newest.volume24hCount': -1, _id: 1 } },
        { $limit: skusMax },
      ],
      { ...within(scope), batchSize: skusMax + 1 },
    )
    .map(({ newest }) => newest)
    .toArray();

/** Writes points; one that is there already stays as it is. */
export async function insertPoints(
  scope: WriteScope,
  points: readonly PricePointDoc[],
): Promise<void> {
  if (points.length === 0) return;
  await history(scope).bulkWrite(
    points.map(({ _id, ...point }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: point }, upsert: true },
    })),
    { session: scope.session },
  );
}

/**
 * What the shop asks for a sku that is on sale there, and what it gives for it; null for none. The
 * shop stands above prices, and writes these rewards.
 */
export const findRewardOffer = (
  scope: ReadScope,
  sku: string,
  now: Date,
): Promise<{ priceCoins: number; task: Task } | null> =>
  scope.db
    .collection<{
      _id: string;
      priceCoins: number;
      task: Task;
      visible: boolean;
      expiresAt: Date | null;
    }>('rewards')
    .findOne(
      { _id: sku, visible: true, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] },
      { ...within(scope), projection: { priceCoins: 1, task: 1 } },
    );

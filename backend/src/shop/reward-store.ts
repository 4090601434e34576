// The catalogue as it is stored. Guards stand in the filters.
import type { Collection, Filter } from 'mongodb';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { Requirements, RewardCategory } from '@mintkeep/shared/shop.ts';
import { keysByValue, updateAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import type { ShownTask } from './price.ts';

/** What the price is multiplied by from its start to just before its end. */
export interface Discount {
  readonly factor: number;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

export interface RewardDoc {
  /** The sku. */
  _id: string;
  name: string;
  category: RewardCategory;
  description: string[];
  icon: string;
  priceCoins: number;
  /** `voucher`: buying gives a code that anybody may redeem; else it is handed to the buyer. */
  fulfilment?: 'api' | 'voucher';
  /** What one unit gives; a purchase of several gives it so many times. */
  task: Task;
  /** null is endless: then no purchase writes this document. */
  stock: number | null;
  limits: { quantityPerPlayerMax?: number; quantityPerDayMax?: number };
  visible: boolean;
  expiresAt: Date | null;
  /** What the shop pays for one thing; without it, it buys none (D29). */
  sellPriceCoins?: number;
  /** Which thing, as an admin named it. */
  goodsSku?: string;
  sellLimits?: { quantityPerDayMax?: number };
  sellsToStock?: true;
  restock?: { quantity: number; everyHours: number; stockMax: number };
  discount?: Discount;
  requirements?: Requirements;
  /** Which thing it buys now, named or not: by this a sale finds its price. */
  buysSku?: string;
  nextRestockAt?: Date;
  /** Neither sold nor bought from then on, for ever; purchases of it stay (S1-099). */
  deletedAt?: Date;
  createdAt: Date;
  updatedAt: Date;
}

/** A reward as it is described; the rest follows from what happens. */
export type Reward = Omit<
  RewardDoc,
  'createdAt' | 'updatedAt' | 'buysSku' | 'nextRestockAt' | 'deletedAt'
>;

export const rewardsPlan: CollectionPlan = {
  name: 'rewards',
  indexes: [
    { name: 'onSale', key: { category: 1, visible: 1 } },
    // Who buys this thing, at the best price.
    {
      name: 'buys',
      key: { buysSku: 1, sellPriceCoins: -1 },
      partialFilterExpression: { buysSku: { $exists: true } },
    },
    // What is to be restocked.
    {
      name: 'restock',
      key: { nextRestockAt: 1 },
      partialFilterExpression: { nextRestockAt: { $exists: true } },
    },
  ],
};

const rewards = (scope: ReadScope): Collection<RewardDoc> => scope.db.collection(rewardsPlan.name);

// One page of everything a menu can show; a catalogue is written by hand.
const rewardsMax = 1_000;

/** What a menu shows of a reward; all of its task only where its things have a sell price. */
export type ShownReward = Omit<RewardDoc, 'task' | 'createdAt' | 'updatedAt'> & { task: ShownTask };

/** Rewards that are shown now. */
export const listOnSale = (
  scope: ReadScope,
  now: Date,
  { withTasks }: { withTasks: boolean },
): Promise<ShownReward[]> =>
  rewards(scope)
    .find(
      { visible: true, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] },
      {
        ...within(scope),
        batchSize: rewardsMax,
        // Most of reading a catalogue is turning it into objects: only what is shown.
        projection: { createdAt: 0, updatedAt: 0, ...(withTasks ? {} : { 'task.payload': 0 }) },
      },
    )
    .sort({ category: 1, name: 1 })
    .limit(rewardsMax)
    .toArray();

export const findRewards = (scope: ReadScope, skus: readonly string[]): Promise<RewardDoc[]> =>
  rewards(scope)
    .find({ _id: { $in: [...skus] } }, { ...within(scope), batchSize: rewardsMax })
    .toArray();

/** The catalogue by sku, without what was deleted. */
export const listAllRewards = (scope: ReadScope): Promise<RewardDoc[]> =>
  rewards(scope)
    .find({ deletedAt: { $exists: false } }, within(scope))
    .sort({ _id: 1 })
    .toArray();

/** A page of the catalogue by sku, without what was deleted, and how many there are. */
export async function pageOfRewards(
  scope: ReadScope,
  {
    sku,
    category,
    page,
    pageSize,
  }: {
    sku?: string | undefined;
    category?: RewardCategory | undefined;
    page: number;
    pageSize: number;
  },
): Promise<{ items: RewardDoc[]; total: number }> {
  const filter: Filter<RewardDoc> = {
    deletedAt: { $exists: false },
    ...(sku === undefined ? {} : { _id: sku }),
    ...(category === undefined ? {} : { category }),
  };
  const total = await rewards(scope).countDocuments(filter, { ...within(scope), hint: { _id: 1 } });
  const items = await rewards(scope)
    .find(filter, within(scope))
    .sort({ _id: 1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total };
}

/** A reward that pays for a kind of thing. */
export interface Buyer {
  readonly _id: string;
  readonly buysSku: string;
  readonly sellPriceCoins: number;
}

/**
 * Who buys any of these kinds of things, and any thing of these materials that is not plain; without
 * `kinds`, who buys anything.
 */
export const findBuyers = (
  scope: ReadScope,
  kinds?: { readonly skus: readonly string[]; readonly materials: readonly string[] },
): Promise<Buyer[]> => {
  const filter: Filter<RewardDoc> = kinds
    ? {
        $or: [
          { buysSku: { $in: [...kinds.skus] } },
          // Anything that begins with the material and a dot; a slash comes right after it.
          ...kinds.materials.map((one) => ({ buysSku: { $gt: `${one}.`, $lt: `${one}/` } })),
        ],
      }
    : { buysSku: { $exists: true } };
  return rewards(scope)
    .find<Buyer>(filter, {
      ...within(scope),
      projection: { buysSku: 1, sellPriceCoins: 1 },
      batchSize: rewardsMax,
    })
    .toArray();
};

/** The reward that pays most for a kind of thing, or null. */
export async function findBestBuyer(scope: ReadScope, goodsSku: string): Promise<RewardDoc | null> {
  const [best] = await rewards(scope)
    .find({ buysSku: goodsSku }, within(scope))
    .sort({ sellPriceCoins: -1, _id: 1 })
    .limit(1)
    .toArray();
  return best ?? null;
}

/** What the shop buys, by kind of thing, the best price first. */
export const listBuying = (scope: ReadScope): Promise<RewardDoc[]> =>
  rewards(scope)
    .find(
      { buysSku: { $exists: true } },
      { ...within(scope), projection: { task: 0, description: 0 }, batchSize: rewardsMax },
    )
    .sort({ buysSku: 1, sellPriceCoins: -1, _id: 1 })
    .limit(rewardsMax)
    .toArray();

// What a reward may be without: written anew, it is without it.
const maybe = [
  'fulfilment',
  'sellPriceCoins',
  'goodsSku',
  'sellLimits',
  'sellsToStock',
  'restock',
  'discount',
  'requirements',
  'buysSku',
  'nextRestockAt',
] as const;

/** Writes a reward as an admin described it, new or changed. */
export async function putReward(
  scope: WriteScope,
  { _id, ...reward }: Omit<RewardDoc, 'createdAt' | 'updatedAt'>,
): Promise<void> {
  const without = maybe.filter((field) => reward[field] === undefined);
  await rewards(scope).updateOne(
    { _id },
    {
      $set: { ...reward, updatedAt: scope.now },
      $setOnInsert: { createdAt: scope.now },
      ...(without.length > 0
        ? { $unset: Object.fromEntries(without.map((field) => [field, ''])) }
        : {}),
    },
    { upsert: true, ignoreUndefined: true, session: scope.session },
  );
}

/** Takes a reward out of the catalogue for ever. */
export async function markDeleted(scope: WriteScope, sku: string): Promise<void> {
  await rewards(scope).updateOne(
    { _id: sku },
    {
      $set: { visible: false, deletedAt: scope.now, updatedAt: scope.now },
      $unset: { buysSku: '', nextRestockAt: '' },
    },
    { session: scope.session },
  );
}

/** Takes stock: one guarded update for all who lose as many; answers how many had enough. */
export const takeStock = (
  scope: WriteScope,
  quantities: ReadonlyMap<string, number>,
): Promise<number> =>
  updateAll(
    scope,
    rewardsPlan.name,
    [...keysByValue(quantities)].map(([quantity, skus]) => ({
      filter: { _id: { $in: skus }, stock: { $gte: quantity } },
      update: { $inc: { stock: -quantity } },
    })),
  );

/** Puts stock back, where the reward still counts it. */
export async function returnStock(scope: WriteScope, sku: string, quantity: number): Promise<void> {
  await rewards(scope).updateOne(
    { _id: sku, stock: { $ne: null } },
    { $inc: { stock: quantity } },
    { session: scope.session },
  );
}

/** Rewards whose restock is due. */
export const findRestocks = (scope: ReadScope, now: Date): Promise<RewardDoc[]> =>
  rewards(scope)
    .find({ nextRestockAt: { $lte: now } }, within(scope))
    .sort({ nextRestockAt: 1 })
    .limit(rewardsMax)
    .toArray();

/**
 * Adds to the stock, at most up to `stockMax`, and names the next time. False when the restock that
 * was read is done already, or the reward counts no stock any more.
 */
export async function addStock(
  scope: WriteScope,
  { _id, nextRestockAt: dueAt }: Pick<RewardDoc, '_id' | 'nextRestockAt'>,
  added: { quantity: number; stockMax: number; nextRestockAt: Date },
): Promise<boolean> {
  const { quantity, stockMax } = added;
  // What staff put there beyond the most stays.
  const stock = { $max: ['$stock', { $min: [stockMax, { $add: ['$stock', quantity] }] }] };
  const { matchedCount } = await rewards(scope).updateOne(
    { _id, nextRestockAt: dueAt ?? added.nextRestockAt, stock: { $ne: null } },
    [{ $set: { stock, nextRestockAt: added.nextRestockAt, updatedAt: scope.now } }],
    { session: scope.session },
  );
  return matchedCount === 1;
}

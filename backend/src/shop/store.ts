// The shop as it is stored: the catalogue, and a record of every purchase. Guards stand in the
// filters.
import type { Collection } from 'mongodb';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { PurchaseStatus, RewardCategory } from '@mintkeep/shared/shop.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

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
  createdAt: Date;
  updatedAt: Date;
}

export interface PurchaseDoc {
  /** The operation that made it: uniqueness is the idempotency check. */
  _id: string;
  playerId: string;
  sku: string;
  quantity: number;
  unitPriceCoins: number;
  totalCostCoins: number;
  timestamp: Date;
  status: PurchaseStatus;
  /** Tries to hand it over, as far as they are over. */
  deliveryAttempts: number;
  lastDeliveryAttemptAt: Date | null;
  refundReason: string | null;
  refundedAt: Date | null;
  /** What the buyer had after the refund, so that asking again answers what was answered first. */
  refundedBalanceCoins?: number;
  /** Staff paid back what nobody had proved not given (D23). */
  refundedWithoutProof?: boolean;
  /** Whether the refund put the stock back: only what was proved not given can be sold again. */
  stockReturned?: boolean;
  /** How many of its refunds were taken back: each later refund is an operation of its own. */
  refundsTakenBack?: number;
  /** Its delivery, where that has another id: after a refund that was taken back. */
  deliveryId?: string;
  /** What was bought is a voucher: the id, from which the code follows. */
  voucherId?: string;
  /** What the buyer had afterwards, so that a replay answers what was answered first. */
  walletBalanceCoins: number;
  /** Fingerprint of the request: the same key with another one is refused. */
  requestHash: string;
}

export const rewardsPlan: CollectionPlan = {
  name: 'rewards',
  indexes: [{ name: 'onSale', key: { category: 1, visible: 1 } }],
};

export const purchasesPlan: CollectionPlan = {
  name: 'shop_transactions',
  indexes: [
    // A player's purchases, newest first (S0-040).
    { name: 'ofPlayer', key: { playerId: 1, timestamp: -1 } },
    // What counts against a player's limit for one reward.
    { name: 'ofPlayerAndSku', key: { playerId: 1, sku: 1, timestamp: -1 } },
    // What staff paid back without proof: few, so that counting them costs a purchase nothing.
    {
      name: 'refundedWithoutProof',
      key: { refundedWithoutProof: 1 },
      partialFilterExpression: { refundedWithoutProof: true },
    },
  ],
};

const rewards = (scope: ReadScope): Collection<RewardDoc> => scope.db.collection(rewardsPlan.name);
const purchases = (scope: ReadScope): Collection<PurchaseDoc> =>
  scope.db.collection(purchasesPlan.name);

// One page of everything a menu can show; a catalogue is written by hand.
const rewardsMax = 1_000;

/** What a menu shows of a reward. */
export type ShownReward = Omit<RewardDoc, 'task' | 'visible' | 'createdAt' | 'updatedAt'>;

/** Rewards that are shown now. */
export const listOnSale = (scope: ReadScope, now: Date): Promise<ShownReward[]> =>
  rewards(scope)
    .find(
      { visible: true, $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }] },
      {
        ...within(scope),
        batchSize: rewardsMax,
        // Most of reading a catalogue is turning it into objects: only what is shown.
        projection: { task: 0, visible: 0, createdAt: 0, updatedAt: 0 },
      },
    )
    .sort({ category: 1, name: 1 })
    .limit(rewardsMax)
    .toArray();

export const findRewards = (scope: ReadScope, skus: readonly string[]): Promise<RewardDoc[]> =>
  rewards(scope)
    .find({ _id: { $in: [...skus] } }, { ...within(scope), batchSize: rewardsMax })
    .toArray();

export const listAllRewards = (scope: ReadScope): Promise<RewardDoc[]> =>
  rewards(scope).find({}, within(scope)).sort({ _id: 1 }).toArray();

/** Writes a reward as an admin described it, new or changed. */
export async function putReward(
  scope: WriteScope,
  { _id, ...reward }: Omit<RewardDoc, 'createdAt' | 'updatedAt'>,
): Promise<void> {
  await rewards(scope).updateOne(
    { _id },
    { $set: { ...reward, updatedAt: scope.now }, $setOnInsert: { createdAt: scope.now } },
    { upsert: true, session: scope.session },
  );
}

/** Takes stock in guarded updates; answers how many rewards had enough. */
export async function takeStock(
  scope: WriteScope,
  quantities: ReadonlyMap<string, number>,
): Promise<number> {
  if (quantities.size === 0) return 0;
  const { matchedCount } = await rewards(scope).bulkWrite(
    [...quantities].map(([sku, quantity]) => ({
      updateOne: {
        filter: { _id: sku, stock: { $gte: quantity } },
        update: { $inc: { stock: -quantity } },
      },
    })),
    { session: scope.session, ordered: true },
  );
  return matchedCount;
}

/** Puts stock back, where the reward still counts it. */
export async function returnStock(scope: WriteScope, sku: string, quantity: number): Promise<void> {
  await rewards(scope).updateOne(
    { _id: sku, stock: { $ne: null } },
    { $inc: { stock: quantity } },
    { session: scope.session },
  );
}

export async function insertPurchases(
  scope: WriteScope,
  docs: readonly PurchaseDoc[],
): Promise<void> {
  await purchases(scope).insertMany([...docs], { session: scope.session, ordered: true });
}

export const findPurchases = (
  scope: ReadScope,
  purchaseIds: readonly string[],
): Promise<PurchaseDoc[]> =>
  purchases(scope)
    .find({ _id: { $in: [...purchaseIds] } }, { ...within(scope), batchSize: 2_000 })
    .toArray();

/** What counts against a player's limits for one reward: ever, and since the given time. */
export async function countBought(
  scope: ReadScope,
  { playerId, sku, since }: { playerId: string; sku: string; since: Date },
): Promise<{ ever: number; today: number }> {
  const [row] = await purchases(scope)
    .aggregate<{ ever: number; today: number }>(
      [
        { $match: { playerId, sku, status: { $nin: ['refunded', 'failed'] } } },
        {
          $group: {
            _id: null,
            ever: { $sum: '$quantity' },
            today: { $sum: { $cond: [{ $gte: ['$timestamp', since] }, '$quantity', 0] } },
          },
        },
      ],
      within(scope),
    )
    .toArray();
  return row ?? { ever: 0, today: 0 };
}

/** A page of a player's purchases, newest first, and how many there are. */
export async function pageOfPurchases(
  scope: ReadScope,
  playerId: string,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: PurchaseDoc[]; total: number }> {
  const total = await purchases(scope).countDocuments({ playerId }, within(scope));
  const items = await purchases(scope)
    .find({ playerId }, within(scope))
    .sort({ timestamp: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total };
}

/** What becomes of a purchase; what was bought never changes. */
export type PurchaseChange = Partial<
  Omit<PurchaseDoc, '_id' | 'playerId' | 'sku' | 'quantity' | 'totalCostCoins' | 'requestHash'>
>;

/** Moves a purchase on from one of the given states; null when it is in none of them. */
export const movePurchase = (
  scope: WriteScope,
  purchaseId: string,
  from: readonly PurchaseStatus[],
  change: PurchaseChange,
): Promise<PurchaseDoc | null> =>
  purchases(scope).findOneAndUpdate(
    { _id: purchaseId, status: { $in: [...from] } },
    { $set: change },
    { session: scope.session, returnDocument: 'before' },
  );

/** How many purchases stand refunded without proof (D23). */
export const countRefundedWithoutProof = (scope: ReadScope): Promise<number> =>
  purchases(scope).countDocuments({ refundedWithoutProof: true }, within(scope));

// The shop as it is stored: a record of every purchase. Guards stand in the filters. The catalogue is
// stored by reward-store.ts, what players sold by sale-store.ts.
import type { Collection } from 'mongodb';
import type { PurchaseStatus } from '@mintkeep/shared/shop.ts';
import { insertAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

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

const purchases = (scope: ReadScope): Collection<PurchaseDoc> =>
  scope.db.collection(purchasesPlan.name);

export const insertPurchases = (scope: WriteScope, docs: readonly PurchaseDoc[]): Promise<void> =>
  insertAll(scope, purchasesPlan.name, docs);

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

/** Which of these rewards a player has bought, and neither gave back nor wants to. */
export const ownedOf = async (
  scope: ReadScope,
  playerId: string,
  skus: readonly string[],
): Promise<string[]> =>
  purchases(scope).distinct(
    'sku',
    { playerId, sku: { $in: [...skus] }, status: { $in: ['pending', 'completed'] } },
    within(scope),
  );

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

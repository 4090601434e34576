// Purchases of the past with all they left behind, as rows to be inserted: for tests and benches that
// need full books. No way of the backend makes them so; the ledger stays sound where the caller takes
// their coins from the wallets.
import { randomUUID } from 'node:crypto';
import type { AuditDoc } from '../src/audit/store.ts';
import { opened } from '../src/delivery/states.ts';
import type { DeliveryDoc } from '../src/delivery/store.ts';
import type { EventDoc } from '../src/event-log/store.ts';
import type { EntryDoc } from '../src/ledger/store.ts';
import type { PurchaseDoc } from '../src/shop/store.ts';

/** What one unit cost. */
export const pastPriceCoins = 10;

export interface Past {
  readonly playerId: string;
  readonly minecraftUUID: string;
  readonly sku: string;
  readonly at: Date;
  /** What a member of staff did at the same time, and who it was. */
  readonly action: string;
  readonly adminId: string;
}

/** One delivered purchase and one action of staff, by their collections. */
export function pastPurchase({ playerId, minecraftUUID, sku, at, action, adminId }: Past) {
  const _id = randomUUID();
  const transactions: EntryDoc = {
    _id,
    type: 'spend',
    actorId: playerId,
    actorKind: 'player',
    amountCoins: pastPriceCoins,
    reason: 'purchase',
    postings: [{ from: `wallet:${playerId}`, to: 'burn', amountCoins: pastPriceCoins }],
    meta: { sku, quantity: 1 },
    createdAt: at,
  };
  const shop_transactions: PurchaseDoc = {
    ...{ _id, playerId, sku, quantity: 1, unitPriceCoins: pastPriceCoins },
    ...{ totalCostCoins: pastPriceCoins, timestamp: at, status: 'completed', deliveryAttempts: 1 },
    ...{ lastDeliveryAttemptAt: at, refundReason: null, refundedAt: null },
    ...{ walletBalanceCoins: 1_000_000, requestHash: 'f'.repeat(64) },
  };
  const items = [{ material: 'DIAMOND', amount: 1 }];
  const deliveries: DeliveryDoc = {
    ...{ _id, playerId, minecraftUUID, ref: { refType: 'purchase', refId: _id } },
    task: { action: 'give', payload: { items } },
    state: { ...opened(at.getTime()), status: 'delivered', everLeased: true },
    ...{ revision: 3, createdAt: at, updatedAt: at, deliveredAt: at },
  };
  const event_log: EventDoc = {
    ...{ _id: randomUUID(), timestamp: at, source: 'server:first', eventType: 'purchase' },
    ...{ playerId, operationId: _id, success: true, errorMessage: null, rolledBackBy: null },
    data: { before: { stock: 10 }, after: { stock: 9, purchaseId: _id, sku, quantity: 1 } },
  };
  const audit_log: AuditDoc = {
    ...{ _id: randomUUID(), timestamp: at, adminId, actorKind: 'staff', action },
    ...{ target: { type: 'player', id: playerId }, reason: 'past', requestId: null },
    ...{ before: { coins: 1 }, after: { coins: 2 } },
  };
  return { transactions, shop_transactions, deliveries, event_log, audit_log };
}

/** What an order of the past leaves in each collection of the market, all over and done with. */
export const pastTrade = ({ buyer, seller, at }: PastTrade) => ({
  orders: {
    ...{ buyerId: buyer._id, sellerId: seller._id, listingId: 'past', status: 'fulfilled' },
    ...{ createdAt: at, deadlineAt: at, endedAt: at },
  },
  listings: {
    ...{ sellerId: seller._id, sku: 'past', category: 'blocks', goodsId: 'past' },
    ...{ words: ['past'], wordPairs: [] },
    ...{ quantity: 0, unitPriceCoins: 1, status: 'sold', createdAt: at, expiresAt: at },
  },
  market_goods: { ownerId: seller._id, state: 'returned', takenAt: at },
  market_notices: { minecraftUUID: 'of somebody who never came back', at },
  pricing_history: {
    sku: 'past',
    median7dCoins: 1,
    volume24hCount: 1,
    lastSoldAt: at,
    createdAt: at,
  },
});

interface PastTrade {
  readonly buyer: { readonly _id: string };
  readonly seller: { readonly _id: string };
  readonly at: Date;
}

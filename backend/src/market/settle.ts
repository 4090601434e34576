// How an order ends: its seller is paid when the goods are in the buyer's hands, or its buyer when
// they are proved not to be (S1-075, S1-131, D23). One of the two, once. Knows no HTTP.
import assert from 'node:assert/strict';
import { faultPoint } from '../core/fault-points.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { findDelivery, markPaidBack } from '../delivery/service.ts';
import type { DeliveryDoc } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { postEscrowRefund, postFulfilment } from '../ledger/service.ts';
import { getPlayerById } from '../players/service.ts';
import { returnToListing } from './listings.ts';
import { leaveNotice } from './notices.ts';
import { findOrder, moveOrder, openStatuses } from './orders-store.ts';
import type { OrderDoc } from './orders-store.ts';

/** Why an order with the goods handed over, or proved not to be, is open all the same. */
const sellerIsFull = 'the wallet of the seller cannot hold the coins';
const buyerIsFull = 'the wallet of the buyer cannot hold the coins';

/** The order of this id. Refuses `ORDER_UNKNOWN`. */
export async function getOrderDoc(scope: ReadScope, orderId: string): Promise<OrderDoc> {
  const order = await findOrder(scope, orderId);
  if (!order) throw new Refusal('ORDER_UNKNOWN', { orderId });
  return order;
}

/** Its coins are in escrow. */
export const isOpen = ({ status }: OrderDoc): boolean =>
  openStatuses.some((open) => open === status);

export const deliveryStatusOf = async (
  scope: ReadScope,
  { _id }: OrderDoc,
): Promise<DeliveryDoc['state']['status'] | null> =>
  (await findDelivery(scope, _id))?.state.status ?? null;

/** The goods are in the buyer's hands: pays the seller. */
export async function fulfilDelivered(tx: Tx, orderId: string): Promise<void> {
  const order = await getOrderDoc(tx, orderId);
  // Staff may have it handed over again by now.
  if ((await deliveryStatusOf(tx, order)) !== 'delivered') return;
  if (isOpen(order)) await payOut(tx, order);
  // Staff paid it back without proof, and the goods were given after all.
  if (order.status === 'refunded') await call(tx, order, 'given after it was paid back');
}

/**
 * Pays the seller, less the fee, and ends the order (S1-075). False when the seller's wallet cannot
 * hold the coins: then they stay in escrow, the order says so, and it is tried again by the jobs.
 */
export async function payOut(tx: Tx, order: OrderDoc, forced = false): Promise<boolean> {
  const { _id: orderId, listingId, buyerId, sellerId, escrowCoins: totalCoins, feeCoins } = order;
  const seller = await getPlayerById(tx, sellerId);
  const meta = { listingId, sku: order.sku, quantity: order.quantity };
  const escrow = { orderId, buyerId, totalCoins, meta };
  if (!(await postFulfilment(tx, { ...escrow, sellerId, feeCoins }))) {
    await call(tx, order, sellerIsFull);
    return false;
  }
  await faultPoint('fulfil.after-coins');
  await end(tx, order, { status: 'fulfilled', ...(forced ? { forced } : {}) });
  await faultPoint('fulfil.after-order');
  const netCoins = totalCoins - feeCoins;
  await leaveNotice(tx, {
    minecraftUUID: order.sellerMinecraftUUID,
    kind: 'sold',
    title: order.title,
    quantity: order.quantity,
    unitPriceCoins: order.unitPriceCoins,
    coins: netCoins,
    otherName: order.buyerName,
    reason: null,
  });
  const before = seller.walletBalanceCoins;
  await logEvent(tx, {
    eventType: 'fulfil',
    playerId: sellerId,
    before: { orderId, orderStatus: order.status, walletBalanceCoins: before },
    after: {
      ...{ orderId, listingId, buyerId, totalCoins, feeCoins, netCoins, forced },
      orderStatus: 'fulfilled',
      walletBalanceCoins: before + netCoins,
    },
  });
  await faultPoint('fulfil.after-log');
  tx.emit({ type: 'order.fulfilled', orderId, listingId });
  return true;
}

/**
 * The delivery is proved not given: pays the buyer back. One that staff paid back before the proof
 * gets its goods back to the seller now.
 */
export async function refundVoided(tx: Tx, orderId: string): Promise<void> {
  const order = await getOrderDoc(tx, orderId);
  const delivery = await findDelivery(tx, orderId);
  // Somebody who asked for the refund meanwhile has done all of it in one commit.
  if (delivery?.state.status !== 'voided') return;
  if (isOpen(order)) {
    const reason = order.refundReason ?? delivery.cancelReason ?? 'delivery voided';
    await payBack(tx, order, { reason, proved: true });
  } else if (order.status === 'refunded') {
    if (!order.goodsReturned) await giveGoodsBack(tx, order);
    await markPaidBack(tx, orderId);
  } else if (!order.forced) {
    // Staff had it handed over again, and it failed. The seller has the coins.
    await call(tx, order, 'voided after the seller was paid');
  }
}

/**
 * Pays the buyer back and ends the order. `proved`: nothing was given, so the goods go back to the
 * listing, or to the seller when it is over. False when the buyer's wallet cannot hold the coins:
 * then they stay in escrow, and it is tried again by the jobs.
 */
export async function payBack(
  tx: Tx,
  order: OrderDoc,
  { reason, proved }: { reason: string; proved: boolean },
): Promise<boolean> {
  const { _id: orderId, listingId, buyerId, escrowCoins: totalCoins } = order;
  const buyer = await getPlayerById(tx, buyerId);
  const meta = { listingId, sku: order.sku, quantity: order.quantity };
  if (!(await postEscrowRefund(tx, { orderId, buyerId, totalCoins, meta }))) {
    await call(tx, order, buyerIsFull);
    return false;
  }
  await faultPoint('order-refund.after-coins');
  const withoutProof = proved ? {} : { refundedWithoutProof: true as const };
  await end(tx, order, { status: 'refunded', refundReason: reason, ...withoutProof });
  await faultPoint('order-refund.after-order');
  const deliveryStatus = await deliveryStatusOf(tx, order);
  if (deliveryStatus !== null) await markPaidBack(tx, orderId);
  await leaveNotice(tx, {
    minecraftUUID: order.buyerMinecraftUUID,
    kind: 'refunded',
    title: order.title,
    quantity: order.quantity,
    unitPriceCoins: order.unitPriceCoins,
    coins: totalCoins,
    otherName: order.sellerName,
    reason,
  });
  const before = buyer.walletBalanceCoins;
  await logEvent(tx, {
    eventType: 'refund',
    playerId: buyerId,
    before: { orderId, orderStatus: order.status, deliveryStatus, walletBalanceCoins: before },
    after: {
      ...{ orderId, listingId, totalCoins, proved, refundReason: reason },
      orderStatus: 'refunded',
      walletBalanceCoins: before + totalCoins,
    },
  });
  if (proved) await giveGoodsBack(tx, order);
  await faultPoint('order-refund.after-goods');
  tx.emit({ type: 'order.refunded', orderId, listingId });
  return true;
}

async function giveGoodsBack(tx: Tx, { _id, listingId, quantity }: OrderDoc): Promise<void> {
  const moved = await moveOrder(tx, _id, ['refunded'], { goodsReturned: true });
  assert(moved, 'an order changed inside its own transaction');
  await returnToListing(tx, { listingId, quantity, refId: _id });
}

async function end(tx: Tx, { _id }: OrderDoc, change: Partial<OrderDoc>): Promise<void> {
  const ended = { ...change, endedAt: tx.now, attention: null };
  const moved = await moveOrder(tx, _id, openStatuses, ended);
  assert(moved, 'an order changed inside its own transaction');
}

/** Calls for a person: says on the order what stands in the way. */
export async function call(tx: Tx, order: OrderDoc, attention: string): Promise<void> {
  if (order.attention === attention) return;
  await moveOrder(tx, order._id, [order.status], { attention });
}

/** Records that an order waits for the void receipt of its delivery, and why (D23). */
export async function awaitVoid(tx: Tx, orderId: string): Promise<void> {
  const delivery = await findDelivery(tx, orderId);
  // It may have been given or voided since.
  if (delivery?.state.status !== 'cancelling') return;
  const reason = delivery.cancelReason ?? delivery.state.lastError ?? 'delivery failed';
  await moveOrder(tx, orderId, ['pending'], { status: 'cancelled', refundReason: reason });
}

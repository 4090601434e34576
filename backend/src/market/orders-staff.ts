// What staff decide about orders: count the goods as handed over, or pay the buyer back by proof, or
// without it (D23). Each decision is audited. Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type * as contracts from '@mintkeep/shared/orders.ts';
import { audit } from '../audit/service.ts';
import { ranksAtLeast } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import {
  cancelDelivery,
  closeWithoutProof,
  findDelivery,
  resolveDelivery,
} from '../delivery/service.ts';
import { moveOrder } from './orders-store.ts';
import type { OrderDoc } from './orders-store.ts';
import { deliveryStatusOf, getOrderDoc, isOpen, payBack, payOut } from './settle.ts';

type Refunded = ReplyOf<typeof contracts.refundOrder>;

const notOpen = ({ _id: orderId, status }: OrderDoc, more = {}): Refusal =>
  new Refusal('ORDER_NOT_OPEN', { orderId, status, ...more });

/**
 * Counts the goods as handed over and pays the seller (S1-097): staff vouch that the buyer has them,
 * so their delivery ends without handing anything over. Refuses `ORDER_NOT_OPEN`, also for one whose
 * goods are proved not given; `BALANCE_TOO_LARGE` when the seller's wallet cannot hold the coins.
 */
export async function forceFulfilOrder(
  tx: Tx,
  { orderId, reason }: InputOf<typeof contracts.forceFulfilOrder>,
): Promise<ReplyOf<typeof contracts.forceFulfilOrder>> {
  const order = await getOrderDoc(tx, orderId);
  if (!isOpen(order)) throw notOpen(order);
  const before = await deliveryStatusOf(tx, order);
  switch (before) {
    case 'pending':
    case 'leased':
      // What a server has already may still be given: its receipt is taken, and changes nothing.
      await cancelDelivery(tx, orderId, reason);
      break;
    case 'needs_review':
      await resolveDelivery(tx, orderId, 'done');
      break;
    case 'voided':
    case 'refunded':
      throw notOpen(order, { deliveryStatus: before });
    case 'delivered':
    case 'cancelling':
    case null:
      break;
  }
  if (!(await payOut(tx, order, true))) throw new Refusal('BALANCE_TOO_LARGE');
  await audit(tx, {
    action: 'order.force-fulfil',
    target: { type: 'order', id: orderId },
    reason,
    before: { status: order.status, deliveryStatus: before },
    after: { status: 'fulfilled', deliveryStatus: await deliveryStatusOf(tx, order) },
  });
  return { orderId, status: 'fulfilled' };
}

/**
 * Pays an order back, or begins to (S1-098). One that was refunded before answers so again. Refuses
 * `ORDER_NOT_OPEN` for what was fulfilled or delivered, and for what only a person can decide, unless
 * without proof; `ROLE_INSUFFICIENT` for one without proof below OPERATOR.
 */
export async function refundOrder(
  tx: Tx,
  { orderId, reason, withoutProof = false }: InputOf<typeof contracts.refundOrder>,
): Promise<Refunded> {
  if (withoutProof && !ranksAtLeast(tx.actor, 'OPERATOR')) throw new Refusal('ROLE_INSUFFICIENT');
  const order = await getOrderDoc(tx, orderId);
  const refunded = { orderId, status: 'refunded', refundedCoins: order.escrowCoins } as const;
  if (order.status === 'refunded') return refunded;
  if (!isOpen(order)) throw notOpen(order);
  const before = { status: order.status, deliveryStatus: await deliveryStatusOf(tx, order) };
  const ready = await makeReady(tx, order, { reason, withoutProof });
  if (ready === 'wait') {
    const reply: Refunded = { orderId, status: 'cancelled' };
    if (order.status === 'cancelled') return reply;
    await moveOrder(tx, orderId, ['pending'], { status: 'cancelled', refundReason: reason });
    await auditRefund(tx, order, { before, reason, withoutProof });
    return reply;
  }
  const paid = await payBack(tx, order, { reason, proved: ready === 'notGiven' });
  if (!paid) throw new Refusal('BALANCE_TOO_LARGE', { playerId: order.buyerId });
  await auditRefund(tx, order, { before, reason, withoutProof });
  return refunded;
}

async function auditRefund(
  tx: Tx,
  { _id: orderId }: OrderDoc,
  {
    before,
    reason,
    withoutProof,
  }: { before: Record<string, unknown>; reason: string; withoutProof: boolean },
): Promise<void> {
  const after = await getOrderDoc(tx, orderId);
  const deliveryStatus = await deliveryStatusOf(tx, after);
  await audit(tx, {
    action: 'order.refund',
    target: { type: 'order', id: orderId },
    reason,
    before,
    after: { status: after.status, deliveryStatus, withoutProof },
  });
}

/** Whether the coins may go back now: what is proved about the goods, or that proof must come. */
type Ready = 'notGiven' | 'unproved' | 'wait';

/** Ends the delivery of an order as far as that can be done now. */
async function makeReady(
  tx: Tx,
  order: OrderDoc,
  { reason, withoutProof }: { reason: string; withoutProof: boolean },
): Promise<Ready> {
  const { _id: orderId } = order;
  const state = (await findDelivery(tx, orderId))?.state;
  const status = state?.status ?? null;
  switch (status) {
    case 'voided':
      return 'notGiven';
    case 'pending':
    case 'leased':
      if (withoutProof && state?.everLeased) break;
      return (await cancelDelivery(tx, orderId, reason)) === 'voided' ? 'notGiven' : 'wait';
    case 'cancelling':
      if (withoutProof) break;
      return 'wait';
    case 'needs_review':
      if (withoutProof) break;
      throw notOpen(order, { deliveryStatus: status });
    // The buyer has the goods: the seller is about to be paid.
    case 'delivered':
    case 'refunded':
      throw notOpen(order, { deliveryStatus: status });
    case null:
      if (withoutProof) return 'unproved';
      throw notOpen(order, { deliveryStatus: status });
  }
  await closeWithoutProof(tx, orderId, reason);
  return 'unproved';
}

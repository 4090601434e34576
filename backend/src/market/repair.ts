// What is done about orders that nobody ended: those past their deadline (S1-125), and those that
// their delivery or the ledger says something else about, as after a lost event (S1-186).
import { operationIdOf } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import { cancelDelivery, findDelivery } from '../delivery/service.ts';
import type { DeliveryDoc } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { entryIdsOf, findEntries } from '../ledger/service.ts';
import { moveOrder } from './orders-store.ts';
import type { OrderDoc } from './orders-store.ts';
import { awaitVoid, call, getOrderDoc, isOpen, payBack, payOut } from './settle.ts';

/** What an order in the way of a person, or of time, is looked at again after. */
const postponeMs = 15 * 60_000;

export type DeliveryStatus = DeliveryDoc['state']['status'] | null;

/** Which entries the ledger has of an order. */
export interface Booked {
  readonly buy: boolean;
  readonly fulfil: boolean;
  readonly refund: boolean;
}

export const bookedOf = (orderId: string, txIds: ReadonlySet<string>): Booked => {
  const ids = entryIdsOf(orderId);
  return { buy: txIds.has(ids.buy), fulfil: txIds.has(ids.fulfil), refund: txIds.has(ids.refund) };
};

/** What was done about an order, in words for a log; null when all was well. */
export type Repaired = string | null;

/** Ends a pending order that is past its deadline, as far as that can be proved now (D23). */
export async function endOverdue(tx: Tx, orderId: string): Promise<Repaired> {
  const order = await getOrderDoc(tx, orderId);
  if (order.status !== 'pending' || order.deadlineAt > tx.now) return null;
  const status = (await findDelivery(tx, orderId))?.state.status ?? null;
  if (status !== 'pending' && status !== 'leased') {
    const repaired = await settleAs(tx, order, status);
    // What has to wait all the same must not stand in the way of the others.
    await moveOrder(tx, orderId, ['pending'], { deadlineAt: later(tx) });
    return repaired;
  }
  const reason = 'not handed over in time';
  if ((await cancelDelivery(tx, orderId, reason)) === 'voided') {
    await payBack(tx, order, { reason, proved: true });
    return 'refunded: not handed over in time';
  }
  await moveOrder(tx, orderId, ['pending'], { status: 'cancelled', refundReason: reason });
  return 'cancelled: not handed over in time, the void receipt is awaited';
}

/** Repairs an open order that its delivery or the ledger says something else about. */
export async function repairOrder(tx: Tx, orderId: string): Promise<Repaired> {
  const order = await getOrderDoc(tx, orderId);
  if (!isOpen(order)) return null;
  const entries = await findEntries(tx, Object.values(entryIdsOf(orderId)));
  const booked = bookedOf(orderId, new Set(entries.map(({ _id }) => _id)));
  const status = (await findDelivery(tx, orderId))?.state.status ?? null;
  const repaired = (await repairByLedger(tx, order, booked)) ?? (await settleAs(tx, order, status));
  if (repaired !== null) await say(tx, order, repaired);
  return repaired;
}

/** True when an open order is what its delivery and the ledger say. Pure, for a look without a write. */
export const agrees = (
  { status }: OrderDoc,
  deliveryStatus: DeliveryStatus,
  booked: Booked,
): boolean =>
  booked.buy &&
  !booked.fulfil &&
  !booked.refund &&
  (status === 'pending'
    ? deliveryStatus === 'pending' || deliveryStatus === 'leased'
    : deliveryStatus === 'cancelling');

/** The ledger is the truth about coins: the order follows it, and a person looks. */
async function repairByLedger(tx: Tx, order: OrderDoc, booked: Booked): Promise<Repaired> {
  const { _id: orderId, status } = order;
  if (!booked.buy) return stuck(tx, order, 'the ledger has no entry of buying');
  if (!booked.fulfil && !booked.refund) return null;
  const became = booked.fulfil ? 'fulfilled' : 'refunded';
  const attention = `the ledger had it ${became} already`;
  const change = { status: became, endedAt: tx.now, attention } as const;
  await moveOrder(tx, orderId, [status], change);
  return attention;
}

/** Does what the state of the delivery asks for. */
async function settleAs(tx: Tx, order: OrderDoc, delivery: DeliveryStatus): Promise<Repaired> {
  const { _id: orderId, status } = order;
  switch (delivery) {
    case 'delivered':
      return (await payOut(tx, order)) ? 'fulfilled: it was delivered' : null;
    case 'voided':
    case 'refunded': {
      const reason = order.refundReason ?? 'delivery voided';
      const proved = delivery === 'voided';
      const paid = await payBack(tx, order, { reason, proved });
      return paid ? 'refunded: nothing was given' : null;
    }
    case 'cancelling':
      if (status === 'cancelled') return null;
      await awaitVoid(tx, orderId);
      return 'cancelled: the void receipt is awaited';
    case 'pending':
    case 'leased':
      if (status === 'pending') return null;
      // Staff decided that it is handed over again.
      await moveOrder(tx, orderId, ['cancelled'], { status: 'pending', deadlineAt: later(tx) });
      return 'pending: it is handed over again';
    case 'needs_review':
      return stuck(tx, order, 'staff must say whether the goods were given');
    case null:
      return stuck(tx, order, 'its delivery is gone');
  }
}

const later = ({ now }: Tx): Date => new Date(now.getTime() + postponeMs);

/** Calls for a person; says so once. */
async function stuck(tx: Tx, order: OrderDoc, attention: string): Promise<Repaired> {
  if (order.attention === attention) return null;
  await call(tx, order, attention);
  return `left open: ${attention}`;
}

/** What was repaired, in the event log. */
const say = (tx: Tx, { _id: orderId, status, buyerId }: OrderDoc, repaired: string) =>
  logEvent(
    { ...tx, operationId: operationIdOf('repair', 'order', tx.operationId) },
    {
      eventType: 'order',
      playerId: buyerId,
      before: { orderId, orderStatus: status },
      after: { orderId, repaired },
    },
  );

// Returns: the way of goods back to their owner, as a delivery, and what becomes of them when that is
// proved not to have arrived. Knows no order.
import assert from 'node:assert/strict';
import type { DeliveryTask } from '@mintkeep/shared/delivery.ts';
import { operationIdOf } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import { getDelivery, markPaidBack, openDeliveries } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import * as store from './store.ts';
import type { Thing } from './store.ts';

/** What a delivery hands over: so many of a thing as it was handed in. */
export const goodsTask = (
  { sku, material, title, details, bytes }: Thing,
  quantity: number,
): DeliveryTask => ({
  action: 'goods',
  payload: { goods: [{ sku, material, title, details, bytes, quantity }] },
});

/** Opens the delivery of so many of these goods to their owner; answers its id. */
export async function returnGoods(tx: Tx, goodsId: string, quantity: number): Promise<string> {
  const goods = await store.findGoods(tx, goodsId);
  assert(goods?.ownerId, `the goods ${goodsId} are gone`);
  // The same part of the same goods is the same delivery, whatever was restored between.
  const deliveryId = operationIdOf('market', 'return', `${goodsId}/${String(goods.returns)}`);
  const change = { state: 'returned' as const, returns: goods.returns + 1 };
  assert(await store.moveGoods(tx, goods, change), 'goods changed inside their own transaction');
  const { ownerId: playerId, ownerMinecraftUUID: minecraftUUID } = goods;
  const ref = { refType: 'return' as const, refId: goodsId };
  const task = goodsTask(goods, quantity);
  await openDeliveries(tx, [{ deliveryId, playerId, minecraftUUID, ref, task }]);
  return deliveryId;
}

/**
 * Holds goods again whose delivery home is proved not to have arrived: under an id of their own, because
 * other parts of the same goods may be with buyers. Whoever hears of it twice holds them once. The
 * delivery counts as paid back, so that nobody decides to hand them over again.
 */
export async function holdReturned(tx: Tx, deliveryId: string): Promise<void> {
  const { ref, task, playerId, minecraftUUID, paidBackAt } = await getDelivery(tx, deliveryId);
  if (ref.refType !== 'return' || task.action !== 'goods' || paidBackAt) return;
  for (const [place, { quantity, ...thing }] of task.payload.goods.entries()) {
    const goodsId = operationIdOf('market', 'held-again', `${deliveryId}/${String(place)}`);
    await store.insertGoods(tx, {
      _id: goodsId,
      ownerId: playerId,
      ownerMinecraftUUID: minecraftUUID,
      ...thing,
      quantity,
      state: 'held',
      refusal: null,
      listingId: null,
      returns: 0,
      handedIn: null,
      takenAt: tx.now,
      updatedAt: tx.now,
    });
    await logEvent(tx, {
      eventType: 'goods',
      playerId,
      before: { goodsId: ref.refId, deliveryId, quantity },
      after: { goodsId, state: 'held', sku: thing.sku, title: thing.title, quantity },
    });
  }
  await markPaidBack(tx, deliveryId);
}

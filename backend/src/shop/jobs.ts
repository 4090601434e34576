// What the shop does by itself: closes a purchase when its goods have arrived, pays it back when
// they are proved not to.
import { eventJob } from '../core/jobs.ts';
import { awaitVoid, completePurchase, refundVoided } from './service.ts';

export const completeDelivered = eventJob({
  name: 'shop.complete-delivered',
  on: 'delivery.delivered',
  run: async (tx, { ref }) => {
    if (ref.refType === 'purchase') await completePurchase(tx, ref.refId);
  },
});

export const refundVoidedDelivery = eventJob({
  name: 'shop.refund-voided',
  on: 'delivery.voided',
  run: async (tx, { ref }) => {
    if (ref.refType === 'purchase') await refundVoided(tx, ref.refId);
  },
});

export const awaitVoidReceipt = eventJob({
  name: 'shop.await-void',
  on: 'delivery.cancelling',
  run: async (tx, { ref }) => {
    if (ref.refType === 'purchase') await awaitVoid(tx, ref.refId);
  },
});

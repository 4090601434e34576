// What the shop does by itself: closes a purchase when its goods have arrived, pays it back when
// they are proved not to, and restocks.
import { eventJob } from '../core/jobs.ts';
import type { TimedJob } from '../core/jobs.ts';
import { restockDue } from './restock.ts';
import {
  awaitVoid,
  completePurchase,
  purchaseOfVoucher,
  refundEnded,
  refundVoided,
} from './service.ts';

export const completeDelivered = eventJob({
  name: 'shop.complete-delivered',
  on: 'delivery.delivered',
  run: async (tx, { ref }) => {
    if (ref.refType === 'purchase') await completePurchase(tx, ref.refId);
    if (ref.refType !== 'voucher') return;
    // Whoever redeemed it: what was bought has been handed over (S1-133).
    const bought = await purchaseOfVoucher(tx, ref.refId);
    if (bought) await completePurchase(tx, bought.purchaseId);
  },
});

export const refundVoidedDelivery = eventJob({
  name: 'shop.refund-voided',
  on: 'delivery.voided',
  run: async (tx, { ref }) => {
    if (ref.refType === 'purchase') await refundVoided(tx, ref.refId);
    if (ref.refType !== 'voucher') return;
    // One that nobody asked a refund for can be redeemed anew.
    const bought = await purchaseOfVoucher(tx, ref.refId);
    if (bought?.isClosed) await refundVoided(tx, bought.purchaseId);
  },
});

export const awaitVoidReceipt = eventJob({
  name: 'shop.await-void',
  on: 'delivery.cancelling',
  run: async (tx, { ref }) => {
    if (ref.refType === 'purchase') await awaitVoid(tx, ref.refId);
  },
});

export const refundEndedVoucher = eventJob({
  name: 'shop.refund-ended-voucher',
  on: 'voucher.ended',
  run: async (tx, { refType, refId }) => {
    if (refType === 'purchase') await refundEnded(tx, refId);
  },
});

export const restockShop: TimedJob = {
  name: 'shop:restock',
  everyMs: 60_000,
  run: async (ctx) => {
    const restocked = await restockDue(ctx);
    if (restocked > 0) ctx.log.info({ restocked }, 'shop: restocked');
  },
};

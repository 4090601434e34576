// What gacha does by itself: closes what has arrived, pays back a roll that is proved not to have,
// and lets a starter that failed be claimed again.
import { eventJob } from '../core/jobs.ts';
import type { TimedJob } from '../core/jobs.ts';
import { transact } from '../core/transact.ts';
import { completeRoll, refundVoidedRoll } from './service.ts';
import { settleDelivery } from './starter.ts';
import { openStarters } from './store.ts';

export const settleDeliveredGacha = eventJob({
  name: 'gacha.settle-delivered',
  on: 'delivery.delivered',
  run: async (tx, { ref, deliveryId }) => {
    if (ref.refType === 'gacha') await completeRoll(tx, ref.refId);
    if (ref.refType === 'starter') await settleDelivery(tx, deliveryId);
  },
});

export const settleVoidedGacha = eventJob({
  name: 'gacha.settle-voided',
  on: 'delivery.voided',
  run: async (tx, { ref, deliveryId }) => {
    if (ref.refType === 'gacha') await refundVoidedRoll(tx, ref.refId);
    if (ref.refType === 'starter') await settleDelivery(tx, deliveryId);
  },
});

const startersPerLook = 200;

/**
 * Looks through the starters under way and settles those whose delivery is over: the events do it
 * at once, so this finds only what an operator mended by hand (S0-017). Leases that ran out and
 * tries that failed come again by the delivery's own machine.
 */
export const retryStarters: TimedJob = {
  name: 'starter:retry',
  everyMs: 60_000,
  run: async (ctx) => {
    const command = {
      actor: { kind: 'job', id: 'starter:retry' },
      route: 'starter:retry',
      key: undefined,
      input: null,
    } as const;
    let after = '';
    for (;;) {
      const some = await openStarters(ctx, after, startersPerLook);
      for (const { deliveryId } of some) {
        await transact(ctx, command, (tx) => settleDelivery(tx, deliveryId));
      }
      const last = some.at(-1);
      if (!last || some.length < startersPerLook) return;
      after = last._id;
    }
  },
};

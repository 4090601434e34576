// What vouchers do by themselves: come back when their goods are proved not given, end when their time
// is up.
import { eventJob } from '../core/jobs.ts';
import type { TimedJob } from '../core/jobs.ts';
import { transact } from '../core/transact.ts';
import { endVoucher, listOverdue, releaseVoucher } from './service.ts';

export const releaseVoidedVoucher = eventJob({
  name: 'vouchers.release-voided',
  on: 'delivery.voided',
  run: async (tx, { ref, deliveryId }) => {
    if (ref.refType === 'voucher') await releaseVoucher(tx, ref.refId, deliveryId);
  },
});

const vouchersPerLook = 200;

/** Ends vouchers past their time, each in a commit of its own; what was paid follows by an event. */
export const expireVouchers: TimedJob = {
  name: 'vouchers:expire',
  everyMs: 60_000,
  run: async (ctx) => {
    const command = {
      actor: { kind: 'job', id: 'vouchers:expire' },
      route: 'vouchers:expire',
      key: undefined,
      input: null,
    } as const;
    for (;;) {
      const some = await listOverdue(ctx, ctx.clock.now(), vouchersPerLook);
      for (const one of some) await transact(ctx, command, (tx) => endVoucher(tx, one, 'expired'));
      if (some.length < vouchersPerLook) return;
    }
  },
};

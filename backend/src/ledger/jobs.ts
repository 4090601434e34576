// What the ledger does by itself: verify, every hour.
import { hourMs } from '../core/calendar.ts';
import type { TimedJob } from '../core/jobs.ts';
import { inTransaction } from '../core/transaction.ts';
import { putLastAudit } from './store.ts';
import { verifyLedger } from './verify.ts';

/** Replays the ledger to every balance; a mismatch is a line of level error that names accounts. */
export const auditLedger: TimedJob = {
  name: 'ledger:audit',
  everyMs: hourMs,
  run: async (ctx) => {
    const report = await verifyLedger(ctx);
    await inTransaction(ctx, (scope) =>
      putLastAudit(scope, {
        _id: 'last',
        sound: report.sound,
        mismatches: report.mismatches.length,
        entries: report.entries,
        verifiedAt: scope.now,
      }),
    );
    if (report.sound) ctx.log.info(report, 'ledger: verified');
    else ctx.log.error(report, 'ledger: coins do not add up');
  },
};

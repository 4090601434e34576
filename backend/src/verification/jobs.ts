// What verification does by itself: forgets codes whose time is up.
import type { TimedJob } from '../core/jobs.ts';
import { inTransaction } from '../core/transaction.ts';
import { removeExpired } from './store.ts';

/** Removes expired codes each minute; the database's own expiry is the net below (S0-023). */
export const cleanUpCodes: TimedJob = {
  name: 'verification:cleanup',
  everyMs: 60_000,
  run: async (ctx) => {
    const removed = await inTransaction(ctx, removeExpired);
    ctx.log.debug({ removed }, 'verification: expired codes removed');
  },
};

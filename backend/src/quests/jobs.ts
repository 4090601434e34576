// What quests do by themselves: close economy events whose time is up.
import type { TimedJob } from '../core/jobs.ts';
import { inTransaction } from '../core/transaction.ts';
import { endOverdue } from './store.ts';

/** Closes what is over. Nothing waits for it: an event counts until its end, closed or not. */
export const endEconomyEvents: TimedJob = {
  name: 'economy-events:end',
  everyMs: 60_000,
  run: async (ctx) => {
    const ended = await inTransaction(ctx, (scope) => endOverdue(scope));
    if (ended > 0) ctx.log.info({ ended }, 'economy events: their time is up');
  },
};

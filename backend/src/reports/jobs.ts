// What reports do by themselves: close the day that is over, and write its digest.
import type { TimedJob } from '../core/jobs.ts';
import { digestLastDay } from './digest.ts';

/** Sums up yesterday and writes its digest, once whichever worker runs it (S1-126). */
export const dailyDigest: TimedJob = {
  name: 'digest:daily',
  cron: '5 0 * * *',
  run: async (ctx) => {
    await digestLastDay(ctx);
  },
};

// What players' records need by themselves: whoever is not heard of any more is offline.
import type { TimedJob } from '../core/jobs.ts';
import { inTransaction } from '../core/transaction.ts';
import { markStaleOffline } from './service.ts';

/** Marks players offline after five minutes without a heartbeat (S0-058). */
export const cleanUpStalePlayers: TimedJob = {
  name: 'players:cleanup-stale',
  everyMs: 60_000,
  run: async (ctx) => {
    const markedOffline = await inTransaction(ctx, markStaleOffline);
    if (markedOffline > 0) ctx.log.info({ markedOffline }, 'players: not heard of, now offline');
  },
};

// What delivery does by itself: offers again what no server has reported, and reminds staff of what
// only a person can decide.
import type { TimedJob } from '../core/jobs.ts';
import { transact } from '../core/transact.ts';
import { expireLeases, listByStatus } from './service.ts';

// As many as a line of the log can name; the command lists them all.
const namedMax = 20;

/** Names the deliveries that wait for staff, every ten minutes, as a warning in the log. */
export const remindOfReviews: TimedJob = {
  name: 'delivery:remind-of-reviews',
  everyMs: 600_000,
  run: async (ctx) => {
    const waiting = await listByStatus(ctx, 'needs_review', namedMax);
    if (waiting.length === 0) return;
    const deliveryIds = waiting.map(({ _id }) => _id);
    ctx.log.warn({ deliveryIds }, 'deliveries wait for a person: npm run deliveries -- list');
  },
};

/**
 * Ends leases that ran out, also where no server asks any more: the pauses double from 5 s on, and
 * after the last try a cancel leads to the refund (S1-124, S1-131). What a server reports as failed
 * has its pause at once, and a server that asks finds what is due without this job.
 */
export const retryFulfilment: TimedJob = {
  name: 'fulfilment:retry',
  everyMs: 60_000,
  run: async (ctx) => {
    const command = {
      actor: { kind: 'job', id: 'fulfilment:retry' },
      route: 'fulfilment:retry',
      key: undefined,
      input: null,
    } as const;
    let ended = 0;
    for (;;) {
      const { reply } = await transact(ctx, command, expireLeases);
      ended += reply;
      if (reply === 0) break;
    }
    if (ended > 0)
      ctx.log.info({ ended }, 'deliveries: leases ran out, offered again or cancelled');
  },
};

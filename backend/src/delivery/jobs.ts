// What delivery does by itself: reminds staff of what only a person can decide.
import type { TimedJob } from '../core/jobs.ts';
import { listByStatus } from './service.ts';

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

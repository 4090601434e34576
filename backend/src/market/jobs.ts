// What the market does by itself: ends listings whose time is up, and holds goods again that could not
// be given back.
import type { Context } from '../core/context.ts';
import { eventJob } from '../core/jobs.ts';
import type { TimedJob } from '../core/jobs.ts';
import { transact } from '../core/transact.ts';
import { expireListing } from './listings.ts';
import { holdReturned } from './returns.ts';
import { listOverdue } from './store.ts';

export const holdVoidedReturn = eventJob({
  name: 'market.hold-voided-return',
  on: 'delivery.voided',
  run: async (tx, { ref, deliveryId }) => {
    if (ref.refType === 'return') await holdReturned(tx, deliveryId);
  },
});

const listingsPerLook = 200;

/** Ends listings past their time, each in a commit of its own (S1-121). */
export const expireListings: TimedJob = {
  name: 'listing:expire',
  everyMs: 60_000,
  run: async (ctx) => {
    let failed = 0;
    let looked: number;
    do {
      const some = await listOverdue(ctx, listingsPerLook, ctx.clock.now());
      for (const { _id } of some) if (!(await expired(ctx, _id))) failed += 1;
      looked = some.length;
    } while (looked === listingsPerLook && failed === 0);
    if (failed > 0) throw new Error(`${String(failed)} listings could not be ended.`);
  },
};

const actor = { kind: 'job', id: 'listing:expire' } as const;
const command = { actor, route: 'listing:expire', key: undefined, input: null };

/** Ends one; false when it cannot be ended, which must not keep the others waiting. */
async function expired(ctx: Context, listingId: string): Promise<boolean> {
  try {
    await transact(ctx, command, (tx) => expireListing(tx, listingId));
    return true;
  } catch (error) {
    ctx.log.error({ err: error, listingId }, 'listing:expire: could not end it');
    return false;
  }
}

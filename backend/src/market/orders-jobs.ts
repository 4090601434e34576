// What orders do by themselves: end when their goods arrive or are proved not to, end when nobody
// handed them over in time, and put right what a lost event left behind.
import type { ReadSales } from '../pricing/service.ts';
import type { Context } from '../core/context.ts';
import { eventJob } from '../core/jobs.ts';
import type { TimedJob } from '../core/jobs.ts';
import { transact } from '../core/transact.ts';
import type { Tx } from '../core/transact.ts';
import { findDeliveries } from '../delivery/service.ts';
import { entryIdsOf, findEntries } from '../ledger/service.ts';
import { fulfilledSince, openOrdersAfter, openStatuses } from './orders-store.ts';
import type { OrderDoc } from './orders-store.ts';
import { agrees, bookedOf, endOverdue, repairOrder } from './repair.ts';
import type { Repaired } from './repair.ts';
import { awaitVoid, fulfilDelivered, refundVoided } from './settle.ts';

export const fulfilDeliveredOrder = eventJob({
  name: 'market.fulfil-delivered',
  on: 'delivery.delivered',
  run: async (tx, { ref }) => {
    if (ref.refType === 'order') await fulfilDelivered(tx, ref.refId);
  },
});

export const refundVoidedOrder = eventJob({
  name: 'market.refund-voided',
  on: 'delivery.voided',
  run: async (tx, { ref }) => {
    if (ref.refType === 'order') await refundVoided(tx, ref.refId);
  },
});

export const awaitVoidOfOrder = eventJob({
  name: 'market.await-void',
  on: 'delivery.cancelling',
  run: async (tx, { ref }) => {
    if (ref.refType === 'order') await awaitVoid(tx, ref.refId);
  },
});

const ordersPerLook = 200;

/** Cancels orders that were not handed over in time, each in a commit of its own (S1-125, D23). */
export const endOverdueOrders: TimedJob = {
  name: 'escrow:timeout',
  everyMs: 60_000,
  run: async (ctx) => {
    const dueBy = ctx.clock.now();
    for await (const some of pagesOf(ctx, 'pending', dueBy)) {
      for (const { _id } of some) await mend(ctx, 'escrow:timeout', _id, endOverdue);
    }
  },
};

/** What happened a moment ago is still on its way to the jobs, and no disagreement. */
const settledMs = 60_000;

/** Repairs open orders that their delivery or the ledger says something else about (S1-186). */
export const reconcileOrders: TimedJob = {
  name: 'escrow:reconcile',
  everyMs: 300_000,
  run: async (ctx) => {
    for (const status of openStatuses) {
      for await (const some of pagesOf(ctx, status)) {
        for (const orderId of await disagreeing(ctx, some)) {
          await mend(ctx, 'escrow:reconcile', orderId, repairOrder);
        }
      }
    }
  },
};

/** The open orders of a status, page by page. */
async function* pagesOf(
  ctx: Context,
  status: (typeof openStatuses)[number],
  dueBy?: Date,
): AsyncGenerator<OrderDoc[]> {
  let last: OrderDoc | null = null;
  do {
    const some: OrderDoc[] = await openOrdersAfter(ctx, status, last, {
      limit: ordersPerLook,
      ...(dueBy === undefined ? {} : { dueBy }),
    });
    yield some;
    last = some.length < ordersPerLook ? null : (some.at(-1) ?? null);
  } while (last !== null);
}

/** Which of these are not what their deliveries and the ledger say. */
async function disagreeing(ctx: Context, some: readonly OrderDoc[]): Promise<string[]> {
  const orderIds = some.map(({ _id }) => _id);
  const deliveries = new Map((await findDeliveries(ctx, orderIds)).map((one) => [one._id, one]));
  const wanted = orderIds.flatMap((orderId) => Object.values(entryIdsOf(orderId)));
  const txIds = new Set((await findEntries(ctx, wanted)).map(({ _id }) => _id));
  const before = ctx.clock.now().getTime() - settledMs;
  return some
    .filter((order) => {
      const delivery = deliveries.get(order._id);
      if (delivery && delivery.updatedAt.getTime() > before) return false;
      return !agrees(order, delivery?.state.status ?? null, bookedOf(order._id, txIds));
    })
    .map(({ _id }) => _id);
}

/** One order in a commit of its own: what goes wrong with it must not stop the others. */
async function mend(
  ctx: Context,
  job: string,
  orderId: string,
  work: (tx: Tx, orderId: string) => Promise<Repaired>,
): Promise<void> {
  const actor = { kind: 'job', id: job } as const;
  try {
    const command = { actor, route: job, key: undefined, input: null };
    const { reply: repaired } = await transact(ctx, command, (tx) => work(tx, orderId));
    if (repaired !== null) ctx.log.warn({ orderId, repaired }, `${job}: ${repaired}`);
  } catch (error) {
    ctx.log.error({ err: error, orderId }, `${job}: this order could not be ended`);
  }
}

/** What was sold on the market since a time, for the roll-up of prices (S1-122). */
export const readSales: ReadSales = async function* (scope, since) {
  for await (const { endedAt, ...sale } of fulfilledSince(scope, since)) {
    yield { ...sale, at: endedAt };
  }
};

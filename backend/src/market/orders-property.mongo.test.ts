// Random histories of a market's orders: buying, leasing, handing over, reporting, time passing, jobs,
// staff, several at once, through the real routes, services and worker on a real replica set.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery, ReportOutcome } from '@mintkeep/shared/delivery.ts';
import { forceFulfilOrder, refundOrder } from '@mintkeep/shared/orders.ts';
import { testApp } from '../../test/app.ts';
import { coinsOf, expectSoundLedger } from '../../test/builders.ts';
import { listingOf } from '../../test/market.ts';
import { aTrade, buy, orderOf, say } from '../../test/orders.ts';
import type { Trade } from '../../test/orders.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import type { DeliveryDoc } from '../delivery/store.ts';
import type { EntryDoc } from '../ledger/store.ts';
import {
  awaitVoidOfOrder,
  endOverdueOrders,
  fulfilDeliveredOrder,
  reconcileOrders,
  refundVoidedOrder,
} from './orders-jobs.ts';
import type { OrderDoc } from './orders-store.ts';

const opened = testApp();
let worker: Worker;
beforeAll(() => {
  worker = startWorker(opened.ctx, opened.doorbell, {
    onEvent: [awaitVoidOfOrder, fulfilDeliveredOrder, refundVoidedOrder],
    timed: [],
  });
});
afterAll(() => worker.stop(2_000));

const acts = [
  ...['buy', 'buy', 'poll', 'handOver', 'report', 'fail', 'expire'],
  ...['timeout', 'reconcile', 'refund'],
] as const;
const overrides = ['refundWithoutProof', 'force'] as const;
type Act =
  | 'buy'
  | 'poll'
  | 'handOver'
  | 'report'
  | 'fail'
  | 'expire'
  | 'timeout'
  | 'reconcile'
  | 'refund'
  | (typeof overrides)[number];

interface World extends Trade {
  readonly orderIds: string[];
  inHand: LeasedDelivery[];
  words: { lease: LeasedDelivery; outcome: ReportOutcome }[];
  /** What the player's file says of each: never changed once written. */
  readonly receipts: Map<string, 'given' | 'void'>;
}

const coins = 100;
const quantity = 12;

/** The game server's hands: a receipt answers for itself, a cancelled one gets its void receipt. */
function handOver(world: World): void {
  for (const lease of world.inHand.splice(0)) {
    const { deliveryId, cancelled } = lease;
    const outcome = world.receipts.get(deliveryId) ?? (cancelled ? 'void' : 'given');
    world.receipts.set(deliveryId, outcome);
    world.words.push({ lease, outcome });
  }
}

const deliveriesOf = ({ buyer }: World) => ({ minecraftUUID: buyer.minecraftUUID });

/** Time passes: leases that run are over, and no pause is left. */
const expire = (world: World) =>
  opened.ctx.db
    .collection<DeliveryDoc>('deliveries')
    .updateMany(
      { ...deliveriesOf(world), 'state.leaseUntilAt': { $ne: null } },
      { $set: { 'state.leaseUntilAt': 1 }, $inc: { revision: 1 } },
    );

/** Staff ask about the newest order; what they may hear is a yes or a no that is meant. */
async function staffAsk(
  world: World,
  contract: typeof refundOrder | typeof forceFulfilOrder,
  more = {},
): Promise<void> {
  const orderId = world.orderIds.at(-1);
  if (!orderId) return;
  const wish = { orderId, reason: 'a property', ...more };
  const { status } = await opened.ask(contract as typeof refundOrder, wish, { actor: 'console' });
  expect([200, 202, 409, 503]).toContain(status);
}

const doing: Record<Act, (world: World) => Promise<unknown>> = {
  buy: async (world) => {
    const wish = { quantity: 1 + (world.orderIds.length % 3) };
    const { status, body } = await buy(opened, world.buyer, world.listing, wish);
    expect([201, 402, 409]).toContain(status);
    if (status === 201) world.orderIds.push(body.orderId);
  },
  poll: async (world) => {
    world.inHand.push(...(await opened.ask(leaseDeliveries, deliveriesOf(world))).body);
  },
  handOver: async (world) => {
    handOver(world);
  },
  report: async ({ words }) => {
    const word = words.at(-1);
    if (word) await say(opened, word.lease, word.outcome);
  },
  fail: async (world) => {
    const lease = world.inHand.findLast(({ deliveryId }) => !world.receipts.has(deliveryId));
    if (!lease) return;
    world.inHand = world.inHand.filter((one) => one.deliveryId !== lease.deliveryId);
    await say(opened, lease, 'released', { reason: 'failed', permanent: true, error: 'test' });
  },
  expire,
  timeout: async (world) => {
    await opened.ctx.db
      .collection<OrderDoc>('orders')
      .updateMany({ _id: { $in: world.orderIds } }, { $set: { deadlineAt: new Date(0) } });
    await endOverdueOrders.run(opened.ctx);
  },
  reconcile: async (world) => {
    await opened.ctx.db
      .collection<DeliveryDoc>('deliveries')
      .updateMany(deliveriesOf(world), { $set: { updatedAt: new Date(0) } });
    await reconcileOrders.run(opened.ctx);
  },
  refund: (world) => staffAsk(world, refundOrder),
  refundWithoutProof: (world) => staffAsk(world, refundOrder, { withoutProof: true }),
  force: (world) => staffAsk(world, forceFulfilOrder),
};

/** Lets the game server go on until every order has come to an end. */
async function settle(world: World): Promise<OrderDoc[]> {
  return vi.waitFor(
    async () => {
      await doing.poll(world);
      handOver(world);
      for (const { lease, outcome } of world.words) await say(opened, lease, outcome);
      await expire(world);
      const open = {
        ...deliveriesOf(world),
        'state.status': { $nin: ['delivered', 'refunded', 'voided'] },
      };
      const { db } = opened.ctx;
      expect(await db.collection<DeliveryDoc>('deliveries').countDocuments(open)).toBe(0);
      expect(await db.collection('outbox').countDocuments({ pending: 'jobs' })).toBe(0);
      const jobs = { status: { $in: ['ready', 'running'] } };
      expect(await db.collection('jobs').countDocuments(jobs)).toBe(0);
      const orders = await Promise.all(world.orderIds.map((id) => orderOf(opened.ctx, id)));
      for (const { status } of orders) expect(['fulfilled', 'refunded']).toContain(status);
      return orders;
    },
    { timeout: 10_000, interval: 10 },
  );
}

const histories = (all: readonly Act[]) =>
  // Acts of one step happen at once.
  fc.array(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }), { maxLength: 8 });

async function live(steps: readonly (readonly Act[])[]) {
  const trade = await aTrade(opened, { coins, quantity });
  const world: World = { ...trade, orderIds: [], inHand: [], words: [], receipts: new Map() };
  await doing.buy(world);
  for (const step of steps) await Promise.all(step.map((act) => doing[act](world)));
  const orders = await settle(world);
  const listing = await listingOf(opened.ctx, world.listing._id);
  return { world, orders, listing };
}

const sumOf = (orders: readonly OrderDoc[], of: (order: OrderDoc) => number): number =>
  orders.reduce((sum, order) => sum + of(order), 0);

/** Coins are where the ends of the orders say, and the ledger has each of them once. */
async function expectExact(world: World, orders: readonly OrderDoc[]): Promise<void> {
  const { ctx } = opened;
  const fulfilled = orders.filter(({ status }) => status === 'fulfilled');
  const spent = sumOf(fulfilled, ({ escrowCoins }) => escrowCoins);
  const earned = sumOf(fulfilled, ({ escrowCoins, feeCoins }) => escrowCoins - feeCoins);
  expect(await coinsOf(ctx, world.buyer)).toBe(coins - spent);
  expect(await coinsOf(ctx, world.seller)).toBe(earned);
  const entries = await ctx.db
    .collection<EntryDoc>('transactions')
    .find({ 'meta.orderId': { $in: world.orderIds } })
    .toArray();
  const said = entries.map(({ type, meta }) => `${type} ${String(meta['orderId'])}`);
  const meant = orders.flatMap(({ _id, status }) => [
    `buy ${_id}`,
    status === 'fulfilled' ? `fulfil ${_id}` : `refund ${_id}`,
  ]);
  expect(said.sort()).toEqual(meant.sort());
}

describe('any history of orders', () => {
  test('conserves coins and goods, and ends each order as fulfilled or refunded, once (S1-177, D23)', async () => {
    await fc.assert(
      fc.asyncProperty(histories([...acts] as Act[]), async (steps) => {
        const { world, orders, listing } = await live(steps);
        await expectExact(world, orders);
        const given = orders.filter(({ status }) => status === 'fulfilled');
        // Paid for exactly what is in the player's file, and the rest is for sale again.
        for (const { _id, status } of orders) {
          expect(status === 'fulfilled').toBe(world.receipts.get(_id) === 'given');
        }
        expect(listing.quantity).toBe(quantity - sumOf(given, (order) => order.quantity));
      }),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    await expectSoundLedger(opened.ctx);
  }, 180_000);

  test('conserves coins also when staff override (S1-097, S1-098)', async () => {
    await fc.assert(
      fc.asyncProperty(histories([...acts, ...overrides] as Act[]), async (steps) => {
        const { world, orders, listing } = await live(steps);
        await expectExact(world, orders);
        const kept = orders.filter(
          ({ status, goodsReturned }) => status === 'fulfilled' || !goodsReturned,
        );
        expect(listing.quantity).toBe(quantity - sumOf(kept, (order) => order.quantity));
      }),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    await expectSoundLedger(opened.ctx);
  }, 180_000);
});

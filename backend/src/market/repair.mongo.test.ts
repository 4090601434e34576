// Orders that nobody ended: past their deadline, or left behind by a lost event or a killed worker.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { appKey, testApp } from '../../test/app.ts';
import { coinsOf, expectSoundLedger, inTx } from '../../test/builders.ts';
import { listingOf } from '../../test/market.ts';
import { databaseUrl } from '../../test/mongo.ts';
import { anOrder, deliveryOf, leaseFor, orderOf, runFor, say } from '../../test/orders.ts';
import type { DeliveryDoc } from '../delivery/store.ts';
import { cancelDelivery, resolveDelivery } from '../delivery/service.ts';
import { entryIdsOf } from '../ledger/service.ts';
import type { Player } from '../players/service.ts';
import {
  awaitVoidOfOrder,
  endOverdueOrders,
  fulfilDeliveredOrder,
  readSales,
  reconcileOrders,
} from './orders-jobs.ts';
import type { OrderDoc } from './orders-store.ts';
import * as repair from './repair.ts';
import type { ListingDoc } from './store.ts';

const opened = testApp();
const setOrder = (orderId: string, fields: Partial<OrderDoc>) =>
  opened.ctx.db.collection<OrderDoc>('orders').updateOne({ _id: orderId }, { $set: fields });
const setDelivery = (orderId: string, fields: object) =>
  opened.ctx.db.collection<DeliveryDoc>('deliveries').updateOne({ _id: orderId }, { $set: fields });
const longAgo = new Date(0);
const endOverdue = () => endOverdueOrders.run(opened.ctx);
const reconcile = () => reconcileOrders.run(opened.ctx);
/** Events of an hour ago that no job heard of. */
const letTimePass = (orderId: string) => setDelivery(orderId, { updatedAt: longAgo });
const overdue = (orderId: string) => setOrder(orderId, { deadlineAt: longAgo });

describe('escrow:timeout', () => {
  test('runs each minute', () => {
    expect(endOverdueOrders).toMatchObject({ name: 'escrow:timeout', everyMs: 60_000 });
  });

  test('leaves alone what still has time', async () => {
    const { orderId } = await anOrder(opened);
    await endOverdue();
    expect((await orderOf(opened.ctx, orderId)).status).toBe('pending');
    // Also where its time was put off after the job had looked.
    expect(await inTx(opened.ctx, (tx) => repair.endOverdue(tx, orderId))).toBe(null);
  });

  test('refunds what no server ever had at once (S1-036, S1-125, D23)', async () => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await anOrder(opened);
    await overdue(orderId);
    await endOverdue();
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'refunded',
      refundReason: 'not handed over in time',
    });
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(10);
    expect((await deliveryOf(ctx, orderId)).state.status).toBe('refunded');
    await endOverdue();
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    await expectSoundLedger(ctx);
  });

  test('awaits the void receipt of what a server has had, room or not (S1-125, D23)', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    await say(opened, lease, 'released', { reason: 'noRoom' as 'failed' });
    await overdue(orderId);
    await endOverdue();
    expect((await orderOf(ctx, orderId)).status).toBe('cancelled');
    expect(await coinsOf(ctx, buyer)).toBe(990);
    // The receipt says that the goods were given after all: then the seller is paid.
    await say(opened, lease, 'given');
    await runFor(ctx, fulfilDeliveredOrder, orderId);
    expect((await orderOf(ctx, orderId)).status).toBe('fulfilled');
    await expectSoundLedger(ctx);
  });

  test('pays for what was delivered and calls staff to what nobody can prove', async () => {
    const { ctx } = opened;
    const delivered = await anOrder(opened);
    await say(opened, await leaseFor(opened, delivered.buyer), 'given');
    const unclear = await anOrder(opened);
    await say(opened, await leaseFor(opened, unclear.buyer), 'unclear', { error: 'test' });
    for (const { orderId } of [delivered, unclear]) await overdue(orderId);
    await endOverdue();
    expect((await orderOf(ctx, delivered.orderId)).status).toBe('fulfilled');
    const order = await orderOf(ctx, unclear.orderId);
    expect(order).toMatchObject({
      status: 'pending',
      attention: 'staff must say whether the goods were given',
    });
    // Looked at again later, so that many of them do not stand in the way of the others.
    expect(order.deadlineAt.getTime()).toBeGreaterThan(ctx.clock.now().getTime());
    await inTx(ctx, (tx) => resolveDelivery(tx, unclear.orderId, 'done'));
    await runFor(ctx, fulfilDeliveredOrder, unclear.orderId);
    expect(await orderOf(ctx, unclear.orderId)).toMatchObject({
      status: 'fulfilled',
      attention: null,
    });
  });

  test('goes on after an order that cannot be ended', async () => {
    const { ctx } = opened;
    const broken = await anOrder(opened);
    const other = await anOrder(opened);
    await setDelivery(broken.orderId, { 'state.status': 'voided' });
    const listings = ctx.db.collection<ListingDoc>('listings');
    const { _id, goodsId } = broken.listing;
    await listings.updateOne({ _id }, { $set: { goodsId: 'lost', status: 'expired' } });
    for (const { orderId } of [broken, other]) await overdue(orderId);
    await endOverdue();
    expect((await orderOf(ctx, other.orderId)).status).toBe('refunded');
    const said = opened.lines.filter(({ orderId }) => orderId === broken.orderId);
    expect(said.at(-1)?.['msg']).toContain('could not be ended');
    await listings.updateOne({ _id }, { $set: { goodsId } });
    await endOverdue();
    expect((await orderOf(ctx, broken.orderId)).status).toBe('refunded');
  });
});

describe('escrow:reconcile (S1-186)', () => {
  test('runs every 5 minutes', () => {
    expect(reconcileOrders).toMatchObject({ name: 'escrow:reconcile', everyMs: 300_000 });
  });

  test('pays the seller where the word of the delivery was lost, and says so', async () => {
    const { ctx } = opened;
    const { seller, buyer, orderId } = await anOrder(opened);
    await say(opened, await leaseFor(opened, buyer), 'given');
    // Of this moment: the job may be at it.
    await reconcile();
    expect((await orderOf(ctx, orderId)).status).toBe('pending');
    await letTimePass(orderId);
    await reconcile();
    expect((await orderOf(ctx, orderId)).status).toBe('fulfilled');
    expect(await coinsOf(ctx, seller)).toBe(10);
    const repaired = 'fulfilled: it was delivered';
    expect(opened.lines).toContainEqual(expect.objectContaining({ orderId, repaired }));
    const logged = { 'data.after.orderId': orderId, 'data.after.repaired': repaired };
    expect(await ctx.db.collection('event_log').countDocuments(logged)).toBe(1);
    await runFor(ctx, fulfilDeliveredOrder, orderId);
    expect(await coinsOf(ctx, seller)).toBe(10);
    await expectSoundLedger(ctx);
  });

  test('pays the buyer back where the word of the void receipt was lost', async () => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    await inTx(ctx, (tx) => cancelDelivery(tx, orderId, 'test'));
    await letTimePass(orderId);
    await reconcile();
    expect((await orderOf(ctx, orderId)).status).toBe('cancelled');
    await say(opened, lease, 'void');
    await letTimePass(orderId);
    await reconcile();
    expect((await orderOf(ctx, orderId)).status).toBe('refunded');
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(10);
    await expectSoundLedger(ctx);
  });

  test('lets an order wait again whose goods staff have handed over again', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    await inTx(ctx, (tx) => cancelDelivery(tx, orderId, 'test'));
    await runFor(ctx, awaitVoidOfOrder, orderId);
    await say(opened, lease, 'unclear', { error: 'test' });
    await inTx(ctx, (tx) => resolveDelivery(tx, orderId, 'deliverAgain'));
    await letTimePass(orderId);
    await reconcile();
    expect((await orderOf(ctx, orderId)).status).toBe('pending');
  });

  test('follows the ledger where that says more', async () => {
    const { ctx } = opened;
    const made = await Promise.all(
      (['fulfil', 'refund'] as const).map(async (kind) => {
        const { orderId, buyer } = await anOrder(opened);
        const entry = { _id: entryIdsOf(orderId)[kind], type: kind, postings: [] };
        await ctx.db.collection<{ _id: string }>('transactions').insertOne(entry);
        await letTimePass(orderId);
        return { orderId, buyer, entry };
      }),
    );
    await reconcile();
    const orders = await Promise.all(made.map(({ orderId }) => orderOf(ctx, orderId)));
    expect(orders).toMatchObject([
      { status: 'fulfilled', attention: 'the ledger had it fulfilled already' },
      { status: 'refunded', attention: 'the ledger had it refunded already' },
    ]);
    for (const { buyer } of made) expect(await coinsOf(ctx, buyer)).toBe(990);
    const txIds = made.map(({ entry }) => entry._id);
    await ctx.db.collection<{ _id: string }>('transactions').deleteMany({ _id: { $in: txIds } });
  });

  test('calls for a person, once, where an entry or the delivery is gone', async () => {
    const { ctx } = opened;
    const { orderId } = await anOrder(opened);
    const deliveries = ctx.db.collection<DeliveryDoc>('deliveries');
    const delivery = await deliveryOf(ctx, orderId);
    await deliveries.deleteOne({ _id: orderId });
    await reconcile();
    await reconcile();
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'pending',
      attention: 'its delivery is gone',
    });
    const repaired = 'left open: its delivery is gone';
    expect(opened.lines.filter((one) => one['repaired'] === repaired)).toHaveLength(1);
    await deliveries.insertOne(delivery);
  });

  test('changes nothing where all is well, page after page', async () => {
    const { ctx } = opened;
    const { orderId } = await anOrder(opened);
    await letTimePass(orderId);
    const order = await orderOf(ctx, orderId);
    const many = Array.from({ length: 450 }, (_, number) => ({
      ...order,
      _id: `copy ${String(number)}`,
    }));
    const orders = ctx.db.collection<OrderDoc>('orders');
    await orders.insertMany(many);
    await reconcile();
    // Copies have no entries and no deliveries: all of them were looked at.
    const called = { attention: 'the ledger has no entry of buying' };
    expect(await orders.countDocuments(called)).toBe(450);
    expect(await orderOf(ctx, orderId)).toEqual(order);
    await orders.deleteMany(called);
  }, 30_000);
});

describe('a worker that is killed while it ends an order (S1-186)', () => {
  const children: ChildProcess[] = [];
  afterEach(async () => {
    for (const child of children.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  });

  function worker(faultPoints: string): ChildProcess {
    const main = join(import.meta.dirname, '..', 'main.ts');
    const child = spawn(process.execPath, [main, '--roles=worker'], {
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'test',
        DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
        APP_KEY: appKey.toString('base64'),
        LOG_LEVEL: 'silent',
        ...(faultPoints ? { FAULT_POINTS: faultPoints } : {}),
      },
    });
    children.push(child);
    return child;
  }

  // Before the commit, and after it but before anybody heard.
  test.each(['fulfil.after-coins', 'fulfil.after-log', 'order-refund.after-coins'])(
    'at %s loses no coin, and another goes on',
    async (point) => {
      const { ctx } = opened;
      const { seller, buyer, orderId } = await anOrder(opened);
      const lease = await leaseFor(opened, buyer);
      const isRefund = point.startsWith('order-refund');
      if (isRefund) await inTx(ctx, (tx) => cancelDelivery(tx, orderId, 'test'));
      await say(opened, lease, isRefund ? 'void' : 'given');

      const killed = worker(`${point}:kill:1`);
      const [, signal] = (await once(killed, 'exit')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
      const player = await ctx.db.collection<Player>('players').findOne({ _id: buyer._id });
      expect(player?.escrowBalanceCoins).toBe(10);
      await expectSoundLedger(ctx);

      // The lease of the killed one's job is over, as it is after half a minute.
      await ctx.db
        .collection('jobs')
        .updateMany({ leaseUntilAt: { $ne: null } }, { $set: { leaseUntilAt: longAgo } });
      worker('');
      const ended = isRefund ? 'refunded' : 'fulfilled';
      await vi.waitFor(async () => expect((await orderOf(ctx, orderId)).status).toBe(ended), {
        timeout: 30_000,
        interval: 100,
      });
      expect(await coinsOf(ctx, seller)).toBe(isRefund ? 0 : 10);
      expect(await coinsOf(ctx, buyer)).toBe(isRefund ? 1_000 : 990);
      await expectSoundLedger(ctx);
    },
    60_000,
  );
});

test('what was sold is told to the prices, and nothing else (S1-122)', async () => {
  const { ctx } = opened;
  await ctx.db.collection('orders').deleteMany({});
  const sold = await anOrder(opened, { quantity: 3 });
  await anOrder(opened);
  await say(opened, await leaseFor(opened, sold.buyer), 'given');
  await runFor(ctx, fulfilDeliveredOrder, sold.orderId);
  const at = (await orderOf(ctx, sold.orderId)).endedAt;
  const salesSince = async (since: Date) => {
    const sales = [];
    for await (const sale of readSales(ctx, since)) sales.push(sale);
    return sales;
  };
  expect(await salesSince(longAgo)).toEqual([
    { sku: 'diamond', unitPriceCoins: 5, quantity: 3, at },
  ]);
  expect(await salesSince(new Date(Date.now() + 60_000))).toEqual([]);
});

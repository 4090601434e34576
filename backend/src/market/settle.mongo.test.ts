// How orders end, against a real replica set: by what the game server proves, by staff, and in the face
// of a process that stops half-way.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { takeMarketNotices } from '@mintkeep/shared/market.ts';
import { buyFromListing } from '@mintkeep/shared/orders.ts';
import { testApp } from '../../test/app.ts';
import { coinsOf, expectSoundLedger, inTx, server } from '../../test/builders.ts';
import { letEnd, listingOf, quantityIn, returnsOf } from '../../test/market.ts';
import {
  anOrder,
  aTrade,
  buy,
  deliveryOf,
  leaseFor,
  orderOf,
  runFor,
  say,
  treasuryOf,
} from '../../test/orders.ts';
import { armFaultPoint } from '../core/fault-points.ts';
import { operationOf } from '../core/transact.ts';
import { cancelDelivery, resolveDelivery } from '../delivery/service.ts';
import type { Player } from '../players/service.ts';
import { openOrders } from './buy.ts';
import { awaitVoidOfOrder, fulfilDeliveredOrder, refundVoidedOrder } from './orders-jobs.ts';

const opened = testApp();
const fulfil = (orderId: string) => runFor(opened.ctx, fulfilDeliveredOrder, orderId);
const refund = (orderId: string) => runFor(opened.ctx, refundVoidedOrder, orderId);
const playerOf = ({ _id }: Player) =>
  opened.ctx.db.collection<Player>('players').findOne({ _id }) as Promise<Player>;
const noticesOf = async ({ minecraftUUID }: Player) =>
  (await opened.ask(takeMarketNotices, { players: [minecraftUUID], told: [] })).body.notices;

/** Cancels the delivery of an order that no server ever had. */
const cancel = (orderId: string) =>
  inTx(opened.ctx, (tx) => cancelDelivery(tx, orderId, 'for a test'));

/** An order that is at the game server, which then says what became of it. */
async function reported(outcome: 'given' | 'void') {
  const order = await anOrder(opened, { quantity: 4 });
  const lease = await leaseFor(opened, order.buyer);
  if (outcome === 'void') await cancel(order.orderId);
  await say(opened, lease, outcome);
  return order;
}

describe('an order whose goods were handed over', () => {
  test('pays the seller, the fee goes to the treasury (S1-075, S1-131)', async () => {
    const { ctx } = opened;
    const before = await treasuryOf(ctx);
    const { seller, buyer, orderId } = await reported('given');
    await fulfil(orderId);
    const order = await orderOf(ctx, orderId);
    expect(order).toMatchObject({ status: 'fulfilled', attention: null });
    expect(order.endedAt).toBeInstanceOf(Date);
    const { feeCoins } = order;
    expect(feeCoins).toBe(1);
    expect(await treasuryOf(ctx)).toBe(before + feeCoins);
    const paid = { walletBalanceCoins: 20 - feeCoins, lifetimeEarnedCoins: 20 - feeCoins };
    expect(await playerOf(seller)).toMatchObject(paid);
    const spent = { walletBalanceCoins: 980, escrowBalanceCoins: 0, lifetimeSpentCoins: 20 };
    expect(await playerOf(buyer)).toMatchObject(spent);
    await expectSoundLedger(ctx);
  });

  test('tells the seller who bought and what came in', async () => {
    const { seller, buyer, orderId } = await reported('given');
    await fulfil(orderId);
    expect(await noticesOf(seller)).toMatchObject([
      { kind: 'sold', title: 'Diamond', quantity: 4, coins: 19, otherName: buyer.minecraftName },
    ]);
    expect(await noticesOf(buyer)).toEqual([]);
  });

  test('tells the oldest first: the many of one keep nobody waiting', async () => {
    const { ctx } = opened;
    const [many = '', one = ''] = [randomUUID(), randomUUID()].sort();
    const now = ctx.clock.now().getTime();
    const notice = (minecraftUUID: string, ageMs: number) => ({
      ...{ _id: randomUUID(), minecraftUUID, kind: 'sold', title: 'Diamond', quantity: 1 },
      ...{ coins: 1, otherName: 'Bob', reason: null, at: new Date(now - ageMs) },
    });
    const rows = [...Array.from({ length: 150 }, () => notice(many, 1_000)), notice(one, 2_000)];
    await ctx.db.collection<{ _id: string }>('market_notices').insertMany(rows);
    const asked = { players: [many, one], told: [] };
    const { notices } = (await opened.ask(takeMarketNotices, asked)).body;
    expect([notices.length, notices[0]?.minecraftUUID]).toEqual([100, one]);
  });

  test('pays once, however often the event comes, one after the other or at once', async () => {
    const { ctx } = opened;
    const { seller, orderId } = await reported('given');
    await Promise.all(Array.from({ length: 8 }, () => fulfil(orderId)));
    await fulfil(orderId);
    expect(await coinsOf(ctx, seller)).toBe(19);
    expect(await noticesOf(seller)).toHaveLength(1);
    await expectSoundLedger(ctx);
  });

  test('stays open while the wallet of the seller cannot hold the coins, and says so', async () => {
    const { ctx } = opened;
    const { seller, buyer, orderId } = await reported('given');
    const set = (walletBalanceCoins: number) =>
      ctx.db
        .collection<Player>('players')
        .updateOne({ _id: seller._id }, { $set: { walletBalanceCoins } });
    await set(Number.MAX_SAFE_INTEGER - 3);
    await fulfil(orderId);
    const open = { status: 'pending', attention: 'the wallet of the seller cannot hold the coins' };
    expect(await orderOf(ctx, orderId)).toMatchObject(open);
    expect((await playerOf(buyer)).escrowBalanceCoins).toBe(20);
    await set(0);
    await fulfil(orderId);
    expect(await orderOf(ctx, orderId)).toMatchObject({ status: 'fulfilled', attention: null });
    expect(await coinsOf(ctx, seller)).toBe(19);
  });

  test('pays a seller who is frozen or banned: the sale was made before', async () => {
    const { ctx } = opened;
    const { seller, orderId } = await reported('given');
    await ctx.db
      .collection<Player>('players')
      .updateOne({ _id: seller._id }, { $set: { frozen: true } });
    await fulfil(orderId);
    expect(await coinsOf(ctx, seller)).toBe(19);
  });

  test('is not paid again when staff have it handed over again', async () => {
    const { ctx } = opened;
    const { seller, buyer, orderId } = await reported('given');
    await fulfil(orderId);
    await inTx(ctx, (tx) => resolveDelivery(tx, orderId, 'deliverAgain'));
    const lease = await leaseFor(opened, buyer);
    await cancel(orderId);
    await say(opened, lease, 'void');
    await refund(orderId);
    expect(await coinsOf(ctx, seller)).toBe(19);
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'fulfilled',
      attention: 'voided after the seller was paid',
    });
    await expectSoundLedger(ctx);
  });
});

describe('an order whose goods are proved not given', () => {
  test('is paid back, and the goods are for sale again (S1-131, D23)', async () => {
    const { ctx } = opened;
    const { seller, buyer, listing, orderId } = await reported('void');
    await refund(orderId);
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'refunded',
      refundReason: 'for a test',
      goodsReturned: true,
    });
    const back = { walletBalanceCoins: 1_000, escrowBalanceCoins: 0, lifetimeSpentCoins: 0 };
    expect(await playerOf(buyer)).toMatchObject(back);
    expect(await coinsOf(ctx, seller)).toBe(0);
    expect(await listingOf(ctx, listing._id)).toMatchObject({ quantity: 10, status: 'active' });
    expect((await deliveryOf(ctx, orderId)).state.status).toBe('refunded');
    expect(await noticesOf(buyer)).toMatchObject([
      { kind: 'refunded', title: 'Diamond', quantity: 4, coins: 20, reason: 'for a test' },
    ]);
    await expectSoundLedger(ctx);
  });

  test('is paid back once, however often the event comes', async () => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await reported('void');
    await Promise.all(Array.from({ length: 8 }, () => refund(orderId)));
    await refund(orderId);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(10);
    await expectSoundLedger(ctx);
  });

  test('brings the goods back once, also when a restored world voids it anew', async () => {
    const { ctx } = opened;
    const order = await anOrder(opened, { quantity: 4 });
    const lease = await leaseFor(opened, order.buyer);
    await cancel(order.orderId);
    await say(opened, lease, 'void');
    await refund(order.orderId);
    await say(opened, lease, 'given');
    await say(opened, lease, 'void');
    expect((await deliveryOf(ctx, order.orderId)).state.status).toBe('voided');
    await refund(order.orderId);
    expect((await listingOf(ctx, order.listing._id)).quantity).toBe(10);
    expect(await coinsOf(ctx, order.buyer)).toBe(1_000);
  });

  test('opens a listing again that was sold out', async () => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await anOrder(opened, { quantity: 10 });
    expect((await listingOf(ctx, listing._id)).status).toBe('sold');
    const lease = await leaseFor(opened, buyer);
    await cancel(orderId);
    await say(opened, lease, 'void');
    await refund(orderId);
    expect(await listingOf(ctx, listing._id)).toMatchObject({ quantity: 10, status: 'active' });
  });

  test('sends the goods home where the listing is over', async () => {
    const { ctx } = opened;
    const { seller, listing, orderId } = await reported('void');
    await letEnd(ctx, listing._id);
    await refund(orderId);
    const [home] = await returnsOf(ctx, listing.goodsId);
    expect(home).toMatchObject({ minecraftUUID: seller.minecraftUUID });
    expect(home && quantityIn(home)).toBe(4);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(6);
  });

  test('waits for the proof when its tries are used up (D23)', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    await say(opened, lease, 'released', {
      reason: 'failed',
      permanent: true,
      error: 'no such item',
    });
    await runFor(ctx, awaitVoidOfOrder, orderId);
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'cancelled',
      refundReason: 'no such item',
    });
    expect((await playerOf(buyer)).escrowBalanceCoins).toBe(10);
    await say(opened, await leaseFor(opened, buyer), 'void');
    await refund(orderId);
    expect((await orderOf(ctx, orderId)).status).toBe('refunded');
  });

  test('gives the buyer the allowance of the listing back', async () => {
    const { buyer, listing } = await aTrade(opened, { terms: { quantityPerBuyerMax: 3 } });
    const { orderId } = (await buy(opened, buyer, listing, { quantity: 3 })).body;
    expect((await buy(opened, buyer, listing)).error?.code).toBe('LISTING_BUYER_LIMIT');
    const lease = await leaseFor(opened, buyer);
    await cancel(orderId);
    await say(opened, lease, 'void');
    await refund(orderId);
    expect((await buy(opened, buyer, listing, { quantity: 3 })).status).toBe(201);
  });

  test('waits where the wallet of the buyer cannot hold the coins', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await reported('void');
    const set = (walletBalanceCoins: number) =>
      ctx.db
        .collection<Player>('players')
        .updateOne({ _id: buyer._id }, { $set: { walletBalanceCoins } });
    await set(Number.MAX_SAFE_INTEGER - 3);
    await refund(orderId);
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'pending',
      attention: 'the wallet of the buyer cannot hold the coins',
    });
    await set(980);
    await refund(orderId);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    await expectSoundLedger(ctx);
  });
});

describe('a process that stops in the middle of ending an order (S1-186)', () => {
  const fulfilling = ['coins', 'order', 'log'].map((name) => `fulfil.after-${name}`);
  test.each([...fulfilling, 'before-commit'])('at %s has paid nothing yet', async (point) => {
    const { ctx } = opened;
    const { seller, buyer, orderId } = await reported('given');
    const disarm = armFaultPoint(point, () => {
      throw new Error('stopped');
    });
    await expect(fulfil(orderId)).rejects.toThrow('stopped');
    disarm();
    expect((await orderOf(ctx, orderId)).status).toBe('pending');
    expect((await playerOf(buyer)).escrowBalanceCoins).toBe(20);
    expect(await coinsOf(ctx, seller)).toBe(0);
    await expectSoundLedger(ctx);
    await fulfil(orderId);
    expect(await coinsOf(ctx, seller)).toBe(19);
  });

  const refunding = ['coins', 'order', 'goods'].map((name) => `order-refund.after-${name}`);
  test.each([...refunding, 'before-commit'])('at %s has paid back nothing yet', async (point) => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await reported('void');
    const disarm = armFaultPoint(point, () => {
      throw new Error('stopped');
    });
    await expect(refund(orderId)).rejects.toThrow('stopped');
    disarm();
    expect((await orderOf(ctx, orderId)).status).toBe('pending');
    expect(await coinsOf(ctx, buyer)).toBe(980);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(6);
    await expectSoundLedger(ctx);
    await refund(orderId);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(10);
  });
});

test('a fee of everything or nothing pays the rest, and writes no posting of 0', async () => {
  const { ctx } = opened;
  for (const [feeRatio, net] of [
    [0, 20],
    [1, 0],
  ] as const) {
    const { seller, buyer, listing } = await aTrade(opened);
    await ctx.db
      .collection<{ _id: string }>('listings')
      .updateOne({ _id: listing._id }, { $set: { feeRatio } });
    const input = { minecraftUUID: buyer.minecraftUUID, listingId: listing._id, quantity: 4 };
    const operation = operationOf({
      actor: server,
      route: buyFromListing.path,
      key: randomUUID(),
      input,
    });
    const { orderId } = (await openOrders(ctx).submit({ ...operation, input })).reply;
    await say(opened, await leaseFor(opened, buyer), 'given');
    await fulfil(orderId);
    expect(await coinsOf(ctx, seller)).toBe(net);
    await expectSoundLedger(ctx);
  }
});

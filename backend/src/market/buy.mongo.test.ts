// Buying from listings against a real replica set: what it does, what it refuses, what many at once do.
import { randomUUID } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { listTrades, quoteOrder } from '@mintkeep/shared/orders.ts';
import { testApp } from '../../test/app.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import {
  aPlayer,
  coinsOf,
  counts,
  expectSoundLedger,
  refusalOf,
  server,
} from '../../test/builders.ts';
import { aListing, letEnd, listingOf, quantityIn } from '../../test/market.ts';
import { anOrder, aTrade, buy, deliveryOf, orderOf } from '../../test/orders.ts';
import { armFaultPoint } from '../core/fault-points.ts';
import { operationOf } from '../core/transact.ts';
import type { Player } from '../players/service.ts';
import { openOrders } from './buy.ts';

const opened = testApp();
const all = async () => ({
  ...(await counts(opened.ctx)),
  orders: await opened.ctx.db.collection('orders').countDocuments(),
});
const setPlayer = ({ _id }: Player, fields: Partial<Player>) =>
  opened.ctx.db.collection<Player>('players').updateOne({ _id }, { $set: fields });

describe('buyFromListing', () => {
  test('moves coins to escrow and sends the goods on their way, in one commit (S1-074, S1-070)', async () => {
    const { ctx } = opened;
    const { seller, buyer, listing } = await aTrade(opened, { coins: 100 });
    const sessions = vi.spyOn(ctx.client, 'withSession');
    const { status, body } = await buy(opened, buyer, listing, { quantity: 4 });
    // The other is of the sign that the request carries.
    expect(sessions.mock.calls.length).toBeLessThanOrEqual(2);
    sessions.mockRestore();

    expect(status).toBe(201);
    const { orderId } = body;
    const bought = { title: 'Diamond', quantity: 4, totalCoins: 20 };
    expect(body).toEqual({ orderId, ...bought, walletBalanceCoins: 80 });
    const player = await ctx.db.collection<Player>('players').findOne({ _id: buyer._id });
    expect(player).toMatchObject({ walletBalanceCoins: 80, escrowBalanceCoins: 20 });
    expect(await coinsOf(ctx, seller)).toBe(0);
    expect(await listingOf(ctx, listing._id)).toMatchObject({ quantity: 6, status: 'active' });
    const delivery = await deliveryOf(ctx, orderId);
    expect(delivery).toMatchObject({
      minecraftUUID: buyer.minecraftUUID,
      ref: { refType: 'order', refId: orderId },
      task: { payload: { goods: [{ bytes: listing.bytes, sku: 'diamond' }] } },
    });
    expect(quantityIn(delivery)).toBe(4);
    await expectSoundLedger(ctx);
  });

  test('keeps the order with its line, its fee and its end (S1-043, S1-044, S1-045)', async () => {
    const { ctx } = opened;
    const { seller, buyer, listing, orderId } = await anOrder(opened, { quantity: 3 });
    const order = await orderOf(ctx, orderId);
    const feeCoins = Math.floor(15 * listing.feeRatio);
    expect(order).toMatchObject({
      buyerId: buyer._id,
      sellerId: seller._id,
      escrowCoins: 15,
      feeCoins,
      status: 'pending',
      endedAt: null,
    });
    expect(feeCoins).toBeGreaterThan(0);
    expect(order.deadlineAt.getTime() - order.createdAt.getTime()).toBe(15 * 60_000);
    const lines = ctx.db.collection('order_lines');
    const line = { listingId: listing._id, quantity: 3, unitPriceCoins: 5 };
    expect(await lines.find({ orderId }).toArray()).toEqual([{ _id: orderId, orderId, ...line }]);
    // A line is found by its order through the orders' own index.
    const plan = JSON.stringify(await lines.find({ orderId }).explain());
    expect(plan).toMatch(/IDHACK|IXSCAN|EXPRESS/);
    expect(plan).not.toContain('COLLSCAN');
  });

  test('logs it with all that is needed to rebuild the state (S0-056)', async () => {
    const { orderId, buyer } = await anOrder(opened, { quantity: 2, coins: 50 });
    const [logged] = await opened.ctx.db
      .collection('event_log')
      .find({ operationId: orderId, eventType: 'order' })
      .toArray();
    expect(logged).toMatchObject({
      playerId: buyer._id,
      data: {
        before: { walletBalanceCoins: 50, listingQuantity: 10 },
        after: { walletBalanceCoins: 40, listingQuantity: 8, orderId, totalCoins: 10 },
      },
    });
  });

  test('of the last units makes the listing sold', async () => {
    const { buyer, listing } = await aTrade(opened);
    await buy(opened, buyer, listing, { quantity: 7 });
    expect((await buy(opened, buyer, listing, { quantity: 4 })).error).toMatchObject({
      code: 'LISTING_SOLD_OUT',
      details: { stock: 3 },
    });
    expect((await buy(opened, buyer, listing, { quantity: 3 })).status).toBe(201);
    expect(await listingOf(opened.ctx, listing._id)).toMatchObject({ quantity: 0, status: 'sold' });
    expect((await buy(opened, buyer, listing)).error?.code).toBe('LISTING_SOLD_OUT');
  });

  test('answers the first reply again to the same key, and acts once (S1-109, D15)', async () => {
    const { buyer, listing } = await aTrade(opened, { coins: 100 });
    const key = randomUUID();
    const first = await buy(opened, buyer, listing, { key });
    await buy(opened, buyer, listing);
    const again = await buy(opened, buyer, listing, { key });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const other = await buy(opened, buyer, listing, { key, quantity: 2 });
    expect(other.error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await coinsOf(opened.ctx, buyer)).toBe(90);
  });

  test('refuses the seller, and another account of the same Discord user (D28, pain 23)', async () => {
    const { seller, buyer, listing } = await aTrade(opened);
    const discordId = '80351110224678999';
    await setPlayer(seller, { walletBalanceCoins: 0, discordId });
    expect((await buy(opened, seller, listing)).error?.code).toBe('TRADE_WITH_SELF');
    await setPlayer(buyer, { discordId });
    expect((await buy(opened, buyer, listing)).error?.code).toBe('TRADE_WITH_SELF');
    const quoted = { listingId: listing._id, minecraftUUID: buyer.minecraftUUID, quantity: 1 };
    expect((await opened.ask(quoteOrder, quoted)).error?.code).toBe('TRADE_WITH_SELF');
    await setPlayer(buyer, { discordId: '80351110224678998' });
    expect((await buy(opened, buyer, listing)).status).toBe(201);
  });

  const ban = { reason: 'test', by: 'console:test', at: new Date(), untilAt: null };
  const huge = Number.MAX_SAFE_INTEGER;
  type Case = [string, (trade: Awaited<ReturnType<typeof aTrade>>) => unknown, object?];
  test.each<Case>([
    ['PLAYER_BANNED', ({ buyer }) => setPlayer(buyer, { banned: ban })],
    ['PLAYER_FROZEN', ({ buyer }) => setPlayer(buyer, { frozen: true })],
    ['LISTING_NOT_ACTIVE', ({ seller }) => setPlayer(seller, { frozen: true })],
    ['LISTING_NOT_ACTIVE', ({ seller }) => setPlayer(seller, { banned: ban })],
    ['LISTING_NOT_ACTIVE', ({ listing }) => letEnd(opened.ctx, listing._id)],
    ['PRICE_CHANGED', () => null, { quotedPriceCoins: 4 }],
    ['LISTING_SOLD_OUT', () => null, { quantity: 11 }],
    ['FUNDS_INSUFFICIENT', ({ buyer }) => setPlayer(buyer, { walletBalanceCoins: 4 })],
    ['PURCHASE_TOO_LARGE', ({ buyer }) => setPlayer(buyer, { escrowBalanceCoins: huge })],
    [
      'PURCHASE_TOO_LARGE',
      ({ listing }) =>
        opened.ctx.db
          .collection<{ _id: string }>('listings')
          .updateOne({ _id: listing._id }, { $set: { unitPriceCoins: huge - 1 } }),
      { quantity: 2 },
    ],
  ])('refuses %s and changes nothing', async (code, spoil, more = {}) => {
    const trade = await aTrade(opened);
    await spoil(trade);
    const before = await all();
    const { error, status } = await buy(opened, trade.buyer, trade.listing, more);
    expect([error?.code, status < 500]).toEqual([code, true]);
    expect(await all()).toEqual(before);
    expect((await listingOf(opened.ctx, trade.listing._id)).quantity).toBe(10);
    // What the test changed by hand.
    const coins = await coinsOf(opened.ctx, trade.buyer);
    await setPlayer(trade.buyer, { walletBalanceCoins: 1_000, escrowBalanceCoins: 0 });
    expect(coins).toBe(code === 'FUNDS_INSUFFICIENT' ? 4 : 1_000);
  });

  test('refuses who and what is unknown, and bad input', async () => {
    const { buyer, listing } = await aTrade(opened);
    const nobody = { minecraftUUID: randomUUID() };
    expect((await buy(opened, nobody, listing)).error?.code).toBe('PLAYER_UNKNOWN');
    expect((await buy(opened, buyer, { _id: randomUUID() })).error?.code).toBe('LISTING_UNKNOWN');
    const before = await all();
    for (const quantity of [0, -1, 1.5, 2 ** 53, '1', null]) {
      const bad = { quantity: quantity as number };
      expect((await buy(opened, buyer, listing, bad)).status).toBe(400);
    }
    expect(await all()).toEqual(before);
  });

  test('keeps what a buyer takes between the least and the most, over all orders', async () => {
    const terms = { quantityPerBuyerMin: 3, quantityPerBuyerMax: 6 };
    const { buyer, listing } = await aTrade(opened, { terms });
    const ask = async (quantity: number, who = buyer) => {
      const { status, error } = await buy(opened, who, listing, { quantity });
      return error?.code ?? status;
    };
    expect(await ask(2)).toBe('LISTING_BUYER_LIMIT');
    expect(await ask(7)).toBe('LISTING_BUYER_LIMIT');
    expect(await ask(4)).toBe(201);
    expect(await ask(3)).toBe('LISTING_BUYER_LIMIT');
    expect(await ask(1)).toBe(201);
    expect(await ask(1)).toBe(201);
    expect(await ask(1)).toBe('LISTING_BUYER_LIMIT');
    // Four are left; whoever takes all that is left may take fewer than the least.
    const other = await aPlayer(opened.ctx, { coins: 100 });
    const third = await aPlayer(opened.ctx, { coins: 100 });
    expect(await ask(3, other)).toBe(201);
    expect(await ask(1, third)).toBe(201);
  });
});

describe('many at once', () => {
  test.each([16, 100])('%i for one unit have one winner', async (many) => {
    const { ctx } = opened;
    const { listing } = await aTrade(opened, { quantity: 1 });
    const buyers = await Promise.all(
      Array.from({ length: many }, () => aPlayer(ctx, { coins: 10 })),
    );
    const answers = await Promise.all(buyers.map((buyer) => buy(opened, buyer, listing)));
    const codes = answers.map(({ status, error }) => error?.code ?? status);
    expect(codes.filter((code) => code === 201)).toHaveLength(1);
    expect(codes.filter((code) => code === 'LISTING_SOLD_OUT')).toHaveLength(many - 1);
    const orders = await ctx.db.collection('orders').countDocuments({ listingId: listing._id });
    expect(orders).toBe(1);
    await expectSoundLedger(ctx);
  });

  test('of one buyer do not get past the most, however many ask', async () => {
    const { buyer, listing } = await aTrade(opened, { terms: { quantityPerBuyerMax: 3 } });
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => buy(opened, buyer, listing)),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect((await listingOf(opened.ctx, listing._id)).quantity).toBe(7);
  });

  test('of one buyer do not get past the most in several processes either', async () => {
    const { ctx } = opened;
    const { buyer, listing } = await aTrade(opened, { terms: { quantityPerBuyerMax: 3 } });
    const input = { minecraftUUID: buyer.minecraftUUID, listingId: listing._id, quantity: 1 };
    // Each with a till of its own, as two backends have: nothing but the database is between them.
    const asks = Array.from({ length: 16 }, () =>
      openOrders(ctx)
        .submit({
          ...operationOf({ actor: server, route: 'buy', key: randomUUID(), input }),
          input,
        })
        .then(
          () => 'bought',
          (error: unknown) => (error as { code: string }).code,
        ),
    );
    const said = await Promise.all(asks);
    expect(said.filter((one) => one === 'bought')).toHaveLength(3);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(7);
  });

  test('of one wallet spend no coin twice over several listings', async () => {
    const { ctx } = opened;
    const seller = await aPlayer(ctx);
    const buyer = await aPlayer(ctx, { coins: 20 });
    const listings = await Promise.all(
      Array.from({ length: 16 }, () => aListing(opened, seller, {})),
    );
    const answers = await Promise.all(listings.map((listing) => buy(opened, buyer, listing)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(await coinsOf(ctx, buyer)).toBe(0);
    await expectSoundLedger(ctx);
  });
});

describe('a process that stops in the middle of buying', () => {
  const points = ['coins', 'record', 'delivery', 'log', 'listing'].map(
    (name) => `order.after-${name}`,
  );
  test.each([...points, 'before-commit'])('at %s leaves nothing behind', async (point) => {
    const { buyer, listing } = await aTrade(opened);
    const before = await all();
    const disarm = armFaultPoint(point, () => {
      throw new Error('stopped');
    });
    const { status } = await buy(opened, buyer, listing);
    disarm();
    expect(status).toBe(500);
    expect(await all()).toEqual(before);
    expect(await coinsOf(opened.ctx, buyer)).toBe(1_000);
    expect((await listingOf(opened.ctx, listing._id)).quantity).toBe(10);
  });

  test('after the commit leaves all of it, and the same key finds it', async () => {
    const { buyer, listing } = await aTrade(opened);
    const key = randomUUID();
    const disarm = armFaultPoint('orders.after-commit', () => {
      throw new Error('stopped');
    });
    expect((await buy(opened, buyer, listing, { key })).status).toBe(500);
    disarm();
    const again = await buy(opened, buyer, listing, { key });
    expect(again.status).toBe(201);
    expect(await coinsOf(opened.ctx, buyer)).toBe(995);
    expect((await listingOf(opened.ctx, listing._id)).quantity).toBe(9);
  });
});

describe('a database that is lost in the middle of buying', () => {
  const through = behindProxy(opened);

  test('leaves the outcome unknown, and the same key finds what was bought (D15)', async () => {
    const { buyer, listing } = await aTrade(opened);
    const input = { minecraftUUID: buyer.minecraftUUID, listingId: listing._id, quantity: 2 };
    const operation = operationOf({ actor: server, route: 'buy', key: randomUUID(), input });
    const submit = () => openOrders(through.ctx).submit({ ...operation, input });
    const disarm = armFaultPoint('before-commit', () => {
      through.proxy.loseAnswers();
    });
    const unknown = await refusalOf(submit());
    disarm();
    expect(unknown).toBe('OUTCOME_UNKNOWN');
    through.proxy.heal();
    expect((await submit()).reply).toMatchObject({ totalCoins: 10, walletBalanceCoins: 990 });
    expect(await coinsOf(opened.ctx, buyer)).toBe(990);
    expect((await listingOf(opened.ctx, listing._id)).quantity).toBe(8);
    await expectSoundLedger(opened.ctx);
  }, 30_000);
});

describe('quoteOrder and listTrades', () => {
  test('say what it would cost, and change nothing (S1-070)', async () => {
    const { seller, buyer, listing } = await aTrade(opened, { coins: 7 });
    const before = await all();
    const asked = { listingId: listing._id, minecraftUUID: buyer.minecraftUUID };
    const { body } = await opened.ask(quoteOrder, { ...asked, quantity: 10 });
    expect(body).toEqual({
      listingId: listing._id,
      sellerName: seller.minecraftName,
      title: 'Diamond',
      quantity: 10,
      unitPriceCoins: 5,
      totalCoins: 50,
      feeCoins: Math.floor(50 * listing.feeRatio),
      walletBalanceCoins: 7,
      expiresAt: listing.expiresAt.toISOString(),
    });
    const tooMany = await opened.ask(quoteOrder, { ...asked, quantity: 11 });
    expect(tooMany.error?.code).toBe('LISTING_SOLD_OUT');
    expect(await all()).toEqual(before);
  });

  test('show a trade to both sides, newest first, and to nobody else', async () => {
    const { seller, buyer, listing, orderId } = await anOrder(opened);
    const second = (await buy(opened, buyer, listing)).body.orderId;
    const idsOf = async ({ minecraftUUID }: Player, side: 'bought' | 'sold') =>
      (await opened.ask(listTrades, { minecraftUUID, side })).body.items.map((one) => one.orderId);
    expect(await idsOf(buyer, 'bought')).toEqual([second, orderId]);
    expect(await idsOf(seller, 'sold')).toEqual([second, orderId]);
    expect(await idsOf(buyer, 'sold')).toEqual([]);
    expect(await idsOf(seller, 'bought')).toEqual([]);
  });
});

// Buying against a real replica set: what it does, what it refuses, what many at once do.
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import {
  aPlayer,
  aPurchase,
  aReward,
  coinsOf,
  counts,
  expectSoundLedger,
  refusalOf,
  stockOf,
} from '../../test/builders.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { testContext } from '../../test/mongo.ts';
import type { Context } from '../core/context.ts';
import { armFaultPoint } from '../core/fault-points.ts';
import { openPurchases } from './purchase.ts';
import type { PurchaseDoc } from './store.ts';

const opened = testContext();
const buyAll = async (
  ctx: Context,
  commands: ReturnType<typeof aPurchase>[],
): Promise<(string | number)[]> => {
  const purchases = openPurchases(ctx);
  return Promise.all(
    commands.map((command) =>
      purchases.submit(command).then(
        ({ reply }) => reply.walletBalanceCoins,
        (error: unknown) => (error as { code: string }).code,
      ),
    ),
  );
};

describe('purchase', () => {
  test('takes coins and stock, records it, and opens its delivery (S0-002)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const reward = await aReward(ctx, { priceCoins: 30, stock: 5 });
    const command = aPurchase(player, reward, { quantity: 2 });
    const { reply, replayed } = await openPurchases(ctx).submit(command);

    expect(replayed).toBe(false);
    expect(reply).toEqual({
      purchaseId: command.operationId,
      sku: reward._id,
      quantity: 2,
      totalCostCoins: 60,
      walletBalanceCoins: 40,
      deliveryId: command.operationId,
    });
    expect(await coinsOf(ctx, player)).toBe(40);
    expect(await stockOf(ctx, reward)).toBe(3);
    const purchase = await ctx.db
      .collection<PurchaseDoc>('shop_transactions')
      .findOne({ _id: command.operationId });
    expect(purchase).toMatchObject({ playerId: player._id, totalCostCoins: 60, status: 'pending' });
    const entry = await ctx.db
      .collection<{ _id: string }>('transactions')
      .findOne({ _id: command.operationId });
    expect(entry).toMatchObject({
      type: 'spend',
      actorId: player._id,
      postings: [{ from: `wallet:${player._id}`, to: 'burn', amountCoins: 60 }],
    });
    const delivery = await ctx.db
      .collection<{ _id: string }>('deliveries')
      .findOne({ _id: command.operationId });
    expect(delivery).toMatchObject({
      minecraftUUID: player.minecraftUUID,
      task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 2 }] } },
      state: { status: 'pending', everLeased: false },
    });
    await expectSoundLedger(ctx);
  });

  test('uses one session and one commit (S0-001)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const reward = await aReward(ctx, { stock: 5 });
    const sessions = vi.spyOn(ctx.client, 'withSession');
    await openPurchases(ctx).submit(aPurchase(player, reward));
    expect(sessions).toHaveBeenCalledTimes(1);
    sessions.mockRestore();
    const [row] = await ctx.db
      .collection('outbox')
      .find({ 'events.playerId': player._id })
      .toArray();
    expect(row?.['events']).toHaveLength(2);
  });

  test('answers the first reply again to the same key, and acts once (S1-109, D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const reward = await aReward(ctx, { stock: 5 });
    const command = aPurchase(player, reward);
    const first = await openPurchases(ctx).submit(command);
    await openPurchases(ctx).submit(aPurchase(player, reward));
    const again = await openPurchases(ctx).submit(command);
    expect(again).toEqual({ reply: first.reply, replayed: true });
    expect(await coinsOf(ctx, player)).toBe(80);
  });

  test('refuses the same key with another input (S1-109)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const reward = await aReward(ctx);
    const key = randomUUID();
    await openPurchases(ctx).submit(aPurchase(player, reward, { key }));
    const other = openPurchases(ctx).submit(aPurchase(player, reward, { key, quantity: 2 }));
    expect(await refusalOf(other)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await coinsOf(ctx, player)).toBe(90);
  });

  test('tells a second ask to wait while the first is running (S1-109)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const command = aPurchase(player, await aReward(ctx));
    const purchases = openPurchases(ctx);
    const first = purchases.submit(command);
    expect(await refusalOf(purchases.submit(command))).toBe('OPERATION_IN_FLIGHT');
    await first;
    expect(await coinsOf(ctx, player)).toBe(90);
  });

  test('acts once for a hundred equal asks at two backends (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const command = aPurchase(player, await aReward(ctx, { stock: 10 }));
    // Backends do not share what they have in flight.
    const backends = Array.from({ length: 100 }, () => ({ ...ctx, inFlight: new Set<string>() }));
    const even = openPurchases(ctx);
    const odd = openPurchases({ ...ctx, inFlight: new Set<string>() });
    const outcomes = await Promise.allSettled(
      backends.map((backend, place) =>
        (place < 2 ? openPurchases(backend) : place % 2 === 0 ? even : odd).submit(command),
      ),
    );
    const replies = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(replies.length).toBeGreaterThan(0);
    expect(new Set(replies.map((one) => JSON.stringify(one.reply))).size).toBe(1);
    expect(await coinsOf(ctx, player)).toBe(90);
  });
});

describe('purchase, refused', () => {
  const day = 86_400_000;
  const cases: [string, string, Parameters<typeof aPlayer>[1], Parameters<typeof aReward>[1]][] = [
    ['FUNDS_INSUFFICIENT', 'without enough coins', { coins: 9 }, {}],
    ['REWARD_OUT_OF_STOCK', 'sold out', { coins: 50 }, { stock: 0 }],
    ['PLAYER_FROZEN', 'frozen', { coins: 50, frozen: true }, {}],
    [
      'PLAYER_BANNED',
      'banned',
      { coins: 50, banned: { reason: 'x', by: 'console', at: new Date(), untilAt: null } },
      {},
    ],
    ['REWARD_UNKNOWN', 'hidden', { coins: 50 }, { visible: false }],
    ['REWARD_EXPIRED', 'over', { coins: 50 }, { expiresAt: new Date(Date.now() - day) }],
    [
      'PURCHASE_TOO_LARGE',
      'dearer than a number holds',
      { coins: 50 },
      { priceCoins: 2 ** 53 - 1 },
    ],
  ];
  test.each(cases)('%s: %s, and changes nothing', async (code, _why, who, what) => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, who);
    const reward = await aReward(ctx, what);
    const before = await counts(ctx);
    const quantity = code === 'PURCHASE_TOO_LARGE' ? 2 : 1;
    const buying = openPurchases(ctx).submit(aPurchase(player, reward, { quantity }));
    expect(await refusalOf(buying)).toBe(code);
    expect(await counts(ctx)).toEqual(before);
    expect(await coinsOf(ctx, player)).toBe(who?.coins);
    expect(await stockOf(ctx, reward)).toBe(reward.stock);
  });

  test('REWARD_UNKNOWN and PLAYER_UNKNOWN: nobody and nothing of that name', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 50 });
    const reward = await aReward(ctx);
    const nothing = openPurchases(ctx).submit(aPurchase(player, { _id: 'no-such' }));
    expect(await refusalOf(nothing)).toBe('REWARD_UNKNOWN');
    const nobody = openPurchases(ctx).submit(aPurchase({ minecraftUUID: randomUUID() }, reward));
    expect(await refusalOf(nobody)).toBe('PLAYER_UNKNOWN');
  });

  test('PRICE_CHANGED: another price than the one that was shown', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 50 });
    const reward = await aReward(ctx, { priceCoins: 12 });
    const buying = openPurchases(ctx).submit(aPurchase(player, reward, { quotedPriceCoins: 10 }));
    expect(await refusalOf(buying)).toBe('PRICE_CHANGED');
  });

  test('a refusal is not remembered: the same key may succeed later (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 50 });
    const reward = await aReward(ctx, { stock: 0 });
    const command = aPurchase(player, reward);
    expect(await refusalOf(openPurchases(ctx).submit(command))).toBe('REWARD_OUT_OF_STOCK');
    await ctx.db
      .collection<{ _id: string }>('rewards')
      .updateOne({ _id: reward._id }, { $set: { stock: 1 } });
    expect((await openPurchases(ctx).submit(command)).replayed).toBe(false);
  });

  test('fails alone: a fault in one purchase does not touch its neighbours', async () => {
    const { ctx } = opened;
    const good = await aPlayer(ctx, { coins: 50 });
    const broken = await aPlayer(ctx, { coins: 50 });
    const reward = await aReward(ctx);
    // A wallet that is no number breaks the guarded update, and with it the batch.
    await ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: broken._id }, { $set: { walletBalanceCoins: '50' } });
    const purchases = openPurchases(ctx);
    const [one, two] = await Promise.allSettled([
      purchases.submit(aPurchase(good, reward)),
      purchases.submit(aPurchase(broken, reward)),
    ]);
    expect(one.status).toBe('fulfilled');
    expect(two.status).toBe('rejected');
    expect(await coinsOf(ctx, good)).toBe(40);
    await ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: broken._id }, { $set: { walletBalanceCoins: 50 } });
  });
});

describe('purchase limits', () => {
  test('hold for one player under sixteen at once at two backends (PURCHASE_LIMIT_REACHED)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 1_000 });
    const reward = await aReward(ctx, { limits: { quantityPerPlayerMax: 5 } });
    const [even, odd] = [openPurchases(ctx), openPurchases(ctx)] as const;
    const outcomes = await Promise.allSettled(
      Array.from({ length: 16 }, (_, i) =>
        (i % 2 === 0 ? even : odd).submit(aPurchase(player, reward)),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(await coinsOf(ctx, player)).toBe(950);
  });

  test('of a day count since midnight UTC, and a refund gives the place back', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 1_000 });
    const reward = await aReward(ctx, { limits: { quantityPerDayMax: 2 } });
    const buy = () => openPurchases(ctx).submit(aPurchase(player, reward));
    const first = await buy();
    await buy();
    expect(await refusalOf(buy())).toBe('PURCHASE_LIMIT_REACHED');
    const rows = ctx.db.collection<PurchaseDoc>('shop_transactions');
    const yesterday = new Date(Date.now() - 86_400_000);
    await rows.updateOne({ _id: first.reply.purchaseId }, { $set: { timestamp: yesterday } });
    const third = await buy();
    expect(await refusalOf(buy())).toBe('PURCHASE_LIMIT_REACHED');
    await rows.updateOne({ _id: third.reply.purchaseId }, { $set: { status: 'refunded' } });
    await buy();
  });
});

describe('purchase, many at once', () => {
  test('sells exactly the stock: 100 buyers, 37 in stock (S0-075, B04)', async () => {
    const { ctx } = opened;
    const reward = await aReward(ctx, { priceCoins: 7, stock: 37 });
    const buyers = await Promise.all(
      Array.from({ length: 100 }, () => aPlayer(ctx, { coins: 10 })),
    );
    const outcomes = await buyAll(
      ctx,
      buyers.map((buyer) => aPurchase(buyer, reward)),
    );
    expect(outcomes.filter((one) => one === 3)).toHaveLength(37);
    expect(outcomes.filter((one) => one === 'REWARD_OUT_OF_STOCK')).toHaveLength(63);
    expect(await stockOf(ctx, reward)).toBe(0);
    const left = await Promise.all(buyers.map((buyer) => coinsOf(ctx, buyer)));
    expect(left.reduce((sum, coins) => sum + coins, 0)).toBe(100 * 10 - 37 * 7);
    await expectSoundLedger(ctx);
  });

  test('sells exactly the stock from two backends at once (S0-075)', async () => {
    const { ctx } = opened;
    const reward = await aReward(ctx, { priceCoins: 7, stock: 37 });
    const buyers = await Promise.all(
      Array.from({ length: 100 }, () => aPlayer(ctx, { coins: 10 })),
    );
    const half = (from: number) =>
      buyAll(
        { ...ctx, inFlight: new Set() },
        buyers.slice(from, from + 50).map((buyer) => aPurchase(buyer, reward)),
      );
    const outcomes = (await Promise.all([half(0), half(50)])).flat();
    expect(outcomes.filter((one) => one === 3)).toHaveLength(37);
    expect(await stockOf(ctx, reward)).toBe(0);
    await expectSoundLedger(ctx);
  });

  test('takes from each reward of a batch what was bought of it (S0-002)', async () => {
    const { ctx } = opened;
    const rewards = await Promise.all(Array.from({ length: 6 }, () => aReward(ctx, { stock: 20 })));
    const buyer = await aPlayer(ctx, { coins: 1_000 });
    const bought = rewards.map((reward, place) => ({ reward, quantity: 1 + (place % 3) }));
    await buyAll(
      ctx,
      [...bought, ...bought.slice(0, 2)].map(({ reward, quantity }) =>
        aPurchase(buyer, reward, { quantity }),
      ),
    );
    const left = await Promise.all(rewards.map((reward) => stockOf(ctx, reward)));
    expect(left).toEqual([18, 16, 17, 19, 18, 17]);
    await expectSoundLedger(ctx);
  });

  test('never spends one wallet twice over different rewards', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 35 });
    const rewards = await Promise.all(Array.from({ length: 8 }, () => aReward(ctx)));
    const outcomes = await buyAll(
      ctx,
      rewards.map((reward) => aPurchase(player, reward)),
    );
    expect(outcomes.filter((one) => typeof one === 'number')).toHaveLength(3);
    expect(await coinsOf(ctx, player)).toBe(5);
    await expectSoundLedger(ctx);
  });
});

describe('Property 1: Shop Transaction Atomicity (S0-004)', () => {
  const points = [
    'none',
    'purchase.after-coins',
    'purchase.after-record',
    'purchase.after-delivery',
    'purchase.after-log',
    'purchase.after-stock',
    'before-commit',
  ];
  test('all of balance, stock and record change by the right amounts, or none does', async () => {
    const { ctx } = opened;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          coins: fc.integer({ min: 0, max: 200 }),
          priceCoins: fc.integer({ min: 1, max: 60 }),
          stock: fc.option(fc.integer({ min: 0, max: 6 })),
          quantity: fc.integer({ min: 1, max: 6 }),
          point: fc.constantFrom(...points),
        }),
        async ({ coins, priceCoins, stock, quantity, point }) => {
          const player = await aPlayer(ctx, { coins });
          const reward = await aReward(ctx, { priceCoins, stock });
          const before = await counts(ctx);
          const logged = () => ctx.db.collection('event_log').countDocuments();
          const loggedBefore = await logged();
          const disarm = armFaultPoint(point, () => {
            throw new Error(`injected at ${point}`);
          });
          const command = aPurchase(player, reward, { quantity });
          const [outcome] = await Promise.allSettled([openPurchases(ctx).submit(command)]);
          disarm();

          const bought = outcome.status === 'fulfilled';
          const may = coins >= priceCoins * quantity && (stock === null || stock >= quantity);
          expect(bought).toBe(may && point === 'none');
          expect(await coinsOf(ctx, player)).toBe(bought ? coins - priceCoins * quantity : coins);
          expect(await stockOf(ctx, reward)).toBe(
            bought && stock !== null ? stock - quantity : stock,
          );
          const after = await counts(ctx);
          for (const name of ['transactions', 'shop_transactions', 'deliveries', 'outbox']) {
            expect(after[name]).toBe((before[name] ?? 0) + (bought ? 1 : 0));
          }
          expect(await logged()).toBe(loggedBefore + (bought ? 1 : 0));
        },
      ),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    await expectSoundLedger(ctx);
  });
});

describe('purchase, when the database is not there', () => {
  const through = behindProxy(opened);

  test('a lost answer to the commit is unknown, and the same key finds what was bought (D15)', async () => {
    const { ctx, proxy } = through;
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const reward = await aReward(opened.ctx, { priceCoins: 30, stock: 5 });
    const command = aPurchase(player, reward);
    const disarm = armFaultPoint('before-commit', () => {
      proxy.loseAnswers();
    });
    const unknown = await refusalOf(openPurchases(ctx).submit(command));
    disarm();
    expect(unknown).toBe('OUTCOME_UNKNOWN');
    proxy.heal();
    const again = await openPurchases(ctx).submit(command);
    expect(again.reply.walletBalanceCoins).toBe(70);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    expect(await stockOf(opened.ctx, reward)).toBe(4);
    await expectSoundLedger(opened.ctx);
  });

  test('one that cannot begin is refused and changes nothing', async () => {
    const { ctx, proxy } = through;
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const reward = await aReward(opened.ctx, { priceCoins: 30, stock: 5 });
    const command = aPurchase(player, reward);
    proxy.cut();
    expect(await refusalOf(openPurchases(ctx).submit(command))).toBe('DATABASE_UNAVAILABLE');
    proxy.heal();
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect((await openPurchases(ctx).submit(command)).replayed).toBe(false);
  });
});

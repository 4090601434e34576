// Selling to the shop, through the doors, on a real replica set: what it pays, what it refuses for
// ever, and what many at once do.
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { coinsMax, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { listSellPrices, purchase, sell } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import {
  aPlayer,
  aReward,
  coinsOf,
  counts,
  expectSoundLedger,
  stockOf,
} from '../../test/builders.ts';
import type { Reward } from './service.ts';
import type { SaleDoc } from './sale-store.ts';

const opened = testApp();

let kinds = 0;
/** A reward that buys a thing of its own kind, so that tests do not meet. */
async function aBuyer(fields: Partial<Reward> = {}): Promise<{ reward: Reward; material: string }> {
  kinds += 1;
  const material = `THING_${String(kinds)}`;
  const reward = await aReward(opened.ctx, {
    task: { action: 'give', payload: { items: [{ material, amount: 1 }] } },
    sellPriceCoins: 3,
    ...fields,
  });
  return { reward, material };
}

const goodsOf = (material: string, quantity = 1, own = '') => ({
  sku: `${material.toLowerCase()}${own}`,
  material,
  title: 'Thing',
  details: [],
  bytes: 'AAAA',
  quantity,
});
type Given = Partial<Parameters<typeof opened.ask<typeof sell>>[1]>;
const sellAs = (
  player: { minecraftUUID: string },
  goods: ReturnType<typeof goodsOf>,
  { goodsId = randomUUID(), ...more }: Given = {},
) => opened.ask(sell, { minecraftUUID: player.minecraftUUID, goodsId, goods, ...more });
const sales = () => opened.ctx.db.collection<SaleDoc>('shop_sales');
const setReward = (reward: Reward, $set: Partial<Reward>) =>
  opened.ctx.db.collection<Reward>('rewards').updateOne({ _id: reward._id }, { $set });

describe('sell', () => {
  test('pays for what was really taken, out of the mint, and logs it (D29, pain 23)', async () => {
    const { reward, material } = await aBuyer();
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const goodsId = randomUUID();
    const { status, body } = await sellAs(player, goodsOf(material, 20), {
      goodsId,
      quotedPriceCoins: 3,
    });
    expect([status, body]).toEqual([
      200,
      {
        outcome: 'taken',
        goodsId,
        quantity: 20,
        unitPriceCoins: 3,
        totalCoins: 60,
        walletBalanceCoins: 70,
      },
    ]);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    const entry = await opened.ctx.db
      .collection<{ _id: string }>('transactions')
      .findOne({ _id: goodsId });
    expect(entry).toMatchObject({
      type: 'earn',
      reason: 'sale',
      meta: { sku: material.toLowerCase(), quantity: 20, rewardSku: reward._id },
      postings: [{ from: 'mint', to: `wallet:${player._id}`, amountCoins: 60 }],
    });
    const logged = await opened.ctx.db
      .collection('event_log')
      .findOne({ eventType: 'sale', playerId: player._id });
    expect(logged?.['data']).toMatchObject({
      before: { walletBalanceCoins: 10 },
      after: { walletBalanceCoins: 70, goodsId, quantity: 20 },
    });
    await expectSoundLedger(opened.ctx);
  });

  test('the same goods pay once: 16 at once with 16 keys, and replays of later (D15)', async () => {
    const { reward, material } = await aBuyer();
    const player = await aPlayer(opened.ctx);
    const goodsId = randomUUID();
    const again = () => sellAs(player, goodsOf(material, 5), { goodsId });
    const all = await Promise.all(Array.from({ length: 16 }, again));
    expect(new Set(all.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    await setReward(reward, { sellPriceCoins: 9 });
    const late = await again();
    expect(late.body).toMatchObject({ outcome: 'taken', totalCoins: 15, walletBalanceCoins: 15 });
    expect(await coinsOf(opened.ctx, player)).toBe(15);
    expect(await sales().countDocuments({ _id: goodsId })).toBe(1);
    await expectSoundLedger(opened.ctx);
  });

  test('16 sales of one player at once are all paid, each once', async () => {
    const { material } = await aBuyer();
    const player = await aPlayer(opened.ctx);
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, i) => sellAs(player, goodsOf(material, i + 1))),
    );
    expect(all.map(({ body }) => body.outcome)).toEqual(Array(16).fill('taken'));
    expect(await coinsOf(opened.ctx, player)).toBe(136 * 3);
    await expectSoundLedger(opened.ctx);
  });

  test('GOODS_ID_REUSED: other goods, another player or price under the same id', async () => {
    const { material } = await aBuyer();
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const goodsId = randomUUID();
    await sellAs(ann, goodsOf(material, 5), { goodsId });
    const before = await counts(opened.ctx);
    for (const asked of [
      sellAs(ann, goodsOf(material, 6), { goodsId }),
      sellAs(bob, goodsOf(material, 5), { goodsId }),
      sellAs(ann, goodsOf(material, 5), { goodsId, quotedPriceCoins: 3 }),
    ]) {
      expect((await asked).error?.code).toBe('GOODS_ID_REUSED');
    }
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('the stock grows by what is sold only where the reward says so', async () => {
    const player = await aPlayer(opened.ctx);
    const plain = await aBuyer({ stock: 4 });
    const growing = await aBuyer({ stock: 4, sellsToStock: true });
    await sellAs(player, goodsOf(plain.material, 5));
    await sellAs(player, goodsOf(growing.material, 5));
    expect(await stockOf(opened.ctx, plain.reward)).toBe(4);
    expect(await stockOf(opened.ctx, growing.reward)).toBe(9);
  });

  test('lists each kind of thing once, at the price that is paid', async () => {
    const { reward, material } = await aBuyer({ sellLimits: { quantityPerDayMax: 7 } });
    const hidden = await aReward(opened.ctx, {
      visible: false,
      goodsSku: material.toLowerCase(),
      sellPriceCoins: 4,
      name: 'Dear',
    });
    const { body } = await opened.ask(listSellPrices, {});
    expect(body.prices.filter(({ goodsSku }) => goodsSku === material.toLowerCase())).toEqual([
      {
        sku: hidden._id,
        goodsSku: material.toLowerCase(),
        name: 'Dear',
        icon: reward.icon,
        sellPriceCoins: 4,
      },
    ]);
    const player = await aPlayer(opened.ctx);
    expect((await sellAs(player, goodsOf(material))).body).toMatchObject({ unitPriceCoins: 4 });
  });
});

describe('sell, refused', () => {
  const ban = { reason: 'x', by: 'console', at: new Date(), untilAt: null };
  test.each([
    ['PLAYER_FROZEN', { frozen: true }, {}],
    ['PLAYER_BANNED', { banned: ban }, {}],
    ['PRICE_CHANGED', {}, { quotedPriceCoins: 2 }],
    ['BALANCE_TOO_LARGE', { lifetimeEarnedCoins: coinsMax - 2 }, {}],
  ])('%s is the answer for ever, also to a late copy', async (code, who, more) => {
    const { material } = await aBuyer();
    const player = await aPlayer(opened.ctx, { coins: 5, ...who });
    const goodsId = randomUUID();
    const ask = () => sellAs(player, goodsOf(material), { goodsId, ...more });
    const ledger = await opened.ctx.db.collection('transactions').countDocuments();
    expect((await ask()).body).toMatchObject({ outcome: 'refused', code });
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne(
        { _id: player._id },
        { $set: { frozen: false, banned: null, lifetimeEarnedCoins: 5 } },
      );
    expect((await ask()).body).toMatchObject({ outcome: 'refused', code });
    expect(await coinsOf(opened.ctx, player)).toBe(5);
    expect(await opened.ctx.db.collection('transactions').countDocuments()).toBe(ledger);
  });

  test('a late copy finds the refusal although the shop buys it by now (pain 20)', async () => {
    const { reward, material } = await aBuyer();
    await opened.ctx.db
      .collection<{ _id: string }>('rewards')
      .updateOne({ _id: reward._id }, { $unset: { buysSku: '' } });
    const player = await aPlayer(opened.ctx);
    const goodsId = randomUUID();
    const refused = await sellAs(player, goodsOf(material, 2), { goodsId });
    expect(refused.body).toMatchObject({ outcome: 'refused', code: 'NOT_BOUGHT_HERE' });
    await opened.ctx.db
      .collection<{ _id: string }>('rewards')
      .updateOne({ _id: reward._id }, { $set: { buysSku: material.toLowerCase() } });
    const copies = await Promise.all(
      Array.from({ length: 16 }, () => sellAs(player, goodsOf(material, 2), { goodsId })),
    );
    const answers = copies.map(({ body }) => body.outcome);
    expect(new Set(answers)).toEqual(new Set(['refused']));
    expect(await coinsOf(opened.ctx, player)).toBe(0);
  });

  test('renamed, damaged or enchanted things only where that very thing is named (pain 23)', async () => {
    const { material } = await aBuyer();
    const own = '.0123456789ab';
    const player = await aPlayer(opened.ctx);
    const sellOwn = () => sellAs(player, goodsOf(material, 1, own));
    expect((await sellOwn()).body).toMatchObject({ code: 'NOT_BOUGHT_HERE' });
    const named = { goodsSku: `${material.toLowerCase()}${own}`, sellPriceCoins: 8 };
    await aReward(opened.ctx, { ...named, priceCoins: 20 });
    expect((await sellOwn()).body).toMatchObject({ outcome: 'taken', totalCoins: 8 });
    expect((await sellAs(player, goodsOf(material, 1, '.other'))).body).toMatchObject({
      code: 'NOT_BOUGHT_HERE',
    });
  });

  test('a sku that is not of its material, and an unknown player', async () => {
    const { material } = await aBuyer();
    const player = await aPlayer(opened.ctx);
    const lie = { ...goodsOf(material), material: 'DIRT' };
    expect((await sellAs(player, lie)).body).toMatchObject({ code: 'NOT_BOUGHT_HERE' });
    const nobody = { minecraftUUID: randomUUID() };
    expect((await sellAs(nobody, goodsOf(material))).body).toMatchObject({
      code: 'PLAYER_UNKNOWN',
    });
  });

  test.each([
    { quantity: 0 },
    { quantity: -1 },
    { quantity: 1.5 },
    { quantity: 100_000 },
    { sku: 'A B' },
    { bytes: 'A'.repeat(40_004) },
    { material: '$where' },
    { extra: 1 },
  ])('bad input changes nothing: %j', async (wrong) => {
    const { material } = await aBuyer();
    const player = await aPlayer(opened.ctx);
    const before = [await counts(opened.ctx), await sales().countDocuments()];
    const { status } = await sellAs(player, { ...goodsOf(material), ...wrong });
    expect(status).toBe(400);
    expect([await counts(opened.ctx), await sales().countDocuments()]).toEqual(before);
  });
});

describe('limits of selling', () => {
  test('hold for one player under sixteen at once (SALE_LIMIT_REACHED)', async () => {
    const { material } = await aBuyer({ sellLimits: { quantityPerDayMax: 10 } });
    const player = await aPlayer(opened.ctx);
    const all = await Promise.all(
      Array.from({ length: 16 }, () => sellAs(player, goodsOf(material, 2))),
    );
    const outcomes = all.map(({ body }) => body.outcome);
    expect(outcomes.filter((one) => one === 'taken')).toHaveLength(5);
    expect(outcomes.filter((one) => one === 'refused')).toHaveLength(11);
    expect(await coinsOf(opened.ctx, player)).toBe(30);
  });

  test('count since midnight UTC, for each player, and say what is left', async () => {
    const { material } = await aBuyer({ sellLimits: { quantityPerDayMax: 10 } });
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const goodsId = randomUUID();
    await sellAs(ann, goodsOf(material, 8), { goodsId });
    const over = await sellAs(ann, goodsOf(material, 3));
    expect(over.body).toMatchObject({
      code: 'SALE_LIMIT_REACHED',
      details: { quantityPerDayMax: 10, soldToday: 8, leftToday: 2 },
    });
    expect((await sellAs(bob, goodsOf(material, 10))).body.outcome).toBe('taken');
    const now = opened.ctx.clock.now();
    const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
    const soldAt = (timestamp: Date) =>
      sales().updateOne({ _id: goodsId }, { $set: { timestamp } });
    await soldAt(new Date(midnight));
    expect((await sellAs(ann, goodsOf(material, 3))).body.outcome).toBe('refused');
    await soldAt(new Date(midnight - 1));
    expect((await sellAs(ann, goodsOf(material, 3))).body.outcome).toBe('taken');
  });
});

describe('Property: Shop Without Arbitrage, over the doors (D29)', () => {
  test('no sequence of buying and selling leaves more coins than before', async () => {
    const { reward, material } = await aBuyer({
      priceCoins: 8,
      sellPriceCoins: 4,
      discount: {
        factor: 0.5,
        startsAt: new Date(Date.now() - 60_000),
        endsAt: new Date(Date.now() + 3_600_000),
      },
    });
    const player = await aPlayer(opened.ctx, { coins: 1_000 });
    const { minecraftUUID } = player;
    let held = 0;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.integer({ min: 1, max: 4 }), async (sells, quantity) => {
        const before = await coinsOf(opened.ctx, player);
        if (sells && held >= quantity) {
          const { body } = await sellAs(player, goodsOf(material, quantity));
          if (body.outcome === 'taken') held -= quantity;
        } else if (!sells) {
          const { status } = await opened.ask(purchase, {
            minecraftUUID,
            sku: reward._id,
            quantity,
          });
          if (status === 201) held += quantity;
        }
        const after = await coinsOf(opened.ctx, player);
        // All that is held, sold at once, makes at most what there was at the beginning.
        expect(after + held * 4).toBeLessThanOrEqual(1_000);
        expect(sells ? after >= before : after <= before).toBe(true);
      }),
      { numRuns: propertyRunsMin },
    );
    await expectSoundLedger(opened.ctx);
  });
});

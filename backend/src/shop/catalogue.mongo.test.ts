// The catalogue as staff write it and players read it: rewards by HTTP, prices at any time, restock,
// requirements, on a real replica set.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { startEconomyEvent, stopEconomyEvent } from '@mintkeep/shared/economy-events.ts';
import { changeReward, createReward, deleteReward, listRewards } from '@mintkeep/shared/rewards.ts';
import { getShopItem, listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import {
  aPlayer,
  aReward,
  coinsOf,
  counts,
  inTx,
  refusalOf,
  stockOf,
} from '../../test/builders.ts';
import type { AuditDoc } from '../audit/store.ts';
import { restockShop } from './jobs.ts';
import type { RewardDoc } from './reward-store.ts';
import { putRewards } from './service.ts';
import type { Reward } from './service.ts';

const opened = testApp();
const asConsole = { actor: 'console' };
const inMs = (ms: number): Date => new Date(opened.ctx.clock.now().getTime() + ms);
const hourMs = 3_600_000;
const rewards = () => opened.ctx.db.collection<RewardDoc>('rewards');

let kinds = 0;
const aTask = (amount = 1) => {
  kinds += 1;
  const material = `STUFF_${String(kinds)}`;
  return { action: 'give' as const, payload: { items: [{ material, amount }] } };
};
const buy = (player: { minecraftUUID: string }, sku: string, more = {}) =>
  opened.ask(purchase, { minecraftUUID: player.minecraftUUID, sku, quantity: 1, ...more });
const shown = async (sku: string) => (await opened.ask(getShopItem, { sku })).body;

describe('rewards by HTTP (S1-099)', () => {
  const wish = (fields = {}) => ({
    sku: `http-${randomUUID()}`,
    name: 'Bread',
    category: 'item' as const,
    priceCoins: 20,
    task: aTask(),
    ...fields,
  });
  const create = (reward: ReturnType<typeof wish>) =>
    opened.ask(createReward, { reward, reason: 'new' }, asConsole);
  const list = async (sku: string) =>
    (await opened.ask(listRewards, { sku }, asConsole)).body.items;

  test('creates, lists, changes and deletes; each is audited once', async () => {
    const reward = wish({ sellPriceCoins: 5, stock: 7 });
    const { sku } = reward;
    const made = await create(reward);
    expect([made.status, made.body]).toEqual([
      201,
      expect.objectContaining({ sku, stock: 7, sellPriceCoins: 5, visible: true, restockAt: null }),
    ]);
    expect(await list(sku)).toEqual([made.body]);
    await rewards().updateOne({ _id: sku }, { $set: { stock: 3 } });
    const { sku: _sku, stock: _stock, ...change } = { ...reward, name: 'Loaf', stock: 0 };
    const changed = await opened.ask(
      changeReward,
      { sku, reward: change, reason: 'a better name' },
      asConsole,
    );
    expect(changed.body).toMatchObject({ name: 'Loaf', stock: 3, sellPriceCoins: 5 });
    const player = await aPlayer(opened.ctx, { coins: 50 });
    const bought = await buy(player, sku);
    const gone = await opened.ask(deleteReward, { sku, reason: 'enough' }, asConsole);
    expect([gone.status, gone.body.sku]).toEqual([200, sku]);
    expect(await list(sku)).toEqual([]);
    expect((await buy(player, sku)).error?.code).toBe('REWARD_UNKNOWN');
    // What was bought of it stays, and the same wish is answered as before.
    expect(bought.status).toBe(201);
    const entries = await opened.ctx.db
      .collection<AuditDoc>('audit_log')
      .find({ 'target.id': sku })
      .sort({ timestamp: 1 })
      .toArray();
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['reward.create', 'new'],
      ['reward.change', 'a better name'],
      ['reward.delete', 'enough'],
    ]);
  });

  test('REWARD_EXISTS: a sku that is taken, also by what was deleted', async () => {
    const reward = wish();
    await create(reward);
    expect((await create(reward)).error?.code).toBe('REWARD_EXISTS');
    await opened.ask(deleteReward, { sku: reward.sku, reason: 'x' }, asConsole);
    const again = await create(reward);
    expect([again.status, again.error?.code]).toEqual([409, 'REWARD_EXISTS']);
    const importing = inTx(opened.ctx, (tx) =>
      putRewards(tx, [{ ...wish(), _id: reward.sku } as unknown as Reward]),
    );
    expect(await refusalOf(importing)).toBe('REWARD_EXISTS');
  });

  test('REWARD_UNKNOWN: no such reward to change, to delete, or to ask for', async () => {
    const { sku, ...reward } = wish();
    const asked = { sku, reason: 'x' };
    const unknown = [
      await opened.ask(changeReward, { ...asked, reward }, asConsole),
      await opened.ask(deleteReward, asked, asConsole),
      await create(wish({ requirements: { rewardSku: 'nothing-of-that-name' } })),
    ];
    expect(unknown.map(({ error }) => error?.code)).toEqual(Array(3).fill('REWARD_UNKNOWN'));
  });

  test('16 at once create it once', async () => {
    const reward = wish();
    const all = await Promise.all(Array.from({ length: 16 }, () => create(reward)));
    expect(all.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  test.each([
    ['a restock without a stock', { restock: { quantity: 1, everyHours: 1, stockMax: 5 } }],
    [
      'a sell price of what is not one plain item',
      { sellPriceCoins: 1, task: { action: 'rank', payload: { group: 'vip' } } },
    ],
    [
      'a discount that ends before it begins',
      {
        discount: {
          factor: 0.5,
          startsAt: '2026-01-02T00:00:00.000Z',
          endsAt: '2026-01-01T00:00:00.000Z',
        },
      },
    ],
    [
      'a discount of thousandths',
      {
        discount: {
          factor: 0.555,
          startsAt: '2026-01-01T00:00:00.000Z',
          endsAt: '2026-01-02T00:00:00.000Z',
        },
      },
    ],
    ['sold things to an endless stock', { sellPriceCoins: 1, sellsToStock: true }],
    ['a price of nothing', { priceCoins: 0 }],
    ['a field nobody knows', { colour: 'red' }],
  ])('REQUEST_INVALID: %s', async (_why, fields) => {
    const before = await rewards().countDocuments();
    const { status, error } = await create(wish(fields));
    expect([status, error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await rewards().countDocuments()).toBe(before);
  });

  test('a change that does not fit the stock as it is, is refused', async () => {
    const { sku, ...reward } = wish();
    await create({ sku, ...reward });
    const restock = { quantity: 1, everyHours: 1, stockMax: 5 };
    const asked = { sku, reward: { ...reward, restock }, reason: 'x' };
    const { error } = await opened.ask(changeReward, asked, asConsole);
    expect(error?.code).toBe('REQUEST_INVALID');
  });
});

describe('SELL_PRICE_TOO_HIGH (D29)', () => {
  const put = (...all: Reward[]) => refusalOf(inTx(opened.ctx, (tx) => putRewards(tx, all)));
  const reward = (fields: Partial<Reward>): Reward => ({
    _id: `r-${randomUUID()}`,
    name: 'R',
    category: 'item',
    description: [],
    icon: 'DIRT',
    priceCoins: 10,
    task: aTask(),
    stock: null,
    limits: {},
    visible: true,
    expiresAt: null,
    ...fields,
  });
  const window = (factor: number, endMs = hourMs) => ({
    factor,
    startsAt: inMs(-hourMs),
    endsAt: inMs(endMs),
  });

  test('a reward that pays more than it takes, at its lowest', async () => {
    const before = await rewards().countDocuments();
    expect(await put(reward({ sellPriceCoins: 11 }))).toBe('SELL_PRICE_TOO_HIGH');
    expect(await put(reward({ task: aTask(4), sellPriceCoins: 3 }))).toBe('SELL_PRICE_TOO_HIGH');
    const cut = { sellPriceCoins: 6, discount: window(0.5) };
    expect(await put(reward(cut))).toBe('SELL_PRICE_TOO_HIGH');
    expect(await rewards().countDocuments()).toBe(before);
    const over = { sellPriceCoins: 6, discount: window(0.5, -1_000) };
    await inTx(opened.ctx, (tx) => putRewards(tx, [reward(over), reward({ sellPriceCoins: 10 })]));
  });

  test('another reward that gives the same thing for less', async () => {
    const task = aTask();
    const cheap = await aReward(opened.ctx, { task, priceCoins: 4 });
    const details = { sku: cheap._id, valueCoins: 6, priceMinCoins: 4 };
    const buying = inTx(opened.ctx, (tx) => putRewards(tx, [reward({ task, sellPriceCoins: 6 })]));
    await expect(buying).rejects.toMatchObject({ code: 'SELL_PRICE_TOO_HIGH', details });
    await aReward(opened.ctx, { task, sellPriceCoins: 4, priceCoins: 9 });
    expect(await put(reward({ task, priceCoins: 3 }))).toBe('SELL_PRICE_TOO_HIGH');
  });
});

describe('prices of now', () => {
  const startEvent = (factor: number) =>
    opened.ask(
      startEconomyEvent,
      { type: 'shop_discount', factor, endsAt: inMs(hourMs).toISOString(), reason: 'sale' },
      asConsole,
    );
  const stopEvent = () => opened.ask(stopEconomyEvent, { reason: 'over' }, asConsole);

  test('a discount shows the usual price and its end, and is what is paid', async () => {
    const endsAt = inMs(hourMs);
    const { _id: sku } = await aReward(opened.ctx, {
      task: aTask(),
      priceCoins: 30,
      discount: { factor: 0.5, startsAt: inMs(-1_000), endsAt },
    });
    const now = { priceCoins: 15, listPriceCoins: 30, cheaperUntil: endsAt.toISOString() };
    expect(await shown(sku)).toMatchObject(now);
    const { items } = (await opened.ask(listShopItems, {})).body;
    expect(items.find((one) => one.sku === sku)).toMatchObject(now);
    const player = await aPlayer(opened.ctx, { coins: 100 });
    expect((await buy(player, sku, { quotedPriceCoins: 15 })).body.totalCostCoins).toBe(15);
    await rewards().updateOne({ _id: sku }, { $set: { 'discount.endsAt': inMs(-1) } });
    const late = await buy(player, sku, { quotedPriceCoins: 15 });
    expect([late.error?.code, late.error?.details]).toEqual([
      'PRICE_CHANGED',
      { quotedPriceCoins: 15, priceCoins: 30 },
    ]);
    expect(await shown(sku)).not.toHaveProperty('listPriceCoins');
    expect(await coinsOf(opened.ctx, player)).toBe(85);
  });

  test('a shop_discount event makes all of it cheaper, never below the sell price (D33)', async () => {
    const task = aTask(2);
    const { _id: plain } = await aReward(opened.ctx, { task: aTask(), priceCoins: 30 });
    const { _id: sold } = await aReward(opened.ctx, { task, priceCoins: 30, sellPriceCoins: 12 });
    await startEvent(0.5);
    const list = (await opened.ask(listShopItems, {})).body.items;
    const priceIn = (sku: string) => list.find((one) => one.sku === sku)?.priceCoins;
    expect([priceIn(plain), priceIn(sold)]).toEqual([15, 24]);
    expect((await shown(sold)).priceCoins).toBe(24);
    const player = await aPlayer(opened.ctx, { coins: 100 });
    expect((await buy(player, plain)).body.totalCostCoins).toBe(15);
    expect((await buy(player, sold)).body.totalCostCoins).toBe(24);
    const [paid] = await opened.ctx.db
      .collection('shop_transactions')
      .find({ playerId: player._id, sku: sold })
      .toArray();
    expect(paid).toMatchObject({ unitPriceCoins: 24, totalCostCoins: 24 });
    await stopEvent();
    expect((await shown(plain)).priceCoins).toBe(30);
  });
});

describe('requirements (REQUIREMENT_MISSING)', () => {
  test('a level: refused below it with both, sold at it', async () => {
    const { _id: sku } = await aReward(opened.ctx, { requirements: { levelMin: 5 } });
    const player = await aPlayer(opened.ctx, { coins: 50, level: 4 });
    const before = await counts(opened.ctx);
    const { status, error } = await buy(player, sku);
    expect([status, error?.code, error?.details]).toEqual([
      403,
      'REQUIREMENT_MISSING',
      { levelMin: 5, level: 4 },
    ]);
    expect(await counts(opened.ctx)).toEqual(before);
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: player._id }, { $set: { level: 5 } });
    expect((await buy(player, sku)).status).toBe(201);
  });

  test('another reward: bought before, and not given back', async () => {
    const first = await aReward(opened.ctx, { name: 'First' });
    const { _id: sku } = await aReward(opened.ctx, { requirements: { rewardSku: first._id } });
    expect((await shown(sku)).requirements).toEqual({ rewardSku: first._id, rewardName: 'First' });
    const player = await aPlayer(opened.ctx, { coins: 50 });
    const refused = await buy(player, sku);
    expect([refused.error?.code, refused.error?.details]).toEqual([
      'REQUIREMENT_MISSING',
      { rewardSku: first._id },
    ]);
    const { body } = await buy(player, first._id);
    expect((await buy(player, sku)).status).toBe(201);
    const status = (value: string) =>
      opened.ctx.db
        .collection<{ _id: string }>('shop_transactions')
        .updateOne({ _id: body.purchaseId }, { $set: { status: value } });
    for (const given of ['refunded', 'refund_pending', 'failed']) {
      await status(given);
      expect((await buy(player, sku)).error?.code).toBe('REQUIREMENT_MISSING');
    }
  });

  test('a permission is for the game server to ask: it is named to it', async () => {
    const { _id: sku } = await aReward(opened.ctx, { requirements: { permission: 'shop.vip' } });
    expect((await shown(sku)).requirements).toEqual({ permission: 'shop.vip' });
  });
});

describe('restock (shop:restock)', () => {
  const stocked = (fields: Partial<Reward> = {}) =>
    aReward(opened.ctx, {
      stock: 0,
      restock: { quantity: 2, everyHours: 6, stockMax: 5 },
      ...fields,
    });
  const dueAt = async ({ _id }: Reward): Promise<Date | undefined> =>
    (await rewards().findOne({ _id }))?.nextRestockAt;
  const makeDue = ({ _id }: Reward, nextRestockAt: Date) =>
    rewards().updateOne({ _id }, { $set: { nextRestockAt } });

  test('is first due one period after it was written, and is shown', async () => {
    const reward = await stocked();
    const first = await dueAt(reward);
    expect(first && first > inMs(5.9 * hourMs) && first <= inMs(6 * hourMs)).toBe(true);
    expect((await shown(reward._id)).restockAt).toBe(first?.toISOString());
    await restockShop.run(opened.ctx);
    expect(await stockOf(opened.ctx, reward)).toBe(0);
    // Written anew in between, it is not put off.
    await inTx(opened.ctx, (tx) => putRewards(tx, [{ ...reward, name: 'Other' }]));
    expect(await dueAt(reward)).toEqual(first);
  });

  test('adds once what is due, for two workers at once, and goes on from its own time', async () => {
    const reward = await stocked();
    const due = inMs(-1_000);
    await makeDue(reward, due);
    await Promise.all([restockShop.run(opened.ctx), restockShop.run(opened.ctx)]);
    await restockShop.run(opened.ctx);
    expect(await stockOf(opened.ctx, reward)).toBe(2);
    expect(await dueAt(reward)).toEqual(new Date(due.getTime() + 6 * hourMs));
  });

  test('catches up with three missed periods, at most to stockMax', async () => {
    const few = await stocked({ restock: { quantity: 1, everyHours: 6, stockMax: 5 } });
    const many = await stocked();
    for (const reward of [few, many]) await makeDue(reward, inMs(-2 * 6 * hourMs - 1_000));
    await restockShop.run(opened.ctx);
    expect([await stockOf(opened.ctx, few), await stockOf(opened.ctx, many)]).toEqual([3, 5]);
    await restockShop.run(opened.ctx);
    expect([await stockOf(opened.ctx, few), await stockOf(opened.ctx, many)]).toEqual([3, 5]);
  });

  test('leaves what is above stockMax, and stops with the reward', async () => {
    const full = await stocked({ stock: 9 });
    const gone = await stocked();
    await makeDue(full, inMs(-1_000));
    await makeDue(gone, inMs(-1_000));
    await opened.ask(deleteReward, { sku: gone._id, reason: 'x' }, asConsole);
    await restockShop.run(opened.ctx);
    expect([await stockOf(opened.ctx, full), await stockOf(opened.ctx, gone)]).toEqual([9, 0]);
  });
});

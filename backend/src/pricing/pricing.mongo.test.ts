// Prices on a real database: what guards them, who may change that, and what the hourly roll-up makes
// of the market's sales.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { startEconomyEvent, stopEconomyEvent } from '@mintkeep/shared/economy-events.ts';
import { getPriceHistory, getPricingConfig, putPricingConfig } from '@mintkeep/shared/pricing.ts';
import type { PricingConfig } from '@mintkeep/shared/pricing.ts';
import { appKey, testApp } from '../../test/app.ts';
import { aReward, inTx } from '../../test/builders.ts';
import { startProfiling, stopProfiling } from '../../test/profiler.ts';
import { staffMember } from '../../test/staff.ts';
import type { AuditDoc } from '../audit/store.ts';
import { readConfig } from '../config.ts';
import { timedJobs } from '../jobs.ts';
import { pricingRollup } from './jobs.ts';
import type { Sale } from './rollup.ts';
import { guardPrice, pricingDefault, seedPricing } from './service.ts';
import type { PricePointDoc, PricingConfigDoc } from './store.ts';

const opened = testApp();
const byConsole = { actor: 'console' };
const [hourMs, dayMs] = [3_600_000, 86_400_000];

const configs = () => opened.ctx.db.collection<PricingConfigDoc>('pricing_config');
const points = () => opened.ctx.db.collection<PricePointDoc>('pricing_history');
const audits = () => opened.ctx.db.collection<AuditDoc>('audit_log');
const ago = (ms: number): Date => new Date(opened.ctx.clock.now().getTime() - ms);

const put = (config: Partial<PricingConfig>, version: number, reason = 'test') =>
  opened.ask(
    putPricingConfig,
    { config: { ...pricingDefault, ...config }, version, reason },
    byConsole,
  );
const guard = (unitPriceCoins: number, { sku = 'diamond', activeQuantity = 100 } = {}) =>
  guardPrice(opened.ctx, { sku, unitPriceCoins }, () => Promise.resolve(activeQuantity));
const historyOf = async (sku: string) => (await opened.ask(getPriceHistory, { sku })).body;

const aSale = (fields: Partial<Sale> = {}): Sale => ({
  sku: 'diamond',
  unitPriceCoins: 100,
  quantity: 1,
  at: ago(hourMs),
  ...fields,
});

/** Runs the roll-up over these sales, as the market would read them. */
async function rollUp(sales: readonly Sale[], now?: Date): Promise<void> {
  const clock = { now: () => now ?? opened.ctx.clock.now(), close: () => undefined };
  const job = pricingRollup(async function* (_scope, since) {
    yield* sales.filter(({ at }) => at >= since);
  });
  await job.run({ ...opened.ctx, clock });
}

beforeEach(async () => {
  await configs().deleteMany({});
  await points().deleteMany({});
  await opened.ctx.db.collection('rewards').deleteMany({});
});

describe('the numbers that guard prices', () => {
  const seed = (environment: Record<string, string> = {}) => {
    const { MARKET_FEE: marketFeeRatio, PRICE_FLOOR_PCT: priceFloorRatio } = readConfig({
      DATABASE_URL: 'mongodb://127.0.0.1/mintkeep?replicaSet=rs0',
      APP_KEY: appKey.toString('base64'),
      ...environment,
    });
    return inTx(opened.ctx, (tx) => seedPricing(tx, { marketFeeRatio, priceFloorRatio }));
  };

  test('are 0.08 and 0.70 where the environment says nothing (S1-034, S1-035)', async () => {
    await seed();
    expect((await opened.ask(getPricingConfig, {}, byConsole)).body).toEqual({
      config: pricingDefault,
      version: 1,
    });
    expect([pricingDefault.marketFeeRatio, pricingDefault.priceFloorRatio]).toEqual([0.08, 0.7]);
  });

  test('come once from the environment, then the document rules (S1-034, S1-035, S1-049, D26)', async () => {
    await seed({ MARKET_FEE: '0.05', PRICE_FLOOR_PCT: '0.60' });
    const first = (await opened.ask(getPricingConfig, {}, byConsole)).body;
    expect(first).toEqual({
      config: { ...pricingDefault, marketFeeRatio: 0.05, priceFloorRatio: 0.6 },
      version: 1,
    });
    expect((await put({ marketFeeRatio: 0.2 }, 1)).status).toBe(200);
    await seed({ MARKET_FEE: '0.5', PRICE_FLOOR_PCT: '0.5' });
    const { config, version } = (await opened.ask(getPricingConfig, {}, byConsole)).body;
    expect([config.marketFeeRatio, config.priceFloorRatio, version]).toEqual([0.2, 0.7, 2]);
    expect(await configs().countDocuments()).toBe(1);
  });

  test('are changed with an audit entry of before, after and reason (S1-100)', async () => {
    await seed();
    const ceilings = { diamond: 500, 'diamond_sword.5d41402abc4b': 9_000, constructor: 7 };
    const answer = await put({ ceilings }, 1, 'spring sale');
    expect(answer).toMatchObject({ status: 200, body: { version: 2, config: { ceilings } } });
    expect((await opened.ask(getPricingConfig, {}, byConsole)).body).toEqual(answer.body);
    const [entry] = await audits()
      .find({ action: 'pricing.change', reason: 'spring sale' })
      .toArray();
    expect(entry).toMatchObject({
      adminId: 'console:survival',
      before: { version: 1, config: pricingDefault },
      after: { version: 2, config: { ceilings } },
    });
  });

  test('of many changes at once one is made', async () => {
    await seed();
    const before = await audits().countDocuments({ action: 'pricing.change' });
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, place) => put({ alpha: place / 100 }, 1)),
    );
    const codes = answers.map(({ error }) => error?.code ?? 'yes').sort();
    expect(codes).toEqual([...Array<string>(15).fill('VERSION_STALE'), 'yes']);
    expect((await configs().findOne())?.version).toBe(2);
    expect(await audits().countDocuments({ action: 'pricing.change' })).toBe(before + 1);
  });

  test.each([
    ['a fee above 0.9', { marketFeeRatio: 0.91 }],
    ['a negative fee', { marketFeeRatio: -0.01 }],
    ['a floor above the median', { priceFloorRatio: 1.01 }],
    ['no number', { alpha: 'NaN' as unknown as number }],
    ['a target of nothing', { scarcityTargetQuantity: 0 }],
    ['a negative band', { bands: [{ belowRatio: 0.5, factor: -1 }] }],
    ['a ceiling of nothing', { ceilings: { diamond: 0 } }],
    ['a ceiling of no sku', { ceilings: { $where: 1 } }],
    [
      'too many ceilings',
      { ceilings: Object.fromEntries(Array.from({ length: 2_001 }, (_, at) => [`s${at}`, 1])) },
    ],
  ])('are not changed to %s', async (_what, config) => {
    await seed();
    const before = await configs().findOne();
    expect((await put(config, 1)).status).toBe(400);
    expect(await configs().findOne()).toEqual(before);
  });

  test('are read by AUDITOR and changed by ADMIN alone (D40)', async () => {
    await seed();
    const auditor = await staffMember(opened, 'AUDITOR');
    expect((await auditor.ask(getPricingConfig, {})).status).toBe(200);
    const operator = await staffMember(opened, 'OPERATOR');
    const change = { config: pricingDefault, version: 1, reason: 'test' };
    expect((await operator.ask(putPricingConfig, change)).status).toBe(403);
    const admin = await staffMember(opened, 'ADMIN');
    expect((await admin.ask(putPricingConfig, change)).status).toBe(200);
  });
});

describe('pricing:rollup', () => {
  test('is a job of every hour (S1-122)', () => {
    const rollups = timedJobs.filter(({ name }) => name === 'pricing:rollup');
    expect(rollups).toEqual([expect.objectContaining({ everyMs: hourMs })]);
  });

  test('counts orders of the market whose goods were handed over, and no others (S1-122)', async () => {
    const orders = opened.ctx.db.collection<{ _id: string }>('orders');
    const order = { sku: 'diamond', unitPriceCoins: 40, quantity: 3, status: 'fulfilled' };
    const open = { ...order, unitPriceCoins: 1, quantity: 64, status: 'pending', endedAt: null };
    await orders.insertMany([
      { _id: 'sold', ...order, endedAt: ago(hourMs) },
      { _id: 'open', ...open },
      { _id: 'paid-back', ...open, status: 'refunded', endedAt: ago(hourMs) },
      { _id: 'long-ago', ...order, unitPriceCoins: 9, quantity: 64, endedAt: ago(8 * dayMs) },
    ] as { _id: string }[]);
    for (const job of timedJobs) if (job.name === 'pricing:rollup') await job.run(opened.ctx);
    expect(await historyOf('diamond')).toMatchObject({
      medianCoins: 40,
      points: [{ volume24hCount: 3 }],
    });
    await orders.deleteMany({});
  });

  test('writes the median of 7 days by units, and the units of a day (S1-050, S1-122)', async () => {
    await rollUp([
      aSale({ unitPriceCoins: 10, quantity: 2, at: ago(6 * dayMs) }),
      aSale({ unitPriceCoins: 1_000, quantity: 3 }),
      aSale({ unitPriceCoins: 20, quantity: 2, at: ago(2 * dayMs) }),
      aSale({ unitPriceCoins: 1, quantity: 999, at: ago(8 * dayMs) }),
      aSale({ sku: 'bread', unitPriceCoins: 3, quantity: 64 }),
    ]);
    expect(await historyOf('diamond')).toMatchObject({
      sku: 'diamond',
      medianCoins: 20,
      points: [{ median7dCoins: 20, volume24hCount: 3 }],
    });
    expect((await historyOf('bread')).points).toMatchObject([
      { median7dCoins: 3, volume24hCount: 64 },
    ]);
    expect(await historyOf('stone')).toEqual({ sku: 'stone', medianCoins: null, points: [] });
  });

  test('twice within the hour is once, two at a time too (S1-122)', async () => {
    const now = new Date('2026-11-21T10:10:00Z');
    const sale = aSale({ at: new Date(now.getTime() - hourMs) });
    await Promise.all([rollUp([sale], now), rollUp([sale], now), rollUp([sale], now)]);
    const later = new Date('2026-11-21T10:59:59Z');
    await rollUp([sale, aSale({ unitPriceCoins: 900, quantity: 9, at: now })], later);
    expect(await points().find().toArray()).toMatchObject([
      { _id: 'diamond@2026-11-21T10:00:00.000Z', median7dCoins: 100, createdAt: now },
    ]);
    await rollUp(
      [sale, aSale({ unitPriceCoins: 900, quantity: 9, at: now })],
      new Date('2026-11-21T11:00:00Z'),
    );
    expect(await points().countDocuments()).toBe(2);
    expect((await points().findOne({ median7dCoins: 900 }))?.volume24hCount).toBe(10);
  });

  test('writes nothing while nothing changes, so that the history grows with sales alone', async () => {
    const start = new Date('2026-11-21T10:10:00Z').getTime();
    const sales = [aSale({ at: new Date(start) })];
    for (let hour = 0; hour <= 200; hour += 1) {
      await rollUp(sales, new Date(start + hour * hourMs + 1));
    }
    const written = await points().find().sort({ createdAt: 1 }).toArray();
    expect(written.map(({ volume24hCount }) => volume24hCount)).toEqual([1, 0]);
    const indexes = await points().indexes();
    expect(indexes.find(({ name }) => name === 'expiry')?.expireAfterSeconds).toBe(35 * 86_400);
  });

  test('is exact over 100,000 sales', async () => {
    const at = ago(hourMs);
    const clock = opened.ctx.clock;
    const job = pricingRollup(async function* () {
      // 1 to 100,003 in a scattered order: 7919 and 100,003 share no factor.
      for (let turn = 0; turn < 100_003; turn += 1) {
        yield { sku: 'diamond', unitPriceCoins: ((turn * 7_919) % 100_003) + 1, quantity: 1, at };
      }
    });
    await job.run({ ...opened.ctx, clock });
    expect(await historyOf('diamond')).toMatchObject({
      medianCoins: 50_002,
      points: [{ volume24hCount: 100_003 }],
    });
  });

  test('of many skus reads one point of each, however long their history is', async () => {
    const skus = Array.from({ length: 600 }, (_, at) => `sku.${String(at)}`);
    const start = opened.ctx.clock.now().getTime();
    const sell = (hour: number): Promise<void> => {
      const now = new Date(start + hour * hourMs);
      return rollUp(
        skus.map((sku) => aSale({ sku, at: now, unitPriceCoins: hour })),
        now,
      );
    };
    for (const hour of [1, 2, 3]) await sell(hour);
    expect(await points().countDocuments()).toBe(3 * skus.length);
    await startProfiling(opened.ctx.db);
    await sell(4);
    const profiled = await stopProfiling(opened.ctx.db);
    const reads = profiled.filter(
      ({ op, collection }) => op !== 'update' && collection === 'pricing_history',
    );
    expect(reads.map(({ answered }) => answered).sort()).toEqual([100, 500]);
    for (const { examined, answered, plan } of reads) {
      expect(plan).toContain('DISTINCT_SCAN');
      expect(examined).toBeLessThanOrEqual(2 * answered + 1);
    }
    expect(await points().countDocuments()).toBe(4 * skus.length);
  });
});

describe('a crafted listing (S1-179)', () => {
  test('is measured by what was sold in 7 days, and no longer (S1-071)', async () => {
    await rollUp([aSale({ at: ago(6 * dayMs + 23 * hourMs) })]);
    expect(await guard(69)).toEqual({
      feeRatio: 0.12,
      medianCoins: 100,
      priceMinCoins: 70,
      priceMaxCoins: null,
      problem: 'PRICE_BELOW_FLOOR',
    });
    expect((await guard(70)).problem).toBeNull();
    expect((await guard(126)).feeRatio).toBe(0.1);
    expect((await guard(77, { activeQuantity: 0 })).problem).toBeNull();
    expect((await guard(76, { activeQuantity: 0 })).problem).toBe('PRICE_BELOW_FLOOR');
    await points().updateMany({}, { $set: { lastSoldAt: ago(7 * dayMs + 1_000) } });
    expect(await guard(1)).toMatchObject({ medianCoins: null, priceMinCoins: 1, problem: null });
    expect((await historyOf('diamond')).medianCoins).toBeNull();
  });

  test('without a sale is measured by the shop, per unit of the same thing (D26)', async () => {
    const give = (material: string, amount: number): Task => ({
      action: 'give',
      payload: { items: [{ material, amount }] },
    });
    await aReward(opened.ctx, { _id: 'diamond', priceCoins: 640, task: give('DIAMOND', 64) });
    expect(await guard(6)).toMatchObject({ medianCoins: 10, problem: 'PRICE_BELOW_FLOOR' });
    await rollUp([aSale()]);
    expect((await guard(69)).medianCoins).toBe(100);
    // The same name for another thing says nothing of a price; nor does what is not on sale.
    await aReward(opened.ctx, { _id: 'bread', priceCoins: 900, task: give('DIAMOND', 1) });
    await aReward(opened.ctx, { _id: 'stone', task: give('STONE', 1), visible: false });
    await aReward(opened.ctx, { _id: 'sand', task: give('SAND', 1), expiresAt: ago(1) });
    for (const sku of ['bread', 'stone', 'sand', 'dirt', 'constructor']) {
      expect(await guard(1, { sku })).toMatchObject({ medianCoins: null, priceMinCoins: 1 });
    }
  });

  test('is judged by the numbers in force, within a transaction too (S1-049)', async () => {
    await rollUp([aSale()]);
    expect((await put({ priceFloorRatio: 0.5, ceilings: { diamond: 200 } }, 0)).status).toBe(200);
    const asked = { sku: 'diamond', unitPriceCoins: 201 };
    const guarded = inTx(opened.ctx, (tx) => guardPrice(tx, asked, () => Promise.resolve(100)));
    expect(await guarded).toMatchObject({
      priceMinCoins: 50,
      priceMaxCoins: 200,
      problem: 'PRICE_ABOVE_CEILING',
    });
  });

  test('pays no fee while a fee holiday runs (D33)', async () => {
    const endsAt = new Date(opened.ctx.clock.now().getTime() + hourMs).toISOString();
    const event = { type: 'fee_holiday', endsAt, reason: 'test' } as const;
    expect((await opened.ask(startEconomyEvent, event, byConsole)).status).toBe(201);
    expect((await guard(100)).feeRatio).toBe(0);
    expect((await opened.ask(stopEconomyEvent, { reason: 'test' }, byConsole)).status).toBe(200);
    expect((await guard(100)).feeRatio).toBe(0.08);
  });
});

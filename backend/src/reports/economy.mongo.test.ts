// Reports on the ledger: lists, files and sums that add up with it, whatever its history.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { coinsMax, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { economyReport, getEconomyReport, listTransactions } from '@mintkeep/shared/reports.ts';
import type { EconomyReport, EntryType } from '@mintkeep/shared/reports.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer } from '../../test/builders.ts';
import { staffMember } from '../../test/staff.ts';
import type { Panel } from '../../test/staff.ts';
import { dayAfter, dayOf, startOf } from '../core/calendar.ts';
import type { EntryDoc } from '../ledger/store.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { openWebhook, sendDigest } from '../alerts/service.ts';
import { closeDays, nextStep } from './days.ts';
import { digestLastDay } from './digest.ts';
import { economyOf } from './economy.ts';

const opened = testApp();
let panel: Panel;
beforeAll(async () => {
  panel = await staffMember(opened, 'AUDITOR');
});

const transactions = () => opened.ctx.db.collection<EntryDoc>('transactions');
const today = (): string => dayOf(opened.ctx.clock.now());

/** Forgets every entry and every sum. */
async function empty(): Promise<void> {
  for (const name of ['transactions', 'ledger_days', 'cache_entries', 'audit_log', 'players']) {
    await opened.ctx.db.collection(name).deleteMany({});
  }
}
afterEach(empty);

const accounts = [
  ...[
    'mint',
    'burn',
    'treasury',
    'wallet:a',
    'wallet:b',
    'hold:a:survival',
    'escrow:1',
    'credit:a',
  ],
];
const types: readonly EntryType[] = ['earn', 'spend', 'hold', 'list', 'buy', 'fulfil', 'refund'];

interface Drawn {
  readonly type: EntryType;
  readonly postings: { from: string; to: string; amountCoins: number }[];
  readonly daysAgo: number;
  readonly cause: string | undefined;
}

const posting = fc
  .record({
    from: fc.constantFrom(...accounts),
    to: fc.constantFrom(...accounts),
    amountCoins: fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.constant(coinsMax)),
  })
  .filter(({ from, to }) => from !== to);
const drawn: fc.Arbitrary<Drawn> = fc.record({
  type: fc.constantFrom(...types),
  postings: fc.array(posting, { minLength: 1, maxLength: 3 }),
  daysAgo: fc.integer({ min: 0, max: 40 }),
  cause: fc.option(fc.constantFrom('pay', 'grant', 'market'), { nil: undefined }),
});

const entryOf = ({ type, postings, daysAgo, cause }: Drawn): EntryDoc => ({
  ...{ _id: randomUUID(), type, actorId: 'a', actorKind: 'player', reason: 'random' },
  amountCoins: postings[0]?.amountCoins ?? 0,
  postings: postings as EntryDoc['postings'],
  meta: cause === undefined ? {} : { cause },
  createdAt: new Date(opened.ctx.clock.now().getTime() - daysAgo * 86_400_000),
});

const sum = (rows: readonly { coins: string }[]): bigint =>
  rows.reduce((coins, row) => coins + BigInt(row.coins), 0n);
const held = (holdings: EconomyReport['whole']['circulation']): bigint =>
  Object.values(holdings).reduce((coins, one) => coins + BigInt(one), 0n);

describe('Property: the economy report adds up with the ledger (S1-105, D21)', () => {
  test('over any history: minted - burned is what is held, and periods add up to the whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 41 }),
        async (history, cut) => {
          await empty();
          await transactions().insertMany(history.map(entryOf));
          const to = today();
          const from = dayAfter(to, -41);
          const between = dayAfter(from, cut);
          const all = await economyOf(opened.ctx, { from, to });
          const parts = [
            await economyOf(opened.ctx, { from, to: dayAfter(between, -1) }),
            await economyOf(opened.ctx, { from: between, to }),
          ];
          expect(economyReport.safeParse(all).success).toBe(true);
          const { mintedCoins, burnedCoins, circulatingCoins } = await verifyLedger(opened.ctx);
          expect([all.whole.mintedCoins, all.whole.burnedCoins]).toEqual([
            mintedCoins,
            burnedCoins,
          ]);
          expect(held(all.whole.circulation)).toBe(BigInt(circulatingCoins));
          for (const { period, whole } of [all, ...parts]) {
            expect(held(period.change)).toBe(
              BigInt(period.mintedCoins) - BigInt(period.burnedCoins),
            );
            expect(held(whole.circulation)).toBe(
              BigInt(whole.mintedCoins) - BigInt(whole.burnedCoins),
            );
          }
          for (const name of ['mintedCoins', 'burnedCoins', 'feesCoins'] as const) {
            const summed = parts.reduce((coins, { period }) => coins + BigInt(period[name]), 0n);
            expect(String(summed)).toBe(all.period[name]);
          }
          const counted = all.period.volumes.reduce((entries, one) => entries + one.entries, 0);
          expect(counted).toBe(history.length);
          const minted = history
            .flatMap(({ postings }) => postings)
            .filter((one) => one.from === 'mint')
            .reduce((coins, one) => coins + BigInt(one.amountCoins), 0n);
          expect(sum(all.period.faucets)).toBe(minted);
        },
      ),
      { numRuns: propertyRunsMin },
    );
  }, 120_000);
});

describe('GET /api/reports/economy', () => {
  test('says why coins came and went, what was kept back, and who moved most (S1-105, pain 19)', async () => {
    const seller = await aPlayer(opened.ctx, { coins: 100 });
    const spend = { type: 'spend', daysAgo: 0, cause: 'sale' } as const;
    const wallet = `wallet:${seller._id}`;
    const fee = { from: wallet, to: 'treasury', amountCoins: 7 };
    const gone = { from: wallet, to: 'burn', amountCoins: 20 };
    await transactions().insertMany([
      { ...entryOf({ ...spend, postings: [gone, fee] }), actorId: seller._id },
    ]);
    const { body, status } = await panel.ask(getEconomyReport, {});
    expect(status).toBe(200);
    expect(body.period).toMatchObject({
      ...{ mintedCoins: '100', burnedCoins: '20', feesCoins: '7' },
      faucets: [{ type: 'earn', cause: 'test', coins: '100' }],
      sinks: [{ type: 'spend', cause: 'sale', coins: '20' }],
      fees: [{ type: 'spend', cause: 'sale', coins: '7' }],
      topTraders: [{ playerId: seller._id, name: seller.minecraftName, coins: '20' }],
    });
    expect(body.whole.circulation).toMatchObject({ walletsCoins: '73', treasuryCoins: '7' });
    // At most a minute old, and it says how old.
    await aPlayer(opened.ctx, { coins: 5 });
    expect((await panel.ask(getEconomyReport, {})).body.computedAt).toBe(body.computedAt);
  });

  test('closes the days of a long ledger in steps, smaller where they are slow, once for all who ask', async () => {
    expect([1, 2, 4, 7].map((days) => nextStep(days, 10))).toEqual([2, 4, 7, 7]);
    expect([7, 3, 1].map((days) => nextStep(days, 2_000))).toEqual([3, 1, 1]);
    expect(nextStep(3, 400)).toBe(3);
    const first = dayAfter(today(), -400);
    await transactions().insertOne({
      ...{ _id: randomUUID(), type: 'earn', actorId: 'a', actorKind: 'player', reason: 'old' },
      ...{ amountCoins: 5, postings: [{ from: 'mint', to: 'wallet:a', amountCoins: 5 }] },
      ...{ meta: {}, createdAt: startOf(first) },
    });
    const urls = [1, 2, 3].map((days) => `/api/reports/economy?from=${dayAfter(today(), -days)}`);
    const answers = await Promise.all(urls.map((url) => panel.send({ method: 'GET', url })));
    for (const { body } of answers) expect(body).toMatchObject({ whole: { mintedCoins: '5' } });
    expect(await opened.ctx.db.collection('ledger_days').countDocuments()).toBe(400);
  });

  test('is empty before the first entry, and refuses days that are none', async () => {
    const { body } = await panel.ask(getEconomyReport, {});
    expect(body.period).toMatchObject({ mintedCoins: '0', faucets: [], topTraders: [] });
    const late = { from: '2026-02-01', to: '2026-01-01' };
    expect((await panel.ask(getEconomyReport, late)).error?.code).toBe('REQUEST_INVALID');
    const long = { from: '2020-01-01', to: '2026-01-01' };
    expect((await panel.ask(getEconomyReport, long)).error?.code).toBe('REQUEST_INVALID');
    for (const from of ['2026-13-01', 'yesterday', '{"$gt":""}']) {
      expect((await panel.ask(getEconomyReport, { from })).status).toBe(400);
    }
  });
});

describe('the market in the economy report (S1-105)', () => {
  test('is what each sku sold for at the end of the period, the busiest first', async () => {
    const points = opened.ctx.db.collection<{ _id: string }>('pricing_history');
    const point = (sku: string, daysAgo: number, median7dCoins: number, volume24hCount: number) => {
      const createdAt = new Date(opened.ctx.clock.now().getTime() - daysAgo * 86_400_000);
      const sold = { median7dCoins, volume24hCount, lastSoldAt: createdAt, createdAt };
      return { _id: `${sku}@${String(daysAgo)}`, sku, ...sold };
    };
    await points.insertMany([
      ...[point('bread', 0, 3, 40), point('bread', 1, 2, 9), point('bread', 3, 1, 90)],
      ...[point('diamond', 2, 700, 5), point('relic', 8, 9_000, 1)],
    ]);
    const now = (await panel.ask(getEconomyReport, {})).body.market.prices;
    expect(now).toEqual([
      { sku: 'bread', medianCoins: 3, volume24hCount: 40 },
      { sku: 'diamond', medianCoins: 700, volume24hCount: 5 },
    ]);
    // What was sold later, and what nobody bought for a week, is no price of that day.
    const past = { from: dayAfter(today(), -8), to: dayAfter(today(), -3) };
    const { prices } = (await panel.ask(getEconomyReport, past)).body.market;
    expect(prices).toEqual([
      { sku: 'bread', medianCoins: 1, volume24hCount: 90 },
      { sku: 'relic', medianCoins: 9_000, volume24hCount: 1 },
    ]);
    await points.deleteMany({});
    await empty();
    expect((await panel.ask(getEconomyReport, {})).body.market.prices).toEqual([]);
  });
});

describe('GET /api/reports/tx', () => {
  test('lists by time, type and player, newest first, with names (S1-046, S1-104)', async () => {
    const one = await aPlayer(opened.ctx, { coins: 5 });
    const payment = entryOf({
      ...{ type: 'spend', daysAgo: 3, cause: 'pay' },
      postings: [{ from: 'wallet:x', to: `wallet:${one._id}`, amountCoins: 2 }],
    });
    await transactions().insertOne({ ...payment, actorId: 'x', payeeId: one._id });
    const all = (await panel.ask(listTransactions, {})).body;
    expect(all.items.map(({ cause }) => cause)).toEqual([null, 'pay']);
    expect(all.items[1]).toMatchObject({ payeeName: one.minecraftName, actorName: null });
    const count = async (filter: object) =>
      (await panel.ask(listTransactions, filter)).body.items.length;
    expect(await count({ type: 'spend' })).toBe(1);
    expect(await count({ playerId: one._id })).toBe(2);
    expect(await count({ playerId: randomUUID() })).toBe(0);
    const from = new Date(opened.ctx.clock.now().getTime() - 86_400_000).toISOString();
    expect([await count({ from }), await count({ to: from })]).toEqual([1, 1]);
    expect((await panel.ask(listTransactions, { type: 'theft' as 'spend' })).status).toBe(400);
  });

  test('answers a file for a spreadsheet, in which no text is a formula (S1-104)', async () => {
    const drawnEntry = { type: 'earn', daysAgo: 0, cause: undefined } as const;
    const entry = entryOf({
      ...drawnEntry,
      postings: [{ from: 'mint', to: 'wallet:a', amountCoins: 1 }],
    });
    await transactions().insertOne({ ...entry, reason: '=HYPERLINK("http://evil","x")' });
    const { headers, text } = await panel.ask(listTransactions, { format: 'csv' });
    expect(headers['content-disposition']).toContain('transactions.csv');
    expect(text).toContain(`"'=HYPERLINK(""http://evil"",""x"")"`);
    expect(text.split('\r\n')).toHaveLength(3);
  });
});

describe('digest:daily', () => {
  const yesterday = (): string => dayAfter(today(), -1);

  test('writes the statistics of the day once, whichever worker, and works without Discord (S1-126)', async () => {
    await aPlayer(opened.ctx, { coins: 50 });
    await transactions().updateMany({}, { $set: { createdAt: startOf(yesterday()) } });
    await opened.ctx.db
      .collection('players')
      .updateMany({}, { $set: { createdAt: startOf(yesterday()) } });
    const days = await Promise.all(Array.from({ length: 4 }, () => digestLastDay(opened.ctx)));
    const day = await closeDays(opened.ctx);
    expect(days.filter((one) => one !== null)).toEqual([day]);
    const log = await opened.ctx.db
      .collection('audit_log')
      .find({ action: 'digest.daily' })
      .toArray();
    expect(log).toHaveLength(1);
    expect(log[0]).toMatchObject({
      ...{ adminId: 'job:digest:daily', target: { type: 'day', id: day } },
      after: { day, mintedCoins: '50', burnedCoins: '0', purchases: 0, newPlayers: 1 },
    });
    expect(await digestLastDay(opened.ctx)).toBeNull();
  });

  test('is posted once, and kept while Discord is away', async () => {
    await aPlayer(opened.ctx, { coins: 50 });
    await transactions().updateMany({}, { $set: { createdAt: startOf(yesterday()) } });
    await digestLastDay(opened.ctx);
    const posted: unknown[] = [];
    const webhook = openWebhook('http://127.0.0.1:1/none', opened.ctx.log);
    expect(await sendDigest(opened.ctx, webhook)).toBe(false);
    await opened.ctx.db
      .collection('ledger_days')
      .updateMany({}, { $set: { 'digestDue.claimUntilAt': new Date(0) } }, {});
    const there = {
      ...webhook,
      post: async (message: unknown) => {
        posted.push(message);
        return { outcome: 'sent' } as const;
      },
    };
    const sent = await Promise.all(Array.from({ length: 4 }, () => sendDigest(opened.ctx, there)));
    expect(sent.filter(Boolean)).toHaveLength(1);
    expect(JSON.stringify(posted)).toContain('Coins minted');
    expect(posted).toHaveLength(1);
    expect(await sendDigest(opened.ctx, there)).toBe(false);
  });
});

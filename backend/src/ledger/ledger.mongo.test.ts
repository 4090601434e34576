// The ledger: what is posted, what is refused, and that the verifier finds what is wrong.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aPlayer, coinsOf, expectSoundLedger, inTx, refusalOf } from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import { cardEntries, postEarning, postRefund, postSpendings, spending } from './service.ts';
import type { EntryDoc } from './store.ts';
import { verifyLedger } from './verify.ts';

const opened = testContext();
const earn = (playerId: string, amountCoins: number) =>
  inTx(opened.ctx, (tx) => postEarning(tx, { playerId, amountCoins, reason: 'test', meta: {} }));
const spend = (playerId: string, amountCoins: number) =>
  inTx(opened.ctx, (tx) =>
    postSpendings(tx, [spending({ operationId: randomUUID(), playerId, amountCoins, meta: {} })]),
  );
const refund = (playerId: string, amountCoins: number, operationId = randomUUID()) =>
  inTx(opened.ctx, (tx) =>
    postRefund(tx, { operationId, playerId, amountCoins, reason: 'refund', meta: {} }),
  );

type Post = (playerId: string, amountCoins: number) => Promise<unknown>;

describe('posting', () => {
  // Each row: what is posted, one after the other, and the balance after it.
  const table: [string, [Post, number][], number][] = [
    ['nothing', [], 0],
    ['an earning', [[earn, 50]], 50],
    [
      'a spending of all',
      [
        [earn, 50],
        [spend, 50],
      ],
      0,
    ],
    [
      'a refund of a spending',
      [
        [earn, 50],
        [spend, 30],
        [refund, 30],
      ],
      50,
    ],
    ['the largest balance there is', [[earn, Number.MAX_SAFE_INTEGER]], Number.MAX_SAFE_INTEGER],
  ];
  test.each(table)('%s leaves the right balance', async (_what, postings, balance) => {
    const player = await aPlayer(opened.ctx);
    for (const [post, coins] of postings) await post(player._id, coins);
    expect(await coinsOf(opened.ctx, player)).toBe(balance);
    if (balance === Number.MAX_SAFE_INTEGER) await spend(player._id, balance);
    await expectSoundLedger(opened.ctx);
  });

  test('keeps life-long sums: earned, and spent without what was given back (S1-040)', async () => {
    const player = await aPlayer(opened.ctx);
    await earn(player._id, 50);
    await spend(player._id, 30);
    await refund(player._id, 10);
    const row = await opened.ctx.db
      .collection<{ _id: string }>('players')
      .findOne({ _id: player._id });
    expect(row).toMatchObject({ lifetimeEarnedCoins: 50, lifetimeSpentCoins: 20 });
  });

  test('refuses BALANCE_TOO_LARGE, and changes nothing', async () => {
    const player = await aPlayer(opened.ctx, { coins: 1 });
    const late = earn(player._id, Number.MAX_SAFE_INTEGER);
    expect(await refusalOf(late)).toBe('BALANCE_TOO_LARGE');
    expect(await coinsOf(opened.ctx, player)).toBe(1);
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('of %d coins is a fault', async (coins) => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    await expect(earn(player._id, coins)).rejects.toThrow();
    await expect(spend(player._id, coins)).rejects.toThrow();
    expect(await coinsOf(opened.ctx, player)).toBe(10);
  });

  test('takes nothing from a wallet that does not hold it: that is a fault', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    await expect(spend(player._id, 11)).rejects.toThrow('a wallet changed');
    expect(await coinsOf(opened.ctx, player)).toBe(10);
  });

  test('writes one operation once for ever (S1-046, D15)', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const operationId = randomUUID();
    await refund(player._id, 5, operationId);
    const again = refund(player._id, 5, operationId);
    expect(await refusalOf(again)).toBe('OPERATION_DONE_EARLIER');
    expect(await coinsOf(opened.ctx, player)).toBe(15);
    await opened.ctx.db.collection<EntryDoc>('transactions').deleteOne({ _id: operationId });
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: player._id }, { $inc: { walletBalanceCoins: -5 } });
  });

  test('shows a player the newest movements with their sign', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    await spend(player._id, 4);
    const entries = await cardEntries(opened.ctx, player._id, 3);
    expect(entries.map(({ amountCoins }) => amountCoins)).toEqual([-4, 10]);
  });
});

describe('verifyLedger', () => {
  const entries = () => opened.ctx.db.collection<EntryDoc>('transactions');
  const setBalance = (playerId: string, walletBalanceCoins: number) =>
    opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: playerId }, { $set: { walletBalanceCoins } });

  test('finds a balance that was changed by hand, and names the account', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    await setBalance(player._id, 11);
    const report = await verifyLedger(opened.ctx);
    expect(report.sound).toBe(false);
    expect(report.mismatches).toEqual([
      { account: `wallet:${player._id}`, ledgerCoins: '10', cachedCoins: '11' },
    ]);
    await setBalance(player._id, 10);
    expect((await verifyLedger(opened.ctx)).sound).toBe(true);
  });

  test('finds an entry that was lost, and one that was changed', async () => {
    const player = await aPlayer(opened.ctx);
    const operationId = await earn(player._id, 10);
    const entry = (await entries().findOne({ _id: operationId })) as EntryDoc;
    await entries().deleteOne({ _id: operationId });
    expect((await verifyLedger(opened.ctx)).sound).toBe(false);
    await entries().insertOne({
      ...entry,
      postings: entry.postings.map((one) => ({ ...one, amountCoins: 11 })),
    });
    expect((await verifyLedger(opened.ctx)).sound).toBe(false);
    await entries().replaceOne({ _id: operationId }, entry);
    expect((await verifyLedger(opened.ctx)).sound).toBe(true);
  });

  test('finds an entry that is broken by itself', async () => {
    const player = await aPlayer(opened.ctx);
    const operationId = await earn(player._id, 10);
    const entry = (await entries().findOne({ _id: operationId })) as EntryDoc;
    const wallet = `wallet:${player._id}` as const;
    for (const posting of [
      { from: 'mint' as const, to: wallet, amountCoins: 9.5 },
      { from: wallet, to: wallet, amountCoins: 10 },
      { from: wallet, to: 'mint' as const, amountCoins: -10 },
    ]) {
      await entries().replaceOne({ _id: operationId }, { ...entry, postings: [posting] });
      expect((await verifyLedger(opened.ctx)).brokenEntries).toEqual([operationId]);
    }
    await entries().replaceOne({ _id: operationId }, entry);
    expect((await verifyLedger(opened.ctx)).sound).toBe(true);
  });

  test('finds coins in a wallet that nobody owns', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const players = opened.ctx.db.collection<{ _id: string }>('players');
    const row = await players.findOne({ _id: player._id });
    await players.deleteOne({ _id: player._id });
    const report = await verifyLedger(opened.ctx);
    expect(report.mismatches).toEqual([
      { account: `wallet:${player._id}`, ledgerCoins: '10', cachedCoins: '0' },
    ]);
    if (row) await players.insertOne(row);
  });

  test('reads one snapshot: it is sound beside a running load', async () => {
    const players = await Promise.all(
      Array.from({ length: 8 }, () => aPlayer(opened.ctx, { coins: 100 })),
    );
    let verified = 0;
    const load = Promise.all(
      players.map(async ({ _id }) => {
        for (let i = 0; i < 25; i += 1) await spend(_id, 1);
      }),
    );
    const done = load.then(() => true);
    while (!(await Promise.race([done, Promise.resolve(false)]))) {
      expect(await verifyLedger(opened.ctx)).toMatchObject({ mismatches: [], sound: true });
      verified += 1;
    }
    expect(verified).toBeGreaterThan(0);
  });
});

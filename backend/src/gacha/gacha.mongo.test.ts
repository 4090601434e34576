// Rolls and tables on a real replica set: what a roll does, what it refuses, what many at once do,
// and what becomes of one that never arrives.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CallOf } from '@mintkeep/shared/contract.ts';
import type { rollGacha } from '@mintkeep/shared/gacha.ts';
import {
  aPlayer,
  aReward,
  coinsOf,
  counts,
  expectSoundLedger,
  inTx,
  refusalOf,
  server,
} from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import type { Context } from '../core/context.ts';
import { transact } from '../core/transact.ts';
import { cancelDelivery, findDelivery, leaseDue, report } from '../delivery/service.ts';
import { removeReward } from '../shop/service.ts';
import { draw } from './draw.ts';
import { settleDeliveredGacha, settleVoidedGacha } from './jobs.ts';
import { roll } from './roll.ts';
import { findRoll, listGachaTables, listTables, replaceTables } from './service.ts';
import type { Table } from './service.ts';

const opened = testContext();

const aTable = (fields: Partial<Table> & Pick<Table, 'entries'>): Table => ({
  _id: 'common',
  name: 'Common crate',
  icon: 'CHEST',
  kind: 'roll',
  costCoins: 10,
  ...fields,
});

/** A wish to roll, as the route makes it of a request. */
const rollOnce = (
  ctx: Context,
  input: CallOf<typeof rollGacha>,
  key: string | undefined = randomUUID(),
) => transact(ctx, { actor: server, route: 'roll', key, input }, (tx) => roll(tx, input));

const docs = (ctx: Context, collection: string, filter: object) =>
  ctx.db.collection(collection).find(filter).toArray();

/** Everything a refusal must leave as it is. */
const everything = async (ctx: Context) => ({
  ...(await counts(ctx)),
  rolls: await ctx.db.collection('gacha_rolls').countDocuments(),
  events: await ctx.db.collection('event_log').countDocuments(),
});

/** Hears of a delivery's end as the worker does. */
const hear = (ctx: Context, job: typeof settleVoidedGacha, deliveryId: string) =>
  inTx(ctx, (tx) =>
    job.run(tx, {
      type: job.on,
      deliveryId,
      minecraftUUID: randomUUID(),
      ref: { refType: 'gacha', refId: deliveryId },
    } as never),
  );

let table: Table;
beforeEach(async () => {
  const { ctx } = opened;
  const [a, b] = [
    await aReward(ctx, { name: 'Bread', icon: 'BREAD', visible: false }),
    await aReward(ctx, { name: 'Crown', icon: 'GOLDEN_HELMET' }),
  ];
  table = aTable({
    entries: [
      { sku: a._id, weight: 9 },
      { sku: b._id, weight: 1 },
    ],
  });
  await inTx(ctx, (tx) => replaceTables(tx, [table], 'test'));
});

describe('listGachaTables', () => {
  test('shows the cost and the exact odds of every entry (D31, B-04)', async () => {
    const { ctx } = opened;
    const starter = { ...table, _id: 'kit', kind: 'starter', costCoins: 0 } as const;
    await inTx(ctx, (tx) => replaceTables(tx, [table, starter], 'test'));
    const { tables } = await listGachaTables(ctx);
    expect(tables.map(({ key, kind, costCoins }) => [key, kind, costCoins])).toEqual([
      ['common', 'roll', 10],
      ['kit', 'starter', 0],
    ]);
    for (const { weightTotal, entries } of tables) {
      expect(weightTotal).toBe(10);
      expect(
        entries.map(({ name, icon, weight, oddsRatio }) => [name, icon, weight, oddsRatio]),
      ).toEqual([
        ['Bread', 'BREAD', 9, 0.9],
        ['Crown', 'GOLDEN_HELMET', 1, 0.1],
      ]);
    }
  });
});

describe('replaceTables', () => {
  test('makes the tables exactly those, and writes one entry of audit (S0-051)', async () => {
    const { ctx } = opened;
    const audits = () => docs(ctx, 'audit_log', { action: 'gacha.import' });
    const before = (await audits()).length;
    const other = { ...table, _id: 'rare' };
    await inTx(ctx, (tx) => replaceTables(tx, [other], 'a new season'));
    expect(await listTables(ctx)).toEqual([other]);
    const written = await audits();
    expect(written).toHaveLength(before + 1);
    expect(written.find(({ reason }) => reason === 'a new season')).toMatchObject({
      target: { type: 'gacha_tables', id: 'all' },
      before: [{ _id: 'common' }],
      after: [{ _id: 'rare' }],
    });
  });

  test('names rewards that are not in the catalogue, and changes nothing', async () => {
    const { ctx } = opened;
    const entries = [...table.entries, { sku: 'no-such', weight: 1 }];
    const { unknownSkus } = await inTx(ctx, (tx) =>
      replaceTables(tx, [{ ...table, entries }], 'x'),
    );
    expect(unknownSkus).toEqual(['no-such']);
    expect(await listTables(ctx)).toEqual([table]);
  });
});

describe('a reward that was deleted', () => {
  const remove = (ctx: Context, sku: string) =>
    inTx(ctx, (tx) => removeReward(tx, { sku, reason: 'a test' }));

  test('is neither shown nor drawn, and the odds are those of what is left (S1-099, D31)', async () => {
    const { ctx } = opened;
    const [bread = '', crown = ''] = table.entries.map(({ sku }) => sku);
    const { minecraftUUID } = await aPlayer(ctx, { coins: 100 });
    await remove(ctx, bread);
    const { tables } = await listGachaTables(ctx);
    expect(tables[0]).toMatchObject({ weightTotal: 1, entries: [{ sku: crown, oddsRatio: 1 }] });
    const quotedFingerprint = tables[0]?.fingerprint ?? '';
    for (let rolled = 0; rolled < 5; rolled += 1) {
      expect((await rollOnce(ctx, { minecraftUUID, quotedFingerprint })).reply.sku).toBe(crown);
    }
    const written = await inTx(ctx, (tx) => replaceTables(tx, [table], 'x'));
    expect(written.unknownSkus).toEqual([bread]);
    await remove(ctx, crown);
    expect((await listGachaTables(ctx)).tables).toEqual([]);
    expect(await refusalOf(rollOnce(ctx, { minecraftUUID }))).toBe('GACHA_TABLE_UNKNOWN');
  });
});

describe('roll', () => {
  test('takes the cost, logs the draw with its seed, and opens the delivery (S0-056, B-04)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 25 });
    const { minecraftUUID } = player;
    const { reply } = await rollOnce(ctx, { minecraftUUID });
    const { rollId, sku, seed } = reply;
    expect(reply).toMatchObject({
      tableKey: 'common',
      costCoins: 10,
      deliveryId: rollId,
      walletBalanceCoins: 15,
    });
    expect(await coinsOf(ctx, player)).toBe(15);
    expect(sku).toBe(draw(seed, table.entries).sku);
    expect(await findRoll(ctx, rollId)).toMatchObject({
      playerId: player._id,
      tableKey: 'common',
      sku,
      seed,
      entries: table.entries,
      costCoins: 10,
      status: 'pending',
    });
    const [entry] = await docs(ctx, 'transactions', { _id: rollId });
    expect(entry).toMatchObject({
      type: 'spend',
      reason: 'gacha roll',
      postings: [{ from: `wallet:${player._id}`, to: 'burn', amountCoins: 10 }],
      meta: { tableKey: 'common', sku },
    });
    expect(await findDelivery(ctx, rollId)).toMatchObject({
      minecraftUUID,
      ref: { refType: 'gacha', refId: rollId },
      state: { status: 'pending', everLeased: false },
    });
    const logged = await docs(ctx, 'event_log', { operationId: rollId });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({
      eventType: 'gacha',
      playerId: player._id,
      source: 'server:survival',
      data: {
        before: { walletBalanceCoins: 25 },
        after: { walletBalanceCoins: 15, tableKey: 'common', sku, seed, costCoins: 10, rollId },
      },
    });
    await expectSoundLedger(ctx);
  });

  test('answers the same roll again to the same key, and rolls once (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 25 });
    const { minecraftUUID } = player;
    const key = randomUUID();
    const first = await rollOnce(ctx, { minecraftUUID }, key);
    const again = await rollOnce(ctx, { minecraftUUID }, key);
    expect(again).toEqual({ reply: first.reply, replayed: true });
    expect(await coinsOf(ctx, player)).toBe(15);
  });

  test('does not roll again for a key whose answer was forgotten (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 25 });
    const { minecraftUUID } = player;
    const key = randomUUID();
    const { reply } = await rollOnce(ctx, { minecraftUUID }, key);
    await ctx.db.collection<{ _id: string }>('operations').deleteOne({ _id: reply.rollId });
    expect(await refusalOf(rollOnce(ctx, { minecraftUUID }, key))).toBe('OPERATION_DONE_EARLIER');
    expect(await coinsOf(ctx, player)).toBe(15);
  });

  test('spends no coin twice for a crowd of wishes at once at two backends', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 35 });
    const other = { ...ctx, inFlight: new Set<string>() };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 12 }, (_, place) =>
        rollOnce(place % 2 === 0 ? ctx : other, { minecraftUUID: player.minecraftUUID }),
      ),
    );
    const done = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(done).toHaveLength(3);
    expect(await coinsOf(ctx, player)).toBe(5);
    expect(await docs(ctx, 'gacha_rolls', { playerId: player._id })).toHaveLength(3);
    await expectSoundLedger(ctx);
  });

  test('acts once for many equal wishes at two backends (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 35 });
    const key = randomUUID();
    const backends = Array.from({ length: 8 }, () => ({ ...ctx, inFlight: new Set<string>() }));
    const outcomes = await Promise.allSettled(
      backends.map((one) => rollOnce(one, { minecraftUUID: player.minecraftUUID }, key)),
    );
    expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
    expect(await coinsOf(ctx, player)).toBe(25);
  });
});

describe('roll, refused', () => {
  const ban = { reason: 'x', by: 'console', at: new Date(), untilAt: null };
  const cases: [string, Parameters<typeof aPlayer>[1], Partial<CallOf<typeof rollGacha>>][] = [
    ['FUNDS_INSUFFICIENT', { coins: 9 }, {}],
    ['PLAYER_FROZEN', { coins: 50, frozen: true }, {}],
    ['PLAYER_BANNED', { coins: 50, banned: ban }, {}],
    ['GACHA_TABLE_UNKNOWN', { coins: 50 }, { tableKey: 'no-such' }],
    ['VERSION_STALE', { coins: 50 }, { quotedFingerprint: 'a'.repeat(64) }],
    ['PLAYER_UNKNOWN', { coins: 50 }, { minecraftUUID: randomUUID() }],
  ];
  test.each(cases)('%s, and changes nothing (B-04)', async (code, who, what) => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, who);
    const before = await everything(ctx);
    const { minecraftUUID } = player;
    expect(await refusalOf(rollOnce(ctx, { minecraftUUID, ...what }))).toBe(code);
    expect(await everything(ctx)).toEqual(before);
    expect(await coinsOf(ctx, player)).toBe(who?.coins);
  });

  test('GACHA_TABLE_UNKNOWN: not named where there are several, and never the starter', async () => {
    const { ctx } = opened;
    const starter = { ...table, _id: 'kit', kind: 'starter', costCoins: 0 } as const;
    await inTx(ctx, (tx) => replaceTables(tx, [table, { ...table, _id: 'rare' }, starter], 'x'));
    const { minecraftUUID } = await aPlayer(ctx, { coins: 50 });
    expect(await refusalOf(rollOnce(ctx, { minecraftUUID }))).toBe('GACHA_TABLE_UNKNOWN');
    const free = rollOnce(ctx, { minecraftUUID, tableKey: 'kit' });
    expect(await refusalOf(free)).toBe('GACHA_TABLE_UNKNOWN');
    expect((await rollOnce(ctx, { minecraftUUID, tableKey: 'rare' })).reply.tableKey).toBe('rare');
  });

  test('VERSION_STALE once the odds or the cost are others than those shown', async () => {
    const { ctx } = opened;
    const { minecraftUUID } = await aPlayer(ctx, { coins: 50 });
    const shown = (await listGachaTables(ctx)).tables[0]?.fingerprint ?? '';
    await rollOnce(ctx, { minecraftUUID, quotedFingerprint: shown });
    for (const changed of [{ costCoins: 11 }, { entries: table.entries.slice(1) }]) {
      await inTx(ctx, (tx) => replaceTables(tx, [{ ...table, ...changed }], 'x'));
      const late = rollOnce(ctx, { minecraftUUID, quotedFingerprint: shown });
      expect(await refusalOf(late)).toBe('VERSION_STALE');
    }
  });
});

describe('a roll whose delivery ends', () => {
  /** A roll, leased by the player's server. */
  async function aRoll() {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 25 });
    const { minecraftUUID } = player;
    const { deliveryId } = (await rollOnce(ctx, { minecraftUUID })).reply;
    const [leased] = await inTx(ctx, (tx) => leaseDue(tx, { limit: 1, minecraftUUID }));
    if (!leased) throw new Error('nothing was leased');
    const say = (outcome: 'given' | 'void') =>
      inTx(ctx, (tx) => report(tx, { deliveryId, leaseId: leased.leaseId, outcome }));
    return { player, deliveryId, say };
  }

  test('given is completed, and is never paid back', async () => {
    const { ctx } = opened;
    const { player, deliveryId, say } = await aRoll();
    await say('given');
    await hear(ctx, settleDeliveredGacha, deliveryId);
    expect(await findRoll(ctx, deliveryId)).toMatchObject({ status: 'completed' });
    await hear(ctx, settleVoidedGacha, deliveryId);
    expect(await coinsOf(ctx, player)).toBe(15);
  });

  test('voided is paid back, once, however often it is heard, and logged (D23, S0-056)', async () => {
    const { ctx } = opened;
    const { player, deliveryId, say } = await aRoll();
    expect(await inTx(ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'))).toBe('cancelling');
    expect(await coinsOf(ctx, player)).toBe(15);
    await say('void');
    await Promise.all(Array.from({ length: 3 }, () => hear(ctx, settleVoidedGacha, deliveryId)));
    expect(await coinsOf(ctx, player)).toBe(25);
    expect(await findRoll(ctx, deliveryId)).toMatchObject({ status: 'refunded' });
    expect((await findDelivery(ctx, deliveryId))?.state.status).toBe('refunded');
    const refunds = await docs(ctx, 'event_log', { eventType: 'refund', playerId: player._id });
    expect(refunds).toHaveLength(1);
    expect(refunds[0]?.['data']).toMatchObject({
      before: { walletBalanceCoins: 15 },
      after: { walletBalanceCoins: 25, costCoins: 10 },
    });
    await expectSoundLedger(ctx);
  });
});

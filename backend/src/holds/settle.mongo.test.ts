// Settling what other plugins took and gave: each entry once, never below zero, never beyond a day's
// allowance, whatever happens at once.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { HoldEntry } from '@mintkeep/shared/holds.ts';
import { pay } from '@mintkeep/shared/pay.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { aKey, testApp } from '../../test/app.ts';
import { aPlayer, aReward, counts, expectSoundLedger } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { deposit, holding, pursesOf, today, withdrawal } from '../../test/holds.ts';
import { armFaultPoint } from '../core/fault-points.ts';
import { verifyLedger } from '../ledger/verify.ts';
import type { Player } from '../players/service.ts';
import { operationOfEntry } from './settle.ts';
import type { AllowanceDoc } from './store.ts';

const dailyCoinsMax = 5_000;
const opened = testApp({ vaultMintDailyCoins: dailyCoinsMax });
let survival: ReturnType<typeof holding>;
beforeAll(() => {
  survival = holding(opened.ask);
});

/** A server of its own, with the whole allowance of its day. */
let serversMade = 0;
async function aServer() {
  serversMade += 1;
  const serverId = `server-${String(serversMade)}`;
  return { serverId, ...holding(gameServer(opened.app, await aKey(opened, serverId))) };
}

const statesOf = async (settling: ReturnType<typeof survival.settle>) =>
  (await settling).body.entries.map(({ state }) => state);
const entryOf = (serverId: string, { entryId }: HoldEntry) =>
  opened.ctx.db
    .collection<{ _id: string }>('transactions')
    .findOne({ _id: operationOfEntry(serverId, entryId) });
const allowanceOf = (serverId: string, day = today()) =>
  opened.ctx.db.collection<AllowanceDoc>('hold_allowances').findOne({ _id: `${day} ${serverId}` });
const eventsOf = (entries: readonly HoldEntry[]) =>
  opened.ctx.db
    .collection('outbox')
    .find({ 'events.entryId': { $in: entries.map(({ entryId }) => entryId) } })
    .toArray();
const loggedOf = ({ entryId }: HoldEntry) =>
  opened.ctx.db.collection('event_log').find({ 'data.after.entryId': entryId }).toArray();

describe('POST /api/holds/settle', () => {
  test('burns what a plugin took of the hold, and tells it in full', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    await survival.take(player, 60);
    const entry = withdrawal(player, 25);
    const settled = await survival.settle([entry]);
    const { entryId } = entry;
    const { minecraftUUID } = player;
    expect(settled.body).toEqual({
      entries: [{ entryId, state: 'SETTLED' }],
      players: [{ minecraftUUID, holdCoins: 35, walletBalanceCoins: 40, refused: null }],
    });
    expect(await entryOf('survival', entry)).toMatchObject({
      type: 'spend',
      actorId: player._id,
      amountCoins: 25,
      reason: 'vault',
      postings: [{ from: `hold:${player._id}:survival`, to: 'burn', amountCoins: 25 }],
      meta: { cause: 'vault', plugin: 'Jobs', entryId, serverId: 'survival' },
    });
    expect(await loggedOf(entry)).toMatchObject([
      {
        eventType: 'vault',
        source: 'server:survival',
        playerId: player._id,
        data: {
          before: { walletBalanceCoins: 40, holdCoins: 60 },
          after: { walletBalanceCoins: 40, holdCoins: 35, state: 'SETTLED', plugin: 'Jobs' },
        },
      },
    ]);
    const lifetime = { lifetimeEarnedCoins: 100, lifetimeSpentCoins: 0 };
    const doc = await ctx.db.collection<Player>('players').findOne({ _id: player._id });
    expect(doc).toMatchObject(lifetime);
    await expectSoundLedger(ctx);
  });

  test('settles an entry once, told twice in one request, again, or by sixteen at once', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    await survival.take(player, 60);
    const [once, atOnce] = [withdrawal(player, 10), withdrawal(player, 10)];
    expect(await statesOf(survival.settle([once, once]))).toEqual(['SETTLED', 'SETTLED']);
    expect(await statesOf(survival.settle([once]))).toEqual(['SETTLED']);
    // Even with other words: what was settled first is what happened.
    expect(await statesOf(survival.settle([{ ...once, amountCoins: 60 }]))).toEqual(['SETTLED']);
    expect(await pursesOf(ctx, player)).toEqual([40, 50]);
    const answers = await Promise.all(Array.from({ length: 16 }, () => survival.settle([atOnce])));
    for (const { body } of answers) {
      expect(body.entries).toEqual([{ entryId: atOnce.entryId, state: 'SETTLED' }]);
    }
    expect(await pursesOf(ctx, player)).toEqual([40, 40]);
    expect(await loggedOf(atOnce)).toHaveLength(1);
    // The same id of another server is another entry.
    const other = await aServer();
    await other.settle([once]);
    expect(await pursesOf(ctx, player)).toEqual([30, 40]);
    await expectSoundLedger(ctx);
  });

  test('takes from the wallet what the hold lacks', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    await survival.take(player, 60);
    const both = withdrawal(player, 75);
    expect(await statesOf(survival.settle([both]))).toEqual(['SETTLED']);
    expect(await pursesOf(ctx, player)).toEqual([25, 0]);
    expect(await entryOf('survival', both)).toMatchObject({
      postings: [
        { from: `hold:${player._id}:survival`, amountCoins: 60 },
        { from: `wallet:${player._id}`, amountCoins: 15 },
      ],
    });
    await survival.release([player]);
    expect(await statesOf(survival.settle([withdrawal(player, 20)]))).toEqual(['SETTLED']);
    expect(await pursesOf(ctx, player)).toEqual([5, 0]);
    await expectSoundLedger(ctx);
  });

  test('takes nothing where the coins are not there, and tells staff once', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    await survival.take(player, 60);
    const nobody = { ...player, minecraftUUID: randomUUID() };
    const entries = [withdrawal(player, 101), withdrawal(nobody, 5)];
    expect(await statesOf(survival.settle(entries))).toEqual(['UNCOVERED', 'UNCOVERED']);
    expect(await pursesOf(ctx, player)).toEqual([40, 60]);
    // It stays so, even when there would be coins now, and many ask at once.
    const rich = await aPlayer(ctx, { coins: 500 });
    const { minecraftUUID } = rich;
    const toMinecraftUUID = player.minecraftUUID;
    await opened.ask(pay, { minecraftUUID, toMinecraftUUID, amountCoins: 500 });
    const again = await Promise.all(Array.from({ length: 16 }, () => survival.settle(entries)));
    for (const { body } of again) {
      expect(body.entries.map(({ state }) => state)).toEqual(['UNCOVERED', 'UNCOVERED']);
      expect(body.players).toHaveLength(1);
    }
    expect((await eventsOf(entries)).flatMap(({ events }) => events as unknown[])).toMatchObject([
      { type: 'hold.uncovered', playerId: player._id, amountCoins: 101, cause: 'funds' },
      { type: 'hold.uncovered', playerId: null, amountCoins: 5, cause: 'player' },
    ]);
    expect(await loggedOf(entries[0] as HoldEntry)).toMatchObject([
      { data: { after: { state: 'UNCOVERED', cause: 'funds' } } },
    ]);
    // Sixteen at once that were never told before: recorded once, too.
    const fresh = withdrawal(nobody, 6);
    await Promise.all(Array.from({ length: 16 }, () => survival.settle([fresh])));
    expect(await eventsOf([fresh])).toHaveLength(1);
    await expectSoundLedger(ctx);
  });

  test('refuses what is no entry, and changes nothing', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const good = withdrawal(player, 5);
    const before = await counts(opened.ctx);
    const bad: readonly object[][] = [
      [],
      Array.from({ length: 101 }, () => withdrawal(player, 1)),
      ...[0, -5, 1.5, '5', coinsMax + 1, null].map((amountCoins) => [{ ...good, amountCoins }]),
      ...['', 'x', randomUUID().toUpperCase() + '0'].map((entryId) => [{ ...good, entryId }]),
      ...['a\nb', '§4Jobs', 'x'.repeat(65), 7].map((plugin) => [{ ...good, plugin }]),
      [{ ...good, kind: 'STEAL' }],
      [{ ...good, kind: 'DEPOSIT' }],
      [{ ...good, serverId: 'skyblock' }],
      [{ ...good, allowanceDay: today() }],
      [{ ...deposit(player, 5), allowanceDay: '2026-13-01' }],
      [good, { ...good, at: 'yesterday' }],
    ];
    for (const entries of bad) {
      const { error } = await survival.settle(entries as HoldEntry[]);
      expect(error?.code, JSON.stringify(entries).slice(0, 200)).toBe('REQUEST_INVALID');
    }
    expect((await survival.settle([good], '')).error?.code).toBe('IDEMPOTENCY_KEY_MISSING');
    expect(await counts(opened.ctx)).toEqual(before);
    expect(await pursesOf(opened.ctx, player)).toEqual([100, 0]);
  });

  test('is the same after a crash between the commit and its answer', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    await survival.take(player, 60);
    const entries = [withdrawal(player, 5), withdrawal(player, 6)];
    const disarm = armFaultPoint('holds.after-settle', () => {
      throw new Error('The process died here.');
    });
    expect((await survival.settle(entries)).status).toBe(500);
    disarm();
    expect(await statesOf(survival.settle(entries))).toEqual(['SETTLED', 'SETTLED']);
    expect(await pursesOf(opened.ctx, player)).toEqual([40, 49]);
  });

  test('of a hundred entries at once adds up', async () => {
    const { ctx } = opened;
    const players = [await aPlayer(ctx, { coins: 100 }), await aPlayer(ctx, { coins: 100 })];
    const server = await aServer();
    for (const player of players) await server.take(player, 100);
    await server.reserve(100);
    const entries = Array.from({ length: 100 }, (_, place) => {
      const player = players[place % 2] as Player;
      return place % 4 < 2 ? withdrawal(player, 3) : deposit(player, 2);
    });
    const { body } = await server.settle(entries);
    expect(new Set(body.entries.map(({ state }) => state))).toEqual(new Set(['SETTLED']));
    expect(body.players.map(({ holdCoins }) => holdCoins)).toEqual([75, 75]);
    for (const player of players) expect(await pursesOf(ctx, player)).toEqual([0, 75]);
    await expectSoundLedger(ctx);
  });
});

describe('deposits and the allowance of a day', () => {
  test('go to the hold, or to the wallet when that has ended', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10 });
    const server = await aServer();
    const { body: allowance } = await server.reserve(100);
    expect(allowance).toEqual({
      allowanceCoins: 100,
      allowanceDay: today(),
      dayEndsAt: new Date(Date.parse(today()) + 86_400_000).toISOString(),
      leftCoins: dailyCoinsMax - 100,
    });
    await server.take(player, 10);
    expect(await statesOf(server.settle([deposit(player, 40)]))).toEqual(['SETTLED']);
    expect(await pursesOf(ctx, player)).toEqual([0, 50]);
    await server.release([player]);
    const late = deposit(player, 60);
    expect(await statesOf(server.settle([late, late]))).toEqual(['SETTLED', 'SETTLED']);
    expect(await pursesOf(ctx, player)).toEqual([110, 0]);
    expect(await entryOf(server.serverId, late)).toMatchObject({
      type: 'earn',
      postings: [{ from: 'mint', to: `wallet:${player._id}`, amountCoins: 60 }],
    });
    expect(await allowanceOf(server.serverId)).toMatchObject({
      reservedCoins: 100,
      mintedCoins: 100,
    });
    const { mintedCoins } = await verifyLedger(ctx);
    expect(await statesOf(server.settle([deposit(player, 1)]))).toEqual(['UNCOVERED']);
    expect((await verifyLedger(ctx)).mintedCoins).toBe(mintedCoins);
    await expectSoundLedger(ctx);
  });

  test('a hold of nothing takes deposits, too', async () => {
    const player = await aPlayer(opened.ctx);
    const server = await aServer();
    await server.take(player, 50);
    await server.reserve(30);
    await server.settle([deposit(player, 30)]);
    expect(await pursesOf(opened.ctx, player)).toEqual([0, 30]);
  });

  test('count on the day that was reserved, however late they are settled', async () => {
    const { ctx } = opened;
    const server = await aServer();
    const player = await aPlayer(ctx);
    const { serverId } = server;
    const day = '2026-01-01';
    const old = { _id: `${day} ${serverId}`, serverId, day, reservedCoins: 50, mintedCoins: 30 };
    await ctx.db
      .collection<AllowanceDoc>('hold_allowances')
      .insertOne({ ...old, updatedAt: new Date() });
    const entries = [
      deposit(player, 20, day),
      deposit(player, 1, day),
      deposit(player, 1, '2026-01-02'),
      deposit(player, 1),
    ];
    const states = ['SETTLED', 'UNCOVERED', 'UNCOVERED', 'UNCOVERED'];
    expect(await statesOf(server.settle(entries))).toEqual(states);
    expect((await eventsOf(entries)).flatMap(({ events }) => events as unknown[])).toMatchObject(
      Array.from({ length: 3 }, () => ({ kind: 'DEPOSIT', cause: 'allowance' })),
    );
    expect(await pursesOf(ctx, player)).toEqual([20, 0]);
  });

  test('of a balance beyond what can be held are not given', async () => {
    const { ctx } = opened;
    const server = await aServer();
    const player = await aPlayer(ctx, { walletBalanceCoins: coinsMax - 1 });
    await server.reserve(10);
    const entries = [deposit(player, 2), deposit(player, 1)];
    expect(await statesOf(server.settle(entries))).toEqual(['UNCOVERED', 'SETTLED']);
    expect(await pursesOf(ctx, player)).toEqual([coinsMax, 0]);
    const wallet = { walletBalanceCoins: 1 };
    await ctx.db.collection<Player>('players').updateOne({ _id: player._id }, { $set: wallet });
    await expectSoundLedger(ctx);
  });

  test('reserves for a server and day no more than its limit, with sixteen at once', async () => {
    const server = await aServer();
    const answers = await Promise.all(Array.from({ length: 16 }, () => server.reserve(400)));
    const given = answers.map(({ status, body }) => (status === 200 ? body.allowanceCoins : 0));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(given.reduce((sum, coins) => sum + coins, 0)).toBe(dailyCoinsMax);
    expect((await server.reserve(1)).body).toMatchObject({ allowanceCoins: 0, leftCoins: 0 });
    // Another server has a limit of its own.
    expect((await (await aServer()).reserve(1)).body.allowanceCoins).toBe(1);
  });

  test('mints no more than what is reserved, with sixteen at once for one player or many', async () => {
    const { ctx } = opened;
    const server = await aServer();
    await server.reserve(100);
    const players = await Promise.all(Array.from({ length: 16 }, () => aPlayer(ctx)));
    const answers = await Promise.all(
      players.map((player, place) =>
        server.settle([deposit(place < 8 ? (players[0] as Player) : player, 10)]),
      ),
    );
    const states = answers.flatMap(({ body }) => body.entries.map(({ state }) => state));
    expect(states.filter((state) => state === 'SETTLED')).toHaveLength(10);
    expect(await allowanceOf(server.serverId)).toMatchObject({ mintedCoins: 100 });
    await expectSoundLedger(ctx);
  });
});

describe('many at once', () => {
  test('taking, settling, releasing, buying and paying of one player never take a coin twice', async () => {
    const { ctx, ask } = opened;
    const [player, friend] = [await aPlayer(ctx, { coins: 300 }), await aPlayer(ctx)];
    const reward = await aReward(ctx, { priceCoins: 30 });
    const { minecraftUUID } = player;
    const { minecraftUUID: toMinecraftUUID } = friend;
    await survival.take(player, 100);
    const entries = Array.from({ length: 4 }, () => withdrawal(player, 40));
    const acts: (() => Promise<{ status: number }>)[] = [
      ...entries.map((entry) => () => survival.settle([entry])),
      ...[0, 1, 2].map(() => () => survival.take(player, 90)),
      ...[0, 1].map(() => () => survival.release([player])),
      ...[0, 1, 2, 3].map(
        () => () => ask(purchase, { minecraftUUID, sku: reward._id, quantity: 1 }),
      ),
      ...[0, 1, 2].map(() => () => ask(pay, { minecraftUUID, toMinecraftUUID, amountCoins: 30 })),
    ];
    expect(acts).toHaveLength(16);
    const answers = await Promise.all(acts.map((act) => act()));
    for (const { status } of answers) expect([200, 201, 402, 409, 503]).toContain(status);
    const states = await statesOf(survival.settle(entries));
    const taken = states.filter((state) => state === 'SETTLED').length * 40;
    const bought = answers.slice(9, 13).filter(({ status }) => status === 201).length * 30;
    const paid = answers.slice(13).filter(({ status }) => status === 201).length * 30;
    const [wallet, held] = await pursesOf(ctx, player);
    expect(wallet + held).toBe(300 - taken - bought - paid);
    expect(Math.min(wallet, held)).toBeGreaterThanOrEqual(0);
    await expectSoundLedger(ctx);
  });
});

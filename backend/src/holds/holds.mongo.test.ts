// Setting coins aside for a game server and giving them back: what moves, for whom, what staff see,
// and what many at once do.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { listHolds, releaseServerHolds } from '@mintkeep/shared/holds.ts';
import { getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { banPlayer, freeze, getUser } from '@mintkeep/shared/players.ts';
import { pay } from '@mintkeep/shared/pay.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { aKey, testApp } from '../../test/app.ts';
import { aPlayer, aReward, counts, expectSoundLedger } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { holding, pursesOf, withdrawal } from '../../test/holds.ts';
import type { Ask } from '../../test/holds.ts';
import { startProfiling, stopProfiling } from '../../test/profiler.ts';
import { readFacts } from '../health/facts.ts';
import { refreshLeaderboard } from '../leaderboard/service.ts';
import { verifyLedger } from '../ledger/verify.ts';
import type { Player } from '../players/service.ts';

const opened = testApp();
let survival: ReturnType<typeof holding>;
let skyblock: ReturnType<typeof holding>;
let askSkyblock: Ask;

beforeAll(async () => {
  survival = holding(opened.ask);
  askSkyblock = gameServer(opened.app, await aKey(opened, 'skyblock'));
  skyblock = holding(askSkyblock);
});

const console = { actor: 'console' };
const reason = 'for a test';
const entriesOf = ({ _id }: Player) =>
  opened.ctx.db.collection('transactions').find({ actorId: _id, type: 'hold' }).toArray();

describe('POST /api/holds/take', () => {
  test('sets coins aside by a double entry, until so many are held', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const taken = await survival.take(player, 60);
    expect([taken.status, taken.signed]).toEqual([200, true]);
    const { minecraftUUID } = player;
    const held = { minecraftUUID, holdCoins: 60, walletBalanceCoins: 40, refused: null };
    expect(taken.body).toEqual(held);
    expect(await entriesOf(player)).toMatchObject([
      {
        amountCoins: 60,
        postings: [
          { from: `wallet:${player._id}`, to: `hold:${player._id}:survival`, amountCoins: 60 },
        ],
      },
    ]);
    // What is held suffices, or the wallet does not: only what is missing and there is moved.
    expect((await survival.take(player, 30)).body).toEqual(held);
    expect((await survival.take(player, 500)).body).toMatchObject({
      holdCoins: 100,
      walletBalanceCoins: 0,
    });
    expect(await entriesOf(player)).toHaveLength(2);
    const lifetime = { lifetimeEarnedCoins: 100, lifetimeSpentCoins: 0 };
    const doc = await ctx.db.collection<Player>('players').findOne({ _id: player._id });
    expect(doc).toMatchObject(lifetime);
    await expectSoundLedger(ctx);
  });

  test('takes once for its key, however often and at once it is asked', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 16 }, () => survival.take(player, 70, key)),
    );
    expect(answers.every(({ status }) => status === 200 || status === 409)).toBe(true);
    expect((await survival.take(player, 70, key)).body.holdCoins).toBe(70);
    expect((await survival.take(player, 71, key)).error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await pursesOf(opened.ctx, player)).toEqual([30, 70]);
    expect(await entriesOf(player)).toHaveLength(1);
  });

  test('needs a key, a known player and a wish; else it changes nothing', async () => {
    const before = await counts(opened.ctx);
    const unknown = { minecraftUUID: randomUUID() } as Player;
    expect((await survival.take(unknown, 5)).error?.code).toBe('PLAYER_UNKNOWN');
    for (const wish of [0, -1, 1.5, Number.NaN, coinsMax + 1, '5' as never]) {
      expect((await survival.take(unknown, wish)).error?.code).toBe('REQUEST_INVALID');
    }
    expect((await survival.take(unknown, 5, '')).error?.code).toBe('IDEMPOTENCY_KEY_MISSING');
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('takes nothing of who is frozen or banned, and keeps what is held', async () => {
    for (const [contract, refused] of [
      [freeze, 'PLAYER_FROZEN'],
      [banPlayer, 'PLAYER_BANNED'],
    ] as const) {
      const [held, other] = [
        await aPlayer(opened.ctx, { coins: 100 }),
        await aPlayer(opened.ctx, { coins: 100 }),
      ];
      await survival.take(held, 40);
      for (const { _id: id } of [held, other]) {
        await opened.ask(contract as typeof freeze, { id, reason }, console);
      }
      const kept = { holdCoins: 40, walletBalanceCoins: 60, refused };
      expect((await survival.take(held, 90)).body).toMatchObject(kept);
      const none = { holdCoins: 0, walletBalanceCoins: 100, refused };
      expect((await survival.take(other, 90)).body).toMatchObject(none);
      // The next start takes over what is held, so that it is not given back as an older one's.
      const next = holding(opened.ask);
      expect((await next.take(held, 90)).body).toMatchObject(kept);
      const { players } = (await next.releaseOlder()).body;
      expect(players.map(({ minecraftUUID }) => minecraftUUID)).not.toContain(held.minecraftUUID);
      // What a plugin took while the word of it had not come is settled.
      const [entry] = (await next.settle([withdrawal(held, 15)])).body.entries;
      expect(entry?.state).toBe('SETTLED');
      expect(await pursesOf(opened.ctx, held)).toEqual([60, 25]);
      expect((await next.release([held])).body.players).toMatchObject([{ refused }]);
      expect(await pursesOf(opened.ctx, held)).toEqual([85, 0]);
    }
  });

  test('leaves nobody else a coin of what is held', async () => {
    const { ctx, ask } = opened;
    const [player, friend] = [await aPlayer(ctx, { coins: 100 }), await aPlayer(ctx)];
    const reward = await aReward(ctx, { priceCoins: 50 });
    const { minecraftUUID } = player;
    await survival.take(player, 60);
    const bought = await ask(purchase, { minecraftUUID, sku: reward._id, quantity: 1 });
    expect(bought.error).toMatchObject({
      code: 'FUNDS_INSUFFICIENT',
      details: { walletBalanceCoins: 40 },
    });
    const { minecraftUUID: toMinecraftUUID } = friend;
    const paid = await ask(pay, { minecraftUUID, toMinecraftUUID, amountCoins: 41 });
    expect(paid.error?.code).toBe('FUNDS_INSUFFICIENT');
    expect((await skyblock.take(player, 90)).body).toMatchObject({ holdCoins: 40 });
    expect(await pursesOf(ctx, player)).toEqual([0, 100]);
    await expectSoundLedger(ctx);
  });
});

describe('POST /api/holds/release', () => {
  test('gives back what is held for this server alone', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    await survival.take(player, 30);
    await skyblock.take(player, 50);
    const { body } = await survival.release([player, await aPlayer(opened.ctx)]);
    const { minecraftUUID } = player;
    const left = { minecraftUUID, holdCoins: 0, walletBalanceCoins: 50, refused: null };
    expect(body).toEqual({ players: [left], releasedCoins: 30 });
    expect(await pursesOf(opened.ctx, player)).toEqual([50, 50]);
    expect((await survival.release([player])).body).toEqual({ players: [], releasedCoins: 0 });
    await expectSoundLedger(opened.ctx);
  });

  test('keeps a hold that the wallet has no room for', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10 });
    await survival.take(player, 10);
    const wallet = { walletBalanceCoins: coinsMax - 9 };
    await ctx.db.collection<Player>('players').updateOne({ _id: player._id }, { $set: wallet });
    expect((await survival.release([player])).body).toMatchObject({
      players: [{ holdCoins: 10, ...wallet }],
      releasedCoins: 0,
    });
    await ctx.db
      .collection<Player>('players')
      .updateOne({ _id: player._id }, { $set: { walletBalanceCoins: 0 } });
    expect((await survival.release([player])).body.releasedCoins).toBe(10);
    await expectSoundLedger(ctx);
  });

  test('of older starts gives back all but what this start holds, in bounded parts', async () => {
    const { ctx } = opened;
    const [old, now] = [holding(askSkyblock), holding(askSkyblock)];
    const players: Player[] = [];
    for (let made = 0; made < 203; made += 1) players.push(await aPlayer(ctx, { coins: 9 }));
    // In parts: on a busy machine the last of two hundred at once would be told to come again.
    for (let from = 0; from < players.length; from += 29) {
      const part = players.slice(from, from + 29).map((player) => old.take(player, 5));
      for (const { status } of await Promise.all(part)) expect(status).toBe(200);
    }
    const [adopted, fresh] = [players[0] as Player, await aPlayer(ctx, { coins: 9 })];
    await now.take(adopted, 5);
    await now.take(fresh, 5);
    await survival.take(fresh, 2);
    const first = (await now.releaseOlder()).body;
    expect([first.players.length, first.more]).toEqual([200, true]);
    const second = (await now.releaseOlder()).body;
    expect(second).toMatchObject({ more: false });
    expect((await now.releaseOlder()).body).toEqual({ players: [], releasedCoins: 0, more: false });
    expect(await pursesOf(ctx, adopted)).toEqual([4, 5]);
    expect(await pursesOf(ctx, fresh)).toEqual([2, 7]);
    expect(await pursesOf(ctx, players[202] as Player)).toEqual([9, 0]);
    await expectSoundLedger(ctx);
  });
});

describe('holds in other places', () => {
  test('stand on the card with where they are, and in no movement of it', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const { minecraftUUID } = player;
    const cardAt = async (ask: Ask) => (await ask(getCard, { minecraftUUID })).body;
    expect(await cardAt(opened.ask)).not.toHaveProperty('holds');
    await survival.take(player, 30);
    await skyblock.take(player, 50);
    const card = await cardAt(opened.ask);
    expect(card).toMatchObject({
      walletBalanceCoins: 20,
      holds: [
        { serverId: 'survival', isHere: true, holdCoins: 30 },
        { serverId: 'skyblock', isHere: false, holdCoins: 50 },
      ],
    });
    expect(card.lastEntries.map(({ reason: why }) => why)).toEqual(['test']);
    expect((await cardAt(askSkyblock)).holds?.[0]).toMatchObject({ serverId: 'skyblock' });
    await survival.settle([withdrawal(player, 7)]);
    expect((await cardAt(opened.ask)).lastEntries[0]).toMatchObject({
      amountCoins: -7,
      reason: 'vault',
    });
    const { body } = await opened.ask(getUser, { id: player._id }, console);
    expect(body).toMatchObject({ walletBalanceCoins: 20, holdCoins: 73 });
  });

  test('count for the place among the fullest wallets', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 1_000_000 });
    await survival.take(player, 999_999);
    await refreshLeaderboard(ctx);
    const { minecraftUUID } = player;
    const { body } = await opened.ask(getLeaderboardPlace, { minecraftUUID });
    expect(body).toMatchObject({ place: 1, walletBalanceCoins: 1_000_000 });
  });

  test('are verified: a sum that the ledger does not say is found', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10 });
    await survival.take(player, 6);
    const docs = ctx.db.collection<Player>('players');
    const hold = `hold:${player._id}:survival`;
    const setHold = (holdCoins: number) =>
      docs.updateOne({ _id: player._id }, { $set: { 'holds.0.holdCoins': holdCoins } });
    await setHold(7);
    expect((await verifyLedger(ctx)).mismatches).toEqual([
      { account: hold, ledgerCoins: '6', cachedCoins: '7' },
    ]);
    await docs.updateOne({ _id: player._id }, { $set: { holds: [] } });
    expect((await verifyLedger(ctx)).mismatches).toEqual([
      { account: hold, ledgerCoins: '6', cachedCoins: '0' },
    ]);
    const back = { serverId: 'survival', holdCoins: 6, epoch: randomUUID(), since: new Date() };
    await docs.updateOne({ _id: player._id }, { $set: { holds: [back] } });
    await expectSoundLedger(ctx);
  });
});

test('no question about holds reads a player who has none', async () => {
  const { ctx, ask } = opened;
  const player = await aPlayer(ctx, { coins: 9 });
  for (let made = 0; made < 20; made += 1) await aPlayer(ctx);
  await survival.take(player, 3);
  await startProfiling(ctx.db);
  await ask(listHolds, { serverId: 'survival' }, console);
  await ask(listHolds, {}, console);
  await survival.take(player, 5);
  await survival.settle([withdrawal(player, 1)]);
  await survival.releaseOlder();
  await ask(releaseServerHolds, { serverId: 'nowhere', reason }, console);
  await readFacts(ctx);
  const profiled = await stopProfiling(ctx.db);
  const ofPlayers = profiled.filter(({ collection }) => collection === 'players');
  const plans = new Set(ofPlayers.map(({ plan }) => plan));
  expect(plans).toContain('IXSCAN { holds.serverId: 1 }');
  expect(plans).not.toContain('COLLSCAN');
  const writes = profiled.filter(({ op }) => op === 'update');
  expect(writes.filter(({ plan }) => plan === 'COLLSCAN')).toEqual([]);
});

describe('staff', () => {
  test('list holds by server, and release those of a server with a reason in the audit log', async () => {
    const { ctx, ask } = opened;
    const gone = holding(gameServer(opened.app, await aKey(opened, 'gone')));
    const players = [await aPlayer(ctx, { coins: 9 }), await aPlayer(ctx, { coins: 9 })];
    for (const player of players) await gone.take(player, 4);
    await survival.take(players[0] as Player, 5);
    const list = async () => (await ask(listHolds, { serverId: 'gone' }, console)).body;
    expect(await list()).toMatchObject({
      total: 2,
      items: players
        .map((player) => ({ serverId: 'gone', playerId: player._id, holdCoins: 4 }))
        .sort((one, other) => (one.playerId < other.playerId ? -1 : 1)),
    });
    const all = await ask(listHolds, { pageSize: '100' }, console);
    expect(new Set(all.body.items.map(({ serverId }) => serverId)).size).toBeGreaterThan(1);
    const [first] = players as [Player];
    const { minecraftUUID } = first;
    const one = { serverId: 'gone', minecraftUUID, reason };
    expect((await ask(releaseServerHolds, one, console)).body).toMatchObject({ releasedCoins: 4 });
    expect(await pursesOf(ctx, first)).toEqual([4, 5]);
    const rest = await ask(releaseServerHolds, { serverId: 'gone', reason }, console);
    expect(rest.body).toMatchObject({ releasedCoins: 4, more: false });
    expect((await list()).total).toBe(0);
    const audited = await ctx.db
      .collection('audit_log')
      .find({ action: 'holds.release', 'target.id': 'gone' })
      .toArray();
    expect(audited).toMatchObject([
      { target: { type: 'server', id: 'gone' }, reason },
      { before: { holdCoins: 4 } },
    ]);
    await expectSoundLedger(ctx);
  });
});

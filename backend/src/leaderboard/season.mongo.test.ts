// The season through its doors: who earned most since it began, whatever moved besides, and that
// nothing of another season counts.
import { beforeAll, describe, expect, test } from 'vitest';
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { adjust } from '@mintkeep/shared/players.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { claimDaily } from '@mintkeep/shared/quests.ts';
import { getSettings, putSettings } from '@mintkeep/shared/staff.ts';
import type { Season } from '@mintkeep/shared/staff.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aPurchase, aReward, inTx } from '../../test/builders.ts';
import { staffMember } from '../../test/staff.ts';
import { earnedSince, postEarning } from '../ledger/service.ts';
import { ledgerPlan } from '../ledger/store.ts';
import { seasonDayOf } from '../levels/inputs.ts';
import { findSeasonStart } from '../levels/store.ts';
import type { Player } from '../players/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { refreshLeaderboardJob } from './jobs.ts';

const opened = testApp();
let owner: Awaited<ReturnType<typeof staffMember>>;
beforeAll(async () => {
  owner = await staffMember(opened, 'SUPERADMIN');
});

const board = async () => (await opened.ask(getLeaderboard, {})).body;
const placeOf = async ({ minecraftUUID }: Player) =>
  (await opened.ask(getLeaderboardPlace, { minecraftUUID })).body.season;
const cardOf = async ({ minecraftUUID }: Player) =>
  (await opened.ask(getCard, { minecraftUUID })).body;
const refresh = () => refreshLeaderboardJob.run(opened.ctx);
const earn = ({ _id: playerId }: Player, amountCoins: number) =>
  inTx(opened.ctx, (tx) => postEarning(tx, { playerId, amountCoins, reason: 'test', meta: {} }));
const sinceMs = (ms: number): string =>
  new Date(opened.ctx.clock.now().getTime() + ms).toISOString();

async function begin(season: Season | null): Promise<void> {
  const { body } = await owner.ask(getSettings, {});
  const expectedVersion = body.version;
  const answer = await owner.ask(putSettings, { season, expectedVersion, reason: 'a season' });
  expect([answer.status, answer.body]).toMatchObject([200, { season }]);
}

describe('a season', () => {
  test('ranks by coins earned since it began, and by nothing else (D34, S1-064, S1-065)', async () => {
    const { ctx } = opened;
    const early = await aPlayer(ctx, { coins: 50_000 });
    const startedAt = sinceMs(1);
    await begin({ name: 'Autumn', startedAt });
    const [first, second, given, poor] = [
      await aPlayer(ctx),
      await aPlayer(ctx),
      await aPlayer(ctx),
      await aPlayer(ctx),
    ];
    await earn(first, 300);
    await earn(first, 40);
    await earn(second, 339);
    await earn(early, 5);
    const gift = { id: given._id, amountCoins: 9_999, reason: 'a gift' };
    expect((await opened.ask(adjust, gift, { actor: 'console' })).status).toBe(200);
    // What is spent stays earned.
    await openPurchases(ctx).submit(aPurchase(first, await aReward(ctx, { priceCoins: 330 })));
    expect((await board()).season).toEqual({ name: 'Autumn', startedAt, rows: [] });
    expect(await placeOf(first)).toEqual({ name: 'Autumn', place: null, earnedCoins: null });
    await refresh();
    expect((await board()).season?.rows).toMatchObject([
      { place: 1, minecraftUUID: first.minecraftUUID, earnedCoins: 340 },
      { place: 2, minecraftUUID: second.minecraftUUID, earnedCoins: 339 },
      { place: 3, minecraftUUID: early.minecraftUUID, earnedCoins: 5 },
    ]);
    expect((await board()).rows[0]).toMatchObject({ minecraftUUID: early.minecraftUUID });
    expect(await placeOf(second)).toEqual({ name: 'Autumn', place: 2, earnedCoins: 339 });
    for (const one of [given, poor]) {
      expect(await placeOf(one)).toEqual({ name: 'Autumn', place: null, earnedCoins: null });
    }
  });

  test('leaves the banned out, and who has eleven before has a place without a row', async () => {
    const { ctx } = opened;
    await begin({ name: 'Winter', startedAt: sinceMs(1) });
    const all = await Promise.all(Array.from({ length: 13 }, () => aPlayer(ctx)));
    for (const [index, one] of all.entries()) await earn(one, 1_000 - index);
    const [cheat] = all as [Player];
    const banned = { reason: 'r', by: 'console:x', at: new Date(), untilAt: null };
    await ctx.db.collection<Player>('players').updateOne({ _id: cheat._id }, { $set: { banned } });
    await refresh();
    const { season } = await board();
    expect(season?.rows).toHaveLength(10);
    expect(season?.rows[0]?.minecraftUUID).toBe(all[1]?.minecraftUUID);
    expect((await placeOf(cheat))?.place).toBeNull();
    expect(await placeOf(all[12] as Player)).toEqual({
      name: 'Winter',
      place: 12,
      earnedCoins: 988,
    });
  });

  test('that is new shows nothing of the one before it; one to come counts nobody', async () => {
    const player = await aPlayer(opened.ctx);
    await begin({ name: 'Spring', startedAt: sinceMs(1) });
    await earn(player, 77);
    await refresh();
    expect((await placeOf(player))?.earnedCoins).toBe(77);
    await begin({ name: 'Summer', startedAt: sinceMs(3_600_000) });
    for (const counted of [false, true]) {
      if (counted) await refresh();
      expect((await board()).season).toMatchObject({ name: 'Summer', rows: [] });
      expect(await placeOf(player)).toEqual({ name: 'Summer', place: null, earnedCoins: null });
    }
    // One that began in the past counts what the ledger knows of it.
    await begin({ name: 'Late', startedAt: sinceMs(-60_000) });
    await refresh();
    expect((await placeOf(player))?.earnedCoins).toBe(77);
    await begin(null);
    expect([(await board()).season, await placeOf(player)]).toEqual([null, null]);
  });

  test('is counted from an index that holds earnings alone: no entry is read, no purchase pays for it', async () => {
    const { ctx } = opened;
    const earner = await aPlayer(ctx, { coins: 500 });
    await openPurchases(ctx).submit(aPurchase(earner, await aReward(ctx)));
    const plan = JSON.stringify(await earnedSince(ctx, new Date(0)).explain('executionStats'));
    expect(plan).toContain('"indexName":"earned"');
    expect(plan).toContain('"totalDocsExamined":0');
    const earned = ledgerPlan.indexes.find(({ name }) => name === 'earned');
    expect(earned).toMatchObject({ partialFilterExpression: { type: 'earn' } });
  });

  test('gives level caps their seasonDay (D30, D34)', async () => {
    const startedAt = sinceMs(-2 * 86_400_000 - 1_000);
    await begin({ name: 'Third day', startedAt });
    const start = await findSeasonStart(opened.ctx);
    expect(start?.toISOString()).toBe(startedAt);
    expect(seasonDayOf(start, opened.ctx.clock.now())).toBe(3);
    await begin(null);
    expect(await findSeasonStart(opened.ctx)).toBeNull();
  });
});

describe('the card', () => {
  test('shows coins, escrow, streak, badges, the place in the season (S1-060)', async () => {
    const { ctx } = opened;
    await begin({ name: 'Cards', startedAt: sinceMs(1) });
    const player = await aPlayer(ctx, { escrowBalanceCoins: 12, badges: ['first', 'rich'] });
    const { minecraftUUID } = player;
    expect(await cardOf(player)).toMatchObject({
      walletBalanceCoins: 0,
      escrowBalanceCoins: 12,
      streakDays: 0,
      badges: 2,
      season: { name: 'Cards', place: null },
      lastEntries: [],
    });
    for (const amount of [1, 2, 3]) await earn(player, amount);
    const { body } = await opened.ask(claimDaily, { minecraftUUID });
    await refresh();
    const card = await cardOf(player);
    expect(card).toMatchObject({ walletBalanceCoins: 6 + body.rewardCoins, streakDays: 1 });
    expect(card.season).toMatchObject({ place: 1, earnedCoins: 6 + body.rewardCoins });
    expect(card.lastEntries.map(({ amountCoins }) => amountCoins)).toEqual([
      body.rewardCoins,
      3,
      2,
    ]);
    const lastDailyAt = new Date(ctx.clock.now().getTime() - 72 * 3_600_000);
    const stale = { $set: { lastDailyAt } };
    await ctx.db.collection<Player>('players').updateOne({ _id: player._id }, stale);
    expect((await cardOf(player)).streakDays).toBe(0);
  });
});

describe('PUT /api/admin/settings', () => {
  test('changes what is named alone, with a reason and an audit entry (S1-115, S1-120)', async () => {
    const before = (await owner.ask(getSettings, {})).body;
    const daily = { ...before.daily, baseCoins: 123 };
    const change = { daily, expectedVersion: before.version, reason: 'a better daily' };
    const { body } = await owner.ask(putSettings, change);
    expect(body).toMatchObject({
      ...before,
      daily,
      version: before.version + 1,
      updatedAt: expect.any(String) as string,
    });
    const entries = opened.ctx.db.collection('audit_log').find({ reason: change.reason });
    expect(await entries.toArray()).toMatchObject([
      {
        action: 'settings.change',
        target: { type: 'settings', id: 'daily' },
        before: { daily: before.daily, version: before.version },
        after: { daily, version: before.version + 1 },
      },
    ]);
    expect((await owner.ask(putSettings, change)).error?.code).toBe('VERSION_STALE');
  });

  test('is for SUPERADMIN alone, and refuses what is no setting', async () => {
    const { version: expectedVersion } = (await owner.ask(getSettings, {})).body;
    const admin = await staffMember(opened, 'ADMIN');
    const season = { name: 'Mine', startedAt: sinceMs(0) };
    const wish = { season, expectedVersion, reason: 'x' };
    expect((await admin.ask(putSettings, wish)).error?.code).toBe('ROLE_INSUFFICIENT');
    expect((await admin.ask(getSettings, {})).error?.code).toBe('ROLE_INSUFFICIENT');
    const bad = [
      { expectedVersion, reason: 'nothing named' },
      { ...wish, season: { ...season, name: '' } },
      { ...wish, season: { ...season, name: 'x'.repeat(33) } },
      { ...wish, season: { ...season, name: 'a\nb' } },
      { ...wish, season: { ...season, startedAt: 'soon' } },
      { ...wish, reason: '' },
    ];
    for (const one of bad) {
      expect((await owner.ask(putSettings, one)).error?.code).toBe('REQUEST_INVALID');
    }
    expect((await owner.ask(getSettings, {})).body.version).toBe(expectedVersion);
  });
});

// Daily, quests and economy events on a real database: exactly once, by the database's clock, and
// nothing without its records.
import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dailyDefault } from '@mintkeep/shared/quests.ts';
import * as eventContracts from '@mintkeep/shared/economy-events.ts';
import * as contracts from '@mintkeep/shared/quests.ts';
import { heartbeat, join } from '@mintkeep/shared/presence.ts';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { aKey, appKey, testApp, testLinking } from '../../test/app.ts';
import { aPlayer, coinsOf, counts, expectSoundLedger } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { buildApp } from '../app.ts';
import type { AuditDoc } from '../audit/store.ts';
import { transact } from '../core/transact.ts';
import type { EventDoc } from '../event-log/store.ts';
import type { Player } from '../players/service.ts';
import { serverKeys } from '../servers/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { claim } from './claim-daily.ts';
import { endEconomyEvents } from './jobs.ts';
import { feeHolidayRuns, shopDiscountFactor } from './service.ts';
import type { ClaimDoc, EconomyEventDoc } from './store.ts';

const opened = testApp();
const asConsole = { actor: 'console' };
const hourMs = 3_600_000;

const daily = ({ minecraftUUID }: Player, idempotencyKey = randomUUID()) =>
  opened.ask(contracts.claimDaily, { minecraftUUID }, { idempotencyKey });
const claimsIn = () => opened.ctx.db.collection<ClaimDoc>('claims');
const playerIn = async ({ _id }: Player) => {
  const found = await opened.ctx.db.collection<Player>('players').findOne({ _id });
  if (!found) throw new Error('no such player');
  return found;
};

/** Another backend on the same database, which knows nothing of what the first one works on. */
async function aSecondBackend() {
  const ctx = { ...opened.ctx, inFlight: new Set<string>() };
  const app = await buildApp(ctx, {
    doorbell: opened.doorbell,
    purchases: openPurchases(ctx),
    linking: testLinking,
    limits: { readsPerMinuteMax: 1_000_000, writesPerMinuteMax: 1_000_000 },
    serverKeys: serverKeys(ctx, appKey),
    staff: opened.staff,
  });
  await app.ready();
  onTestFinished(() => app.close());
  return app;
}

/** As if the last claim had been made that much earlier. */
const past = async ({ _id: playerId }: Player, type: string, ms: number): Promise<void> => {
  await claimsIn().updateOne({ playerId, type }, [
    { $set: { lastClaimAt: { $subtract: ['$lastClaimAt', ms] } } },
  ]);
};

describe('claimDaily', () => {
  test('mints base and bonus once, logs it, and says when the next is (S1-063, D33)', async () => {
    const player = await aPlayer(opened.ctx);
    const { status, body } = await daily(player);
    expect(status).toBe(200);
    expect(body).toMatchObject({ rewardCoins: 110, streakDays: 1, waitS: 86_400 });
    const claimed = await claimsIn().findOne({ playerId: player._id, type: 'daily' });
    expect(Date.parse(body.nextAt) - Number(claimed?.lastClaimAt)).toBe(24 * hourMs);
    expect(claimed).toMatchObject({ claimCount: 1, streakDays: 1 });
    expect(await playerIn(player)).toMatchObject({
      walletBalanceCoins: 110,
      lifetimeEarnedCoins: 110,
      streakDays: 1,
      lastDailyAt: claimed?.lastClaimAt,
    });
    const logged = await opened.ctx.db
      .collection<EventDoc>('event_log')
      .findOne({ playerId: player._id, eventType: 'daily' });
    expect(logged?.data).toMatchObject({
      before: { walletBalanceCoins: 0, lastClaimAt: null },
      after: { walletBalanceCoins: 110, amountCoins: 110, streakDays: 1, factor: 1 },
    });
    await expectSoundLedger(opened.ctx);
  });

  test('CLAIM_COOLDOWN: refuses within the cooldown and changes nothing (S1-063, S1-052)', async () => {
    const player = await aPlayer(opened.ctx);
    const { body } = await daily(player);
    await past(player, 'daily', 24 * hourMs - 60_000);
    const before = await counts(opened.ctx);
    const again = await daily(player);
    expect([again.status, again.error?.code]).toEqual([409, 'CLAIM_COOLDOWN']);
    expect(again.error?.details?.['waitS']).toBeLessThanOrEqual(60);
    expect(Date.parse(String(again.error?.details?.['nextAt']))).toBe(
      Date.parse(body.nextAt) - 24 * hourMs + 60_000,
    );
    expect(await counts(opened.ctx)).toEqual(before);
    expect(await coinsOf(opened.ctx, player)).toBe(110);
  });

  test.each([
    ['within the window goes on', 47, 2, 120],
    ['after the window begins anew', 49, 1, 110],
  ])('a streak %s (S1-063)', async (_words, hours, streakDays, rewardCoins) => {
    const player = await aPlayer(opened.ctx);
    await daily(player);
    await past(player, 'daily', hours * hourMs);
    expect((await daily(player)).body).toMatchObject({ streakDays, rewardCoins });
    expect(await playerIn(player)).toMatchObject({ streakDays });
  });

  test('16 at once over two backends bring it once (S1-063, R7)', async () => {
    const other = gameServer(await aSecondBackend(), await aKey(opened, 'other'));
    for (let round = 0; round < 5; round += 1) {
      const player = await aPlayer(opened.ctx);
      const { minecraftUUID } = player;
      if (round % 2 === 1) {
        await daily(player);
        await past(player, 'daily', 30 * hourMs);
      }
      const before = await coinsOf(opened.ctx, player);
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, index) =>
          (index % 2 ? opened.ask : other)(contracts.claimDaily, { minecraftUUID }),
        ),
      );
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const codes = new Set(answers.map(({ error }) => error?.code).filter(Boolean));
      expect([...codes]).toEqual(['CLAIM_COOLDOWN']);
      expect((await coinsOf(opened.ctx, player)) - before).toBe(round % 2 ? 120 : 110);
    }
    await expectSoundLedger(opened.ctx);
  });

  test('the same key answers the same, and acts once (D15)', async () => {
    const player = await aPlayer(opened.ctx);
    const key = randomUUID();
    const first = await daily(player, key);
    expect((await daily(player, key)).body).toEqual(first.body);
    await past(player, 'daily', 30 * hourMs);
    await opened.ctx.db.collection('operations').deleteMany({});
    const late = await daily(player, key);
    expect(late.error?.code).toBe('OPERATION_DONE_EARLIER');
    expect(await coinsOf(opened.ctx, player)).toBe(110);
  });

  test('refuses the frozen, the banned and the unknown (B-08)', async () => {
    const frozen = await aPlayer(opened.ctx, { frozen: true });
    const ban = { reason: 'x', by: 'x', at: new Date(), untilAt: null };
    const banned = await aPlayer(opened.ctx, { banned: ban });
    const nobody = { ...frozen, minecraftUUID: randomUUID() };
    const before = await counts(opened.ctx);
    expect((await daily(frozen)).error?.code).toBe('PLAYER_FROZEN');
    expect((await daily(banned)).error?.code).toBe('PLAYER_BANNED');
    expect((await daily(nobody)).error?.code).toBe('PLAYER_UNKNOWN');
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('refuses what a balance can not hold', async () => {
    const player = await aPlayer(opened.ctx, { walletBalanceCoins: Number.MAX_SAFE_INTEGER - 100 });
    expect((await daily(player)).error?.code).toBe('BALANCE_TOO_LARGE');
    expect(await claimsIn().countDocuments({ playerId: player._id })).toBe(0);
    await opened.ctx.db.collection<Player>('players').deleteOne({ _id: player._id });
  });

  test('Property: any sequence of claims at any times pays what a model pays (S1-185)', async () => {
    const stepsMs = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 100 * hourMs }),
        // The edges of cooldown and window, to the millisecond.
        fc
          .constantFrom(24, 48)
          .chain((hours) => fc.integer({ min: -2, max: 2 }).map((ms) => hours * hourMs + ms)),
      ),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(stepsMs, async (steps) => {
        const { ctx } = opened;
        const player = await aPlayer(ctx);
        let nowMs = Date.parse('2026-11-21T00:00:00.000Z');
        let last: { atMs: number; streakDays: number } | null = null;
        let paidCoins = 0;
        for (const step of steps) {
          nowMs += step;
          const now = new Date(nowMs);
          const due = last === null || nowMs - last.atMs >= 24 * hourMs;
          const command = {
            actor: { kind: 'server', id: 'survival' },
            route: 'test',
            key: undefined,
            input: null,
          } as const;
          const claiming = transact(ctx, command, (tx) => claim({ ...tx, now }, player));
          if (!due) {
            await expect(claiming).rejects.toThrow('CLAIM_COOLDOWN');
            continue;
          }
          const goesOn: boolean = last !== null && nowMs - last.atMs <= 48 * hourMs;
          const streakDays: number = goesOn && last ? last.streakDays + 1 : 1;
          const rewardCoins = 100 + Math.min(10 * streakDays, 100);
          const { reply } = await claiming;
          expect(reply).toEqual({
            rewardCoins,
            streakDays,
            nextAt: new Date(nowMs + 24 * hourMs).toISOString(),
            waitS: 86_400,
          });
          last = { atMs: nowMs, streakDays };
          paidCoins += rewardCoins;
        }
        expect(await playerIn(player)).toMatchObject({
          walletBalanceCoins: paidCoins,
          lifetimeEarnedCoins: paidCoins,
          streakDays: last?.streakDays,
        });
      }),
      { numRuns: propertyRunsMin },
    );
    await expectSoundLedger(opened.ctx);
  }, 120_000);
});

describe('getDaily', () => {
  test('says when it is ready, and that a broken streak is none', async () => {
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID } = player;
    const look = async () => (await opened.ask(contracts.getDaily, { minecraftUUID })).body;
    expect(await look()).toEqual({ isReady: true, streakDays: 0, nextAt: null, waitS: 0 });
    const { nextAt } = (await daily(player)).body;
    expect(await look()).toMatchObject({ isReady: false, streakDays: 1, nextAt });
    await past(player, 'daily', 30 * hourMs);
    expect(await look()).toMatchObject({ isReady: true, streakDays: 1, nextAt: null });
    await past(player, 'daily', 30 * hourMs);
    expect(await look()).toMatchObject({ isReady: true, streakDays: 0 });
  });
});

describe('the numbers of the daily', () => {
  test('are seeded, changed under their version, audited, and in force at once (S1-115)', async () => {
    const look = async () => (await opened.ask(contracts.getDailySettings, {}, asConsole)).body;
    const { daily: seeded, version } = await look();
    expect(seeded).toEqual(dailyDefault);
    const changed = { ...dailyDefault, baseCoins: 7, perStreakDayCoins: 1 };
    const put = (expectedVersion: number, numbers = changed) =>
      opened.ask(
        contracts.putDailySettings,
        { daily: numbers, expectedVersion, reason: 'a feast' },
        asConsole,
      );
    expect((await put(version)).body).toEqual({ daily: changed, version: version + 1 });
    expect((await put(version)).error?.code).toBe('VERSION_STALE');
    const short = { ...changed, streakWindowHours: 24 };
    expect((await put(version + 1, short)).error?.code).toBe('REQUEST_INVALID');
    const player = await aPlayer(opened.ctx);
    expect((await daily(player)).body.rewardCoins).toBe(8);
    const entries = await opened.ctx.db
      .collection<AuditDoc>('audit_log')
      .find({ 'target.id': 'daily' })
      .toArray();
    expect(entries).toMatchObject([
      { action: 'settings.change', reason: 'a feast', before: { daily: dailyDefault } },
    ]);
    expect((await put(version + 1, dailyDefault)).status).toBe(200);
  });
});

const common = { name: 'A quest', rewardCoins: 40, cooldownHours: 24, isEnabled: true };
let made = 0;
const aQuest = async (
  fields:
    | { type: 'trivia'; question: string; answers: string[] }
    | { type: 'visit'; serverId: string }
    | { type: 'play'; minutes: number },
  { isEnabled = true } = {},
): Promise<string> => {
  made += 1;
  const key = `quest-${String(made)}`;
  const quest = { ...common, ...fields, key, isEnabled };
  const put = await opened.ask(contracts.putQuest, { quest, reason: 'a test' }, asConsole);
  expect(put.status).toBe(200);
  return key;
};
const trivia = { type: 'trivia', question: 'The capital?', answers: ['São Paulo', '42'] } as const;
const aTrivia = () => aQuest({ ...trivia, answers: [...trivia.answers] });
const claimQuest = ({ minecraftUUID }: Player, id: string, answer?: string) =>
  opened.ask(contracts.claimQuest, { id, minecraftUUID, ...(answer ? { answer } : {}) });

describe('putQuest and listQuests', () => {
  test('answers are stored as salted hashes and never leave (S1-101)', async () => {
    const key = await aTrivia();
    const doc = await opened.ctx.db.collection<{ _id: string }>('quests').findOne({ _id: key });
    expect(JSON.stringify(doc)).not.toMatch(/Paulo|"42"/);
    const seen = await opened.ask(contracts.listQuests, {});
    expect(seen.body.quests.find((one) => one.key === key)).toEqual({
      ...common,
      key,
      type: 'trivia',
      question: 'The capital?',
      serverId: null,
      minutes: null,
      progress: null,
    });
    expect(seen.text).not.toMatch(/Paulo|hash|salt/);
    const entry = await opened.ctx.db
      .collection<AuditDoc>('audit_log')
      .findOne({ 'target.id': key });
    expect(entry).toMatchObject({ action: 'quest.put', reason: 'a test', before: null });
    expect(JSON.stringify(entry)).not.toMatch(/Paulo|hash|salt/);
  });

  test('QUEST_ANSWER_EMPTY, and one that is off is shown to staff alone (S1-101)', async () => {
    const quest = { ...common, ...trivia, key: 'empty', answers: ['right', '?!'] };
    const put = await opened.ask(contracts.putQuest, { quest, reason: 'x' }, asConsole);
    expect([put.status, put.error?.code]).toEqual([400, 'QUEST_ANSWER_EMPTY']);
    const off = await aQuest({ type: 'visit', serverId: 'survival' }, { isEnabled: false });
    const keysFor = async (options = {}) =>
      (await opened.ask(contracts.listQuests, {}, options)).body.quests.map(({ key }) => key);
    expect(await keysFor()).not.toContain(off);
    expect(await keysFor(asConsole)).toContain(off);
    const player = await aPlayer(opened.ctx);
    expect((await claimQuest(player, off)).error?.code).toBe('QUEST_UNKNOWN');
    expect((await claimQuest(player, 'never-was')).status).toBe(404);
  });
});

describe('claimQuest', () => {
  test('trivia: the right answer as people write it, once a cooldown (S1-062, S1-052)', async () => {
    const key = await aTrivia();
    const player = await aPlayer(opened.ctx);
    expect((await claimQuest(player, key)).error?.code).toBe('QUEST_NOT_DONE');
    expect((await claimQuest(player, key, 'Rio')).error?.code).toBe('ANSWER_WRONG');
    expect(await coinsOf(opened.ctx, player)).toBe(0);
    const right = await claimQuest(player, key, '  SAO   paulo! ');
    expect(right.body).toMatchObject({ rewardCoins: 40, waitS: 86_400 });
    const again = await claimQuest(player, key, '42');
    expect(again.error).toMatchObject({ code: 'CLAIM_COOLDOWN' });
    const { minecraftUUID } = player;
    const seen = (await opened.ask(contracts.listQuests, { minecraftUUID })).body.quests;
    const progress = seen.find((one) => one.key === key)?.progress;
    expect(progress).toMatchObject({ nextAt: right.body.nextAt, claimCount: 1 });
    expect(await coinsOf(opened.ctx, player)).toBe(40);
  });

  test('LIMIT_EXCEEDED: five answers in ten minutes, also the right one, per player (S1-062)', async () => {
    const key = await aTrivia();
    const [player, other] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const tries = await Promise.all(
      Array.from({ length: 16 }, () => claimQuest(player, key, 'wrong')),
    );
    const codes = tries.map(({ error }) => error?.code).sort();
    expect(codes.filter((code) => code === 'ANSWER_WRONG')).toHaveLength(5);
    expect(codes.filter((code) => code === 'LIMIT_EXCEEDED')).toHaveLength(11);
    expect((await claimQuest(player, key, '42')).status).toBe(429);
    expect((await claimQuest(other, key, '42')).status).toBe(200);
  });

  test('16 right answers and claims at once bring it once (R7)', async () => {
    const key = await aQuest({ type: 'visit', serverId: 'survival' });
    const player = await aPlayer(opened.ctx);
    const all = await Promise.all(Array.from({ length: 16 }, () => claimQuest(player, key)));
    expect(all.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await coinsOf(opened.ctx, player)).toBe(40);
    await expectSoundLedger(opened.ctx);
  });

  test('visit: only while on that server, by what the backend knows', async () => {
    const key = await aQuest({ type: 'visit', serverId: 'skyblock' });
    const player = await aPlayer(opened.ctx);
    expect((await claimQuest(player, key)).error?.details).toMatchObject({ missing: 'visit' });
    const skyblock = gameServer(opened.app, await aKey(opened, 'skyblock'));
    const { minecraftUUID, minecraftName: name } = player;
    await skyblock(join, { minecraftUUID, name });
    expect((await claimQuest(player, key)).status).toBe(200);
  });

  test('play: counts the time since the last claim, by heartbeats (S1-062)', async () => {
    const key = await aQuest({ type: 'play', minutes: 30 });
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID, minecraftName: name } = player;
    const players = opened.ctx.db.collection<Player>('players');
    const beatAfter = async (seconds: number): Promise<number> => {
      const lastHeartbeat = new Date(opened.ctx.clock.now().getTime() - seconds * 1_000);
      await players.updateOne({ _id: player._id }, { $set: { lastHeartbeat } });
      const before = (await playerIn(player)).playtimeMinutes ?? 0;
      const seen = [{ minecraftUUID, name, level: 0 }];
      await opened.ask(heartbeat, { players: seen, pluginVersion: '1' });
      return ((await playerIn(player)).playtimeMinutes ?? 0) - before;
    };
    await opened.ask(join, { minecraftUUID, name });
    expect(await beatAfter(60)).toBeCloseTo(1, 1);
    // The server was down: that is not played.
    expect(await beatAfter(600)).toBe(0);
    await players.updateOne({ _id: player._id }, { $set: { serverId: 'elsewhere' } });
    expect(await beatAfter(60)).toBe(0);
    const undone = await claimQuest(player, key);
    expect(undone.error?.details).toMatchObject({ missing: 'play', minutes: 30, minutesPlayed: 1 });
    await players.updateOne({ _id: player._id }, { $set: { playtimeMinutes: 31 } });
    expect((await claimQuest(player, key)).status).toBe(200);
    await past(player, `quest:${key}`, 25 * hourMs);
    expect((await claimQuest(player, key)).error?.details).toMatchObject({ minutesPlayed: 0 });
    await players.updateOne({ _id: player._id }, { $set: { playtimeMinutes: 61 } });
    expect((await claimQuest(player, key)).status).toBe(200);
  });
});

describe('economy events', () => {
  const inMs = (ms: number): string =>
    new Date(opened.ctx.clock.now().getTime() + ms).toISOString();
  const start = (fields: Partial<Parameters<typeof opened.ask>[1]> = {}) =>
    opened.ask(
      eventContracts.startEconomyEvent,
      { type: 'double_coins', endsAt: inMs(hourMs), reason: 'weekend', ...fields },
      asConsole,
    );
  const stop = () => opened.ask(eventContracts.stopEconomyEvent, { reason: 'enough' }, asConsole);
  const list = async () => (await opened.ask(eventContracts.listEconomyEvents, {})).body;

  test('doubles what is earned while it runs, one at a time, audited (S1-102, S1-103)', async () => {
    const all = await Promise.all(Array.from({ length: 16 }, () => start()));
    const [begun, ...more] = all.filter(({ status }) => status === 201);
    expect(more).toEqual([]);
    expect(new Set(all.map(({ error }) => error?.code).filter(Boolean))).toEqual(
      new Set(['ECONOMY_EVENT_RUNNING']),
    );
    expect((await list()).running).toEqual(begun?.body);
    const player = await aPlayer(opened.ctx);
    expect((await daily(player)).body.rewardCoins).toBe(220);
    const stops = await Promise.all(Array.from({ length: 8 }, () => stop()));
    expect(stops.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await stop()).error?.code).toBe('ECONOMY_EVENT_NOT_RUNNING');
    const { running, ended } = await list();
    expect(running).toBeNull();
    expect(ended[0]).toMatchObject({ status: 'ended', endedBy: 'console:survival' });
    expect((await daily(await aPlayer(opened.ctx))).body.rewardCoins).toBe(110);
    const entries = await opened.ctx.db
      .collection<AuditDoc>('audit_log')
      .find({ 'target.type': 'economy_event' })
      .sort({ timestamp: 1 })
      .toArray();
    expect(entries.map(({ action, reason }) => [action, reason])).toEqual([
      ['economy-event.start', 'weekend'],
      ['economy-event.stop', 'enough'],
    ]);
    await expectSoundLedger(opened.ctx);
  });

  test('ends at its time by itself, before any job has closed it (D33)', async () => {
    const { body } = await start();
    const events = opened.ctx.db.collection<EconomyEventDoc>('economy_events');
    const endsAt = new Date(opened.ctx.clock.now().getTime() - 1);
    await events.updateOne({ _id: body.eventId }, { $set: { endsAt } });
    expect((await daily(await aPlayer(opened.ctx))).body.rewardCoins).toBe(110);
    expect((await list()).running).toBeNull();
    expect((await stop()).error?.code).toBe('ECONOMY_EVENT_NOT_RUNNING');
    await endEconomyEvents.run(opened.ctx);
    const closed = { status: 'ended', endedAt: endsAt, endedBy: null };
    expect(await events.findOne({ _id: body.eventId })).toMatchObject(closed);
    expect((await start()).status).toBe(201);
    expect((await stop()).status).toBe(200);
  });

  test.each([
    ['fee_holiday', 0, true, 1],
    ['shop_discount', 0.8, false, 0.8],
  ])('a %s acts while it runs, by its usual factor (D33)', async (type, usual, isFree, factor) => {
    const look = async () => ({
      isFree: await feeHolidayRuns(opened.ctx, opened.ctx.clock.now()),
      factor: (await shopDiscountFactor(opened.ctx, opened.ctx.clock.now())).factor,
    });
    expect(await look()).toEqual({ isFree: false, factor: 1 });
    expect((await start({ type })).body).toMatchObject({ type, factor: usual });
    expect(await look()).toEqual({ isFree, factor });
    expect((await daily(await aPlayer(opened.ctx))).body.rewardCoins).toBe(110);
    expect((await stop()).status).toBe(200);
    expect(await look()).toEqual({ isFree: false, factor: 1 });
  });

  test.each([
    ['double_coins', 1.5],
    ['double_coins', 11],
    ['fee_holiday', 0.5],
    ['shop_discount', 1],
    ['shop_discount', 0.05],
    ['shop_discount', 0.123],
  ])('REQUEST_INVALID: a %s by %d', async (type, factor) => {
    const before = await counts(opened.ctx);
    expect((await start({ type, factor })).error?.code).toBe('REQUEST_INVALID');
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('ECONOMY_EVENT_END_WRONG: an end that has passed, or lies too far', async () => {
    for (const endsAt of [inMs(-1_000), inMs(32 * 24 * hourMs)]) {
      expect((await start({ endsAt })).error?.code).toBe('ECONOMY_EVENT_END_WRONG');
    }
  });
});

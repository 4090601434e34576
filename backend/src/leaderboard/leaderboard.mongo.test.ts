// The leaderboard through its doors: ten rows as the job counted them, and everybody's own place.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer } from '../../test/builders.ts';
import type { JobDoc } from '../core/job-queue.ts';
import { startWorker } from '../core/jobs.ts';
import type { Player } from '../players/service.ts';
import { refreshLeaderboardJob } from './jobs.ts';

const opened = testApp();
const board = async () => (await opened.ask(getLeaderboard, {})).body;
const placeOf = async ({ minecraftUUID }: Player) =>
  (await opened.ask(getLeaderboardPlace, { minecraftUUID })).body;

let players: Player[];
beforeAll(async () => {
  players = [];
  for (let coins = 1; coins <= 12; coins += 1) {
    players.push(await aPlayer(opened.ctx, { coins: coins * 10 }));
  }
});

describe('leaderboard:refresh', () => {
  test('is empty before the first count, which says when it was (S1-064, S1-123)', async () => {
    expect(await board()).toEqual({ rows: [], season: null, refreshedAt: null });
    expect(await placeOf(players[0] as Player)).toEqual({
      place: null,
      walletBalanceCoins: 10,
      season: null,
      refreshedAt: null,
    });
    await refreshLeaderboardJob.run(opened.ctx);
    const { rows, refreshedAt } = await board();
    expect(rows.map(({ place }) => place)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(rows.map(({ walletBalanceCoins }) => walletBalanceCoins)).toEqual([
      120, 110, 100, 90, 80, 70, 60, 50, 40, 30,
    ]);
    expect(rows[0]).toMatchObject({ name: players[11]?.minecraftName });
    expect(Date.parse(refreshedAt ?? '')).toBeGreaterThan(0);
  });

  test('counts each time anew, without the banned and without empty wallets', async () => {
    const { ctx } = opened;
    const ban = { reason: 'r', by: 'console:x', at: new Date(), untilAt: null };
    const banned = await aPlayer(ctx, { coins: 9_000, banned: ban });
    const over = { ...ban, untilAt: new Date(0) };
    const back = await aPlayer(ctx, { coins: 8_000, banned: over });
    const poor = await aPlayer(ctx);
    await refreshLeaderboardJob.run(ctx);
    expect((await board()).rows[0]?.minecraftUUID).toBe(back.minecraftUUID);
    expect((await placeOf(banned)).place).toBeNull();
    expect((await placeOf(poor)).place).toBeNull();
  });
});

describe('LEADERBOARD_CRON', () => {
  test('has each turn run once, whichever of two workers takes it (S1-038, S1-123, K-016)', async () => {
    const { ctx, doorbell } = opened;
    let runs = 0;
    const run = async (): Promise<void> => {
      runs += 1;
      await refreshLeaderboardJob.run(ctx);
    };
    const timed = [{ ...refreshLeaderboardJob, cron: '0 0 1 1 *', run }];
    const workers = [1, 2, 3].map(() => startWorker(ctx, doorbell, { onEvent: [], timed }));
    const jobs = ctx.db.collection<JobDoc>('jobs');
    await vi.waitFor(
      async () => {
        expect(await jobs.findOne({ name: refreshLeaderboardJob.name })).toMatchObject({
          status: 'done',
        });
      },
      { timeout: 10_000 },
    );
    await Promise.all(workers.map((worker) => worker.stop(2_000)));
    expect([runs, await jobs.countDocuments({ name: refreshLeaderboardJob.name })]).toEqual([1, 1]);
  });
});

describe('GET /api/leaderboard/:minecraftUUID', () => {
  test('tells the own place also below the ten, and the coins now (S1-065)', async () => {
    await refreshLeaderboardJob.run(opened.ctx);
    const last = players[0] as Player;
    expect(await placeOf(last)).toMatchObject({ place: 13, walletBalanceCoins: 10 });
    const nobody = await opened.ask(getLeaderboardPlace, { minecraftUUID: randomUUID() });
    expect([nobody.status, nobody.error?.code]).toEqual([404, 'PLAYER_UNKNOWN']);
  });
});

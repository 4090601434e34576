// The jobs by their names and times, as docs/jobs.md tells them to people.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environment } from './config.ts';
import { turnAt } from './core/jobs.ts';
import { eventJobs, timedJobs, timedJobsAt } from './jobs.ts';

const minute = 60_000;
const timeOf = (name: string): number | string | undefined => {
  const job = timedJobs.find((one) => one.name === name);
  if (!job) return undefined;
  return 'cron' in job ? job.cron : job.everyMs / minute;
};

describe('jobs', () => {
  test.each([
    ['listing:expire', 1, 'S1-121'],
    ['pricing:rollup', 60, 'S1-122'],
    ['leaderboard:refresh', '*/15 * * * *', 'S1-123'],
    ['fulfilment:retry', 1, 'S1-124'],
    ['escrow:timeout', 1, 'S1-125'],
    ['vouchers:expire', 1, 'S1-125'],
    ['escrow:reconcile', 5, 'S1-186'],
    ['digest:daily', '5 0 * * *', 'S1-126'],
    ['verification:cleanup', 1, 'S0-023'],
    ['players:cleanup-stale', 1, 'S0-058'],
    ['starter:retry', 1, 'S0-017'],
    ['ledger:audit', 60, 'D21'],
  ])('%s runs at its time (%s; %s)', (name, time, _id) => {
    expect(timeOf(name)).toBe(time);
  });

  test('have names that differ, and those by time are all in docs/jobs.md', () => {
    const names = [...eventJobs, ...timedJobs].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const told = readFileSync(join(import.meta.dirname, '../../docs/jobs.md'), 'utf8');
    for (const { name } of timedJobs) expect(told).toContain(`\`${name}\``);
  });

  test('LEADERBOARD_CRON says when the leaderboard is counted, and moves no other (S1-038)', () => {
    const jobs = timedJobsAt({ leaderboardCron: '0 6 * * *' });
    const at = new Date('2026-11-21T12:00:00.000Z');
    const turns = jobs.map((job) => turnAt(job, at));
    const usual = timedJobs.map((job) => turnAt(job, at));
    const moved = jobs.filter((_, index) => turns[index] !== usual[index]);
    expect(moved.map(({ name }) => name)).toEqual(['leaderboard:refresh']);
    for (const bad of ['', '* * * *', 'often', '0 0 30 2 *']) {
      expect(environment.shape.LEADERBOARD_CRON.safeParse(bad).success).toBe(false);
    }
    expect(environment.shape.LEADERBOARD_CRON.parse(undefined)).toBe('*/15 * * * *');
    expect(turns).toContain(Date.parse('2026-11-21T06:00:00.000Z') / 1_000);
  });
});

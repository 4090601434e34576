import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { cronTurnAt, isCron } from './cron.ts';
import { turnAt } from './jobs.ts';

const secondOf = (iso: string): number => Date.parse(iso) / 1_000;
const turn = (pattern: string, iso: string) => cronTurnAt(pattern, new Date(iso));

describe('a cron pattern', () => {
  test('has one turn at a time, in UTC, from its first moment on (S1-038, S1-123)', () => {
    const quarter = '*/15 * * * *';
    expect(turn(quarter, '2026-11-21T09:15:00.000Z')).toBe(secondOf('2026-11-21T09:15:00Z'));
    expect(turn(quarter, '2026-11-21T09:29:59.999Z')).toBe(secondOf('2026-11-21T09:15:00Z'));
    expect(turn(quarter, '2026-11-21T09:30:00.000Z')).toBe(secondOf('2026-11-21T09:30:00Z'));
    expect(turn('5 0 * * *', '2026-11-21T00:04:59.000Z')).toBe(secondOf('2026-11-20T00:05:00Z'));
    expect(turn('0 0 * * 1', '2026-11-21T12:00:00.000Z')).toBe(secondOf('2026-11-16T00:00:00Z'));
    // A day and an hour that clocks of the west do not have: in UTC every hour is.
    expect(turn('30 2 29 3 *', '2026-03-29T02:30:00.000Z')).toBe(secondOf('2026-03-29T02:30:00Z'));
  });

  test('turns never go back, and each lasts until the next', () => {
    const hourMs = 3_600_000;
    const at = fc.integer({ min: 0, max: 20_000 * 24 * hourMs });
    fc.assert(
      fc.property(
        at,
        fc.integer({ min: 0, max: hourMs }),
        fc.integer({ min: 1, max: 59 }),
        (ms, later, step) => {
          const job = { name: 'x', cron: `*/${String(step)} * * * *`, run: async () => undefined };
          const [first, second] = [turnAt(job, new Date(ms)), turnAt(job, new Date(ms + later))];
          if (first === null || second === null) return false;
          const begun = new Date(first * 1_000);
          return first <= second && begun.getTime() <= ms && begun.getUTCMinutes() % step === 0;
        },
      ),
      { numRuns: propertyRunsMin },
    );
  });

  test('that is none, or never comes, is told apart', () => {
    for (const right of ['*/15 * * * *', '* * * * * *', '0 0 * * *', '5 4 1 * 1-5', '0 0 29 2 *']) {
      expect([right, isCron(right)]).toEqual([right, true]);
    }
    const wrong = [
      '',
      'x',
      '* * * *',
      '* * * * * * *',
      '61 * * * *',
      '0 0 30 2 *',
      '@daily',
      '*/0 * * * *',
    ];
    for (const one of wrong) expect([one, isCron(one)]).toEqual([one, false]);
  });
});

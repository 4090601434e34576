import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { createLimiter } from './limiter.ts';

describe('createLimiter', () => {
  test('allows at most one act of a player in any window of the cooldown (S0-028)', () => {
    const act = fc.record({
      player: fc.constantFrom('ann', 'bob', 'cem'),
      pauseMs: fc.nat({ max: 700 }),
    });
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 60 }),
        fc.integer({ min: 1, max: 1_500 }),
        (acts, ms) => {
          const limiter = createLimiter(ms);
          const allowedAtMs = new Map<string, number[]>();
          let nowMs = 0;
          for (const { player, pauseMs } of acts) {
            nowMs += pauseMs;
            const allowed = allowedAtMs.get(player) ?? [];
            const latest = allowed.at(-1);
            const expected = latest === undefined || nowMs - latest >= ms;
            expect(limiter.allow(player, nowMs)).toBe(expected);
            if (expected) allowedAtMs.set(player, [...allowed, nowMs]);
          }
        },
      ),
      { numRuns: propertyRunsMin },
    );
  });

  test('does not let a refused try make the wait longer', () => {
    const limiter = createLimiter(1_000);
    expect(limiter.allow('ann', 0)).toBe(true);
    expect(limiter.allow('ann', 999)).toBe(false);
    expect(limiter.allow('ann', 1_000)).toBe(true);
  });

  test('does not lock a player out when the clock goes back', () => {
    const limiter = createLimiter(1_000);
    expect(limiter.allow('ann', 3_600_000)).toBe(true);
    expect(limiter.allow('ann', 0)).toBe(true);
  });

  test('allows everything when the cooldown is nothing', () => {
    const limiter = createLimiter(0);
    expect([limiter.allow('ann', 5), limiter.allow('ann', 5)]).toEqual([true, true]);
  });
});

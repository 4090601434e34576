import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
// The generator and the model of the backend's limiters: one meaning for all of them.
import { arrivals, expectLimited } from '../../backend/test/limits-model.ts';
import { createLimiter } from './limiter.ts';

describe('createLimiter', () => {
  test('Property 11: Rate Limit Enforcement (S0-028): one act of a player in any window', async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 1_500 }), async (sequence, windowMs) => {
        const limiter = createLimiter(windowMs);
        await expectLimited(sequence, { max: 1, windowMs }, (player, nowMs) =>
          limiter.allow(player, nowMs) ? 0 : Number.NaN,
        );
      }),
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

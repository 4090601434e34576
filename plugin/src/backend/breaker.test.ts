import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { createBreaker, type Breaker } from './breaker.ts';

const middle = () => 0.5;

function openBreaker(): Breaker {
  const breaker = createBreaker(middle);
  for (let failure = 0; failure < 3; failure += 1) breaker.failure(0);
  return breaker;
}

describe('createBreaker', () => {
  test('opens at the third failure in a row (B-07)', () => {
    const breaker = createBreaker(middle);
    breaker.failure(0);
    breaker.failure(0);
    expect([breaker.state(0), breaker.allow(0)]).toEqual(['closed', true]);
    breaker.failure(0);
    expect([breaker.state(0), breaker.allow(0)]).toEqual(['open', false]);
  });

  test('counts anew after a success', () => {
    const breaker = createBreaker(middle);
    breaker.failure(0);
    breaker.failure(0);
    breaker.success();
    breaker.failure(0);
    breaker.failure(0);
    expect(breaker.state(0)).toBe('closed');
  });

  test('lets one request try after the pause, and only one', () => {
    const breaker = openBreaker();
    expect(breaker.allow(999)).toBe(false);
    expect(breaker.state(1_000)).toBe('half-open');
    expect([breaker.allow(1_000), breaker.allow(1_000)]).toEqual([true, false]);
  });

  test('closes when the try succeeds', () => {
    const breaker = openBreaker();
    breaker.allow(1_000);
    breaker.success();
    expect([breaker.state(1_000), breaker.allow(1_000)]).toEqual(['closed', true]);
  });

  test('waits twice as long after each try that fails, up to a minute', () => {
    const breaker = openBreaker();
    let nowMs = 0;
    const pausesMs: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const startMs = nowMs;
      while (breaker.state(nowMs) === 'open') nowMs += 500;
      pausesMs.push(nowMs - startMs);
      breaker.allow(nowMs);
      breaker.failure(nowMs);
    }
    expect(pausesMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  });

  test('does not take many requests that fail together for many tries', () => {
    const breaker = createBreaker(middle);
    for (let request = 0; request < 50; request += 1) breaker.failure(0);
    expect(breaker.state(1_000)).toBe('half-open');
  });

  test('is never open for longer than 75 s, whatever chance says', () => {
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        chance,
        fc.array(fc.nat({ max: 90_000 }), { maxLength: 40 }),
        (random, pauses) => {
          const breaker = createBreaker(() => random);
          let nowMs = 0;
          for (const pauseMs of pauses) {
            nowMs += pauseMs;
            if (breaker.allow(nowMs)) breaker.failure(nowMs);
            expect(breaker.state(nowMs + 75_001)).not.toBe('open');
          }
        },
      ),
      { numRuns: propertyRunsMin },
    );
  });
});

describe('the listener of a breaker', () => {
  test('hears of each opening once, with the first failure, and of each closing', () => {
    const heard: string[] = [];
    const breaker = createBreaker(middle, {
      opened: (sinceMs) => heard.push(`opened ${sinceMs}`),
      closed: () => heard.push('closed'),
    });
    breaker.success();
    for (const nowMs of [10, 20, 30, 31, 32]) breaker.failure(nowMs);
    breaker.allow(1_100);
    breaker.failure(1_100);
    expect(heard).toEqual(['opened 10']);
    breaker.allow(9_000);
    breaker.success();
    breaker.success();
    expect(heard).toEqual(['opened 10', 'closed']);
  });
});

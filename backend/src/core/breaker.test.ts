import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { BreakerOpen, createBreaker } from './breaker.ts';

function aBreaker() {
  let nowMs = 0;
  const breaker = createBreaker('discord-webhook', { nowMs: () => nowMs });
  return {
    breaker,
    wait: (ms: number) => (nowMs += ms),
    fail: () => breaker.run(() => Promise.reject(new Error('status 500'))).catch(String),
    work: () => breaker.run(() => Promise.resolve('done')).catch((error: unknown) => error),
  };
}

async function anOpenBreaker() {
  const made = aBreaker();
  for (let failure = 0; failure < 3; failure += 1) await made.fail();
  return made;
}

describe('createBreaker', () => {
  test('opens at the third failure in a row, and then calls nothing (B-07)', async () => {
    const { breaker, fail, work } = aBreaker();
    await fail();
    await fail();
    expect(breaker.state()).toBe('closed');
    await fail();
    expect(breaker.state()).toBe('open');
    let called = false;
    const refused = await breaker.run(async () => (called = true)).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(BreakerOpen);
    expect((refused as BreakerOpen).retryInMs).toBe(60_000);
    expect([called, breaker.lastError()]).toEqual([false, 'status 500']);
    expect(await work()).toBeInstanceOf(BreakerOpen);
  });

  test('counts anew after a success', async () => {
    const { breaker, fail, work } = aBreaker();
    await fail();
    await fail();
    expect(await work()).toBe('done');
    await fail();
    await fail();
    expect(breaker.state()).toBe('closed');
  });

  test('lets one call try after a minute, and no other beside it', async () => {
    const { breaker, wait, work } = await anOpenBreaker();
    wait(59_999);
    expect(await work()).toBeInstanceOf(BreakerOpen);
    wait(1);
    expect(breaker.state()).toBe('half-open');
    let finish = (): void => undefined;
    const trying = breaker.run(() => new Promise<void>((resolve) => (finish = resolve)));
    expect(await work()).toBeInstanceOf(BreakerOpen);
    finish();
    await trying;
    expect([breaker.state(), await work()]).toEqual(['closed', 'done']);
  });

  test('opens for another minute when the try fails', async () => {
    const { breaker, wait, fail } = await anOpenBreaker();
    wait(60_000);
    await fail();
    expect(breaker.state()).toBe('open');
    wait(60_000);
    expect(breaker.state()).toBe('half-open');
  });

  test('does not believe an answer to a call from before it opened', async () => {
    const { breaker, fail } = aBreaker();
    let finish = (): void => undefined;
    const early = breaker.run(() => new Promise<void>((resolve) => (finish = resolve)));
    for (let failure = 0; failure < 3; failure += 1) await fail();
    finish();
    await early;
    expect(breaker.state()).toBe('open');
  });

  test('follows the rules of B-07 through any history', async () => {
    const step = fc.oneof(fc.constantFrom('fail', 'work'), fc.integer({ min: 1, max: 90_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { breaker, wait, fail, work } = aBreaker();
        let [row, nowMs, openUntilMs] = [0, 0, 0];
        for (const one of steps) {
          if (typeof one === 'number') {
            wait(one);
            nowMs += one;
            continue;
          }
          const mayCall = row < 3 || nowMs >= openUntilMs;
          if (one === 'work') {
            expect((await work()) === 'done').toBe(mayCall);
            if (mayCall) row = 0;
          } else {
            await fail();
            if (mayCall) row += 1;
            if (mayCall && row >= 3) openUntilMs = nowMs + 60_000;
          }
          const expected = row < 3 ? 'closed' : nowMs < openUntilMs ? 'open' : 'half-open';
          expect(breaker.state()).toBe(expected);
        }
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

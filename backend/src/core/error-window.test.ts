import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { errorWindowMs, openErrorWindow } from './error-window.ts';

describe('openErrorWindow', () => {
  test('counts the last five minutes, to ten seconds (S0-063)', () => {
    const requests = fc.array(
      fc.record({ pauseMs: fc.nat({ max: 120_000 }), failed: fc.boolean() }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(requests, (list) => {
        const window = openErrorWindow();
        let nowMs = 0;
        const all = list.map(({ pauseMs, failed }) => {
          nowMs += pauseMs;
          window.count(nowMs, failed);
          return { atMs: nowMs, failed };
        });
        const within = (ms: number) => all.filter(({ atMs }) => atMs > nowMs - ms);
        const { requests: counted, errors } = window.read(nowMs);
        const surely = within(errorWindowMs - 10_000);
        const atMost = within(errorWindowMs);
        expect(counted).toBeGreaterThanOrEqual(surely.length);
        expect(counted).toBeLessThanOrEqual(atMost.length);
        expect(errors).toBeGreaterThanOrEqual(surely.filter(({ failed }) => failed).length);
        expect(errors).toBeLessThanOrEqual(atMost.filter(({ failed }) => failed).length);
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test('forgets everything after five quiet minutes', () => {
    const window = openErrorWindow();
    window.count(0, true);
    expect(window.read(1)).toEqual({ requests: 1, errors: 1 });
    expect(window.read(errorWindowMs)).toEqual({ requests: 0, errors: 0 });
  });
});

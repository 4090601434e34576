import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { allWell, downAfterMs, step } from './outage.ts';
import type { Look, Watch } from './outage.ts';

const well: Look = { well: true };
const away: Look = { well: false, error: 'no answer (ECONNREFUSED)' };
let ids = 0;
const newId = (): string => `alert-${String((ids += 1))}`;

/** What is said, look by look; each look is 15 s after the one before. */
function watchOver(looks: readonly Look[]): string[] {
  let watch: Watch = allWell;
  looks.forEach((look, place) => (watch = step(watch, look, place * 15_000, newId)));
  return watch.owed.map(({ what, durationS }) => `${what} ${String(durationS)}`);
}

const times = (count: number, look: Look): Look[] => Array.from({ length: count }, () => look);

describe('step', () => {
  test('says nothing in the first five minutes, and then once (S0-062)', () => {
    expect(watchOver(times(21, away))).toEqual([]);
    expect(watchOver(times(22, away))).toEqual(['opened 315']);
    expect(watchOver(times(200, away))).toEqual(['opened 315']);
  });

  test('says when it is over, with the duration; a restart is no incident', () => {
    expect(watchOver([...times(40, away), well, well])).toEqual(['opened 315', 'ended 600']);
    expect(watchOver([...times(10, away), well, ...times(10, away), well])).toEqual([]);
  });

  test('any history: beginnings and ends take turns, each outage of five minutes has one', () => {
    const looks = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 })), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(looks, (list) => {
        let watch: Watch = allWell;
        let nowMs = 0;
        let sinceMs: number | null = null;
        const expected: string[] = [];
        for (const [isWell, count] of list) {
          for (let time = 0; time < count; time += 1) {
            nowMs += 15_000;
            watch = step(watch, isWell ? well : away, nowMs, newId);
            if (isWell) {
              if (sinceMs !== null && expected.at(-1) === 'opened') expected.push('ended');
              sinceMs = null;
            } else {
              sinceMs ??= nowMs;
              const isLong = nowMs - sinceMs > downAfterMs;
              if (isLong && expected.at(-1) !== 'opened') expected.push('opened');
            }
          }
        }
        expect(watch.owed.map(({ what }) => what)).toEqual(expected.slice(-50));
        const began = expected.filter((what) => what === 'opened').length;
        expect(watch.unwritten).toHaveLength(Math.min(50, began));
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

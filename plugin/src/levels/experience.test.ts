// The game's arithmetic of experience, and that nothing comes above a cap by any sequence of gains.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { almost, pointsBelow, pointsToNext, withPoints } from './experience.ts';

const nothing = { level: 0, progress: 0 };

describe('pointsToNext', () => {
  test.each([
    [0, 7],
    [14, 35],
    [15, 37],
    [16, 42],
    [29, 107],
    [30, 112],
    [31, 121],
    [100, 742],
  ])('level %d: %d', (level, points) => {
    expect(pointsToNext(level)).toBe(points);
  });
});

describe('withPoints', () => {
  // As the game's own table has it: 352 points to level 16, 1395 to 30.
  test.each([
    [7, 1],
    [352, 16],
    [1_395, 30],
    [30_970, 100],
  ])('%d points from nothing make level %d', (points, level) => {
    const made = withPoints(nothing, points);
    expect(made.level + made.progress).toBeCloseTo(level, 3);
  });
});

describe('pointsBelow', () => {
  test('lets all come that stays below the cap, and of the rest what fills the bar', () => {
    expect(pointsBelow(1, nothing, 7)).toBe(7);
    expect(pointsBelow(1, nothing, 15)).toBe(15); // 7 to level 1, 8 of 9 to level 2.
    expect(pointsBelow(1, nothing, 16)).toBe(15);
    expect(pointsBelow(1, almost(1), 1)).toBe(0);
  });

  test('lets nothing come above a cap that was lowered, and takes nothing', () => {
    expect(pointsBelow(10, { level: 30, progress: 0.5 }, 5)).toBe(0);
    expect(pointsBelow(10, { level: 30, progress: 0.5 }, -5)).toBe(-5);
  });

  test('is quick with the highest cap and the largest orb', () => {
    const points = 2_147_483_647;
    expect(pointsBelow(2_147_483_647, nothing, points)).toBe(points);
    expect(withPoints(nothing, pointsBelow(20_000, nothing, points)).level).toBe(20_000);
  });

  const level = fc.oneof(fc.nat(40), fc.nat(3_000));
  const points = fc.oneof(fc.nat(12), fc.nat(3_000), fc.nat(2_000_000));
  test('never lets a level come above the cap, by any sequence of gains (K-005, B-03)', () => {
    fc.assert(
      fc.property(
        level,
        level,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.array(points, { maxLength: 40 }),
        (cap, start, progress, gains) => {
          let now = { level: Math.min(start, cap), progress: Math.fround(progress * 0.999) };
          for (const gain of gains) {
            const counted = pointsBelow(cap, now, gain);
            expect(counted).toBeGreaterThanOrEqual(0);
            expect(counted).toBeLessThanOrEqual(gain);
            // Whatever is held back would have been too much, what floats round aside.
            const more = counted + 2 + Math.ceil(counted / 1_000_000);
            if (counted < gain) expect(withPoints(now, more).level).toBeGreaterThan(cap);
            now = withPoints(now, counted);
            expect(now.level).toBeLessThanOrEqual(cap);
            expect(now.progress).toBeLessThan(1);
          }
        },
      ),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('lets every level be reached: points that come one by one end at the cap', () => {
    fc.assert(
      fc.property(fc.nat(25), (cap) => {
        let now = nothing;
        for (let orb = 0; orb < 2_000; orb += 1) now = withPoints(now, pointsBelow(cap, now, 1));
        expect(now.level).toBe(cap);
        expect(now.progress).toBeGreaterThan(0.8);
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { draw, newSeed, sumOf } from './draw.ts';
import type { Weighted } from './draw.ts';

const entriesOf = (...weights: number[]): Weighted[] =>
  weights.map((weight, place) => ({ sku: `entry-${String(place)}`, weight }));
const seedOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const counting = '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f';

/** Entries of which the second alone has this number, out of a sum. */
const around = (number: number, sum: number): Weighted[] =>
  entriesOf(number, 1, sum - number - 1).filter(({ weight }) => weight > 0);

describe('draw', () => {
  test('follows the vectors of docs/gacha.md, computed by another program (D31)', () => {
    // SHA-256 of the seed and round 0 begins with 70f4003d52b6, which is 124193278350006.
    expect(draw(counting, around(6, 100)).sku).toBe('entry-1');
    expect(draw(seedOf('\u0000'), around(45, 100)).sku).toBe('entry-1');
    expect(draw(seedOf('\u0001'), around(41, 100)).sku).toBe('entry-1');
    expect(draw(seedOf('\u0002'), around(4, 7)).sku).toBe('entry-1');
  });

  test('throws a number away that would favour the first entries, and takes the next', () => {
    // With this sum the upper half of all numbers is thrown away, and the first of this seed is there.
    const sum = 2 ** 47 + 1;
    const second = 49_744_340_383_840;
    expect(draw(seedOf('reject0'), around(second, sum)).sku).toBe('entry-1');
  });

  test('gives the same entry for the same seed and entries, and always one of them', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1_000_000 }), {
      minLength: 1,
      maxLength: 45,
    });
    const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(seeds, weights, (bytes, all) => {
        const seed = Buffer.from(bytes).toString('hex');
        const entries = entriesOf(...all);
        const drawn = draw(seed, entries);
        expect(entries).toContain(drawn);
        expect(draw(seed, entries)).toBe(drawn);
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test.each([
    ['even', [1, 1, 1, 1]],
    ['steep', [1, 10, 100, 889]],
    ['with a sum that divides nothing', [3, 7, 13, 30]],
  ])('gives each entry its share over many seeds: %s weights', (_what, weights) => {
    const draws = 40_000;
    const entries = entriesOf(...weights);
    const counts = new Map<string, number>();
    // Seeds that follow from their number: the test always sees the same draws.
    for (let number = 0; number < draws; number += 1) {
      const { sku } = draw(seedOf(`share ${String(number)}`), entries);
      counts.set(sku, (counts.get(sku) ?? 0) + 1);
    }
    const sum = sumOf(entries);
    const chiSquare = entries.reduce((so, { sku, weight }) => {
      const expected = (draws * weight) / sum;
      return so + ((counts.get(sku) ?? 0) - expected) ** 2 / expected;
    }, 0);
    // Three degrees of freedom: a fair draw is above this once in a thousand.
    expect(chiSquare).toBeLessThan(16.27);
  });

  test.each([[[]], [[0]], [[-1, 2]], [[1.5]], [[Number.NaN]], [[2 ** 48, 1]]])(
    'throws for weights that make no sense: %j',
    (weights) => {
      expect(() => draw(counting, entriesOf(...weights))).toThrow('whole and positive');
    },
  );
});

describe('newSeed', () => {
  test('is 32 bytes in hex, and never the same', () => {
    const seeds = Array.from({ length: 1_000 }, newSeed);
    expect(seeds.every((seed) => /^[0-9a-f]{64}$/.test(seed))).toBe(true);
    expect(new Set(seeds).size).toBe(1_000);
  });
});

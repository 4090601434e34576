// The rules of prices as properties: what must hold whatever staff configure and players ask (D26).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coinsMax, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { feeBand, pricingConfig } from '@mintkeep/shared/pricing.ts';
import type { PricingConfig } from '@mintkeep/shared/pricing.ts';
import {
  commonQuantity,
  decidePrice,
  feeCoinsOf,
  feeRatioMax,
  floorOf,
  medianOf,
  scarcityFactor,
} from './decide.ts';
import type { PriceFacts } from './decide.ts';
import { pricingDefault } from './service.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const someCoins = fc.oneof(
  fc.integer({ min: 1, max: 1_000 }),
  fc.integer({ min: 1, max: coinsMax }),
);
const someUnits = fc.oneof(fc.nat(1_000), fc.nat(1_000_000_000));

const someBand = fc.oneof(
  fc.record({ belowRatio: number(0.001, 1), factor: number(0, 100) }),
  fc.record({ aboveRatio: number(1, 1_000), factor: number(0, 100) }),
);

/** Anything that staff may save. */
const someConfig: fc.Arbitrary<PricingConfig> = fc.record({
  priceFloorRatio: number(0, 1),
  marketFeeRatio: number(0, 0.9),
  scarcityTargetQuantity: fc.integer({ min: 1, max: 1_000_000_000 }),
  alpha: number(0, 10),
  scarcityFactorMin: number(0.001, 1),
  scarcityFactorMax: number(1, 100),
  bands: fc.array(someBand, { maxLength: 10 }),
  ceilings: fc.constant({}),
});

const factsOf = (facts: Partial<PriceFacts>): PriceFacts => ({
  sku: 'diamond',
  unitPriceCoins: 100,
  activeQuantity: pricingDefault.scarcityTargetQuantity,
  medianCoins: 100,
  feeHoliday: false,
  ...facts,
});

const judge = (facts: Partial<PriceFacts>, config: Partial<PricingConfig> = {}) =>
  decidePrice({ ...pricingDefault, ...config }, factsOf(facts));

test('what the tests make up may be saved, and so may the numbers of the program', () => {
  expect(pricingConfig.safeParse(pricingDefault).success).toBe(true);
  fc.assert(
    fc.property(someConfig, (config) => {
      expect(pricingConfig.safeParse(config).success).toBe(true);
    }),
    { numRuns: propertyRunsMin },
  );
});

describe('Properties of price guards', () => {
  test('Property: beyond the quantity that is counted, more units change no floor (S1-073)', () => {
    fc.assert(
      fc.property(someConfig, someCoins, someUnits, (config, median, more) => {
        const enough = commonQuantity(config);
        // What would be more than a request may count is counted no further.
        if (enough === 5_000) return;
        expect(floorOf(config, median, enough + more)).toBe(floorOf(config, median, enough));
      }),
      { numRuns: propertyRunsMin },
    );
    expect(commonQuantity(pricingDefault)).toBe(600);
  });

  test('Property: the floor never falls when the median rises (S1-071)', () => {
    fc.assert(
      fc.property(someConfig, someCoins, someCoins, someUnits, (config, one, other, active) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const lowFloor = floorOf(config, low, active);
        const highFloor = floorOf(config, high, active);
        expect(lowFloor).toBeLessThanOrEqual(highFloor);
        expect(lowFloor).toBeGreaterThanOrEqual(1);
        expect(Number.isSafeInteger(highFloor)).toBe(true);
      }),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('Property: the fee is never negative and never the whole sale (S1-072)', () => {
    fc.assert(
      fc.property(
        someConfig,
        someCoins,
        fc.option(someCoins),
        fc.boolean(),
        (config, unitPriceCoins, medianCoins, feeHoliday) => {
          const facts = factsOf({ unitPriceCoins, medianCoins, feeHoliday });
          const { feeRatio } = decidePrice(config, facts);
          expect(feeRatio).toBeGreaterThanOrEqual(0);
          expect(feeRatio).toBeLessThanOrEqual(feeRatioMax);
          if (feeHoliday) expect(feeRatio).toBe(0);
          expect(Number(feeRatio.toFixed(4))).toBe(feeRatio);
          const feeCoins = feeCoinsOf(unitPriceCoins, feeRatio);
          expect(feeCoins).toBeGreaterThanOrEqual(0);
          expect(feeCoins).toBeLessThan(unitPriceCoins);
        },
      ),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('Property: scarcity stays in its bounds and falls while the market fills (S1-073)', () => {
    fc.assert(
      fc.property(someConfig, someUnits, someUnits, (config, one, other) => {
        const fewer = scarcityFactor(config, Math.min(one, other));
        const more = scarcityFactor(config, Math.max(one, other));
        expect(more).toBeLessThanOrEqual(fewer);
        expect(more).toBeGreaterThanOrEqual(config.scarcityFactorMin);
        expect(fewer).toBeLessThanOrEqual(config.scarcityFactorMax);
      }),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('Property: exactly the prices outside of [min, max] are refused, and one is allowed (S1-187)', () => {
    const someCeiling = fc.option(someCoins, { nil: undefined });
    fc.assert(
      fc.property(
        someConfig,
        fc.option(someCoins),
        someUnits,
        someCeiling,
        someCoins,
        (config, medianCoins, activeQuantity, ceiling, anyPrice) => {
          const guarded = { ...config, ceilings: ceiling ? { diamond: ceiling } : {} };
          const at = (unitPriceCoins: number) =>
            decidePrice(guarded, factsOf({ unitPriceCoins, medianCoins, activeQuantity }));
          const { priceMinCoins, priceMaxCoins } = at(anyPrice);
          expect(priceMaxCoins).toBe(ceiling ?? null);
          const edges = [priceMinCoins - 1, priceMinCoins, (priceMaxCoins ?? 1) + 1];
          for (const price of [anyPrice, ...edges].filter((one) => one >= 1 && one <= coinsMax)) {
            const low = price < priceMinCoins ? 'PRICE_BELOW_FLOOR' : null;
            const high = price > (priceMaxCoins ?? coinsMax) ? 'PRICE_ABOVE_CEILING' : null;
            expect(at(price).problem).toBe(low ?? high);
          }
          expect(at(priceMinCoins).problem).toBeNull();
        },
      ),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('Property: no round trip on the market makes coins (D26)', () => {
    // Two players hand the same thing to and fro, each time at some price that is allowed.
    const someTrips = fc.array(
      fc.record({
        asked: fc.integer({ min: 1, max: 10_000 }),
        quantity: fc.integer({ min: 1, max: 64 }),
      }),
      { minLength: 2, maxLength: 20 },
    );
    fc.assert(
      fc.property(
        someConfig,
        fc.option(fc.integer({ min: 1, max: 10_000 })),
        someUnits,
        fc.boolean(),
        someTrips,
        (config, medianCoins, activeQuantity, feeHoliday, trips) => {
          const wallets: [number, number] = [1e12, 1e12];
          let treasuryCoins = 0;
          for (const [turn, { asked, quantity }] of trips.entries()) {
            const about = { medianCoins, activeQuantity, feeHoliday };
            const { priceMinCoins } = decidePrice(config, factsOf({ ...about, unitPriceCoins: 1 }));
            const unitPriceCoins = Math.max(asked, priceMinCoins);
            const verdict = decidePrice(config, factsOf({ ...about, unitPriceCoins }));
            expect(verdict.problem).toBeNull();
            const before = wallets[0] + wallets[1];
            const totalCoins = unitPriceCoins * quantity;
            const feeCoins = feeCoinsOf(totalCoins, verdict.feeRatio);
            const buyer = turn % 2 === 0 ? 0 : 1;
            wallets[buyer] -= totalCoins;
            wallets[(1 - buyer) as 0 | 1] += totalCoins - feeCoins;
            treasuryCoins += feeCoins;
            expect(feeCoins).toBeGreaterThanOrEqual(0);
            expect(wallets[0] + wallets[1]).toBeLessThanOrEqual(before);
            expect(wallets[0] + wallets[1] + treasuryCoins).toBe(2e12);
          }
        },
      ),
      { numRuns: 5 * propertyRunsMin },
    );
  });
});

describe('a crafted listing of something with a median of 100 coins (S1-179)', () => {
  test('is refused below 70 of them and not at 70 (S1-071)', () => {
    expect(judge({ unitPriceCoins: 69 })).toMatchObject({
      problem: 'PRICE_BELOW_FLOOR',
      priceMinCoins: 70,
    });
    expect(judge({ unitPriceCoins: 70 }).problem).toBeNull();
    // 0.07 * 100 is 7.000000000000001 in floating point.
    expect(judge({ unitPriceCoins: 7 }, { priceFloorRatio: 0.07 }).priceMinCoins).toBe(7);
    expect(judge({ unitPriceCoins: 1, medianCoins: null })).toMatchObject({
      problem: null,
      priceMinCoins: 1,
      feeRatio: 0.08,
    });
  });

  test.each([
    [84, 0.12],
    [85, 0.08],
    [100, 0.08],
    [125, 0.08],
    [126, 0.1],
    [1_000_000, 0.1],
  ])('pays at %i coins a fee of %d (S1-072)', (unitPriceCoins, feeRatio) => {
    expect(judge({ unitPriceCoins }).feeRatio).toBe(feeRatio);
  });

  test.each([
    [0, 77],
    [50, 74],
    [100, 70],
    [300, 56],
    [600, 35],
    [1_000_000, 35],
  ])('with %i units on the market may cost %i or more (S1-073)', (activeQuantity, least) => {
    expect(judge({ activeQuantity }).priceMinCoins).toBe(least);
    expect(judge({ activeQuantity, unitPriceCoins: least - 1 }).problem).toBe('PRICE_BELOW_FLOOR');
    expect(judge({ activeQuantity, unitPriceCoins: least }).problem).toBeNull();
  });

  test('takes the factor of the farthest band, and no fee on a fee holiday', () => {
    const bands = [
      { belowRatio: 0.5, factor: 3 },
      { belowRatio: 0.9, factor: 2 },
    ];
    const feeAt = (unitPriceCoins: number, feeHoliday = false) =>
      judge({ unitPriceCoins, feeHoliday }, { bands }).feeRatio;
    expect([40, 50, 89, 90].map((price) => feeAt(price))).toEqual([0.24, 0.16, 0.16, 0.08]);
    expect(feeAt(40, true)).toBe(0);
    expect(judge({ unitPriceCoins: 1 }, { marketFeeRatio: 0.9 }).feeRatio).toBe(feeRatioMax);
  });

  test('is refused above a ceiling, which wins over the floor', () => {
    const ceilings = { diamond: 50 };
    const verdict = judge({ unitPriceCoins: 51 }, { ceilings });
    expect(verdict).toMatchObject({ priceMinCoins: 50, priceMaxCoins: 50 });
    expect(verdict.problem).toBe('PRICE_ABOVE_CEILING');
    expect(judge({ unitPriceCoins: 50 }, { ceilings }).problem).toBeNull();
    expect(judge({ unitPriceCoins: 49 }, { ceilings }).problem).toBe('PRICE_BELOW_FLOOR');
  });

  test('finds no ceiling in what every object has', () => {
    expect(judge({ sku: 'constructor' }).priceMaxCoins).toBeNull();
  });
});

describe('the median', () => {
  const someSales = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 9 })),
    {
      minLength: 1,
      maxLength: 40,
    },
  );

  test('Property: is the lower middle of all units sold, each counting once', () => {
    fc.assert(
      fc.property(someSales, (sales) => {
        const tally = new Map<number, number>();
        for (const [price, units] of sales) tally.set(price, (tally.get(price) ?? 0) + units);
        const all = sales.flatMap(([price, units]) => Array<number>(units).fill(price));
        all.sort((a, b) => a - b);
        expect(medianOf(tally)).toBe(all[Math.floor((all.length - 1) / 2)]);
      }),
      { numRuns: 5 * propertyRunsMin },
    );
  });

  test('is none of nothing', () => {
    expect(medianOf(new Map())).toBeNull();
  });
});

test('a fee band asks below or above, not both and not neither', () => {
  expect(feeBand.safeParse({ belowRatio: 0.5, aboveRatio: 2, factor: 1 }).success).toBe(false);
  expect(feeBand.safeParse({ factor: 1 }).success).toBe(false);
  expect(feeBand.safeParse({ belowRatio: 0.5, factor: -1 }).success).toBe(false);
});

describe('docs/pricing.md', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/pricing.md'), 'utf8');
  /** The numbers of each row of the table that begins with this heading. */
  const numbersOf = (heading: string): number[][] => {
    const [, after = ''] = page.split(`| ${heading} `);
    const [table = ''] = after.split('\n\n');
    const rows = table.split('\n').slice(2);
    return rows.map((row) => (row.match(/\d+(\.\d+)?/g) ?? []).map(Number));
  };

  test('has the right lowest prices', () => {
    const rows = numbersOf('For sale now');
    expect(rows.length).toBe(5);
    for (const [activeQuantity = -1, scarcity, priceMinCoins] of rows) {
      expect(scarcityFactor(pricingDefault, activeQuantity)).toBe(scarcity);
      expect(judge({ activeQuantity }).priceMinCoins).toBe(priceMinCoins);
    }
  });

  test('has the right fees', () => {
    const rows = numbersOf('Price asked');
    expect(rows.length).toBe(4);
    for (const [unitPriceCoins = -1, , feeRatio] of rows) {
      expect(judge({ unitPriceCoins }).feeRatio).toBe(feeRatio);
    }
    expect(feeCoinsOf(840, 0.12)).toBe(100);
  });
});

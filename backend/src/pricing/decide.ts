// The rules of prices: scarcity, the lowest and highest price, the fee, the median (D26). Pure: knows
// no database and no HTTP. Ratios count to four decimals, so that all arithmetic with coins is in
// whole numbers and exact up to the largest amount there can be.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { PricingConfig } from '@mintkeep/shared/pricing.ts';

/** What a unit price means: its fee, and what it may be. Null is no median, and no ceiling. */
export interface PriceVerdict {
  readonly feeRatio: number;
  readonly medianCoins: number | null;
  readonly priceMinCoins: number;
  readonly priceMaxCoins: number | null;
  readonly problem: 'PRICE_BELOW_FLOOR' | 'PRICE_ABOVE_CEILING' | null;
}

/** What is known of a sku when a price is judged. */
export interface PriceFacts {
  readonly sku: string;
  readonly unitPriceCoins: number;
  /** Units of the sku that are for sale on the market now. */
  readonly activeQuantity: number;
  /** Of 7 days, or the reward's own price; null where there is neither. */
  readonly medianCoins: number | null;
  readonly feeHoliday: boolean;
}

/** However bands are set, a sale leaves its seller something. */
export const feeRatioMax = 0.9;

const parts = 10_000;
const inParts = (ratio: number): bigint => BigInt(Math.round(ratio * parts));
const toFourDecimals = (ratio: number): number => Math.round(ratio * parts) / parts;
const clamp = (value: number, min: number, max: number): number =>
  Math.min(Math.max(value, min), max);

/** Judges one unit price by the rules of D26 (S1-071, S1-072, S1-073). */
export function decidePrice(config: PricingConfig, facts: PriceFacts): PriceVerdict {
  const { sku, unitPriceCoins, medianCoins } = facts;
  // A sku may be spelt as something that every object has.
  const priceMaxCoins = Object.hasOwn(config.ceilings, sku) ? (config.ceilings[sku] ?? null) : null;
  const floorCoins = medianCoins === null ? 1 : floorOf(config, medianCoins, facts.activeQuantity);
  // A ceiling below the floor wins: there must be a price that is allowed.
  const priceMinCoins = Math.min(floorCoins, priceMaxCoins ?? coinsMax);
  return {
    feeRatio: facts.feeHoliday ? 0 : feeRatioOf(config, unitPriceCoins, medianCoins),
    medianCoins,
    priceMinCoins,
    priceMaxCoins,
    problem: problemOf(unitPriceCoins, priceMinCoins, priceMaxCoins),
  };
}

function problemOf(
  unitPriceCoins: number,
  priceMinCoins: number,
  priceMaxCoins: number | null,
): PriceVerdict['problem'] {
  if (unitPriceCoins < priceMinCoins) return 'PRICE_BELOW_FLOOR';
  if (priceMaxCoins !== null && unitPriceCoins > priceMaxCoins) return 'PRICE_ABOVE_CEILING';
  return null;
}

/** What a median counts for the floor: more while the market holds less than its target (S1-073). */
export function scarcityFactor(config: PricingConfig, activeQuantity: number): number {
  const { alpha, scarcityTargetQuantity: target, scarcityFactorMin, scarcityFactorMax } = config;
  const factor = 1 + (alpha * (target - activeQuantity)) / target;
  return clamp(toFourDecimals(factor), scarcityFactorMin, scarcityFactorMax);
}

/** More is not counted, whatever the numbers are: it is asked with every offer. */
const countedMax = 5_000;

/** From so many units on a thing is as common as can be: more of them change no price (S1-073). */
export function commonQuantity(config: PricingConfig): number {
  const { alpha, scarcityTargetQuantity: target, scarcityFactorMin } = config;
  if (alpha <= 0) return 1;
  return clamp(Math.ceil(target * (1 + (1 - scarcityFactorMin) / alpha)), 1, countedMax);
}

/** The lowest unit price in coins: a part of what the median counts, rounded up, at least 1 (S1-071). */
export function floorOf(
  config: PricingConfig,
  medianCoins: number,
  activeQuantity: number,
): number {
  const scarcity = inParts(scarcityFactor(config, activeQuantity));
  const whole = BigInt(parts * parts);
  const product = BigInt(medianCoins) * inParts(config.priceFloorRatio) * scarcity;
  const floorCoins = (product + whole - 1n) / whole;
  if (floorCoins > BigInt(coinsMax)) return coinsMax;
  return Math.max(Number(floorCoins), 1);
}

/** The part of a sale that the treasury takes, by how far the price lies from the median (S1-072). */
function feeRatioOf(
  { marketFeeRatio, bands }: PricingConfig,
  unitPriceCoins: number,
  medianCoins: number | null,
): number {
  const factor = medianCoins === null ? 1 : bandFactor(bands, unitPriceCoins, medianCoins);
  return toFourDecimals(Math.min(marketFeeRatio * factor, feeRatioMax));
}

/** The factor of the farthest band that a price lies in; 1 where it lies in none. */
function bandFactor(
  bands: PricingConfig['bands'],
  unitPriceCoins: number,
  medianCoins: number,
): number {
  const price = BigInt(unitPriceCoins) * BigInt(parts);
  const median = BigInt(medianCoins);
  let farthest: { distance: number; factor: number } | null = null;
  for (const band of bands) {
    const ratio = 'belowRatio' in band ? band.belowRatio : band.aboveRatio;
    const edge = inParts(ratio) * median;
    const isInside = 'belowRatio' in band ? price < edge : price > edge;
    const distance = Math.abs(ratio - 1);
    if (isInside && (!farthest || distance > farthest.distance)) {
      farthest = { distance, factor: band.factor };
    }
  }
  return farthest?.factor ?? 1;
}

/** The fee of a sale in coins, rounded down: never more than the ratio, and never the whole sale. */
export function feeCoinsOf(totalCoins: number, feeRatio: number): number {
  return Number((BigInt(totalCoins) * inParts(feeRatio)) / BigInt(parts));
}

/** Units sold, by the price that was paid for them. */
export type Tally = ReadonlyMap<number, number>;

/**
 * The price in the middle of all units sold, each unit counting once: half of them or more cost as
 * much or less. With an even number it is the lower of the two in the middle, a price that was really
 * paid. Exact; takes memory and time by the number of different prices, not of sales.
 */
export function medianOf(tally: Tally): number | null {
  const prices = [...tally.keys()].sort((a, b) => a - b);
  let unitsLeft = 0;
  for (const units of tally.values()) unitsLeft += units;
  const half = unitsLeft / 2;
  for (const price of prices) {
    unitsLeft -= tally.get(price) ?? 0;
    if (unitsLeft <= half) return price;
  }
  return null;
}

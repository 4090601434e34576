// Pricing: the numbers that guard the prices of the market, and what a price history shows (D26).
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { goodsSku } from './goods.ts';
import { instant, line, positiveCoins } from './primitives.ts';

const ratio = z.number().min(0).max(1);
const factor = z.number().min(0).max(100);

/** More skus than staff write down by hand. */
const ceilingsMax = 2_000;

/** A factor on the fee for prices beyond a part of the median. */
export const feeBand = z.union([
  z.strictObject({ belowRatio: z.number().positive().max(1), factor }),
  z.strictObject({ aboveRatio: z.number().min(1).max(1_000), factor }),
]);

export const pricingConfig = z.strictObject({
  /** The lowest part of the median that may be asked; 0 asks nothing. */
  priceFloorRatio: ratio,
  /** The part of a sale that goes to the treasury, before the bands. */
  marketFeeRatio: ratio.max(0.9).meta({ examples: [0.08] }),
  /** What the market should hold of a sku; below it the median counts for more, above for less. */
  scarcityTargetQuantity: z.int().min(1).max(1_000_000_000),
  alpha: z.number().min(0).max(10),
  scarcityFactorMin: z.number().positive().max(1),
  scarcityFactorMax: z.number().min(1).max(100),
  bands: z.array(feeBand).max(10),
  /** The highest unit price, by sku. */
  ceilings: z
    .record(goodsSku, positiveCoins)
    .refine((bySku) => Object.keys(bySku).length <= ceilingsMax, {
      error: `must be no more than ${String(ceilingsMax)}`,
    }),
});
export type PricingConfig = z.infer<typeof pricingConfig>;

/** Version 0 is what the program brings along, before any numbers were stored. */
const version = z.int().min(0);
const pricingConfigReply = z.strictObject({ config: pricingConfig, version });

export const getPricingConfig = {
  method: 'GET',
  path: '/api/pricing/config',
  who: { staff: 'AUDITOR', inGame: 'ADMIN' },
  summary: 'Shows the numbers that guard prices, and their version.',
  status: 200,
  reply: pricingConfigReply,
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const putPricingConfig = {
  method: 'PUT',
  path: '/api/pricing/config',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Replaces the numbers that guard prices; `version` is the one they were read with.',
  body: z.strictObject({
    config: pricingConfig,
    version,
    reason: line(200),
  }),
  status: 200,
  reply: pricingConfigReply,
  key: 'accepted',
  refusals: ['VERSION_STALE'],
} as const satisfies Contract;

/** What the roll-up knew of a sku at a time: the median of 7 days, and the units sold in a day. */
export const pricePoint = z.strictObject({
  at: instant,
  median7dCoins: positiveCoins.nullable(),
  volume24hCount: z.int().min(0),
});

/**
 * `medianCoins` is today's, null where nothing was sold in 7 days. The points are the hours in which
 * something changed, newest first: between two of them all stayed as it was.
 */
export const getPriceHistory = {
  method: 'GET',
  path: '/api/market/prices/:sku',
  who: { server: true, staff: 'AUDITOR' },
  summary: 'Shows what a sku was sold for: the 7-day median now, and its history.',
  params: z.strictObject({ sku: goodsSku }),
  status: 200,
  reply: z.strictObject({
    sku: goodsSku,
    medianCoins: positiveCoins.nullable(),
    points: z.array(pricePoint).max(168),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

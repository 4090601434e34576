// Prices: what a unit price of a sku means now, and the numbers that guard prices (D26). The market
// stands above it and asks before it lists. Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { getPriceHistory, PricingConfig, putPricingConfig } from '@mintkeep/shared/pricing.ts';
import { audit } from '../audit/service.ts';
import { dayMs } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { feeHolidayRuns } from '../quests/service.ts';
import { commonQuantity, decidePrice } from './decide.ts';
import type { PriceFacts, PriceVerdict } from './decide.ts';
import * as store from './store.ts';

export { feeCoinsOf } from './decide.ts';
export type { ReadSales } from './rollup.ts';

/** A median is of sales that are no older. */
const medianMs = 7 * dayMs;
const pointsShown = 168;

/** What prices are guarded by where nothing else was said; a start puts the environment's over it. */
export const pricingDefault: PricingConfig = {
  priceFloorRatio: 0.7,
  marketFeeRatio: 0.08,
  scarcityTargetQuantity: 100,
  alpha: 0.1,
  scarcityFactorMin: 0.5,
  scarcityFactorMax: 2,
  bands: [
    { belowRatio: 0.85, factor: 1.5 },
    { aboveRatio: 1.25, factor: 1.25 },
  ],
  ceilings: {},
};

/** Outside of a transaction, or in one: prices are asked for in both. */
export type PriceScope = Context | WriteScope;
const nowOf = (scope: PriceScope): Date => ('now' in scope ? scope.now : scope.clock.now());

/**
 * Says what a unit price of a sku would mean: the fee, the median it is measured by, the lowest and
 * highest price, and why it is refused where it is (S1-071..S1-073, S1-187). Refuses nothing itself.
 * `unitsForSale` says how many units are for sale now, counted up to `enough`.
 */
export async function guardPrice(
  scope: PriceScope,
  asked: Pick<PriceFacts, 'sku' | 'unitPriceCoins'>,
  unitsForSale: (enough: number) => Promise<number>,
): Promise<PriceVerdict> {
  const now = nowOf(scope);
  const { config } = await readPricing(scope);
  const medianCoins =
    (await soldMedianOf(scope, asked.sku, now)) ?? (await shopPriceOf(scope, asked.sku, now));
  const feeHoliday = await feeHolidayRuns(scope, now);
  // Without a median there is no floor that could follow from how many there are.
  const activeQuantity = medianCoins === null ? 0 : await unitsForSale(commonQuantity(config));
  return decidePrice(config, { ...asked, activeQuantity, medianCoins, feeHoliday });
}

/** The median of what was sold in 7 days, as the last roll-up knew it; null where nothing was. */
async function soldMedianOf(scope: ReadScope, sku: string, now: Date): Promise<number | null> {
  const point = await store.findNewestPoint(scope, sku, new Date(now.getTime() - medianMs));
  return point?.median7dCoins ?? null;
}

/** The shop's price of one unit, where a reward of this sku gives nothing but this thing. */
async function shopPriceOf(scope: ReadScope, sku: string, now: Date): Promise<number | null> {
  const offer = await store.findRewardOffer(scope, sku, now);
  if (offer?.task.action !== 'give') return null;
  const { items } = offer.task.payload;
  const [material] = sku.split('.');
  if (items.some((item) => item.material.toLowerCase() !== material)) return null;
  const units = items.reduce((sum, { amount }) => sum + amount, 0);
  return Math.max(Math.floor(offer.priceCoins / units), 1);
}

/** The numbers in force and their version; 0 is those of this program, before any were stored. */
export async function readPricing(
  scope: ReadScope,
): Promise<{ config: PricingConfig; version: number }> {
  const found = await store.findConfig(scope);
  if (!found) return { config: pricingDefault, version: 0 };
  const { _id, version, updatedAt: _updatedAt, ...config } = found;
  return { config, version };
}

/** Stores the environment's fee and floor, once: where numbers are stored, they stay (D26). */
export const seedPricing = (
  scope: WriteScope,
  given: Pick<PricingConfig, 'marketFeeRatio' | 'priceFloorRatio'>,
): Promise<void> => store.seedConfig(scope, { ...pricingDefault, ...given });

/**
 * Replaces the numbers, and gives the next version; audited with what was before (S1-100). Refuses
 * `VERSION_STALE` when somebody changed them since they were read. Listings keep the fee they have.
 */
export async function changePricing(
  tx: Tx,
  { config, version: expectedVersion, reason }: InputOf<typeof putPricingConfig>,
): Promise<ReplyOf<typeof putPricingConfig>> {
  const before = await readPricing(tx);
  // Two at once read the same; the second to write conflicts, is tried again, and sees the first.
  if (before.version !== expectedVersion) {
    throw new Refusal('VERSION_STALE', { expectedVersion, version: before.version });
  }
  const after = { config, version: before.version + 1 };
  await store.putConfig(tx, { ...config, version: after.version });
  const target = { type: 'pricing', id: 'current' };
  await audit(tx, { action: 'pricing.change', target, reason, before, after });
  return after;
}

/** What a sku was sold for: the median of the last 7 days, and its changes by the hour. */
export async function priceHistory(
  ctx: Context,
  { sku }: InputOf<typeof getPriceHistory>,
): Promise<ReplyOf<typeof getPriceHistory>> {
  const points = await store.listPoints(ctx, sku, pointsShown);
  return {
    sku,
    medianCoins: await soldMedianOf(ctx, sku, ctx.clock.now()),
    points: points.map(({ createdAt, median7dCoins, volume24hCount }) => ({
      at: createdAt.toISOString(),
      median7dCoins,
      volume24hCount,
    })),
  };
}

/** What the market was sold for at a time: of each sku sold in the 7 days before, the busiest first. */
export async function busiestPrices(
  scope: ReadScope,
  at: Date,
  skusMax: number,
): Promise<{ sku: string; medianCoins: number; volume24hCount: number }[]> {
  const points = await store.listBusiest(scope, new Date(at.getTime() - medianMs), at, skusMax);
  return points.map(({ sku, median7dCoins, volume24hCount }) => ({
    sku,
    medianCoins: median7dCoins,
    volume24hCount,
  }));
}

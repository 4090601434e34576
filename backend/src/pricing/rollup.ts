// The roll-up: reads the market's sales of 7 days and writes what each sku was sold for. The market
// stands above, so how sales are read is handed in (S1-122). Knows no HTTP.
import { dayMs, hourMs } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { inTransaction } from '../core/transaction.ts';
import { medianOf } from './decide.ts';
import * as store from './store.ts';
import type { PricePointDoc } from './store.ts';

/** Units that were sold at a price and are in their buyer's hands. */
export interface Sale {
  readonly sku: string;
  readonly unitPriceCoins: number;
  readonly quantity: number;
  readonly at: Date;
}

/** Streams the sales since a time, in any order. */
export type ReadSales = (scope: ReadScope, since: Date) => AsyncIterable<Sale>;

const daysCounted = 7;
const pointsPerCommit = 500;

/** What was sold of one sku: a number for each price, not for each sale. */
interface Sold {
  readonly tally: Map<number, number>;
  volume24hCount: number;
  lastSoldAtMs: number;
}

/**
 * Writes a point for each sku whose median, volume or last sale is not what its newest point says; so
 * the history grows with sales and not with time. One point for a sku and an hour: twice is once.
 */
export async function rollUpPrices(ctx: Context, readSales: ReadSales): Promise<void> {
  const now = ctx.clock.now();
  const sold = await countSales(readSales(ctx, new Date(now.getTime() - daysCounted * dayMs)), now);
  const skus = [...sold.keys()];
  let written = 0;
  for (let from = 0; from < skus.length; from += pointsPerCommit) {
    const some = skus.slice(from, from + pointsPerCommit);
    const newest = new Map(
      (await store.listNewestPoints(ctx, some)).map((point) => [point.sku, point]),
    );
    const points = some
      .map((sku) => pointOf(sku, sold.get(sku), now))
      .filter((point) => point !== null)
      .filter((point) => saysMore(point, newest.get(point.sku)));
    await inTransaction(ctx, (scope) => store.insertPoints(scope, points));
    written += points.length;
  }
  ctx.log.debug({ skus: skus.length, written }, 'pricing: rolled up');
}

async function countSales(sales: AsyncIterable<Sale>, now: Date): Promise<Map<string, Sold>> {
  const bySku = new Map<string, Sold>();
  const dayAgoMs = now.getTime() - dayMs;
  for await (const { sku, unitPriceCoins, quantity, at } of sales) {
    const known = bySku.get(sku);
    const sold: Sold = known ?? { tally: new Map(), volume24hCount: 0, lastSoldAtMs: 0 };
    if (!known) bySku.set(sku, sold);
    sold.tally.set(unitPriceCoins, (sold.tally.get(unitPriceCoins) ?? 0) + quantity);
    if (at.getTime() > dayAgoMs) sold.volume24hCount += quantity;
    sold.lastSoldAtMs = Math.max(sold.lastSoldAtMs, at.getTime());
  }
  return bySku;
}

function pointOf(sku: string, sold: Sold | undefined, now: Date): PricePointDoc | null {
  const median7dCoins = sold ? medianOf(sold.tally) : null;
  if (!sold || median7dCoins === null) return null;
  const hour = new Date(Math.floor(now.getTime() / hourMs) * hourMs).toISOString();
  return {
    _id: `${sku}@${hour}`,
    sku,
    median7dCoins,
    volume24hCount: sold.volume24hCount,
    lastSoldAt: new Date(sold.lastSoldAtMs),
    createdAt: now,
  };
}

const saysMore = (point: PricePointDoc, newest: PricePointDoc | undefined): boolean =>
  point.median7dCoins !== newest?.median7dCoins ||
  point.volume24hCount !== newest.volume24hCount ||
  point.lastSoldAt.getTime() !== newest.lastSoldAt.getTime();

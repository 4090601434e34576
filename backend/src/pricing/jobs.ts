// What prices need by themselves: an hourly look at what was sold.
import type { TimedJob } from '../core/jobs.ts';
import { rollUpPrices } from './rollup.ts';
import type { ReadSales } from './rollup.ts';

/** Counts each hour what was sold for how much (S1-122). The market is above, so it is handed in. */
export const pricingRollup = (readSales: ReadSales): TimedJob => ({
  name: 'pricing:rollup',
  everyMs: 3_600_000,
  run: (ctx) => rollUpPrices(ctx, readSales),
});

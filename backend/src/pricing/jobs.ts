// What prices need by themselves: an hourly look at what was sold.
import { hourMs } from '../core/calendar.ts';
import type { TimedJob } from '../core/jobs.ts';
import { rollUpPrices } from './rollup.ts';
import type { ReadSales } from './rollup.ts';

/** Counts each hour what was sold for how much (S1-122). The market is above, so it is handed in. */
export const pricingRollup = (readSales: ReadSales): TimedJob => ({
  name: 'pricing:rollup',
  everyMs: hourMs,
  run: (ctx) => rollUpPrices(ctx, readSales),
});

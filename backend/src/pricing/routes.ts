// The doors of prices: staff read and change the numbers, game servers show what things were sold for.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/pricing.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import * as pricing from './service.ts';

/** The doors of staff and game servers; who may use which, the contracts say. */
export const pricingForKnown =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.getPricingConfig, () => pricing.readPricing(ctx));
    serve(scope, ctx, contracts.putPricingConfig, (input, call) =>
      call.transact((tx) => pricing.changePricing(tx, input)),
    );
    serve(scope, ctx, contracts.getPriceHistory, (input) => pricing.priceHistory(ctx, input));
  };

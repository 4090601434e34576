// The doors of holds: for game servers, and for staff.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/holds.ts';
import type { Context } from '../core/context.ts';
import { faultPoint } from '../core/fault-points.ts';
import { serve } from '../core/http.ts';
import * as holds from './service.ts';
import { settle } from './settle.ts';

/**
 * Coins that plugins of one server may give in a day, where the owner does not say: a leaked key mints
 * nothing.
 */
const mintDailyCoinsDefault = 0;

export const holdsForKnown =
  (ctx: Context, mintDailyCoins = mintDailyCoinsDefault) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.takeHold, (input, call) =>
      call.transact((tx) => holds.take(tx, input)),
    );
    serve(scope, ctx, contracts.settleHolds, async (input, call) => {
      const reply = await call.transact((tx) => settle(tx, input));
      await faultPoint('holds.after-settle');
      return reply;
    });
    serve(scope, ctx, contracts.releaseHolds, (input, call) =>
      call.transact((tx) => holds.release(tx, input)),
    );
    serve(scope, ctx, contracts.releaseOlderHolds, (input, call) =>
      call.transact((tx) => holds.releaseOlder(tx, input)),
    );
    serve(scope, ctx, contracts.reserveAllowance, (input, call) =>
      call.transact((tx) => holds.reserve(tx, mintDailyCoins, input)),
    );
    serve(scope, ctx, contracts.listHolds, (input) => holds.listHolds(ctx, input));
    serve(scope, ctx, contracts.releaseServerHolds, (input, call) =>
      call.transact((tx) => holds.releaseForStaff(tx, input)),
    );
  };

// The doors of payments, for game servers.
import type { FastifyInstance } from 'fastify';
import * as contracts from '@mintkeep/shared/pay.ts';
import type { Context } from '../core/context.ts';
import { faultPoint } from '../core/fault-points.ts';
import { serve } from '../core/http.ts';
import { openQueues } from '../core/queues.ts';
import * as paying from './service.ts';
import type { PayRules } from './service.ts';

export const payForServers =
  (ctx: Context, rules: PayRules) =>
  async (scope: FastifyInstance): Promise<void> => {
    const oneByOne = openQueues();
    serve(scope, ctx, contracts.findPayee, ({ name }) => paying.payeeOf(ctx, name));
    serve(scope, ctx, contracts.pay, async (input, call) => {
      const both = [input.minecraftUUID, input.toMinecraftUUID];
      const reply = await oneByOne(both, () => call.transact((tx) => paying.pay(tx, rules, input)));
      await faultPoint('pay.after-commit');
      return reply;
    });
    serve(scope, ctx, contracts.setPayable, (input, call) =>
      call.transact((tx) => paying.setPayable(tx, input)),
    );
    serve(scope, ctx, contracts.takePaymentNotices, async ({ players, told }, call) => {
      // Most asks have nothing to forget, and cost one read of an index.
      if (told.length === 0) return paying.noticesOf(ctx, players);
      return call.transact(async (tx) => {
        await paying.forgetNotices(tx, told);
        return paying.noticesOf(tx, players);
      });
    });
  };

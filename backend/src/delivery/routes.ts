// The doors of delivery for game servers, a long poll that leases and the report of what became, and
// those for staff, who see what is stuck and decide what nobody can prove.
import type { FastifyInstance } from 'fastify';
import { deliveryWaitSMax } from '@mintkeep/shared/constants.ts';
import {
  leaseDeliveries,
  listDeliveries,
  reportDelivery,
  reportReceipts,
  resolveDelivery,
} from '@mintkeep/shared/delivery.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import { lookUntilNews } from '../core/long-poll.ts';
import type { Doorbell } from '../core/outbox.ts';
import { compareReceipts } from './receipts.ts';
import { leaseDue, report } from './service.ts';
import { decideDelivery, listForStaff } from './staff.ts';

// Retries that become due ring no bell; a lost ring costs no more than this either.
const lookEveryMs = 2_000;

export const deliveryForServers =
  (ctx: Context, doorbell: Doorbell) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(
      scope,
      ctx,
      leaseDeliveries,
      ({ limit, waitS, minecraftUUID }, call) =>
        lookUntilNews(
          doorbell,
          { on: ['delivery.due'], waitMs: waitS * 1_000, lookEveryMs, signal: call.signal },
          () => call.transact((tx) => leaseDue(tx, { limit, minecraftUUID })),
          (leased) => leased.length > 0,
        ),
      { handlerTimeoutMs: (deliveryWaitSMax + 10) * 1_000 },
    );
    serve(scope, ctx, reportDelivery, (input, call) => call.transact((tx) => report(tx, input)));
    serve(scope, ctx, reportReceipts, (input, call) =>
      call.transact((tx) => compareReceipts(tx, input)),
    );
  };

export const deliveryForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, listDeliveries, (input) => listForStaff(ctx, input));
    serve(scope, ctx, resolveDelivery, (input, call) =>
      call.transact((tx) => decideDelivery(tx, input)),
    );
  };

// The doors of orders: for game servers, whose players buy, and for staff.
import type { FastifyInstance } from 'fastify';
import {
  buyFromListing,
  forceFulfilOrder,
  getOrder,
  listOrders,
  listTrades,
  quoteOrder,
  refundOrder,
} from '@mintkeep/shared/orders.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { serve } from '../core/http.ts';
import { operationOf } from '../core/transact.ts';
import type { Orders } from './buy.ts';
import * as staff from './orders-staff.ts';
import * as orders from './orders.ts';

export const ordersForKnown =
  (ctx: Context, till: Orders) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, quoteOrder, (input) => orders.quoteOrder(ctx, input));
    serve(scope, ctx, buyFromListing, async (input, call) => {
      const { key } = call.command;
      if (key === undefined) throw new Refusal('IDEMPOTENCY_KEY_MISSING');
      const operation = operationOf({ ...call.command, key });
      return call.answer(await till.submit({ ...operation, input }));
    });
    serve(scope, ctx, listTrades, (input) => orders.listTrades(ctx, input));
    serve(scope, ctx, listOrders, (input) => orders.listOrders(ctx, input));
    serve(scope, ctx, getOrder, ({ orderId }) => orders.getOrder(ctx, orderId));
    serve(scope, ctx, forceFulfilOrder, (input, call) =>
      call.transact((tx) => staff.forceFulfilOrder(tx, input)),
    );
    serve(scope, ctx, refundOrder, (input, call) =>
      call.transact((tx) => staff.refundOrder(tx, input)),
    );
  };

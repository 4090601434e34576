// The doors of the shop for game servers, and for staff who pay back.
import type { FastifyInstance } from 'fastify';
import {
  getShopItem,
  listPurchases,
  listShopItems,
  purchase,
  refundPurchase,
} from '@mintkeep/shared/shop.ts';
import type { Context } from '../core/context.ts';
import { serve, WrittenReply } from '../core/http.ts';
import { sharedRead } from '../core/shared-read.ts';
import { Refusal } from '../core/errors.ts';
import { operationOf } from '../core/transact.ts';
import type { Purchases } from './purchase.ts';
import * as shop from './service.ts';

export const shopForServers =
  (ctx: Context, purchases: Purchases) =>
  async (scope: FastifyInstance): Promise<void> => {
    const items = sharedRead(
      async () => new WrittenReply(listShopItems, await shop.listShopItems(ctx, ctx.clock.now())),
    );
    serve(scope, ctx, listShopItems, () => items());
    serve(scope, ctx, getShopItem, ({ sku }) => shop.getShopItem(ctx, sku, ctx.clock.now()));
    serve(scope, ctx, listPurchases, (input) => shop.listPurchases(ctx, input));
    serve(scope, ctx, purchase, async (input, call) => {
      const { key } = call.command;
      if (key === undefined) throw new Refusal('IDEMPOTENCY_KEY_MISSING');
      const operation = operationOf({ ...call.command, key });
      return call.answer(await purchases.submit({ ...operation, input }));
    });
    serve(scope, ctx, refundPurchase, (input, call) =>
      call.transact((tx) => shop.refundPurchase(tx, input)),
    );
  };

// The doors of the shop for game servers, for staff who pay back, and for those who keep the catalogue.
import type { FastifyInstance } from 'fastify';
import * as rewards from '@mintkeep/shared/rewards.ts';
import {
  getShopItem,
  listPurchases,
  listSellPrices,
  listShopItems,
  purchase,
  refundPurchase,
  sell,
} from '@mintkeep/shared/shop.ts';
import type { Context } from '../core/context.ts';
import { faultPoint } from '../core/fault-points.ts';
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
    const prices = sharedRead(
      async () => new WrittenReply(listSellPrices, await shop.listSellPrices(ctx)),
    );
    serve(scope, ctx, listSellPrices, () => prices());
    serve(scope, ctx, sell, async (input, call) => {
      const reply = await call.transact((tx) => shop.sell(tx, input));
      await faultPoint('sell.after-commit');
      return reply;
    });
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

export const rewardsForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, rewards.listRewards, (input) => shop.listRewardsPage(ctx, input));
    serve(scope, ctx, rewards.createReward, (input, call) =>
      call.transact((tx) => shop.addReward(tx, input)),
    );
    serve(scope, ctx, rewards.changeReward, (input, call) =>
      call.transact((tx) => shop.writeReward(tx, input)),
    );
    serve(scope, ctx, rewards.deleteReward, (input, call) =>
      call.transact((tx) => shop.removeReward(tx, input)),
    );
  };

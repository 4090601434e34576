// What tests of the market begin with: things as a game server hands them in, sellers, and where goods
// are.
import { randomUUID } from 'node:crypto';
import type { Goods } from '@mintkeep/shared/goods.ts';
import * as market from '@mintkeep/shared/market.ts';
import type { Context } from '../src/core/context.ts';
import type { DeliveryDoc } from '../src/delivery/store.ts';
import type { GoodsDoc, ListingDoc } from '../src/market/store.ts';
import type { Player } from '../src/players/service.ts';
import type { TestApp } from './app.ts';

export const uuidOf = ({ minecraftUUID }: Player): string => minecraftUUID;

/** Ten diamonds, unless told otherwise. */
export const someGoods = (fields: Partial<Goods> = {}): Goods => ({
  sku: 'diamond',
  material: 'DIAMOND',
  title: 'Diamond',
  details: [],
  bytes: 'AAECAwQF',
  quantity: 10,
  ...fields,
});

export type HandIn = NonNullable<Parameters<typeof handIn>[2]>;

/** Hands goods in under a fresh goodsId, with terms where they are to be listed. */
export function handIn(
  { ask }: Pick<TestApp, 'ask'>,
  owner: Pick<Player, 'minecraftUUID'>,
  {
    goodsId = randomUUID(),
    key = goodsId,
    goods = {},
    terms,
    listingsMax = 1_000,
  }: {
    goodsId?: string;
    key?: string;
    goods?: Partial<Goods>;
    listingsMax?: number;
    terms?: {
      unitPriceCoins: number;
      hours: number;
      quantityPerBuyerMin?: number;
      quantityPerBuyerMax?: number;
    };
  } = {},
) {
  const { minecraftUUID } = owner;
  const input = { minecraftUUID, goodsId, goods: someGoods(goods), listingsMax };
  return ask(
    market.handInGoods,
    { ...input, ...(terms ? { terms } : {}) },
    { idempotencyKey: key },
  );
}

/** Lists goods, ten diamonds for 5 coins each and a day unless told otherwise; answers the listing. */
export async function aListing(
  opened: Pick<TestApp, 'ask'> & { ctx: Context },
  seller: Player,
  { terms = {}, ...rest }: Omit<HandIn, 'terms'> & { terms?: object } = {},
): Promise<ListingDoc> {
  const usual = { unitPriceCoins: 5, hours: 24 };
  const { body } = await handIn(opened, seller, { ...rest, terms: { ...usual, ...terms } });
  if (body.outcome !== 'taken' || !body.listing) throw new Error(JSON.stringify(body));
  return listingOf(opened.ctx, body.listing.listingId);
}

export async function listingOf(ctx: Context, listingId: string): Promise<ListingDoc> {
  const found = await ctx.db.collection<ListingDoc>('listings').findOne({ _id: listingId });
  if (!found) throw new Error(`No listing ${listingId}`);
  return found;
}

export const goodsDocOf = (ctx: Context, goodsId: string): Promise<GoodsDoc | null> =>
  ctx.db.collection<GoodsDoc>('market_goods').findOne({ _id: goodsId });

/** The deliveries home of these goods, oldest first. */
export const returnsOf = (ctx: Context, goodsId: string): Promise<DeliveryDoc[]> =>
  ctx.db
    .collection<DeliveryDoc>('deliveries')
    .find({ 'ref.refType': 'return', 'ref.refId': goodsId })
    .sort({ createdAt: 1 })
    .toArray();

/** How many things a delivery hands over. */
export const quantityIn = ({ task }: DeliveryDoc): number =>
  task.action === 'goods'
    ? task.payload.goods.reduce((sum, { quantity }) => sum + quantity, 0)
    : Number.NaN;

/** Puts the end of a listing into the past. */
export async function letEnd(ctx: Context, listingId: string): Promise<void> {
  const expiresAt = new Date(ctx.clock.now().getTime() - 1);
  await ctx.db
    .collection<ListingDoc>('listings')
    .updateOne({ _id: listingId }, { $set: { expiresAt } });
}

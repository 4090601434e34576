// The things of players that go over the market during a run: what every player begins with, what they
// are called, and how they are handed in.
import type { Goods } from '@mintkeep/shared/goods.ts';
import { handInGoods } from '@mintkeep/shared/market.ts';
import { sell } from '@mintkeep/shared/shop.ts';
import { operationIdOf } from '../../src/core/identity.ts';
import type { Client, Wish } from './client.ts';
import type { Note } from './hand-ins.ts';

/** What every player has in the inventory at first, of each kind. */
export const begunWith = 2_000;

/** What is traded, and what the shop buys. */
export const wares = {
  gold_ingot: { material: 'GOLD_INGOT', title: 'Gold Ingot', bytes: 'AAECAwQF' },
  'iron_sword.0a1b2c3d4e5f': { material: 'IRON_SWORD', title: 'Thorn', bytes: 'AAECAwQG' },
  iron_ingot: { material: 'IRON_INGOT', title: 'Iron Ingot', bytes: 'AAECAwQH' },
} as const;
export type Ware = keyof typeof wares;
export const traded = ['gold_ingot', 'iron_sword.0a1b2c3d4e5f'] as const;
export const sold = 'iron_ingot';

export const freshStock = (): Map<string, number> =>
  new Map(Object.keys(wares).map((sku) => [sku, begunWith]));

const goodsOf = (sku: Ware, quantity: number): Goods => ({
  sku,
  ...wares[sku],
  details: [],
  quantity,
});

export interface Terms {
  readonly unitPriceCoins: number;
  readonly hours: number;
  readonly quantityPerBuyerMin?: number;
  readonly quantityPerBuyerMax?: number;
}

/** A hand-in to the market: to be held, or with terms to be listed. Its key is the goods' id. */
export function handInOf(
  client: Client,
  one: { minecraftUUID: string; sku: Ware; quantity: number; listingsMax: number; terms?: Terms },
): Note {
  const { minecraftUUID, sku, quantity, listingsMax, terms } = one;
  const goodsId = operationIdOf('faults', 'goods', client.newKey('goods'));
  const goods = goodsOf(sku, quantity);
  const call = { minecraftUUID, goodsId, goods, listingsMax, ...(terms ? { terms } : {}) };
  return noteOf({ kind: 'handIn', contract: handInGoods, call, key: goodsId, actor: 'server' });
}

/** A sale to the shop. */
export function saleOf(client: Client, minecraftUUID: string, quantity: number): Note {
  const goodsId = operationIdOf('faults', 'goods', client.newKey('goods'));
  const call = { minecraftUUID, goodsId, goods: goodsOf(sold, quantity) };
  return noteOf({ kind: 'sale', contract: sell, call, key: goodsId, actor: 'server' });
}

const noteOf = (wish: Wish<typeof handInGoods> | Wish<typeof sell>): Note => {
  const { goodsId, goods } = wish.call;
  return { goodsId, wish, sku: goods.sku, quantity: goods.quantity };
};

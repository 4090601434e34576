// Bursts on the market: sixteen wishes at one moment for a listing with few things left, for what one
// buyer may take of it, for the listings one seller may have, with one thing that is handed in, for one
// voucher, and for what the shop buys of one player in a day.
import { buyFromListing } from '@mintkeep/shared/orders.ts';
import { createVouchers, redeemVoucher } from '@mintkeep/shared/vouchers.ts';
import { burstMax, coupon } from './catalogue.ts';
import type { Client, Wish } from './client.ts';
import type { Game } from './game.ts';
import { wish } from './shoppers.ts';
import type { Shopper } from './shoppers.ts';
import { handInOf, saleOf } from './wares.ts';
import type { Terms } from './wares.ts';

const width = 16;
export const marketBurstKinds = [
  'listing',
  'buyer',
  'listings',
  'goods',
  'redeem',
  'sale',
] as const;
export type MarketBurstKind = (typeof marketBurstKinds)[number];

/** Makes ready for a burst; answers the wishes to be asked at once, or has them asked by the game. */
export async function marketBurst(
  client: Client,
  game: Game,
  burst: {
    readonly kind: MarketBurstKind;
    readonly crowd: readonly Shopper[];
    readonly newcomer: () => Promise<Shopper>;
    readonly facts: { readonly sellers: string[] };
  },
): Promise<Wish[]> {
  const { kind, crowd, newcomer, facts } = burst;
  const seller = await newcomer();
  const { minecraftUUID } = seller;
  const terms = { unitPriceCoins: 2, hours: 24 };
  const each = <T>(make: () => T): T[] => Array.from({ length: width }, make);
  const buy = (who: Shopper, listingId: string): Wish => {
    const call = { listingId, minecraftUUID: who.minecraftUUID, quantity: 1 };
    return wish('buy', buyFromListing, call, client.newKey('burst'));
  };
  const handIn = (quantity: number, listingsMax: number, more: Partial<Terms> = {}) => {
    const sku = 'gold_ingot';
    const asked = { ...terms, ...more };
    return handInOf(client, { minecraftUUID, sku, quantity, listingsMax, terms: asked });
  };
  const listed = async (quantity: number, more: Partial<Terms> = {}): Promise<string | null> => {
    const word = await game.handIn(handIn(quantity, width, more));
    return word?.outcome === 'taken' ? (word.listing?.listingId ?? null) : null;
  };
  switch (kind) {
    case 'listing': {
      const listingId = await listed(burstMax);
      return listingId === null ? [] : crowd.map((one) => buy(one, listingId));
    }
    case 'buyer': {
      const listingId = await listed(width * 2, { quantityPerBuyerMax: burstMax });
      const [one] = crowd;
      return listingId === null || !one ? [] : each(() => buy(one, listingId));
    }
    case 'listings': {
      facts.sellers.push(seller.playerId);
      // The same permissions in every copy: else a late one could rightly list more.
      await Promise.all(each(() => game.handIn(handIn(2, burstMax))));
      return [];
    }
    case 'goods':
      await game.handIn({ ...handIn(5, width), copies: width - 1 });
      return [];
    case 'redeem': {
      const call = { sku: coupon, count: 1, reason: 'all at once' };
      const key = client.newKey('vouchers');
      const made = await client.settle(wish('makeVoucher', createVouchers, call, key, 'console'));
      if (made.outcome !== 'ok') return [];
      const code = made.reply.vouchers[0]?.code ?? '';
      return crowd.map((one) => {
        const asked = { minecraftUUID: one.minecraftUUID, code };
        return wish('redeem', redeemVoucher, asked, client.newKey('redeem'));
      });
    }
    case 'sale':
      await Promise.all(each(() => game.handIn(saleOf(client, minecraftUUID, 10))));
      return [];
  }
}

// Offers: what a seller asks, whether it may be asked, and the listing it becomes. Knows no HTTP and no
// order.
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import { hourMs } from '../core/calendar.ts';
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { getPlayer, isBanned } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { guardPrice } from '../pricing/service.ts';
import type { PriceScope } from '../pricing/service.ts';
import { categoryOf } from './category.ts';
import * as store from './store.ts';
import type { GoodsDoc, ListingDoc, Thing } from './store.ts';
import { pairsOf, wordsOf } from './words.ts';

/** A no that can be thrown, or written down before it is said. */
export interface Refused {
  readonly code: RefusalCode;
  readonly details: Record<string, unknown>;
}

/** What a seller asks. */
export interface Terms {
  readonly unitPriceCoins: number;
  readonly hours: number;
  readonly quantityPerBuyerMin?: number | undefined;
  readonly quantityPerBuyerMax?: number | undefined;
}

/** Why this player may neither bring goods nor take them, or null. */
export function whyStopped(player: Player, now: Date): Refused | null {
  if (isBanned(player, now)) return { code: 'PLAYER_BANNED', details: {} };
  return player.frozen ? { code: 'PLAYER_FROZEN', details: {} } : null;
}

/** The player who asks. Refuses `PLAYER_UNKNOWN`, `PLAYER_BANNED`, `PLAYER_FROZEN`. */
export async function getTrader(tx: Tx, minecraftUUID: string): Promise<Player> {
  const player = await getPlayer(tx, minecraftUUID);
  const stopped = whyStopped(player, tx.now);
  if (stopped) throw new Refusal(stopped.code, stopped.details);
  return player;
}

/** What a unit price would mean for a sku now (S1-187). */
export const appraise = (
  scope: PriceScope,
  { sku, unitPriceCoins }: { readonly sku: string; readonly unitPriceCoins: number },
) =>
  guardPrice(scope, { sku, unitPriceCoins }, (enough) =>
    store.activeQuantityOf(scope, sku, enough),
  );

/** The fee of a price, or why it is refused, with what it may be. */
async function judgePrice(
  scope: PriceScope,
  asked: { readonly sku: string; readonly unitPriceCoins: number },
): Promise<{ readonly feeRatio: number } | Refused> {
  const { feeRatio, problem, ...range } = await appraise(scope, asked);
  if (problem === null) return { feeRatio };
  return { code: problem, details: { ...range, unitPriceCoins: asked.unitPriceCoins } };
}

/** As `judgePrice`. Refuses `PRICE_BELOW_FLOOR`, `PRICE_ABOVE_CEILING`. */
export async function feeOfPrice(
  scope: PriceScope,
  asked: { readonly sku: string; readonly unitPriceCoins: number },
): Promise<number> {
  const judged = await judgePrice(scope, asked);
  if ('code' in judged) throw new Refusal(judged.code, judged.details);
  return judged.feeRatio;
}

/** The fee of an offer, or why it cannot be made: its terms, its price, too many listings. */
export async function judgeOffer(
  tx: Tx,
  offer: {
    readonly seller: Player;
    readonly sku: string;
    readonly quantity: number;
    readonly terms: Terms;
    readonly listingsMax: number;
  },
): Promise<{ readonly feeRatio: number } | Refused> {
  const { seller, sku, quantity, terms, listingsMax } = offer;
  const { quantityPerBuyerMin: min = 1, quantityPerBuyerMax: max = quantity } = terms;
  if (min > quantity || max < min) {
    const details = { quantity, quantityPerBuyerMin: min, quantityPerBuyerMax: max };
    return { code: 'LISTING_TERMS_WRONG', details };
  }
  const judged = await judgePrice(tx, { sku, unitPriceCoins: terms.unitPriceCoins });
  if ('code' in judged) return judged;
  const openCount = await store.countForNewListing(tx, seller._id);
  if (openCount < listingsMax) return judged;
  return { code: 'LISTING_LIMIT_REACHED', details: { listingsMax, openCount } };
}

/** Offers goods that Mintkeep holds, on terms that were judged. Whose state becomes `listed`. */
export async function openListing(
  tx: Tx,
  offer: {
    readonly listingId: string;
    readonly seller: Player;
    readonly goods: Pick<GoodsDoc, '_id' | 'quantity' | keyof Thing>;
    readonly terms: Terms;
    readonly feeRatio: number;
  },
): Promise<ListingDoc> {
  const { listingId, seller, goods, terms, feeRatio } = offer;
  const { sku, material, title, details, bytes, quantity } = goods;
  const { unitPriceCoins, hours } = terms;
  const words = wordsOf(`${title} ${material}`);
  const listing: ListingDoc = {
    _id: listingId,
    sellerId: seller._id,
    sellerMinecraftUUID: seller.minecraftUUID,
    sellerName: seller.minecraftName,
    ...{ sku, material, title, details, bytes },
    category: categoryOf(material),
    words,
    wordPairs: pairsOf(words),
    goodsId: goods._id,
    quantity,
    quantityListed: quantity,
    unitPriceCoins,
    feeRatio,
    quantityPerBuyerMin: terms.quantityPerBuyerMin ?? null,
    quantityPerBuyerMax: terms.quantityPerBuyerMax ?? null,
    status: 'active',
    version: 1,
    createdAt: tx.now,
    updatedAt: tx.now,
    expiresAt: new Date(tx.now.getTime() + hours * hourMs),
  };
  await store.insertListing(tx, listing);
  announceOpen(tx, listing);
  await logEvent(tx, {
    eventType: 'list',
    playerId: seller._id,
    before: {},
    after: { listingId, goodsId: goods._id, sku, title, quantity, unitPriceCoins, feeRatio },
  });
  return listing;
}

/** Says that a listing can be bought from: opened, or open again. */
export function announceOpen(tx: Tx, listing: ListingDoc): void {
  const { _id: listingId, sellerId, sku, quantity, unitPriceCoins } = listing;
  tx.emit({ type: 'listing.opened', listingId, sellerId, sku, quantity, unitPriceCoins });
}

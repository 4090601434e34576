// Browsing: the market by filters, orders and pages, one listing, and a seller's own. Writes nothing.
// Every question is answered by an index of store.ts, as look-up.ts chooses it.
import type { Filter } from 'mongodb';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { ListingRecord, MarketCategory } from '@mintkeep/shared/listings.ts';
import type * as contracts from '@mintkeep/shared/listings.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import { sharedRead } from '../core/shared-read.ts';
import { findPlayerById, getPlayer, getPlayerByName, idsOfStopped } from '../players/service.ts';
import { categoryOf } from './category.ts';
import { categoriesForSale, lookUp } from './look-up.ts';
import type { Found, Page, Question } from './look-up.ts';
import { whyStopped } from './offers.ts';
import { listings } from './store.ts';
import type { ListingDoc } from './store.ts';
import { wordsOf } from './words.ts';

type Asked = InputOf<typeof contracts.listListings>;

/** Who looks: in the game only what can be bought is seen. */
export type Looker = 'game' | 'staff';

/** Words of one search. */
const searchWordsMax = 5;

/** What every question wants to know besides, shared by those who ask at once. */
export interface Known {
  stoppedSellers(): Promise<string[]>;
  categories(): Promise<MarketCategory[]>;
}

/** A category is seen to have something for sale, or nothing, after so long. */
const categoriesMs = 5_000;

/** Opens what is known. */
export function openKnown(ctx: Context): Known {
  let kept: { categories: Promise<MarketCategory[]>; untilMs: number } | null = null;
  return {
    stoppedSellers: sharedRead(() => stoppedSellersNow(ctx)),
    categories: () => {
      const now = ctx.clock.now();
      if (!kept || now.getTime() >= kept.untilMs) {
        const categories = categoriesForSale(ctx, now);
        const mine = { categories, untilMs: now.getTime() + categoriesMs };
        kept = mine;
        // A failure is told to those who waited for it, and not kept.
        categories.catch(() => {
          if (kept === mine) kept = null;
        });
      }
      return kept.categories;
    },
  };
}

/** A page of the market (S1-092). */
export async function listListings(
  ctx: Context,
  looker: Looker,
  known: Known,
  { sort: order, page, pageSize, ...asked }: Asked,
): Promise<ReplyOf<typeof contracts.listListings>> {
  const categories = await known.categories();
  const question = await questionOf(ctx, looker, known, asked);
  const nothing = { items: [], total: 0, page };
  const found = question
    ? await pageOfListings(ctx, { ...question, order }, { page, pageSize })
    : nothing;
  return { ...found, categories };
}

async function pageOfListings(
  scope: ReadScope,
  question: Question,
  page: Page,
): Promise<{ items: ListingRecord[]; total: number; page: number }> {
  const { items, total } = await lookUp(scope, question, page);
  return { items: items.map(recordOf), total, page: page.page };
}

/** What is asked, as a filter; null where nothing can fit. */
async function questionOf(
  ctx: Context,
  looker: Looker,
  { stoppedSellers }: Known,
  asked: Omit<Asked, 'sort' | 'page' | 'pageSize'>,
): Promise<Omit<Question, 'order'> | null> {
  const { sku, category, search, seller, priceMinCoins, priceMaxCoins } = asked;
  const status = looker === 'game' ? 'active' : (asked.status ?? 'active');
  const words = search === undefined ? [] : wordsOf(search).slice(0, searchWordsMax);
  if (search !== undefined && words.length === 0) return null;
  // The kind of a thing says its category: nobody has to look for a sword among the food.
  if (sku !== undefined && category !== undefined && categoryOfSku(sku) !== category) return null;
  const sellerId = seller === undefined ? undefined : await idOfName(ctx, seller);
  if (sellerId === null) return null;
  const hidden = looker === 'game' ? await stoppedSellers() : [];
  if (sellerId !== undefined && hidden.includes(sellerId)) return null;
  const notHidden = hidden.length > 0 ? { sellerId: { $nin: hidden } } : {};
  const isPriced = priceMinCoins !== undefined || priceMaxCoins !== undefined;
  const filter: Filter<ListingDoc> = {
    status: { $eq: status },
    ...(status === 'active' ? { expiresAt: { $gt: ctx.clock.now() } } : {}),
    ...(sellerId === undefined ? notHidden : { sellerId: { $eq: sellerId } }),
    ...(sku === undefined ? {} : { sku: { $eq: sku } }),
    ...(category === undefined || sku !== undefined ? {} : { category: { $eq: category } }),
    ...(isPriced ? { unitPriceCoins: { $gte: priceMinCoins ?? 0, ...most(priceMaxCoins) } } : {}),
  };
  return { filter, words };
}

const categoryOfSku = (sku: string): MarketCategory =>
  categoryOf((sku.split('.')[0] ?? '').toUpperCase());

const most = (coins: number | undefined) => (coins === undefined ? {} : { $lte: coins });

async function idOfName(scope: ReadScope, name: string): Promise<string | null> {
  const player = await getPlayerByName(scope, name).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  return player?._id ?? null;
}

/** Sellers who may not trade now and have something for sale: their listings are not shown. */
async function stoppedSellersNow(ctx: Context): Promise<string[]> {
  const stopped = await idsOfStopped(ctx, ctx.clock.now());
  if (stopped.length === 0) return [];
  const rows = await listings(ctx)
    .aggregate<{
      _id: string;
    }>([
      { $match: { sellerId: { $in: stopped }, status: 'active' } },
      { $group: { _id: '$sellerId' } },
    ])
    .toArray();
  return rows.map(({ _id }) => _id);
}

/**
 * One listing with the thing itself. Refuses `LISTING_UNKNOWN`; in the game also one of a seller who
 * may not trade.
 */
export async function getListing(
  ctx: Context,
  looker: Looker,
  { listingId }: InputOf<typeof contracts.getListing>,
): Promise<ReplyOf<typeof contracts.getListing>> {
  const listing = await listings(ctx).findOne({ _id: listingId });
  const seller = listing && (await findPlayerById(ctx, listing.sellerId));
  const isHidden = looker === 'game' && (!seller || whyStopped(seller, ctx.clock.now()) !== null);
  if (!listing || isHidden) throw new Refusal('LISTING_UNKNOWN', { listingId });
  return { ...recordOf(listing), bytes: listing.bytes };
}

/** A page of a seller's active listings, newest first. Refuses `PLAYER_UNKNOWN`. */
export async function listOwnListings(
  scope: ReadScope,
  { minecraftUUID, ...page }: InputOf<typeof contracts.listOwnListings>,
): Promise<ReplyOf<typeof contracts.listOwnListings>> {
  const { _id: sellerId } = await getPlayer(scope, minecraftUUID);
  return pageOfListings(
    scope,
    { filter: { sellerId: { $eq: sellerId }, status: 'active' }, words: [], order: 'newest' },
    page,
  );
}

const recordOf = (listing: Found['items'][number]): ListingRecord => ({
  listingId: listing._id,
  sellerId: listing.sellerId,
  sellerName: listing.sellerName,
  sku: listing.sku,
  material: listing.material,
  title: listing.title,
  details: listing.details,
  quantity: listing.quantity,
  unitPriceCoins: listing.unitPriceCoins,
  feeRatio: listing.feeRatio,
  quantityPerBuyerMin: listing.quantityPerBuyerMin,
  quantityPerBuyerMax: listing.quantityPerBuyerMax,
  status: listing.status,
  createdAt: listing.createdAt.toISOString(),
  expiresAt: listing.expiresAt.toISOString(),
});

// Browsing: the market by filters, orders and pages, one listing, and a seller's own. Writes nothing.
// Every question is answered by an index of store.ts.
import type { Filter, Sort } from 'mongodb';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { ListingRecord, ListingStatus } from '@mintkeep/shared/listings.ts';
import type * as contracts from '@mintkeep/shared/listings.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { countUpTo } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { findPlayerById, getPlayer, getPlayerByName, idsOfStopped } from '../players/service.ts';
import { whyStopped } from './offers.ts';
import { listings } from './store.ts';
import type { ListingDoc } from './store.ts';
import { wordsOf } from './words.ts';

type Asked = InputOf<typeof contracts.listListings>;

/** Who looks: in the game only what can be bought is seen. */
export type Looker = 'game' | 'staff';

/** More are counted and shown no further: nobody turns so many pages. */
const shownMax = 1_000;
/** Words of one search. */
const searchWordsMax = 5;
/** Up to so many listings with a word are read from its index, and put in order afterwards. */
const rareMax = 2_000;

/** What is asked of the database: what fits, and the index where the planner would guess. */
interface Question {
  readonly filter: Filter<ListingDoc>;
  readonly hint?: string | undefined;
}

// Each ends in the id, so that no two pages show the same.
const orders = {
  newest: { createdAt: -1, _id: -1 },
  cheapest: { unitPriceCoins: 1, _id: 1 },
  dearest: { unitPriceCoins: -1, _id: -1 },
  endingSoon: { expiresAt: 1, _id: 1 },
} as const satisfies Record<Asked['sort'], Sort>;

/** A page of the market (S1-092). */
export async function listListings(
  ctx: Context,
  looker: Looker,
  stoppedSellers: () => Promise<string[]>,
  { sort, page, pageSize, ...asked }: Asked,
): Promise<ReplyOf<typeof contracts.listListings>> {
  const nothing = { items: [], total: 0, page };
  const question = await questionOf(ctx, looker, stoppedSellers, asked);
  return question ? pageOfListings(ctx, question, orders[sort], { page, pageSize }) : nothing;
}

async function pageOfListings(
  scope: ReadScope,
  { filter, hint }: Question,
  order: Sort,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ items: ListingRecord[]; total: number; page: number }> {
  const total = await countUpTo(listings(scope), filter, shownMax, hint);
  const skipped = (page - 1) * pageSize;
  if (skipped >= total) return { items: [], total, page };
  const found = await listings(scope)
    .find(filter, hint === undefined ? {} : { hint })
    .project<Omit<ListingDoc, 'bytes' | 'words'>>({ bytes: 0, words: 0 })
    .sort(order)
    .skip(skipped)
    .limit(Math.min(pageSize, total - skipped))
    .toArray();
  return { items: found.map(recordOf), total, page };
}

/** What is asked, as a filter; null where nothing can fit. */
async function questionOf(
  ctx: Context,
  looker: Looker,
  stoppedSellers: () => Promise<string[]>,
  asked: Omit<Asked, 'sort' | 'page' | 'pageSize'>,
): Promise<Question | null> {
  const { sku, category, search, seller, priceMinCoins, priceMaxCoins } = asked;
  const status = looker === 'game' ? 'active' : (asked.status ?? 'active');
  const words = search === undefined ? [] : wordsOf(search).slice(0, searchWordsMax);
  if (search !== undefined && words.length === 0) return null;
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
    ...(category === undefined ? {} : { category: { $eq: category } }),
    ...(isPriced ? { unitPriceCoins: { $gte: priceMinCoins ?? 0, ...most(priceMaxCoins) } } : {}),
  };
  if (sellerId !== undefined) return { filter: withWords(filter, words), hint: 'ofSeller' };
  if (sku !== undefined) return { filter: withWords(filter, words) };
  return words.length === 0 ? { filter } : rarestFirst(ctx, filter, status, words);
}

/**
 * Of several words the one that fewest listings have is looked up in the index, and the others in what
 * that finds. Words that are all common are met soon enough in the order of the answer.
 */
async function rarestFirst(
  ctx: Context,
  filter: Filter<ListingDoc>,
  status: ListingStatus,
  words: readonly string[],
): Promise<Question> {
  let rarest = { word: '', count: Number.POSITIVE_INFINITY };
  for (const word of words) {
    const having = { status, words: beginning(word) };
    const count = await countUpTo(listings(ctx), having, rareMax + 1, 'words');
    if (count < rarest.count) rarest = { word, count };
  }
  const others = words.filter((word) => word !== rarest.word);
  const found = withWords({ ...filter, words: beginning(rarest.word) }, others);
  return { filter: found, ...(rarest.count <= rareMax ? { hint: 'words' } : {}) };
}

// Words are letters and digits alone, so they are no expressions.
const beginning = (word: string) => ({ $regex: `^${word}` });

/** With these words, too; written so that no index is chosen for them. */
const withWords = (filter: Filter<ListingDoc>, words: readonly string[]): Filter<ListingDoc> =>
  words.length === 0
    ? filter
    : { ...filter, $nor: words.map((word) => ({ words: { $not: beginning(word) } })) };

const most = (coins: number | undefined) => (coins === undefined ? {} : { $lte: coins });

async function idOfName(scope: ReadScope, name: string): Promise<string | null> {
  const player = await getPlayerByName(scope, name).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  return player?._id ?? null;
}

/** Sellers who may not trade now and have something for sale: their listings are not shown. */
export async function stoppedSellersNow(ctx: Context): Promise<string[]> {
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
    { filter: { sellerId, status: 'active' }, hint: 'ofSeller' },
    orders.newest,
    page,
  );
}

const recordOf = (listing: Omit<ListingDoc, 'bytes' | 'words'>): ListingRecord => ({
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

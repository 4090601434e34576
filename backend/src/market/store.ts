// The market as it is stored: goods in Mintkeep's hands, listings, and one document a seller. Every
// change of a listing or of goods names the state it was decided on. Knows no order.
import type { Collection, Filter, UpdateFilter } from 'mongodb';
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import type { ListingStatus, MarketCategory } from '@mintkeep/shared/listings.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { listingIndexes } from './listing-indexes.ts';

/** A thing as it was handed in, without how many of it. */
export interface Thing {
  sku: string;
  material: string;
  title: string;
  details: string[];
  /** One of them, in the game's own bytes (base64). */
  bytes: string;
}

/** How a hand-in was answered; the same answer is given for ever. */
export interface HandedIn {
  /** Of whose, what and on which terms: the id with another content is refused. */
  readonly contentHash: string;
  readonly listing: { listingId: string; feeRatio: number; expiresAt: string } | null;
}

/**
 * Goods that left an inventory (D25). `held` by Mintkeep, `listed`: what is left of them is the
 * quantity of their listing, `returned`: given back, or sold and the rest given back; `refused`: never
 * ours, and never will be.
 */
export interface GoodsDoc extends Thing {
  /** Made by the game server. */
  _id: string;
  /** Null of a player who is unknown, whose goods were refused. */
  ownerId: string | null;
  ownerMinecraftUUID: string;
  /** How many were handed in. */
  quantity: number;
  state: 'held' | 'listed' | 'returned' | 'refused';
  refusal: { code: RefusalCode; details: Record<string, unknown> } | null;
  listingId: string | null;
  /** How many deliveries took parts of them home: the number of the next. */
  returns: number;
  /** Null of goods that are held because they could not be given back. */
  handedIn: HandedIn | null;
  takenAt: Date;
  updatedAt: Date;
}

export interface ListingDoc extends Thing {
  /** The operation that listed it. */
  _id: string;
  sellerId: string;
  sellerMinecraftUUID: string;
  /** As the seller was called then. */
  sellerName: string;
  category: MarketCategory;
  /** The words of title and material in lower case: what a search begins. */
  words: string[];
  /** Which of them stand together (words.ts). */
  wordPairs: string[];
  goodsId: string;
  /** What is left to buy; at 0 it is sold. */
  quantity: number;
  quantityListed: number;
  unitPriceCoins: number;
  feeRatio: number;
  quantityPerBuyerMin: number | null;
  quantityPerBuyerMax: number | null;
  status: ListingStatus;
  /** Grows with every change: what limits per buyer are guarded by. */
  version: number;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
}

/** What every hand-in and listing of a seller writes, so that many at once are counted one by one. */
interface SellerDoc {
  /** The player. */
  _id: string;
  turns: number;
  updatedAt: Date;
}

export const goodsPlan: CollectionPlan = {
  name: 'market_goods',
  indexes: [
    // What is held for a player, oldest first.
    { name: 'ofOwner', key: { ownerId: 1, state: 1, takenAt: 1, _id: 1 } },
  ],
};

export const listingsPlan: CollectionPlan = {
  name: 'listings',
  indexes: listingIndexes,
};

export const sellersPlan: CollectionPlan = { name: 'market_sellers', indexes: [] };

const goodsOf = (scope: ReadScope): Collection<GoodsDoc> => scope.db.collection(goodsPlan.name);
export const listings = (scope: ReadScope): Collection<ListingDoc> =>
  scope.db.collection(listingsPlan.name);
const sellers = (scope: ReadScope): Collection<SellerDoc> => scope.db.collection(sellersPlan.name);

export const findGoods = (scope: ReadScope, goodsId: string): Promise<GoodsDoc | null> =>
  goodsOf(scope).findOne({ _id: goodsId }, within(scope));

export async function insertGoods(scope: WriteScope, goods: GoodsDoc): Promise<void> {
  await goodsOf(scope).insertOne(goods, { session: scope.session });
}

/** Changes goods that are still as they were read. False when they are not. */
export async function moveGoods(
  scope: WriteScope,
  { _id, state, returns }: GoodsDoc,
  change: Partial<Pick<GoodsDoc, 'state' | 'listingId' | 'returns'>>,
): Promise<boolean> {
  const { matchedCount } = await goodsOf(scope).updateOne(
    { _id, state, returns },
    { $set: { ...change, updatedAt: scope.now } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

export const findListing = (scope: ReadScope, listingId: string): Promise<ListingDoc | null> =>
  listings(scope).findOne({ _id: listingId }, within(scope));

export async function insertListing(scope: WriteScope, listing: ListingDoc): Promise<void> {
  await listings(scope).insertOne(listing, { session: scope.session });
}

const changeListing = (
  scope: WriteScope,
  filter: Filter<ListingDoc>,
  change: UpdateFilter<ListingDoc>,
): Promise<ListingDoc | null> =>
  listings(scope).findOneAndUpdate(
    filter,
    {
      ...change,
      $set: { ...change.$set, updatedAt: scope.now },
      $inc: { ...change.$inc, version: 1 },
    },
    { session: scope.session, returnDocument: 'after' },
  );

/** Ends an active listing: what was left of it is the answer's quantity. Null when it is over. */
export const endListing = (
  scope: WriteScope,
  listingId: string,
  status: 'cancelled' | 'expired',
): Promise<ListingDoc | null> =>
  changeListing(scope, { _id: listingId, status: 'active' }, { $set: { status } });

/** Changes the price and the fee that goes with it. Null when the listing is over. */
export const writePrice = (
  scope: WriteScope,
  listingId: string,
  price: { readonly unitPriceCoins: number; readonly feeRatio: number },
): Promise<ListingDoc | null> =>
  changeListing(scope, { _id: listingId, status: 'active' }, { $set: price });

/** Puts so many back to a listing that is active, or sold before its end. Null when it is over. */
export const putBackQuantity = (
  scope: WriteScope,
  listingId: string,
  quantity: number,
): Promise<ListingDoc | null> =>
  changeListing(
    scope,
    { _id: listingId, status: { $in: ['active', 'sold'] }, expiresAt: { $gt: scope.now } },
    { $inc: { quantity }, $set: { status: 'active' } },
  );

/** The oldest active listings past their end, a bounded page. */
export const listOverdue = (
  scope: ReadScope,
  limit: number,
  now: Date,
): Promise<{ _id: string }[]> =>
  listings(scope)
    .find({ status: 'active', expiresAt: { $lte: now } }, within(scope))
    .project<{ _id: string }>({ _id: 1 })
    .sort({ expiresAt: 1, _id: 1 })
    .limit(limit)
    .toArray();

/**
 * How many of a sku are for sale, counted up to `enough`: each listing has one unit or more, so that
 * many of the cheapest say it.
 */
export async function activeQuantityOf(
  scope: ReadScope,
  sku: string,
  enough: number,
): Promise<number> {
  const [row] = await listings(scope)
    .aggregate<{
      quantity: number;
    }>(
      [
        { $match: { sku, status: 'active' } },
        { $limit: enough },
        { $group: { _id: null, quantity: { $sum: '$quantity' } } },
      ],
      { ...within(scope), hint: 'skuByPrice' },
    )
    .toArray();
  return row?.quantity ?? 0;
}

/**
 * Counts a seller's active listings for a new one. Writing the seller's document makes those who list
 * at the same time wait for each other.
 */
export async function countForNewListing(scope: WriteScope, sellerId: string): Promise<number> {
  await takeTurn(scope, sellerId);
  return listings(scope).countDocuments({ sellerId, status: 'active' }, within(scope));
}

/** Counts what is held for a player, for more of it; as `countForNewListing`. */
export async function countForMoreHeld(scope: WriteScope, ownerId: string): Promise<number> {
  await takeTurn(scope, ownerId);
  return goodsOf(scope).countDocuments({ ownerId, state: 'held' }, within(scope));
}

async function takeTurn(scope: WriteScope, sellerId: string): Promise<void> {
  await sellers(scope).updateOne(
    { _id: sellerId },
    { $inc: { turns: 1 }, $set: { updatedAt: scope.now } },
    { upsert: true, session: scope.session },
  );
}

/** A page of what is held for a player, oldest first, and how much there is. */
export async function pageOfHeld(
  scope: ReadScope,
  ownerId: string,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ items: GoodsDoc[]; total: number }> {
  const filter = { ownerId, state: 'held' } as const;
  const items = await goodsOf(scope)
    .find(filter, within(scope))
    .sort({ takenAt: 1, _id: 1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total: await goodsOf(scope).countDocuments(filter, within(scope)) };
}

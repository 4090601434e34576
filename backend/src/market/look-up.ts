// How a question of the market is looked up: in the index of its order, or, where a part of the
// question fits few listings, in the index of that part. Knows no request.
import type { Filter, Sort } from 'mongodb';
import type { listListings, MarketCategory } from '@mintkeep/shared/listings.ts';
import { listingsCountedMax, marketCategory } from '@mintkeep/shared/listings.ts';
import type { InputOf } from '@mintkeep/shared/contract.ts';
import { countUpTo } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { listings } from './store.ts';
import type { ListingDoc } from './store.ts';
import { pairsOf } from './words.ts';

export type Order = InputOf<typeof listListings>['sort'];

/** What is asked: what every listing must be, and words that it must have. */
export interface Question {
  readonly filter: Filter<ListingDoc>;
  readonly words: readonly string[];
  readonly order: Order;
}

/** A part of a question, with the index that alone knows how many listings fit it. */
interface Part {
  readonly filter: Filter<ListingDoc>;
  readonly hint: string;
  /** The word that it is, where it is one. */
  readonly word?: string;
}

export interface Page {
  readonly page: number;
  readonly pageSize: number;
}

type Shown = Omit<ListingDoc, 'bytes' | 'words' | 'wordPairs'>;
export interface Found {
  readonly items: Shown[];
  readonly total: number;
}

/** Up to so many listings that fit a part are read by its index, and put in order afterwards. */
const fewMax = 2_500;
/** Of a pair more: what has both words is spread thin over every order. */
const pairFewMax = 5_000;

// Each ends in the id, so that no two pages show the same.
const orders = {
  newest: { createdAt: -1, _id: -1 },
  cheapest: { unitPriceCoins: 1, _id: 1 },
  dearest: { unitPriceCoins: -1, _id: -1 },
  endingSoon: { expiresAt: 1, _id: 1 },
} as const satisfies Record<Order, Sort>;

// By whole market, and by category; store.ts says what they hold.
const indexes = {
  newest: ['shownNewest', 'categoryNewest'],
  cheapest: ['shownByPrice', 'categoryByPrice'],
  dearest: ['shownByPrice', 'categoryByPrice'],
  endingSoon: ['shownByEnd', 'categoryByEnd'],
} as const satisfies Record<Order, readonly [string, string]>;

// Words are letters and digits alone, so they are no expressions.
const beginning = (word: string) => ({ $regex: `^${word}` });

/** A page of what fits a question, and how many fit, counted up to `listingsCountedMax`. */
export async function lookUp(scope: ReadScope, question: Question, page: Page): Promise<Found> {
  const ordered = indexOfOrder(question);
  const parts = partsOf(question, ordered);
  const isPair = ({ hint }: Part): boolean => hint === 'byWordPair';
  // A pair is as good as the rarer of its words: where it is few, nothing else is counted.
  const fewest =
    (await fewestOf(scope, parts.filter(isPair))) ??
    (await fewestOf(
      scope,
      parts.filter((part) => !isPair(part)),
    ));
  if (fewest?.count === 0) return { items: [], total: 0 };
  // What many fit is met soon enough in the order; it is counted by an index that knows a part of it.
  const part = fewest?.part ?? parts[0];
  const filter = withPart(question, part);
  const { order } = question;
  if (fewest && fewest.part.hint !== ordered) {
    return gather(scope, { filter, hint: fewest.part.hint, order }, page);
  }
  const counted = ordered === 'skuByPrice' ? ordered : (part?.hint ?? ordered);
  // Where each part fits many and hardly anything fits all, the order would be searched to its end.
  const isRare =
    counted !== ordered &&
    (await countUpTo(listings(scope), filter, listingsCountedMax, counted)) < listingsCountedMax;
  return isRare
    ? gather(scope, { filter, hint: counted, order }, page)
    : walk(
        scope,
        { filter, order, ordered, total: counted !== ordered ? listingsCountedMax : null },
        page,
      );
}

/** The filter of a question that is looked up by a part of it. */
function withPart({ filter, words }: Question, part: Part | undefined): Filter<ListingDoc> {
  const others = words.filter((word) => word !== part?.word);
  return {
    ...filter,
    ...part?.filter,
    // Written so that no index is chosen for them.
    ...(others.length > 0
      ? { $nor: others.map((word) => ({ words: { $not: beginning(word) } })) }
      : {}),
  };
}

/** The categories that have anything for sale. */
export async function categoriesForSale(scope: ReadScope, now: Date): Promise<MarketCategory[]> {
  const found = await Promise.all(
    marketCategory.options.map((category) =>
      listings(scope).findOne(
        { status: 'active', category, expiresAt: { $gt: now } },
        { projection: { _id: 0, category: 1 }, hint: 'categoryByEnd' },
      ),
    ),
  );
  return marketCategory.options.filter((_, place) => found[place] !== null);
}

/** Goes along the index of the order; what is skipped and counted is read from indexes alone. */
async function walk(
  scope: ReadScope,
  {
    filter,
    order,
    ordered,
    total: known,
  }: Omit<Question, 'words'> & { readonly ordered: string; readonly total: number | null },
  { page, pageSize }: Page,
): Promise<Found> {
  const skipped = (page - 1) * pageSize;
  const limit = Math.min(pageSize, listingsCountedMax - skipped);
  const [total, items] = await Promise.all([
    known ?? countUpTo(listings(scope), filter, listingsCountedMax, ordered),
    limit <= 0
      ? []
      : listings(scope)
          .find(filter, { hint: ordered })
          .project<Shown>(shownOnly)
          .sort(orders[order])
          .skip(skipped)
          .limit(limit)
          .toArray(),
  ]);
  // What was listed between the two is counted by the next look.
  return { items, total: Math.max(total, items.length > 0 ? skipped + items.length : 0) };
}

const shownOnly = { bytes: 0, words: 0, wordPairs: 0 };

/** Reads all that fits, which is little, once; puts it in order, and fetches the page by its ids. */
async function gather(
  scope: ReadScope,
  { filter, hint, order }: Omit<Question, 'words'> & { readonly hint: string },
  { page, pageSize }: Page,
): Promise<Found> {
  const [row] = await listings(scope)
    .aggregate<{ total: number; ids: string[] }>(
      [
        { $match: filter },
        { $project: Object.fromEntries(Object.keys(orders[order]).map((field) => [field, 1])) },
        { $sort: orders[order] },
        { $limit: listingsCountedMax },
        { $group: { _id: null, total: { $sum: 1 }, all: { $push: '$_id' } } },
        { $project: { total: 1, ids: { $slice: ['$all', (page - 1) * pageSize, pageSize] } } },
      ],
      { hint },
    )
    .toArray();
  if (!row) return { items: [], total: 0 };
  if (row.ids.length === 0) return { items: [], total: row.total };
  const found = await listings(scope)
    .find({ _id: { $in: row.ids } })
    .project<Shown>(shownOnly)
    .toArray();
  const byId = new Map(found.map((one) => [one._id, one]));
  return { items: row.ids.flatMap((id) => byId.get(id) ?? []), total: row.total };
}

/** The part of the question that fewest listings fit, and how many; null when many fit each. */
async function fewestOf(
  scope: ReadScope,
  parts: readonly Part[],
): Promise<{ readonly part: Part; readonly count: number } | null> {
  const counts = await Promise.all(
    parts.map(async ({ filter, hint }) => {
      const most = hint === 'byWordPair' ? pairFewMax : fewMax;
      const count = await countUpTo(listings(scope), filter, most + 1, hint);
      return count > most ? Number.POSITIVE_INFINITY : count;
    }),
  );
  const count = Math.min(...counts);
  const part = parts[counts.indexOf(count)];
  return part && count < Number.POSITIVE_INFINITY ? { part, count } : null;
}

/** What may narrow a question beyond the index of its order; pairs before words. */
function partsOf({ filter, words }: Question, ordered: string): Part[] {
  const status = only(filter, 'status');
  const parts: Part[] = [
    ...pairsOf(words).map((pair) => ({
      filter: { ...status, wordPairs: { $eq: pair } },
      hint: 'byWordPair',
    })),
    ...words.map((word) => ({
      filter: { ...status, words: beginning(word) },
      hint: 'byWord',
      word,
    })),
  ];
  if (isOne(filter.sellerId)) {
    parts.push({ filter: { ...status, ...only(filter, 'sellerId') }, hint: 'sellerNewest' });
  }
  if (filter.sku !== undefined) {
    parts.push({ filter: { ...status, ...only(filter, 'sku') }, hint: 'skuByPrice' });
  }
  const priced = filter.category === undefined ? 'shownByPrice' : 'categoryByPrice';
  if (filter.unitPriceCoins !== undefined && ordered !== priced) {
    const part = { ...status, ...only(filter, 'category'), ...only(filter, 'unitPriceCoins') };
    parts.push({ filter: part, hint: priced });
  }
  // An index that holds nothing else in its order narrows by itself: there is nothing to find out.
  return parts.length === 1 && parts[0]?.hint === ordered ? [] : parts;
}

/** One field of a filter, where it has it. */
const only = (filter: Filter<ListingDoc>, field: keyof ListingDoc): Filter<ListingDoc> =>
  filter[field] === undefined ? {} : { [field]: filter[field] };

const isOne = (sellerId: Filter<ListingDoc>['sellerId']): boolean =>
  typeof sellerId === 'object' && sellerId !== null && '$eq' in sellerId;

function indexOfOrder({ filter, order }: Question): string {
  const isPrice = order === 'cheapest' || order === 'dearest';
  if (order === 'newest' && isOne(filter.sellerId)) return 'sellerNewest';
  if (isPrice && filter.sku !== undefined) return 'skuByPrice';
  return indexes[order][filter.category === undefined ? 0 : 1];
}

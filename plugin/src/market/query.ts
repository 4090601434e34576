// What a player looks for, from words to a question: `/market search oak min:1k seller:Alex`. Pure.
import { goodsSku } from '@mintkeep/shared/goods.ts';
import type { MarketCategory } from '@mintkeep/shared/listings.ts';
import { minecraftName } from '@mintkeep/shared/primitives.ts';
import { readAmount } from '../amount.ts';

export const sorts = ['newest', 'cheapest', 'dearest', 'endingSoon'] as const;
export type MarketSort = (typeof sorts)[number];

/** What is browsed. Pages are counted from 1. */
export interface Query {
  readonly category?: MarketCategory;
  readonly sku?: string;
  readonly search?: string;
  readonly seller?: string;
  readonly priceMinCoins?: number;
  readonly priceMaxCoins?: number;
  readonly sort: MarketSort;
  readonly page: number;
}

export const everything: Query = { sort: 'newest', page: 1 };

export const filterNames = ['seller:', 'min:', 'max:', 'sku:'] as const;

const searchCharactersMax = 64;

/** The question that words mean, or the word that means nothing. */
export function readQuery(words: readonly string[]): Query | { readonly wrong: string } {
  let query = everything;
  const rest: string[] = [];
  for (const word of words) {
    const [, name = '', value = ''] = /^(seller|min|max|sku):(.*)$/i.exec(word) ?? [];
    if (name === '') {
      rest.push(word);
      continue;
    }
    const part = readFilter(name.toLowerCase(), value);
    if (!part) return { wrong: word };
    query = { ...query, ...part };
  }
  const search = rest.join(' ').slice(0, searchCharactersMax);
  return search === '' ? query : { ...query, search };
}

function readFilter(name: string, value: string): Partial<Query> | null {
  if (name === 'seller') return minecraftName.safeParse(value).success ? { seller: value } : null;
  if (name === 'sku') {
    const sku = goodsSku.safeParse(value.toLowerCase());
    return sku.success ? { sku: sku.data } : null;
  }
  const coins = readAmount(value);
  if (coins === null) return null;
  return name === 'min' ? { priceMinCoins: coins } : { priceMaxCoins: coins };
}

/** The query as a call of `listListings`, whose numbers are text. */
export const callOf = (
  { page, priceMinCoins, priceMaxCoins, ...query }: Query,
  pageSize: number,
) => ({
  ...query,
  ...(priceMinCoins === undefined ? {} : { priceMinCoins: String(priceMinCoins) }),
  ...(priceMaxCoins === undefined ? {} : { priceMaxCoins: String(priceMaxCoins) }),
  page: String(page),
  pageSize: String(pageSize),
});

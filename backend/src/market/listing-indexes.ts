// The indexes of listings, with what each is for. No purchase writes one, unless it takes the last.
import type { CollectionPlan } from '../core/mongo.ts';

export const listingIndexes: CollectionPlan['indexes'] = [
  // The market in each order, whole and by category. What decides whether a listing is shown at
  // all, its end and its seller, comes last: so what is counted and skipped is not read.
  {
    name: 'shownNewest',
    key: { status: 1, createdAt: -1, _id: -1, expiresAt: 1, sellerId: 1 },
  },
  {
    name: 'shownByPrice',
    key: { status: 1, unitPriceCoins: 1, _id: 1, expiresAt: 1, sellerId: 1 },
  },
  // Also what is past its end (S1-042).
  { name: 'shownByEnd', key: { status: 1, expiresAt: 1, _id: 1, sellerId: 1 } },
  {
    name: 'categoryNewest',
    key: { status: 1, category: 1, createdAt: -1, _id: -1, expiresAt: 1, sellerId: 1 },
  },
  {
    name: 'categoryByPrice',
    key: { status: 1, category: 1, unitPriceCoins: 1, _id: 1, expiresAt: 1, sellerId: 1 },
  },
  {
    name: 'categoryByEnd',
    key: { status: 1, category: 1, expiresAt: 1, _id: 1, sellerId: 1 },
  },
  // What there is of a sku (S1-042), cheapest first. Without the quantity: every purchase would
  // pay for it.
  {
    name: 'skuByPrice',
    key: { sku: 1, status: 1, unitPriceCoins: 1, _id: 1, expiresAt: 1, sellerId: 1 },
  },
  // The beginning of a word, and of two words that stand together.
  { name: 'byWord', key: { status: 1, words: 1, expiresAt: 1 } },
  { name: 'byWordPair', key: { status: 1, wordPairs: 1, expiresAt: 1 } },
  // A seller's own, counted and listed.
  {
    name: 'sellerNewest',
    key: { sellerId: 1, status: 1, createdAt: -1, _id: -1, expiresAt: 1 },
  },
];

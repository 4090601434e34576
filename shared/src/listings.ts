// Listings of the market: how they are browsed, and what their sellers and staff do with them.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { goods, goodsSku, material } from './goods.ts';
import {
  coins,
  instant,
  line,
  minecraftName,
  minecraftUUID,
  page,
  pageOf,
  positiveCoins,
  quantity,
  uuid,
} from './primitives.ts';

export const listingStatus = z.enum(['active', 'sold', 'cancelled', 'expired']);
export type ListingStatus = z.infer<typeof listingStatus>;

/** `quantity` is what is left to buy. */
export const listingRecord = z.strictObject({
  listingId: uuid,
  sellerId: uuid,
  sellerName: minecraftName,
  sku: goodsSku,
  material,
  title: line(128),
  details: z.array(line(128)).max(16),
  quantity: z.int().min(0),
  unitPriceCoins: positiveCoins,
  feeRatio: z.number().min(0).max(1),
  quantityPerBuyerMin: quantity.nullable(),
  quantityPerBuyerMax: quantity.nullable(),
  status: listingStatus,
  createdAt: instant,
  expiresAt: instant,
});
export type ListingRecord = z.infer<typeof listingRecord>;

/** How the game files its materials; the plugin shows one tab for each that has listings. */
export const marketCategory = z.enum(['blocks', 'tools', 'combat', 'food', 'redstone', 'other']);
export type MarketCategory = z.infer<typeof marketCategory>;

/** No more listings are counted and shown for one question: whoever sees so many asks more closely. */
export const listingsCountedMax = 1_000;

const digitsOfCoins = z
  .string()
  .regex(/^\d{1,16}$/, { error: 'must be a whole number of coins' })
  .transform(Number)
  .pipe(coins);

/**
 * The market as it is browsed. `search` finds the beginning of any word of a title or material, in any
 * case; `seller` is a name. Without `status`, what can be bought now; a game server sees active ones.
 * A `total` of `listingsCountedMax` means so many or more. `categories` are those in which anything
 * was for sale some seconds ago, whatever is asked.
 */
export const listListings = {
  method: 'GET',
  path: '/api/listings',
  who: { server: true, staff: 'AUDITOR' },
  summary: 'Lists listings by category, sku, search, seller and price, in the order asked for.',
  query: z.strictObject({
    sku: goodsSku.optional(),
    category: marketCategory.optional(),
    search: line(64).optional(),
    seller: minecraftName.optional(),
    priceMinCoins: digitsOfCoins.optional(),
    priceMaxCoins: digitsOfCoins.optional(),
    sort: z.enum(['newest', 'cheapest', 'dearest', 'endingSoon']).default('newest'),
    status: listingStatus.optional(),
    ...page,
  }),
  status: 200,
  reply: pageOf(listingRecord).extend({ categories: z.array(marketCategory) }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** One listing with the thing itself, so that a game can show it as it is. */
export const getListing = {
  method: 'GET',
  path: '/api/listings/:listingId',
  who: { server: true, staff: 'AUDITOR' },
  summary: 'Shows one listing, with the bytes of the thing.',
  params: z.strictObject({ listingId: uuid }),
  status: 200,
  reply: listingRecord.extend({ bytes: goods.shape.bytes }),
  key: 'none',
  refusals: ['LISTING_UNKNOWN'],
} as const satisfies Contract;

export const listOwnListings = {
  method: 'GET',
  path: '/api/market/sellers/:minecraftUUID/listings',
  who: { server: true },
  summary: "Lists a seller's open listings, newest first.",
  params: z.strictObject({ minecraftUUID }),
  query: z.strictObject(page),
  status: 200,
  reply: pageOf(listingRecord),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

/** The seller's own change of price; the guards apply. */
export const repriceListing = {
  method: 'POST',
  path: '/api/market/listings/:listingId/reprice',
  who: { server: true },
  summary: "Changes the unit price of one's own listing.",
  params: z.strictObject({ listingId: uuid }),
  body: z.strictObject({ minecraftUUID, unitPriceCoins: positiveCoins }),
  status: 200,
  reply: z.strictObject({ listingId: uuid, unitPriceCoins: positiveCoins, feeRatio: z.number() }),
  key: 'accepted',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'LISTING_UNKNOWN',
    'LISTING_NOT_YOURS',
    'LISTING_NOT_ACTIVE',
    'PRICE_BELOW_FLOOR',
    'PRICE_ABOVE_CEILING',
  ],
} as const satisfies Contract;

/** What is left of it goes back to the seller, as a delivery. */
export const withdrawListing = {
  method: 'POST',
  path: '/api/market/listings/:listingId/withdraw',
  who: { server: true },
  summary: "Ends one's own listing; what is left of it comes back as a delivery.",
  params: z.strictObject({ listingId: uuid }),
  body: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({ listingId: uuid, quantity, deliveryId: uuid }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'LISTING_UNKNOWN',
    'LISTING_NOT_YOURS',
    'LISTING_NOT_ACTIVE',
  ],
} as const satisfies Contract;

export const editListingPrice = {
  method: 'POST',
  path: '/api/listings/:listingId/edit-price',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Changes the unit price of a listing for its seller; the guards apply (S1-093).',
  params: z.strictObject({ listingId: uuid }),
  body: z.strictObject({ unitPriceCoins: positiveCoins, reason: line(200) }),
  status: 200,
  reply: z.strictObject({ listingId: uuid, unitPriceCoins: positiveCoins, feeRatio: z.number() }),
  key: 'accepted',
  refusals: ['LISTING_UNKNOWN', 'LISTING_NOT_ACTIVE', 'PRICE_BELOW_FLOOR', 'PRICE_ABOVE_CEILING'],
} as const satisfies Contract;

export const cancelListing = {
  method: 'POST',
  path: '/api/listings/:listingId/cancel',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Ends a listing; what is left goes back to its seller, who is told why (S1-094).',
  params: z.strictObject({ listingId: uuid }),
  body: z.strictObject({ reason: line(200) }),
  status: 200,
  reply: z.strictObject({ listingId: uuid, quantity, deliveryId: uuid }),
  key: 'required',
  refusals: ['LISTING_UNKNOWN', 'LISTING_NOT_ACTIVE'],
} as const satisfies Contract;

// The market: players sell to players. Goods are in Mintkeep's hands before a listing exists (D25);
// what is listed stands in listings.ts, what is bought in orders.ts.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { goodsSku, material, soundGoods, takenOrRefused } from './goods.ts';
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

/** What a seller asks: per unit, for how long, and how much one buyer may take. */
const terms = {
  unitPriceCoins: positiveCoins,
  hours: z
    .int()
    .min(1)
    .max(24 * 30),
  quantityPerBuyerMin: quantity.optional(),
  quantityPerBuyerMax: quantity.optional(),
};

/** Open listings that the seller's permissions allow (`mintkeep.market.listings.<n>`). */
const listingsMax = z.int().min(0).max(10_000);

const priced = z.strictObject({
  feeRatio: z.number().min(0).max(1),
  expiresAt: instant,
});

/** Goods that a player handed in, to be held or listed at once. `goodsId` is the key, too. */
export const handInGoods = {
  method: 'POST',
  path: '/api/market/goods',
  who: { server: true },
  summary:
    'Takes goods that have left an inventory: holds them, or with `terms` lists them in the same ' +
    'commit. A refusal is an answer too, and final for this goodsId: then they are given back.',
  body: z.strictObject({
    minecraftUUID,
    goodsId: uuid,
    goods: soundGoods,
    listingsMax,
    terms: z.strictObject(terms).optional(),
  }),
  status: 200,
  reply: takenOrRefused(
    z.strictObject({
      outcome: z.literal('taken'),
      goodsId: uuid,
      listing: z.strictObject({ listingId: uuid, ...priced.shape }).nullable(),
    }),
  ),
  key: 'required',
  refusals: ['GOODS_ID_REUSED'],
} as const satisfies Contract;

export const heldGoods = z.strictObject({
  goodsId: uuid,
  sku: goodsSku,
  material,
  title: line(128),
  details: z.array(line(128)).max(16),
  quantity,
  takenAt: instant,
});
export type HeldGoods = z.infer<typeof heldGoods>;

export const listHeldGoods = {
  method: 'GET',
  path: '/api/market/goods/:minecraftUUID',
  who: { server: true },
  summary: 'Lists what Mintkeep holds for a player without a listing, oldest first.',
  params: z.strictObject({ minecraftUUID }),
  query: z.strictObject(page),
  status: 200,
  reply: pageOf(heldGoods),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

/** Held goods go back to their owner as a delivery. */
export const takeOutGoods = {
  method: 'POST',
  path: '/api/market/goods/:goodsId/take-out',
  who: { server: true },
  summary: 'Gives held goods back to their owner, as a delivery.',
  params: z.strictObject({ goodsId: uuid }),
  body: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({ deliveryId: uuid }),
  key: 'required',
  refusals: ['PLAYER_UNKNOWN', 'PLAYER_FROZEN', 'PLAYER_BANNED', 'GOODS_UNKNOWN', 'GOODS_NOT_HELD'],
} as const satisfies Contract;

/** Why a price is refused, with what it may be: `details` of the refusal hold `priceMinCoins` or `priceMaxCoins`. */
export const createListing = {
  method: 'POST',
  path: '/api/market/listings',
  who: { server: true },
  summary: 'Lists goods that Mintkeep already holds for the player.',
  body: z.strictObject({ minecraftUUID, goodsId: uuid, listingsMax, ...terms }),
  status: 201,
  reply: z.strictObject({ listingId: uuid, ...priced.shape }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'GOODS_UNKNOWN',
    'GOODS_NOT_HELD',
    'LISTING_LIMIT_REACHED',
    'LISTING_TERMS_WRONG',
    'PRICE_BELOW_FLOOR',
    'PRICE_ABOVE_CEILING',
  ],
} as const satisfies Contract;

/** What a price would mean: asked before goods leave an inventory. `problem` says why it is refused. */
export const appraise = {
  method: 'GET',
  path: '/api/market/appraisal/:sku',
  who: { server: true },
  summary: 'Says what a unit price would mean for a sku: fee, lowest and highest price, median.',
  params: z.strictObject({ sku: goodsSku }),
  query: z.strictObject({
    unitPriceCoins: z
      .string()
      .regex(/^[1-9]\d{0,15}$/, { error: 'must be a whole number of coins' })
      .transform(Number)
      .pipe(positiveCoins),
  }),
  status: 200,
  reply: z.strictObject({
    feeRatio: z.number().min(0).max(1),
    medianCoins: positiveCoins.nullable(),
    priceMinCoins: positiveCoins,
    priceMaxCoins: positiveCoins.nullable(),
    problem: z.enum(['PRICE_BELOW_FLOOR', 'PRICE_ABOVE_CEILING']).nullable(),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** Notices of one answer; who has more asks again. */
export const marketNoticesMax = 100;

/** What happened to a seller's or buyer's things meanwhile. */
export const marketNotice = z.strictObject({
  noticeId: uuid,
  minecraftUUID,
  /** `removed` and `repriced` are done by staff. */
  kind: z.enum(['sold', 'expired', 'removed', 'repriced', 'refunded']),
  title: line(128),
  quantity,
  /** The lines on the thing and the price of one, where they are known. */
  details: z.array(line(128)).max(16).optional(),
  unitPriceCoins: positiveCoins.optional(),
  /** What came in: the price less the fee, or the refund; of `repriced`, the new unit price; else 0. */
  coins,
  /** Who bought, or from whom what was paid back was bought, or null. */
  otherName: minecraftName.nullable(),
  /** Why staff did it or coins came back, or null. */
  reason: z.string().nullable(),
  at: instant,
});
export type MarketNotice = z.infer<typeof marketNotice>;

/** As `takePaymentNotices`: `told` are those of earlier answers that were read. */
export const takeMarketNotices = {
  method: 'POST',
  path: '/api/market/notices',
  who: { server: true },
  summary: 'Lists what players on this server have not heard about their trades, oldest first.',
  body: z.strictObject({
    players: z.array(minecraftUUID).max(2_000),
    told: z.array(uuid).max(marketNoticesMax),
  }),
  status: 200,
  reply: z.strictObject({ notices: z.array(marketNotice).max(marketNoticesMax) }),
  key: 'accepted',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;

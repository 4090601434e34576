// The shop: what the server sells and buys at its own price, and what that answers.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { goods, goodsSku, takenOrRefused } from './goods.ts';
import {
  coins,
  instant,
  line,
  minecraftUUID,
  page,
  pageOf,
  positiveCoins,
  quantity,
  sku,
  uuid,
} from './primitives.ts';
import { voucherCode } from './vouchers.ts';

/** How a reward reaches who bought it: handed over by a game server, or as a code (S1-048). */
export const fulfilment = z.enum(['api', 'voucher']);

export const rewardCategory = z.enum(['money', 'rank', 'cosmetic', 'voucher', 'item']);
export type RewardCategory = z.infer<typeof rewardCategory>;

/** How much one player may buy: ever, and within one UTC day. */
export const purchaseLimits = z.strictObject({
  quantityPerPlayerMax: z.int().min(1).max(1_000_000).optional(),
  quantityPerDayMax: z.int().min(1).max(1_000_000).optional(),
});

/** How many things one player may sell to the shop within one UTC day. */
export const sellLimits = z.strictObject({
  quantityPerDayMax: z.int().min(1).max(1_000_000).optional(),
});

/**
 * Who may buy. The game server asks for the permission; the level, and a reward that must have been
 * bought before, are asked for where the coins are taken.
 */
export const requirements = z.strictObject({
  permission: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_.-]{0,99}$/, { error: 'must be a permission, as shop.vip' })
    .optional(),
  levelMin: z.int().min(1).max(1_000_000).optional(),
  rewardSku: sku.optional(),
});
export type Requirements = z.infer<typeof requirements>;

/**
 * A reward on sale. `stock` null is endless; `icon` is the material a menu shows. `priceCoins` is what
 * it costs now; while that is less than usual, `listPriceCoins` is the usual price and `cheaperUntil`
 * says how long.
 */
export const shopItem = z.strictObject({
  sku,
  name: line(64),
  category: rewardCategory,
  description: z.array(line(128)).max(8),
  icon: z.string(),
  priceCoins: positiveCoins,
  stock: z.int().min(0).nullable(),
  limits: purchaseLimits,
  /** The most of one purchase where more would give nothing more, as of a rank. */
  quantityPerPurchaseMax: z.int().min(1).optional(),
  expiresAt: instant.nullable(),
  listPriceCoins: positiveCoins.optional(),
  cheaperUntil: instant.optional(),
  /** What the shop pays for one thing of `goodsSku`. */
  sellPriceCoins: positiveCoins.optional(),
  goodsSku: goodsSku.optional(),
  /** When there is more of it. */
  restockAt: instant.optional(),
  /** `rewardName` is the name of `rewardSku`, for people. */
  requirements: z
    .strictObject({ ...requirements.shape, rewardName: line(64).optional() })
    .optional(),
});
export type ShopItem = z.infer<typeof shopItem>;

export const listShopItems = {
  method: 'GET',
  path: '/api/shop/items',
  who: { server: true },
  summary: 'Lists the rewards on sale, by category and name.',
  status: 200,
  reply: z.strictObject({ items: z.array(shopItem) }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const getShopItem = {
  method: 'GET',
  path: '/api/shop/items/:sku',
  who: { server: true },
  summary: 'Shows one reward on sale.',
  params: z.strictObject({ sku }),
  status: 200,
  reply: shopItem,
  key: 'none',
  refusals: ['REWARD_UNKNOWN'],
} as const satisfies Contract;

/** `quotedPriceCoins` is the unit price the player saw: another price by now is a refusal. */
export const purchase = {
  method: 'POST',
  path: '/api/shop/purchase',
  who: { server: true },
  summary:
    'Buys: takes the coins and the stock, records the purchase and opens its delivery ' +
    'or, for a reward with fulfilment voucher, answers the code of its voucher.',
  body: z.strictObject({
    minecraftUUID,
    sku,
    quantity,
    quotedPriceCoins: positiveCoins.optional(),
  }),
  status: 201,
  reply: z.strictObject({
    purchaseId: uuid,
    sku,
    quantity,
    totalCostCoins: positiveCoins,
    walletBalanceCoins: coins,
    deliveryId: uuid.optional(),
    /** In the place of a delivery: for a reward that is sold as a voucher. */
    voucherCode: voucherCode.optional(),
  }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'REWARD_UNKNOWN',
    'REWARD_EXPIRED',
    'REWARD_OUT_OF_STOCK',
    'REQUIREMENT_MISSING',
    'PURCHASE_LIMIT_REACHED',
    'PURCHASE_TOO_LARGE',
    'PRICE_CHANGED',
    'FUNDS_INSUFFICIENT',
  ],
} as const satisfies Contract;

/** What the shop buys; `goodsSku` is the kind of thing, `sku` the reward that says so. */
export const sellPrice = z.strictObject({
  sku,
  goodsSku,
  name: line(64),
  icon: z.string(),
  sellPriceCoins: positiveCoins,
  quantityPerDayMax: z.int().min(1).optional(),
});
export type SellPrice = z.infer<typeof sellPrice>;

export const listSellPrices = {
  method: 'GET',
  path: '/api/shop/sell-prices',
  who: { server: true },
  summary: 'Lists what the shop buys, and what it pays for one thing, by kind of thing.',
  status: 200,
  reply: z.strictObject({ prices: z.array(sellPrice).max(1_000) }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/**
 * `goods` have left the player's inventory. `quotedPriceCoins` is the price of one thing that the
 * player saw. Either they are paid for, all of them, or the answer says `refused` and why, for ever.
 */
export const sell = {
  method: 'POST',
  path: '/api/shop/sell',
  who: { server: true },
  summary:
    'Sells things to the shop: pays for what was really taken. Asked again with the same goodsId, ' +
    'it answers what it answered first.',
  body: z.strictObject({
    minecraftUUID,
    goodsId: uuid,
    goods,
    quotedPriceCoins: positiveCoins.optional(),
  }),
  status: 200,
  reply: takenOrRefused(
    z.strictObject({
      outcome: z.literal('taken'),
      goodsId: uuid,
      quantity,
      unitPriceCoins: positiveCoins,
      totalCoins: positiveCoins,
      walletBalanceCoins: coins,
    }),
  ),
  key: 'required',
  refusals: ['GOODS_ID_REUSED'],
} as const satisfies Contract;

/**
 * `withoutProof` pays although a game server may still hand the goods over; it is for staff from
 * OPERATOR. The 202 says that the delivery is cancelled and the coins follow its void receipt (D23).
 */
export const refundPurchase = {
  method: 'POST',
  path: '/api/shop/refund',
  who: { server: true, staff: 'SUPPORT', inGame: 'SUPPORT' },
  summary:
    'Pays a purchase back: at once when no game server ever had its delivery, else (202) when the ' +
    'game server has proved that nothing was given. Asked again, it answers the same.',
  body: z.strictObject({
    purchaseId: uuid,
    reason: line(200),
    withoutProof: z.boolean().optional(),
  }),
  status: 200,
  reply: z.strictObject({
    purchaseId: uuid,
    status: z.literal('refunded'),
    refundedCoins: positiveCoins,
    walletBalanceCoins: coins,
  }),
  accepted: z.strictObject({ purchaseId: uuid, status: z.literal('refund_pending') }),
  key: 'required',
  refusals: ['PURCHASE_UNKNOWN', 'PURCHASE_NOT_REFUNDABLE', 'BALANCE_TOO_LARGE'],
} as const satisfies Contract;

export const purchaseStatus = z.enum([
  'pending',
  'completed',
  'refund_pending',
  'refunded',
  'failed',
]);
export type PurchaseStatus = z.infer<typeof purchaseStatus>;

export const purchaseRecord = z.strictObject({
  purchaseId: uuid,
  sku,
  quantity,
  unitPriceCoins: positiveCoins,
  totalCostCoins: positiveCoins,
  status: purchaseStatus,
  purchasedAt: instant,
});
export type PurchaseRecord = z.infer<typeof purchaseRecord>;

export const listPurchases = {
  method: 'GET',
  path: '/api/shop/purchases/:minecraftUUID',
  who: { server: true },
  summary: "Lists a player's purchases and what became of them, newest first.",
  params: z.strictObject({ minecraftUUID }),
  query: z.strictObject(page),
  status: 200,
  reply: pageOf(purchaseRecord),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

// Orders of the market: coins are in escrow until the goods are in the buyer's hands.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { goodsSku } from './goods.ts';
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

/** The seller pays the fee out of the total; the buyer pays the total. */
export const quoteOrder = {
  method: 'POST',
  path: '/api/market/listings/:listingId/quote',
  who: { server: true },
  summary: 'Says what so many of a listing cost, and whether this player could buy them.',
  params: z.strictObject({ listingId: uuid }),
  body: z.strictObject({ minecraftUUID, quantity }),
  status: 200,
  reply: z.strictObject({
    listingId: uuid,
    sellerName: minecraftName,
    title: line(128),
    quantity,
    unitPriceCoins: positiveCoins,
    totalCoins: positiveCoins,
    feeCoins: coins,
    walletBalanceCoins: coins,
    expiresAt: instant,
  }),
  key: 'none',
  refusals: [
    'PLAYER_UNKNOWN',
    'LISTING_UNKNOWN',
    'LISTING_NOT_ACTIVE',
    'LISTING_SOLD_OUT',
    'LISTING_BUYER_LIMIT',
    'TRADE_WITH_SELF',
    'PURCHASE_TOO_LARGE',
  ],
} as const satisfies Contract;

/** `quotedPriceCoins` is the unit price the player saw: another one by now is a refusal. */
export const buyFromListing = {
  method: 'POST',
  path: '/api/market/listings/:listingId/buy',
  who: { server: true },
  summary:
    'Buys a part of a listing: coins to escrow, goods on their way to the buyer, in one commit.',
  params: z.strictObject({ listingId: uuid }),
  body: z.strictObject({ minecraftUUID, quantity, quotedPriceCoins: positiveCoins.optional() }),
  status: 201,
  reply: z.strictObject({
    orderId: uuid,
    title: line(128),
    quantity,
    totalCoins: positiveCoins,
    walletBalanceCoins: coins,
  }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'LISTING_UNKNOWN',
    'LISTING_NOT_ACTIVE',
    'LISTING_SOLD_OUT',
    'LISTING_BUYER_LIMIT',
    'TRADE_WITH_SELF',
    'PRICE_CHANGED',
    'PURCHASE_TOO_LARGE',
    'FUNDS_INSUFFICIENT',
  ],
} as const satisfies Contract;

export const orderStatus = z.enum(['pending', 'fulfilled', 'refunded', 'cancelled']);
export type OrderStatus = z.infer<typeof orderStatus>;

/** `cancelled`: its refund waits for the void receipt (D23). */
export const orderRecord = z.strictObject({
  orderId: uuid,
  buyerId: uuid,
  buyerName: minecraftName,
  sellerId: uuid,
  sellerName: minecraftName,
  listingId: uuid,
  sku: goodsSku,
  title: line(128),
  quantity,
  unitPriceCoins: positiveCoins,
  totalCoins: positiveCoins,
  feeCoins: coins,
  status: orderStatus,
  refundReason: z.string().nullable(),
  /** What stands in the way of its end, or is wrong with it: a person has to look. */
  attention: z.string().nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
});
export type OrderRecord = z.infer<typeof orderRecord>;

/** What a player bought and sold on the market. */
export const listTrades = {
  method: 'GET',
  path: '/api/market/trades/:minecraftUUID',
  who: { server: true },
  summary: "Lists a player's trades on the market, bought or sold, newest first.",
  params: z.strictObject({ minecraftUUID }),
  query: z.strictObject({ side: z.enum(['bought', 'sold']), ...page }),
  status: 200,
  reply: pageOf(orderRecord),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

export const listOrders = {
  method: 'GET',
  path: '/api/orders',
  who: { staff: 'AUDITOR' },
  summary:
    'Lists orders of the market by status, buyer, seller and listing, newest first (S1-095).',
  query: z.strictObject({
    status: orderStatus.optional(),
    buyerId: uuid.optional(),
    sellerId: uuid.optional(),
    listingId: uuid.optional(),
    ...page,
  }),
  status: 200,
  reply: pageOf(orderRecord),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** An order with all that belongs to it. */
export const getOrder = {
  method: 'GET',
  path: '/api/orders/:orderId',
  who: { staff: 'AUDITOR' },
  summary: 'Shows an order with its ledger entries and its delivery (S1-096).',
  params: z.strictObject({ orderId: uuid }),
  status: 200,
  reply: orderRecord.extend({
    escrowCoins: coins,
    deliveryId: uuid,
    deliveryStatus: z.string().nullable(),
    entries: z.array(
      z.strictObject({
        txId: uuid,
        type: z.string(),
        amountCoins: z.int(),
        reason: z.string(),
        createdAt: instant,
      }),
    ),
  }),
  key: 'none',
  refusals: ['ORDER_UNKNOWN'],
} as const satisfies Contract;

/** Staff vouch that the buyer has the goods: the seller is paid. */
export const forceFulfilOrder = {
  method: 'POST',
  path: '/api/orders/:orderId/force-fulfil',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Counts the goods of an order as handed over and pays the seller (S1-097).',
  params: z.strictObject({ orderId: uuid }),
  body: z.strictObject({ reason: line(200) }),
  status: 200,
  reply: z.strictObject({ orderId: uuid, status: orderStatus }),
  key: 'required',
  refusals: ['ORDER_UNKNOWN', 'ORDER_NOT_OPEN', 'BALANCE_TOO_LARGE'],
} as const satisfies Contract;

/** As the refund of a purchase: 202 while the void receipt is awaited; `withoutProof` from OPERATOR. */
export const refundOrder = {
  method: 'POST',
  path: '/api/orders/:orderId/refund',
  who: { staff: 'SUPPORT', inGame: 'SUPPORT' },
  summary: 'Pays an order back to its buyer by proof that nothing was given (S1-098, D23).',
  params: z.strictObject({ orderId: uuid }),
  body: z.strictObject({ reason: line(200), withoutProof: z.boolean().optional() }),
  status: 200,
  reply: z.strictObject({
    orderId: uuid,
    status: z.literal('refunded'),
    refundedCoins: positiveCoins,
  }),
  accepted: z.strictObject({ orderId: uuid, status: z.literal('cancelled') }),
  key: 'required',
  refusals: ['ORDER_UNKNOWN', 'ORDER_NOT_OPEN', 'BALANCE_TOO_LARGE'],
} as const satisfies Contract;

// The closed list of refusal codes, in the form NOUN_PROBLEM, and the shape of an error on the
// wire (D12). The backend gives each code its HTTP status; the plugin gives each its words.
import * as z from 'zod';

export const refusalCode = z.enum([
  // Any route.
  'REQUEST_INVALID',
  'REQUEST_TOO_LARGE',
  'REQUEST_TIMED_OUT',
  'MEDIA_TYPE_UNSUPPORTED',
  'ROUTE_UNKNOWN',
  'SIGNATURE_REFUSED',
  'SESSION_REFUSED',
  'ORIGIN_REFUSED',
  'ROLE_INSUFFICIENT',
  'LIMIT_EXCEEDED',
  'IDEMPOTENCY_KEY_MISSING',
  'IDEMPOTENCY_KEY_REUSED',
  'OPERATION_IN_FLIGHT',
  'OPERATION_DONE_EARLIER',
  'OUTCOME_UNKNOWN',
  'DATABASE_UNAVAILABLE',
  'FAULT',
  // Staff.
  'LOGIN_REFUSED',
  'MEMBERSHIP_MISSING',
  'MEMBER_UNKNOWN',
  // Game servers.
  'SERVER_UNKNOWN',
  'SERVER_KEY_UNKNOWN',
  // Players and coins.
  'PLAYER_UNKNOWN',
  'PLAYER_FROZEN',
  'PLAYER_BANNED',
  'FUNDS_INSUFFICIENT',
  'BALANCE_TOO_LARGE',
  'BALANCE_BELOW_ZERO',
  'PAYEE_IS_SELF',
  'PAYEE_REFUSES',
  'PAYMENT_TOO_SMALL',
  'PLAYER_LINKED',
  'PLAYER_NOT_LINKED',
  'LINK_LIMIT_REACHED',
  'LINK_CODE_UNKNOWN',
  'LINK_CODE_EXPIRED',
  // Shop.
  'REWARD_UNKNOWN',
  'REWARD_EXISTS',
  'REWARD_EXPIRED',
  'REWARD_OUT_OF_STOCK',
  'PURCHASE_LIMIT_REACHED',
  'PURCHASE_TOO_LARGE',
  'PRICE_CHANGED',
  'PURCHASE_UNKNOWN',
  'PURCHASE_NOT_REFUNDABLE',
  // Deliveries.
  'DELIVERY_UNKNOWN',
  'DELIVERY_LEASE_LOST',
  'DELIVERY_NOT_OPEN',
  // Gacha and starter.
  'GACHA_TABLE_UNKNOWN',
  'STARTER_IN_PROGRESS',
  'STARTER_DELIVERED',
  'STARTER_NOT_OPEN',
  // Vouchers.
  'VOUCHER_UNKNOWN',
  'VOUCHER_REDEEMED',
  'VOUCHER_EXPIRED',
  // Level caps.
  'FORMULA_REFUSED',
  'VERSION_STALE',
  // Event log and jobs.
  'EVENT_UNKNOWN',
  'EVENT_NOT_REVERSIBLE',
  'EVENT_ROLLED_BACK',
  'JOB_UNKNOWN',
  'JOB_NOT_OPEN',
  // Daily, quests and economy events.
  'CLAIM_COOLDOWN',
  'QUEST_UNKNOWN',
  'QUEST_NOT_DONE',
  'ANSWER_WRONG',
  'QUEST_ANSWER_EMPTY',
  'QUESTS_TOO_MANY',
  'ECONOMY_EVENT_RUNNING',
  'ECONOMY_EVENT_NOT_RUNNING',
  'ECONOMY_EVENT_END_WRONG',
  // Market, and selling to the shop.
  'GOODS_UNKNOWN',
  'GOODS_NOT_HELD',
  'GOODS_ID_REUSED',
  'LISTING_UNKNOWN',
  'LISTING_NOT_YOURS',
  'LISTING_NOT_ACTIVE',
  'LISTING_SOLD_OUT',
  'LISTING_BUYER_LIMIT',
  'LISTING_LIMIT_REACHED',
  'LISTING_TERMS_WRONG',
  'TRADE_WITH_SELF',
  'PRICE_BELOW_FLOOR',
  'PRICE_ABOVE_CEILING',
  'ORDER_UNKNOWN',
  'ORDER_NOT_OPEN',
  'NOT_BOUGHT_HERE',
  'SALE_LIMIT_REACHED',
  'REQUIREMENT_MISSING',
  'SELL_PRICE_TOO_HIGH',
]);
export type RefusalCode = z.infer<typeof refusalCode>;

/** One field of a request that its schema refused. */
export const fieldProblem = z.strictObject({ path: z.string(), message: z.string() });
export type FieldProblem = z.infer<typeof fieldProblem>;

/** The body of every answer that is not a yes. */
export const errorBody = z.strictObject({
  error: z.strictObject({
    code: refusalCode,
    message: z.string(),
    details: z.record(z.string(), z.unknown()).optional(),
    retryable: z.boolean(),
  }),
  requestId: z.string(),
});
export type ErrorBody = z.infer<typeof errorBody>;

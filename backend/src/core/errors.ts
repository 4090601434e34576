// Refusals: the expected "no", with a code from the one closed list, and the table that gives each
// code its HTTP status. Everything else that is thrown is a fault: logged in full, told to nobody.
import type { RefusalCode } from '@mintkeep/shared/errors.ts';

/**
 * An expected "no". Throwing one inside a transaction aborts it and changes nothing. `details` go
 * to the caller as they are, so they hold only what the caller may know.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterS: number | undefined;

  constructor(
    code: RefusalCode,
    details: Readonly<Record<string, unknown>> = {},
    options: { retryAfterS?: number } = {},
  ) {
    super(code);
    this.code = code;
    this.details = details;
    this.retryAfterS = options.retryAfterS;
  }
}

interface Meaning {
  readonly status: number;
  readonly message: string;
  /** The same request, with the same key, may succeed later without anyone changing anything. */
  readonly retryable?: true;
}

/** Status and sentence of each code (D12). The sentence is for developers; players get their own. */
export const meanings: Readonly<Record<RefusalCode, Meaning>> = {
  REQUEST_INVALID: { status: 400, message: 'The request does not fit its schema.' },
  REQUEST_TOO_LARGE: { status: 413, message: 'The body is larger than this route reads.' },
  REQUEST_TIMED_OUT: {
    status: 503,
    message: 'The request took too long; ask again with the same key.',
    retryable: true,
  },
  MEDIA_TYPE_UNSUPPORTED: { status: 415, message: 'Bodies are JSON: application/json.' },
  ROUTE_UNKNOWN: { status: 404, message: 'There is no such route.' },
  SIGNATURE_REFUSED: { status: 401, message: 'No valid signature.' },
  SESSION_REFUSED: { status: 401, message: 'No valid session; log in again.' },
  ORIGIN_REFUSED: { status: 403, message: 'The request did not come from the panel itself.' },
  ROLE_INSUFFICIENT: { status: 403, message: 'The role does not allow this.' },
  LIMIT_EXCEEDED: {
    status: 429,
    message: 'Too many requests; wait as long as Retry-After says.',
    retryable: true,
  },
  IDEMPOTENCY_KEY_MISSING: { status: 400, message: 'This write needs an Idempotency-Key.' },
  IDEMPOTENCY_KEY_REUSED: { status: 422, message: 'The key was used with another request.' },
  OPERATION_IN_FLIGHT: {
    status: 409,
    message: 'The same operation is being worked on.',
    retryable: true,
  },
  OPERATION_DONE_EARLIER: {
    status: 409,
    message: 'The operation was done so long ago that its answer is no longer kept.',
  },
  OUTCOME_UNKNOWN: {
    status: 503,
    message: 'The database did not say whether it happened; ask again with the same key.',
    retryable: true,
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    message: 'The database is away; nothing was changed.',
    retryable: true,
  },
  FAULT: { status: 500, message: 'Something broke; it was logged.' },

  LOGIN_REFUSED: { status: 401, message: 'The login was refused; begin again.' },
  MEMBERSHIP_MISSING: { status: 403, message: 'Only members of the Discord server get in.' },
  MEMBER_UNKNOWN: { status: 404, message: 'No such member of staff.' },

  SERVER_UNKNOWN: { status: 404, message: 'No such game server.' },
  SERVER_KEY_UNKNOWN: { status: 404, message: 'No such key in force.' },

  PLAYER_UNKNOWN: { status: 404, message: 'No such player.' },
  PLAYER_FROZEN: { status: 403, message: 'The player is frozen.' },
  PLAYER_BANNED: { status: 403, message: 'The player is banned.' },
  FUNDS_INSUFFICIENT: { status: 402, message: 'The coins do not suffice.' },
  BALANCE_TOO_LARGE: { status: 409, message: 'The balance would be larger than can be held.' },
  BALANCE_BELOW_ZERO: { status: 409, message: 'The balance would fall below zero.' },
  PAYEE_IS_SELF: { status: 409, message: 'Payer and payee are one person.' },
  PAYEE_REFUSES: { status: 409, message: 'The player takes no coins of others.' },
  PAYMENT_TOO_SMALL: { status: 409, message: 'The payment is smaller than the least there is.' },
  PLAYER_LINKED: { status: 409, message: 'The account is linked already.' },
  PLAYER_NOT_LINKED: { status: 409, message: 'The player is not linked.' },
  LINK_LIMIT_REACHED: { status: 409, message: 'The Discord account may not link one more player.' },
  LINK_CODE_UNKNOWN: { status: 404, message: 'No such code in force.' },
  LINK_CODE_EXPIRED: { status: 410, message: 'The code has expired.' },

  REWARD_UNKNOWN: { status: 404, message: 'No such reward on sale.' },
  REWARD_EXISTS: { status: 409, message: 'The sku is taken, also by what was deleted.' },
  REWARD_EXPIRED: { status: 410, message: 'The reward is no longer on sale.' },
  REWARD_OUT_OF_STOCK: { status: 409, message: 'Fewer are left than asked for.' },
  PURCHASE_LIMIT_REACHED: { status: 409, message: 'The player may not buy that many.' },
  PURCHASE_TOO_LARGE: { status: 409, message: 'The total would be larger than can be held.' },
  PRICE_CHANGED: { status: 409, message: 'The price is not the one that was shown.' },
  PURCHASE_UNKNOWN: { status: 404, message: 'No such purchase.' },
  PURCHASE_NOT_REFUNDABLE: { status: 409, message: 'The purchase can not be refunded this way.' },

  DELIVERY_UNKNOWN: { status: 404, message: 'No such delivery.' },
  DELIVERY_LEASE_LOST: { status: 409, message: 'The lease is not this one any more.' },
  DELIVERY_NOT_OPEN: { status: 409, message: 'The delivery is not open to that.' },

  GACHA_TABLE_UNKNOWN: { status: 404, message: 'No such table.' },
  STARTER_IN_PROGRESS: { status: 409, message: 'The starter is on its way.' },
  STARTER_DELIVERED: { status: 409, message: 'The starter was delivered before.' },
  STARTER_NOT_OPEN: { status: 409, message: 'No starter is on its way.' },

  VOUCHER_UNKNOWN: { status: 404, message: 'No such voucher.' },
  VOUCHER_REDEEMED: { status: 409, message: 'The voucher was redeemed before.' },
  VOUCHER_EXPIRED: { status: 410, message: 'The voucher is no longer valid.' },

  FORMULA_REFUSED: { status: 400, message: 'A formula does not fit the language of formulas.' },
  VERSION_STALE: { status: 409, message: 'Somebody else changed it meanwhile; read it again.' },

  EVENT_UNKNOWN: { status: 404, message: 'No such entry in the event log.' },
  EVENT_NOT_REVERSIBLE: { status: 409, message: 'An entry of this kind can not be rolled back.' },
  EVENT_ROLLED_BACK: { status: 409, message: 'The entry was rolled back before.' },
  JOB_UNKNOWN: { status: 404, message: 'No such job.' },
  JOB_NOT_OPEN: { status: 409, message: 'The job is not in a state that allows this.' },

  CLAIM_COOLDOWN: { status: 409, message: 'It was claimed; `nextAt` says when it may be again.' },
  QUEST_UNKNOWN: { status: 404, message: 'No such quest.' },
  QUEST_NOT_DONE: { status: 409, message: 'The quest is not done yet.' },
  ANSWER_WRONG: { status: 409, message: 'The answer is wrong.' },
  QUEST_ANSWER_EMPTY: { status: 400, message: 'An answer needs a letter or a digit.' },
  QUESTS_TOO_MANY: { status: 409, message: 'There are as many quests as there can be.' },
  ECONOMY_EVENT_RUNNING: { status: 409, message: 'An economy event is running.' },
  ECONOMY_EVENT_NOT_RUNNING: { status: 409, message: 'No economy event is running.' },
  ECONOMY_EVENT_END_WRONG: { status: 400, message: 'The end must lie ahead, within 31 days.' },

  GOODS_UNKNOWN: { status: 404, message: 'No such goods of this player.' },
  GOODS_NOT_HELD: { status: 409, message: 'The goods are listed or on their way.' },
  GOODS_ID_REUSED: { status: 422, message: 'The id was used for other goods.' },
  LISTING_UNKNOWN: { status: 404, message: 'No such listing.' },
  LISTING_NOT_YOURS: { status: 403, message: "The listing is somebody else's." },
  LISTING_NOT_ACTIVE: { status: 409, message: 'The listing is over.' },
  LISTING_SOLD_OUT: { status: 409, message: 'Fewer are left than asked for.' },
  LISTING_BUYER_LIMIT: { status: 409, message: 'The seller set how many one buyer takes.' },
  LISTING_LIMIT_REACHED: {
    status: 409,
    message: 'The player has as many open listings as allowed.',
  },
  LISTING_TERMS_WRONG: { status: 400, message: 'The terms do not fit the goods.' },
  TRADE_WITH_SELF: { status: 409, message: 'Seller and buyer are one person.' },
  PRICE_BELOW_FLOOR: {
    status: 409,
    message: 'The price is below the floor; details hold the lowest.',
  },
  PRICE_ABOVE_CEILING: {
    status: 409,
    message: 'The price is above the ceiling; details hold the highest.',
  },
  ORDER_UNKNOWN: { status: 404, message: 'No such order.' },
  ORDER_NOT_OPEN: { status: 409, message: 'The order is not in a state that allows this.' },
  NOT_BOUGHT_HERE: { status: 409, message: 'The shop does not buy that.' },
  SALE_LIMIT_REACHED: { status: 409, message: 'The player may not sell that many in this time.' },
  REQUIREMENT_MISSING: {
    status: 403,
    message: 'The reward asks for something the player does not have.',
  },
  SELL_PRICE_TOO_HIGH: { status: 400, message: 'The shop would pay more than it takes.' },
};

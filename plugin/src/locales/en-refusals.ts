// What a refusal says to a player, in English. Each code must have words (messages.ts).
export const enRefusals = {
  'refusal.BACKEND_AWAY':
    '<red>The shop cannot be reached right now.</red> <gray>Please try again in a minute.',
  'refusal.REQUEST_INVALID': '<red>That is not possible.',
  'refusal.REQUEST_TOO_LARGE': '<red>That is too much at once.',
  'refusal.REQUEST_TIMED_OUT': '<red>The shop took too long.</red> <gray>Please try again.',
  'refusal.MEDIA_TYPE_UNSUPPORTED':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.ROUTE_UNKNOWN':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.SIGNATURE_REFUSED':
    '<red>This server may not use the shop.</red> <gray>Please tell the staff.',
  'refusal.IDEMPOTENCY_KEY_MISSING':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.IDEMPOTENCY_KEY_REUSED':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.OPERATION_IN_FLIGHT': '<gray>Your last purchase is still being worked on.',
  'refusal.OPERATION_DONE_EARLIER': '<gray>That was done before.',
  'refusal.OUTCOME_UNKNOWN':
    '<yellow>It is not clear yet whether it went through.</yellow> <gray>Nothing is lost.',
  'refusal.DATABASE_UNAVAILABLE':
    '<red>The shop is closed for a moment.</red> <gray>Please try again in a minute.',
  'refusal.FAULT': '<red>Something broke.</red> <gray>It was written down; please try again later.',
  'refusal.SERVER_UNKNOWN':
    '<red>This server is not known to the shop.</red> <gray>Please tell the staff.',
  'refusal.SERVER_KEY_UNKNOWN':
    '<red>This server is not known to the shop.</red> <gray>Please tell the staff.',
  'refusal.PLAYER_UNKNOWN': '<red>The shop does not know you yet.</red> <gray>Please join again.',
  'refusal.PLAYER_FROZEN': '<red>Your account is frozen.</red> <gray>Please ask the staff.',
  'refusal.PLAYER_BANNED': '<red>You are banned from the shop.',
  'refusal.FUNDS_INSUFFICIENT':
    '<red>You do not have enough coins:</red> <gray>it costs <yellow><price></yellow>, you have <yellow><balance></yellow>.',
  'refusal.BALANCE_TOO_LARGE': '<red>You have more coins than one can count.',
  'refusal.PAYEE_IS_SELF': '<red>You cannot pay yourself.',
  'refusal.PAYEE_REFUSES': '<red>That player takes no coins right now.',
  'refusal.PAYMENT_TOO_SMALL': '<red>That is too little.',
  'refusal.REWARD_UNKNOWN': '<red>The shop does not sell that.',
  'refusal.REWARD_EXISTS': '<red>There is a reward of that name.',
  'refusal.REWARD_EXPIRED': '<red>That is no longer on sale.',
  'refusal.REWARD_OUT_OF_STOCK': '<red>Sold out:</red> <gray>only <stock> left.',
  'refusal.PURCHASE_LIMIT_REACHED': '<red>You may not buy that many:</red> <gray>at most <max>.',
  'refusal.PURCHASE_TOO_LARGE': '<red>That is too much at once.',
  'refusal.PRICE_CHANGED':
    '<red>The price has changed:</red> <gray>it is <yellow><price></yellow> now. Nothing was bought.',
  'refusal.DELIVERY_UNKNOWN': '<gray>Nothing waits for you.',
  'refusal.DELIVERY_LEASE_LOST': '<gray>Nothing waits for you.',
  'refusal.DELIVERY_NOT_OPEN': '<gray>Nothing waits for you.',
  'refusal.SESSION_REFUSED':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.ORIGIN_REFUSED':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.LOGIN_REFUSED':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.MEMBERSHIP_MISSING':
    '<red>Something is wrong with the shop.</red> <gray>Please tell the staff.',
  'refusal.ROLE_INSUFFICIENT':
    '<red>You may not do that.</red> <gray>It needs the role in Discord, and a linked account.',
  'refusal.LIMIT_EXCEEDED': '<gray>Too fast; please wait a moment.',
  'refusal.MEMBER_UNKNOWN': '<red>There is no such member of staff.',
  'refusal.BALANCE_BELOW_ZERO': '<red>The balance would fall below zero.',
  'refusal.PLAYER_LINKED': '<red>This account is linked already.',
  'refusal.PLAYER_NOT_LINKED':
    '<red>This account is not linked.</red> <gray>Write <white>/link</white>.',
  'refusal.LINK_LIMIT_REACHED': '<red>That Discord account is linked to another player.',
  'refusal.LINK_CODE_UNKNOWN':
    '<red>That code is not valid.</red> <gray>Write <white>/link</white> for a new one.',
  'refusal.LINK_CODE_EXPIRED':
    '<red>That code has expired.</red> <gray>Write <white>/link</white> for a new one.',
  'refusal.PURCHASE_UNKNOWN': '<red>There is no such purchase.',
  'refusal.PURCHASE_NOT_REFUNDABLE': '<red>That purchase can not be refunded.',
  'refusal.GACHA_TABLE_UNKNOWN': '<red>There is no such draw.',
  'refusal.STARTER_IN_PROGRESS': '<gray>Your starter is on its way.',
  'refusal.STARTER_DELIVERED': '<gray>You have had your starter.',
  'refusal.STARTER_NOT_OPEN': '<gray>No starter is on its way.',
  'refusal.VOUCHER_UNKNOWN': '<red>There is no such voucher.</red> <gray>Please check the code.',
  'refusal.VOUCHER_REDEEMED': '<red>Somebody has redeemed this voucher before.',
  'refusal.VOUCHER_EXPIRED': '<red>This voucher is no longer valid.',
  'refusal.FORMULA_REFUSED': '<red>That formula is not allowed.',
  'refusal.VERSION_STALE':
    '<yellow>Somebody changed it meanwhile.</yellow> <gray>Look again and repeat.',
  'refusal.EVENT_UNKNOWN': '<red>There is no such entry.',
  'refusal.EVENT_NOT_REVERSIBLE': '<red>That can not be rolled back.',
  'refusal.EVENT_ROLLED_BACK': '<gray>That was rolled back before.',
  'refusal.JOB_UNKNOWN': '<red>There is no such job.',
  'refusal.JOB_NOT_OPEN': '<red>That job is running, or over.',
  'refusal.CLAIM_COOLDOWN': '<gray>You have had that. It comes again later.',
  'refusal.QUEST_UNKNOWN': '<red>There is no such quest.',
  'refusal.QUEST_NOT_DONE': '<gray>That quest is not done yet.',
  'refusal.ANSWER_WRONG': '<red>That is not the answer.</red> <gray>Try again.',
  'refusal.QUEST_ANSWER_EMPTY': '<red>An answer needs a letter or a digit.',
  'refusal.QUESTS_TOO_MANY': '<red>There are as many quests as there can be.',
  'refusal.ECONOMY_EVENT_RUNNING': '<red>An event is running already.',
  'refusal.ECONOMY_EVENT_NOT_RUNNING': '<gray>No event is running.',
  'refusal.ECONOMY_EVENT_END_WRONG': '<red>The end must lie ahead, within 31 days.',
  'refusal.GOODS_UNKNOWN': '<red>There is nothing like that of yours.',
  'refusal.GOODS_NOT_HELD': '<red>That is on sale or on its way already.',
  'refusal.GOODS_ID_REUSED':
    '<red>Something is wrong with the market.</red> <gray>Please tell the staff.',
  'refusal.LISTING_UNKNOWN': '<red>There is no such offer.',
  'refusal.LISTING_NOT_YOURS': '<red>That offer is not yours.',
  'refusal.LISTING_NOT_ACTIVE': '<red>That offer is over.',
  'refusal.LISTING_SOLD_OUT': '<red>Sold out:</red> <gray>only <stock> left.',
  'refusal.LISTING_BUYER_LIMIT': '<red>The seller does not sell that many to one buyer.',
  'refusal.LISTING_LIMIT_REACHED': '<red>You have as many offers as you may:</red> <gray><max>.',
  'refusal.LISTING_TERMS_WRONG': '<red>Those terms do not fit what you sell.',
  'refusal.TRADE_WITH_SELF': '<red>You cannot buy from yourself.',
  'refusal.PRICE_BELOW_FLOOR':
    '<red>That is too cheap:</red> <gray>at least <yellow><price></yellow> each.',
  'refusal.PRICE_ABOVE_CEILING':
    '<red>That is too dear:</red> <gray>at most <yellow><price></yellow> each.',
  'refusal.ORDER_UNKNOWN': '<red>There is no such order.',
  'refusal.ORDER_NOT_OPEN': '<red>That order is over.',
  'refusal.NOT_BOUGHT_HERE': '<red>The shop does not buy that.',
  'refusal.SALE_LIMIT_REACHED':
    '<red>The shop buys no more of that from you for now:</red> <gray>at most <max>.',
  'refusal.REQUIREMENT_MISSING': '<red>You may not buy that yet.',
  'refusal.SELL_PRICE_TOO_HIGH': '<red>The shop would pay more than it takes.',
} as const;

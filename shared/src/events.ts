// What can happen: one union of domain events, written to the outbox in the commit that made them
// true. Past tense, ids and amounts only; a reader that needs more reads the document itself.
import * as z from 'zod';
import { alertKind } from './alerts.ts';
import { discordId, minecraftUUID, positiveCoins, quantity, sku, uuid } from './primitives.ts';

/** What a delivery was opened for. */
export const deliveryRef = z.strictObject({
  refType: z.enum(['purchase', 'order', 'starter', 'gacha', 'checkout', 'return', 'voucher']),
  refId: uuid,
});
export type DeliveryRef = z.infer<typeof deliveryRef>;

const aboutDelivery = { deliveryId: uuid, minecraftUUID, ref: deliveryRef };

export const domainEvent = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('purchase.made'),
    purchaseId: uuid,
    playerId: uuid,
    sku,
    quantity,
    totalCostCoins: positiveCoins,
  }),
  z.strictObject({
    type: z.literal('purchase.refunded'),
    purchaseId: uuid,
    playerId: uuid,
    refundedCoins: positiveCoins,
  }),
  /** There is something for this player to collect: opened, or due again. */
  z.strictObject({ type: z.literal('delivery.due'), ...aboutDelivery }),
  z.strictObject({ type: z.literal('delivery.delivered'), ...aboutDelivery }),
  /** It failed for good, or was cancelled while leased: a void receipt is asked for (D23). */
  z.strictObject({ type: z.literal('delivery.cancelling'), ...aboutDelivery }),
  /** Proved not given: whoever took coins for it may pay them back. */
  z.strictObject({ type: z.literal('delivery.voided'), ...aboutDelivery }),
  z.strictObject({ type: z.literal('delivery.needs-review'), ...aboutDelivery }),
  /** Delivered by this server, and the player's file knows nothing of it. */
  z.strictObject({
    type: z.literal('delivery.receipt-missing'),
    playerId: uuid,
    serverId: z.string(),
    deliveries: z.int().min(1),
  }),
  /** The counter that lies with the world of a server went back this far. */
  z.strictObject({
    type: z.literal('server.world-restored'),
    serverId: z.string(),
    savesBefore: z.int().min(0),
    savesNow: z.int().min(0),
  }),
  /** Coins at or above HIGH_VALUE_TX went from a player, for something or to somebody (S1-172). */
  z.strictObject({
    type: z.literal('trade.high-value'),
    trade: z.enum(['purchase', 'order', 'payment']),
    playerId: uuid,
    /** The seller or the payee; null where the server sells. */
    otherPlayerId: uuid.nullable(),
    /** Null of a payment. */
    sku: sku.nullable(),
    amountCoins: positiveCoins,
  }),
  /** What another plugin took or gave could not be settled: the coins are not there (holds). */
  z.strictObject({
    type: z.literal('hold.uncovered'),
    serverId: z.string(),
    entryId: uuid,
    /** Null of a game account that nobody knows. */
    playerId: uuid.nullable(),
    kind: z.enum(['WITHDRAW', 'DEPOSIT']),
    amountCoins: positiveCoins,
    cause: z.enum(['funds', 'allowance', 'balance', 'player']),
  }),
  /** A voucher expired or was voided by staff, unredeemed: its coins are to go back. */
  z.strictObject({
    type: z.literal('voucher.ended'),
    voucherId: uuid,
    refType: z.enum(['purchase', 'staff']),
    refId: uuid,
  }),
  /** Goods of a player are for sale on the market. */
  z.strictObject({
    type: z.literal('listing.opened'),
    listingId: uuid,
    sellerId: uuid,
    sku,
    quantity,
    unitPriceCoins: positiveCoins,
  }),
  z.strictObject({
    type: z.literal('listing.ended'),
    listingId: uuid,
    sellerId: uuid,
    status: z.enum(['sold', 'cancelled', 'expired']),
  }),
  /** Coins are in escrow, the goods on their way. */
  z.strictObject({
    type: z.literal('order.made'),
    orderId: uuid,
    listingId: uuid,
    buyerId: uuid,
    sellerId: uuid,
    sku,
    quantity,
    totalCoins: positiveCoins,
  }),
  z.strictObject({ type: z.literal('order.fulfilled'), orderId: uuid, listingId: uuid }),
  z.strictObject({ type: z.literal('order.refunded'), orderId: uuid, listingId: uuid }),
  /** A player was banned or unbanned. */
  z.strictObject({ type: z.literal('player.ban-changed'), playerId: uuid }),
  /** A game account and a Discord user are one person now; `mergedPlayerId` went up in the player. */
  z.strictObject({
    type: z.literal('player.linked'),
    playerId: uuid,
    minecraftUUID,
    discordId,
    mergedPlayerId: uuid.nullable(),
  }),
  z.strictObject({ type: z.literal('player.unlinked'), playerId: uuid, minecraftUUID, discordId }),
  /** Staff have something to look at; an incident began, or is over (ops.alerts, S1-128). */
  z.strictObject({ type: z.literal('alert.opened'), alertId: uuid, kind: alertKind }),
  z.strictObject({ type: z.literal('alert.resolved'), alertId: uuid, kind: alertKind }),
  /** Other rules of level caps are in force. */
  z.strictObject({ type: z.literal('levels.changed'), version: z.int().min(1) }),
]);
export type DomainEvent = z.infer<typeof domainEvent>;
export type EventType = DomainEvent['type'];

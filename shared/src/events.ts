// What can happen: one union of domain events, written to the outbox in the commit that made them
// true. Past tense, ids and amounts only; a reader that needs more reads the document itself.
import * as z from 'zod';
import { minecraftUUID, positiveCoins, quantity, sku, uuid } from './primitives.ts';

/** What a delivery was opened for. */
export const deliveryRef = z.strictObject({
  refType: z.enum(['purchase', 'order', 'starter', 'gacha', 'checkout', 'return']),
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
  /** Proved not given: whoever took coins for it may pay them back. */
  z.strictObject({ type: z.literal('delivery.voided'), ...aboutDelivery }),
  z.strictObject({ type: z.literal('delivery.needs-review'), ...aboutDelivery }),
]);
export type DomainEvent = z.infer<typeof domainEvent>;
export type EventType = DomainEvent['type'];

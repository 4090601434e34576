// A reader that hears the outbox's doorbell live through all faults. What it hears must have been
// committed; in a quiet time it must hear all that is.
import type { DomainEvent } from '@mintkeep/shared/events.ts';
import type { Context } from '../../src/core/context.ts';
import { openDoorbell } from '../../src/core/outbox.ts';

export interface LiveReader {
  readonly heard: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/** An event's identity: its type and what it is about. */
export function nameOfEvent(event: DomainEvent): string {
  if ('purchaseId' in event) return `${event.type} ${event.purchaseId}`;
  if ('orderId' in event) return `${event.type} ${event.orderId}`;
  if ('listingId' in event) return `${event.type} ${event.listingId}`;
  if ('deliveryId' in event) return `${event.type} ${event.deliveryId}`;
  if ('playerId' in event) return `${event.type} ${event.playerId}`;
  return event.type;
}

/** What it listens to. */
export const heardTypes = [
  'purchase.made',
  'purchase.refunded',
  'delivery.delivered',
  'delivery.cancelling',
  'delivery.voided',
  'listing.opened',
  'order.made',
  'order.fulfilled',
  'order.refunded',
] as const;

/** Listens until it is closed. */
export function openLiveReader(ctx: Context): LiveReader {
  const heard = new Map<string, number>();
  const doorbell = openDoorbell(ctx);
  doorbell.on(heardTypes, (event) => {
    const name = nameOfEvent(event);
    heard.set(name, (heard.get(name) ?? 0) + 1);
  });
  return { heard, close: () => doorbell.close() };
}

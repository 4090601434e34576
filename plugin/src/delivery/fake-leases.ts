// Leases as a backend would hand them out, and the reports it would hear: for unit tests of
// delivery. Knows nothing of what the plugin does with them.
import type { CallOf } from '@mintkeep/shared/contract.ts';
import { reportDelivery, type LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { FakeBackendServer } from '../backend/fake-backend.ts';

/** A lease of a delivery, of three diamonds unless told; the same number is the same delivery. */
export function leased(
  number: number,
  minecraftUUID: string,
  more: Partial<LeasedDelivery> = {},
): LeasedDelivery {
  return {
    deliveryId: idOf(number),
    leaseId: '11111111-1111-4111-8111-111111111111',
    leaseUntilAt: '2026-01-01T00:01:00.000Z',
    minecraftUUID,
    task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 3 }] } },
    attempt: 1,
    reviews: 0,
    cancelled: false,
    ...more,
  };
}

/** The id of the delivery of a number. */
export const idOf = (number: number): string =>
  `d0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** From now on the backend says yes to every report; answers what it heard, oldest first. */
export function hearReports(server: FakeBackendServer): () => CallOf<typeof reportDelivery>[] {
  server.on(reportDelivery, () => ({ yes: { status: 'delivered' as const, refunded: false } }));
  return () => server.asked(reportDelivery).map(({ call }) => call);
}

// Reports: what became of a lease, said to the backend until it is heard. Knows no player.
import { reportDelivery, type LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { Plugin } from '../plugin.ts';

export type Outcome =
  | { readonly outcome: 'given' | 'void' }
  | { readonly outcome: 'unclear'; readonly error?: string }
  | {
      readonly outcome: 'released';
      readonly reason: 'noRoom' | 'playerLeft' | 'failed';
      readonly error?: string;
      readonly permanent?: boolean;
    };

export interface Reports {
  send(leased: LeasedDelivery, outcome: Outcome): void;
  /** How many were sent and not heard yet. */
  unheard(): number;
}

/** Opens the way for reports. A lost lease is no fault: a newer one answers for the delivery. */
export function openReports({ platform, backend }: Plugin): Reports {
  let unheard = 0;
  return {
    unheard: () => unheard,
    send({ deliveryId, leaseId, attempt }, outcome) {
      const call = { deliveryId, leaseId, attempt, ...outcome };
      unheard += 1;
      void backend.sendUntilHeard(reportDelivery, call, platform.newId()).then((answer) => {
        unheard -= 1;
        if (answer.ok || answer.code === 'DELIVERY_LEASE_LOST') return;
        platform.log.warn(`The backend refused a report on delivery ${deliveryId}: ${answer.code}`);
      });
    },
  };
}

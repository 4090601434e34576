// The doors of delivery for game servers, a long poll that leases and the report of what became, and
// those for staff, who see what is stuck and decide what nobody can prove.
import type { FastifyInstance } from 'fastify';
import { deliveryWaitSMax } from '@mintkeep/shared/constants.ts';
import {
  leaseDeliveries,
  listDeliveries,
  reportDelivery,
  resolveDelivery,
} from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { Context } from '../core/context.ts';
import { serve } from '../core/http.ts';
import type { Call } from '../core/http.ts';
import type { Doorbell } from '../core/outbox.ts';
import { leaseDue, report } from './service.ts';
import { decideDelivery, listForStaff } from './staff.ts';

// Retries that become due ring no bell; a lost ring costs no more than this either.
const lookEveryMs = 2_000;

export const deliveryForServers =
  (ctx: Context, doorbell: Doorbell) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(
      scope,
      ctx,
      leaseDeliveries,
      async ({ limit, waitS, minecraftUUID }, call) => {
        const lease = () => call.transact((tx) => leaseDue(tx, { limit, minecraftUUID }));
        return leaseWithin(doorbell, call, waitS * 1_000, lease);
      },
      { handlerTimeoutMs: (deliveryWaitSMax + 10) * 1_000 },
    );
    serve(scope, ctx, reportDelivery, (input, call) => call.transact((tx) => report(tx, input)));
  };

export const deliveryForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, listDeliveries, (input) => listForStaff(ctx, input));
    serve(scope, ctx, resolveDelivery, (input, call) =>
      call.transact((tx) => decideDelivery(tx, input)),
    );
  };

/** Looks at once, then at every ring and now and then, until there is something or time is up. */
async function leaseWithin(
  doorbell: Doorbell,
  call: Call<LeasedDelivery[]>,
  waitMs: number,
  lease: () => Promise<LeasedDelivery[]>,
): Promise<LeasedDelivery[]> {
  const endsAtMs = performance.now() + waitMs;
  let rang = false;
  let wake = (): void => undefined;
  const hear = (): void => {
    rang = true;
    wake();
  };
  const ringOff = doorbell.on(['delivery.due'], hear);
  call.signal.addEventListener('abort', hear);
  try {
    for (;;) {
      rang = false;
      const leased = await lease();
      const leftMs = endsAtMs - performance.now();
      if (leased.length > 0 || leftMs <= 0 || call.signal.aborted) return leased;
      // A ring that came while looking must not be slept over.
      if (!heard()) await ringOrPause(Math.min(leftMs, lookEveryMs), (ring) => (wake = ring));
    }
  } finally {
    ringOff();
    call.signal.removeEventListener('abort', hear);
  }
  function heard(): boolean {
    return rang;
  }
}

const ringOrPause = (ms: number, onRing: (ring: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    onRing(() => {
      clearTimeout(timer);
      resolve();
    });
  });

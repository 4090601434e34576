// Deliveries in the hands of the push: leased as for a game server, by the same machine, but bound to
// none, so that what is not proved to be given is left to the pull (D24). While its outcome is not
// known, nobody's word proves that nothing was given: it is never refunded without a person.
import assert from 'node:assert/strict';
import { newId } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import { onlineAnywhere } from '../players/service.ts';
import type { Pushed } from './push-client.ts';
import { getDelivery, report } from './service.ts';
import * as states from './states.ts';
import type { DeliveryState } from './states.ts';
import * as store from './store.ts';
import type { DeliveryDoc } from './store.ts';

/** A delivery that the push has leased. */
export interface PushLease {
  readonly doc: DeliveryDoc;
  readonly leaseId: string;
  /** It was cancelled: nothing is to be given. */
  readonly cancelled: boolean;
}

/** Who leases, where the machine wants a name; no game server can be called so. */
const pushServerId = 'push:';

/**
 * The lease of a push, or null. What a game server has had is left to that server, whose files may
 * hold a receipt that it has not reported yet.
 */
function leaseOf(one: DeliveryState, by: { leaseId: string; nowMs: number }): DeliveryState | null {
  if (one.boundTo !== null) return null;
  const next = states.lease(one, { ...by, serverId: pushServerId, impatient: false });
  if (!next) return null;
  return {
    ...next,
    boundTo: null,
    ...(next.status === 'leased' ? { isPushUnclear: true } : {}),
  };
}

/** Leases what is due for players who are online on any server, oldest first. */
export async function leaseForPush(tx: Tx, limit: number): Promise<PushLease[]> {
  const online = await onlineAnywhere(tx);
  if (online.length === 0) return [];
  const nowMs = tx.now.getTime();
  const leased = (await store.pushable(tx, online, nowMs, limit)).flatMap((doc) => {
    const leaseId = newId();
    const next = leaseOf(doc.state, { leaseId, nowMs });
    return next ? [{ doc, next, leaseId, cancelled: next.status === 'cancelling' }] : [];
  });
  assert.equal(await store.writeStates(tx, leased), leased.length, 'a delivery changed meanwhile');
  return leased;
}

/**
 * Records what became of a push, by the reports of every delivery. Of an unknown outcome nothing is
 * recorded: the lease runs out, and it is offered again under the same id. Refuses
 * `DELIVERY_LEASE_LOST` for a release that comes too late.
 */
export async function settlePush(tx: Tx, lease: PushLease, pushed: Pushed): Promise<void> {
  const { doc, leaseId, cancelled } = lease;
  const word = { deliveryId: doc._id, leaseId };
  if (cancelled) {
    await report(tx, { ...word, outcome: 'void' });
    return;
  }
  if (pushed.outcome === 'unknown') return;
  if (pushed.outcome === 'given') {
    await report(tx, { ...word, outcome: 'given' });
    return;
  }
  await clearDoubt(tx, lease, pushed.outcome === 'released');
  const { error } = pushed;
  await report(tx, { ...word, outcome: 'released', reason: 'failed', error });
}

/**
 * The receiver says of this id that it did not give it: that holds for earlier pushes of it too. One
 * that never left says nothing of those.
 */
async function clearDoubt(tx: Tx, { doc, leaseId }: PushLease, isProof: boolean): Promise<void> {
  const now = await getDelivery(tx, doc._id);
  const isPushUnclear = isProof ? false : (doc.state.isPushUnclear ?? false);
  if (now.state.leaseId !== leaseId || now.state.isPushUnclear === isPushUnclear) return;
  await store.writeStates(tx, [{ doc: now, next: { ...now.state, isPushUnclear } }]);
}

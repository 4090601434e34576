// Delivery: what is owed to a player until it is in the player's hands. Runs the pure machine of
// states.ts in transactions. Knows no shop and no coins: who took coins for it hears an event.
import assert from 'node:assert/strict';
import type { DeliveryTask, LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { DeliveryRef } from '@mintkeep/shared/events.ts';
import { Refusal } from '../core/errors.ts';
import { newId } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { onlineOn } from '../players/service.ts';
import * as states from './states.ts';
import type { DeliveryState, Report } from './states.ts';
import * as store from './store.ts';
import type { DeliveryDoc } from './store.ts';

export { countOpen, findDeliveries, findDelivery, listByStatus, playersWithOpen } from './store.ts';
export type { DeliveryDoc } from './store.ts';

export interface NewDelivery {
  readonly deliveryId: string;
  readonly playerId: string;
  readonly minecraftUUID: string;
  readonly ref: DeliveryRef;
  readonly task: DeliveryTask;
  /** How many tries may fail, where that is not the usual number. */
  readonly attemptsMax?: number;
}

/** Opens deliveries: from this commit on they are owed, and a waiting server is woken. */
export async function openDeliveries(
  scope: WriteScope,
  opening: readonly NewDelivery[],
): Promise<void> {
  const nowMs = scope.now.getTime();
  await store.insertDeliveries(
    scope,
    opening.map(({ deliveryId, attemptsMax, ...rest }) => ({
      _id: deliveryId,
      ...rest,
      state: states.opened(nowMs, attemptsMax),
      revision: 1,
      createdAt: scope.now,
      updatedAt: scope.now,
    })),
  );
  for (const { deliveryId, minecraftUUID, ref } of opening) {
    scope.emit({ type: 'delivery.due', deliveryId, minecraftUUID, ref });
  }
}

/**
 * Leases what is due for the players online on the asking server, oldest first; with
 * `minecraftUUID` only what is that player's, without the pause after an earlier try (D22).
 */
export async function leaseDue(
  tx: Tx,
  { limit, minecraftUUID }: { limit: number; minecraftUUID?: string | undefined },
): Promise<LeasedDelivery[]> {
  const serverId = tx.actor.id;
  const online = minecraftUUID ? [minecraftUUID] : await onlineOn(tx, serverId);
  if (online.length === 0) return [];
  const nowMs = tx.now.getTime();
  const impatient = minecraftUUID !== undefined;
  const leased = (await store.openDeliveriesOf(tx, online, limit * lookAhead)).flatMap((doc) => {
    const next = states.lease(doc.state, { serverId, leaseId: newId(), nowMs, impatient });
    return next ? [{ doc, next }] : [];
  });
  const taken = leased.slice(0, limit);
  await write(tx, taken);
  for (const { doc, next } of taken) announceCancelling(tx, doc, next);
  return taken.map(({ doc, next }) => leasedDelivery(doc, next));
}

// Some of the oldest may be leased elsewhere or not due; looking a little further finds the rest.
const lookAhead = 4;

function leasedDelivery(doc: DeliveryDoc, next: DeliveryState): LeasedDelivery {
  assert(next.leaseId !== null && next.leaseUntilAt !== null, 'a lease has an id and an end');
  return {
    deliveryId: doc._id,
    leaseId: next.leaseId,
    leaseUntilAt: new Date(next.leaseUntilAt).toISOString(),
    minecraftUUID: doc.minecraftUUID,
    task: doc.task,
    attempt: next.attempts + 1,
    reviews: next.reviews,
    cancelled: next.status === 'cancelling',
  };
}

/**
 * Ends a page of leases that ran out: due again after a pause, or cancelled when the tries are used
 * up, which ends in a refund by proof (S1-124, S1-131, D23). Answers how many; ask until none.
 */
export async function expireLeases(tx: Tx): Promise<number> {
  const nowMs = tx.now.getTime();
  const changes = (await store.leasedUntil(tx, nowMs, 200)).flatMap((doc) => {
    const next = states.expire(doc.state, nowMs);
    return next ? [{ doc, next, ...reasonOf(next) }] : [];
  });
  await write(tx, changes);
  for (const { doc, next } of changes) {
    if (next.status === 'cancelling') announce(tx, doc, 'cancelling');
    announceCancelling(tx, doc, next);
  }
  return changes.length;
}

const reasonOf = ({ status, lastError }: DeliveryState) =>
  status === 'cancelling' ? { cancelReason: lastError ?? 'no server said what became of it' } : {};

export type Reporting = Omit<Report, 'nowMs'> & { readonly deliveryId: string };

/**
 * Takes a server's report. Refuses `DELIVERY_UNKNOWN`, and `DELIVERY_LEASE_LOST` for a release of a
 * lease that is over; a receipt (`given`, `void`) is never refused (D22, S0-013).
 */
export async function report(
  tx: Tx,
  { deliveryId, ...reporting }: Reporting,
): Promise<{ status: DeliveryState['status']; refunded: boolean }> {
  const doc = await getDelivery(tx, deliveryId);
  const reported = states.report(doc.state, { ...reporting, nowMs: tx.now.getTime() });
  if ('refused' in reported) throw new Refusal(reported.refused, { deliveryId });
  const { next, became } = reported;
  if (next !== doc.state) {
    const failed = next.status === 'cancelling' && became === 'cancelling';
    await write(tx, [
      {
        doc,
        next,
        ...(failed ? { cancelReason: next.lastError ?? 'delivery failed' } : {}),
        ...(became === 'delivered' ? receiptOf(tx, doc) : {}),
      },
    ]);
  }
  announce(tx, doc, became);
  announceCancelling(tx, doc, next);
  return { status: next.status, refunded: next.status === 'refunded' };
}

/** Where the receipt of goods that a game server gave lies; what else is given has none. */
const receiptOf = ({ actor }: Tx, { task }: DeliveryDoc): { receiptOn?: string } =>
  actor.kind === 'server' && (task.action === 'give' || task.action === 'goods')
    ? { receiptOn: actor.id }
    : {};

/**
 * Cancels a delivery. `voided`: no server ever had it, the caller may pay back now. `cancelling`: a
 * void receipt must come first; the caller hears `delivery.voided` then. Refuses
 * `DELIVERY_NOT_OPEN` when it was delivered or cancelled before (D23).
 */
export async function cancelDelivery(
  tx: Tx,
  deliveryId: string,
  reason: string,
): Promise<'voided' | 'cancelling'> {
  const doc = await getDelivery(tx, deliveryId);
  const next = states.cancel(doc.state);
  if (!next) throw new Refusal('DELIVERY_NOT_OPEN', { deliveryId, status: doc.state.status });
  await write(tx, [{ doc, next, cancelReason: reason }]);
  if (next.status === 'voided') return 'voided';
  announce(tx, doc, 'pending');
  announceCancelling(tx, doc, next);
  return 'cancelling';
}

/**
 * Records that the coins are back: a voided delivery is refunded then, and none is handed over again
 * by decision.
 */
export async function markPaidBack(tx: Tx, deliveryId: string): Promise<void> {
  const doc = await getDelivery(tx, deliveryId);
  await write(tx, [{ doc, next: states.paidBack(doc.state) ?? doc.state, paidBackAt: tx.now }]);
}

/**
 * Records that staff gave the coins back without proof that nothing was given (D23); answers what
 * became of the delivery.
 */
export async function closeWithoutProof(
  tx: Tx,
  deliveryId: string,
  reason: string,
): Promise<DeliveryState['status']> {
  const doc = await getDelivery(tx, deliveryId);
  const next = states.withoutProof(doc.state);
  await write(tx, [{ doc, next, cancelReason: reason, paidBackAt: tx.now }]);
  if (next.status === 'cancelling') announce(tx, doc, 'cancelling');
  return next.status;
}

/** Records that coins which were given back have been taken again: staff may decide about it anew. */
export async function markPaidAgain(tx: Tx, deliveryId: string): Promise<void> {
  const doc = await getDelivery(tx, deliveryId);
  await write(tx, [{ doc, next: doc.state, paidBackAt: null }]);
}

/**
 * Carries out what staff decided about a delivery in review, or one whose receipt is missing. Refuses
 * `DELIVERY_NOT_OPEN`, also to hand over what was paid back.
 */
export async function resolveDelivery(
  tx: Tx,
  deliveryId: string,
  decision: 'deliverAgain' | 'done',
): Promise<DeliveryState['status']> {
  const doc = await getDelivery(tx, deliveryId);
  const next = decided(doc, decision, tx.now.getTime());
  if (!next) throw new Refusal('DELIVERY_NOT_OPEN', { deliveryId, status: doc.state.status });
  // Whatever they decided, the old receipt is not what proves it.
  await write(tx, [{ doc, next, receiptOn: null }]);
  if (next !== doc.state) announce(tx, doc, next.status);
  return next.status;
}

function decided(
  { state, paidBackAt, receiptMissingAt }: DeliveryDoc,
  decision: 'deliverAgain' | 'done',
  nowMs: number,
): DeliveryState | null {
  if (decision === 'deliverAgain' && paidBackAt) return null;
  const isToBeLeft = decision === 'done' && state.status === 'delivered' && receiptMissingAt;
  return isToBeLeft ? state : states.resolve(state, decision, nowMs);
}

/**
 * Takes a bounded page of what was open when the backup was made for possibly leased since: from
 * then on only a receipt proves that nothing was given. Answers how many it marked; ask until none.
 */
export async function distrustAfterRestore(tx: Tx): Promise<number> {
  const docs = await store.openNeverLeased(tx, 500);
  await write(
    tx,
    docs.map((doc) => ({ doc, next: states.afterRestore(doc.state) })),
  );
  return docs.length;
}

/** The delivery of this id. Refuses `DELIVERY_UNKNOWN`. */
export async function getDelivery(scope: ReadScope, deliveryId: string): Promise<DeliveryDoc> {
  const doc = await store.findDelivery(scope, deliveryId);
  if (!doc) throw new Refusal('DELIVERY_UNKNOWN', { deliveryId });
  return doc;
}

async function write(tx: Tx, changes: Parameters<typeof store.writeStates>[1]): Promise<void> {
  const written = await store.writeStates(tx, changes);
  assert.equal(written, changes.length, 'a delivery changed inside its own transaction');
}

/** Tells whoever waits for it: servers that something is due, the nouns above what became of it. */
function announce(tx: Tx, doc: DeliveryDoc, became: DeliveryState['status'] | null): void {
  const about = { deliveryId: doc._id, minecraftUUID: doc.minecraftUUID, ref: doc.ref };
  if (became === 'delivered') tx.emit({ type: 'delivery.delivered', ...about });
  if (became === 'voided') tx.emit({ type: 'delivery.voided', ...about });
  if (became === 'needs_review') tx.emit({ type: 'delivery.needs-review', ...about });
  if (became === 'pending' || became === 'cancelling') tx.emit({ type: 'delivery.due', ...about });
}

/** Tells the nouns above, once, that a delivery will only end with a receipt or a person. */
function announceCancelling(tx: Tx, doc: DeliveryDoc, next: DeliveryState): void {
  if (next.status !== 'cancelling' || doc.state.status === 'cancelling') return;
  const { _id: deliveryId, minecraftUUID, ref } = doc;
  tx.emit({ type: 'delivery.cancelling', deliveryId, minecraftUUID, ref });
}

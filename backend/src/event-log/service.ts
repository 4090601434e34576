// The event log: critical operations with full data, written in the commit that made them true
// (S0-055). Undoing one is the business of the noun `rollback`, above the nouns it changes.
import type { EventType } from '@mintkeep/shared/event-log.ts';
import { nameOf } from '../core/context.ts';
import { newId } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import * as store from './store.ts';

export type { EventDoc as LoggedEvent } from './store.ts';

export { eventsOfPlayerAfter, findEvent, findEventOfOperation, markRolledBack } from './store.ts';

/** An operation as its noun tells it. `before` and `after` rebuild what it changed (S0-056). */
export interface Happened {
  readonly eventType: EventType;
  readonly playerId: string | null;
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

/** Logs one operation in the transaction that carries it out; answers the entry's id. */
export async function logEvent(tx: Tx, happened: Happened): Promise<string> {
  const entry = entryOf(tx, nameOf(tx.actor), tx.operationId, happened);
  await store.insertEvents(tx, [entry]);
  return entry._id;
}

/** Logs many operations of one commit, each with its own source and operation id. */
export async function logEvents(
  scope: WriteScope,
  all: readonly (Happened & { readonly source: string; readonly operationId: string })[],
): Promise<void> {
  await store.insertEvents(
    scope,
    all.map(({ source, operationId, ...happened }) =>
      entryOf(scope, source, operationId, happened),
    ),
  );
}

const entryOf = (
  { now }: WriteScope,
  source: string,
  operationId: string,
  { eventType, playerId, before, after }: Happened,
): store.EventDoc => ({
  _id: newId(),
  timestamp: now,
  source,
  eventType,
  playerId,
  data: { before, after },
  operationId,
  success: true,
  errorMessage: null,
  rolledBackBy: null,
});

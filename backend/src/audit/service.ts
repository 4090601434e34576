// The audit log: every action of staff, written in the commit that carries it out. Whoever changes
// something for staff calls this; nothing else writes here (S0-049).
import { nameOf } from '../core/context.ts';
import { newId } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import * as store from './store.ts';

/** What was done, to what, why, and what it changed. */
export interface StaffAction {
  /** Verb and noun, as `player.freeze`. */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string };
  readonly reason: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** Writes one action into the log, in the transaction that does it (S0-051, D41). */
export async function audit(tx: Tx, done: StaffAction): Promise<void> {
  await store.insertAudit(tx, {
    _id: newId(),
    timestamp: tx.now,
    adminId: nameOf(tx.actor),
    actorKind: tx.actor.kind,
    ...done,
    requestId: tx.requestId,
  });
}

// Rollback: restores state from the event log by undoing one operation at a time (S0-057). Which
// inverse belongs to which operation is in inverse.ts. Knows no HTTP.
import type { RolledBack } from '@mintkeep/shared/rollback.ts';
import { audit } from '../audit/service.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { eventsOfPlayerAfter, findEvent, logEvent, markRolledBack } from '../event-log/service.ts';
import type { LoggedEvent } from '../event-log/service.ts';
import { hasInverse, purchaseIdOf, rollIdOf, stateOf, undo } from './inverse.ts';

/** A wish to undo an entry of the event log. */
export interface RollbackWish {
  readonly eventId: string;
  readonly reason: string;
}

/**
 * Undoes an entry, once, and logs that in both logs (D41). Refuses `EVENT_UNKNOWN`,
 * `EVENT_ROLLED_BACK`, `EVENT_NOT_REVERSIBLE` for kinds without an inverse and for what later
 * changes stand on, `BALANCE_BELOW_ZERO` where the coins were spent since, and as a refund does.
 */
export async function rollBack(tx: Tx, { eventId, reason }: RollbackWish): Promise<RolledBack> {
  const event = await findEvent(tx, eventId);
  if (!event) throw new Refusal('EVENT_UNKNOWN', { eventId });
  if (event.rolledBackBy !== null) {
    throw new Refusal('EVENT_ROLLED_BACK', { eventId, rolledBackBy: event.rolledBackBy });
  }
  const { eventType, playerId } = event;
  const before = await stateOf(tx, event);
  const undone = await undo(tx, event, reason);
  const after = await stateOf(tx, event);
  const told = { ...after, ...undone, undoes: { eventId, eventType } };
  const rollbackId = await logEvent(tx, { eventType: 'rollback', playerId, before, after: told });
  await markRolledBack(tx, eventId, rollbackId);
  await audit(tx, {
    action: 'event.rollback',
    target: { type: 'event', id: eventId },
    reason,
    before,
    after: told,
  });
  return { eventId, dryRun: false, ...undone, rollbackId, before, after };
}

/** Ends a transaction that was only to show something: thrown, so that nothing of it is kept. */
class Rehearsed<T> extends Error {
  override readonly name = 'Rehearsed';
  readonly shown: T;
  constructor(shown: T) {
    super('A dry run: nothing is kept.');
    this.shown = shown;
  }
}

/**
 * Does the work for real in a transaction and keeps nothing of it: what it answers is what would
 * happen, by the very same code.
 */
export async function rehearse<T>(
  transact: (work: (tx: Tx) => Promise<never>) => Promise<unknown>,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    await transact(async (tx) => {
      throw new Rehearsed(await work(tx));
    });
  } catch (thrown) {
    if (thrown instanceof Rehearsed) return thrown.shown as T;
    throw thrown;
  }
  throw new Error('a dry run was committed');
}

/** Shows what `rollBack` would change. Refuses as it does. */
export async function showRollback(
  transact: (work: (tx: Tx) => Promise<never>) => Promise<unknown>,
  wish: RollbackWish,
): Promise<RolledBack> {
  const shown = await rehearse(transact, (tx) => rollBack(tx, wish));
  return { ...shown, dryRun: true, rollbackId: null };
}

/** An entry on the way back to a time, and what is to be done about it. */
export interface PlannedStep {
  readonly event: LoggedEvent;
  /** Why it is left as it is; null for one that is to be undone. */
  readonly left: 'done before' | 'no inverse' | 'paid back since' | 'goes with its purchase' | null;
}

/**
 * What to undo to bring a player back to a time, newest first. What was bought and paid back since
 * then cancels out. A plan that was stopped half-way is made again: it leaves what is done.
 */
export async function planRollback(
  scope: ReadScope,
  playerId: string,
  to: Date,
): Promise<PlannedStep[]> {
  const entries = await eventsOfPlayerAfter(scope, playerId, to);
  const boughtSince = new Set(
    entries.filter(({ eventType }) => eventType !== 'refund').map(subjectOf),
  );
  const paidBack = new Set(
    entries
      .filter(({ eventType, rolledBackBy }) => eventType === 'refund' && rolledBackBy === null)
      .map(subjectOf),
  );
  return entries.map((event): PlannedStep => {
    if (event.rolledBackBy !== null) return { event, left: 'done before' };
    if (!hasInverse(event)) return { event, left: 'no inverse' };
    const subject = subjectOf(event);
    if (subject === null) return { event, left: null };
    if (event.eventType === 'refund') {
      return { event, left: boughtSince.has(subject) ? 'goes with its purchase' : null };
    }
    return { event, left: paidBack.has(subject) ? 'paid back since' : null };
  });
}

/** The purchase or the roll that an entry is about. */
const subjectOf = (event: LoggedEvent): string | null =>
  event.eventType === 'rollback' ? null : (purchaseIdOf(event) ?? rollIdOf(event));

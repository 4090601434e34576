// One MongoDB transaction, run to a known end: committed, not committed, or unknown. Below
// `transact`, which gives it identity, and the group commit, which fills it with many commands.
import { MongoBulkWriteError, MongoError } from 'mongodb';
import type { ClientSession } from 'mongodb';
import type { DomainEvent } from '@mintkeep/shared/events.ts';
import type { Context } from './context.ts';
import { Refusal } from './errors.ts';
import { faultPoint } from './fault-points.ts';
import type { TransactionEnd } from './metrics.ts';
import { transactionOptions } from './mongo.ts';
import type { ReadScope } from './mongo.ts';
import { putInOutbox } from './outbox.ts';
import { answerWithin, Silence } from './silence.ts';

/** A transaction in progress: the only thing a write accepts. */
export interface WriteScope extends ReadScope {
  readonly session: ClientSession;
  /** The database's time at this attempt. */
  readonly now: Date;
  /** Writes an event to the outbox in this same commit. */
  emit(event: DomainEvent): void;
}

/** The database did not say whether the commit happened. Look the operation up, or ask again. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

// Conflicts and elections together. A caller gives up after 5 s and should have heard by then.
// The driver has no limit for all of it: `timeoutMS` does nothing since its version 7.8.
const answerMsMax = 4_500;

/**
 * Runs `work` in a transaction and commits it with its events. Conflicts are tried again with a
 * growing, random pause, so `work` may run more than once and must touch nothing but its scope.
 * Throws what `work` throws; `DATABASE_UNAVAILABLE` when nothing was committed for want of a
 * database; `OutcomeUnknown` when a commit was sent and never answered (S0-001, S0-003).
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (scope: WriteScope) => Promise<T>,
): Promise<T> {
  // Once a commit was sent, no later error proves that nothing happened.
  let commitWasSent = false;
  let attempts = 0;
  let isGivenUp = false;
  try {
    const running = ctx.client.withSession((session) =>
      session.withTransaction(async () => {
        if (isGivenUp) throw new Silence();
        attempts += 1;
        const events: DomainEvent[] = [];
        const scope: WriteScope = {
          db: ctx.db,
          session,
          now: ctx.clock.now(),
          emit: (event) => {
            events.push(event);
          },
        };
        const result = await work(scope);
        await putInOutbox(scope, events);
        await faultPoint('before-commit');
        // Who asked has been told that nothing was changed, and so it stays.
        if (isGivenUp) throw new Silence();
        commitWasSent = true;
        return result;
      }, transactionOptions),
    );
    const done = await answerWithin(running, answerMsMax);
    ctx.metrics?.transactionEnded('committed', attempts);
    return done;
  } catch (error) {
    isGivenUp = true;
    ctx.metrics?.transactionEnded(endOf(error, commitWasSent), attempts);
    if (!(error instanceof MongoError || error instanceof Silence)) throw error;
    if (commitWasSent) throw new OutcomeUnknown('The commit was not answered.', { cause: error });
    if (!isAbsence(error)) throw error;
    ctx.log.warn({ err: error }, 'transaction: the database is away or too slow');
    throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 });
  }
}

function endOf(error: unknown, commitWasSent: boolean): TransactionEnd {
  if (!(error instanceof MongoError || error instanceof Silence)) return 'aborted';
  if (commitWasSent) return 'unknown';
  return isAbsence(error) ? 'unavailable' : 'aborted';
}

// The driver names one of its own without its prefix: PoolClearedOnNetworkError.
const absences =
  /^(Mongo)?(Network|ServerSelection|Pool|WaitQueue|Topology|OperationTimeout|NotConnected|ServerClosed)/;

/** True when the driver says the database could not be reached or did not finish in time. */
export function isAbsence(error: unknown): boolean {
  if (error instanceof Silence) return true;
  if (!(error instanceof MongoError)) return false;
  // A write of several documents at once wraps what stopped it.
  if (error instanceof MongoBulkWriteError) {
    const cause: unknown = error.errorResponse;
    if (cause instanceof MongoError) return isAbsence(cause);
  }
  return (
    absences.test(error.name) ||
    error.hasErrorLabel('TransientTransactionError') ||
    error.hasErrorLabel('RetryableWriteError') ||
    // 50: the server's own time limit.
    error.code === 50
  );
}

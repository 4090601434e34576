// The database's clock. Leases, deadlines and every stored time use it, so that a backend whose own
// clock is wrong, or jumps, cannot hand out a lease twice.
import type { MongoClient } from 'mongodb';
import type { Logger } from './log.ts';

/** Answers the time of the database's primary, read from this process's monotonic clock. */
export interface DatabaseClock {
  now(): Date;
  /** Milliseconds since the primary's time was last learnt. */
  ageMs?(): number;
  close(): void;
}

// A crystal drifts well below a millisecond in this time; a new primary is noticed as soon.
const syncIntervalMs = 5_000;

/** Learns the primary's time and keeps it in step. Rejects when the database does not answer. */
export async function openClock(client: MongoClient, log: Logger): Promise<DatabaseClock> {
  let aheadMs = await measure(client);
  let learntAtMs = performance.now();
  const timer = setInterval(() => {
    measure(client).then(
      (measured) => {
        aheadMs = measured;
        learntAtMs = performance.now();
      },
      (error: unknown) => {
        log.debug({ err: error }, 'clock: the database did not answer; keeping the last offset');
      },
    );
  }, syncIntervalMs);
  timer.unref();
  return {
    now: () => new Date(performance.now() + aheadMs),
    ageMs: () => performance.now() - learntAtMs,
    close: () => {
      clearInterval(timer);
    },
  };
}

/**
 * Milliseconds from this process's monotonic clock to the primary's wall clock. A lower bound, as if
 * the answer had taken no time: what is stored as due now is due when the database looks.
 */
async function measure(client: MongoClient): Promise<number> {
  const { localTime } = await client.db('admin').command({ hello: 1 });
  return (localTime as Date).getTime() - performance.now();
}

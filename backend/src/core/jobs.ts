// Jobs: what happens later, by itself. A feature declares a job as a value; this file turns events
// of the outbox into rows of the queue and runs what is due.
import { hostname } from 'node:os';
import type { DomainEvent, EventType } from '@mintkeep/shared/events.ts';
import type { JobStatus } from '@mintkeep/shared/jobs.ts';
import type { Context } from './context.ts';
import { cronTurnAt } from './cron.ts';
import { operationIdOf } from './identity.ts';
import { enqueue, extendLease, failJob, finishJob, LeaseLost, takeJob } from './job-queue.ts';
import type { LeasedJob } from './job-queue.ts';
import { markRead, pendingRows } from './outbox.ts';
import type { Doorbell, OutboxRow } from './outbox.ts';
import type { Tx } from './transact.ts';
import { inTransaction } from './transaction.ts';

/** Acts on an event: its effect and the end of the job commit together, so twice is once. */
export interface EventJob<T extends EventType = EventType> {
  readonly name: string;
  readonly on: T;
  run(tx: Tx, event: Extract<DomainEvent, { type: T }>): Promise<void>;
}

/**
 * Acts now and then: every so often from midnight UTC on, or by a cron pattern in UTC. One worker
 * runs each turn; the work opens its own transactions.
 */
export type TimedJob = {
  readonly name: string;
  run(ctx: Context): Promise<void>;
} & ({ readonly everyMs: number } | { readonly cron: string });

/** Ties a job's function to its event, and forgets the tie for the list of all jobs. */
export const eventJob = <T extends EventType>(job: EventJob<T>): EventJob =>
  job as unknown as EventJob;

export interface Worker {
  /** Takes no more jobs and waits for the running ones, at most this long. */
  stop(graceMs: number): Promise<void>;
}

const leaseMs = 30_000;
const concurrencyMax = 8;
// A lost ring of the doorbell costs at most this.
const lookEveryMs = 1_000;
const rowsPerLook = 100;

/** Starts working: events become jobs, timed jobs take their turns, due jobs run. */
export function startWorker(
  ctx: Context,
  doorbell: Doorbell,
  jobs: { onEvent: readonly EventJob[]; timed: readonly TimedJob[] },
): Worker {
  const byName = new Map<string, EventJob | TimedJob>(
    [...jobs.onEvent, ...jobs.timed].map((job) => [job.name, job]),
  );
  const worker = {
    name: `${hostname()}:${String(process.pid)}`,
    names: [...byName.keys()],
    leaseMs,
  };
  const running = new Set<Promise<void>>();
  // Only saves asking the database again for a turn this process has already put there.
  const lastTurns = new Map<string, number>();
  let stopping = false;
  let wake = (): void => undefined;
  const ringOff = doorbell.on([...new Set(jobs.onEvent.map(({ on }) => on))], () => wake());

  const takeAll = async (): Promise<void> => {
    while (!stopping && running.size < concurrencyMax) {
      const taken = await takeJob(ctx, worker);
      if (!taken) return;
      if (taken.dead) {
        ctx.log.error({ job: taken.job.jobId }, 'job: attempts used up, it is dead');
        continue;
      }
      const run = runJob(ctx, byName.get(taken.job.name), taken.job).finally(() => {
        running.delete(run);
        wake();
      });
      running.add(run);
    }
  };
  const work = async (): Promise<void> => {
    while (!stopping) {
      const woken = new Promise<void>((resolve) => (wake = resolve));
      try {
        await enqueueTurns(ctx, jobs.timed, lastTurns);
        await enqueueEvents(ctx, jobs.onEvent);
        await takeAll();
      } catch (error) {
        ctx.log.warn({ err: error }, 'worker: could not look for work; trying again');
      }
      if (!stopping) await Promise.race([woken, pause(lookEveryMs)]);
    }
  };
  const working = work();
  return {
    stop: async (graceMs) => {
      stopping = true;
      ringOff();
      wake();
      await working;
      await Promise.race([Promise.allSettled(running), pause(graceMs)]);
    },
  };
}

const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Puts a job on the queue for each event that someone wants, and marks the events read. */
async function enqueueEvents(ctx: Context, jobs: readonly EventJob[]): Promise<void> {
  for (const row of await pendingRows(ctx, 'jobs', rowsPerLook)) {
    await inTransaction(ctx, async (scope) => {
      if (!(await markRead(scope, 'jobs', row.rowId))) return;
      for (const { job, event, key } of wanted(row, jobs)) {
        await enqueue(scope, { name: job.name, key, payload: event });
      }
    });
  }
}

const wanted = (row: OutboxRow, jobs: readonly EventJob[]) =>
  row.events.flatMap((event, place) =>
    jobs
      .filter(({ on }) => on === event.type)
      .map((job) => ({ job, event, key: `${row.rowId}.${String(place)}` })),
  );

/** The number of the turn that is on now; null before the first of a cron pattern. */
export function turnAt(job: TimedJob, now: Date): number | null {
  return 'cron' in job ? cronTurnAt(job.cron, now) : Math.floor(now.getTime() / job.everyMs);
}

// Few, for the next turn does the same work. But an attempt that the database took from its worker (killed,
// or away when the end was to be written) counts too, and three of them in a row have been seen.
const turnAttemptsMax = 5;

/** Puts this turn of each timed job on the queue; its number is the key, so one worker runs it. */
async function enqueueTurns(
  ctx: Context,
  jobs: readonly TimedJob[],
  lastTurns: Map<string, number>,
): Promise<void> {
  const now = ctx.clock.now();
  for (const job of jobs) {
    const { name } = job;
    const turn = turnAt(job, now);
    if (turn === null || lastTurns.get(name) === turn) continue;
    await inTransaction(ctx, (scope) =>
      enqueue(scope, { name, key: String(turn), payload: null, attemptsMax: turnAttemptsMax }),
    );
    lastTurns.set(name, turn);
  }
}

async function runJob(
  ctx: Context,
  job: EventJob | TimedJob | undefined,
  leased: LeasedJob,
): Promise<void> {
  const keepLease = setInterval(() => {
    extendLease(ctx, leased, leaseMs).catch((error: unknown) => {
      ctx.log.warn({ err: error, job: leased.jobId }, 'job: could not extend the lease');
    });
  }, leaseMs / 3);
  const startedAtMs = performance.now();
  const count = (outcome: 'done' | 'failed' | 'dead'): void => {
    // Of jobs that are ours alone: a name out of the database is any text.
    if (job) ctx.metrics?.jobEnded(job.name, outcome, performance.now() - startedAtMs);
  };
  try {
    if (!job) throw new Error(`No job is called ${leased.name}.`);
    if ('on' in job) {
      await runEventJob(ctx, job, leased);
    } else {
      await job.run(ctx);
      await inTransaction(ctx, (scope) => finishJob(scope, leased));
    }
    count('done');
  } catch (error) {
    count((await giveBack(ctx, leased, error)) === 'dead' ? 'dead' : 'failed');
  } finally {
    clearInterval(keepLease);
  }
}

/** The effect and the end of the job in one commit. */
async function runEventJob(ctx: Context, job: EventJob, leased: LeasedJob): Promise<void> {
  const operationId = operationIdOf('job', job.name, leased.jobId);
  await inTransaction(ctx, async (scope) => {
    const actor = { kind: 'job', id: job.name } as const;
    const tx: Tx = { ...scope, actor, operationId, requestId: null };
    await job.run(tx, leased.payload as DomainEvent);
    await finishJob(scope, leased);
  });
}

async function giveBack(
  ctx: Context,
  leased: LeasedJob,
  error: unknown,
): Promise<JobStatus | null> {
  if (error instanceof LeaseLost) {
    ctx.log.warn({ job: leased.jobId }, 'job: another worker has it now');
    return null;
  }
  try {
    const status = await failJob(ctx, leased, error);
    const level = status === 'dead' ? 'error' : 'warn';
    ctx.log[level]({ err: error, job: leased.jobId, attempt: leased.attempts }, `job: ${status}`);
    return status;
  } catch (unreachable) {
    // The lease runs out by itself, and the job is tried again.
    ctx.log.warn({ err: unreachable, job: leased.jobId }, 'job: could not be given back');
    return null;
  }
}

// The job queue: rows in MongoDB that workers lease, run and finish. Enqueue happens inside the
// caller's transaction, every write after that carries the fencing token of the lease, attempts
// count when a job is taken (one that kills its worker still ends), and only the database's clock
// is asked (K-016). Knows no job.
import { randomInt, randomUUID } from 'node:crypto';
import type { Collection } from 'mongodb';
import type { JobStatus } from '@mintkeep/shared/jobs.ts';
import { dayS } from './calendar.ts';
import type { Context } from './context.ts';
import type { CollectionPlan, ReadScope } from './mongo.ts';
import type { WriteScope } from './transaction.ts';

export interface JobDoc {
  _id: string;
  name: string;
  payload: unknown;
  status: JobStatus;
  runAt: Date;
  attempts: number;
  attemptsMax: number;
  createdAt: Date;
  leaseUntilAt?: Date;
  leasedBy?: string;
  fencingToken?: string;
  lastError?: string;
  endedAt?: Date;
}

export const jobsPlan: CollectionPlan = {
  name: 'jobs',
  indexes: [
    // Takes what is due: ready ones by their time, running ones by the end of their lease.
    { name: 'due', key: { status: 1, runAt: 1 } },
    { name: 'expiry', key: { endedAt: 1 }, expireAfterSeconds: 7 * dayS },
  ],
};

const jobs = (scope: ReadScope): Collection<JobDoc> => scope.db.collection(jobsPlan.name);

/** A job in the hands of a worker. */
export interface LeasedJob {
  readonly jobId: string;
  readonly name: string;
  readonly payload: unknown;
  readonly attempts: number;
  readonly attemptsMax: number;
  readonly fencingToken: string;
}

/** Another worker has the job now; whatever this one does must change nothing. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

const attemptsMaxDefault = 10;

/** Enqueues a job, once for its key, in the caller's transaction. */
export async function enqueue(
  scope: WriteScope,
  job: { name: string; key: string; payload: unknown; attemptsMax?: number | undefined },
): Promise<void> {
  await jobs(scope).updateOne(
    { _id: `${job.name}:${job.key}` },
    {
      $setOnInsert: {
        name: job.name,
        payload: job.payload,
        status: 'ready',
        runAt: scope.now,
        attempts: 0,
        attemptsMax: job.attemptsMax ?? attemptsMaxDefault,
        createdAt: scope.now,
      },
    },
    { upsert: true, session: scope.session },
  );
}

const afterNow = (ms: number) => ({
  $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ms },
});

/**
 * Leases the job that is due longest, or null. A job whose attempts are used up becomes `dead` in
 * the same step and is answered with `dead: true`, so that it can be logged once.
 */
export async function takeJob(
  ctx: Context,
  worker: { name: string; names: readonly string[]; leaseMs: number },
): Promise<{ job: LeasedJob; dead: boolean } | null> {
  const fencingToken = randomUUID();
  const usedUp = { $gte: ['$attempts', '$attemptsMax'] };
  const taken = await jobs(ctx).findOneAndUpdate(
    {
      name: { $in: [...worker.names] },
      $or: [
        { status: 'ready', $expr: { $lte: ['$runAt', '$$NOW'] } },
        { status: 'running', $expr: { $lte: ['$leaseUntilAt', '$$NOW'] } },
      ],
    },
    [
      {
        $set: {
          status: { $cond: [usedUp, 'dead', 'running'] },
          endedAt: { $cond: [usedUp, '$$NOW', '$$REMOVE'] },
          attempts: { $cond: [usedUp, '$attempts', { $add: ['$attempts', 1] }] },
          fencingToken,
          leasedBy: { $literal: worker.name },
          leaseUntilAt: afterNow(worker.leaseMs),
        },
      },
    ],
    { sort: { runAt: 1 }, returnDocument: 'after' },
  );
  if (!taken) return null;
  const { _id: jobId, name, payload, attempts, attemptsMax } = taken;
  return {
    job: { jobId, name, payload, attempts, attemptsMax, fencingToken },
    dead: taken.status === 'dead',
  };
}

// Whoever lost the lease matches nothing.
const owned = ({ jobId, fencingToken }: LeasedJob) => ({
  _id: jobId,
  fencingToken,
  status: 'running' as const,
});

/** Makes the lease longer. Throws LeaseLost when another worker has the job. */
export async function extendLease(ctx: Context, job: LeasedJob, leaseMs: number): Promise<void> {
  const { matchedCount } = await jobs(ctx).updateOne(owned(job), [
    { $set: { leaseUntilAt: afterNow(leaseMs) } },
  ]);
  if (matchedCount === 0) throw new LeaseLost(job.jobId);
}

/** Ends the job well, in the transaction of its effect. Throws LeaseLost, which aborts both. */
export async function finishJob(scope: WriteScope, job: LeasedJob): Promise<void> {
  const { matchedCount } = await jobs(scope).updateOne(
    owned(job),
    [{ $set: { status: 'done', endedAt: '$$NOW' } }, { $unset: ['leaseUntilAt', 'leasedBy'] }],
    { session: scope.session },
  );
  if (matchedCount === 0) throw new LeaseLost(job.jobId);
}

const backoffFirstMs = 1_000;
const backoffMaxMs = 300_000;

/** Puts the job back with a growing, random pause; with no attempt left it is dead. */
export async function failJob(ctx: Context, job: LeasedJob, error: unknown): Promise<JobStatus> {
  const pauseMs = Math.min(backoffFirstMs * 2 ** (job.attempts - 1), backoffMaxMs);
  const randomMs = randomInt(Math.round(pauseMs * 0.8), Math.round(pauseMs * 1.2));
  const dead = job.attempts >= job.attemptsMax;
  const lastError = String(error instanceof Error ? error.message : error).slice(0, 500);
  await jobs(ctx).updateOne(owned(job), [
    {
      $set: {
        status: dead ? 'dead' : 'ready',
        runAt: afterNow(randomMs),
        lastError: { $literal: lastError },
        ...(dead ? { endedAt: '$$NOW' } : {}),
      },
    },
    { $unset: ['leaseUntilAt', 'leasedBy'] },
  ]);
  return dead ? 'dead' : 'ready';
}

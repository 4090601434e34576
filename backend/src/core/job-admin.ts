// The queue as staff look at it and mend it. Whoever changes a row here does so against its state of
// that moment, so that a worker that has taken the job meanwhile is never in two minds. Knows no job.
import type { Collection } from 'mongodb';
import type { JobStatus } from '@mintkeep/shared/jobs.ts';
import { jobsPlan } from './job-queue.ts';
import type { JobDoc } from './job-queue.ts';
import type { ReadScope } from './mongo.ts';
import type { WriteScope } from './transaction.ts';

export type { JobDoc } from './job-queue.ts';

const jobs = (scope: ReadScope): Collection<JobDoc> => scope.db.collection(jobsPlan.name);

/** Jobs of one name in one state. */
export interface JobGroup {
  readonly name: string;
  readonly status: JobStatus;
  readonly count: number;
  /** Since when the oldest is as it is. */
  readonly oldestAt: Date;
  readonly attemptsMost: number;
  readonly lastError: string | null;
}

const groupsMax = 500;

/** The queue by name and status, without what is done: that is a week's, and nobody's care. */
export const jobGroups = (scope: ReadScope): Promise<JobGroup[]> =>
  jobs(scope)
    .aggregate<JobGroup>([
      { $match: { status: { $in: ['ready', 'running', 'dead', 'cancelled'] } } },
      {
        $group: {
          _id: { name: '$name', status: '$status' },
          count: { $sum: 1 },
          oldestAt: { $min: { $ifNull: ['$endedAt', '$createdAt'] } },
          attemptsMost: { $max: '$attempts' },
          lastError: {
            $top: { sortBy: { runAt: -1 }, output: { $ifNull: ['$lastError', null] } },
          },
        },
      },
      { $sort: { '_id.name': 1, '_id.status': 1 } },
      { $limit: groupsMax },
      { $replaceWith: { $mergeObjects: ['$$ROOT', '$_id'] } },
      { $unset: '_id' },
    ])
    .toArray();

/** A page of the jobs of one status, the newest first, and how many there are. */
export async function jobsOf(
  scope: ReadScope,
  status: JobStatus,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: JobDoc[]; total: number }> {
  const items = await jobs(scope)
    .find({ status }, { projection: { payload: 0 } })
    // The index of what is due, backwards.
    .sort({ runAt: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total: await jobs(scope).countDocuments({ status }) };
}

export const findJob = (scope: WriteScope, jobId: string): Promise<JobDoc | null> =>
  jobs(scope).findOne({ _id: jobId }, { session: scope.session });

/** Makes a job due now, with all its attempts. Null unless it waits, is dead or was cancelled. */
export const makeDue = (scope: WriteScope, jobId: string): Promise<JobDoc | null> =>
  jobs(scope).findOneAndUpdate(
    { _id: jobId, status: { $in: ['ready', 'dead', 'cancelled'] } },
    {
      $set: { status: 'ready', runAt: scope.now, attempts: 0 },
      $unset: { endedAt: '', leaseUntilAt: '', leasedBy: '', fencingToken: '' },
    },
    { session: scope.session, returnDocument: 'after' },
  );

/** Takes a job off the queue. Null unless it waits or is dead. */
export const takeOff = (scope: WriteScope, jobId: string): Promise<JobDoc | null> =>
  jobs(scope).findOneAndUpdate(
    { _id: jobId, status: { $in: ['ready', 'dead'] } },
    {
      $set: { status: 'cancelled', endedAt: scope.now },
      $unset: { leaseUntilAt: '', leasedBy: '', fencingToken: '' },
    },
    { session: scope.session, returnDocument: 'after' },
  );

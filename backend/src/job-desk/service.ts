// The job desk: the queue of background jobs as staff see it, and what they may do about one (S1-118,
// K-016). Knows no job and no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { listJobs, ShownJob } from '@mintkeep/shared/jobs.ts';
import { audit } from '../audit/service.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import * as admin from '../core/job-admin.ts';
import type { JobDoc } from '../core/job-admin.ts';
import type { Tx } from '../core/transact.ts';

/** The queue by name and status, and a page of the jobs of one status. */
export async function look(
  ctx: Context,
  { status, page, pageSize }: InputOf<typeof listJobs>,
): Promise<ReplyOf<typeof listJobs>> {
  const nowMs = ctx.clock.now().getTime();
  const groups = await admin.jobGroups(ctx);
  const { items, total } = await admin.jobsOf(ctx, status, { page, pageSize });
  return {
    queue: groups.map(({ oldestAt, ...group }) => ({
      ...group,
      oldestAgeS: Math.max(0, Math.floor((nowMs - oldestAt.getTime()) / 1_000)),
    })),
    jobs: { items: items.map(shown), total, page },
  };
}

/** Makes a job due at once, with all its attempts; audited. Refuses `JOB_UNKNOWN`, `JOB_NOT_OPEN`. */
export const retry = (tx: Tx, wish: { id: string; reason: string }): Promise<ShownJob> =>
  change(tx, 'job.retry', wish, admin.makeDue);

/** Takes a job off the queue; audited. Refuses `JOB_UNKNOWN`, `JOB_NOT_OPEN`. */
export const cancel = (tx: Tx, wish: { id: string; reason: string }): Promise<ShownJob> =>
  change(tx, 'job.cancel', wish, admin.takeOff);

async function change(
  tx: Tx,
  action: string,
  { id, reason }: { id: string; reason: string },
  write: (scope: Tx, jobId: string) => Promise<JobDoc | null>,
): Promise<ShownJob> {
  const before = await admin.findJob(tx, id);
  if (!before) throw new Refusal('JOB_UNKNOWN', { jobId: id });
  const written = await write(tx, id);
  if (!written) throw new Refusal('JOB_NOT_OPEN', { jobId: id, status: before.status });
  const after = shown(written);
  await audit(tx, { action, target: { type: 'job', id }, reason, before: shown(before), after });
  return after;
}

/** A job without its payload, which may name what its reader may not see. */
const shown = (job: JobDoc): ShownJob => ({
  jobId: job._id,
  name: job.name,
  status: job.status,
  attempts: job.attempts,
  attemptsMax: job.attemptsMax,
  lastError: job.lastError ?? null,
  createdAt: job.createdAt.toISOString(),
  runAt: job.runAt.toISOString(),
  endedAt: job.endedAt?.toISOString() ?? null,
});

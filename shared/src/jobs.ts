// The job queue as staff see it: how much waits, what is dead and why, and the two things to do
// about it.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { instant, line, page, pageOf } from './primitives.ts';

/** A job's name and its key, as `gacha.settle-voided:6920…`. */
export const jobId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,254}$/, { error: 'must be the id of a job' })
  .meta({ examples: ['ledger:audit:489012'] });

/** `cancelled`: taken off the queue by staff. */
export const jobStatus = z.enum(['ready', 'running', 'done', 'dead', 'cancelled']);
export type JobStatus = z.infer<typeof jobStatus>;

/** The jobs of one name in one state. */
export const jobBadge = z.strictObject({
  name: z.string(),
  status: jobStatus,
  count: z.int().min(1),
  /** Of the oldest: since when it has waited, runs, or is over. */
  oldestAgeS: z.int().min(0),
  attemptsMost: z.int().min(0),
  lastError: z.string().nullable(),
});

export const shownJob = z.strictObject({
  jobId: z.string(),
  name: z.string(),
  status: jobStatus,
  attempts: z.int().min(0),
  attemptsMax: z.int().min(1),
  lastError: z.string().nullable(),
  createdAt: instant,
  runAt: instant,
  endedAt: instant.nullable(),
});
export type ShownJob = z.infer<typeof shownJob>;

export const listJobs = {
  method: 'GET',
  path: '/api/admin/jobs',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  summary: 'Shows the queue by name and status, and the jobs of one status, dead ones if not told.',
  query: z.strictObject({ status: jobStatus.default('dead'), ...page }),
  status: 200,
  reply: z.strictObject({ queue: z.array(jobBadge).max(500), jobs: pageOf(shownJob) }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

const change = {
  method: 'POST',
  who: { staff: 'OPERATOR', inGame: 'OPERATOR' },
  params: z.strictObject({ id: jobId }),
  body: z.strictObject({ reason: line(500) }),
  status: 200,
  reply: shownJob,
  key: 'accepted',
  refusals: ['JOB_UNKNOWN', 'JOB_NOT_OPEN'],
} as const;

/** One that runs or is done is refused: it would act twice. */
export const retryJob = {
  ...change,
  path: '/api/admin/jobs/:id/retry',
  summary: 'Makes a dead, cancelled or waiting job due at once, with all its attempts.',
} as const satisfies Contract;

export const cancelJob = {
  ...change,
  path: '/api/admin/jobs/:id/cancel',
  summary: 'Takes a waiting or dead job off the queue; what it was to do is not done.',
} as const satisfies Contract;

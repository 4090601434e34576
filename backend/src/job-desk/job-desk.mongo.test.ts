// The job desk on a real queue: what it shows is what is there, and no worker is ever in two minds.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { cancelJob, listJobs, retryJob } from '@mintkeep/shared/jobs.ts';
import { testApp } from '../../test/app.ts';
import { staffMember } from '../../test/staff.ts';
import type { AuditDoc } from '../audit/store.ts';
import { enqueue, failJob, finishJob, takeJob } from '../core/job-queue.ts';
import type { JobDoc, LeasedJob } from '../core/job-queue.ts';
import { inTransaction } from '../core/transaction.ts';

const opened = testApp();
const asConsole = { actor: 'console' };
const reason = 'it was mended';

interface Queued {
  readonly name: string;
  readonly id: string;
}

/** A job of a name no other test uses. */
async function queued(attemptsMax = 1): Promise<Queued> {
  const name = `test-${randomUUID()}`;
  const job = { name, key: 'one', payload: { secret: 'word' }, attemptsMax };
  await inTransaction(opened.ctx, (scope) => enqueue(scope, job));
  return { name, id: `${name}:one` };
}

const take = (worker: string, { name }: Queued, leaseMs = 30_000) =>
  takeJob(opened.ctx, { name: worker, names: [name], leaseMs });

async function taken(worker: string, job: Queued, leaseMs?: number): Promise<LeasedJob> {
  const one = await take(worker, job, leaseMs);
  if (!one) throw new Error('no job');
  return one.job;
}

async function dead(): Promise<Queued> {
  const job = await queued();
  await failJob(opened.ctx, await taken('one', job), new Error('the tower fell'));
  return job;
}

const retry = ({ id }: Queued) => opened.ask(retryJob, { id, reason }, asConsole);
const cancel = ({ id }: Queued) => opened.ask(cancelJob, { id, reason }, asConsole);
const auditsOf = ({ id }: Queued) =>
  opened.ctx.db.collection<AuditDoc>('audit_log').find({ 'target.id': id }).toArray();
const stored = ({ id }: Queued) => opened.ctx.db.collection<JobDoc>('jobs').findOne({ _id: id });

describe('listJobs', () => {
  test('shows the queue by name and status, and the dead with their error (S1-118)', async () => {
    const [job, waiting] = [await dead(), await queued(7)];
    const hourAgo = new Date(opened.ctx.clock.now().getTime() - 3_600_000);
    const jobs = opened.ctx.db.collection<JobDoc>('jobs');
    await jobs.updateOne({ _id: waiting.id }, { $set: { createdAt: hourAgo } });
    const { body, text } = await opened.ask(listJobs, {}, asConsole);
    expect(body.queue.find(({ name }) => name === job.name)).toEqual({
      name: job.name,
      status: 'dead',
      count: 1,
      oldestAgeS: expect.any(Number) as number,
      attemptsMost: 1,
      lastError: 'the tower fell',
    });
    const badge = body.queue.find(({ name }) => name === waiting.name);
    expect(badge).toMatchObject({ status: 'ready', attemptsMost: 0, lastError: null });
    expect(badge?.oldestAgeS).toBeGreaterThanOrEqual(3_600);
    expect(body.jobs.items.find(({ jobId }) => jobId === job.id)).toMatchObject({
      status: 'dead',
      attempts: 1,
      attemptsMax: 1,
      lastError: 'the tower fell',
    });
    expect(body.jobs.items.map(({ jobId }) => jobId)).not.toContain(waiting.id);
    expect(text).not.toContain('secret');
  });

  test('comes in pages', async () => {
    for (let count = 0; count < 3; count += 1) await dead();
    const page = async (number: number) =>
      (await opened.ask(listJobs, { page: String(number), pageSize: '2' }, asConsole)).body.jobs;
    const [first, second] = [await page(1), await page(2)];
    expect(first.items).toHaveLength(2);
    expect(first.total).toBeGreaterThanOrEqual(3);
    const ids = [...first.items, ...second.items].map(({ jobId }) => jobId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is for staff from OPERATOR alone (S1-118)', async () => {
    const support = await staffMember(opened, 'SUPPORT');
    const operator = await staffMember(opened, 'OPERATOR');
    expect((await support.ask(listJobs, {})).error?.code).toBe('ROLE_INSUFFICIENT');
    expect((await operator.ask(listJobs, {})).status).toBe(200);
    expect((await opened.ask(listJobs, {})).error?.code).toBe('ROLE_INSUFFICIENT');
  });
});

describe('retryJob', () => {
  test('makes a dead job due with all its attempts, and is audited (S1-118)', async () => {
    const job = await dead();
    expect((await retry(job)).body).toMatchObject({ status: 'ready', attempts: 0, endedAt: null });
    expect(await auditsOf(job)).toMatchObject([
      { action: 'job.retry', reason, before: { status: 'dead' }, after: { status: 'ready' } },
    ]);
    const again = await taken('two', job);
    await inTransaction(opened.ctx, (scope) => finishJob(scope, again));
    expect(await stored(job)).toMatchObject({ status: 'done' });
  });

  test('JOB_NOT_OPEN: of one that a worker runs, or that is done; both workers stay right (K-016)', async () => {
    const job = await queued(3);
    const running = await taken('one', job);
    const before = await stored(job);
    for (const wish of [retry, cancel]) {
      const refused = await wish(job);
      expect(refused.error).toMatchObject({
        code: 'JOB_NOT_OPEN',
        details: { jobId: job.id, status: 'running' },
      });
    }
    expect(await stored(job)).toEqual(before);
    expect(await take('two', job)).toBeNull();
    await inTransaction(opened.ctx, (scope) => finishJob(scope, running));
    expect((await retry(job)).error?.code).toBe('JOB_NOT_OPEN');
    expect(await auditsOf(job)).toEqual([]);
  });

  test('with two workers and eight operators at once, the job runs once (K-016)', async () => {
    for (let round = 0; round < 10; round += 1) {
      const job = await dead();
      const [answers, ...leases] = await Promise.all([
        Promise.all(Array.from({ length: 8 }, () => retry(job))),
        ...Array.from({ length: 8 }, (_, index) => take(index % 2 ? 'one' : 'two', job)),
      ]);
      const codes = answers.map(({ error }) => error?.code).filter(Boolean);
      expect(codes.every((code) => code === 'JOB_NOT_OPEN')).toBe(true);
      const held = leases.filter((lease) => lease && !lease.dead).length;
      expect(held).toBeLessThanOrEqual(1);
      const later = await take('two', job);
      expect(held + (later ? 1 : 0)).toBe(1);
      expect((await retry(job)).error?.code).toBe('JOB_NOT_OPEN');
      expect(await auditsOf(job)).toHaveLength(8 - codes.length);
    }
  });

  test('JOB_UNKNOWN, and no words that are no id', async () => {
    expect((await retry({ name: 'x', id: 'no-such:job' })).error?.code).toBe('JOB_UNKNOWN');
    expect((await retry({ name: 'x', id: '$where' })).error?.code).toBe('REQUEST_INVALID');
    const empty = await opened.ask(retryJob, { id: 'a:b', reason: '' }, asConsole);
    expect(empty.error?.code).toBe('REQUEST_INVALID');
  });
});

describe('cancelJob', () => {
  test('takes a waiting job off the queue until it is asked for again (S1-118)', async () => {
    const job = await queued(3);
    expect((await cancel(job)).body).toMatchObject({ status: 'cancelled' });
    expect(await take('one', job)).toBeNull();
    expect((await cancel(job)).error?.code).toBe('JOB_NOT_OPEN');
    expect((await retry(job)).status).toBe(200);
    expect(await take('one', job)).not.toBeNull();
    expect((await auditsOf(job)).map(({ action }) => action)).toEqual(['job.cancel', 'job.retry']);
  });

  test('a worker and an operator at once: it is run or cancelled, never both (K-016)', async () => {
    for (let round = 0; round < 20; round += 1) {
      const job = await queued(3);
      const [answer, lease] = await Promise.all([cancel(job), take('one', job)]);
      expect(answer.status === 200).toBe(lease === null);
    }
  });
});

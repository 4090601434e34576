// Jobs on a real queue: once each, fenced, bounded, and never lost with their worker (K-016).
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DomainEvent } from '@mintkeep/shared/events.ts';
import { aPlayer, coinsOf, inTx } from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import { postEarning } from '../ledger/service.ts';
import type { Context } from './context.ts';
import { enqueue, extendLease, failJob, finishJob, LeaseLost, takeJob } from './job-queue.ts';
import type { LeasedJob } from './job-queue.ts';
import { eventJob, startWorker } from './jobs.ts';
import type { EventJob, TimedJob, Worker } from './jobs.ts';
import { openDoorbell } from './outbox.ts';
import type { Doorbell } from './outbox.ts';
import { inTransaction } from './transaction.ts';

const opened = testContext();
const until = (condition: () => unknown) => vi.waitFor(condition, { timeout: 10_000 });

/** A job of a name no other test uses, on the queue. */
async function queued(ctx: Context, attemptsMax?: number): Promise<{ name: string }> {
  const name = `test-${randomUUID()}`;
  await inTransaction(ctx, (scope) =>
    enqueue(scope, { name, key: 'one', payload: { a: 1 }, attemptsMax }),
  );
  return { name };
}
const take = async (ctx: Context, name: string, leaseMs = 30_000) =>
  takeJob(ctx, { name: 'tester', names: [name], leaseMs });
const taken = async (ctx: Context, name: string, leaseMs?: number): Promise<LeasedJob> => {
  const one = await take(ctx, name, leaseMs);
  if (!one) throw new Error('no job');
  return one.job;
};

describe('enqueue', () => {
  test('puts one job for a key, however often it is asked', async () => {
    const { ctx } = opened;
    const { name } = await queued(ctx);
    await Promise.all(
      Array.from({ length: 10 }, () =>
        inTransaction(ctx, (scope) => enqueue(scope, { name, key: 'one', payload: null })),
      ),
    );
    expect(await ctx.db.collection('jobs').countDocuments({ name })).toBe(1);
  });

  test('goes with its transaction', async () => {
    const { ctx } = opened;
    const name = `test-${randomUUID()}`;
    const aborted = inTransaction(ctx, async (scope) => {
      await enqueue(scope, { name, key: 'one', payload: null });
      throw new Error('no');
    });
    await expect(aborted).rejects.toThrow('no');
    expect(await take(ctx, name)).toBeNull();
  });
});

describe('takeJob', () => {
  test('gives a job to one worker of many', async () => {
    const { ctx } = opened;
    const { name } = await queued(ctx);
    const all = await Promise.all(Array.from({ length: 10 }, () => take(ctx, name)));
    expect(all.filter(Boolean)).toHaveLength(1);
  });

  test('gives it again when the lease has run out, and fences the first worker off', async () => {
    const { ctx } = opened;
    const { name } = await queued(ctx);
    const first = await taken(ctx, name, 0);
    const second = await taken(ctx, name);
    expect(second.attempts).toBe(2);
    await expect(extendLease(ctx, first, 1_000)).rejects.toThrow(LeaseLost);
    const late = inTransaction(ctx, (scope) => finishJob(scope, first));
    await expect(late).rejects.toThrow(LeaseLost);
    await inTransaction(ctx, (scope) => finishJob(scope, second));
    expect(await take(ctx, name)).toBeNull();
  });

  test('counts attempts when a job is taken, so one that kills its worker ends', async () => {
    const { ctx } = opened;
    const { name } = await queued(ctx, 2);
    expect((await take(ctx, name, 0))?.dead).toBe(false);
    expect((await take(ctx, name, 0))?.dead).toBe(false);
    expect((await take(ctx, name, 0))?.dead).toBe(true);
    expect(await take(ctx, name, 0)).toBeNull();
    expect(await ctx.db.collection('jobs').findOne({ name })).toMatchObject({ status: 'dead' });
  });
});

describe('failJob', () => {
  test('puts a job back for later, and the last attempt ends it', async () => {
    const { ctx } = opened;
    const { name } = await queued(ctx, 1);
    const job = await taken(ctx, name);
    expect(await failJob(ctx, job, new Error('$why'))).toBe('dead');
    const row = await ctx.db.collection('jobs').findOne({ name });
    expect(row).toMatchObject({ status: 'dead', lastError: '$why' });
    const other = await queued(ctx, 5);
    expect(await failJob(ctx, await taken(ctx, other.name), new Error('no'))).toBe('ready');
    expect(await take(ctx, other.name)).toBeNull();
  });
});

describe('a worker', () => {
  const open: { worker?: Worker; doorbell?: Doorbell } = {};
  const work = (ctx: Context, onEvent: EventJob[], timed: TimedJob[] = []): void => {
    open.doorbell = openDoorbell(ctx);
    open.worker = startWorker(ctx, open.doorbell, { onEvent, timed });
  };
  afterEach(async () => {
    await open.worker?.stop(2_000);
    await open.doorbell?.close();
    await opened.ctx.db.collection('jobs').deleteMany({});
    await opened.ctx.db.collection('outbox').deleteMany({});
  });
  const aVoided = (): DomainEvent & { type: 'delivery.voided' } => ({
    type: 'delivery.voided',
    deliveryId: randomUUID(),
    minecraftUUID: randomUUID(),
    ref: { refType: 'purchase', refId: randomUUID() },
  });
  const pay = (playerId: string, failures = 0) => {
    let left = failures;
    return eventJob({
      name: `pay-${playerId}`,
      on: 'delivery.voided',
      run: async (tx) => {
        await postEarning(tx, { playerId, amountCoins: 5, reason: 'job', meta: {} });
        left -= 1;
        if (left >= 0) throw new Error('after the effect');
      },
    });
  };

  test('acts once on each event, also with two of them and after failures', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const job = pay(player._id, 1);
    work(ctx, [job]);
    const secondBell = openDoorbell(ctx);
    const second = startWorker(ctx, secondBell, { onEvent: [job], timed: [] });
    await inTx(ctx, async (tx) => {
      for (let i = 0; i < 8; i += 1) tx.emit(aVoided());
    });
    await until(async () => {
      expect(await coinsOf(ctx, player)).toBe(40);
    });
    await until(async () => {
      expect(await ctx.db.collection('outbox').countDocuments({ pending: 'jobs' })).toBe(0);
    });
    await second.stop(2_000);
    await secondBell.close();
    expect(await coinsOf(ctx, player)).toBe(40);
  });

  test('finds events that were written while nobody worked', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    await inTx(ctx, async (tx) => {
      tx.emit(aVoided());
    });
    work(ctx, [pay(player._id)]);
    await until(async () => {
      expect(await coinsOf(ctx, player)).toBe(5);
    });
  });

  test('runs each turn of a timed job once, whoever works (S1-012)', async () => {
    const { ctx } = opened;
    const runs = vi.fn(async () => undefined);
    const timed: TimedJob = { name: `timed-${randomUUID()}`, everyMs: 3_600_000, run: runs };
    work(ctx, [], [timed]);
    const secondBell = openDoorbell(ctx);
    const second = startWorker(ctx, secondBell, { onEvent: [], timed: [timed] });
    await until(async () => {
      const done = await ctx.db.collection('jobs').countDocuments({ status: 'done' });
      expect(done).toBe(1);
    });
    await second.stop(2_000);
    await secondBell.close();
    expect(runs).toHaveBeenCalledTimes(1);
  });

  test('runs a turn that three workers have taken with them (K-016)', async () => {
    const { ctx } = opened;
    const jobs = ctx.db.collection('jobs');
    const first = Promise.withResolvers<undefined>();
    const runs = vi.fn(async () => undefined).mockReturnValueOnce(first.promise);
    const timed: TimedJob = { name: `timed-${randomUUID()}`, everyMs: 3_600_000, run: runs };
    const { name } = timed;
    work(ctx, [], [timed]);
    await until(() => expect(runs).toHaveBeenCalledTimes(1));
    // As if two more had died since, and this one too.
    await jobs.updateOne({ name }, { $set: { attempts: 3, leaseUntilAt: new Date(0) } });
    await until(async () => {
      expect(await jobs.findOne({ name })).toMatchObject({ status: 'done', attempts: 4 });
    });
    first.resolve(undefined);
  });

  test('stops gracefully: the running job ends, the others stay', async () => {
    const { ctx } = opened;
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const started = vi.fn();
    const slow = eventJob({
      name: `slow-${randomUUID()}`,
      on: 'delivery.voided',
      run: async () => {
        started();
        await held;
      },
    });
    work(ctx, [slow]);
    await inTx(ctx, async (tx) => {
      tx.emit(aVoided());
    });
    await until(() => {
      expect(started).toHaveBeenCalled();
    });
    const stopping = open.worker?.stop(5_000);
    release();
    await stopping;
    expect(await ctx.db.collection('jobs').findOne({ name: slow.name })).toMatchObject({
      status: 'done',
    });
  });
});

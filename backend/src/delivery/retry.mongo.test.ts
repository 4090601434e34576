// fulfilment:retry on a real queue and a clock that tests move: what no server reports comes back,
// each time after twice the pause, and ends in a refund when nothing helps.
import { describe, expect, test, vi } from 'vitest';
import { deliveryAttemptsMax, leaseMs } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { listJobs, retryJob } from '@mintkeep/shared/jobs.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aPurchase, aReward, coinsOf, expectSoundLedger } from '../../test/builders.ts';
import type { Context } from '../core/context.ts';
import type { JobDoc } from '../core/job-queue.ts';
import { startWorker } from '../core/jobs.ts';
import { eventJobs } from '../jobs.ts';
import { openPurchases } from '../shop/purchase.ts';
import { retryFulfilment } from './jobs.ts';
import { findDelivery } from './service.ts';

const opened = testApp();
const until = (condition: () => unknown) => vi.waitFor(condition, { timeout: 10_000 });

/** The same database, where it is so much later. */
const later = (ms: number): Context => ({
  ...opened.ctx,
  clock: {
    now: () => new Date(opened.ctx.clock.now().getTime() + ms),
    close: () => undefined,
  },
});

async function leased() {
  const { ctx } = opened;
  const player = await aPlayer(ctx, { coins: 100 });
  const { reply } = await openPurchases(ctx).submit(aPurchase(player, await aReward(ctx)));
  const { minecraftUUID } = player;
  const lease = async () => (await opened.ask(leaseDeliveries, { minecraftUUID })).body[0];
  const state = async () => (await findDelivery(ctx, reply.deliveryId ?? ''))?.state;
  return { player, lease, state };
}

describe('fulfilment:retry', () => {
  test('gives back a lease that ran out, with pauses that double, then cancels and refunds (S1-124, S1-131, pain 7)', async () => {
    const { player, lease, state } = await leased();
    const pausesMs: number[] = [];
    let atMs = 0;
    for (let tried = 1; tried <= deliveryAttemptsMax; tried += 1) {
      expect((await lease())?.attempt).toBe(tried);
      const until = (await state())?.leaseUntilAt ?? 0;
      await retryFulfilment.run(opened.ctx);
      expect(await state()).toMatchObject({ status: 'leased', attempts: tried - 1 });
      await retryFulfilment.run(later(leaseMs + 1_000));
      const over = await state();
      expect(over).toMatchObject({ attempts: tried, leaseUntilAt: null, boundTo: 'survival' });
      atMs = over?.nextAttemptAt ?? 0;
      if (over?.status === 'pending') pausesMs.push(atMs - until);
    }
    expect(pausesMs).toEqual([5, 10, 20, 40, 80, 160, 320].map((s) => s * 1_000));
    // Only a receipt proves that nothing was given: then the coins are back.
    expect((await state())?.status).toBe('cancelling');
    expect(await coinsOf(opened.ctx, player)).toBe(90);
    const last = await lease();
    if (!last) throw new Error('nothing was leased');
    expect(last.cancelled).toBe(true);
    const worker = startWorker(opened.ctx, opened.doorbell, { onEvent: eventJobs, timed: [] });
    const { deliveryId, leaseId, attempt } = last;
    await opened.ask(reportDelivery, { deliveryId, leaseId, attempt, outcome: 'void' });
    await until(async () => {
      expect(await coinsOf(opened.ctx, player)).toBe(100);
    });
    await worker.stop(2_000);
    expect((await state())?.status).toBe('refunded');
    await expectSoundLedger(opened.ctx);
  });

  test('of two workers at once counts each try once', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => leased()));
    for (const { lease } of all) await lease();
    await Promise.all(Array.from({ length: 4 }, () => retryFulfilment.run(later(leaseMs + 1_000))));
    for (const { state } of all) {
      expect(await state()).toMatchObject({ status: 'pending', attempts: 1 });
    }
  });

  test('leaves what was given, also when that is said after the lease is over', async () => {
    const { lease, state } = await leased();
    const one = await lease();
    if (!one) throw new Error('nothing was leased');
    const { deliveryId, leaseId, attempt } = one;
    await retryFulfilment.run(later(leaseMs + 1_000));
    const word = { deliveryId, leaseId, attempt };
    const released = await opened.ask(reportDelivery, { ...word, outcome: 'released' });
    expect(released.error?.code).toBe('DELIVERY_LEASE_LOST');
    const given = await opened.ask(reportDelivery, { ...word, outcome: 'given' });
    expect(given.body).toMatchObject({ status: 'delivered' });
    await retryFulfilment.run(later(10 * leaseMs));
    expect(await state()).toMatchObject({ status: 'delivered' });
  });

  test('a server that does not know what it did is believed after the lease is over', async () => {
    const { lease, state } = await leased();
    const one = await lease();
    if (!one) throw new Error('nothing was leased');
    const { deliveryId, leaseId, attempt } = one;
    await retryFulfilment.run(later(leaseMs + 1_000));
    await opened.ask(reportDelivery, { deliveryId, leaseId, attempt, outcome: 'unclear' });
    expect((await state())?.status).toBe('needs_review');
  });

  test('is at the job desk by its name, dead or not, and comes again (S1-118, S1-124)', async () => {
    const { ctx } = opened;
    const asConsole = { actor: 'console' };
    const id = 'fulfilment:retry:1';
    const at = ctx.clock.now();
    await ctx.db.collection<JobDoc>('jobs').insertOne({
      ...{ _id: id, name: 'fulfilment:retry', payload: null, status: 'dead', runAt: at },
      ...{ attempts: 3, attemptsMax: 3, createdAt: at, endedAt: at, lastError: 'no database' },
    });
    const { body } = await opened.ask(listJobs, {}, asConsole);
    expect(body.queue).toContainEqual(
      expect.objectContaining({
        ...{ name: 'fulfilment:retry', status: 'dead', count: 1 },
        ...{ attemptsMost: 3, lastError: 'no database' },
      }),
    );
    expect((await opened.ask(retryJob, { id, reason: 'mended' }, asConsole)).status).toBe(200);
    // Two workers want it; one runs it.
    let runs = 0;
    // So long that this is turn 1 for centuries.
    const timed = [
      { ...retryFulfilment, everyMs: 1e12, run: async () => void (await Promise.resolve(runs++)) },
    ];
    const workers = [1, 2].map(() => startWorker(ctx, opened.doorbell, { onEvent: [], timed }));
    await until(async () => {
      const job = await ctx.db.collection<JobDoc>('jobs').findOne({ _id: id });
      expect(job?.status).toBe('done');
    });
    await Promise.all(workers.map((worker) => worker.stop(2_000)));
    expect(runs).toBe(1);
  });
});

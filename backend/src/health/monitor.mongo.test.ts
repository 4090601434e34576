// The monitor against a real database: what it says is what is true, also while the database dies.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type { JobStatus } from '@mintkeep/shared/jobs.ts';
import { aPlayer, aPurchase, aReward, inTx } from '../../test/builders.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { testContext } from '../../test/mongo.ts';
import { appKey } from '../../test/app.ts';
import { inTransaction } from '../core/transaction.ts';
import { auditLedger } from '../ledger/jobs.ts';
import { createKey, recordServer } from '../servers/service.ts';
import { changePricing, readPricing, seedPricing } from '../pricing/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { look } from './desk.ts';
import { openHealthMonitor } from './monitor.ts';

const opened = testContext();
const through = behindProxy(opened);
const collection = (name: string) => opened.ctx.db.collection<{ _id: string }>(name);
const ago = (seconds: number): Date => new Date(opened.ctx.clock.now().getTime() - seconds * 1_000);

beforeEach(async () => {
  for (const name of ['jobs', 'outbox', 'deliveries', 'servers', 'ledger_audits', 'alerts']) {
    await opened.ctx.db.collection(name).deleteMany({});
  }
});

async function putJob(status: JobStatus, dueS: number): Promise<void> {
  const job = { _id: randomUUID(), name: 'shop:refund', status, runAt: ago(dueS), attempts: 1 };
  await collection('jobs').insertOne(job);
}

describe('HealthMonitor', () => {
  test('Property 14: Health Check Accuracy (S0-043, S0-047): says what the database holds', async () => {
    const world = fc.record({
      dead: fc.nat({ max: 2 }),
      readyDueS: fc.option(fc.integer({ min: -100, max: 300 }), { nil: null }),
      outboxS: fc.option(fc.integer({ min: 0, max: 300 }), { nil: null }),
      review: fc.boolean(),
      pending: fc.nat({ max: 3 }),
      sound: fc.option(fc.boolean(), { nil: null }),
      serverSilentS: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: null }),
    });
    await fc.assert(
      fc.asyncProperty(world, async (is) => {
        await fill(is);
        const monitor = openHealthMonitor(opened.ctx, { version: '1.2.3' });
        const { status, checks, version } = await monitor.report();
        const near = (value: number | null, limit: number): boolean =>
          value !== null && Math.abs(value - limit) < 2;
        // Two seconds around a limit are the test's own running time.
        fc.pre(!near(is.readyDueS, 60) && !near(is.outboxS, 60));
        fc.pre(!near(is.serverSilentS, 120) && !near(is.serverSilentS, 86_400));
        const silent = (is.serverSilentS ?? 0) > 120 && (is.serverSilentS ?? 0) < 86_400;
        const ill = {
          jobs: is.dead > 0 || (is.readyDueS ?? 0) > 60,
          outbox: (is.outboxS ?? 0) > 60,
          deliveries: is.review,
          ledger: is.sound === false,
          servers: silent,
        };
        for (const [name, isIll] of Object.entries(ill)) {
          expect([name, checks[name]?.status]).toEqual([name, isIll ? 'degraded' : 'healthy']);
        }
        expect(checks['database']?.status).toBe('healthy');
        expect(checks['jobs']?.facts).toMatchObject({ dead: is.dead });
        expect(status).toBe(Object.values(ill).includes(true) ? 'degraded' : 'healthy');
        expect(version).toBe('1.2.3');
      }),
      { numRuns: propertyRunsMin },
    );
  });

  async function fill(is: {
    dead: number;
    readyDueS: number | null;
    outboxS: number | null;
    review: boolean;
    pending: number;
    sound: boolean | null;
    serverSilentS: number | null;
  }): Promise<void> {
    for (const name of ['jobs', 'outbox', 'deliveries', 'servers', 'ledger_audits']) {
      await opened.ctx.db.collection(name).deleteMany({});
    }
    for (let job = 0; job < is.dead; job += 1) await putJob('dead', 0);
    if (is.readyDueS !== null) await putJob('ready', is.readyDueS);
    if (is.outboxS !== null) {
      const row = { _id: randomUUID(), pending: ['jobs'], createdAt: ago(is.outboxS), events: [] };
      await collection('outbox').insertOne(row);
    }
    const statuses = [
      ...Array.from({ length: is.pending }, () => 'pending'),
      ...(is.review ? ['needs_review'] : []),
      'delivered',
    ];
    await collection('deliveries').insertMany(
      statuses.map((status) => ({ _id: randomUUID(), state: { status }, createdAt: ago(5_000) })),
    );
    if (is.sound !== null) {
      const audit = {
        _id: 'last',
        sound: is.sound,
        mismatches: is.sound ? 0 : 2,
        verifiedAt: ago(9),
      };
      await collection('ledger_audits').insertOne(audit);
    }
    if (is.serverSilentS !== null) {
      await inTx(opened.ctx, (tx) => createKey(tx, appKey, 'survival'));
      await collection('servers').updateOne(
        { _id: 'survival' },
        { $set: { lastSeenAt: ago(is.serverSilentS) } },
      );
    }
  }

  test('is right within 5 s of a killed database, and of its return (S0-047)', async () => {
    const monitor = openHealthMonitor(through.ctx);
    monitor.start();
    const statusIs = async (wanted: string): Promise<number> => {
      const startedAt = performance.now();
      for (;;) {
        const askedAt = performance.now();
        const { status } = await monitor.report();
        // Whoever asks is not kept waiting for a database that does not answer.
        expect(performance.now() - askedAt).toBeLessThan(2_500);
        if ((status === 'unhealthy') === (wanted === 'unhealthy')) {
          return performance.now() - startedAt;
        }
        if (performance.now() - startedAt > 10_000) throw new Error(`still not ${wanted}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };
    try {
      await statusIs('well');
      through.proxy.cut();
      expect(await statusIs('unhealthy')).toBeLessThan(5_000);
      through.proxy.heal();
      expect(await statusIs('well')).toBeLessThan(5_000);
    } finally {
      through.proxy.heal();
      monitor.stop();
    }
  });

  test('knows what the nouns below write: a purchase, a heartbeat, an audit', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    await openPurchases(ctx).submit(aPurchase(player, await aReward(ctx)));
    await inTx(ctx, (tx) => createKey(tx, appKey, 'survival'));
    await inTx(ctx, (tx) => recordServer(tx, 'survival', { pluginVersion: '0.1.0' }));
    await auditLedger.run(ctx);
    const facts = await openHealthMonitor(ctx).look();
    expect(facts.deliveries).toMatchObject([{ status: 'pending', count: 1 }]);
    expect(facts.servers).toMatchObject([{ serverId: 'survival' }]);
    expect(facts.ledger).toMatchObject({ sound: true, mismatches: 0 });
    expect(facts.playersOnline).toBeGreaterThan(0);
  });

  test('shows stored prices that are not the environment’s (D26)', async () => {
    const { ctx } = opened;
    const pricing = { marketFeeRatio: 0.08, priceFloorRatio: 0.7 };
    await inTransaction(ctx, (scope) => seedPricing(scope, pricing));
    const shown = async () => {
      const monitor = openHealthMonitor(ctx, { pricing });
      await monitor.look();
      return (await monitor.report()).checks['pricing'];
    };
    expect(await shown()).toMatchObject({ facts: { differsFromEnvironment: false } });
    const { config, version } = await readPricing(ctx);
    const next = { ...config, marketFeeRatio: 0.1 };
    await inTx(ctx, (tx) => changePricing(tx, { config: next, version, reason: 'season two' }));
    // A start with the same environment changes nothing, and says so.
    await inTransaction(ctx, (scope) => seedPricing(scope, pricing));
    expect(await shown()).toMatchObject({
      status: 'healthy',
      facts: {
        ...{ differsFromEnvironment: true, marketFeeRatio: 0.1, marketFeeRatioOfEnvironment: 0.08 },
        ...{ priceFloorRatio: 0.7, priceFloorRatioOfEnvironment: 0.7 },
      },
    });
  });

  test('an audit that finds coins astray degrades health and opens an alert', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const spoil = (coins: number) =>
      ctx.db
        .collection<{ _id: string }>('players')
        .updateOne({ _id: player._id }, { $inc: { walletBalanceCoins: coins } });
    await spoil(5);
    await auditLedger.run(ctx);
    const monitor = openHealthMonitor(ctx);
    await look(ctx, monitor);
    const { checks } = await monitor.report();
    expect(checks['ledger']).toMatchObject({ status: 'degraded', facts: { mismatches: 1 } });
    const [alert] = await ctx.db.collection('alerts').find().toArray();
    expect(alert).toMatchObject({ kind: 'ledger-mismatch', service: 'ledger', due: ['opened'] });
    await spoil(-5);
  });
});

afterAll(() => through.proxy.heal());

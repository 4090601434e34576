// Whether the process says truly that it can serve.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { MongoError } from 'mongodb';
import { healthReport } from '@mintkeep/shared/health.ts';
import { appKey, testLinking } from '../../test/app.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { aPlayer, aPurchase, aReward } from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import { buildApp } from '../app.ts';
import { openDoorbell } from '../core/outbox.ts';
import { inTransaction } from '../core/transaction.ts';
import { serverKeys } from '../servers/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { staffParts } from '../../test/staff.ts';
import { openStaff } from '../staff/service.ts';

const opened = testContext();
const through = behindProxy(opened);
const metricsToken = 'a-token-of-the-tests';
const started = {} as { app: FastifyInstance; close: () => Promise<void> };

beforeAll(async () => {
  const doorbell = openDoorbell(opened.ctx);
  const { ctx } = through;
  started.app = await buildApp(ctx, {
    doorbell,
    purchases: openPurchases(ctx),
    linking: testLinking,
    serverKeys: serverKeys(ctx, appKey),
    staff: openStaff(ctx, staffParts(Buffer.alloc(32, 7))),
    metricsToken,
  });
  started.close = async () => {
    await started.app.close();
    await doorbell.close();
  };
});
afterAll(() => started.close());

const healthz = () => started.app.inject({ method: 'GET', url: '/healthz' });

interface Asking {
  headers?: Record<string, string>;
  remoteAddress?: string;
}
const ask = (url: string, { headers = {}, remoteAddress = '127.0.0.1' }: Asking = {}) =>
  started.app.inject({ method: 'GET', url, headers, remoteAddress });

describe('GET /api/health', () => {
  test('is the full report, for everybody, and optional modules do not degrade it (S0-044, K-015, D17)', async () => {
    const answer = await ask('/api/health', { remoteAddress: '203.0.113.9' });
    expect(answer.statusCode).toBe(200);
    const report = healthReport.parse(answer.json());
    expect(report.status).toBe('healthy');
    for (const name of ['database', 'cache', 'jobs', 'outbox', 'deliveries', 'ledger', 'servers']) {
      expect(report.checks[name]).toMatchObject({ status: 'healthy' });
      expect(report.checks[name]?.ageMs).toBeLessThan(10_000);
    }
    for (const name of ['alerts', 'panel', 'bot', 'payments', 'g2a']) {
      expect(report.checks[name]).toEqual({ status: 'disabled', ageMs: null });
    }
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('is 503 with the same report while the database is away, and says nothing of where it is', async () => {
    through.proxy.cut();
    const poll = async () => (await ask('/api/health')).statusCode;
    await expect.poll(poll, { timeout: 5_000 }).toBe(503);
    const answer = await ask('/api/health');
    const report = healthReport.parse(answer.json());
    expect(report.checks['database']).toMatchObject({ status: 'unhealthy' });
    expect(answer.body).not.toMatch(/127\.0\.0\.1|mongodb/);
    through.proxy.heal();
    await expect.poll(poll, { timeout: 5_000 }).toBe(200);
  });
});

describe.each(['/metrics', '/api/metrics'])('GET %s', (url) => {
  test('is Prometheus text with real patterns, for this machine (S0-045, S0-046, S1-170)', async () => {
    await ask('/api/shop/items/a-secret-name');
    const { statusCode, headers, body } = await ask(url);
    expect([statusCode, headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(body).toMatch(
      /^http_requests_total\{method="GET",route="\/api\/shop\/items\/:sku",status="401"\} \d+$/m,
    );
    expect(body).toMatch(/^health_status\{check="database"\} 2$/m);
    expect(body).not.toContain('a-secret-name');
  });

  test.each<[string, number, Asking]>([
    ['from elsewhere', 401, { remoteAddress: '203.0.113.9' }],
    ['through a proxy of this machine', 401, { headers: { 'x-forwarded-for': '203.0.113.9' } }],
    [
      'with another token',
      401,
      { remoteAddress: '203.0.113.9', headers: { authorization: 'Bearer wrong-wrong-wrong' } },
    ],
    [
      'with an empty token',
      401,
      { remoteAddress: '203.0.113.9', headers: { authorization: 'Bearer ' } },
    ],
    [
      'with the token',
      200,
      { remoteAddress: '203.0.113.9', headers: { authorization: `Bearer ${metricsToken}` } },
    ],
    [
      'with the token through a proxy',
      200,
      { headers: { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${metricsToken}` } },
    ],
  ])('asked %s answers %i (D17)', async (_how, status, asking) => {
    const answer = await ask(url, asking);
    expect(answer.statusCode).toBe(status);
    if (status === 401) expect(answer.headers['www-authenticate']).toBe('Bearer');
  });
});

/** What the driver throws when another transaction was faster. */
function conflict(): MongoError {
  const error = new MongoError('conflict');
  error.addErrorLabel('TransientTransactionError');
  return error;
}

describe('the counters of the core', () => {
  test('count transactions and their retries, batches and jobs (S1-170)', async () => {
    const { ctx } = opened;
    const valueOf = async (name: string): Promise<number> =>
      (await ctx.metrics?.registry.getSingleMetric(name)?.get())?.values.reduce(
        (sum, { value }) => sum + value,
        0,
      ) ?? Number.NaN;
    const before = await valueOf('mongo_transaction_retries_total');
    let attempts = 0;
    await inTransaction(ctx, async (scope) => {
      attempts += 1;
      await scope.db.collection('probe').insertOne({ attempts }, { session: scope.session });
      if (attempts < 3) {
        throw conflict();
      }
    }).catch(() => undefined);
    expect((await valueOf('mongo_transaction_retries_total')) - before).toBe(attempts - 1);
    const player = await aPlayer(ctx, { coins: 100 });
    await openPurchases(ctx).submit(aPurchase(player, await aReward(ctx)));
    const text = await ctx.metrics?.registry.metrics();
    expect(text).toMatch(/^group_commit_batch_size_count\{name="purchases"\} 1$/m);
    expect(text).toMatch(/^mongo_transactions_total\{outcome="committed"\} \d+$/m);
  });
});

describe('/healthz (S1-081, S1-152)', () => {
  test('is well while the database answers, without a signature', async () => {
    const answer = await healthz();
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('is unavailable while the database is away, and well again after', async () => {
    through.proxy.cut();
    const answer = await healthz();
    expect(answer.statusCode).toBe(503);
    expect(answer.json<{ error: { code: string } }>().error.code).toBe('DATABASE_UNAVAILABLE');
    through.proxy.heal();
    expect((await healthz()).statusCode).toBe(200);
  });
});

// Whether the process says truly that it can serve.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { appKey } from '../../test/app.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { testContext } from '../../test/mongo.ts';
import { buildApp } from '../app.ts';
import { openDoorbell } from '../core/outbox.ts';
import { serverKeys } from '../servers/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { staffDoor } from '../staff/service.ts';

const opened = testContext();
const through = behindProxy(opened);
const started = {} as { app: FastifyInstance; close: () => Promise<void> };

beforeAll(async () => {
  const doorbell = openDoorbell(opened.ctx);
  const { ctx } = through;
  started.app = await buildApp(ctx, {
    doorbell,
    purchases: openPurchases(ctx),
    serverKeys: serverKeys(ctx, appKey),
    staff: staffDoor(ctx),
  });
  started.close = async () => {
    await started.app.close();
    await doorbell.close();
  };
});
afterAll(() => started.close());

const healthz = () => started.app.inject({ method: 'GET', url: '/healthz' });

describe('/healthz', () => {
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

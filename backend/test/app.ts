// The whole app on a test's database, with a game server that may ask it.
import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../src/app.ts';
import { openDoorbell } from '../src/core/outbox.ts';
import type { Doorbell } from '../src/core/outbox.ts';
import { createKey, serverKeys } from '../src/servers/service.ts';
import { openPurchases } from '../src/shop/purchase.ts';
import { staffDoor } from '../src/staff/service.ts';
import { inTx } from './builders.ts';
import { gameServer } from './game-server.ts';
import type { Key } from './game-server.ts';
import { testContext } from './mongo.ts';

export const appKey = Buffer.alloc(32, 7);

export interface TestApp {
  app: FastifyInstance;
  doorbell: Doorbell;
  key: Key;
  ask: ReturnType<typeof gameServer>;
}

/** Opens the app for the tests of this file; filled before the first test. */
export function testApp(): ReturnType<typeof testContext> & TestApp {
  const opened = testContext() as ReturnType<typeof testContext> & TestApp;
  beforeAll(async () => {
    const { ctx } = opened;
    opened.doorbell = openDoorbell(ctx);
    opened.app = await buildApp(ctx, {
      doorbell: opened.doorbell,
      purchases: openPurchases(ctx),
      serverKeys: serverKeys(ctx, appKey),
      staff: staffDoor(ctx),
    });
    await opened.app.ready();
    opened.key = await aKey(opened, 'survival');
    opened.ask = gameServer(opened.app, opened.key);
  });
  afterAll(async () => {
    await opened.app.close();
    await opened.doorbell.close();
  });
  return opened;
}

/** A key for a game server of this name. */
export async function aKey(
  { ctx }: ReturnType<typeof testContext>,
  serverId: string,
): Promise<Key> {
  const { keyId, secret } = await inTx(ctx, (tx) => createKey(tx, appKey, serverId));
  return { keyId, secret: createSecretKey(Buffer.from(secret, 'base64')) };
}

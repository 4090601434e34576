// The whole app on a test's database, with a game server that may ask it.
import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { buildApp } from '../src/app.ts';
import type { AppParts } from '../src/app.ts';
import { openDoorbell } from '../src/core/outbox.ts';
import type { Doorbell } from '../src/core/outbox.ts';
import { createKey, serverKeys } from '../src/servers/service.ts';
import { openPurchases } from '../src/shop/purchase.ts';
import { openStaff, seedSettings } from '../src/staff/service.ts';
import type { Staff } from '../src/staff/service.ts';
import { codeKeyOf } from '../src/verification/service.ts';
import type { Linking } from '../src/verification/service.ts';
import type { VoucherParts } from '../src/vouchers/routes.ts';
import { voucherKeyOf } from '../src/vouchers/service.ts';
import { staffParts } from './staff.ts';
import { inTx } from './builders.ts';
import { gameServer } from './game-server.ts';
import type { Key } from './game-server.ts';
import { testContext } from './mongo.ts';

export const appKey = Buffer.alloc(32, 7);

/** How the tests' app links: one account a Discord user, no reward, the limits of the settings. */
export const testLinking: Linking = {
  codeKey: codeKeyOf(appKey),
  accountsPerDiscordUserMax: 1,
  rewardCoins: 0,
  attemptsPerMinuteMax: 5,
};

/** How the tests' app makes vouchers. */
export const testVouching: VoucherParts = {
  codeKey: voucherKeyOf(appKey),
  lifeMs: 72 * 3_600_000,
  webhookSecret: 'the secret of the tests, 32 characters',
};

export interface TestApp {
  app: FastifyInstance;
  doorbell: Doorbell;
  key: Key;
  staff: Staff;
  ask: ReturnType<typeof gameServer>;
}

/** Opens the app for the tests of this file, with other parts where given; filled before the first. */
export function testApp(parts: Partial<AppParts> = {}): ReturnType<typeof testContext> & TestApp {
  const opened = testContext() as ReturnType<typeof testContext> & TestApp;
  beforeAll(async () => {
    const { ctx } = opened;
    opened.doorbell = openDoorbell(ctx);
    opened.staff = openStaff(ctx, staffParts(appKey));
    await inTx(ctx, (tx) => seedSettings(tx, {}));
    opened.app = await buildApp(ctx, {
      doorbell: opened.doorbell,
      purchases: openPurchases(ctx, testVouching),
      linking: testLinking,
      vouching: testVouching,
      limits: { readsPerMinuteMax: 1_000_000, writesPerMinuteMax: 1_000_000 },
      vaultMintDailyCoins: 1_000_000,
      serverKeys: serverKeys(ctx, appKey),
      staff: opened.staff,
      ...parts,
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

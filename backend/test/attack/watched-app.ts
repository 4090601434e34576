// The whole app on a client of its own to the database of a test: one that keeps the commands it
// sends, or one that goes through a proxy.
import { afterAll, beforeAll } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { buildApp } from '../../src/app.ts';
import type { AppParts } from '../../src/app.ts';
import type { Context } from '../../src/core/context.ts';
import { routeLimitsDefault } from '../../src/core/limits.ts';
import { openDoorbell } from '../../src/core/outbox.ts';
import { serverKeys } from '../../src/servers/service.ts';
import { openPurchases } from '../../src/shop/purchase.ts';
import { openStaff } from '../../src/staff/service.ts';
import { appKey, testLinking } from '../app.ts';
import { databaseUrl } from '../mongo.ts';
import type { testContext } from '../mongo.ts';
import { staffParts } from '../staff.ts';

/** No limit that a test of something else would meet. */
const noLimits = { readsPerMinuteMax: 1_000_000, writesPerMinuteMax: 1_000_000 };

/** Builds the app on this context. Closes it when the file ends. */
export function appOn(
  context: () => Context,
  parts: Partial<AppParts> & { readonly isLimited?: boolean } = {},
): { app: FastifyInstance } {
  const opened = {} as { app: FastifyInstance };
  let close = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const ctx = context();
    const doorbell = openDoorbell(ctx);
    const { isLimited = false, ...rest } = parts;
    opened.app = await buildApp(ctx, {
      doorbell,
      purchases: openPurchases(ctx),
      linking: testLinking,
      limits: isLimited ? routeLimitsDefault : noLimits,
      serverKeys: serverKeys(ctx, appKey),
      staff: openStaff(ctx, staffParts(appKey)),
      ...rest,
    });
    await opened.app.ready();
    close = async () => {
      await opened.app.close();
      await doorbell.close();
    };
  });
  afterAll(() => close());
  return opened;
}

/** A command as the driver sent it. */
export interface Sent {
  readonly name: string;
  readonly command: Document;
}

/** A context whose client keeps what it sends; `sent` is emptied by who looks. */
export function watchedContext(opened: ReturnType<typeof testContext>): {
  ctx: Context;
  sent: Sent[];
} {
  const watched = { sent: [] } as unknown as { ctx: Context; sent: Sent[] };
  beforeAll(async () => {
    const client = new MongoClient(databaseUrl(opened.ctx.db.databaseName), {
      monitorCommands: true,
      ignoreUndefined: true,
      writeConcern: { w: 'majority' },
      readConcern: { level: 'majority' },
    });
    client.on('commandStarted', ({ commandName, command }) => {
      watched.sent.push({ name: commandName, command });
    });
    await client.connect();
    watched.ctx = { ...opened.ctx, client, db: client.db(), inFlight: new Set() };
  });
  afterAll(() => watched.ctx.client.close());
  return watched;
}

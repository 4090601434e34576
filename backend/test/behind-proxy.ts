// A second way to the database of a test file, through a proxy that can lose answers and cut.
import { afterAll, beforeAll, inject } from 'vitest';
import type { Context } from '../src/core/context.ts';
import { mongoClient } from '../src/core/mongo.ts';
import { databaseUrl } from './mongo.ts';
import type { testContext } from './mongo.ts';
import { openProxy } from './proxy.ts';
import type { Proxy } from './proxy.ts';

export interface BehindProxy {
  ctx: Context;
  proxy: Proxy;
}

/** Opens the way for the tests of a describe; filled before the first of them. */
export function behindProxy(opened: ReturnType<typeof testContext>): BehindProxy {
  const through = {} as BehindProxy;
  beforeAll(async () => {
    const target = new URL(databaseUrl(opened.ctx.db.databaseName));
    through.proxy = await openProxy(Number(new URL(inject('databaseUrl')).port || 27017));
    target.port = String(through.proxy.port);
    target.search = '?directConnection=true';
    const client = mongoClient(target.toString());
    await client.connect();
    through.ctx = { ...opened.ctx, client, db: client.db(), inFlight: new Set() };
  });
  afterAll(async () => {
    await through.ctx.client.close();
    await through.proxy.close();
  });
  return through;
}

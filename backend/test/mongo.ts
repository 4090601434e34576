// A real database for tests: a fresh one for each file that asks, on the replica set that the test
// run started, gone when the file ends.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, inject } from 'vitest';
import { collections } from '../src/collections.ts';
import { openClock } from '../src/core/clock.ts';
import type { Context } from '../src/core/context.ts';
import { openLog } from '../src/core/log.ts';
import { openMetrics } from '../src/core/metrics.ts';
import { ensureCollections, mongoClient } from '../src/core/mongo.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A replica set that the run started; the path names no database. */
    databaseUrl: string;
  }
}

/** The URL of a database of this name on the run's replica set. */
export function databaseUrl(name: string): string {
  const url = new URL(inject('databaseUrl'));
  url.pathname = `/${name}`;
  return url.toString();
}

/** A name no other file or run uses. */
export const freshName = (): string => `test_${randomBytes(8).toString('hex')}`;

/**
 * Opens a fresh database for the tests of this file. The answer is filled before the first test;
 * its log keeps what was written, so that a test can look.
 */
export function testContext(): { ctx: Context; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const opened = { lines } as { ctx: Context; lines: Record<string, unknown>[] };
  beforeAll(async () => {
    const log = openLog('debug', {
      write: (line) => lines.push(JSON.parse(line) as Record<string, unknown>),
    });
    const client = mongoClient(databaseUrl(freshName()));
    await client.connect();
    const db = client.db();
    await ensureCollections(db, collections);
    opened.ctx = {
      client,
      db,
      clock: await openClock(client, log),
      log,
      inFlight: new Set(),
      metrics: openMetrics(),
    };
  });
  afterAll(async () => {
    opened.ctx.clock.close();
    await opened.ctx.db.dropDatabase();
    await opened.ctx.client.close();
  });
  return opened;
}

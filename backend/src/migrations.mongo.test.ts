// Bringing an older database to this version: what it changes, how often, who does it, and what a
// kill in the middle leaves.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Db, Document } from 'mongodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { databaseUrl, testContext } from '../test/mongo.ts';
import { collections } from './collections.ts';
import { migrate, pendingMigrations } from './core/migrate.ts';
import type { Migration } from './core/migrate.ts';
import { missingIndexes } from './core/mongo.ts';
import { migrations } from './migrations.ts';
import { bringUp } from './schema.ts';

const opened = testContext();
const silent = { info: () => undefined };

beforeEach(async () => {
  for (const { name } of await opened.ctx.db.listCollections().toArray()) {
    await opened.ctx.db.dropCollection(name);
  }
});

const put = (name: string, docs: Document[]) => opened.ctx.db.collection(name).insertMany(docs);
const first = async (name: string): Promise<Document | null> =>
  opened.ctx.db.collection(name).findOne({}, { projection: { _id: 0 } });
const leaseOf = (db: Db) => db.collection('migration_leases').countDocuments();

describe('migrations', () => {
  test('give level caps a version (S0-066)', async () => {
    await put('level_caps', [{ rules: [] }]);
    await bringUp(opened.ctx.db, silent);
    expect(await first('level_caps')).toEqual({ rules: [], version: 1 });
  });

  test('give purchases status, attempts and a refund reason (S0-067)', async () => {
    await put('shop_transactions', [{ sku: 'old', operationId: 'a' }]);
    await bringUp(opened.ctx.db, silent);
    expect(await first('shop_transactions')).toMatchObject({
      status: 'completed',
      deliveryAttempts: 0,
      refundReason: null,
    });
  });

  test('give players a heartbeat and no starter under way (S0-068)', async () => {
    await put('players', [{ minecraftUUID: 'old' }]);
    await bringUp(opened.ctx.db, silent);
    expect(await first('players')).toMatchObject({
      starterDeliveryInProgress: false,
      lastHeartbeat: null,
    });
  });

  test('give listings the pairs of their words, and take their old indexes away (S1-092)', async () => {
    const { db } = opened.ctx;
    await put('listings', [{ words: ['diamond', 'sword'] }]);
    await db.collection('listings').createIndex({ sku: 1, status: 1 }, { name: 'ofSku' });
    await bringUp(db, silent);
    expect(await first('listings')).toMatchObject({ wordPairs: ['di sw'] });
    const names = (await db.collection('listings').indexes()).map(({ name }) => name);
    expect(names).toContain('byWordPair');
    expect(names).not.toContain('ofSku');
  });

  test('leave what has the new shape as it is', async () => {
    const doc = { status: 'refunded', deliveryAttempts: 3, refundReason: 'gone', operationId: 'b' };
    await put('shop_transactions', [{ ...doc }]);
    await bringUp(opened.ctx.db, silent);
    expect(await first('shop_transactions')).toEqual(doc);
  });

  test('make audit_log, event_log and every declared index (S0-042, S0-069)', async () => {
    await bringUp(opened.ctx.db, silent);
    const names = (await opened.ctx.db.listCollections().toArray()).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['audit_log', 'event_log']));
    expect(await missingIndexes(opened.ctx.db, collections)).toEqual([]);
    const stored = collections.filter(({ view }) => !view);
    const found = await Promise.all(
      stored.map(async ({ name, indexes }) => ({
        name,
        there: (await opened.ctx.db.collection(name).indexes()).map((one) => one.name).sort(),
        declared: ['_id_', ...indexes.map((one) => one.name)].sort(),
      })),
    );
    for (const { name, there, declared } of found) expect(there, name).toEqual(declared);
  });

  test('are applied once, and say so when asked what is pending (S0-073, S1-015, S1-039)', async () => {
    const { db } = opened.ctx;
    expect(await pendingMigrations(db, migrations)).toHaveLength(migrations.length);
    await bringUp(db, silent);
    expect(await pendingMigrations(db, migrations)).toEqual([]);
    expect(await migrate({ db, log: silent }, migrations)).toEqual([]);
  });

  test('are numbered without a gap', () => {
    const numbers = migrations.map(({ name }) => Number(/^(\d{4})-[a-z-]+$/.exec(name)?.[1]));
    expect(numbers).toEqual(migrations.map((_, place) => place + 1));
  });
});

describe('several at once', () => {
  test('apply each step once, whoever does it', async () => {
    const { db } = opened.ctx;
    const runs: string[] = [];
    const steps = ['0001-a', '0002-b', '0003-c'].map((name): Migration => ({
      name,
      summary: name,
      run: async ({ progress }) => {
        runs.push(name);
        await progress(1);
      },
    }));
    const done = await Promise.all(
      Array.from({ length: 5 }, () => migrate({ db, log: silent }, steps)),
    );
    expect(runs).toEqual(['0001-a', '0002-b', '0003-c']);
    expect(done.flat().sort()).toEqual(runs);
    expect(await leaseOf(db)).toBe(0);
  });

  test('a process that lost its lease writes nothing down', async () => {
    const { db } = opened.ctx;
    const robbed: Migration = {
      name: '0001-robbed',
      summary: '',
      run: async ({ progress }) => {
        await db.collection('migration_leases').updateMany({}, { $set: { holder: 'another' } });
        await progress(1);
      },
    };
    await expect(migrate({ db, log: silent }, [robbed])).rejects.toThrow('took over');
    expect(await pendingMigrations(db, [robbed])).toHaveLength(1);
  });
});

describe('a newer database', () => {
  test('is refused before anything is changed', async () => {
    const { db } = opened.ctx;
    await db.collection<{ _id: string }>('migrations').insertOne({ _id: '0999-from-the-future' });
    await expect(bringUp(db, silent)).rejects.toThrow(
      /newer Mintkeep: it has 0999-from-the-future/,
    );
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    expect(names).toEqual(['migrations']);
  });
});

describe('a process killed half-way', () => {
  test('leaves what the next one finishes', async () => {
    const { db } = opened.ctx;
    const total = 2_500;
    await put(
      'players',
      Array.from({ length: total }, (_, at) => ({ minecraftUUID: `old-${String(at)}` })),
    );
    const child = fork(join(import.meta.dirname, 'main.ts'), [], {
      env: {
        ...process.env,
        DATABASE_URL: databaseUrl(db.databaseName),
        HOST: '127.0.0.1',
        PORT: '0',
        APP_KEY: Buffer.alloc(32, 1).toString('base64'),
        NODE_ENV: 'test',
        FAULT_POINTS: 'migrate.batch:kill:2',
      },
      stdio: 'ignore',
    });
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect(signal).toBe('SIGKILL');
    const half = await db
      .collection('players')
      .countDocuments({ starterDeliveryInProgress: false });
    expect(half).toBe(2_000);
    // The dead one's lease is still running: what is left of it is waited for.
    await db.collection('migration_leases').updateMany({}, [{ $set: { leaseUntilAt: '$$NOW' } }]);
    await bringUp(db, silent);
    expect(await db.collection('players').countDocuments({ lastHeartbeat: null })).toBe(total);
    expect(
      await db.collection('players').countDocuments({ starterDeliveryInProgress: false }),
    ).toBe(total);
  });
});

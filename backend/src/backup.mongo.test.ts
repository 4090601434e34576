// A backup under load, and what a restore makes of it: the same coins to the last one, or a refusal.
import { appendFile, cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPlayer, aPurchase, aReward, expectSoundLedger } from '../test/builders.ts';
import { databaseUrl, freshName, testContext } from '../test/mongo.ts';
import { backUp, restore } from './backup.ts';
import { collections } from './collections.ts';
import { BackupDamaged } from './core/backup.ts';
import type { Context } from './core/context.ts';
import { missingIndexes, mongoClient } from './core/mongo.ts';
import { bringUp } from './schema.ts';
import { openPurchases } from './shop/purchase.ts';

const opened = testContext();
const silent = () => undefined;
let parent: string;
let folder: string;
let wallets: number[];

/** An empty database for one test, gone after it. */
async function withEmpty<T>(work: (ctx: Context) => Promise<T>): Promise<T> {
  const client = mongoClient(databaseUrl(freshName()));
  const ctx: Context = { ...opened.ctx, client, db: client.db(), inFlight: new Set() };
  try {
    return await work(ctx);
  } finally {
    await ctx.db.dropDatabase();
    await client.close();
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'mintkeep-backup-'));
  folder = join(parent, 'one');
  const { ctx } = opened;
  await bringUp(ctx.db, ctx.log);
  const reward = await aReward(ctx, { priceCoins: 3 });
  const players = await Promise.all(
    Array.from({ length: 20 }, () => aPlayer(ctx, { coins: 1_000 })),
  );
  const purchases = openPurchases(ctx);
  let isOver = false;
  const buying = players.map(async (player) => {
    while (!isOver) await purchases.submit(aPurchase(player, reward));
  });
  try {
    await backUp(ctx, folder, silent);
  } finally {
    isOver = true;
    await Promise.all(buying);
  }
  await expectSoundLedger(ctx);
  wallets = await withEmpty(async (empty) => {
    await restore(empty, folder, silent);
    const found = await empty.db.collection('players').find({}).toArray();
    return found.map((player) => Number(player['walletBalanceCoins']));
  });
});
afterAll(() => rm(parent, { recursive: true, force: true }));

describe('a backup under load (S1-181, S1-190)', () => {
  test('restores to a sound ledger that is that of one moment', async () => {
    await withEmpty(async (empty) => {
      const { ledger, manifest } = await restore(empty, folder, silent);
      expect(ledger.sound).toBe(true);
      expect(manifest.facts['ledger']).toMatchObject({ sound: true, entries: ledger.entries });
      expect(wallets).toHaveLength(20);
      expect(String(sum(wallets))).toBe(ledger.circulatingCoins);
    });
  });

  test('keeps every document and every BSON type', async () => {
    await withEmpty(async (empty) => {
      await restore(empty, folder, silent);
      const typesOf = (ctx: Context) =>
        ctx.db
          .collection('players')
          .aggregate([
            { $sort: { _id: 1 } },
            { $project: { coins: { $type: '$walletBalanceCoins' }, at: { $type: '$createdAt' } } },
          ])
          .toArray();
      expect(await typesOf(empty)).toEqual(await typesOf(opened.ctx));
    });
  });

  test('restores every index, and is of this version', async () => {
    await withEmpty(async (empty) => {
      await restore(empty, folder, silent);
      expect(await missingIndexes(empty.db, collections)).toEqual([]);
      await bringUp(empty.db, empty.log);
    });
  });

  test('wants a receipt before any refund of what was open', async () => {
    await withEmpty(async (empty) => {
      const { distrusted } = await restore(empty, folder, silent);
      const open = await empty.db.collection('deliveries').countDocuments({});
      expect(distrusted).toBe(open);
      expect(
        await empty.db.collection('deliveries').countDocuments({ 'state.everLeased': false }),
      ).toBe(0);
    });
  });

  test('leaves out nonces, sessions and leases', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      files: { collection: string }[];
    };
    const names = manifest.files.map(({ collection }) => collection);
    for (const name of ['nonces', 'migration_leases', 'sessions', 'rate_limits']) {
      expect(names).not.toContain(name);
    }
    expect(names).toEqual(expect.arrayContaining(['players', 'transactions', 'operations']));
  });
});

describe('a restore refuses, and writes nothing', () => {
  /** A copy of the backup, spoiled. */
  async function spoiled(spoil: (copy: string) => Promise<void>): Promise<string> {
    const copy = join(await mkdtemp(join(parent, 'spoiled-')), 'copy');
    await cp(folder, copy, { recursive: true });
    await spoil(copy);
    return copy;
  }
  const changeManifest = (change: (manifest: Record<string, unknown>) => void) =>
    spoiled(async (copy) => {
      const path = join(copy, 'manifest.json');
      const manifest = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
      change(manifest);
      await writeFile(path, JSON.stringify(manifest));
    });

  const wrongs: readonly (readonly [string, () => Promise<string>, RegExp])[] = [
    [
      'a changed file',
      () => spoiled((copy) => appendFile(join(copy, 'players.bson.gz'), 'x')),
      /checksum/,
    ],
    [
      'a cut file',
      () => spoiled((copy) => truncate(join(copy, 'transactions.bson.gz'), 100)),
      /checksum/,
    ],
    ['a missing file', () => spoiled((copy) => rm(join(copy, 'deliveries.bson.gz'))), /missing/],
    [
      'a folder without a manifest',
      () => spoiled((copy) => rm(join(copy, 'manifest.json'))),
      /no backup/,
    ],
    [
      'no JSON',
      () => spoiled((copy) => writeFile(join(copy, 'manifest.json'), '{')),
      /none of Mintkeep/,
    ],
    [
      'a foreign format',
      () => changeManifest((one) => (one['format'] = 'other')),
      /none of Mintkeep/,
    ],
    ['a newer format', () => changeManifest((one) => (one['formatVersion'] = 99)), /format 99/],
    [
      'a newer schema',
      () => changeManifest((one) => (one['migrations'] = ['0999-x'])),
      /newer Mintkeep/,
    ],
    [
      'a path out of the folder',
      () =>
        changeManifest(
          (one) =>
            (one['files'] = [
              { collection: '../x', documents: 0, bytes: 0, sha256: 'a'.repeat(64) },
            ]),
        ),
      /none of Mintkeep/,
    ],
  ];
  test.each(wrongs)('%s', async (_what, make, message) => {
    const path = await make();
    await withEmpty(async (empty) => {
      const refused = restore(empty, path, silent);
      await expect(refused).rejects.toThrow(message);
      await expect(refused).rejects.toBeInstanceOf(BackupDamaged);
      expect(await empty.db.listCollections().toArray()).toEqual([]);
    });
  });

  test('a database that holds anything', async () => {
    await withEmpty(async (full) => {
      await full.db.collection('anything').insertOne({});
      await expect(restore(full, folder, silent)).rejects.toThrow(/not empty: anything/);
      expect((await full.db.listCollections().toArray()).map(({ name }) => name)).toEqual([
        'anything',
      ]);
    });
  });

  test('fewer coins than the manifest says, and no backend starts on what it left', async () => {
    const path = await changeManifest((one) => {
      (one['facts'] as { ledger: { mintedCoins: string } }).ledger.mintedCoins = '1';
    });
    await withEmpty(async (empty) => {
      await expect(restore(empty, path, silent)).rejects.toThrow(/not the one that was backed up/);
      await expect(bringUp(empty.db, empty.log)).rejects.toThrow(/did not finish/);
    });
  });
});

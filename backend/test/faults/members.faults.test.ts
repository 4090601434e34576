// What must work while one of three members is away, and cannot be seen with one.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { ensureCollections, missingIndexes, mongoClient } from '../../src/core/mongo.ts';
import { openChildren } from './children.ts';
import { startMembers } from './members.ts';

const plan = { name: 'full', indexes: [{ name: 'a', key: { a: 1 } }] } as const;

test('a start makes its indexes over documents while one of three members is away', async () => {
  const children = openChildren();
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-faults-'));
  children.removeAtEnd(dir);
  try {
    const members = await startMembers(children, { binary: inject('mongod'), dir });
    const client = mongoClient(members.url('faults'));
    await client.connect();
    await client.db().collection(plan.name).insertOne({ a: 1 });
    const primary = await members.primary();
    await members.all.find((one) => one !== primary)?.kill();
    await ensureCollections(client.db(), [plan]);
    expect(await missingIndexes(client.db(), [plan])).toEqual([]);
    await client.close(true);
    await members.close();
  } finally {
    await children.close();
  }
});

// The database as it must be: what a start refuses, and the indexes that are there afterwards.
import { MongoMemoryServer } from 'mongodb-memory-server';
import { describe, expect, test } from 'vitest';
import { aPlayer } from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import { collections } from '../collections.ts';
import { checkFitness, ensureCollections, mongoClient } from './mongo.ts';

const opened = testContext();

describe('checkFitness (K-007)', () => {
  test('takes a replica set with majority writes (S1-013)', async () => {
    await expect(checkFitness(opened.ctx.client)).resolves.toBeUndefined();
  });

  test('refuses a standalone mongod, and says what to do (also seen: a single mongod)', async () => {
    const standalone = await MongoMemoryServer.create();
    const client = mongoClient(standalone.getUri('x'));
    try {
      await client.connect();
      await expect(checkFitness(client)).rejects.toThrow(/standalone.*--replSet.*rs\.initiate/s);
    } finally {
      await client.close();
      await standalone.stop();
    }
  });

  test('refuses a default write concern below majority', async () => {
    const admin = opened.ctx.client.db('admin');
    const set = (w: number | 'majority') =>
      admin.command({ setDefaultRWConcern: 1, defaultWriteConcern: { w } });
    await set(1);
    try {
      await expect(checkFitness(opened.ctx.client)).rejects.toThrow('not majority');
    } finally {
      await set('majority');
    }
  });
});

describe('ensureCollections (S0-039, S0-040, S0-042)', () => {
  test('makes exactly the indexes that the stores declare, however often it runs', async () => {
    await Promise.all([
      ensureCollections(opened.ctx.db, collections),
      ensureCollections(opened.ctx.db, collections),
    ]);
    // A view has none of its own.
    for (const { name, indexes } of collections.filter(({ view }) => !view)) {
      const found = await opened.ctx.db.collection(name).indexes();
      const names = found.map((index) => index.name).filter((one) => one !== '_id_');
      expect(names.sort()).toEqual(indexes.map((index) => index.name).sort());
    }
  });

  test('finds a player by the index, not by a scan', async () => {
    const { minecraftUUID } = await aPlayer(opened.ctx);
    for (const filter of [{ minecraftUUID }, { minecraftUUID: { $in: [minecraftUUID] } }]) {
      const plan = await opened.ctx.db.collection('players').find(filter).explain('queryPlanner');
      expect(JSON.stringify(plan)).toContain('"IXSCAN"');
    }
  });
});

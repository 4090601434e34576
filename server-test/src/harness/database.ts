// A database of a scenario's own, to be killed: one mongod as a replica set on a folder that outlives
// it. The binary is the one that the run's set-up found.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoMemoryReplSet } from 'mongodb-memory-server';

export interface Database {
  /** Names no database. */
  readonly url: string;
  /** Ends it as a pulled plug would. */
  kill(): Promise<void>;
  /** Starts it again on its port and its data. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one; resolves when it takes writes. */
export async function startDatabase(): Promise<Database> {
  const dbPath = mkdtempSync(join(tmpdir(), 'mintkeep-database-'));
  const set = await MongoMemoryReplSet.create({
    replSet: { count: 1, name: 'scenario', storageEngine: 'wiredTiger' },
    instanceOpts: [
      {
        dbPath,
        storageEngine: 'wiredTiger',
        args: ['--setParameter', 'transactionLifetimeLimitSeconds=5'],
      },
    ],
  });
  const [server] = set.servers;
  if (!server) throw new Error('the set has no server');
  return {
    url: set.getUri(),
    async kill() {
      const mongod = server.instanceInfo?.instance.mongodProcess;
      if (!mongod) throw new Error('the database does not run');
      const gone = once(mongod, 'exit');
      mongod.kill('SIGKILL');
      await gone;
      // Only tells the library what happened, so that it starts the same again.
      await server.stop({ doCleanup: false });
    },
    start: () => server.start(true),
    async stop() {
      await set.stop({ doCleanup: false });
      rmSync(dbPath, { recursive: true, force: true });
    },
  };
}

// One mongod as a replica set of one member, for `npm start` and for tests. Knows MongoDB, not what
// is kept in it. The finding of a mongod is in find-mongod.ts.
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MongoClient, MongoServerError } from 'mongodb';
import { startChild } from './children.ts';
import type { Child } from './children.ts';

const setName = 'mintkeep';
const primaryWithinMs = 30_000;
/** The codes MongoDB answers with when a set has never been, or names another port than ours. */
const notYetInitialized = 94;
const invalidReplicaSetConfig = 93;

export interface ReplicaSet {
  /** Names no database: put one into its path. */
  readonly url: string;
  readonly child: Child;
  stop(): Promise<void>;
}

/**
 * Starts a mongod on 127.0.0.1 and resolves when it takes writes: on an empty folder, on the data
 * of an earlier run, and after that run was killed. Rejects with mongod's last lines.
 */
export async function startReplicaSet(options: {
  readonly binary: string;
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Memory for what was read and written, in GiB; half of one where nothing is said. */
  readonly cacheGiB?: number;
}): Promise<ReplicaSet> {
  mkdirSync(options.dataDir, { recursive: true });
  const port = options.port || (await freePort());
  const child = startChild({
    name: 'mongod',
    command: options.binary,
    args: argumentsOf(options.dataDir, port, options.cacheGiB ?? 0.5),
    graceMs: 20_000,
  });
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, {
    serverSelectionTimeoutMS: primaryWithinMs,
  });
  try {
    const died = child.exited.then(({ code }) => {
      throw new Error(
        `mongod ended with ${code} before it was ready:\n${child.lastLines(20).join('\n')}`,
      );
    });
    await Promise.race([becomePrimary(client, `127.0.0.1:${port}`), died]);
  } catch (error) {
    await child.stop();
    throw error;
  } finally {
    await client.close();
  }
  return {
    url: `mongodb://127.0.0.1:${port}/?replicaSet=${setName}`,
    child,
    stop: () => child.stop(),
  };
}

function argumentsOf(dataDir: string, port: number, cacheGiB: number): string[] {
  return [
    ['--replSet', setName],
    ['--bind_ip', '127.0.0.1'],
    ['--port', String(port)],
    ['--dbpath', dataDir],
    ['--wiredTigerCacheSizeGB', String(cacheGiB)],
    // Else files of databases that were dropped stay open for ten minutes: a run of the tests makes 150
    // of them for each file of tests, and beyond the limit of open files mongod ends itself.
    ['--wiredTigerEngineConfigString', 'file_manager=(close_idle_time=20,close_scan_interval=5)'],
    ['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    // There is no other member to wait for.
    ['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=500'],
    ['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ...(process.platform === 'win32' ? [] : [['--nounixsocket']]),
    ['--quiet'],
  ].flat();
}

async function becomePrimary(client: MongoClient, host: string): Promise<void> {
  const admin = client.db('admin');
  try {
    await admin.command({ replSetGetStatus: 1 });
    await moveTo(client, host);
  } catch (error) {
    if (!(error instanceof MongoServerError)) throw error;
    if (error.code === notYetInitialized) {
      await admin.command({ replSetInitiate: { _id: setName, members: [{ _id: 0, host }] } });
    } else if (error.code === invalidReplicaSetConfig) {
      await moveTo(client, host);
    } else {
      throw error;
    }
  }
  for (const endAt = Date.now() + primaryWithinMs; Date.now() < endAt; await pause(20)) {
    const hello = await admin.command({ hello: 1 });
    if (hello['isWritablePrimary'] === true) return;
  }
  throw new Error(`mongod did not become primary within ${primaryWithinMs / 1_000} s.`);
}

/** Tells a set that was on another port that it is here now. */
async function moveTo(client: MongoClient, host: string): Promise<void> {
  const kept = await client.db('local').collection('system.replset').findOne();
  const members = kept?.['members'] as { host: string }[] | undefined;
  const [member] = members ?? [];
  if (!kept || !member || member.host === host) return;
  const version = (kept['version'] as number) + 1;
  await client.db('admin').command({
    replSetReconfig: { ...kept, version, members: [{ ...member, host }] },
    force: true,
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

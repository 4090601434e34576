// The replica set of a fault run: three mongods, each behind a proxy that it is advertised by. They
// can be killed, frozen and cut off one by one; their data stays. Knows nothing of what is in them.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Child, Children } from './children.ts';
import { within } from './pause.ts';
import { freePort } from './ports.ts';
import { openMemberProxy } from './proxy.ts';
import type { MemberProxy } from './proxy.ts';

const setName = 'faults';
/** An earlier try was heard, and its answer came too late. */
const alreadyInitialized = 23;

export interface Member {
  readonly name: string;
  readonly proxy: MemberProxy;
  kill(): Promise<void>;
  /** Starts it again on its port and its data. */
  start(): void;
  freeze(): void;
  thaw(): void;
  isPrimary(): Promise<boolean>;
  stepDown(): Promise<void>;
}

export interface Members {
  readonly all: readonly Member[];
  /** The way in, through the proxies. */
  url(database: string): string;
  /** The member that takes writes; null when none is found within the time. */
  primary(withinMs?: number): Promise<Member | null>;
  /** Waits until one leads and the others follow; answers the states they are in. */
  whole(withinMs: number): Promise<string>;
  close(): Promise<void>;
}

/** Starts a replica set of three on empty folders; resolves when it takes writes. */
export async function startMembers(
  children: Children,
  { binary, dir }: { binary: string; dir: string },
): Promise<Members> {
  const opened = await Promise.all(
    [0, 1, 2].map((place) => openMember(children, binary, dir, place)),
  );
  const all = opened.map(({ member }) => member);
  const first = opened[0];
  if (!first) throw new Error('no member');
  const members = all.map(({ proxy }, _id) => ({ _id, host: `127.0.0.1:${String(proxy.port)}` }));
  const settings = { electionTimeoutMillis: 2_000, heartbeatIntervalMillis: 500 };
  let last = '';
  const initiated = await within(60_000, () =>
    first.admin
      .db('admin')
      .command({ replSetInitiate: { _id: setName, members, settings } })
      .catch((error: Error & { code?: number }) => {
        last = error.message;
        return error.code === alreadyInitialized;
      }),
  );
  if (!initiated) {
    const said = opened.flatMap(({ lastLines }) => lastLines().slice(-3));
    throw new Error(`the replica set cannot be initiated: ${last}\n${said.join('\n')}`);
  }
  const primary = async (withinMs = 20_000): Promise<Member | null> =>
    within(withinMs, async () => {
      const answers = await Promise.all(
        all.map(async (one) => ((await one.isPrimary()) ? one : null)),
      );
      return answers.find((one) => one !== null);
    });
  if (!(await primary(30_000))) throw new Error('the replica set has no primary');
  return {
    all,
    primary,
    whole: async (withinMs) => {
      let states = 'unknown';
      await within(withinMs, async () => {
        const answers = await Promise.all(opened.map((one) => stateOf(one.admin)));
        states = answers.join(', ');
        const leaders = answers.filter((state) => state === 'PRIMARY').length;
        const followers = answers.filter((state) => state === 'SECONDARY').length;
        return leaders === 1 && followers === answers.length - 1;
      });
      return states;
    },
    url: (database) =>
      `mongodb://${members.map(({ host }) => host).join(',')}/${database}?replicaSet=${setName}`,
    close: async () => {
      for (const { admin, member } of opened) {
        await admin.close(true);
        await member.kill();
        await member.proxy.close();
      }
    },
  };
}

/** A way past the proxy, so that the run itself still sees a member that is cut off. */
async function adminOf(port: number): Promise<MongoClient> {
  // A client whose first try fails stays closed for good, so each try has one of its own.
  const admin = new MongoClient(`mongodb://127.0.0.1:${String(port)}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_500,
    connectTimeoutMS: 1_000,
    socketTimeoutMS: 2_000,
  });
  try {
    return await admin.connect();
  } catch (error) {
    await admin.close();
    throw error;
  }
}

/** What a member says that it is. */
async function stateOf(admin: MongoClient): Promise<string> {
  const status = await admin
    .db('admin')
    .command({ replSetGetStatus: 1 })
    .catch(() => null);
  const members = (status?.['members'] ?? []) as { self?: boolean; stateStr: string }[];
  return members.find(({ self }) => self === true)?.stateStr ?? 'silent';
}

async function openMember(
  children: Children,
  binary: string,
  dir: string,
  place: number,
): Promise<{ member: Member; admin: MongoClient; lastLines: () => readonly string[] }> {
  const port = await freePort();
  const proxy = await openMemberProxy(port);
  const dataDir = join(dir, `member-${String(place)}`);
  mkdirSync(dataDir, { recursive: true });
  let child: Child | null = null;
  const lastLines = (): readonly string[] => child?.lastLines() ?? [];
  const start = (): void => {
    if (!child?.isAlive()) child = children.start(binary, argumentsOf(dataDir, port));
  };
  start();
  const admin = await within(60_000, () => adminOf(port));
  if (!admin) throw new Error(`a mongod does not start:\n${lastLines().slice(-5).join('\n')}`);
  const member: Member = {
    name: `member-${String(place)}`,
    proxy,
    start,
    kill: async () => child?.kill(),
    freeze: () => child?.signal('SIGSTOP'),
    thaw: () => child?.signal('SIGCONT'),
    isPrimary: async () => {
      if (!child?.isAlive()) return false;
      const hello = await admin
        .db('admin')
        .command({ hello: 1 })
        .catch(() => null);
      return hello?.['isWritablePrimary'] === true;
    },
    stepDown: async () => {
      // It answers by closing connections, or too late: what counts is that it was told.
      await admin
        .db('admin')
        .command({ replSetStepDown: 4, force: true })
        .catch(() => null);
    },
  };
  return { member, admin, lastLines };
}

const argumentsOf = (dataDir: string, port: number): string[] =>
  [
    ['--replSet', setName],
    ['--bind_ip', '127.0.0.1'],
    ['--port', String(port)],
    ['--dbpath', dataDir],
    ['--wiredTigerCacheSizeGB', '0.25'],
    ['--oplogSize', '256'],
    // A backend that is killed inside a transaction holds its documents until then.
    ['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    ['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ['--nounixsocket', '--quiet'],
  ].flat();

// The backend for a bench: its own database on a given replica set, filled with players and
// rewards, and a real process that serves it.
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { collections } from '../../backend/src/collections.ts';
import { openClock } from '../../backend/src/core/clock.ts';
import type { Context } from '../../backend/src/core/context.ts';
import { openLog } from '../../backend/src/core/log.ts';
import { ensureCollections, mongoClient } from '../../backend/src/core/mongo.ts';
import type { PlayerDoc } from '../../backend/src/players/store.ts';
import type { EntryDoc } from '../../backend/src/ledger/store.ts';
import type { RewardDoc } from '../../backend/src/shop/reward-store.ts';
import { startLogged } from './logged-process.ts';

export interface BenchBackend {
  readonly ctx: Context;
  /** Of the first process. */
  readonly port: number;
  readonly processes: readonly BenchProcess[];
  readonly key: { keyId: string; secret: Buffer };
  /** In base64. */
  readonly appKey: string;
  readonly minecraftUUIDs: readonly string[];
  readonly skus: readonly string[];
  stop(): Promise<void>;
}

/** One backend process; several may serve the same database. */
export interface BenchProcess {
  readonly port: number;
  readonly pid: number;
  /** From its start to its first line that says ready. */
  readonly startMs: number;
  /** What it holds when all garbage is collected. */
  settledHeapMiB(): Promise<number>;
}

export const playersCount = 10_000;
export const rewardsCount = 1_000;
/** Coins of each player, and stock of each reward. */
export const coinsEach = 1_000_000_000;

/** Opens a fresh database, fills it, and starts a backend on it, or several. */
export async function startBackend(
  replicaSetUrl: string,
  options: { readonly processes?: number } = {},
): Promise<BenchBackend> {
  const url = new URL(replicaSetUrl);
  url.pathname = `/bench_${randomBytes(6).toString('hex')}`;
  const log = openLog('warn');
  const client = mongoClient(url.toString());
  await client.connect();
  const db = client.db();
  await ensureCollections(db, collections);
  const clock = await openClock(client, log);
  const ctx: Context = { client, db, clock, log, inFlight: new Set() };
  const minecraftUUIDs = await fillPlayers(ctx);
  const skus = await fillRewards(ctx);
  const key = { keyId: 'mk_bench', secret: randomBytes(32) };
  const appKey = randomBytes(32).toString('base64');
  const children: Started[] = [];
  for (let started = 0; started < (options.processes ?? 1); started += 1) {
    children.push(await startProcess(url.toString(), key, appKey));
  }
  return {
    ctx,
    port: children[0]?.port ?? 0,
    processes: children,
    key,
    appKey,
    minecraftUUIDs,
    skus,
    stop: async () => {
      for (const { stop } of children) await stop();
      clock.close();
      await db.dropDatabase();
      await client.close();
    },
  };
}

/** Players with coins, and the ledger entries those coins come from. */
async function fillPlayers({ db, clock }: Context): Promise<string[]> {
  const now = clock.now();
  const ids = Array.from({ length: playersCount }, () => ({
    _id: randomUUID(),
    uuid: randomUUID(),
  }));
  await db.collection<PlayerDoc>('players').insertMany(
    ids.map(({ _id, uuid }, place) => ({
      _id,
      minecraftUUID: uuid,
      minecraftName: `Bench_${String(place)}`,
      discordId: null,
      walletBalanceCoins: coinsEach,
      escrowBalanceCoins: 0,
      lifetimeEarnedCoins: coinsEach,
      lifetimeSpentCoins: 0,
      frozen: false,
      banned: null,
      online: false,
      serverId: null,
      lastHeartbeat: null,
      level: 0,
      starterDeliveryInProgress: false,
      createdAt: now,
      updatedAt: now,
    })),
  );
  await db.collection<EntryDoc>('transactions').insertMany(
    ids.map(({ _id }) => ({
      _id: randomUUID(),
      type: 'earn',
      actorId: _id,
      actorKind: 'player',
      amountCoins: coinsEach,
      reason: 'bench',
      postings: [{ from: 'mint', to: `wallet:${_id}`, amountCoins: coinsEach }],
      meta: {},
      createdAt: now,
    })),
  );
  return ids.map(({ uuid }) => uuid);
}

/** Rewards that count their stock, with more of it than any run sells. */
async function fillRewards({ db, clock }: Context): Promise<string[]> {
  const now = clock.now();
  const skus = Array.from({ length: rewardsCount }, (_, place) => `bench-${String(place)}`);
  await db.collection<RewardDoc>('rewards').insertMany(
    skus.map((_id, place) => ({
      _id,
      name: `Reward ${String(place)}`,
      category: 'item',
      description: [],
      icon: 'DIAMOND',
      priceCoins: 10,
      task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 1 }] } },
      stock: coinsEach,
      limits: {},
      // What a shop shows is a page or two, not a thousand rewards.
      visible: true,
      expiresAt: null,
      createdAt: now,
      updatedAt: now,
    })),
  );
  return skus;
}

interface Started extends BenchProcess {
  stop(): Promise<void>;
}

async function startProcess(
  databaseUrl: string,
  key: { keyId: string; secret: Buffer },
  appKey: string,
): Promise<Started> {
  const startedAt = performance.now();
  const settings = {
    DATABASE_URL: databaseUrl,
    APP_KEY: appKey,
    PLUGIN_API_KEY: `${key.keyId}:${key.secret.toString('base64')}`,
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    NODE_ENV: 'production',
    // The limits are kept, and are never reached.
    READS_PER_MINUTE_MAX: '1000000000',
    WRITES_PER_MINUTE_MAX: '1000000000',
  };
  const script = join(import.meta.dirname, '../../backend/src/main.ts');
  const settledHeap = join(import.meta.dirname, 'settled-heap.ts');
  const logged = startLogged(script, settings, ['--expose-gc', '--import', settledHeap]);
  const port = await logged.line((line) => {
    const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
    return msg === 'ready' && address ? Number(new URL(address).port) : undefined;
  });
  const startMs = performance.now() - startedAt;
  const stop = async (): Promise<void> => {
    const log = await logged.stop();
    const fault = log.split('\n').find((line) => line.includes('"level":"error"'));
    // What a run failed by; nobody else reads this log.
    if (fault) process.stderr.write(`${fault}\n`);
  };
  const settledHeapMiB = (): Promise<number> => {
    process.kill(logged.pid, 'SIGUSR2');
    return logged.line((line) => {
      const [, bytes] = /"settled heap","bytes":(\d+)/.exec(line) ?? [];
      return bytes === undefined ? undefined : Number(bytes) / 2 ** 20;
    });
  };
  return { port, pid: logged.pid, startMs, settledHeapMiB, stop };
}

// The backend for a bench: its own database on a given replica set, filled with players and
// rewards, and a real process that serves it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { collections } from '../../backend/src/collections.ts';
import { openClock } from '../../backend/src/core/clock.ts';
import type { Context } from '../../backend/src/core/context.ts';
import { openLog } from '../../backend/src/core/log.ts';
import { ensureCollections, mongoClient } from '../../backend/src/core/mongo.ts';
import type { PlayerDoc } from '../../backend/src/players/store.ts';
import type { EntryDoc } from '../../backend/src/ledger/store.ts';
import type { RewardDoc } from '../../backend/src/shop/store.ts';

export interface BenchBackend {
  readonly ctx: Context;
  readonly port: number;
  readonly key: { keyId: string; secret: Buffer };
  readonly minecraftUUIDs: readonly string[];
  readonly skus: readonly string[];
  stop(): Promise<void>;
}

export const playersCount = 10_000;
export const rewardsCount = 1_000;
const coinsEach = 1_000_000_000;

/** Opens a fresh database, fills it, and starts a backend on it. */
export async function startBackend(replicaSetUrl: string): Promise<BenchBackend> {
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
  const child = await startProcess(url.toString(), key);
  return {
    ctx,
    port: child.port,
    key,
    minecraftUUIDs,
    skus,
    stop: async () => {
      await end(child.process);
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

async function startProcess(
  databaseUrl: string,
  key: { keyId: string; secret: Buffer },
): Promise<{ process: ChildProcess; port: number }> {
  const main = join(import.meta.dirname, '../../backend/src/main.ts');
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      APP_KEY: randomBytes(32).toString('base64'),
      PLUGIN_API_KEY: `${key.keyId}:${key.secret.toString('base64')}`,
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'info',
      NODE_ENV: 'production',
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => {
      reject(new Error(`The backend ended with ${String(code)} before it was ready.`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
      if (msg === 'ready' && address) resolve(Number(new URL(address).port));
    });
  });
  return { process: child, port };
}

const end = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => {
      resolve();
    });
    child.kill('SIGTERM');
  });

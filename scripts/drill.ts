// npm run drill: backs up under load, restores into another database and verifies it. `--entries N` is
// how long the ledger is. The last lines are what it took; anything wrong ends with 1.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp, restore } from '../backend/src/backup.ts';
import { progressOn } from '../backend/src/commands/progress.ts';
import type { Context } from '../backend/src/core/context.ts';
import { mongoClient } from '../backend/src/core/mongo.ts';
import type { EntryDoc } from '../backend/src/ledger/store.ts';
import type { PlayerDoc } from '../backend/src/players/store.ts';
import { playersCount, startBackend } from './bench/backend.ts';
import type { BenchBackend } from './bench/backend.ts';
import { openClient } from './bench/client.ts';
import { findMongod } from './find-mongod.ts';
import { startReplicaSet } from './mongod.ts';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '1000000' } } });
const entries = Number(values.entries);
if (!Number.isSafeInteger(entries) || entries < playersCount) {
  throw new Error(`--entries is a whole number, at least ${playersCount}.`);
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const batchMax = 10_000;
const buyersCount = 16;

/** A ledger of that many entries: one coin each, to one player after the other. */
async function fillLedger({ db, clock }: Context): Promise<void> {
  const players = await db
    .collection<PlayerDoc>('players')
    .find({}, { projection: { _id: 1 } })
    .toArray();
  const now = clock.now();
  const rounds = Math.floor(entries / players.length) - 1;
  for (let made = 0; made < rounds * players.length; made += batchMax) {
    await db.collection<EntryDoc>('transactions').insertMany(
      Array.from({ length: batchMax }, (_, place) => {
        const playerId = players[(made + place) % players.length]?._id ?? '';
        const postings = [{ from: 'mint', to: `wallet:${playerId}`, amountCoins: 1 } as const];
        const who = { actorId: playerId, actorKind: 'player' as const };
        const what = { type: 'earn' as const, amountCoins: 1, reason: 'drill', postings };
        return { _id: randomUUID(), ...who, ...what, meta: {}, createdAt: now };
      }),
      { ordered: false },
    );
  }
  await db
    .collection<PlayerDoc>('players')
    .updateMany({}, { $inc: { walletBalanceCoins: rounds, lifetimeEarnedCoins: rounds } });
}

/** Buys until told to stop; answers how many purchases were made. */
function buyAlong({ port, key, minecraftUUIDs, skus }: BenchBackend): () => Promise<number> {
  const client = openClient(port, key, buyersCount);
  let isOver = false;
  let bought = 0;
  const buying = Array.from({ length: buyersCount }, async (_, buyer) => {
    for (let at = buyer; !isOver; at += buyersCount) {
      const minecraftUUID = minecraftUUIDs[at % minecraftUUIDs.length];
      const body = { minecraftUUID, sku: skus[at % skus.length], quantity: 1 };
      const { status } = await client.ask('POST', '/api/shop/purchase', body, randomUUID());
      if (status === 201) bought += 1;
    }
  });
  return async () => {
    isOver = true;
    await Promise.all(buying);
    client.close();
    return bought;
  };
}

async function timed<T>(work: () => Promise<T>): Promise<[T, string]> {
  const startedAtMs = performance.now();
  const result = await work();
  return [result, `${((performance.now() - startedAtMs) / 1_000).toFixed(1)} s`];
}

async function drill(url: string, dir: string): Promise<void> {
  const backend = await startBackend(url);
  const { ctx } = backend;
  const [, filledIn] = await timed(() => fillLedger(ctx));
  say(`A ledger of ${entries.toLocaleString('en')} entries: filled in ${filledIn}`);
  const folder = join(dir, 'backup');
  const stopBuying = buyAlong(backend);
  const [manifest, backedUpIn] = await timed(() =>
    backUp(ctx, folder, progressOn(process.stderr, 'backup')),
  );
  const bought = await stopBuying();
  const documents = manifest.files.reduce((sum, file) => sum + file.documents, 0);
  const target = new URL(url);
  target.pathname = `/drill_${randomUUID().slice(0, 8)}`;
  const client = mongoClient(target.toString());
  const empty: Context = { ...ctx, client, db: client.db(), inFlight: new Set() };
  const [report, restoredIn] = await timed(() =>
    restore(empty, folder, progressOn(process.stderr, 'restore')),
  );
  await client.close();
  await backend.stop();
  say(
    `Backup:  ${documents.toLocaleString('en')} documents in ${backedUpIn}, ${bought} purchases beside it`,
  );
  say(
    `Restore: in ${restoredIn}, verified; ${report.ledger.entries.toLocaleString('en')} ledger entries`,
  );
  say(report.ledger.sound ? 'Sound: every coin is there.' : 'NOT SOUND');
  if (!report.ledger.sound) process.exitCode = 1;
}

const found = await findMongod({ say });
const dir = mkdtempSync(join(tmpdir(), 'mintkeep-drill-'));
const mongo =
  found.kind === 'url'
    ? null
    : await startReplicaSet({ binary: found.binary, dataDir: join(dir, 'db') });
try {
  await drill(found.kind === 'url' ? found.url : (mongo?.url ?? ''), dir);
} finally {
  await mongo?.stop();
  rmSync(dir, { recursive: true, force: true });
}

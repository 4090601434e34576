// The bench of purchases: distinct rewards and one hot reward over HTTP, beside what the same mongod
// does with a plain durable insert.
import { randomUUID } from 'node:crypto';
import { verifyLedger } from '../../backend/src/ledger/verify.ts';
import { startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import { openClient } from './client.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import type { Report } from './report.ts';

const concurrencies = [1, 16, 100];

/** Measures purchases and the catalogue, and checks that nothing was sold twice or for nothing. */
export async function benchPurchases(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const backend = await startBackend(replicaSetUrl);
  try {
    await warmUp(backend);
    for (const concurrent of concurrencies) {
      const insert = await plainInserts(backend, concurrent, seconds);
      addLoad(report, `${String(concurrent)} at once`, 'plain majority insert', insert);
      for (const [name, pick] of [
        ['purchase, one hot reward', () => 0],
        ['purchase, distinct rewards', (skus: number) => Math.floor(Math.random() * skus)],
      ] as const) {
        const bought = await purchases(backend, concurrent, seconds, pick);
        addLoad(report, `${String(concurrent)} at once`, name, bought, insert);
      }
      const listed = await catalogue(backend, concurrent, Math.min(seconds, 3));
      addLoad(report, `${String(concurrent)} at once`, 'GET /api/shop/items, 1000 rewards', listed);
    }
    const verified = await verifyLedger(backend.ctx);
    if (!verified.sound) throw new Error(`The ledger is not sound: ${JSON.stringify(verified)}`);
  } finally {
    await backend.stop();
  }
}

function addLoad(
  report: Report,
  group: string,
  name: string,
  load: LoadResult,
  insert?: LoadResult,
): void {
  const beside = insert
    ? { beside: { name: 'plain insert', ratio: load.perSecond / insert.perSecond } }
    : {};
  report.add({ group, name, value: load.perSecond, unit: '/s', ...beside });
  report.add({ group, name: `${name}, p50`, value: load.p50Ms, unit: 'ms' });
  report.add({ group, name: `${name}, p95`, value: load.p95Ms, unit: 'ms' });
  report.add({ group, name: `${name}, p99`, value: load.p99Ms, unit: 'ms' });
}

async function warmUp(backend: BenchBackend): Promise<void> {
  await purchases(backend, 64, 3, (skus) => Math.floor(Math.random() * skus));
}

async function purchases(
  { port, key, minecraftUUIDs, skus }: BenchBackend,
  concurrent: number,
  seconds: number,
  pick: (skus: number) => number,
): Promise<LoadResult> {
  const client = openClient(port, key, concurrent);
  const load = await runLoad(concurrent, seconds, async () => {
    const minecraftUUID = minecraftUUIDs[Math.floor(Math.random() * minecraftUUIDs.length)];
    const body = { minecraftUUID, sku: skus[pick(skus.length)], quantity: 1 };
    const { status, text } = await client.ask('POST', '/api/shop/purchase', body, randomUUID());
    if (status !== 201) throw new Error(`${String(status)} ${text}`);
  });
  client.close();
  return load;
}

async function catalogue(
  { port, key }: BenchBackend,
  concurrent: number,
  seconds: number,
): Promise<LoadResult> {
  const client = openClient(port, key, concurrent);
  const load = await runLoad(concurrent, seconds, async () => {
    const { status } = await client.ask('GET', '/api/shop/items');
    if (status !== 200) throw new Error(String(status));
  });
  client.close();
  return load;
}

function plainInserts(
  { ctx }: BenchBackend,
  concurrent: number,
  seconds: number,
): Promise<LoadResult> {
  const inserts = ctx.db.collection('plain_inserts');
  return runLoad(concurrent, seconds, async () => {
    await inserts.insertOne({ minecraftUUID: randomUUID(), sku: 'bench', at: new Date() });
  });
}

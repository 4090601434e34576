// The bench of purchases (S0-079, S0-082): distinct rewards and one hot reward, over HTTP and without
// it, each with its entry in the event log, beside a plain durable insert of the same mongod and beside
// the same purchase in PostgreSQL and SQLite.
import { randomUUID } from 'node:crypto';
import { operationOf } from '../../backend/src/core/transact.ts';
import { verifyLedger } from '../../backend/src/ledger/verify.ts';
import { openPurchases } from '../../backend/src/shop/purchase.ts';
import { coinsEach as stockEach, playersCount, rewardsCount, startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import { openClient } from './client.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import { startPostgres } from './postgres.ts';
import { processorUs } from './process-use.ts';
import { addLoad } from './report.ts';
import type { Beside, Report } from './report.ts';
import { openSqlite } from './sqlite.ts';
import type { Yardstick } from './yardstick.ts';

const concurrencies = [1, 16, 64, 100, 256];
const kinds = ['one hot reward', 'distinct rewards'] as const;
type Kind = (typeof kinds)[number];

/** Which reward a purchase of this kind is of. */
export const rewardFor = (kind: Kind): number =>
  kind === 'one hot reward' ? 0 : Math.floor(Math.random() * rewardsCount);

export const anyPlayer = (): number => Math.floor(Math.random() * playersCount);

/** Measures purchases, and checks that nothing was sold twice or for nothing. */
export async function benchPurchases(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const sqlite = await benchSqlite(report, seconds);
  const postgres = await startPostgres((line) => {
    report.say(line);
  });
  const backend = await startBackend(replicaSetUrl);
  try {
    await purchases(backend, 64, 3, 'distinct rewards');
    for (const concurrent of concurrencies) {
      const bench = { report, concurrent, seconds, group: `${String(concurrent)} at once` };
      const insert = await plainInserts(backend, concurrent, seconds);
      addLoad(report, bench.group, 'plain majority insert', insert);
      const yardsticks = postgres ? [postgres.byStatements, postgres.byFunction] : [];
      for (const kind of kinds) {
        const beside = [besideOf('plain insert', insert), ...(sqlite.get(kind) ?? [])];
        for (const yardstick of yardsticks)
          beside.push(await benchYardstick(bench, yardstick, kind));
        await benchOurs(bench, backend, kind, beside);
      }
    }
    await checkExact(backend);
  } finally {
    await backend.stop();
    await postgres?.stop();
  }
}

/** The other databases' share of a figure: filled in once ours is measured. */
type Measured = { readonly name: string; readonly perSecond: number };

const besideOf = (name: string, { perSecond }: LoadResult): Measured => ({ name, perSecond });

const ratiosOf = (load: LoadResult, measured: readonly Measured[]): Beside[] =>
  measured.map(({ name, perSecond }) => ({ name, ratio: load.perSecond / perSecond }));

interface Bench {
  readonly report: Report;
  readonly group: string;
  readonly concurrent: number;
  readonly seconds: number;
}

/** SQLite has one writer and blocks its thread: it is measured once, one purchase after another. */
async function benchSqlite(report: Report, seconds: number): Promise<Map<Kind, Measured[]>> {
  const found = new Map<Kind, Measured[]>(kinds.map((kind) => [kind, []]));
  for (const synchronous of ['FULL', 'NORMAL'] as const) {
    const shop = openSqlite(synchronous);
    try {
      const bench = { report, group: 'SQLite, one after another', concurrent: 1, seconds };
      for (const kind of kinds) found.get(kind)?.push(await benchYardstick(bench, shop, kind));
    } finally {
      shop.close();
    }
  }
  return found;
}

async function benchYardstick(bench: Bench, yardstick: Yardstick, kind: Kind): Promise<Measured> {
  const { report, group, concurrent, seconds } = bench;
  const load = await runLoad(concurrent, seconds, () =>
    yardstick.buy(anyPlayer(), rewardFor(kind)),
  );
  addLoad(report, group, `${yardstick.name}, ${kind}`, load);
  return besideOf(yardstick.name, load);
}

async function benchOurs(
  { report, group, concurrent, seconds }: Bench,
  backend: BenchBackend,
  kind: Kind,
  beside: readonly Measured[],
): Promise<void> {
  const rows = [
    // The callers are in this process, and counted with it.
    { name: `purchase without HTTP, ${kind}`, load: withoutHttp, pid: process.pid },
    { name: `purchase over HTTP, ${kind}`, load: purchases, pid: backend.processes[0]?.pid ?? 0 },
  ];
  for (const { name, load, pid } of rows) {
    const before = processorUs(pid);
    const bought = await load(backend, concurrent, seconds, kind);
    const after = processorUs(pid);
    addLoad(report, group, name, bought, ratiosOf(bought, beside));
    if (before === null || after === null) continue;
    // A second's rate falls with what else the machine does; this hardly does.
    const value = (after - before) / bought.answers;
    report.add({ group, name: `${name}, processor of the backend`, value, unit: 'us' });
  }
}

/** The shop's till in this process, as PostgreSQL and SQLite are asked: no HTTP, no signature. */
function withoutHttp(
  { ctx, minecraftUUIDs, skus }: BenchBackend,
  concurrent: number,
  seconds: number,
  kind: Kind,
): Promise<LoadResult> {
  const till = openPurchases(ctx);
  const actor = { kind: 'server', id: 'first' } as const;
  return runLoad(concurrent, seconds, async () => {
    const minecraftUUID = minecraftUUIDs[anyPlayer()] ?? '';
    const input = { minecraftUUID, sku: skus[rewardFor(kind)] ?? '', quantity: 1 };
    const command = { actor, route: 'POST /api/shop/purchase', key: randomUUID(), input };
    await till.submit({ ...operationOf(command), input });
  });
}

/** Purchases as a game server makes them: signed, over HTTP. */
export async function purchases(
  {
    port,
    key,
    minecraftUUIDs,
    skus,
  }: Pick<BenchBackend, 'key' | 'minecraftUUIDs' | 'skus' | 'port'>,
  concurrent: number,
  seconds: number,
  kind: Kind,
): Promise<LoadResult> {
  const client = openClient(port, key, concurrent);
  const load = await runLoad(concurrent, seconds, async () => {
    const body = {
      minecraftUUID: minecraftUUIDs[anyPlayer()],
      sku: skus[rewardFor(kind)],
      quantity: 1,
    };
    const { status, text } = await client.ask('POST', '/api/shop/purchase', body, randomUUID());
    if (status !== 201) throw new Error(`${String(status)} ${text}`);
  });
  client.close();
  return load;
}

/** The least that a durable write costs. */
export function plainInserts(
  { ctx }: BenchBackend,
  concurrent: number,
  seconds: number,
): Promise<LoadResult> {
  const inserts = ctx.db.collection('plain_inserts');
  return runLoad(concurrent, seconds, async () => {
    await inserts.insertOne({ minecraftUUID: randomUUID(), sku: 'bench', at: new Date() });
  });
}

/** The books are sound, and every unit that left the stock was bought, and logged, once (S0-082). */
export async function checkExact({ ctx }: BenchBackend): Promise<void> {
  const verified = await verifyLedger(ctx);
  if (!verified.sound) throw new Error(`The ledger is not sound: ${JSON.stringify(verified)}`);
  const { db } = ctx;
  const sold = await db.collection('shop_transactions').countDocuments();
  const logged = await db.collection('event_log').countDocuments({ eventType: 'purchase' });
  const [left] = await db
    .collection('rewards')
    .aggregate<{ stock: number }>([{ $group: { _id: null, stock: { $sum: '$stock' } } }])
    .toArray();
  const taken = rewardsCount * stockEach - (left?.stock ?? 0);
  if (taken !== sold || logged !== sold) {
    const counted = `${String(taken)} taken, ${String(sold)} sold, ${String(logged)} logged`;
    throw new Error(`The stock is not exact: ${counted}.`);
  }
}

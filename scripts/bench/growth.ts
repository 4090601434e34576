// The bench of growth: what a purchase and the queries of players and staff cost when the books hold
// ten thousand, a hundred thousand, a million purchases, each with its ledger entry, delivery, event
// and audit entry, and as many orders of the market. A cost that grows with the books is a missing index.
import { MongoClient } from 'mongodb';
import type { Context } from '../../backend/src/core/context.ts';
import { pastPriceCoins, pastPurchase } from '../../backend/test/past.ts';
import { playersCount, rewardsCount, startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import { openClient } from './client.ts';
import { verifyLedger } from '../../backend/src/ledger/verify.ts';
import type { PlayerDoc } from '../../backend/src/players/store.ts';
import type { RewardDoc } from '../../backend/src/shop/reward-store.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import { pastOrder } from './past-order.ts';
import { anyPlayer, checkExact, plainInserts, purchases } from './purchases.ts';
import { addLoad } from './report.ts';
import type { Report } from './report.ts';

const levels = [10_000, 100_000, 1_000_000, 10_000_000];
/** Rows of one statement, of each collection. */
const batchMax = 5_000;
const staffCount = 20;

/** Measures at 10^4 entries and every power of ten up to `entries`. */
export async function benchGrowth(
  report: Report,
  replicaSetUrl: string,
  { seconds, entries }: { readonly seconds: number; readonly entries: number },
): Promise<void> {
  const backend = await startBackend(replicaSetUrl);
  const first = new Map<string, number>();
  try {
    let filled = 0;
    for (const level of levels.filter((one) => one <= entries)) {
      report.say(`growth: filling up to ${String(level)} entries ...`);
      await fill(backend.ctx, filled, level);
      await writeOut(replicaSetUrl);
      filled = level;
      // What is measured first must not be what is cold.
      await purchases(backend, 64, 3, 'distinct rewards');
      await measure(report, backend, { seconds, level, first });
      await verify(report, backend, level);
    }
    await checkExact(backend);
  } finally {
    await backend.stop();
  }
}

/** What is still to be written out would be measured too. May take longer than the backend waits. */
async function writeOut(replicaSetUrl: string): Promise<void> {
  const client = new MongoClient(replicaSetUrl);
  try {
    await client.db('admin').command({ fsync: 1 });
  } finally {
    await client.close();
  }
}

interface At {
  readonly seconds: number;
  readonly level: number;
  /** What each figure was at the first level. */
  readonly first: Map<string, number>;
}

async function measure(report: Report, backend: BenchBackend, at: At): Promise<void> {
  const group = `growth, ${String(at.level)} ledger entries`;
  const add = (name: string, load: LoadResult): void => {
    const smallest = at.first.get(name);
    if (smallest === undefined) at.first.set(name, load.perSecond);
    const ratio = load.perSecond / (smallest ?? load.perSecond);
    addLoad(report, group, name, load, [{ name: `at ${String(levels[0])}`, ratio }]);
  };
  add('plain majority insert, 64 at once', await plainInserts(backend, 64, at.seconds));
  add('purchase, alone', await purchases(backend, 1, at.seconds, 'distinct rewards'));
  add('purchase, 64 at once', await purchases(backend, 64, at.seconds, 'distinct rewards'));
  const { minecraftUUIDs } = backend;
  const asks: readonly [string, () => string][] = [
    [
      'purchases of a player, 16 at once',
      () => `/api/shop/purchases/${minecraftUUIDs[anyPlayer()] ?? ''}`,
    ],
    [
      'trades of a player, 16 at once',
      () => `/api/market/trades/${minecraftUUIDs[anyPlayer()] ?? ''}?side=bought`,
    ],
    ['audit: newest page, 16 at once', () => '/api/admin/audit'],
    ['audit: of one member of staff', () => `/api/admin/audit?adminId=staff:${anyStaff()}`],
    ['audit: one kind of target', () => '/api/admin/audit?target=player'],
    ['audit: one kind of action', () => '/api/admin/audit?action=bench.rare'],
    ['event log: newest page', () => '/api/admin/events'],
    ['event log: a kind that is rare', () => '/api/admin/events?eventType=ban'],
    ['ledger: newest page', () => '/api/reports/tx'],
    ['ledger: a kind that is rare', () => '/api/reports/tx?type=flag'],
  ];
  for (const [name, path] of asks) add(name, await asked(backend, at.seconds, path));
}

const anyStaff = (): number => Math.floor(Math.random() * staffCount);

async function asked(
  { port, key }: BenchBackend,
  seconds: number,
  path: () => string,
): Promise<LoadResult> {
  const players = openClient(port, key, 16);
  const staff = openClient(port, key, 16, { actor: 'console' });
  const load = await runLoad(16, seconds, async () => {
    const wanted = path();
    const client = /^\/api\/(admin|reports)/.test(wanted) ? staff : players;
    const { status, text } = await client.ask('GET', wanted);
    if (status !== 200) throw new Error(`${wanted}: ${String(status)} ${text}`);
  });
  players.close();
  staff.close();
  return load;
}

async function verify(report: Report, { ctx }: BenchBackend, level: number): Promise<void> {
  const startedAt = performance.now();
  const { entries, sound } = await verifyLedger(ctx);
  const tookMs = performance.now() - startedAt;
  if (!sound) throw new Error('The ledger is not sound.');
  const group = `growth, ${String(level)} ledger entries`;
  report.add({ group, name: 'verifier of the whole ledger', value: tookMs, unit: 'ms' });
  const value = (tookMs * 1_000) / entries;
  report.add({ group, name: 'verifier, an entry', value, unit: 'us' });
}

/** Writes purchases with all they leave behind, delivered long ago, until there are `to` of them. */
async function fill({ db, clock }: Context, from: number, to: number): Promise<void> {
  const players = await db
    .collection<PlayerDoc>('players')
    .find({}, { projection: { _id: 1, minecraftUUID: 1 }, sort: { _id: 1 } })
    .toArray();
  const endMs = clock.now().getTime();
  for (let made = from; made < to; made += batchMax) {
    const rows = Array.from({ length: batchMax }, (_, place) => {
      const number = made + place;
      const player = players[number % playersCount];
      const seller = players[(number + 1) % playersCount];
      if (!player || !seller) throw new Error('A bench without players.');
      // A second each, up to now.
      const at = new Date(endMs - (to - number) * 1_000);
      const bought = pastPurchase({
        playerId: player._id,
        minecraftUUID: player.minecraftUUID,
        sku: `bench-${String(number % rewardsCount)}`,
        at,
        action: number % 1_000 === 0 ? 'bench.rare' : 'player.adjust',
        adminId: `staff:${String(number % staffCount)}`,
      });
      return { ...bought, orders: pastOrder(player, seller, at) };
    });
    const names = Object.keys(rows[0] ?? {}) as (keyof (typeof rows)[number])[];
    await Promise.all(
      names.map((name) =>
        db.collection<{ _id: string }>(name).insertMany(
          rows.map((row) => row[name]),
          // Filling is not what is measured.
          { ordered: false, writeConcern: { w: 1 } },
        ),
      ),
    );
  }
  const coins = ((to - from) / playersCount) * pastPriceCoins;
  await db
    .collection<PlayerDoc>('players')
    .updateMany({}, { $inc: { walletBalanceCoins: -coins, lifetimeSpentCoins: coins } });
  await db
    .collection<RewardDoc>('rewards')
    .updateMany({}, { $inc: { stock: -(to - from) / rewardsCount } });
}

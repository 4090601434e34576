// The bench of the market: buying from one hot listing and from distinct ones, over HTTP and without
// it, beside the yardsticks of `purchases`; and browsing, searching and appraising among a hundred
// thousand listings, whose p95 must stay below 20 ms.
import { randomUUID } from 'node:crypto';
import { operationOf } from '../../backend/src/core/transact.ts';
import { verifyLedger } from '../../backend/src/ledger/verify.ts';
import { openOrders } from '../../backend/src/market/buy.ts';
import { playersCount, startBackend } from './backend.ts';
import type { BenchBackend } from './backend.ts';
import { openClient } from './client.ts';
import type { BenchClient } from './client.ts';
import { runLoad } from './load.ts';
import type { LoadResult } from './load.ts';
import { fillMarket, quantityEach, sellersCount } from './market-fill.ts';
import { startPostgres } from './postgres.ts';
import type { Postgres } from './postgres.ts';
import { plainInserts, rewardFor } from './purchases.ts';
import { addLoad } from './report.ts';
import type { Report } from './report.ts';

const concurrencies = [1, 16, 64, 100, 256];
const kinds = ['one hot listing', 'distinct listings'] as const;
type Kind = (typeof kinds)[number];

const listingsCount = 100_000;
/** So many of them are bought from, as there are rewards in the bench of purchases. */
const boughtFrom = 1_000;
const browseP95MsMax = 20;

/** Measures the market, and checks that nothing was sold twice or for nothing. */
export async function benchMarket(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const postgres = await startPostgres((line) => {
    report.say(line);
  });
  const backend = await startBackend(replicaSetUrl);
  try {
    report.say(`market: ${String(listingsCount)} listings ...`);
    const listingIds = (await fillMarket(backend.ctx, listingsCount)).slice(0, boughtFrom);
    await backend.ctx.client.db('admin').command({ fsync: 1 });
    const market = { report, backend, seconds, listingIds, postgres };
    await benchBrowsing(market);
    await overHttp(market, 64, 'distinct listings');
    for (const concurrent of concurrencies) await benchBuying(market, concurrent);
    await checkExact(backend);
    report.say(`market: ${String(listingsCount)} more listings, of one kind ...`);
    await fillMarket(backend.ctx, listingsCount, 'cobblestone');
    await benchAsks(market, `${String(listingsCount)} listings of one kind`, [
      ['appraisal of it', () => '/api/market/appraisal/cobblestone?unitPriceCoins=10'],
      ['the cheapest of it', () => '/api/listings?sku=cobblestone&sort=cheapest'],
      ['newest', () => '/api/listings'],
    ]);
  } finally {
    await backend.stop();
    await postgres?.stop();
  }
}

interface Market {
  readonly report: Report;
  readonly backend: BenchBackend;
  readonly seconds: number;
  readonly listingIds: readonly string[];
  readonly postgres: Postgres | null;
}

async function benchBuying(market: Market, concurrent: number): Promise<void> {
  const { report, backend, seconds, postgres } = market;
  const group = `market, ${String(concurrent)} at once`;
  const insert = await plainInserts(backend, concurrent, seconds);
  addLoad(report, group, 'plain majority insert', insert);
  for (const kind of kinds) {
    const beside = [{ name: 'plain insert', perSecond: insert.perSecond }];
    for (const { name, buy } of postgres ? [postgres.byStatements, postgres.byFunction] : []) {
      const reward = kind === 'one hot listing' ? 'one hot reward' : 'distinct rewards';
      const load = await runLoad(concurrent, seconds, () => buy(anyBuyer(), rewardFor(reward)));
      addLoad(report, group, `${name}, ${reward}`, load);
      beside.push({ name, perSecond: load.perSecond });
    }
    const add = (name: string, load: LoadResult): void => {
      const ratios = beside.map((one) => ({
        name: one.name,
        ratio: load.perSecond / one.perSecond,
      }));
      addLoad(report, group, `${name}, ${kind}`, load, ratios);
    };
    add('order without HTTP', await withoutHttp(market, concurrent, kind));
    add('order over HTTP', await overHttp(market, concurrent, kind));
  }
}

/** No seller: nobody buys of their own. */
const anyBuyer = (): number =>
  sellersCount + Math.floor(Math.random() * (playersCount - sellersCount));

const anyListing = ({ listingIds }: Market, kind: Kind): string =>
  listingIds[kind === 'one hot listing' ? 0 : Math.floor(Math.random() * boughtFrom)] ?? '';

async function withoutHttp(market: Market, concurrent: number, kind: Kind): Promise<LoadResult> {
  const { backend, seconds } = market;
  const buyers = await buyersOf(backend);
  const till = openOrders(backend.ctx);
  const actor = { kind: 'server', id: 'first' } as const;
  const route = 'POST /api/market/listings/:listingId/buy';
  return runLoad(concurrent, seconds, async () => {
    const minecraftUUID = buyers[Math.floor(Math.random() * buyers.length)] ?? '';
    const input = { listingId: anyListing(market, kind), minecraftUUID, quantity: 1 };
    const command = { actor, route, key: randomUUID(), input };
    await till.submit({ ...operationOf(command), input });
  });
}

async function overHttp(market: Market, concurrent: number, kind: Kind): Promise<LoadResult> {
  const { backend, seconds } = market;
  const buyers = await buyersOf(backend);
  const client = openClient(backend.port, backend.key, concurrent);
  const load = await runLoad(concurrent, seconds, async () => {
    const minecraftUUID = buyers[Math.floor(Math.random() * buyers.length)] ?? '';
    const path = `/api/market/listings/${anyListing(market, kind)}/buy`;
    const body = { minecraftUUID, quantity: 1 };
    const { status, text } = await client.ask('POST', path, body, randomUUID());
    if (status !== 201) throw new Error(`${String(status)} ${text}`);
  });
  client.close();
  return load;
}

/** All players but those whose listings they are. */
async function buyersOf({ ctx, minecraftUUIDs }: BenchBackend): Promise<string[]> {
  const sellers = new Set(await ctx.db.collection('listings').distinct('sellerMinecraftUUID'));
  return minecraftUUIDs.filter((one) => !sellers.has(one));
}

type Asks = readonly (readonly [name: string, path: () => string])[];

const benchBrowsing = (market: Market): Promise<void> =>
  benchAsks(market, `${String(listingsCount)} listings`, [
    ['newest', () => '/api/listings'],
    ['newest, page 50', () => '/api/listings?page=50'],
    ['cheapest', () => '/api/listings?sort=cheapest'],
    ['ending soon', () => '/api/listings?sort=endingSoon'],
    ['a category, newest', () => '/api/listings?category=tools'],
    ['a category, cheapest', () => '/api/listings?category=combat&sort=cheapest'],
    ['search of a word that many have', () => '/api/listings?search=dia'],
    ['search of two words', () => '/api/listings?search=ember%20dia&sort=cheapest'],
    ['search of a word that few have', () => `/api/listings?search=${anyNumber()}`],
    ['search of what nobody sells', () => '/api/listings?search=zzz'],
    ['of a seller', () => `/api/listings?seller=Bench_${String(anySeller())}`],
    ['a price range', () => '/api/listings?priceMinCoins=100&priceMaxCoins=200&sort=cheapest'],
    ['of a sku, cheapest', () => `/api/listings?sku=bread.${anyNumber()}&sort=cheapest`],
    ['appraisal', () => `/api/market/appraisal/bread.${anyNumber()}?unitPriceCoins=10`],
  ]);

const anyNumber = (): string => String(Math.floor(Math.random() * 1_009)).padStart(12, '0');
const anySeller = (): number => Math.floor(Math.random() * sellersCount);

async function benchAsks(
  { report, backend, seconds }: Market,
  group: string,
  asks: Asks,
): Promise<void> {
  const slow: string[] = [];
  for (const concurrent of [1, 16]) {
    const client = openClient(backend.port, backend.key, concurrent);
    const inGroup = `${group}, ${String(concurrent)} at once`;
    const least = await asked(client, concurrent, seconds, () => '/api/level-caps/version');
    addLoad(report, inGroup, 'the smallest signed answer', least);
    for (const [name, path] of asks) {
      const load = await asked(client, concurrent, seconds, path);
      const ratio = load.perSecond / least.perSecond;
      addLoad(report, inGroup, name, load, [{ name: 'the smallest signed answer', ratio }]);
      const isSlow = concurrent === 1 && load.p95Ms > browseP95MsMax;
      if (isSlow) slow.push(`${name}: ${load.p95Ms.toFixed(1)} ms`);
    }
    client.close();
  }
  if (slow.length === 0) return;
  report.say(`  above ${String(browseP95MsMax)} ms at p95, alone: ${slow.join('; ')}`);
}

const asked = (
  client: BenchClient,
  concurrent: number,
  seconds: number,
  path: () => string,
): Promise<LoadResult> =>
  runLoad(concurrent, seconds, async () => {
    const wanted = path();
    const { status, text } = await client.ask('GET', wanted);
    if (status !== 200) throw new Error(`${wanted}: ${String(status)} ${text}`);
  });

/** The books are sound, and every thing that left a listing was ordered, and logged, once. */
async function checkExact({ ctx }: BenchBackend): Promise<void> {
  const verified = await verifyLedger(ctx);
  if (!verified.sound) throw new Error(`The ledger is not sound: ${JSON.stringify(verified)}`);
  const { db } = ctx;
  const ordered = await db.collection('orders').countDocuments();
  const logged = await db.collection('event_log').countDocuments({ eventType: 'order' });
  const [left] = await db
    .collection('listings')
    .aggregate<{ taken: number }>([
      { $group: { _id: null, taken: { $sum: { $subtract: [quantityEach, '$quantity'] } } } },
    ])
    .toArray();
  const taken = left?.taken ?? 0;
  if (taken === ordered && logged === ordered) return;
  const counted = `${String(taken)} taken, ${String(ordered)} ordered, ${String(logged)} logged`;
  throw new Error(`The listings are not exact: ${counted}.`);
}

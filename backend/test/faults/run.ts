// One fault run from begin to end: three database members behind proxies, two backends, a game server
// and its players; faults by a seeded schedule; then healing, quiet, and every check there is.
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openClock } from '../../src/core/clock.ts';
import type { Context } from '../../src/core/context.ts';
import { openLog } from '../../src/core/log.ts';
import { mongoClient } from '../../src/core/mongo.ts';
import type { ReadScope } from '../../src/core/mongo.ts';
import { inSnapshot } from '../../src/core/snapshot.ts';
import { verifyLedgerIn } from '../../src/ledger/verify.ts';
import { randomFrom } from '../model/random.ts';
import { sharedEnvironment, startBackend } from './backends.ts';
import type { Backend } from './backends.ts';
import { burstKinds, startBursts } from './bursts.ts';
import type { BurstFacts, Bursts } from './bursts.ts';
import { fillCatalogue } from './catalogue.ts';
import { openChildren } from './children.ts';
import type { Children } from './children.ts';
import { openClient } from './client.ts';
import type { Client } from './client.ts';
import { shorterTimes } from './defects.ts';
import type { Defect } from './defects.ts';
import { backUp, restore } from './drill.ts';
import type { Drill } from './drill.ts';
import { loadFinal } from './final.ts';
import { startGame } from './game.ts';
import type { Game } from './game.ts';
import { openHistory } from './history.ts';
import type { History } from './history.ts';
import { startHolders } from './holders.ts';
import { judge } from './judge.ts';
import type { Figures } from './judge.ts';
import { openLiveReader } from './live.ts';
import type { LiveReader } from './live.ts';
import { startMembers } from './members.ts';
import { heal, scheduleOf, strike } from './nemesis.ts';
import type { FaultKind, Targets } from './nemesis.ts';
import { pause, within } from './pause.ts';
import { comeToRest, quietTime } from './quiet.ts';
import { coins, startShoppers } from './shoppers.ts';
import type { Shopper } from './shoppers.ts';
import { startTraders } from './traders.ts';
import type { Violation } from './violation.ts';

export interface RunOptions {
  /** The program of the database. */
  readonly mongod: string;
  /** An empty folder; the history stays there. */
  readonly dir: string;
  readonly seed: number;
  /** How long faults strike. */
  readonly seconds: number;
  readonly say: (line: string) => void;
  readonly defect?: Defect | undefined;
  /** Players who trade at once. */
  readonly loops?: number;
}

export interface Outcome {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly figures: Figures & { readonly faults: Partial<Record<FaultKind, number>> };
  readonly history: string;
}

const shoppersCount = 8;
const burstEveryMs = 1_000;
/** The clock of the second backend: ten minutes slow, then two hours fast, then two hours slow. */
const clockShiftsMs = [-600_000, 7_200_000, -7_200_000];

/** Everything of a run that must be ended. */
interface World extends Targets {
  readonly ctx: Context;
  readonly client: Client;
  readonly history: History;
  readonly live: LiveReader;
  readonly shoppers: readonly Shopper[];
  readonly drill: Drill;
  readonly children: Children;
}

/** Runs once. Ends everything it started, also when it throws. */
export async function run(options: RunOptions): Promise<Outcome> {
  const { seed, seconds, say, defect, dir } = options;
  const schedule = scheduleOf(seed, { seconds, kinds: defect?.faults });
  say(`seed ${String(seed)}, ${String(seconds)} s${defect ? `, defect: ${defect.name}` : ''}`);
  writeFileSync(join(dir, 'schedule.json'), JSON.stringify(schedule));
  if (!defect) {
    for (const { kind, afterMs, lastsMs } of schedule) {
      say(`  after ${String(afterMs)} ms: ${kind}, ${String(lastsMs)} ms`);
    }
  }
  const children = openChildren();
  const ends: (() => Promise<unknown>)[] = [() => children.close()];
  try {
    const world = await open(children, options, ends);
    return await carryThrough(world, options, schedule);
  } finally {
    for (const end of ends.reverse()) await end().catch(() => undefined);
  }
}

async function open(
  children: Children,
  { mongod, dir, seed, seconds, defect }: RunOptions,
  ends: (() => Promise<unknown>)[],
): Promise<World> {
  const history = openHistory(join(dir, 'history.ndjson'));
  ends.push(() => history.close());
  const data = join(dir, 'data');
  mkdirSync(data);
  children.removeAtEnd(data);
  const members = await startMembers(children, { binary: mongod, dir: data });
  ends.push(() => members.close());
  const databaseUrl = members.url('faults');
  const { environment, key } = sharedEnvironment();
  const setUp = { databaseUrl, edits: shorterTimes, environment };
  const edits = [...shorterTimes, ...(defect?.edits ?? [])];
  const skewed = { ...environment, FAULT_CLOCK_SHIFTS_MS: JSON.stringify(clockShiftsMs) };
  const backends = await Promise.all([
    startBackend(children, { ...setUp, edits }),
    startBackend(children, { ...setUp, edits, environment: skewed }),
  ]);
  ends.push(() => Promise.all(backends.map((one) => one.stop())));
  const ctx = await openContext(databaseUrl, ends);
  await allReady(backends);
  const bursts = (seconds * 1_000) / burstEveryMs;
  await fillCatalogue(ctx, Math.ceil(bursts / (defect?.bursts ?? burstKinds).length) + 10);
  const random = randomFrom(seed);
  const urls = backends.map(({ url }) => url);
  const client = openClient(urls, { key, history, random, seed });
  const game = startGame(client, { random: randomFrom(seed + 1), defect: defect?.game });
  ends.push(() => game.stop());
  const live = openLiveReader(ctx);
  ends.push(() => live.close());
  const drill = {
    dir,
    setUp,
    emptyUrl: members.url('restored'),
    edits: defect?.backupEdits ?? [],
  };
  const shoppers = await shoppersOf(client, game);
  return { children, members, backends, game, ctx, client, history, live, shoppers, drill };
}

async function openContext(
  databaseUrl: string,
  ends: (() => Promise<unknown>)[],
): Promise<Context> {
  const log = openLog('silent');
  const client = mongoClient(databaseUrl);
  await client.connect();
  const clock = await openClock(client, log);
  ends.push(async () => {
    clock.close();
    await client.close(true);
  });
  return { client, db: client.db(), clock, log, inFlight: new Set() };
}

async function allReady(backends: readonly Backend[]): Promise<void> {
  const ready = await Promise.all(backends.map((one) => one.isReady(60_000)));
  const dead = backends.filter((_, place) => !ready[place]);
  if (dead.length === 0) return;
  throw new Error(
    `a backend does not start:\n${dead.flatMap((one) => one.lastLines()).join('\n')}`,
  );
}

const shoppersOf = (client: Client, game: Game): Promise<Shopper[]> =>
  Promise.all(
    Array.from({ length: shoppersCount }, async (_, place) => {
      const minecraftUUID = randomUUID();
      const playerId = await game.join(minecraftUUID, `Shopper_${String(place)}`);
      await client.settle(coins(client, playerId, 5_000), { tries: 60 });
      return { minecraftUUID, playerId };
    }),
  );

async function carryThrough(
  world: World,
  { seed, seconds, say, defect, loops = 16, dir }: RunOptions,
  schedule: ReturnType<typeof scheduleOf>,
): Promise<Outcome> {
  const { client, game, ctx, history, live, backends, drill, children } = world;
  const kinds = defect?.bursts ?? burstKinds;
  const load = startShoppers(client, world.shoppers, { seed, loops });
  const trade = startTraders(client, game, world.shoppers, { seed, loops: Math.ceil(loops / 2) });
  const plugins = startHolders(client, world.shoppers, { seed, loops: Math.ceil(loops / 4) });
  const bursts: Bursts = startBursts(client, game, { everyMs: burstEveryMs, kinds });
  const totals = readTotals(ctx, history);
  const folder = await backUp(children, drill);
  const startedAtMs = performance.now();
  const isOver = (): boolean => performance.now() - startedAtMs > seconds * 1_000;
  const struck = await strike(world, schedule, {
    isOver,
    tell: ({ kind }) => history.add(fault(kind)),
  });
  await pause(Math.max(0, seconds * 1_000 - (performance.now() - startedAtMs)));
  heal(world);
  await Promise.all([load.stop(), trade.stop(), plugins.stop(), bursts.stop()]);
  await totals.stop();
  const states = await world.members.whole(defect ? 10_000 : 60_000);
  const restSeconds = await comeToRest(world, defect ? 15_000 : 90_000);
  const unheard = await quietTime(world, world.shoppers, live);
  await comeToRest(world, defect ? 3_000 : 20_000);
  await game.stop();
  const violations = [...unheard, ...(await restore(children, drill, folder))];
  const final = await within(30_000, () => loadFinal(ctx));
  if (!final) throw new Error('the database cannot be read at the end');
  const bags = { players: game.counts.players, stock: game.stock(), notes: game.notes() };
  const facts = factsOf(bursts);
  const judged = judge({ final, history, facts, goods: game.goods(), bags, live });
  const outcome = {
    seed,
    violations: [...violations, ...judged.violations],
    figures: {
      ...judged.figures,
      faults: struck,
      diedAtPoints: backends.map(({ diedAt }) => diedAt).reduce(addUp, {}),
      faultsLogged: backends.map(({ errors }) => errors).reduce(addUp, {}),
      game: game.counts,
      bursts: bursts.facts.made,
      restSeconds,
      members: states,
    },
    history: join(dir, 'history.ndjson'),
  };
  writeFileSync(join(dir, 'outcome.json'), JSON.stringify(outcome, null, 1));
  if (!defect) say(JSON.stringify(outcome.figures));
  return outcome;
}

const factsOf = ({ facts }: Bursts): BurstFacts => facts;

const fault = (kind: string) =>
  ({
    event: 'invoke',
    atMs: Date.now(),
    request: -1,
    kind: 'totals',
    key: '',
    backend: -1,
    code: kind,
  }) as const;

const addUp = (
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
): Record<string, number> => {
  const sums = { ...one };
  for (const [name, count] of Object.entries(other)) sums[name] = (sums[name] ?? 0) + count;
  return sums;
};

/** The totals, and whether all that is in escrow belongs to orders that are open. */
async function readTotalsIn(scope: ReadScope) {
  const report = await verifyLedgerIn(scope);
  const { db, session } = scope;
  const options = session ? { session } : {};
  const sum = async (of: string, field: string, match: object): Promise<number> => {
    const pipeline = [{ $match: match }, { $group: { _id: null, coins: { $sum: `$${field}` } } }];
    const [row] = await db.collection(of).aggregate<{ coins: number }>(pipeline, options).toArray();
    return row?.coins ?? 0;
  };
  const inEscrow = await sum('players', 'escrowBalanceCoins', {});
  const open = { status: { $in: ['pending', 'cancelled'] } };
  const ofOrders = await sum('orders', 'escrowCoins', open);
  return { ...report, inEscrow, ofOrders, sound: report.sound && inEscrow === ofOrders };
}

/** Reads the totals in a snapshot, again and again, as the auditor of a bank would. */
function readTotals(ctx: Context, history: History): { stop(): Promise<void> } {
  let isOver = false;
  const goesOn = (): boolean => !isOver;
  const reading = (async () => {
    while (goesOn()) {
      const about = {
        request: history.nextRequest(),
        kind: 'totals',
        key: '',
        backend: -1,
      } as const;
      history.add({ ...about, event: 'invoke', atMs: Date.now() });
      const reply = await inSnapshot(ctx, readTotalsIn).catch(() => null);
      const event = reply ? 'ok' : 'unknown';
      history.add({ ...about, event, atMs: Date.now(), ...(reply ? { reply } : {}) });
      await pause(150);
    }
  })();
  return {
    async stop() {
      isOver = true;
      await reading;
    },
  };
}

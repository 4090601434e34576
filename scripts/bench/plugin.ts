// The bench of the plugin in the game: how long it takes to enable, how much of a tick (50 ms) it uses
// with so many players, how long a player waits for what was bought, and what reloads leave in memory;
// on the engine of a real Grakkit and on Node beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer, type EmbeddedServer } from '../../server-test/src/embedded/server.ts';
import { startBackend, type Backend } from '../../server-test/src/harness/backend.ts';
import type { Bot } from '../../server-test/src/harness/bot.ts';
import { writeSettings } from '../../server-test/src/harness/targets.ts';
import { buildPlugin } from '../build-plugin.ts';
import { addReloads } from './plugin-reloads.ts';
import { buyEvery, confirmToHandMs, joinAll } from './plugin-players.ts';
import { addYardstick } from './plugin-yardstick.ts';
import { percentile } from './report.ts';
import type { Report } from './report.ts';

const crowds = [20, 100];
/** How often each of a crowd buys: a busy evening. */
const buyEveryMs = 5_000;
const confirmsCount = 40;
const tickMs = 50;
/** Ticks are watched for so many times as long as all else: of a hundred the 99th is just the worst. */
const tickWatchTimes = 4;

/** Measures the plugin on both engines, with a backend of its own on the replica set. */
export async function benchPlugin(
  report: Report,
  replicaSetUrl: string,
  seconds: number,
): Promise<void> {
  const database = new URL(replicaSetUrl);
  database.pathname = `/bench_plugin_${process.pid}`;
  const backend = await startBackend(database.toString());
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-server-'));
  try {
    await backend.rewards([
      {
        sku: 'diamond',
        name: 'Diamond',
        category: 'item',
        priceCoins: 1,
        task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 1 }] } },
      },
    ]);
    const { path } = await buildPlugin({ outDir: join(dir, 'bundle') });
    for (const engine of ['node', 'graal'] as const) {
      await benchEngine(report, { engine, dir: join(dir, engine), bundle: path, backend, seconds });
    }
  } finally {
    await backend.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface EngineBench {
  readonly engine: 'node' | 'graal';
  readonly dir: string;
  readonly bundle: string;
  readonly backend: Backend;
  readonly seconds: number;
}

async function benchEngine(report: Report, bench: EngineBench): Promise<void> {
  const { engine, dir, bundle, backend, seconds } = bench;
  const group = engine === 'graal' ? 'plugin on GraalJS 22.0.0' : 'plugin on the Node engine';
  const watchS = seconds * tickWatchTimes;
  await addYardstick(report, group, { engine, dir: join(dir, 'yardstick'), seconds: watchS / 2 });
  writeSettings(dir, { backendUrl: backend.url, ...backend.key, commandCooldownMs: 0 });
  const server = await startEmbeddedServer({ engine, dir, bundle });
  try {
    report.add({ group, name: 'enable', value: server.enableMs, unit: 'ms' });
    const at: Place = { report, group, server };
    await ticks(at, 'nobody here', () => pause(watchS));
    const bots: Bot[] = [];
    for (const count of crowds) {
      bots.push(...(await joinAll(backend, server.port, bots.length, count, engine)));
      if (bots.length === crowds[0]) await confirms(at, bots[0]);
      await ticks(at, `${count} players idle`, () => pause(watchS));
      const name = `${count} players, each buying every ${buyEveryMs / 1_000} s`;
      await ticks(at, name, () =>
        crowdBuys(at, name, bots, { seconds: watchS, everyMs: buyEveryMs }),
      );
      if (bots.length > (crowds[0] ?? 0)) continue;
      const busiest = `${count} players, each buying without a pause`;
      await ticks(at, busiest, () => crowdBuys(at, busiest, bots, { seconds: watchS, everyMs: 0 }));
    }
    await Promise.all(bots.map((bot) => bot.quit()));
    await ticks(at, 'nobody here any more', () => pause(watchS));
    await addReloads(report, group, server, engine);
    if (server.swallowed.length > 0) throw new Error(server.swallowed.join('\n'));
  } finally {
    await server.stop();
  }
}

interface Place {
  readonly report: Report;
  readonly group: string;
  readonly server: EmbeddedServer;
}

/**
 * What the plugin used of each tick while `work` ran: the script's own work, which a real server has
 * too, and all of it with the border to the model, which it has not. Where `work` counts purchases, also
 * what the script worked for each.
 */
async function ticks(
  { report, group, server }: Place,
  name: string,
  work: () => Promise<number | void>,
): Promise<void> {
  await server.tickTimes({ reset: true });
  const purchases = (await work()) ?? 0;
  const { ticks: count, script, p50Us, p99Us } = await server.tickTimes();
  const add = (what: string, us: number): void => {
    const beside = { name: 'a tick', ratio: us / 1_000 / tickMs };
    report.add({ group, name: `tick, ${name}: ${what}`, value: us / 1_000, unit: 'ms', beside });
  };
  add('script, p50', script.p50Us);
  add('script, p99', script.p99Us);
  add('with the model, p50', p50Us);
  add('with the model, p99', p99Us);
  if (purchases === 0) return;
  const value = (script.meanUs * count) / purchases / 1_000;
  report.add({ group, name: `script of each purchase, ${name}`, value, unit: 'ms' });
}

async function crowdBuys(
  { report, group }: Place,
  name: string,
  bots: readonly Bot[],
  { seconds, everyMs }: { readonly seconds: number; readonly everyMs: number },
): Promise<number> {
  // A crowd that buys now and then must have come round at least twice.
  const lastsMs = Math.max(seconds * 1_000, everyMs * 2);
  const startedAt = performance.now();
  const endsAt = startedAt + lastsMs;
  const counts = await Promise.all(
    bots.map((bot, place) =>
      buyEvery(bot, { endsAt, everyMs, firstAfterMs: (place / bots.length) * everyMs }),
    ),
  );
  const bought = counts.reduce((sum, count) => sum + count, 0);
  const value = (bought / (performance.now() - startedAt)) * 1_000;
  report.add({ group, name: `purchases, ${name}`, value, unit: '/s' });
  return bought;
}

/** From the click that confirms to the item in the hand, one purchase after another (D21). */
async function confirms({ report, group }: Place, bot: Bot | undefined): Promise<void> {
  if (!bot) return;
  const times: number[] = [];
  for (let round = 0; round < confirmsCount; round += 1) times.push(await confirmToHandMs(bot));
  times.sort((a, b) => a - b);
  for (const [name, share] of [
    ['p50', 0.5],
    ['p95', 0.95],
  ] as const) {
    const value = percentile(times, share);
    report.add({ group, name: `from confirm to item in hand, ${name}`, value, unit: 'ms' });
  }
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

// The bench of the plugin in the game: how long it takes to enable, and how much of a tick (50 ms) it
// uses, idle and while players buy, on the engine of a real Grakkit and on Node beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedServer, type EmbeddedServer } from '../../server-test/src/embedded/server.ts';
import { startBackend, type Backend } from '../../server-test/src/harness/backend.ts';
import { joinAs, type Bot } from '../../server-test/src/harness/bot.ts';
import { writeSettings } from '../../server-test/src/harness/targets.ts';
import { until } from '../../server-test/src/harness/until.ts';
import { buildPlugin } from '../build-plugin.ts';
import type { Report } from './report.ts';

const playersCount = 10;

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
  writeSettings(dir, { backendUrl: backend.url, ...backend.key, commandCooldownMs: 0 });
  const server = await startEmbeddedServer({ engine, dir, bundle });
  try {
    report.add({ group, name: 'enable', value: server.enableMs, unit: 'ms' });
    await ticks(report, group, 'tick, nobody here', server, () => pause(seconds));
    const bots = await Promise.all(
      Array.from({ length: playersCount }, (_, index) =>
        joinAs(`Bench_${engine}_${index}`, {
          port: server.port,
          version: '1.21.11',
          locale: 'en_us',
        }),
      ),
    );
    for (const bot of bots) await endow(backend, bot);
    await ticks(report, group, `tick, ${playersCount} players idle`, server, () => pause(seconds));
    let bought = 0;
    await ticks(report, group, `tick, ${playersCount} players buying`, server, async () => {
      const endsAt = performance.now() + seconds * 1_000;
      const counts = await Promise.all(bots.map((bot) => buyUntil(bot, endsAt)));
      bought = counts.reduce((sum, count) => sum + count, 0);
    });
    report.add({
      group,
      name: 'purchases by command meanwhile',
      value: bought / seconds,
      unit: '/s',
    });
    await Promise.all(bots.map((bot) => bot.quit()));
  } finally {
    await server.stop();
  }
}

/** Gives a bot coins, as soon as the plugin has told the backend of it. */
async function endow(backend: Backend, { name, uuid }: Bot): Promise<void> {
  await until(`the backend to know ${name}`, () =>
    backend.command('coins', 'grant', uuid, '1000000', 'bench').catch(() => null),
  );
}

/** What the plugin used of each tick while `work` ran. */
async function ticks(
  report: Report,
  group: string,
  name: string,
  server: EmbeddedServer,
  work: () => Promise<void>,
): Promise<void> {
  await server.tickTimes({ reset: true });
  await work();
  const times = await server.tickTimes();
  report.add({ group, name: `${name}, p50`, value: times.p50Us / 1_000, unit: 'ms' });
  report.add({ group, name: `${name}, p99`, value: times.p99Us / 1_000, unit: 'ms' });
}

async function buyUntil(bot: Bot, endsAt: number): Promise<number> {
  let count = 0;
  while (performance.now() < endsAt) {
    bot.forget();
    bot.say('/buy diamond');
    await bot.hears(/You bought 1/, 60_000);
    count += 1;
  }
  return count;
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

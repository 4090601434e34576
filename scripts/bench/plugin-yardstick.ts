// The yardstick of the plugin's bench: what the clock of the script tells of a script that does nothing,
// and of one that only calls the game. The first is the machine and the engine, the second the border
// to the model, which a real server has not.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startEmbeddedServer } from '../../server-test/src/embedded/server.ts';
import type { Report } from './report.ts';

const callsPerTick = 50;

/** A script with a task that runs at every tick, as the plugin's own does. */
const scriptOf = (everyTick: string): string => `
const Bukkit = Java.type('org.bukkit.Bukkit');
const owner = Bukkit.getPluginManager().getPlugin('grakkit');
const task = Bukkit.getScheduler()[
  'runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'
](owner, () => { ${everyTick} }, 1, 1);
Grakkit.hook(() => task.cancel());
`;

/** Measures both scripts on an engine, each for so long. */
export async function addYardstick(
  report: Report,
  group: string,
  { engine, dir, seconds }: { engine: 'node' | 'graal'; dir: string; seconds: number },
): Promise<void> {
  const empty = await tickUs({ engine, dir: join(dir, 'empty'), script: scriptOf(''), seconds });
  for (const [name, us] of [
    ['p50', empty.p50Us],
    ['p99', empty.p99Us],
  ] as const) {
    report.add({
      group,
      name: `tick, empty script: script, ${name}`,
      value: us / 1_000,
      unit: 'ms',
    });
  }
  const calls = `for (let i = 0; i < ${callsPerTick}; i += 1) Bukkit.getMinecraftVersion();`;
  const busy = await tickUs({ engine, dir: join(dir, 'calls'), script: scriptOf(calls), seconds });
  const value = busy.p50Us / callsPerTick;
  report.add({ group, name: 'a call of the game: script, p50', value, unit: 'us' });
}

async function tickUs(of: {
  readonly engine: 'node' | 'graal';
  readonly dir: string;
  readonly script: string;
  readonly seconds: number;
}): Promise<{ readonly p50Us: number; readonly p99Us: number }> {
  mkdirSync(of.dir, { recursive: true });
  const bundle = join(of.dir, 'script.js');
  writeFileSync(bundle, of.script);
  const server = await startEmbeddedServer({ engine: of.engine, dir: of.dir, bundle });
  try {
    // The second half alone: the first is the engine getting warm.
    await pause(of.seconds * 1_000);
    await server.tickTimes({ reset: true });
    await pause(of.seconds * 1_000);
    return (await server.tickTimes()).script;
  } finally {
    await server.stop();
  }
}

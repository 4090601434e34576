// One repeating task of the server drives everything that happens later. Only this file knows that
// Bukkit counts ticks; what hangs on them is the ticker's.
import { guard, owner } from './paper-log.ts';
import { createTicker, type Ticker } from './ticker.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const System = Java.type('java.lang.System');

const tickMs = 50;

/** Starts the task. Its grain is one tick, 50 ms; `stop` ends it and all that waits. */
export function startTicks(): { readonly ticker: Ticker; stop(): void } {
  const ticker = createTicker(() => System.nanoTime() / 1_000_000, guard, { spreadMs: tickMs });
  const task = Bukkit.getScheduler()[
    'runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'
  ](owner, () => ticker.tick(), 1, 1);
  return {
    ticker,
    stop() {
      task.cancel();
      ticker.clear();
    },
  };
}

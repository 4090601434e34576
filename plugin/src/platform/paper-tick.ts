// One repeating task of the server drives everything that happens later. Only this file knows
// ticks; an idle tick makes one call into Java.
import type { Cancel } from './platform.ts';
import { guard, owner } from './paper-log.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const System = Java.type('java.lang.System');

interface Timer {
  dueMs: number;
  readonly periodMs: number | null;
  readonly run: () => void;
}

export interface Ticks {
  after(what: string, delayMs: number, run: () => void): Cancel;
  every(what: string, periodMs: number, run: () => void): Cancel;
  onTick(what: string, run: () => void): Cancel;
  stop(): void;
}

const monotonicMs = (): number => System.nanoTime() / 1_000_000;

/** Starts the task. Its grain is one tick, 50 ms. */
export function startTicks(): Ticks {
  const timers = new Set<Timer>();
  const everyTick = new Set<() => void>();

  function runDue(): void {
    if (timers.size === 0) return;
    const nowMs = monotonicMs();
    for (const timer of [...timers]) {
      if (timer.dueMs > nowMs || !timers.has(timer)) continue;
      if (timer.periodMs === null) timers.delete(timer);
      else timer.dueMs = nowMs + timer.periodMs;
      timer.run();
    }
  }

  const task = Bukkit.getScheduler()[
    'runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'
  ](
    owner,
    () => {
      for (const run of everyTick) run();
      runDue();
    },
    1,
    1,
  );

  const add = (timer: Timer): Cancel => {
    timers.add(timer);
    return () => timers.delete(timer);
  };
  return {
    after: (what, delayMs, run) =>
      add({ dueMs: monotonicMs() + delayMs, periodMs: null, run: guard(what, run) }),
    every: (what, periodMs, run) =>
      add({ dueMs: monotonicMs() + periodMs, periodMs, run: guard(what, run) }),
    onTick(what, run) {
      const guarded = guard(what, run);
      everyTick.add(guarded);
      return () => everyTick.delete(guarded);
    },
    stop() {
      task.cancel();
      timers.clear();
      everyTick.clear();
    },
  };
}

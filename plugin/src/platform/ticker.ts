// Timers and tick callbacks over one tick: whoever owns the clock calls `tick`. Asks for the time
// only while a timer waits, because on a game server that question crosses into Java.
import type { Guard } from './guard.ts';
import type { Cancel } from './platform.ts';

/** What hangs on the tick. Everything given here is guarded and can be cancelled at any time. */
export interface Ticker {
  after(what: string, delayMs: number, run: () => void): Cancel;
  every(what: string, periodMs: number, run: () => void): Cancel;
  onTick(what: string, run: () => void): Cancel;
  tick(): void;
  /** Forgets everything that waits. */
  clear(): void;
}

interface Timer {
  dueMs: number;
  readonly sequence: number;
  readonly periodMs: number | null;
  readonly run: () => void;
}

/** Beats with so long a period, or a longer one, are spread over that time. */
const slowMs = 1_000;

/**
 * Makes a ticker over a clock that never goes back. Due timers run by the time they were due, then
 * in the order they were made; one that is made during a tick waits for the next.
 *
 * What repeats every second or more slowly begins `spreadMs` later than the one before it, up to a
 * second: else all that asks the backend now and then would do so in one and the same tick.
 */
export function createTicker(
  monotonicMs: () => number,
  guard: Guard,
  { spreadMs = 0 }: { readonly spreadMs?: number } = {},
): Ticker {
  const timers = new Set<Timer>();
  const callbacks = new Set<() => void>();
  let sequence = 0;
  let nextDueMs = Infinity;
  const spread = openSpread(spreadMs);

  function add(what: string, delayMs: number, periodMs: number | null, run: () => void): Cancel {
    const dueMs = monotonicMs() + Math.max(0, delayMs);
    const timer: Timer = { dueMs, sequence: (sequence += 1), periodMs, run: guard(what, run) };
    timers.add(timer);
    nextDueMs = Math.min(nextDueMs, dueMs);
    return () => {
      timers.delete(timer);
    };
  }

  function runDue(): void {
    const now = monotonicMs();
    if (now < nextDueMs) return;
    const due = [...timers].filter((timer) => timer.dueMs <= now);
    due.sort((one, other) => one.dueMs - other.dueMs || one.sequence - other.sequence);
    for (const timer of due) {
      // An earlier one of this tick may have cancelled it.
      if (!timers.has(timer)) continue;
      if (timer.periodMs === null) timers.delete(timer);
      // A server that hung does not make up for the beats that it missed.
      else timer.dueMs = now + timer.periodMs;
      timer.run();
    }
    nextDueMs = Infinity;
    for (const timer of timers) nextDueMs = Math.min(nextDueMs, timer.dueMs);
  }

  return {
    after: (what, delayMs, run) => add(what, delayMs, null, run),
    every: (what, periodMs, run) => add(what, periodMs + spread(periodMs), periodMs, run),
    onTick(what, run) {
      const guarded = guard(what, run);
      callbacks.add(guarded);
      return () => {
        callbacks.delete(guarded);
      };
    },
    tick() {
      for (const run of callbacks) run();
      if (timers.size > 0) runDue();
    },
    clear() {
      timers.clear();
      callbacks.clear();
    },
  };
}

/** How much later than after one period the next new beat begins. */
function openSpread(stepMs: number): (periodMs: number) => number {
  let laterMs = 0;
  return (periodMs) => {
    if (periodMs < slowMs) return 0;
    laterMs = (laterMs + stepMs) % slowMs;
    return laterMs;
  };
}

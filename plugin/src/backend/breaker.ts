// The circuit breaker: after three failures in a row nothing is asked for a while, then one request
// tries. Pure; time and chance are given.

const failuresMax = 3;
const pauseMinMs = 1_000;
const pauseMaxMs = 60_000;

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface Breaker {
  state(nowMs: number): BreakerState;
  /** Whether one may ask now; while half-open only the first may. */
  allow(nowMs: number): boolean;
  success(): void;
  failure(nowMs: number): void;
}

/** Hears when the breaker opens, with the time of the first failure, and when it closes again. */
export interface BreakerListener {
  opened(sinceMs: number): void;
  closed(): void;
}

/** Makes a breaker (B-07). `random` gives 0 to 1, for pauses that do not march in step. */
export function createBreaker(random: () => number, listener?: BreakerListener): Breaker {
  let failures = 0;
  let firstFailureMs = 0;
  let openUntilMs = 0;
  let pauseMs = pauseMinMs;
  let isTrying = false;

  function state(nowMs: number): BreakerState {
    if (failures < failuresMax) return 'closed';
    return nowMs < openUntilMs ? 'open' : 'half-open';
  }
  return {
    state,
    allow(nowMs) {
      const now = state(nowMs);
      if (now === 'closed') return true;
      if (now === 'open' || isTrying) return false;
      isTrying = true;
      return true;
    },
    success() {
      const wasOpen = failures >= failuresMax;
      failures = 0;
      pauseMs = pauseMinMs;
      isTrying = false;
      if (wasOpen) listener?.closed();
    },
    failure(nowMs) {
      // What was under way when it opened says nothing new; only a failed try lengthens the pause.
      if (state(nowMs) !== 'closed' && !isTrying) return;
      failures += 1;
      if (failures === 1) firstFailureMs = nowMs;
      isTrying = false;
      if (failures < failuresMax) return;
      openUntilMs = nowMs + pauseMs * (0.75 + random() / 2);
      pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
      if (failures === failuresMax) listener?.opened(firstFailureMs);
    },
  };
}

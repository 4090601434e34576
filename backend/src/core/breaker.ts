// The circuit breaker for calls that leave us: after three failures in a row nothing is asked for a
// minute, then one call tries. Knows no protocol; a call brings its own time limit.

// B-07: opens after 3 consecutive failures, tries again after 60 s.
const failuresMaxDefault = 3;
const pauseMsDefault = 60_000;

export type BreakerState = 'closed' | 'half-open' | 'open';

/** The call was not made: what is called has failed too often of late. */
export class BreakerOpen extends Error {
  override readonly name = 'BreakerOpen';
  readonly retryInMs: number;

  constructor(service: string, retryInMs: number) {
    super(`The breaker of ${service} is open.`);
    this.retryInMs = retryInMs;
  }
}

export interface Breaker {
  /** What is called, for metrics and alerts. */
  readonly service: string;
  state(): BreakerState;
  /** What the last failure said; empty while there was none. */
  lastError(): string;
  /** Makes the call, or throws `BreakerOpen`. A call that rejects counts as a failure. */
  run<T>(call: () => Promise<T>): Promise<T>;
}

export interface BreakerOptions {
  readonly failuresMax?: number;
  readonly pauseMs?: number;
  /** A clock that never goes back, in milliseconds; for tests. */
  readonly nowMs?: () => number;
}

/** Makes a closed breaker (B-07). */
export function createBreaker(
  service: string,
  {
    failuresMax = failuresMaxDefault,
    pauseMs = pauseMsDefault,
    nowMs = () => performance.now(),
  }: BreakerOptions = {},
): Breaker {
  let failures = 0;
  let openUntilMs = 0;
  let isTrying = false;
  let lastError = '';

  const state = (): BreakerState => {
    if (failures < failuresMax) return 'closed';
    return nowMs() < openUntilMs ? 'open' : 'half-open';
  };
  const failed = (error: unknown, wasTry: boolean): void => {
    lastError = String(error instanceof Error ? error.message : error).slice(0, 200);
    // Calls that were under way when it opened say nothing new.
    if (failures >= failuresMax && !wasTry) return;
    failures += 1;
    if (failures >= failuresMax) openUntilMs = nowMs() + pauseMs;
  };
  return {
    service,
    state,
    lastError: () => lastError,
    run: async (call) => {
      const before = state();
      if (before === 'open' || (before === 'half-open' && isTrying)) {
        throw new BreakerOpen(service, Math.max(0, openUntilMs - nowMs()));
      }
      const isTry = before === 'half-open';
      if (isTry) isTrying = true;
      try {
        const answer = await call();
        // An answer to a call from before it opened does not prove that the service is back.
        if (isTry || failures < failuresMax) failures = 0;
        return answer;
      } catch (error) {
        failed(error, isTry);
        throw error;
      } finally {
        if (isTry) isTrying = false;
      }
    },
  };
}

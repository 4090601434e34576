// A bounded load: so many callers, each asking again as soon as it was answered, for so long.
import { percentile } from './report.ts';

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  readonly answers: number;
}

/**
 * Runs `ask` from `callers` at once for `seconds`. A failed ask ends the run: a bench measures what
 * works, and everything it does is allowed.
 */
export async function runLoad(
  callers: number,
  seconds: number,
  ask: (caller: number) => Promise<void>,
): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      while (performance.now() < endsAt) {
        const askedAt = performance.now();
        await ask(caller);
        latenciesMs.push(performance.now() - askedAt);
      }
    }),
  );
  const tookSeconds = (performance.now() - startedAt) / 1_000;
  latenciesMs.sort((a, b) => a - b);
  return {
    perSecond: latenciesMs.length / tookSeconds,
    p50Ms: percentile(latenciesMs, 0.5),
    p95Ms: percentile(latenciesMs, 0.95),
    p99Ms: percentile(latenciesMs, 0.99),
    answers: latenciesMs.length,
  };
}

// Asking again: which answers leave it open what became of a wish, and the pauses between tries. Knows
// no request by name.
import type { Platform } from '../platform/platform.ts';
import type { Answer, NoCode } from '../plugin.ts';

const pauseMaxMs = 15_000;

/** After these the same wish, asked again with the same key, may still come out otherwise. */
const indefinite: ReadonlySet<NoCode> = new Set<NoCode>([
  'BACKEND_AWAY',
  'OUTCOME_UNKNOWN',
  'OPERATION_IN_FLIGHT',
  'DATABASE_UNAVAILABLE',
  'REQUEST_TIMED_OUT',
  'FAULT',
]);

/** Whether nobody can say yet what became of it. */
export const isIndefinite = (code: NoCode): boolean => indefinite.has(code);

/** Resolves after a pause; never, when the plugin ends before. */
export function pause(platform: Platform, delayMs: number): Promise<void> {
  return new Promise((resolve) => platform.after('pause', delayMs, resolve));
}

/**
 * Asks until it is a yes or a clear no, with pauses that grow to 15 s. Never resolves once the plugin
 * has ended.
 */
export async function untilClear<T>(
  platform: Platform,
  retryPauseMs: number,
  ask: () => Promise<Answer<T>>,
  isClear: (code: NoCode) => boolean,
): Promise<Answer<T>> {
  let pauseMs = retryPauseMs;
  for (;;) {
    const answer = await ask();
    if (answer.ok || isClear(answer.code)) return answer;
    await pause(platform, pauseMs * (0.75 + Math.random() / 2));
    pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
  }
}

// What is known of the backend from its own signed answers: how fast, when last, how far its clock
// is off. Also what an admin was warned of, so that each cause is named once. Asks nothing itself.
import type { Platform } from '../platform/platform.ts';
import type { BackendStatus } from '../plugin.ts';

const skewToWarnMs = 60_000;

type Known = Pick<BackendStatus, 'latencyMs' | 'lastAnswerAtMs' | 'clockOffsetMs'>;

export interface Vitals {
  known(): Known;
  /** Notes an answer: when it was asked for, and when the backend signed it. */
  heard(startedAtMs: number, signedAtMs: number): void;
  warnOnce(cause: string, line: string): void;
}

/** Knows nothing at first. */
export function keepVitals({ nowMs, log }: Platform): Vitals {
  const warned = new Set<string>();
  let known: Known = { latencyMs: null, lastAnswerAtMs: null, clockOffsetMs: null };

  function warnOnce(cause: string, line: string): void {
    if (warned.has(cause)) return;
    warned.add(cause);
    log.warn(line);
  }
  return {
    known: () => known,
    warnOnce,
    heard(startedAtMs, signedAtMs) {
      const lastAnswerAtMs = nowMs();
      const clockOffsetMs = Math.round(signedAtMs - (startedAtMs + lastAnswerAtMs) / 2);
      known = { latencyMs: lastAnswerAtMs - startedAtMs, lastAnswerAtMs, clockOffsetMs };
      if (Math.abs(clockOffsetMs) <= skewToWarnMs) {
        warned.delete('skew');
        return;
      }
      const seconds = Math.round(clockOffsetMs / 1_000);
      warnOnce(
        'skew',
        `This machine's clock differs from the backend's by ${String(seconds)} s. Above 300 s ` +
          'nothing works: let both follow a time server.',
      );
    },
  };
}

// What is known of the backend from its own signed answers: how fast, when last, how far its clock
// is off, since when it is away. Also what an admin was warned of, so that each cause is named once.
// Asks nothing itself.
import type { Platform } from '../platform/platform.ts';
import type { BackendStatus, OutageListener } from '../plugin.ts';
import type { BreakerListener } from './breaker.ts';

const skewToWarnMs = 60_000;

type Known = Pick<BackendStatus, 'latencyMs' | 'lastAnswerAtMs' | 'clockOffsetMs'>;

export interface Vitals {
  known(): Known;
  /**
   * Notes an answer: when it was asked for, and when the backend signed it. One that may have waited
   * there on purpose tells neither how fast it is nor what its clock says.
   */
  heard(startedAtMs: number, signedAtMs: number, mayWait?: boolean): void;
  warnOnce(cause: string, line: string): void;
  /** Notes why the last request failed. */
  failed(error: string): void;
  /** What the breaker tells of its own state. */
  readonly breaker: BreakerListener;
  watchOutages(listener: OutageListener): void;
}

/** Knows nothing at first. */
export function keepVitals(platform: Platform): Vitals {
  const { nowMs, log } = platform;
  const warned = new Set<string>();
  const listeners: OutageListener[] = [];
  let lastError = '';
  let outage: { readonly startedAtMs: number; readonly error: string } | null = null;
  let known: Known = { latencyMs: null, lastAnswerAtMs: null, clockOffsetMs: null };

  function warnOnce(cause: string, line: string): void {
    if (warned.has(cause)) return;
    warned.add(cause);
    log.warn(line);
  }
  /** A listener's fault must not become that of the request that noticed. */
  const tell = (what: string, say: (listener: OutageListener) => void): void => {
    platform.after(what, 0, () => {
      for (const listener of listeners) say(listener);
    });
  };
  return {
    known: () => known,
    warnOnce,
    failed: (error) => {
      lastError = error;
    },
    watchOutages: (listener) => {
      listeners.push(listener);
    },
    breaker: {
      opened(sinceMs) {
        const began = { startedAtMs: sinceMs, error: lastError };
        outage = began;
        tell('an outage began', (listener) => listener.began(began.error));
      },
      closed() {
        if (!outage) return;
        const ended = { ...outage, endedAtMs: nowMs() };
        outage = null;
        tell('an outage ended', (listener) => listener.ended(ended));
      },
    },
    heard(startedAtMs, signedAtMs, mayWait = false) {
      const lastAnswerAtMs = nowMs();
      if (mayWait) return void (known = { ...known, lastAnswerAtMs });
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

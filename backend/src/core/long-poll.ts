// A long poll: one question that is answered when there is something to say, or when its time is up.
import type { EventType } from '@mintkeep/shared/events.ts';
import type { Doorbell } from './outbox.ts';
import { answerWithin } from './silence.ts';

/** One look is no wait: it ends in time, whatever the poll's own time is. */
const lookMsMax = 4_500;

export interface Wait {
  /** Events after which it is worth looking again. */
  readonly on: readonly EventType[];
  readonly waitMs: number;
  /** What a lost ring costs at most, and what is due without any ring. */
  readonly lookEveryMs: number;
  /** Aborts when the caller has gone or the app closes; what was seen last is the answer then. */
  readonly signal: AbortSignal;
}

/** Looks at once, then at every ring and now and then, until there is news or time is up. */
export async function lookUntilNews<T>(
  doorbell: Doorbell,
  { on, waitMs, lookEveryMs, signal }: Wait,
  look: () => Promise<T>,
  isNews: (seen: T) => boolean,
): Promise<T> {
  const endsAtMs = performance.now() + waitMs;
  const bell = { rang: false, wake: (): void => undefined };
  const hear = (): void => {
    bell.rang = true;
    bell.wake();
  };
  const ringOff = doorbell.on(on, hear);
  signal.addEventListener('abort', hear);
  try {
    for (;;) {
      bell.rang = false;
      const seen = await answerWithin(look(), lookMsMax);
      const leftMs = endsAtMs - performance.now();
      if (isNews(seen) || leftMs <= 0 || signal.aborted) return seen;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(leftMs, lookEveryMs));
        bell.wake = () => {
          clearTimeout(timer);
          resolve();
        };
        // A ring that came while looking must not be slept over.
        if (bell.rang) bell.wake();
      });
    }
  } finally {
    ringOff();
    signal.removeEventListener('abort', hear);
  }
}

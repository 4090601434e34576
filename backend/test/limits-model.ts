// What a rate limit means, written down a second time and as plainly as can be, with the arrivals
// that every limiter is tried with: the backend's two and the plugin's (S0-028).
import fc from 'fast-check';

export interface Arrival {
  readonly caller: string;
  /** Since the arrival before; bursts and waits about as long as a window. */
  readonly pauseMs: number;
}

export const arrivals: fc.Arbitrary<Arrival[]> = fc.array(
  fc.record({
    caller: fc.constantFrom('ann', 'bob', 'cem'),
    pauseMs: fc.oneof(fc.constant(0), fc.nat({ max: 50 }), fc.nat({ max: 700 })),
  }),
  { maxLength: 40 },
);

export const limit = fc.record({
  max: fc.integer({ min: 1, max: 6 }),
  windowMs: fc.integer({ min: 1, max: 1_500 }),
});

/**
 * Sends arrivals through a limiter. `take` answers 0 for a yes, else how long to wait, or NaN where
 * the limiter does not say. Throws where it refused who had a place, took one too many into any
 * window, or named another moment than the one at which there is a place again.
 */
export async function expectLimited(
  sequence: readonly Arrival[],
  { max, windowMs }: { readonly max: number; readonly windowMs: number },
  take: (caller: string, nowMs: number) => number | Promise<number>,
): Promise<void> {
  const takenAtMs = new Map<string, number[]>();
  let nowMs = 0;
  for (const { caller, pauseMs } of sequence) {
    nowMs += pauseMs;
    const taken = takenAtMs.get(caller) ?? [];
    const inside = taken.filter((atMs) => atMs > nowMs - windowMs);
    const waitMs = await take(caller, nowMs);
    const what = `${caller} at ${nowMs} ms, after ${taken.join(', ')}, waits ${waitMs}`;
    if ((waitMs === 0) !== inside.length < max) throw new Error(`wrong answer: ${what}`);
    const opensAtMs = (inside.at(-max) ?? NaN) + windowMs;
    if (waitMs > 0 && waitMs !== opensAtMs - nowMs) throw new Error(`wrong wait: ${what}`);
    if (waitMs === 0) takenAtMs.set(caller, [...taken, nowMs]);
  }
  for (const taken of takenAtMs.values()) expectNoFullWindow(taken, max, windowMs);
}

/** The property itself, without a word of how it is kept. */
function expectNoFullWindow(taken: readonly number[], max: number, windowMs: number): void {
  for (const from of taken) {
    const inside = taken.filter((atMs) => atMs >= from && atMs < from + windowMs);
    if (inside.length > max) throw new Error(`${inside.length} in the window from ${from} ms`);
  }
}

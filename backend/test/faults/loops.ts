// Loops of load: so many at once, each with its own randomness, do something again and again until they
// are stopped. Knows nothing of what they do.
import { randomFrom } from '../model/random.ts';
import type { Random } from '../model/random.ts';
import { pause } from './pause.ts';

export interface Loops {
  readonly seed: number;
  readonly count: number;
  readonly pausesMs: { readonly min: number; readonly max: number };
}

/** Begins something that goes on beside the loop. */
export type Beside = (work: Promise<unknown>) => void;

/** Runs `once` in loops until they are stopped; `stop` waits for what is under way, and beside them. */
export function startLoops(
  { seed, count, pausesMs }: Loops,
  once: (random: Random, run: Beside) => Promise<void>,
): { stop(): Promise<void> } {
  let isOver = false;
  const goesOn = (): boolean => !isOver;
  const beside = new Set<Promise<unknown>>();
  const run: Beside = (work) => {
    const one = work.finally(() => beside.delete(one));
    beside.add(one);
  };
  const working = Array.from({ length: count }, async (_, place) => {
    const random = randomFrom(seed + place);
    while (goesOn()) {
      await once(random, run);
      await pause(pausesMs.min + random() * (pausesMs.max - pausesMs.min));
    }
  });
  return {
    async stop() {
      isOver = true;
      await Promise.all(working);
      while (beside.size > 0) await Promise.all(beside);
    },
  };
}

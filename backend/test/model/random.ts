// Randomness that a seed repeats: the same seed tells the same story, on every machine.

/** Numbers in [0, 1) from a 32-bit seed (mulberry32). */
export type Random = () => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of several, each as likely. */
export function oneOf<T>(random: Random, several: readonly T[]): T {
  const one = several[Math.floor(random() * several.length)];
  if (one === undefined) throw new Error('one of nothing');
  return one;
}

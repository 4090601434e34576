// Things that are made once and kept, because making them costs the game's thread. Knows nothing of them.

/** What was made for a key, or is made now. */
export type Kept<T> = (key: string, make: () => T) => T;

/** Keeps at most so many, and begins anew when there are more: keys may be any text of others. */
export function keep<T>(max: number): Kept<T> {
  const kept = new Map<string, T>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (kept.size >= max) kept.clear();
    kept.set(key, made);
    return made;
  };
}

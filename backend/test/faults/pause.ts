// Waiting: for a time, and for a condition with a bound.

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until the question is answered with something; null when the time is over first. */
export async function within<T>(
  ms: number,
  ask: () => Promise<T | null | undefined | false>,
  everyMs = 100,
): Promise<T | null> {
  for (const endsAtMs = performance.now() + ms; performance.now() < endsAtMs;) {
    const found = await ask().catch(() => null);
    if (found !== null && found !== undefined && found !== false) return found;
    await pause(everyMs);
  }
  return null;
}

// Waiting for conditions, never for time: every wait says what it waited for.

const stepMs = 20;

/** Resolves with what `look` finds as soon as it is neither null, undefined nor false. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  { timeoutMs = 15_000, state }: { timeoutMs?: number; state?: () => unknown } = {},
): Promise<T> {
  const endsAt = performance.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (performance.now() > endsAt) {
      const shown = state ? `\n${JSON.stringify(state(), null, 1)}` : '';
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}${shown}`);
    }
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
}

// Waiting for conditions, never for time: every wait says what it waited for.

const stepMs = 20;
/** Looking costs: who has waited long looks less often, and is at most this part of the wait too late. */
const lateness = 0.1;

/** Resolves with what `look` finds as soon as it is neither null, undefined nor false. */
export async function until<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  { timeoutMs = 15_000, state }: { timeoutMs?: number; state?: () => unknown } = {},
): Promise<T> {
  const startedAt = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > timeoutMs) {
      const shown = state ? `\n${JSON.stringify(state(), null, 1)}` : '';
      throw new Error(`waited ${timeoutMs} ms in vain for ${what}${shown}`);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(stepMs, waitedMs * lateness)));
  }
}

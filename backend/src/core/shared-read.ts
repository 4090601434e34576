// Sharing a read: those who ask for the same thing while it is being read wait for the next reading
// together. Nobody gets an answer that was begun before the question, so it is never out of date; a
// hundred who ask at once cost two readings. Knows no feature.

/** Makes a read one that is shared by those who wait for it. */
export function sharedRead<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;

  async function readAfter(before: Promise<T> | null): Promise<T> {
    // Its failure is told to those who waited for it.
    await before?.catch(() => undefined);
    // Who asks from here on may want to know what happens from here on.
    const mine = next;
    running = mine;
    next = null;
    try {
      return await read();
    } finally {
      if (running === mine) running = null;
    }
  }
  return () => (next ??= readAfter(running));
}

// The progress of long work on a person's screen: one line that changes, or none where nobody looks.
import type { WriteStream } from 'node:tty';

/** Tells how far the collections are, on a terminal alone. */
export function progressOn(stream: WriteStream, what: string) {
  return ({ collection, documents, of }: { collection: string; documents: number; of: number }) => {
    if (!stream.isTTY) return;
    const share = of === 0 ? 100 : Math.min(100, Math.floor((documents * 100) / of));
    const line = `${what}: ${collection} ${documents.toLocaleString('en')} (${String(share)} %)`;
    stream.write(`\r${line.padEnd(60)}${share === 100 ? '\n' : ''}`);
  };
}

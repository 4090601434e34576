// Whole numbers of 64 bits, read exactly: sums over years may be more than a double holds. The driver's
// own option for it (`useBigInt64`) is forbidden by the linter: a primary that steps down while such a
// read is under way answers with a version of the set, the driver's monitor keeps it, cannot work with a
// bigint, and throws from a timer, which ends the process.
import { Long } from 'mongodb';

/** The option of a read whose answer is given to `withBigInts`. */
export const exactLongs = { promoteLongs: false } as const;

/** The same document with a bigint for each number of 64 bits, however deep; others stay as they are. */
export function withBigInts<T>(document: unknown): T {
  return converted(document) as T;
}

function converted(value: unknown): unknown {
  if (Long.isLong(value)) return value.toBigInt();
  if (Array.isArray(value)) return value.map(converted);
  if (value === null || typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, converted(held)]));
}

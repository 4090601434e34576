// A page of a log: what has a `timestamp` and is only ever added to, newest first, with how many
// entries fit. Knows no log.
import type { Collection, Filter } from 'mongodb';
import { countUpTo } from './mongo.ts';

interface Logged {
  readonly timestamp: Date;
}

/** A longer log is counted no further: nobody turns so many pages. */
const countedMax = 10_000;

/** A page of the entries that fit; `anyway` leaves none out, it is what an index wants to be told. */
export async function logPage<T extends Logged>(
  log: Collection<T>,
  filter: Filter<T>,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
  anyway: Filter<T> = {},
): Promise<{ entries: T[]; total: number }> {
  const all = { ...anyway, ...filter };
  const total = await countUpTo(log, Object.keys(filter).length > 0 ? all : {}, countedMax);
  const entries = await log
    .find<T>(all)
    // By time alone, which every index here ends in or begins with: nothing is sorted in memory.
    .sort({ timestamp: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { entries, total };
}

/** The filter of a time from and before an instant, each as the query writes it. */
export function during({ from, to }: { from?: string | undefined; to?: string | undefined }): {
  timestamp?: { $gte?: Date; $lt?: Date };
} {
  if (!from && !to) return {};
  return {
    timestamp: {
      ...(from ? { $gte: new Date(from) } : {}),
      ...(to ? { $lt: new Date(to) } : {}),
    },
  };
}

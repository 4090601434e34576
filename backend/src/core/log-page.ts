// A page of a log: what has a time and is only ever added to, newest first, with how many entries fit.
// Knows no log.
import type { Collection, Document, Filter } from 'mongodb';
import { countUpTo } from './mongo.ts';

/** A longer log is counted no further: nobody turns so many pages. */
const countedMax = 10_000;

/** What is asked of a log. */
export interface Wanted<T> {
  readonly filter: Filter<T>;
  /** Leaves none out; it is what the index of time wants to be told. */
  readonly anyway?: Filter<T>;
  /** The field of its time. */
  readonly time?: string;
}

/** A page of the entries that fit. */
export async function logPage<T extends Document>(
  log: Collection<T>,
  { filter, anyway = {}, time = 'timestamp' }: Wanted<T>,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: T[]; total: number }> {
  const all = { ...anyway, ...filter };
  const total = await countUpTo(log, Object.keys(filter).length > 0 ? all : {}, countedMax);
  const entries = await log
    .find<T>(all)
    // By time alone, which every index here ends in or begins with: nothing is sorted in memory.
    .sort({ [time]: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { entries, total };
}

interface Bounds {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The filter of a field of time from and before an instant, each as the query writes it. */
export function during<K extends string>(
  time: K,
  { from, to }: Bounds,
): Partial<Record<K, { $gte?: Date; $lt?: Date }>> {
  if (!from && !to) return {};
  const bounds = {
    ...(from ? { $gte: new Date(from) } : {}),
    ...(to ? { $lt: new Date(to) } : {}),
  };
  return { [time]: bounds } as Record<K, typeof bounds>;
}

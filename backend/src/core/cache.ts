// Answers that cost much and may be a little old, kept in the database for all processes. Whatever is
// here can be made again, so it is written outside any transaction and never backed up.
import type { Collection } from 'mongodb';
import type { Context } from './context.ts';
import type { CollectionPlan, ReadScope } from './mongo.ts';

interface CacheDoc {
  _id: string;
  value: unknown;
  expiresAt: Date;
}

export const cacheEntriesPlan: CollectionPlan = {
  name: 'cache_entries',
  transient: true,
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
};

const cacheEntries = (scope: ReadScope): Collection<CacheDoc> =>
  scope.db.collection(cacheEntriesPlan.name);

export interface Cache {
  /** What was kept under this key in the last `lifeMs`, or what `make` makes now. */
  get<T>(key: string, lifeMs: number, make: () => Promise<T>): Promise<T>;
}

/** Opens the cache. Who asks for the same while it is being made waits for it. */
export function openCache(ctx: Context): Cache {
  const making = new Map<string, Promise<unknown>>();
  const find = async (key: string, lifeMs: number, make: () => Promise<unknown>) => {
    const now = ctx.clock.now();
    const kept = await cacheEntries(ctx).findOne({ _id: key });
    if (kept && kept.expiresAt > now) return kept.value;
    const value = await make();
    const expiresAt = new Date(now.getTime() + lifeMs);
    await cacheEntries(ctx).updateOne(
      { _id: key },
      { $set: { value, expiresAt } },
      { upsert: true },
    );
    return value;
  };
  return {
    get: <T>(key: string, lifeMs: number, make: () => Promise<T>): Promise<T> => {
      const under = making.get(key);
      if (under) return under as Promise<T>;
      const found = find(key, lifeMs, make).finally(() => making.delete(key));
      making.set(key, found);
      return found as Promise<T>;
    },
  };
}

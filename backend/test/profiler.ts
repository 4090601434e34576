// The database's own profiler: what was asked while a test worked, and how the planner answered it.
import type { Db, Document } from 'mongodb';

/** One operation as the profiler kept it. */
export interface Profiled {
  readonly collection: string;
  readonly op: string;
  /** `COLLSCAN`, or the index as `IXSCAN { playerId: 1 }`. */
  readonly plan: string;
  /** Documents that were read. */
  readonly examined: number;
  /** Entries of indexes that were read. */
  readonly keys: number;
  readonly answered: number;
  readonly command: Document;
}

// A test asks a few thousand things; what does not fit would be lost without a word.
const profileBytesMax = 64 * 2 ** 20;

/** Keeps every operation on this database from now on. */
export async function startProfiling(db: Db): Promise<void> {
  await db.dropCollection('system.profile');
  await db.createCollection('system.profile', { capped: true, size: profileBytesMax });
  await db.command({ profile: 2 });
}

/** Ends it; answers what was kept of the collections' own operations, oldest first. */
export async function stopProfiling(db: Db): Promise<Profiled[]> {
  await db.command({ profile: 0 });
  const kept = await db
    .collection('system.profile')
    .find({ planSummary: { $exists: true } })
    .toArray();
  return kept.filter(isOfCollection).map((one) => ({
    collection: String(one['ns']).slice(db.databaseName.length + 1),
    op: String(one['op']),
    plan: String(one['planSummary']),
    examined: Number(one['docsExamined'] ?? 0),
    keys: Number(one['keysExamined'] ?? 0),
    answered: Number(one['nreturned'] ?? one['nMatched'] ?? one['ndeleted'] ?? 0),
    command: (one['originatingCommand'] ?? one['command'] ?? {}) as Document,
  }));
}

/** A change stream reads the oplog, which has no index and needs none. */
const isOfCollection = ({ ns, command, originatingCommand }: Document): boolean => {
  const { pipeline } = (originatingCommand ?? command ?? {}) as { pipeline?: Document[] };
  const isStream = pipeline?.[0]?.['$changeStream'] !== undefined;
  return !isStream && !String(ns).includes('.system.') && !String(ns).endsWith('.$cmd');
};

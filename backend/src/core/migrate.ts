// Migrations: steps that bring the data of an older Mintkeep to this one's shape. One process at a
// time takes them, in order, each written down when it is done. Knows no feature.
import { randomUUID } from 'node:crypto';
import type { Collection, Db } from 'mongodb';
import { faultPoint } from './fault-points.ts';
import { sha256 } from './identity.ts';
import type { CollectionPlan } from './mongo.ts';

/** Where progress is told: a log, or a person's screen. */
export interface ProgressLog {
  info(fields: Readonly<Record<string, unknown>>, text: string): void;
}

/** What a migration works with. */
export interface MigrationStep {
  readonly db: Db;
  /** Says how far it is and keeps the lease; to be called between batches. Throws when it is lost. */
  progress(changed: number): Promise<void>;
}

/**
 * One step. It works in batches, changes only what still has the old shape, and so can be killed
 * anywhere and run again. A name is for ever: `0001-` and what it does.
 */
export interface Migration {
  readonly name: string;
  readonly summary: string;
  run(step: MigrationStep): Promise<void>;
}

interface AppliedDoc {
  _id: string;
  appliedAt: Date;
  checksum: string;
  durationMs: number;
}

interface LeaseDoc {
  _id: string;
  holder: string;
  leaseUntilAt: Date;
}

export const migrationsPlan: CollectionPlan = { name: 'migrations', indexes: [] };
export const migrationLeasesPlan: CollectionPlan = {
  name: 'migration_leases',
  transient: true,
  indexes: [],
};

const applied = (db: Db): Collection<AppliedDoc> => db.collection(migrationsPlan.name);
const leases = (db: Db): Collection<LeaseDoc> => db.collection(migrationLeasesPlan.name);

/** The mark of a restore that is under way, among the names of the migrations. */
export const restoreUnfinished = 'restore-unfinished';

const leaseId = 'migrate';
const leaseMsDefault = 30_000;
const lookAgainMs = 200;

/** What of a list is not applied yet, in order. Throws when the database is newer than this code. */
export async function pendingMigrations(db: Db, list: readonly Migration[]): Promise<Migration[]> {
  const done = new Set((await applied(db).find({}).toArray()).map(({ _id }) => _id));
  if (done.has(restoreUnfinished)) {
    throw new Error('A restore into this database did not finish: drop it, and restore again.');
  }
  const known = new Set(list.map(({ name }) => name));
  const unknown = [...done].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) {
    throw new Error(
      `The database was made by a newer Mintkeep: it has ${unknown.join(', ')}, which this one ` +
        'does not know. Start that version, or restore a backup that was made before.',
    );
  }
  return list.filter(({ name }) => !done.has(name));
}

/**
 * Applies what is pending and answers the names of what this process applied. Several may call it at
 * once: one works, the others wait until it is done or its lease runs out, and go on from there.
 */
export async function migrate(
  { db, log }: { readonly db: Db; readonly log: ProgressLog },
  list: readonly Migration[],
  { leaseMs = leaseMsDefault }: { leaseMs?: number } = {},
): Promise<string[]> {
  const holder = randomUUID();
  const mine: string[] = [];
  for (;;) {
    const [next] = await pendingMigrations(db, list);
    if (!next) break;
    if (!(await takeLease(db, holder, leaseMs))) {
      log.info({ migration: next.name }, 'migrate: another process is at it; waiting');
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
      continue;
    }
    // Another may have finished it between the look and the lease.
    const [still] = await pendingMigrations(db, list);
    if (still) {
      await apply({ db, log }, still, () => keepLease(db, holder, leaseMs));
      mine.push(still.name);
    }
  }
  await leases(db).deleteOne({ _id: leaseId, holder });
  return mine;
}

async function apply(
  { db, log }: { readonly db: Db; readonly log: ProgressLog },
  { name, summary, run }: Migration,
  keep: () => Promise<void>,
): Promise<void> {
  const startedAtMs = performance.now();
  let changed = 0;
  log.info({ migration: name, summary }, 'migrate: begun');
  await run({
    db,
    progress: async (more) => {
      changed += more;
      log.info({ migration: name, changed }, 'migrate: going on');
      await keep();
      await faultPoint('migrate.batch');
    },
  });
  await keep();
  const durationMs = Math.round(performance.now() - startedAtMs);
  await applied(db).updateOne(
    { _id: name },
    { $setOnInsert: { appliedAt: new Date(), checksum: checksumOf(run), durationMs } },
    { upsert: true },
  );
  log.info({ migration: name, changed, durationMs }, 'migrate: done');
}

/** Tells whether a step was changed after it was applied; for `npm run migrate -- --check`. */
export async function changedSince(db: Db, list: readonly Migration[]): Promise<string[]> {
  const sums = new Map(list.map(({ name, run }) => [name, checksumOf(run)]));
  const done = await applied(db).find({}).sort({ _id: 1 }).toArray();
  return done.filter(({ _id, checksum }) => sums.get(_id) !== checksum).map(({ _id }) => _id);
}

const checksumOf = (run: Migration['run']): string => sha256(run.toString().replace(/\s+/g, ' '));

const until = (ms: number) => ({
  $dateAdd: { startDate: '$$NOW', unit: 'millisecond', amount: ms },
});

/** Takes the lease when nobody holds it or its time is up, by the database's clock. */
async function takeLease(db: Db, holder: string, leaseMs: number): Promise<boolean> {
  await leases(db).updateOne(
    { _id: leaseId },
    { $setOnInsert: { holder: 'nobody', leaseUntilAt: new Date(0) } },
    { upsert: true },
  );
  const isFree = { $or: [{ $eq: ['$holder', holder] }, { $lte: ['$leaseUntilAt', '$$NOW'] }] };
  const { matchedCount } = await leases(db).updateOne({ _id: leaseId, $expr: isFree }, [
    { $set: { holder: { $literal: holder }, leaseUntilAt: until(leaseMs) } },
  ]);
  return matchedCount === 1;
}

async function keepLease(db: Db, holder: string, leaseMs: number): Promise<void> {
  const { matchedCount } = await leases(db).updateOne({ _id: leaseId, holder }, [
    { $set: { leaseUntilAt: until(leaseMs) } },
  ]);
  if (matchedCount === 0) throw new Error('migrate: another process took over; start again.');
}

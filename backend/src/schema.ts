// The shape of the database: what every process does to it before it works with it.
import type { Db } from 'mongodb';
import { collections } from './collections.ts';
import { migrate, pendingMigrations } from './core/migrate.ts';
import type { ProgressLog } from './core/migrate.ts';
import { ensureCollections } from './core/mongo.ts';
import { migrations } from './migrations.ts';

/**
 * Brings a database to this version: collections, indexes, migrations. Throws when it is of a newer
 * one. Several processes may do so at once.
 */
export async function bringUp(db: Db, log: ProgressLog): Promise<void> {
  // Before anything is created in a database that is not ours to change.
  await pendingMigrations(db, migrations);
  await ensureCollections(db, collections);
  await migrate({ db, log }, migrations);
}

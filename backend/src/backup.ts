// Backing up and restoring a whole Mintkeep: what core/backup.ts does, with what the ledger and the
// deliveries must say before and after.
import { BackupDamaged, checkBackup, loadBackup, writeBackup } from './core/backup.ts';
import type { BackupPlan, Manifest } from './core/backup.ts';
import { collections } from './collections.ts';
import type { Context } from './core/context.ts';
import { migrationsPlan, restoreUnfinished } from './core/migrate.ts';
import { transact } from './core/transact.ts';
import { distrustAfterRestore } from './delivery/service.ts';
import { verifyLedger, verifyLedgerIn } from './ledger/verify.ts';
import type { LedgerReport } from './ledger/verify.ts';
import { migrations } from './migrations.ts';
import { bringUp } from './schema.ts';

/** Nonces, counts and leases of the last minutes; sessions, so that nobody stays logged in. */
const leaveOut = new Set(
  collections.filter(({ transient }) => transient === true).map(({ name }) => name),
);

type Tell = BackupPlan['tell'];

/** What of a ledger must be the same after a restore. */
const ledgerFacts = (report: LedgerReport) => ({
  entries: report.entries,
  wallets: report.wallets,
  mintedCoins: report.mintedCoins,
  burnedCoins: report.burnedCoins,
  circulatingCoins: report.circulatingCoins,
  sound: report.sound,
});

/** Writes a backup of the whole database into a new folder, beside any load (S1-160). */
export const backUp = (ctx: Context, folder: string, tell: Tell): Promise<Manifest> =>
  writeBackup(ctx, {
    folder,
    leaveOut,
    migrations: migrations.map(({ name }) => name),
    facts: async (scope) => ({ ledger: ledgerFacts(await verifyLedgerIn(scope)) }),
    tell,
  });

export interface RestoreReport {
  readonly manifest: Manifest;
  readonly ledger: LedgerReport;
  /** Open deliveries that from now on want a receipt before any refund. */
  readonly distrusted: number;
}

/**
 * Restores a backup into an empty database and verifies it: counts, ledger, indexes. Throws, before
 * anything is written, on a damaged, foreign or newer backup and on a database that holds anything.
 * A restore that was interrupted leaves a mark that keeps every start away (S1-190).
 */
export async function restore(ctx: Context, folder: string, tell: Tell): Promise<RestoreReport> {
  const manifest = await checkBackup(folder);
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = manifest.migrations.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new BackupDamaged(
      `The backup was made by a newer Mintkeep: it has ${unknown.join(', ')}. Restore it with that.`,
    );
  }
  await refuseUnlessEmpty(ctx);
  const marks = ctx.db.collection<{ _id: string }>(migrationsPlan.name);
  await marks.insertOne({ _id: restoreUnfinished });
  await loadBackup(ctx, folder, withoutMarks(manifest), tell);
  for (const name of manifest.migrations) {
    await marks.updateOne({ _id: name }, { $set: { appliedAt: new Date() } }, { upsert: true });
  }
  const distrusted = await distrustAll(ctx);
  const ledger = await verifyLedger(ctx);
  const before = JSON.stringify(manifest.facts['ledger']);
  if (JSON.stringify(ledgerFacts(ledger)) !== before) {
    throw new BackupDamaged(`The ledger is not the one that was backed up: it was ${before}.`);
  }
  await marks.deleteOne({ _id: restoreUnfinished });
  await bringUp(ctx.db, ctx.log);
  return { manifest, ledger, distrusted };
}

/** The list of migrations is written by the restore itself, beside its mark. */
const withoutMarks = (manifest: Manifest): Manifest => ({
  ...manifest,
  files: manifest.files.filter(({ collection }) => collection !== migrationsPlan.name),
});

async function refuseUnlessEmpty({ db }: Context): Promise<void> {
  const names = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  for (const { name } of names) {
    if (name.startsWith('system.')) continue;
    if (await db.collection(name).findOne({}, { projection: { _id: 1 } })) {
      throw new Error(
        `The database ${db.databaseName} is not empty: ${name} holds documents. A restore never ` +
          'writes over anything; name another database, or drop this one first.',
      );
    }
  }
}

/** A server may have handed over since what the backup holds as open (D22, D23). */
async function distrustAll(ctx: Context): Promise<number> {
  const actor = { kind: 'console', id: 'restore' } as const;
  let all = 0;
  for (;;) {
    const command = { actor, route: 'restore', key: undefined, input: null };
    const { reply } = await transact(ctx, command, distrustAfterRestore);
    if (reply === 0) return all;
    all += reply;
  }
}

// npm run migrate: brings the database to this version, or says what is missing.
import { collections } from '../collections.ts';
import { changedSince, pendingMigrations } from '../core/migrate.ts';
import { missingIndexes } from '../core/mongo.ts';
import { migrations } from '../migrations.ts';
import { bringUp } from '../schema.ts';
import { Failure, runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';

const usage = `npm run migrate              collections, indexes and migrations; a start of the backend does the same
npm run migrate -- --check   changes nothing; ends with 1 when something is missing`;

await runCommand(
  usage,
  async (shell, args) => {
    if (args.length === 0) return apply(shell);
    if (args.length === 1 && args[0] === '--check') return check(shell);
    throw new Usage(`What is ${args.join(' ')}?`);
  },
  { asIs: true },
);

async function apply({ ctx, print }: Shell): Promise<void> {
  await bringUp(ctx.db, {
    info: ({ migration, changed = '' }, text) =>
      print(`${text} ${String(migration)} ${String(changed)}`.trimEnd()),
  });
  print('The database is of this version.');
}

/** S0-073: says whether every migration was applied and every index is there. */
async function check({ ctx, print }: Shell): Promise<void> {
  const pending = await pendingMigrations(ctx.db, migrations);
  const missing = await missingIndexes(ctx.db, collections);
  for (const { name, summary } of pending) print(`pending ${name}: ${summary}`);
  for (const index of missing) print(`missing index ${index}`);
  for (const name of await changedSince(ctx.db, migrations)) {
    print(`note: ${name} was changed after it was applied here`);
  }
  if (pending.length + missing.length > 0)
    throw new Failure('The database is not of this version.');
  print('The database is of this version.');
}

// The drill inside a run: the product's own commands back the database up beside the load and restore
// it into an empty one, whose ledger must add up.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startEdited } from './backends.ts';
import type { BackendSetUp } from './backends.ts';
import type { Children } from './children.ts';
import type { Edit } from './defects.ts';
import type { Violation } from './violation.ts';

export interface Drill {
  readonly dir: string;
  readonly setUp: BackendSetUp;
  /** Where to restore to. */
  readonly emptyUrl: string;
  readonly edits: readonly Edit[];
}

/** Backs up beside the load; answers the folder. Throws when the command says no. */
export async function backUp(children: Children, { dir, setUp, edits }: Drill): Promise<string> {
  const parent = join(dir, 'backups');
  mkdirSync(parent, { recursive: true });
  const program = ['commands/backup.ts', parent] as const;
  const child = startEdited(children, { ...setUp, edits: [...setUp.edits, ...edits] }, [
    ...program,
  ]);
  await child.exited;
  const [folder] = readdirSync(parent).filter((name) => name.startsWith('mintkeep-'));
  if (!folder) throw new Error(`the backup failed: ${child.lastLines().join('\n')}`);
  return join(parent, folder);
}

/** Restores a backup with the product as it is, which verifies it. */
export async function restore(
  children: Children,
  { setUp, emptyUrl }: Drill,
  folder: string,
): Promise<Violation[]> {
  const child = startEdited(children, { ...setUp, databaseUrl: emptyUrl }, [
    'commands/restore.ts',
    folder,
  ]);
  await child.exited;
  const said = child.lastLines();
  if (said.some((line) => line.startsWith('Sound.'))) return [];
  const detail = said.slice(-4).join(' ').slice(-400);
  return [{ rule: 'the restored backup is not what was backed up', detail }];
}

// npm run export: everything as lines of JSON, or what is stored of one player.
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { audit } from '../audit/service.ts';
import { getPlayerByNameOrUUID } from '../players/service.ts';
import { Failure, runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';
import { checkExport, subjectOf, writeExport } from './export-lines.ts';
import { progressOn } from './progress.ts';

const usage = `npm run export -- <file.jsonl[.gz]>                    everything, as of one moment, beside any load
npm run export -- <file.jsonl[.gz]> --player <name or UUID>   every document that names this player
npm run export -- --check <file.jsonl[.gz]>            reads one again: its counts and its checksum
Secrets are left out. To restore from, use npm run backup.`;

await runCommand(usage, async (shell, words) => {
  const [first, second, who, ...rest] = words;
  if (first === '--check' && second && who === undefined) return check(shell, resolve(second));
  if (!first || first.startsWith('--') || rest.length > 0) throw new Usage('Into which file?');
  if (second !== undefined && (second !== '--player' || !who))
    throw new Usage(`What is ${second}?`);
  if (!/\.jsonl(\.gz)?$/.test(first)) throw new Usage('The file ends in .jsonl or .jsonl.gz.');
  return write(shell, resolve(first), who);
});

async function write(shell: Shell, path: string, who: string | undefined): Promise<void> {
  const { ctx, change, print } = shell;
  if (await isThere(path)) throw new Failure(`${path} is there already; nothing is written over.`);
  const player = who === undefined ? null : await getPlayerByNameOrUUID(ctx, who);
  const subject = player && (await subjectOf(ctx, player));
  const startedAtMs = performance.now();
  const { documents, counts } = await writeExport(
    ctx,
    path,
    subject,
    progressOn(process.stderr, 'export'),
  );
  // Who took everything along should be known, whatever becomes of the file.
  await change((tx) =>
    audit(tx, {
      action: 'data.export',
      target: player ? { type: 'player', id: player._id } : { type: 'database', id: 'all' },
      reason: 'export',
      before: null,
      after: { documents },
    }),
  );
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  for (const [name, count] of Object.entries(counts)) {
    if (count > 0) print(`${count.toLocaleString('en').padStart(14)}  ${name}`);
  }
  print(`${documents.toLocaleString('en')} documents in ${seconds} s: ${path}`);
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function check({ print }: Shell, path: string): Promise<void> {
  try {
    const { documents } = await checkExport(path);
    print(`Whole: ${documents.toLocaleString('en')} documents, the checksum is right.`);
  } catch (error) {
    throw new Failure(`${path} is not what was written. ${(error as Error).message}`);
  }
}

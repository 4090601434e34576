// npm run backup: the whole database as of one moment, into a new folder.
import { join, resolve } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { backUp } from '../backup.ts';
import { runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';
import { progressOn } from './progress.ts';

const usage = `npm run backup -- <folder>   writes <folder>/mintkeep-<time>, beside any load
Read back with: npm run restore -- <folder>/mintkeep-<time>`;

await runCommand(usage, async (shell, [parent, ...rest]) => {
  if (!parent || rest.length > 0) throw new Usage('Into which folder?');
  await write(shell, resolve(parent));
});

async function write({ ctx, print }: Shell, parent: string): Promise<void> {
  await mkdir(parent, { recursive: true });
  const time = ctx.clock.now().toISOString().replace(/[-:]/g, '').slice(0, 15);
  const folder = join(parent, `mintkeep-${time}Z`);
  const startedAtMs = performance.now();
  const { files } = await backUp(ctx, folder, progressOn(process.stderr, 'backup'));
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1);
  const documents = files.reduce((sum, file) => sum + file.documents, 0);
  print(`${documents.toLocaleString('en')} documents in ${seconds} s: ${folder}`);
}

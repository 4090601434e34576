// npm run import: balances of another economy plugin, paid once out of the mint. A dry run, unless
// it is told to apply.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { Failure, runCommand, Usage } from './command.ts';
import type { Shell } from './command.ts';
import { applyImport, planImport } from './import-balances.ts';
import type { Terms } from './import-balances.ts';
import { decimalOf } from './import-decimal.ts';
import { readUserFiles } from './import-essentials.ts';
import { reportOf } from './import-report.ts';
import { progressOn } from './progress.ts';

const usage = `npm run import -- essentials <plugins/Essentials/userdata>   says what would be paid; changes nothing
  --apply          pay it; whoever was paid by an earlier run is not paid again
  --ratio <n>      coins for one of EssentialsX (default 1; 100 keeps cents); rounded down
  --max-coins <n>  nobody is paid more
Stop the other economy first, and make a backup: npm run backup -- <folder>`;

const source = 'essentials';

await runCommand(usage, async (shell, [from, folder, ...options]) => {
  if (from !== source || !folder) throw new Usage('Import from where?');
  await run(shell, resolve(folder), optionsOf(options));
});

interface Options {
  readonly apply: boolean;
  readonly terms: Terms;
}

function optionsOf(words: readonly string[]): Options {
  const rest = [...words];
  const take = (name: string): string | undefined => {
    const at = rest.indexOf(name);
    return at < 0 ? undefined : (rest.splice(at, 2)[1] ?? '');
  };
  const ratio = decimalOf(take('--ratio') ?? '1');
  if (!ratio || ratio.units <= 0n) throw new Usage('The ratio must be a number above zero.');
  const max = take('--max-coins') ?? String(coinsMax);
  if (!/^\d{1,16}$/.test(max) || Number(max) < 1 || Number(max) > coinsMax) {
    throw new Usage('The maximum must be a whole number above zero.');
  }
  const apply = rest.includes('--apply');
  const unknown = rest.find((word) => word !== '--apply');
  if (unknown !== undefined) throw new Usage(`What is ${unknown}?`);
  return { apply, terms: { ratio, coinsMax: Number(max) } };
}

async function run(shell: Shell, folder: string, { apply, terms }: Options): Promise<void> {
  const { ctx, print } = shell;
  const there = await stat(folder).catch(() => null);
  if (!there?.isDirectory()) throw new Failure(`${folder} is no folder that can be read.`);
  const progress = progressOn(process.stderr, 'import');
  const tell = (what: string) => (documents: number, of: number) => {
    if (documents % 50 === 0 || documents === of) progress({ collection: what, documents, of });
  };
  const files = await readUserFiles(folder, tell('files'));
  if (files.users.length + files.refused.length === 0) {
    throw new Failure(`${folder} holds no .yml file; EssentialsX keeps them in its "userdata".`);
  }
  const plan = await planImport(ctx, source, files.users, terms);
  for (const text of reportOf(files, plan, terms)) print(text);
  const isAllPaid = plan.payments.every(({ isPaid }) => isPaid);
  if (isAllPaid) return print('Nothing is to be paid.');
  if (!apply) {
    return print('Nothing was changed. Make a backup, then run it again with --apply.');
  }
  const applied = await applyImport(shell, source, plan.payments, tell('players'));
  const { players, coins, full } = applied;
  print(`Paid ${coins.toLocaleString('en')} coins to ${players.toLocaleString('en')} players.`);
  for (const { name, minecraftUUID } of full) {
    print(`Not paid, the wallet would hold too much: ${name} ${minecraftUUID}`);
  }
  if (full.length > 0) throw new Failure('Not everybody could be paid.');
}

// Every contract there is, by its name and its noun: read from the files of shared/src, so that none
// is forgotten by who checks or describes them all.
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Contract } from '@mintkeep/shared/contract.ts';

export interface NamedContract {
  /** The file it stands in, as `shop`. */
  readonly noun: string;
  readonly name: string;
  readonly contract: Contract;
}

const folder = join(import.meta.dirname, '../../shared/src');

const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;

/** All contracts, by noun and then by path. */
export async function allContracts(): Promise<NamedContract[]> {
  const files = globSync('*.ts', { cwd: folder }).filter((file) => !file.endsWith('.test.ts'));
  const found: NamedContract[] = [];
  for (const file of files.sort()) {
    const module = (await import(join(folder, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (isContract(value)) found.push({ noun: basename(file, '.ts'), name, contract: value });
    }
  }
  const place = ({ noun, contract }: NamedContract): string =>
    `${noun} ${contract.path} ${contract.method}`;
  return found.sort((one, other) => (place(one) < place(other) ? -1 : 1));
}

// What a fault run starts must not outlive it, also when the run is killed and can end nothing itself.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { within } from './pause.ts';

const childrenFile = join(import.meta.dirname, 'children.ts');

/** A run that starts one program, which says its id, and then does nothing more. */
const program = (folder: string): string => `
  import { openChildren } from ${JSON.stringify(childrenFile)};
  const children = openChildren();
  children.removeAtEnd(${JSON.stringify(folder)});
  const says = 'console.log(process.pid); setInterval(() => undefined, 1_000)';
  children.start(process.execPath, ['-e', says], { onLine: (line) => console.log(line) });
`;

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a program ends, and its data goes, when the run that started it is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mintkeep-guard-'));
  const run = spawn(process.execPath, ['--input-type=module', '-e', program(folder)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    createInterface({ input: run.stdout }).once('line', (line) => resolve(Number(line)));
  });
  expect(lives(pid)).toBe(true);
  run.kill('SIGKILL');
  expect(await within(10_000, async () => !lives(pid) && !existsSync(folder))).toBe(true);
});

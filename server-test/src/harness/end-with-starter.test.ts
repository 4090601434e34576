// Whoever starts a backend takes it along, and does not keep it from ending by itself.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const leash = new URL('end-with-starter.ts', import.meta.url).href;

const run = (script: string): ChildProcess =>
  spawn(process.execPath, ['--import', leash, '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });

test('ends a process when its starter lets go', async () => {
  const child = run('console.log("up"); setInterval(() => undefined, 1_000)');
  const gone = once(child, 'exit');
  if (!child.stdout) throw new Error('no output');
  await once(child.stdout, 'data');
  child.stdin?.destroy();
  expect(await gone).toEqual([null, 'SIGKILL']);
});

test('lets a process end that has nothing else to do', async () => {
  expect(await once(run('setTimeout(() => undefined, 10)'), 'exit')).toEqual([0, null]);
});

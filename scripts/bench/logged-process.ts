// A process whose output goes into a file, as a service's log does. Through a pipe, whoever reads it
// slowly holds the writer up: then the bench would measure itself.
import { spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface LoggedProcess {
  readonly pid: number;
  /** Waits for the next line in which `find` finds something. Rejects when the process has ended. */
  line<T>(find: (line: string) => T | undefined): Promise<T>;
  /** Ends it, and answers the last of what it said. */
  stop(): Promise<string>;
}

/** Read at once: a million requests say more than a string can hold. */
const pieceBytes = 4 * 2 ** 20;

/** Starts a script of this project with these settings in its environment. */
export function startLogged(
  script: string,
  env: Readonly<Record<string, string>>,
  nodeOptions: readonly string[] = [],
): LoggedProcess {
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-log-'));
  const path = join(dir, 'output.log');
  const file = openSync(path, 'w+');
  const child = spawn(process.execPath, [...nodeOptions, script], {
    stdio: ['ignore', file, 'inherit'],
    env: { ...process.env, ...env },
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const piece = Buffer.alloc(pieceBytes);
  const saidFrom = (place: number): Buffer =>
    piece.subarray(0, readSync(file, piece, 0, pieceBytes, place));
  const end = (): string => saidFrom(Math.max(0, fstatSync(file).size - pieceBytes)).toString();
  let readTo = 0;
  return {
    pid: child.pid ?? 0,
    line: async (find) => {
      for (;;) {
        const said = saidFrom(readTo);
        const whole = said.subarray(0, said.lastIndexOf('\n') + 1);
        readTo += whole.length;
        for (const line of whole.toString().split('\n').slice(0, -1)) {
          const found = find(line);
          if (found !== undefined) return found;
        }
        if (child.exitCode !== null) throw new Error(`${script} ended too early:\n${end()}`);
        if (whole.length === 0) await pause(5);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
      const last = end();
      closeSync(file);
      rmSync(dir, { recursive: true, force: true });
      return last;
    },
  };
}

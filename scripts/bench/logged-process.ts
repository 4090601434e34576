// A process whose output goes into a file, as a service's log does. Through a pipe, whoever reads it
// slowly holds the writer up: then the bench would measure itself.
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface LoggedProcess {
  readonly pid: number;
  /** Waits for the first line in which `find` finds something. Rejects when the process has ended. */
  line<T>(find: (line: string) => T | undefined): Promise<T>;
  /** Ends it, and answers all it said. */
  stop(): Promise<string>;
}

/** Starts a script of this project with these settings in its environment. */
export function startLogged(script: string, env: Readonly<Record<string, string>>): LoggedProcess {
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-log-'));
  const path = join(dir, 'output.log');
  const file = openSync(path, 'w');
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', file, 'inherit'],
    env: { ...process.env, ...env },
  });
  closeSync(file);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const said = (): string => readFileSync(path, 'utf8');
  return {
    pid: child.pid ?? 0,
    line: async (find) => {
      for (;;) {
        for (const line of said().split('\n').slice(0, -1)) {
          const found = find(line);
          if (found !== undefined) return found;
        }
        if (child.exitCode !== null) throw new Error(`${script} ended too early:\n${said()}`);
        await pause(5);
      }
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
      const all = said();
      rmSync(dir, { recursive: true, force: true });
      return all;
    },
  };
}

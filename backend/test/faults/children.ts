// Programs of a fault run: started, killed and frozen by their process id, and known to a guard, so
// that none of them outlives the run. Knows nothing of what they do.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const linesKept = 100;

/** A program that runs, or has run. */
export interface Child {
  readonly exited: Promise<{ readonly signal: NodeJS.Signals | null }>;
  isAlive(): boolean;
  signal(name: NodeJS.Signals): void;
  /** Ends it as a pulled plug would; resolves when it is gone. */
  kill(): Promise<void>;
  lastLines(): readonly string[];
}

export interface Children {
  start(
    command: string,
    args: readonly string[],
    options?: { env?: Readonly<Record<string, string>>; onLine?: (line: string) => void },
  ): Child;
  /** Lets a folder go when the run ends, however it ends. */
  removeAtEnd(folder: string): void;
  /** Kills all that still run. */
  close(): Promise<void>;
}

/** Opens a family of programs with its guard. */
export function openChildren(): Children {
  const guard = spawn(process.execPath, [join(import.meta.dirname, 'guard.ts')], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  const guardGone = new Promise((resolve) => guard.once('exit', resolve));
  const living = new Set<Child>();
  return {
    start(command, args, { env = {}, onLine } = {}) {
      const process_ = spawn(command, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...env },
      });
      const child = childOf(process_, onLine);
      const { pid } = process_;
      guard.stdin.write(`+${String(pid)}\n`);
      living.add(child);
      void child.exited.then(() => {
        living.delete(child);
        if (!guard.stdin.writableEnded) guard.stdin.write(`-${String(pid)}\n`);
      });
      return child;
    },
    removeAtEnd: (folder) => void guard.stdin.write(`~${folder}\n`),
    async close() {
      await Promise.all([...living].map((child) => child.kill()));
      guard.stdin.end();
      await guardGone;
    },
  };
}

function childOf(process_: ChildProcess, onLine?: (line: string) => void): Child {
  const lines: string[] = [];
  for (const stream of [process_.stdout, process_.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > linesKept) lines.shift();
      onLine?.(line);
    });
  }
  const exited = new Promise<{ signal: NodeJS.Signals | null }>((resolve) => {
    process_.once('error', (error) => {
      lines.push(error.message);
      resolve({ signal: null });
    });
    process_.once('exit', (_code, signal) => resolve({ signal }));
  });
  return {
    exited,
    isAlive: () => process_.exitCode === null && process_.signalCode === null,
    signal: (name) => void process_.kill(name),
    async kill() {
      process_.kill('SIGKILL');
      await exited;
    },
    lastLines: () => lines,
  };
}

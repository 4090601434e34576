// Programs that run beside a script: started in their own process group, so that Ctrl-C reaches
// only the script, which then stops them in order. Knows nothing of what they do.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const linesKept = 200;

/** How a child ended: its code, and 128 plus the signal when it was killed. */
export interface ChildEnd {
  readonly code: number;
}

export interface Child {
  readonly name: string;
  readonly exited: Promise<ChildEnd>;
  /** What it said last, both streams, oldest first. */
  lastLines(count: number): string[];
  /** Ends it; kills it when the grace is over. Resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How long a stop waits before it kills. */
  readonly graceMs?: number;
  onLine?(line: string): void;
}

/** Starts a program on a leash: when this process dies, of whatever, the program is ended too. */
export function startChild(options: ChildOptions): Child {
  const leash = join(import.meta.dirname, 'leash.ts');
  const graceMs = String(options.graceMs ?? 10_000);
  const child = spawn(process.execPath, [leash, graceMs, options.command, ...options.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...options.env },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > linesKept) lines.shift();
      options.onLine?.(line);
    });
  }
  // Its end may come while we say that it should end.
  child.stdin.on('error', () => undefined);
  const exited = new Promise<ChildEnd>((resolve) => {
    child.on('error', (error) => {
      lines.push(error.message);
      resolve({ code: 127 });
    });
    child.on('close', (code) => resolve({ code: code ?? 1 }));
  });
  return {
    name: options.name,
    exited,
    lastLines: (count) => lines.slice(-count),
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

/** Runs a program to its end. Answers its code and all it said. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string | undefined>>; cwd?: string } = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

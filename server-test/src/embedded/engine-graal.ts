// The engine of a real Grakkit: GraalJS 22.0.0 in a JVM beside this process. The game and the
// script take turns over two pipes, each blocking while the other works, as one server thread would.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Request, Wire } from './border/exchange.ts';
import { guestScript } from './border/guest-script.ts';
import type { Engine, EngineOptions, Outcome } from './engine.ts';
import { graalJars } from './graal/jars.ts';
import { compileHost, findJava } from './graal/java.ts';

const cache = fileURLToPath(new URL('../../../.mintkeep/graaljs/', import.meta.url));

/** Lines over two named pipes; reading blocks this process until the other end has spoken. */
class Pipe {
  readonly #in: number;
  readonly #out: number;
  readonly #chunk = Buffer.alloc(64 * 1_024);
  #rest = Buffer.alloc(0);

  constructor(inFile: number, outFile: number) {
    this.#in = inFile;
    this.#out = outFile;
  }
  send(line: string): void {
    const bytes = Buffer.from(`${line}\n`);
    for (let at = 0; at < bytes.length;) at += writeSync(this.#out, bytes, at);
  }
  receive(): string {
    for (;;) {
      const end = this.#rest.indexOf(10);
      if (end >= 0) {
        const line = this.#rest.toString('utf8', 0, end);
        this.#rest = this.#rest.subarray(end + 1);
        return line;
      }
      const size = readSync(this.#in, this.#chunk);
      if (size === 0) throw new Error('the JVM is gone');
      this.#rest = Buffer.concat([this.#rest, this.#chunk.subarray(0, size)]);
    }
  }
  close(): void {
    closeSync(this.#in);
    closeSync(this.#out);
  }
}

/** Starts the JVM; rejects with one sentence when there is no fitting JDK. */
export async function startGraalEngine(
  options: EngineOptions & { readonly folder: string },
): Promise<Engine> {
  const [java, jars] = await Promise.all([findJava(), graalJars(cache)]);
  const classes = await compileHost(cache, jars);
  const work = mkdtempSync(join(tmpdir(), 'mintkeep-graal-'));
  const file = (name: string): string => join(work, name);
  execFileSync('mkfifo', [file('to-host'), file('to-game')]);
  writeFileSync(file('guest.js'), await guestScript());
  writeFileSync(file('table.json'), options.table);
  const child = spawn(
    java,
    [
      '-Xmx512m',
      // Grakkit's jar is not multi-release: without this the engine would be kinder than it is.
      '-Djdk.util.jar.enableMultiRelease=false',
      ...(process.env['MC_JVM_FLAGS']?.split(' ') ?? []),
      '-cp',
      [classes, ...jars].join(delimiter),
      'Host',
      ...['to-host', 'to-game', 'guest.js', 'table.json'].map(file),
    ],
    { cwd: options.folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  listen(child, options);
  try {
    return engineOver(await openPipes(child, file), child, options);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Both ends must be there before a pipe opens; a JVM that dies first must not leave us waiting. */
async function openPipes(child: ChildProcess, file: (name: string) => string): Promise<Pipe> {
  const died = new Promise<never>((_resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the JVM ended at once, with ${code}`)));
    child.once('error', reject);
  });
  const outHandle = await Promise.race([open(file('to-host'), 'w'), died]);
  const inHandle = await Promise.race([open(file('to-game'), 'r'), died]);
  died.catch(() => undefined);
  // Descriptors of our own: a FileHandle would close its own when it is collected.
  const pipe = new Pipe(
    openSync(`/proc/self/fd/${inHandle.fd}`, 'r'),
    openSync(`/proc/self/fd/${outHandle.fd}`, 'w'),
  );
  await Promise.all([inHandle.close(), outHandle.close()]);
  return pipe;
}

function listen(child: ChildProcess, options: EngineOptions): void {
  child.stdout?.on('data', (chunk: Buffer) => process.stdout.write(`[STDOUT] ${chunk.toString()}`));
  child.stderr?.on('data', (chunk: Buffer) => {
    const text = chunk.toString();
    process.stderr.write(text);
    if (/unhandled promise rejection/i.test(text)) options.onLostRejection(text.trim());
  });
}

function engineOver(pipe: Pipe, child: ChildProcess, options: EngineOptions): Engine {
  let isStopped = false;
  let scriptUs = 0;
  const command = (line: string): Outcome => {
    pipe.send(line);
    for (;;) {
      const said = pipe.receive();
      if (said.startsWith('done ')) {
        const end = said.indexOf(' ', 5);
        scriptUs += Number(said.slice(5, end));
        return JSON.parse(said.slice(end + 1)) as Outcome;
      }
      const [, contextId, json] = /^call (\d+) (.*)$/s.exec(said) ?? [];
      if (!json) throw new Error(`the JVM said what nobody knows: ${said.slice(0, 200)}`);
      const reply = options.answer(Number(contextId), JSON.parse(json) as Request);
      pipe.send(`reply ${JSON.stringify(reply)}`);
    }
  };
  child.once('exit', () => {
    if (!isStopped) process.exit(1);
  });
  return {
    name: 'graal',
    nativeJdk: true,
    open: (contextId, bundlePath) => command(`open ${contextId} ${resolve(bundlePath)}`),
    run: (contextId, functionId, args: readonly Wire[]) =>
      command(`run ${contextId} ${JSON.stringify({ id: functionId, args })}`),
    close: (contextId) => void command(`close ${contextId}`),
    takeScriptUs() {
      const taken = scriptUs;
      scriptUs = 0;
      return taken;
    },
    stop() {
      isStopped = true;
      pipe.close(); // The end of its input is the end of the JVM.
    },
    kill() {
      isStopped = true;
      child.kill('SIGKILL');
    },
  };
}

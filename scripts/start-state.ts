// What `npm start` keeps in .mintkeep between runs and tells while it runs: that it runs, its
// secrets, its environment for the commands of an admin. Starts nothing.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

/** Everything the project makes on this machine. */
export const home = resolve(import.meta.dirname, '../.mintkeep');
/** Where commands of an admin look (backend/src/commands/command.ts). */
export const environmentPath = join(home, 'run', 'environment.json');
const lockPath = join(home, 'run', 'start.pid');
const secretsPath = join(home, 'secrets.json');

/** Says no to a person, in a sentence. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** Claims this checkout; the answer gives it back. Throws Refused while another start runs. */
export function claimRun(): () => void {
  mkdirSync(join(home, 'run'), { recursive: true });
  const holder = Number(readOr(lockPath, '0'));
  if (holder > 0 && runsStart(holder)) {
    throw new Refused(
      `npm start runs already (process ${holder}). Stop it with Ctrl-C in its terminal, ` +
        `or with: kill ${holder}`,
    );
  }
  rmSync(lockPath, { force: true });
  try {
    writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new Refused('Another npm start began in the same moment.');
  }
  return () => {
    rmSync(environmentPath, { force: true });
    rmSync(lockPath, { force: true });
  };
}

/** A number may be another program's by now, so its command line is asked for too. */
function runsStart(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform === 'win32') return true;
    const line = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return line.includes('start.ts');
  } catch {
    return false;
  }
}

/** Throws Refused, naming the port and the option, when something listens there already. */
export async function checkPort(port: number, option: string): Promise<void> {
  const problem = await new Promise<NodeJS.ErrnoException | null>((done) => {
    const probe = createServer().once('error', done);
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(null)));
  });
  if (!problem) return;
  if (problem.code !== 'EADDRINUSE') {
    throw new Refused(`Port ${port} cannot be used: ${problem.message}`);
  }
  throw new Refused(
    `Port ${port} is in use by another program. Stop that one, or choose another port: ` +
      `npm start -- ${option} ${port === 65_535 ? port - 1 : port + 1}`,
  );
}

/** The secrets of this checkout, made once, readable by this user alone. */
export function readSecrets(): { readonly appKey: string } {
  const kept = readOr(secretsPath, '');
  if (kept !== '') return JSON.parse(kept) as { appKey: string };
  const secrets = { appKey: randomBytes(32).toString('base64') };
  writePrivate(secretsPath, secrets);
  return secrets;
}

/** Writes JSON that only this user may read. */
export function writePrivate(path: string, value: object): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
}

/** The text of a file; another one when there is no such file. */
export function readOr(path: string, otherwise: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}

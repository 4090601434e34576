// Stands before every verb of the root: makes a fresh checkout ready, then runs the wanted script
// with the Node of this project. Plain JavaScript without imports of packages, because it runs on
// whatever Node the machine has, before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stampPath = join(root, 'node_modules', '.mintkeep-stamp');
const lockPath = join(root, '.mintkeep', 'set-up.lock');
const isWindows = process.platform === 'win32';
const nodeHome = join(root, 'node_modules', 'node');
const projectNode = join(nodeHome, 'bin', isWindows ? 'node.exe' : 'node');

/** Ends the set-up with a sentence for a person. */
class Stop extends Error {}

const say = (line) => process.stderr.write(`${line}\n`);
const packageJson = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Stop(
    `This machine has Node ${process.versions.node}; 20.19 or newer is needed to begin with. ` +
      'Get one from https://nodejs.org; the project then brings its own Node 24 along.',
  );
}

/** What an installation depends on. A new verb in package.json is no reason to install again. */
function wantedStamp() {
  const { scripts: _verbs, ...rest } = packageJson();
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(JSON.stringify(rest))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex');
}

const isInstalled = () =>
  existsSync(stampPath) && readFileSync(stampPath, 'utf8').trim() === wantedStamp();

/** The npm that runs us; otherwise the one on the PATH. */
function npmCommand() {
  const path = process.env.npm_execpath;
  if (path && /npm-cli\.c?js$/.test(path)) return [process.execPath, [path]];
  return [isWindows ? 'npm.cmd' : 'npm', []];
}

function checkNpm() {
  const [command, first] = npmCommand();
  const { status } = spawnSync(command, [...first, '--version'], { shell: isWindows });
  if (status !== 0) throw new Stop('There is no npm beside this Node. Install Node with its npm.');
}

/** Says that work goes on: in place on a terminal, every ten seconds in a log. */
function showProgress(what) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1_000);
  const live = process.stderr.isTTY;
  const tell = () => {
    if (live) process.stderr.write(`\r${what}: ${seconds()} s `);
    else say(`${what}: ${seconds()} s`);
  };
  if (live) tell();
  else say(`${what} ...`);
  const timer = setInterval(tell, live ? 1_000 : 10_000);
  return (how) => {
    clearInterval(timer);
    if (live) process.stderr.write('\r\u001b[K');
    say(`${what}: ${how} after ${seconds()} s`);
  };
}

/** What to end when a person presses Ctrl-C during the set-up. */
let running;

/** Runs a program quietly; the answer has its exit code and all it said. */
function run(command, args, cwd) {
  return new Promise((done) => {
    let said = '';
    // Standard output of the installation is no output of the verb.
    const child = spawn(command, args, {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
    });
    running = child;
    child.stdout.on('data', (bytes) => (said += bytes));
    child.stderr.on('data', (bytes) => (said += bytes));
    child.on('error', (error) => done({ code: 1, said: String(error) }));
    child.on('close', (code) => done({ code, said }));
  });
}

/** Why npm failed, as a sentence with what to do. */
function sentenceFor(said) {
  const last = said.trim().split('\n').slice(-20).join('\n');
  if (/ENOSPC/.test(said)) {
    return 'The disk is full. The packages need about 1 GB; make room and start again.';
  }
  if (
    /E(CONNREFUSED|NOTFOUND|AI_AGAIN|TIMEDOUT|CONNRESET|NETUNREACH|HOSTUNREACH)|ERR_SOCKET/.test(
      said,
    )
  ) {
    const [, registry] = /request to (https?:\/\/[^/\s]+)/.exec(said) ?? [];
    return (
      `The package registry${registry ? ` (${registry})` : ''} cannot be reached. Check the network, ` +
      'the proxy (HTTPS_PROXY) and "npm config get registry", and start again.'
    );
  }
  if (/EACCES|EPERM|EROFS/.test(said)) return `This user may not write here (${root}).\n${last}`;
  return `The packages could not be installed. The last of what npm said:\n${last}`;
}

async function installPackages() {
  checkNpm();
  const end = showProgress('Installing packages (once)');
  const [command, first] = npmCommand();
  const { code, said } = await run(
    command,
    [...first, 'ci', '--no-audit', '--no-fund', '--fetch-retry-mintimeout=2000'],
    root,
  );
  end(code === 0 ? 'done' : 'failed');
  if (code !== 0) throw new Stop(sentenceFor(said));
}

const works = (node, version) => {
  if (!existsSync(node)) return false;
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return stdout?.trim() === `v${version}`;
};

/** npm may have been told to run no install scripts; the one that fetches Node is needed. */
async function provideNode() {
  const version = packageJson().devDependencies.node;
  if (!works(projectNode, version)) {
    const end = showProgress(`Fetching Node ${version} (once)`);
    const { code, said } = await run(process.execPath, ['installArchSpecificPackage.js'], nodeHome);
    const fetched = code === 0 && works(projectNode, version);
    end(fetched ? 'done' : 'failed');
    if (!fetched) throw new Stop(sentenceFor(said));
  }
  const link = join(root, 'node_modules', '.bin', 'node');
  if (!isWindows && !works(link, version)) {
    rmSync(link, { force: true });
    symlinkSync('../node/bin/node', link);
  }
}

const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** Two installations into one folder would break each other: the second waits for the first. */
async function withLock(work) {
  mkdirSync(dirname(lockPath), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lockPath, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = Number(readFileSync(lockPath, 'utf8'));
    if (holder > 0 && !isAlive(holder)) rmSync(lockPath, { force: true });
    else {
      if (!told) say('Another command is installing packages here; waiting for it.');
      await new Promise((done) => setTimeout(done, 500));
    }
  }
  try {
    await work();
  } finally {
    rmSync(lockPath, { force: true });
  }
}

async function makeReady() {
  if (isInstalled() && existsSync(projectNode)) return;
  await withLock(async () => {
    if (!isInstalled()) {
      await installPackages();
      writeFileSync(stampPath, `${wantedStamp()}\n`);
    }
    await provideNode();
  });
}

/** Hands this process over: the terminal, the signals and the exit code are the script's. */
function become(args) {
  const bin = join(root, 'node_modules', '.bin');
  const child = spawn(projectNode, args, {
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
      // What was compiled once is not compiled again, by the script and by all that it starts.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, '.mintkeep', 'compiled'),
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    // Ends the way the script did, so that a shell sees a signal as a signal.
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

const leave = (signal) => {
  running?.kill();
  process.exit(signal === 'SIGINT' ? 130 : 143);
};
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, leave);
try {
  checkNode();
  const [script, ...args] = process.argv.slice(2);
  if (!script) throw new Stop('Which script? node scripts/set-up.mjs scripts/start.ts [arguments]');
  await makeReady();
  for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, leave);
  become([resolve(root, script), ...args]);
} catch (error) {
  say(error instanceof Stop ? error.message : `The set-up failed: ${error.stack ?? error}`);
  process.exitCode = 1;
}

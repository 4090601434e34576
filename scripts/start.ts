// npm start: the whole of Mintkeep on one machine, from an empty checkout: a database, the backend,
// a game server with the plugin, and two players. Ctrl-C ends it; what happened stays in .mintkeep.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedServer } from '../server-test/src/embedded/server.ts';
import { buildPlugin } from './build-plugin.ts';
import { startChild } from './children.ts';
import { findMongod } from './find-mongod.ts';
import { startReplicaSet } from './mongod.ts';
import { seedCatalogue, seedKey } from './seed-demo.ts';
import { checkPort, claimRun, environmentPath, home } from './start-state.ts';
import { readSecrets, Refused, writePrivate } from './start-state.ts';

const usage = `npm start                        everything, until Ctrl-C
npm start -- --port 3001         the backend on another port than 3000
npm start -- --game-port 25566   the game server on another port than 25565
npm start -- --engine graal      the plugin in GraalJS on Java, as in a real server (default: node)
npm start -- --no-bots           without the two players

Everything is kept in .mintkeep; to begin anew, stop and delete .mintkeep/data and .mintkeep/server.`;
const serverDir = join(home, 'server');
const linesOfTheDead = 20;

interface Options {
  readonly port: number;
  readonly gamePort: number;
  readonly engine: 'node' | 'graal';
  readonly bots: boolean;
}

/** Something that runs, and how it came to its end. */
interface Part {
  readonly name: string;
  readonly died: Promise<{ readonly how: string; readonly lines: readonly string[] }>;
  stop(): Promise<void>;
}

/** In the order of starting. */
const parts: Part[] = [];
let reportDeath: (error: Refused) => void;
/** Rejects when one of the parts dies. */
const death = new Promise<never>((_resolve, reject) => (reportDeath = reject));
death.catch(() => undefined);

function keep(part: Part): void {
  parts.push(part);
  void part.died.then(({ how, lines }) => {
    reportDeath(new Refused(`The ${part.name} ${how}. Its last lines:\n${lines.join('\n')}`));
  });
}
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '3000' },
      'game-port': { type: 'string', default: '25565' },
      engine: { type: 'string', default: 'node' },
      'no-bots': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const { engine } = values;
  if (engine !== 'node' && engine !== 'graal') throw new Refused(`--engine is node or graal.`);
  const [port, gamePort] = [values.port, values['game-port']].map((text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= 65_535) return number;
    throw new Refused(`"${text}" is not a port; ports are 1 to 65535.`);
  }) as [number, number];
  return { port, gamePort, engine, bots: !values['no-bots'] };
}

/** The database: the one in DATABASE_URL, or our own. Answers its URL. */
async function startDatabase(): Promise<string> {
  const found = await findMongod({ say });
  if (found.kind === 'url') return found.url;
  const dataDir = join(home, 'data');
  const { url, child } = await startReplicaSet({ binary: found.binary, dataDir });
  keep(partOf(child));
  const withName = new URL(url);
  withName.pathname = '/mintkeep';
  return withName.toString();
}

async function startBackend(environment: Readonly<Record<string, string>>): Promise<void> {
  let ready = (): void => undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const child = startChild({
    name: 'backend',
    command: process.execPath,
    args: [join(import.meta.dirname, '../backend/src/main.ts')],
    env: environment,
    // Longer than the backend gives itself.
    graceMs: 14_000,
    onLine: (line) => {
      if (line.includes('"msg":"ready"')) ready();
    },
  });
  keep(partOf(child));
  await isReady;
}

async function startGame({ gamePort, engine }: Options): Promise<void> {
  const bundle = await buildPlugin({ outDir: join(home, 'plugin') });
  const server = await startEmbeddedServer({
    engine,
    version: '1.21.11',
    port: gamePort,
    dir: serverDir,
    bundle: bundle.path,
  });
  const lines = () => server.lines.slice(-linesOfTheDead);
  keep({
    name: 'game server',
    died: server.exited.then(() => ({ how: 'ended', lines: lines() })),
    stop: () => server.stop(),
  });
}

function startBots({ gamePort }: Options): void {
  const child = startChild({
    name: 'bots',
    command: process.execPath,
    args: [join(import.meta.dirname, 'demo-bots.ts'), String(gamePort)],
    graceMs: 3_000,
    onLine: say,
  });
  keep(partOf(child));
}

const partOf = (child: ReturnType<typeof startChild>): Part => ({
  name: child.name,
  died: child.exited.then(({ code }) => ({
    how: code > 128 ? `was killed (signal ${code - 128})` : `ended with ${code}`,
    lines: child.lastLines(linesOfTheDead),
  })),
  stop: () => child.stop(),
});

/** Starts everything, in order, and tells where it is. */
async function start(options: Options): Promise<void> {
  const apiUrl = `http://127.0.0.1:${options.port}`;
  const environment = {
    DATABASE_URL: await startDatabase(),
    API_BASE_URL: apiUrl,
    HOST: '127.0.0.1',
    PORT: String(options.port),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
    NODE_ENV: 'production',
    APP_KEY: readSecrets().appKey,
  };
  writePrivate(environmentPath, environment);
  await startBackend(environment);
  say(`Backend: ${apiUrl}`);
  if (await seedCatalogue()) say('Catalogue: filled with the rewards of scripts/demo-rewards.json');
  await seedKey(serverDir, apiUrl);
  await startGame(options);
  say(welcome(options, apiUrl));
  if (options.bots) startBots(options);
}

const welcome = ({ gamePort, engine, bots }: Options, apiUrl: string): string => `
Mintkeep runs.
  API            ${apiUrl}
  API, described ${apiUrl}/docs
  Game server    127.0.0.1:${gamePort} (Minecraft 1.21.11, the plugin in ${engine})
  Join           with a 1.21.11 client: Multiplayer, Direct Connection, 127.0.0.1:${gamePort}.
                 The server is in offline mode and takes any name. Then type /shop.
  Coins          in another terminal: npm run coins -- grant <your name> 500 welcome
  Staff          npm run staff -- link prints a one-time login for the owner
  Stop           Ctrl-C here. Everything is kept in .mintkeep.
${bots ? '\nTwo players are here as well (npm start -- --no-bots leaves them out):' : ''}`;

/** Stops what runs, last first. */
async function stopAll(): Promise<void> {
  for (const part of [...parts].reverse()) {
    await part.stop().catch((error: unknown) => say(`The ${part.name}: ${String(error)}`));
    say(`Stopped: ${part.name}`);
  }
}

/** Resolves at the first signal that asks for an end. Later ones change nothing. */
const asked = new Promise<'asked'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => resolve('asked'));
  }
});

async function run(options: Options): Promise<number> {
  const release = claimRun();
  try {
    await checkPort(options.port, '--port');
    await checkPort(options.gamePort, '--game-port');
    const started = start(options);
    // What fails because it was stopped half-way is no news.
    started.catch(() => undefined);
    if ((await Promise.race([started, asked, death])) !== 'asked') {
      await Promise.race([asked, death]);
    }
    say('\nStopping ...');
    return 0;
  } catch (error) {
    say(`\n${error instanceof Error ? error.message : String(error)}\n`);

    return 1;
  } finally {
    await stopAll();
    release();
  }
}

try {
  const options = readOptions();
  if (options) process.exit(await run(options));
  say(usage);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof Refused ? 1 : 2;
}

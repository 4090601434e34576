// The game servers a scenario can run on: the embedded one on either engine, and a real Paper that
// somebody else started. A scenario sees the same few doors of each.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Rcon } from 'rcon-client';
import type { OtherPlugin } from '../embedded/messages.ts';
import { startEmbeddedServer, type EmbeddedServer } from '../embedded/server.ts';

export type Target = 'node' | 'graal' | 'paper';

/** The target this run was given by MC_TARGET. */
export const target = readTarget(process.env['MC_TARGET'] ?? 'node');

function readTarget(text: string): Target {
  if (text === 'node' || text === 'graal' || text === 'paper') return text;
  throw new Error(`MC_TARGET is node, graal or paper, not ${text}`);
}

export interface GameServer {
  readonly port: number;
  /** Runs a line at the console; answers what it printed. */
  console(line: string): Promise<string[]>;
  /** What only the embedded server can do; throws on Paper, where no scenario may ask for it. */
  readonly embedded: EmbeddedServer;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  readonly version: '1.21.11' | '1.21.4';
  /** The server's folder; Paper has its own. */
  readonly dir: string;
  readonly bundle: string;
  /** What goes into plugins/mintkeep/config.json. */
  readonly settings: object;
  /** Of the embedded server; Paper has those that are installed there. */
  readonly otherPlugins?: readonly OtherPlugin[];
}

/** Brings the target up with the bundle and these settings. */
export const launch = (options: LaunchOptions): Promise<GameServer> =>
  target === 'paper' ? joinPaper(options) : launchEmbedded(target, options);

async function launchEmbedded(
  engine: 'node' | 'graal',
  { version, dir, bundle, settings, otherPlugins }: LaunchOptions,
): Promise<GameServer> {
  writeSettings(dir, settings);
  // MC_LOG=1 shows the game server's log while a scenario runs.
  const show = (line: string) => void process.stderr.write(`  | ${line}\n`);
  const embedded = await startEmbeddedServer({
    engine,
    version,
    dir,
    bundle,
    ...(otherPlugins ? { otherPlugins } : {}),
    ...(process.env['MC_LOG'] ? { onLine: show } : {}),
  });
  return {
    port: embedded.port,
    console: (line) => embedded.console(line),
    embedded,
    stop: () => embedded.stop(),
  };
}

export const paperDir = process.env['MC_PAPER_DIR'] ?? '.mintkeep/paper';

/** A Paper that runs already (docs/paper.md), reached by RCON; the plugin reads its settings anew. */
async function joinPaper({ settings }: LaunchOptions): Promise<GameServer> {
  writeSettings(paperDir, settings);
  const rcon = await Rcon.connect({
    host: '127.0.0.1',
    port: Number(process.env['MC_RCON_PORT'] ?? 25_575),
    password: process.env['MC_RCON_PASSWORD'] ?? 'only-for-tests',
  });
  const console = async (line: string): Promise<string[]> =>
    (await rcon.send(line)).replace(/§./g, '').split('\n');
  await console('mintkeep reload');
  return {
    port: Number(process.env['MC_PORT'] ?? 25_565),
    console,
    get embedded(): never {
      throw new Error('only the embedded server can do this');
    },
    stop: () => rcon.end(),
  };
}

/** Writes the plugin's settings into a server's folder. */
export function writeSettings(dir: string, settings: object): void {
  writePluginFile(dir, 'config.json', JSON.stringify(settings));
}

/** Writes a file into the plugin's folder in a server's folder. */
export function writePluginFile(dir: string, name: string, text: string): void {
  const path = join(dir, 'plugins', 'mintkeep', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

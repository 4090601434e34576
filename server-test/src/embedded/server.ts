// Starts and drives an embedded game server from another process: the door that tests, benches and
// `npm start` use. The server is a child; when this process dies, it dies too.
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type {
  CrashPoint,
  FromServer,
  OtherPlugin,
  OtherPluginAsk,
  ToServer,
  VaultAnswer,
} from './messages.ts';
import type { TickTimes } from './model/tick-clock.ts';

export interface EmbeddedServerOptions {
  /** `node` is fast; `graal` is the engine of a real Grakkit, on a JDK 17 to 21. */
  readonly engine: 'node' | 'graal';
  readonly version?: '1.21.11' | '1.21.4';
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The server's folder: world, plugins, settings. Made when missing. */
  readonly dir: string;
  /** The plugin's bundle; without it the one already in the folder runs. */
  readonly bundle?: string;
  readonly autosaveTicks?: number;
  readonly seed?: number;
  /** Plugins of others that are installed; without MintkeepBridge they find nothing of ours. */
  readonly otherPlugins?: readonly OtherPlugin[];
  onLine?(line: string): void;
}

/** A player as its file or the server's memory has it. */
export interface PlayerState {
  readonly inventory: readonly {
    readonly slot: number;
    readonly material: string;
    readonly amount: number;
  }[];
  readonly data: readonly (readonly [string, string])[];
  readonly level: number;
  /** The part of the way to the next level, and all points that ever came. */
  readonly progress: number;
  readonly total: number;
}

export interface EmbeddedServer {
  readonly port: number;
  /** How long the plugin took to enable. */
  readonly enableMs: number;
  readonly pid: number;
  /** The log so far. */
  readonly lines: readonly string[];
  /** What a real server would have swallowed: a test that leaves one here has failed. */
  readonly swallowed: readonly string[];
  console(line: string): Promise<string[]>;
  crashAt(point: CrashPoint | null): Promise<void>;
  saveMode(mode: 'normal' | 'refused'): Promise<void>;
  /** What memory holds of a player who is here; null when away. */
  memory(uuid: string): Promise<PlayerState | null>;
  /** What the player's file holds. */
  playerFile(uuid: string): PlayerState | null;
  /** Puts an older copy in its place, as an admin restores one; while the player is away. */
  restorePlayerFile(uuid: string, copy: PlayerState): void;
  /** Gives or takes a permission as a permission plugin does; null is as if it never had. */
  permit(uuid: string, permission: string, value: boolean | null): Promise<void>;
  counts(): Promise<{ readonly listeners: number; readonly tasks: number }>;
  /** What another plugin sees and does, by way of Vault, PlaceholderAPI and MintkeepBridge. */
  readonly others: Others;
  tickTimes(options?: { readonly reset: boolean }): Promise<TickTimes>;
  /** Ends it as a pulled plug would. */
  crash(): Promise<void>;
  stop(): Promise<void>;
  readonly exited: Promise<void>;
}

/** Starts a server and resolves when it is ready; rejects with its last lines when it dies first. */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const child = fork(fileURLToPath(new URL('main.ts', import.meta.url)), argumentsOf(options), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const lines: string[] = [];
  const swallowed: string[] = [];
  const errors: string[] = [];
  child.stdout?.resume();
  child.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const { ask, answered } = questionsTo(child, exited);

  const ready = new Promise<Ready>((resolve, reject) => {
    child.on('message', (message: FromServer) => {
      if (message.type === 'ready') resolve(message);
      else if (message.type === 'swallowed') swallowed.push(`${message.where}: ${message.what}`);
      else if (message.type === 'log') {
        lines.push(message.line);
        options.onLine?.(message.line);
      } else answered(message.id, message.value);
    });
    void exited.then(() => {
      const last = [...lines.slice(-10), ...errors.slice(-10)].join('\n');
      reject(new Error(`the embedded server ended before it was ready\n${last}`));
    });
  });
  const { port, enableMs } = await ready;
  return {
    port,
    enableMs,
    pid: child.pid ?? 0,
    lines,
    swallowed,
    console: (line) => ask({ type: 'console', line }),
    crashAt: (point) => ask({ type: 'crash-at', point }),
    saveMode: (mode) => ask({ type: 'save-mode', mode }),
    memory: (uuid) => ask({ type: 'memory', uuid }),
    playerFile: (uuid) => readPlayerFile(options.dir, uuid),
    restorePlayerFile: (uuid, copy) =>
      writeFileSync(playerFilePath(options.dir, uuid), JSON.stringify(copy)),
    permit: (uuid, permission, value) => ask({ type: 'permit', uuid, permission, value }),
    counts: () => ask({ type: 'counts' }),
    others: othersBy((wish) => ask({ type: 'as-plugin', ask: wish })),
    tickTimes: (how) => ask({ type: 'tick-times', reset: how?.reset ?? false }),
    async crash() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      if (child.connected) await ask({ type: 'stop' }).catch(() => undefined);
      await exited;
    },
    exited,
  };
}

/** Another plugin's view: players by UUID, whole coins, its own name with what it changes. */
export interface Others {
  balance(uuid: string): Promise<number>;
  withdraw(uuid: string, coins: number, plugin?: string): Promise<VaultAnswer>;
  deposit(uuid: string, coins: number, plugin?: string): Promise<VaultAnswer>;
  /** The text of `%mintkeep_<name>%` for a player; null when the name is none of ours. */
  placeholder(uuid: string, name: string): Promise<string | null>;
}

function othersBy(ask: <T>(wish: OtherPluginAsk) => Promise<T>): Others {
  return {
    balance: (uuid) => ask({ kind: 'balance', uuid }),
    withdraw: (uuid, coins, plugin = '') => ask({ kind: 'change', uuid, coins: -coins, plugin }),
    deposit: (uuid, coins, plugin = '') => ask({ kind: 'change', uuid, coins, plugin }),
    placeholder: (uuid, name) => ask({ kind: 'placeholder', uuid, name }),
  };
}

interface Ready {
  readonly port: number;
  readonly enableMs: number;
}

/** Questions to the server: each waits for its answer, and rejects when the server is gone. */
function questionsTo(child: ChildProcess, exited: Promise<void>) {
  const waiting = new Map<number, (value: unknown) => void>();
  let lastId = 0;
  return {
    ask: <T>(message: DistributiveOmit<ToServer, 'id'>): Promise<T> =>
      new Promise((resolve, reject) => {
        if (!child.connected) return reject(new Error('the server is gone'));
        const id = ++lastId;
        waiting.set(id, resolve as (value: unknown) => void);
        void exited.then(() => reject(new Error(`the server died during ${message.type}`)));
        child.send({ ...message, id });
      }),
    answered(id: number, value: unknown): void {
      waiting.get(id)?.(value);
      waiting.delete(id);
    },
  };
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

function argumentsOf(options: EmbeddedServerOptions): string[] {
  const given: [string, string | undefined][] = [
    ['engine', options.engine],
    ['version', options.version],
    ['port', options.port?.toString()],
    ['dir', options.dir],
    ['bundle', options.bundle],
    ['autosave-ticks', options.autosaveTicks?.toString()],
    ['seed', options.seed?.toString()],
    ['plugins', options.otherPlugins?.join(',')],
  ];
  return given.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

const playerFilePath = (dir: string, uuid: string): string =>
  join(dir, 'world', 'playerdata', `${uuid}.dat`);

function readPlayerFile(dir: string, uuid: string): PlayerState | null {
  const path = playerFilePath(dir, uuid);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as PlayerState) : null;
}

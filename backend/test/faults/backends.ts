// Two backends as processes of their own, on one database. Each comes back by itself whenever it dies,
// as under a service manager; a kill may say at which point of its next life it dies again.
import { createSecretKey, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Key } from '../game-server.ts';
import type { Child, Children } from './children.ts';
import type { Edit } from './defects.ts';
import { pause, within } from './pause.ts';
import { freePort } from './ports.ts';

const source = join(import.meta.dirname, '../../src');
const preload = join(import.meta.dirname, 'preload.ts');

export interface Backend {
  readonly url: string;
  /** Kills it; `faultPoints` (core/fault-points.ts) are armed in the life that follows. */
  kill(options?: { downMs?: number; faultPoints?: string }): Promise<void>;
  /** Resolves to false when it does not answer within the time. */
  isReady(withinMs: number): Promise<boolean>;
  /** How often it died, of whatever. */
  deaths(): number;
  /** How often it died at each armed point. */
  readonly diedAt: Readonly<Record<string, number>>;
  /** Faults that it logged, by message. */
  readonly errors: Readonly<Record<string, number>>;
  lastLines(): readonly string[];
  stop(): Promise<void>;
}

export interface BackendSetUp {
  readonly databaseUrl: string;
  readonly edits: readonly Edit[];
  readonly environment: Readonly<Record<string, string>>;
}

/** A line of the log, as far as the suite reads it. */
interface Logged {
  readonly msg: string;
  readonly route?: string;
  readonly err?: { readonly type?: string; readonly message?: string };
}

/** What two backends share, and a command of an admin too: keys, limits that let a load through. */
export function sharedEnvironment(): { environment: Record<string, string>; key: Key } {
  const secret = randomBytes(32);
  const keyId = 'mk_faults';
  return {
    key: { keyId, secret: createSecretKey(secret) },
    environment: {
      APP_KEY: randomBytes(32).toString('base64'),
      PLUGIN_API_KEY: `${keyId}:${secret.toString('base64')}`,
      HOST: '127.0.0.1',
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      READS_PER_MINUTE_MAX: '1000000',
      WRITES_PER_MINUTE_MAX: '1000000',
      VERIFICATIONS_PER_MINUTE_MAX: '20',
      VAULT_MINT_DAILY_COINS: '1000000',
      // Ten seconds each, so that orders and vouchers run out within a run.
      ESCROW_TIMEOUT_MIN: '0.17',
      VOUCHER_TIMEOUT_H: '0.0028',
    },
  };
}

/** Starts a program of the product with its sources edited and its clock shifted. */
export const startEdited = (
  children: Children,
  { databaseUrl, edits, environment }: BackendSetUp,
  program: readonly [string, ...string[]],
  options: { onLine?: (line: string) => void } = {},
): Child => {
  const [file, ...args] = program;
  return children.start(process.execPath, ['--import', preload, join(source, file), ...args], {
    ...options,
    env: { ...environment, DATABASE_URL: databaseUrl, FAULT_EDITS: JSON.stringify(edits) },
  });
};

/** Starts a backend that lives until it is stopped, over as many deaths as come. */
export async function startBackend(children: Children, setUp: BackendSetUp): Promise<Backend> {
  const port = await freePort();
  const diedAt: Record<string, number> = {};
  const errors: Record<string, number> = {};
  let armed = '';
  let downMs = 200;
  let isOver = false;
  let ready = false;
  let deaths = 0;
  let child: Child | null = null;
  const hear = (line: string): void => {
    if (line.includes('"msg":"ready"')) ready = true;
    if (!/"level":(?:50|60|"error"|"fatal")/.test(line)) return;
    const { msg, route, err } = JSON.parse(line) as Logged;
    const name = [msg, route, err?.type, err?.message].filter(Boolean).join(' · ').slice(0, 200);
    errors[name] = (errors[name] ?? 0) + 1;
  };
  const live = async (): Promise<void> => {
    // Without this the flag would count as unchanged across an await.
    const goesOn = (): boolean => !isOver;
    while (goesOn()) {
      const faultPoints = armed;
      armed = '';
      const environment = {
        ...setUp.environment,
        PORT: String(port),
        ...(faultPoints ? { FAULT_POINTS: faultPoints } : {}),
      };
      let killed = false;
      child = startEdited(children, { ...setUp, environment }, ['main.ts'], { onLine: hear });
      killedByUs = () => (killed = true);
      const { signal } = await child.exited;
      ready = false;
      deaths += 1;
      if (signal === 'SIGKILL' && !killed && faultPoints) {
        const point = faultPoints.split(':')[0] ?? '';
        diedAt[point] = (diedAt[point] ?? 0) + 1;
      }
      if (goesOn()) await pause(downMs);
      downMs = 200;
    }
  };
  let killedByUs = (): unknown => undefined;
  const living = live();
  return {
    url: `http://127.0.0.1:${String(port)}`,
    deaths: () => deaths,
    diedAt,
    errors,
    async kill(options = {}) {
      downMs = options.downMs ?? 200;
      armed = options.faultPoints ?? '';
      killedByUs();
      await child?.kill();
    },
    isReady: async (withinMs) => (await within(withinMs, async () => ready)) !== null,
    lastLines: () => child?.lastLines() ?? [],
    async stop() {
      isOver = true;
      killedByUs();
      await child?.kill();
      await living;
    },
  };
}

// The backend as a process of its own, and its doors: signed requests as a game server sends them,
// and the commands of an admin.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { schemaOfStatus } from '@mintkeep/shared/contract.ts';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { actorHeader } from '@mintkeep/shared/roles.ts';
import { requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';

const run = promisify(execFile);
const folder = join(import.meta.dirname, '../../../backend/src');
const leash = new URL('end-with-starter.ts', import.meta.url).href;

export interface Backend {
  readonly url: string;
  readonly key: { readonly keyId: string; readonly signingKey: string };
  /**
   * Asks as a game server, or as who acts through it (`console`, a staff player's UUID); rejects
   * unless the answer is the contract's yes.
   */
  ask<C extends Contract>(
    contract: C,
    call: CallOf<C>,
    options?: { readonly actor?: string },
  ): Promise<ReplyOf<C>>;
  /** Runs a command of an admin, as `coins grant Alex 5 gift`; answers what it printed. */
  command(name: string, ...args: string[]): Promise<string>;
  /** Puts rewards into the catalogue. */
  rewards(list: readonly object[]): Promise<void>;
  /** Ends it as a pulled plug would. */
  kill(): Promise<void>;
  /** Starts it again on its port; `faultPoints` as backend/src/core/fault-points.ts has them. */
  start(options?: { readonly faultPoints?: string }): Promise<void>;
  /** Resolves when the process is gone, by whatever. */
  readonly gone: () => Promise<void>;
  stop(): Promise<void>;
}

/** Bots buy and ask as fast as they can. */
const forBots = { READS_PER_MINUTE_MAX: '1000000', WRITES_PER_MINUTE_MAX: '1000000' };

const environmentOf = (
  databaseUrl: string,
  key: { readonly keyId: string; readonly signingKey: string },
  variables: Readonly<Record<string, string>>,
): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  DATABASE_URL: databaseUrl,
  APP_KEY: randomBytes(32).toString('base64'),
  PLUGIN_API_KEY: `${key.keyId}:${key.signingKey}`,
  HOST: '127.0.0.1',
  PORT: '0',
  LOG_LEVEL: 'info',
  NODE_ENV: 'test',
  LEADERBOARD_CRON: '* * * * * *',
  VAULT_MINT_DAILY_COINS: '1000000',
  ...forBots,
  ...variables,
});

/**
 * Starts a backend on a database, with variables beside the usual ones; it listens on a free port of
 * 127.0.0.1 and keeps it.
 */
export async function startBackend(
  databaseUrl: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Backend> {
  const key = { keyId: 'mk_scenario', signingKey: randomBytes(32).toString('base64') };
  const environment = environmentOf(databaseUrl, key, variables);
  let child: ChildProcess | null = null;
  let gone: Promise<void> = Promise.resolve();
  let url = '';

  async function start({ faultPoints }: { faultPoints?: string } = {}): Promise<void> {
    const env = { ...environment, ...(faultPoints ? { FAULT_POINTS: faultPoints } : {}) };
    const started = spawn(process.execPath, ['--import', leash, join(folder, 'main.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    });
    child = started;
    gone = new Promise((resolve) => started.once('exit', () => resolve()));
    url = await readyAddress(started);
    environment['PORT'] = new URL(url).port;
  }
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child?.kill(signal);
    await gone;
  };
  await start();
  const command = async (name: string, ...args: string[]): Promise<string> => {
    const file = join(folder, 'commands', `${name}.ts`);
    const { stdout } = await run(process.execPath, [file, ...args], { env: environment });
    return stdout;
  };
  return {
    get url() {
      return url;
    },
    key,
    command,
    async rewards(list) {
      const dir = await mkdtemp(join(tmpdir(), 'mintkeep-rewards-'));
      const path = join(dir, 'rewards.json');
      await writeFile(path, JSON.stringify({ rewards: list }));
      await command('rewards', 'import', path);
      await rm(dir, { recursive: true });
    },
    ask: (contract, call, { actor = '' } = {}) =>
      askSigned({ url, key, actor }, contract, call as Record<string, unknown>),
    start,
    kill: () => end('SIGKILL'),
    gone: () => gone,
    stop: () => end('SIGTERM'),
  };
}

function readyAddress(child: ChildProcess): Promise<string> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      reject(new Error(`the backend ended with ${String(code)}\n${lines.join('\n')}`)),
    );
    if (!child.stdout) return reject(new Error('the backend has no output'));
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const { msg, address } = JSON.parse(line) as { msg: string; address?: string };
      if (msg === 'ready' && address) resolve(address);
    });
  });
}

async function askSigned<C extends Contract>(
  { url, key, actor }: { url: string; key: Backend['key']; actor: string },
  contract: C,
  call: Readonly<Record<string, unknown>>,
): Promise<ReplyOf<C>> {
  const names = (fields: Contract['body']): string[] => Object.keys(fields?.shape ?? {});
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => String(call[name]));
  const query = names(contract.query)
    .filter((name) => call[name] !== undefined)
    .map((name) => `${name}=${encodeURIComponent(String(call[name]))}`);
  const pathAndQuery = query.length > 0 ? `${path}?${query.join('&')}` : path;
  const given = names(contract.body).map((name) => [name, call[name]] as const);
  const body = contract.body ? JSON.stringify(Object.fromEntries(given)) : '';
  const idempotencyKey = contract.key === 'required' ? randomUUID() : '';
  const timestampMs = Date.now();
  const nonce = randomUUID();
  const text = requestText({
    method: contract.method,
    pathAndQuery,
    timestampMs,
    nonce,
    idempotencyKey,
    actor,
    bodyHash: createHash('sha256').update(body).digest('hex'),
  });
  const secret = Buffer.from(key.signingKey, 'base64');
  const answer = await fetch(url + pathAndQuery, {
    method: contract.method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
      ...(actor ? { [actorHeader]: actor } : {}),
      [signatureHeaders.keyId]: key.keyId,
      [signatureHeaders.timestamp]: String(timestampMs),
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: createHmac('sha256', secret).update(text).digest('base64'),
    },
    ...(body ? { body } : {}),
    signal: AbortSignal.timeout(10_000),
  });
  const said = await answer.text();
  const schema = schemaOfStatus(contract, answer.status);
  if (!schema) throw new Error(`${pathAndQuery}: ${answer.status} ${said}`);
  return schema.parse(said === '' ? null : JSON.parse(said)) as ReplyOf<C>;
}

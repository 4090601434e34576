// PostgreSQL on this machine: the same purchase in one transaction, synchronous_commit on. A cluster of
// our own in a folder of its own, on a free port of 127.0.0.1; where no PostgreSQL is installed, the
// bench says so and goes on.
import { chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { runToEnd, startChild } from '../children.ts';
import { assertExact, countAll, numbered, orderOf, orderTypes, reads } from './yardstick.ts';
import { startingRows, tables, valuesAt, writes } from './yardstick.ts';
import type { Yardstick } from './yardstick.ts';

export interface Postgres {
  readonly version: string;
  /** One round trip: the whole purchase is one call of a function in the database. */
  readonly byFunction: Yardstick;
  /** A round trip for each statement, as most applications write it. */
  readonly byStatements: Yardstick;
  /** Checks that every purchase left its rows once, and ends the server. */
  stop(): Promise<void>;
}

const startWithinMs = 30_000;
/** Ours has no more in a transaction at once either; more sessions than cores help nobody. */
const poolMax = 64;

/** Starts a server; null, with a line, where there is none to start. */
export async function startPostgres(say: (line: string) => void): Promise<Postgres | null> {
  const folder = findPrograms();
  if (folder === null) {
    say('PostgreSQL: none here (Debian: apt-get install postgresql); its rows are left out');
    return null;
  }
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-bench-postgres-'));
  const run = await asItsUser(dir);
  const data = join(dir, 'data');
  const asked = ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
  const { code, output } = await runToEnd(...run(join(folder, 'initdb'), asked), { cwd: dir });
  if (code !== 0) {
    rmSync(dir, { recursive: true, force: true });
    say(`PostgreSQL: initdb ended with ${String(code)}; its rows are left out\n${output}`);
    return null;
  }
  const port = await freePort();
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    shared_buffers: '512MB',
    max_wal_size: '4GB',
    max_connections: 100,
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const [command, args] = run(join(folder, 'postgres'), ['-D', data, ...options]);
  const child = startChild({ name: 'postgres', command, args, graceMs: 20_000 });
  const pool = new pg.Pool({
    host: '127.0.0.1',
    port,
    user: 'bench',
    database: 'postgres',
    max: poolMax,
  });
  const stop = async (): Promise<void> => {
    await pool.end();
    await child.stop();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    const version = await prepare(pool, () => child.lastLines(20).join('\n'));
    return {
      version,
      byFunction: { name: 'PostgreSQL, one function call', buy: callingFunction(pool) },
      byStatements: { name: 'PostgreSQL, statement by statement', buy: byStatements(pool) },
      stop: async () => {
        const { rows } = await pool.query<Record<string, unknown>>(countAll);
        await stop();
        assertExact('PostgreSQL', rows[0] ?? {});
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where initdb and postgres lie: the PATH, or Debian's folder of the newest version. */
function findPrograms(): string | null {
  const onPath = (process.env['PATH'] ?? '').split(delimiter);
  const ofDebian = globSync('/usr/lib/postgresql/*/bin').sort().reverse();
  const hasBoth = (folder: string): boolean =>
    ['initdb', 'postgres'].every((program) => existsSync(join(folder, program)));
  return [...ofDebian, ...onPath].filter((folder) => folder !== '').find(hasBoth) ?? null;
}

type Run = (command: string, args: readonly string[]) => [string, string[]];

/** PostgreSQL refuses to run as root: then it runs as its package's own user, who gets the folder. */
async function asItsUser(dir: string): Promise<Run> {
  if (process.getuid?.() !== 0) return (command, args) => [command, [...args]];
  const user = 'postgres';
  const ids = await Promise.all(['-u', '-g'].map((flag) => runToEnd('id', [flag, user])));
  const [uid = Number.NaN, gid = Number.NaN] = ids.map(({ output }) => Number(output));
  chownSync(dir, uid, gid);
  const become = ['--reuid', user, '--regid', user, '--clear-groups'];
  return (command, args) => ['setpriv', [...become, command, ...args]];
}

/** Waits for the server, makes tables, function and rows; answers the version. */
async function prepare(pool: pg.Pool, lastLines: () => string): Promise<string> {
  for (const endsAt = Date.now() + startWithinMs; ; await pause(100)) {
    const isUp = await pool.query('select 1').then(
      () => true,
      () => false,
    );
    if (isUp) break;
    if (Date.now() > endsAt) throw new Error(`PostgreSQL did not start:\n${lastLines()}`);
  }
  await pool.query(tables);
  await pool.query(buyFunction);
  const client = await pool.connect();
  await client.query('begin');
  for (const [statement, values] of startingRows()) {
    await client.query({ name: statement.slice(0, 30), text: statement, values });
  }
  await client.query('commit');
  client.release();
  await pool.query('analyze');
  const { rows } = await pool.query<{ server_version: string }>('show server_version');
  return rows[0]?.server_version ?? 'unknown';
}

/** The same statements as a function of the database, each of which must touch its one row. */
const buyFunction = `create function buy(${orderTypes.join(', ')}) returns void language plpgsql as $$
begin
${reads.map((read) => `${read.replace('select', 'perform')}; if not found then raise exception 'nobody, or nothing'; end if;`).join('\n')}
${writes.map((write) => `${write}; if not found then raise exception 'refused'; end if;`).join('\n')}
end $$`;

function callingFunction(pool: pg.Pool): Yardstick['buy'] {
  const text = `select buy(${orderTypes.map((_, place) => `$${String(place + 1)}`).join(', ')})`;
  return async (player, reward) => {
    await pool.query({ name: 'buy', text, values: orderOf(player, reward) });
  };
}

function byStatements(pool: pg.Pool): Yardstick['buy'] {
  const statements = [...reads, ...writes].map((statement) => numbered(statement, '$'));
  return async (player, reward) => {
    const values = orderOf(player, reward);
    const client = await pool.connect();
    try {
      await client.query('begin');
      for (const [place, { text, places }] of statements.entries()) {
        const asked = { name: `buy-${String(place)}`, text, values: valuesAt(values, places) };
        if ((await client.query(asked)).rowCount !== 1) throw new Error('refused');
      }
      await client.query('commit');
    } finally {
      client.release();
    }
  };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });

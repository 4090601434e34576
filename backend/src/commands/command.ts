// What every command of an admin on the machine shares: its environment, its database, its errors
// as sentences. Commands print for people and end with 0, 1 (it said no) or 2 (used wrongly).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { userInfo } from 'node:os';
import { readConfig } from '../config.ts';
import type { Config } from '../config.ts';
import { openClock } from '../core/clock.ts';
import type { Actor, Context } from '../core/context.ts';
import { meanings, Refusal } from '../core/errors.ts';
import { newId } from '../core/identity.ts';
import { openLog } from '../core/log.ts';
import { checkFitness, mongoClient } from '../core/mongo.ts';
import { transact } from '../core/transact.ts';
import type { Tx } from '../core/transact.ts';
import { bringUp } from '../schema.ts';

/** What a command works with. */
export interface Shell {
  readonly ctx: Context;
  readonly config: Config;
  /** Runs one change in one transaction, by the console. */
  change<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  print(line: string): void;
}

/** Used wrongly: the usage is printed and nothing was tried. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** Says no to a person, in a sentence. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

// Written by `npm start`, so that commands find the database it runs.
const runningEnvironment = join(import.meta.dirname, '../../../.mintkeep/run/environment.json');

/** The environment of this shell, and beneath it that of a running `npm start`. */
function environmentHere(): Record<string, string | undefined> {
  try {
    const running = JSON.parse(readFileSync(runningEnvironment, 'utf8')) as Record<string, string>;
    return { ...running, ...process.env };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return process.env;
    throw error;
  }
}

/**
 * Runs a command: opens what it needs, prints what it throws, closes, sets the exit code. The
 * database must be of this version; `asIs` takes it as it is.
 */
export async function runCommand(
  usage: string,
  work: (shell: Shell, args: readonly string[]) => Promise<void>,
  { asIs = false }: { asIs?: boolean } = {},
): Promise<void> {
  const args = process.argv.slice(2);
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    const config = readConfig(environmentHere());
    const log = openLog('warn', { write: (line) => process.stderr.write(line) });
    const client = mongoClient(config.DATABASE_URL);
    try {
      await client.connect();
      await checkFitness(client);
      if (!asIs) await bringUp(client.db(), log);
      const clock = await openClock(client, log);
      const ctx: Context = { client, db: client.db(), clock, log, inFlight: new Set() };
      await work(shellOf(ctx, config), args);
    } finally {
      await client.close();
    }
  } catch (error) {
    process.exitCode = explain(usage, error);
  }
}

function shellOf(ctx: Context, config: Config): Shell {
  const actor: Actor = { kind: 'console', id: userInfo().username };
  return {
    ctx,
    config,
    change: async (work) => {
      const command = { actor, route: 'console', key: newId(), input: null };
      return (await transact(ctx, command, work)).reply;
    },
    print: (line) => process.stdout.write(`${line}\n`),
  };
}

function explain(usage: string, error: unknown): number {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  if (error instanceof Usage) {
    say(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (error instanceof Refusal) {
    const details = Object.keys(error.details).length > 0 ? JSON.stringify(error.details) : '';
    say(`${error.code}: ${meanings[error.code].message} ${details}`.trimEnd());
  } else {
    say(error instanceof Error ? error.message : String(error));
  }
  return 1;
}

// node backend/src/watch.ts: the process that says "the backend is down", because a dead one cannot
// (C-34). Run it beside the backend, or better on another machine. It also sends what alerts have due,
// so that they arrive while no backend lives. Needs DISCORD_WEBHOOK_URL and API_BASE_URL; with
// DATABASE_URL it writes incidents down too, as soon as there is a database. `--file` says where it
// keeps what it knows, `--every-ms` how often it looks.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openWebhook, recordOutage, sendDue } from './alerts/service.ts';
import type { Written } from './alerts/outage.ts';
import { openWatcher } from './alerts/watcher.ts';
import { readEarly, readWatchConfig } from './config.ts';
import type { WatchConfig } from './config.ts';
import type { Context } from './core/context.ts';
import { sha256 } from './core/identity.ts';
import { openLog } from './core/log.ts';
import type { Logger } from './core/log.ts';
import { mongoClient } from './core/mongo.ts';
import { inTransaction } from './core/transaction.ts';

// C-34.
const turnMs = 15_000;

/** A context of this machine's clock: it must work while the database has none to offer. */
function openContext(databaseUrl: string, log: Logger): Context {
  const client = mongoClient(databaseUrl, { poolMax: 4 });
  const clock = { now: () => new Date(), close: () => undefined };
  return { client, db: client.db(), clock, log, inFlight: new Set() };
}

const recorder = (ctx: Context) => (incidents: readonly Written[]) =>
  inTransaction(ctx, async (scope) => {
    for (const { alertId, sinceMs, error, endedMs } of incidents) {
      const resolvedAt = endedMs === null ? null : new Date(endedMs);
      const startedAt = new Date(sinceMs);
      await recordOutage(scope, { alertId, service: 'backend', error, startedAt, resolvedAt });
    }
  });

function start(config: WatchConfig, log: Logger): void {
  const { values } = parseArgs({
    options: { file: { type: 'string' }, 'every-ms': { type: 'string', default: String(turnMs) } },
  });
  const webhook = openWebhook(config.DISCORD_WEBHOOK_URL, log);
  const ctx = config.DATABASE_URL ? openContext(config.DATABASE_URL, log) : null;
  const name = `mintkeep-watch-${sha256(config.API_BASE_URL).slice(0, 12)}.json`;
  const watcher = openWatcher({
    baseUrl: config.API_BASE_URL,
    webhook,
    log,
    file: values.file ?? join(tmpdir(), name),
    ...(ctx ? { record: recorder(ctx) } : {}),
  });
  const turn = async (): Promise<void> => {
    await watcher.turn();
    if (!ctx) return;
    await sendDue(ctx, webhook).catch((error: unknown) => {
      log.debug({ err: error }, 'watch: the database is away');
    });
  };
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    // A turn that takes long is not overtaken by the next.
    running ??= turn().finally(() => (running = null));
  }, Number(values['every-ms']));
  running = turn().finally(() => (running = null));
  log.info({ backend: config.API_BASE_URL, records: ctx !== null }, 'watching');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      clearInterval(timer);
      void Promise.resolve(running).then(() => ctx?.client.close());
    });
  }
}

const log = openLog(readEarly().logLevel);
try {
  start(readWatchConfig(), log);
} catch (error) {
  log.fatal({ err: error }, error instanceof Error ? error.message : 'could not start');
  process.exitCode = 1;
}

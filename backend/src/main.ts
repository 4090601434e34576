// Start and stop of the backend, top to bottom. `--roles=api,worker` says which parts this process
// plays; without it, all of them.
import { parseArgs } from 'node:util';
import { buildApp } from './app.ts';
import { collections } from './collections.ts';
import { readConfig, readEarly } from './config.ts';
import type { Config } from './config.ts';
import { openClock } from './core/clock.ts';
import type { Context } from './core/context.ts';
import { armFaultPointsFrom } from './core/fault-points.ts';
import { startWorker } from './core/jobs.ts';
import { openLog } from './core/log.ts';
import type { Logger } from './core/log.ts';
import { checkFitness, ensureCollections, mongoClient, warnings } from './core/mongo.ts';
import { openDoorbell } from './core/outbox.ts';
import { inTransaction } from './core/transaction.ts';
import { remindOfReviews } from './delivery/jobs.ts';
import { auditLedger } from './ledger/jobs.ts';
import { putKey, serverKeys } from './servers/service.ts';
import { staffDoor } from './staff/service.ts';
import { completeDelivered, refundVoidedDelivery } from './shop/jobs.ts';
import { openPurchases } from './shop/purchase.ts';

const roles = ['api', 'worker'] as const;
type Role = (typeof roles)[number];

/** How long a stop waits for what is under way. */
const graceMs = 8_000;

async function start(config: Config, wanted: ReadonlySet<Role>, log: Logger): Promise<void> {
  const ctx = await openContext(config, log);
  const doorbell = openDoorbell(ctx);
  const stops: (() => Promise<void>)[] = [
    async () => {
      ctx.clock.close();
      await ctx.client.close();
    },
    () => doorbell.close(),
  ];
  stopOnSignal(stops, log);

  if (wanted.has('worker')) {
    const worker = startWorker(ctx, doorbell, {
      onEvent: [completeDelivered, refundVoidedDelivery],
      timed: [auditLedger, remindOfReviews],
    });
    stops.push(() => worker.stop(graceMs));
  }
  if (wanted.has('api')) {
    const app = await buildApp(ctx, {
      doorbell,
      purchases: openPurchases(ctx),
      serverKeys: serverKeys(ctx, config.APP_KEY),
      staff: staffDoor(ctx),
      trustProxy: config.TRUST_PROXY,
    });
    const address = await app.listen({ host: config.HOST, port: config.PORT });
    stops.push(() => app.close());
    log.info({ address, docs: `${address}/docs`, roles: [...wanted] }, 'ready');
  } else {
    log.info({ roles: [...wanted] }, 'ready');
  }
}

/** Opens a database that is fit for coins, with its collections, indexes and first key. */
async function openContext(config: Config, log: Logger): Promise<Context> {
  const client = mongoClient(config.DATABASE_URL);
  await client.connect();
  await checkFitness(client);
  for (const warning of await warnings(client)) log.warn(warning);
  const db = client.db();
  await ensureCollections(db, collections);
  const clock = await openClock(client, log);
  const ctx: Context = { client, db, clock, log, inFlight: new Set() };
  const first = config.PLUGIN_API_KEY;
  if (first) {
    const key = { serverId: 'first', keyId: first.keyId, secret: first.secret };
    await inTransaction(ctx, (scope) => putKey(scope, config.APP_KEY, key));
  }
  return ctx;
}

/** Stops in the reverse of the order of starting, once, within the grace. */
function stopOnSignal(stops: (() => Promise<void>)[], log: Logger): void {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    const late = setTimeout(() => {
      log.error('stopping took too long; leaving');
      process.exit(1);
    }, graceMs + 4_000);
    for (const one of stops.reverse()) await one();
    clearTimeout(late);
    log.info('stopped');
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void stop(signal));
  }
}

function wantedRoles(): ReadonlySet<Role> {
  const { values } = parseArgs({ options: { roles: { type: 'string' } } });
  const names = values.roles?.split(',') ?? [...roles];
  const unknown = names.filter((name) => !(roles as readonly string[]).includes(name));
  if (unknown.length > 0) throw new Error(`Unknown role: ${unknown.join(', ')}.`);
  return new Set(names as Role[]);
}

const { logLevel, faultPoints } = readEarly();
const log = openLog(logLevel);
try {
  const config = readConfig();
  if (faultPoints && config.NODE_ENV === 'production') {
    throw new Error('FAULT_POINTS is for tests.');
  }
  if (faultPoints) armFaultPointsFrom(faultPoints);
  await start(config, wantedRoles(), log);
} catch (error) {
  log.fatal({ err: error }, error instanceof Error ? error.message : 'could not start');
  process.exitCode = 1;
  // Connections that are open would keep the process.
  setTimeout(() => process.exit(1), 100);
}

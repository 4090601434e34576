// Start and stop of the backend, top to bottom. `--roles=api,worker` says which parts this process
// plays; without it, all of them.
import { parseArgs } from 'node:util';
import { buildApp } from './app.ts';
import { readConfig, readEarly } from './config.ts';
import type { Config } from './config.ts';
import { hourMs } from './core/calendar.ts';
import { openClock } from './core/clock.ts';
import type { Context } from './core/context.ts';
import { armFaultPointsFrom } from './core/fault-points.ts';
import { openMetrics } from './core/metrics.ts';
import { startWorker } from './core/jobs.ts';
import { openLog } from './core/log.ts';
import type { Logger } from './core/log.ts';
import { checkFitness, mongoClient, warnings } from './core/mongo.ts';
import { openDoorbell } from './core/outbox.ts';
import type { Doorbell } from './core/outbox.ts';
import { inTransaction } from './core/transaction.ts';
import { openWebhook } from './alerts/service.ts';
import { openAlertDesk } from './health/desk.ts';
import { openHealthMonitor } from './health/monitor.ts';
import { startPush } from './delivery/push.ts';
import { pushTargetOf } from './delivery/push-target.ts';
import { eventJobs, timedJobsAt } from './jobs.ts';
import { openOrders } from './market/buy.ts';
import { seedPricing } from './pricing/service.ts';
import { bringUp } from './schema.ts';
import { putKey, serverKeys } from './servers/service.ts';
import { openStaff, seedSettings } from './staff/service.ts';
import { staffPartsOf } from './staff/setup.ts';
import { openPurchases } from './shop/purchase.ts';
import { version } from './version.ts';
import { codeKeyOf } from './verification/service.ts';
import type { Linking } from './verification/service.ts';
import type { VoucherParts } from './vouchers/routes.ts';
import { voucherKeyOf } from './vouchers/service.ts';

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

  const { monitor, stop } = watchOver(ctx, doorbell, config);
  stops.push(stop);

  if (wanted.has('worker')) {
    const timed = timedJobsAt({ leaderboardCron: config.LEADERBOARD_CRON });
    const worker = startWorker(ctx, doorbell, { onEvent: eventJobs, timed });
    stops.push(() => worker.stop(graceMs));
    const target = pushTargetOf(config);
    if (target) {
      const pusher = startPush(ctx, doorbell, target);
      stops.push(() => pusher.stop());
    }
  }
  if (wanted.has('api')) {
    const { HIGH_VALUE_TX: highValueCoins } = config;
    const app = await buildApp(ctx, {
      doorbell,
      purchases: openPurchases(ctx, vouchingOf(config), highValueCoins),
      orders: openOrders(ctx, { escrowMs: config.ESCROW_TIMEOUT_MIN * 60_000, highValueCoins }),
      vouching: vouchingOf(config),
      serverKeys: serverKeys(ctx, config.APP_KEY),
      staff: openStaff(ctx, staffPartsOf(ctx, config)),
      linking: linkingOf(config),
      payCoinsMin: config.PAY_MIN_COINS,
      vaultMintDailyCoins: config.VAULT_MINT_DAILY_COINS,
      highValueCoins,
      limits: {
        readsPerMinuteMax: config.READS_PER_MINUTE_MAX,
        writesPerMinuteMax: config.WRITES_PER_MINUTE_MAX,
      },
      monitor,
      metricsToken: config.METRICS_TOKEN,
      trustProxy: config.TRUST_PROXY,
    });
    const address = await app.listen({ host: config.HOST, port: config.PORT });
    stops.push(() => app.close());
    log.info({ address, docs: `${address}/docs`, roles: [...wanted] }, 'ready');
  } else {
    log.info({ roles: [...wanted] }, 'ready');
  }
}

/** Looks after the health of all of it, and tells staff of what is wrong. */
function watchOver(ctx: Context, doorbell: Doorbell, config: Config) {
  const url = config.DISCORD_WEBHOOK_URL;
  const webhook = url === undefined ? undefined : openWebhook(url, ctx.log);
  if (webhook) ctx.metrics?.watchBreaker(webhook.breaker);
  const monitor = openHealthMonitor(ctx, {
    webhook,
    version,
    modules: config.DISCORD_CLIENT_ID === undefined ? [] : ['panel'],
    pricing: pricingOf(config),
  });
  monitor.start();
  const desk = openAlertDesk(ctx, doorbell, { monitor, webhook });
  const stop = async (): Promise<void> => {
    monitor.stop();
    await desk.stop();
  };
  return { monitor, stop };
}

/** Opens a database that is fit for coins, with its collections, indexes and first key. */
async function openContext(config: Config, log: Logger): Promise<Context> {
  const client = mongoClient(config.DATABASE_URL);
  await client.connect();
  await checkFitness(client);
  for (const warning of await warnings(client)) log.warn(warning);
  const db = client.db();
  await bringUp(db, log);
  const clock = await openClock(client, log);
  const metrics = openMetrics({ watchProcess: true });
  const ctx: Context = { client, db, clock, log, inFlight: new Set(), metrics };
  await inTransaction(ctx, (scope) => seedSettings(scope, config.DISCORD_ROLE_MAP ?? {}));
  await inTransaction(ctx, (scope) => seedPricing(scope, pricingOf(config)));
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

const pricingOf = ({ MARKET_FEE: marketFeeRatio, PRICE_FLOOR_PCT: priceFloorRatio }: Config) => ({
  marketFeeRatio,
  priceFloorRatio,
});

const vouchingOf = (config: Config): VoucherParts => ({
  codeKey: voucherKeyOf(config.APP_KEY),
  lifeMs: config.VOUCHER_TIMEOUT_H * hourMs,
  webhookSecret: config.REDEMPTION_WEBHOOK_SECRET,
});

const linkingOf = (config: Config): Linking => ({
  codeKey: codeKeyOf(config.APP_KEY),
  accountsPerDiscordUserMax: config.ACCOUNTS_PER_DISCORD_USER_MAX,
  rewardCoins: config.LINK_REWARD_COINS,
  attemptsPerMinuteMax: config.VERIFICATIONS_PER_MINUTE_MAX,
});

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

// The map of the API: the floor, then the scope of everybody and that of callers who are known, each
// with the nouns' routes by name. Who may ask what stands in the contracts. It builds; main.ts
// listens.
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { bodyBytesMax } from '@mintkeep/shared/constants.ts';
import { alertsForKnown } from './alerts/routes.ts';
import { auditForStaff } from './audit/routes.ts';
import { apiPage } from './core/api-page.ts';
import { requireCaller } from './core/auth.ts';
import type { ServerKeys } from './core/auth.ts';
import type { Context } from './core/context.ts';
import type { ReadScope } from './core/mongo.ts';
import { allowOrigin } from './core/cors.ts';
import type { StreamTimes } from './core/event-stream.ts';
import { httpEdge, refuseAddress, refuseBytes, requestIdOf } from './core/http-edge.ts';
import { countAnswers } from './core/metrics.ts';
import { limitRoutes, routeLimitsDefault } from './core/limits.ts';
import type { RouteLimits } from './core/limits.ts';
import type { Doorbell } from './core/outbox.ts';
import { routeTable } from './core/route-table.ts';
import { deliveryForServers, deliveryForStaff } from './delivery/routes.ts';
import { gachaForServers } from './gacha/routes.ts';
import { eventLogForStaff } from './event-log/routes.ts';
import { openHealthMonitor } from './health/monitor.ts';
import type { HealthMonitor } from './health/monitor.ts';
import { healthForAll } from './health/routes.ts';
import { holdsForKnown } from './holds/routes.ts';
import { jobDeskForStaff } from './job-desk/routes.ts';
import { ledgerForStaff } from './ledger/routes.ts';
import { leaderboardForAll } from './leaderboard/routes.ts';
import { payForServers } from './pay/routes.ts';
import { bansForServers, playersForStaff } from './players/routes.ts';
import { levelCapDoors } from './levels/routes.ts';
import { openLevelCaps } from './levels/service.ts';
import { openOrders } from './market/buy.ts';
import type { Orders } from './market/buy.ts';
import { ordersForKnown } from './market/orders-routes.ts';
import { marketForKnown } from './market/routes.ts';
import { presenceForServers } from './presence/routes.ts';
import { pricingForKnown } from './pricing/routes.ts';
import { questsForKnown } from './quests/routes.ts';
import { reportsForStaff } from './reports/routes.ts';
import { rollbackForStaff } from './rollback/routes.ts';
import type { Purchases } from './shop/purchase.ts';
import { rewardsForStaff, shopForServers } from './shop/routes.ts';
import { findRewards } from './shop/service.ts';
import { verificationForAll } from './verification/routes.ts';
import type { Linking } from './verification/service.ts';
import { redeemWebhook, vouchersForKnown } from './vouchers/routes.ts';
import type { VoucherParts } from './vouchers/routes.ts';
import { loginForAll, staffForPanel } from './staff/routes.ts';
import type { Staff } from './staff/service.ts';

/** What the routes need besides the context. */
export interface AppParts {
  readonly doorbell: Doorbell;
  readonly purchases: Purchases;
  /** The market's till: by the times of the specification unless told otherwise. */
  readonly orders?: Orders;
  readonly linking: Linking;
  /** Without it nobody can redeem or make vouchers. */
  readonly vouching?: VoucherParts;
  readonly serverKeys: ServerKeys;
  readonly staff: Staff;
  /** Those of the specification unless told otherwise. */
  readonly limits?: RouteLimits;
  /** One that looks only when asked, unless told otherwise. */
  readonly monitor?: HealthMonitor;
  /** The smallest payment between players: one coin unless told otherwise. */
  readonly payCoinsMin?: number;
  /** Coins that plugins of one server may give players in a day: a million unless told otherwise. */
  readonly vaultMintDailyCoins?: number;
  /** From how many coins on staff are told of a payment (S1-172). */
  readonly highValueCoins?: number;
  /** Of live streams; the defaults unless told otherwise. */
  readonly streams?: StreamTimes;
  readonly metricsToken?: string | undefined;
  readonly trustProxy?: string | undefined;
}

/** What a sku gives: vouchers stand below the catalogue, so they are told. */
const findReward = async (scope: ReadScope, sku: string) =>
  (await findRewards(scope, [sku])).find(({ deletedAt }) => !deletedAt) ?? null;

const payRulesOf = ({ payCoinsMin = 1, highValueCoins }: AppParts) => ({
  amountCoinsMin: payCoinsMin,
  highValueCoins,
});

/** What streams; both stand behind the same door. */
const reportsAndAlerts =
  (ctx: Context, { staff, streams }: AppParts) =>
  async (scope: FastifyInstance): Promise<void> => {
    const door = { bySession: staff.bySession, ...streams };
    await scope.register(reportsForStaff(ctx, door));
    await scope.register(alertsForKnown(ctx, door));
  };

/** The market: its prices, its goods and listings, its orders. */
const market = (ctx: Context, parts: AppParts) => async (scope: FastifyInstance) => {
  await scope.register(pricingForKnown(ctx));
  await scope.register(marketForKnown(ctx));
  await scope.register(ordersForKnown(ctx, parts.orders ?? openOrders(ctx)));
};

/** Builds the app: every audience and every feature's routes, in one list. */
export async function buildApp(ctx: Context, parts: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    trustProxy: parts.trustProxy ?? false,
    bodyLimit: bodyBytesMax,
    requestTimeout: 15_000,
    connectionTimeout: 60_000,
    return503OnClosing: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    frameworkErrors: refuseAddress,
    clientErrorHandler: refuseBytes,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(httpEdge(ctx.log));
  await app.register(allowOrigin(parts.staff.panelOrigin));
  if (ctx.metrics) await app.register(countAnswers(ctx.metrics));
  await app.register(limitRoutes(parts.limits ?? routeLimitsDefault));
  await app.register(apiPage);
  await app.register(routeTable);

  await app.register(async function everybody(scope) {
    await scope.register(loginForAll(ctx, parts.staff));
    const monitor = parts.monitor ?? openHealthMonitor(ctx);
    await scope.register(healthForAll(ctx, { monitor, metricsToken: parts.metricsToken }));
    if (parts.vouching) await scope.register(redeemWebhook(ctx, parts.vouching));
  });
  const levelCaps = openLevelCaps(ctx, parts.doorbell);
  app.addHook('onClose', async () => levelCaps.close());
  await app.register(async function knownCallers(scope) {
    requireCaller(scope, ctx, { keys: parts.serverKeys, staff: parts.staff });
    await scope.register(staffForPanel(ctx, parts.staff));
    await scope.register(auditForStaff(ctx));
    await scope.register(eventLogForStaff(ctx));
    await scope.register(presenceForServers(ctx));
    await scope.register(reportsAndAlerts(ctx, parts));
    await scope.register(playersForStaff(ctx));
    await scope.register(bansForServers(ctx, parts.doorbell));
    await scope.register(ledgerForStaff(ctx));
    await scope.register(questsForKnown(ctx));
    await scope.register(jobDeskForStaff(ctx));
    await scope.register(payForServers(ctx, payRulesOf(parts)));
    await scope.register(holdsForKnown(ctx, parts.vaultMintDailyCoins));
    await scope.register(leaderboardForAll(ctx));
    await scope.register(levelCapDoors(ctx, parts.doorbell, levelCaps));
    await scope.register(deliveryForServers(ctx, parts.doorbell));
    await scope.register(deliveryForStaff(ctx));
    await scope.register(market(ctx, parts));
    await scope.register(shopForServers(ctx, parts.purchases));
    await scope.register(rewardsForStaff(ctx));
    await scope.register(rollbackForStaff(ctx));
    await scope.register(verificationForAll(ctx, parts.linking));
    await scope.register(gachaForServers(ctx));
    if (parts.vouching) await scope.register(vouchersForKnown(ctx, parts.vouching, findReward));
  });
  return app;
}

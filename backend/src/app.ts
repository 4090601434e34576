// The map of the API: the floor, then the scope of everybody and that of callers who are known, each
// with the nouns' routes by name. Who may ask what stands in the contracts. It builds; main.ts
// listens.
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { bodyBytesMax } from '@mintkeep/shared/constants.ts';
import { apiPage } from './core/api-page.ts';
import { requireCaller } from './core/auth.ts';
import type { ServerKeys, StaffDoor } from './core/auth.ts';
import type { Context } from './core/context.ts';
import { httpEdge, requestIdOf } from './core/http-edge.ts';
import type { Doorbell } from './core/outbox.ts';
import { deliveryForServers } from './delivery/routes.ts';
import { healthForAll } from './health/routes.ts';
import { presenceForServers } from './presence/routes.ts';
import type { Purchases } from './shop/purchase.ts';
import { shopForServers } from './shop/routes.ts';

/** What the routes need besides the context. */
export interface AppParts {
  readonly doorbell: Doorbell;
  readonly purchases: Purchases;
  readonly serverKeys: ServerKeys;
  readonly staff: StaffDoor;
  readonly trustProxy?: string | undefined;
}

/** Builds the app: every audience and every feature's routes, in one list. */
export async function buildApp(ctx: Context, parts: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    trustProxy: parts.trustProxy ?? false,
    bodyLimit: bodyBytesMax,
    requestTimeout: 15_000,
    connectionTimeout: 60_000,
    handlerTimeout: 10_000,
    return503OnClosing: false,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(httpEdge(ctx.log));
  await app.register(apiPage);

  await app.register(async function everybody(scope) {
    await scope.register(healthForAll(ctx));
  });
  await app.register(async function knownCallers(scope) {
    requireCaller(scope, ctx, { keys: parts.serverKeys, staff: parts.staff });
    await scope.register(presenceForServers(ctx));
    await scope.register(deliveryForServers(ctx, parts.doorbell));
    await scope.register(shopForServers(ctx, parts.purchases));
  });
  return app;
}

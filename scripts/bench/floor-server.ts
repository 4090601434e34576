// The floor under the purchase route, as a process of its own: Fastify with an empty route, and the
// backend's own edge (schemas, signature, limits, log line, metrics) around a purchase that does
// nothing. Knows no database. The ports are its first line; the key comes from the environment.
import { createSecretKey } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { purchase } from '@mintkeep/shared/shop.ts';
import { requireCaller } from '../../backend/src/core/auth.ts';
import type { Context } from '../../backend/src/core/context.ts';
import { httpEdge, requestIdOf } from '../../backend/src/core/http-edge.ts';
import { serve } from '../../backend/src/core/http.ts';
import { limitRoutes } from '../../backend/src/core/limits.ts';
import { openLog } from '../../backend/src/core/log.ts';
import { countAnswers, openMetrics } from '../../backend/src/core/metrics.ts';

const reply = {
  purchaseId: '00000000-0000-4000-8000-000000000000',
  sku: 'bench-0',
  quantity: 1,
  totalCostCoins: 10,
  walletBalanceCoins: 1_000_000,
  deliveryId: '00000000-0000-4000-8000-000000000000',
};

/** The framework alone: JSON in, JSON out. */
function bare(): FastifyInstance {
  const app = Fastify({ logger: false });
  app.post(purchase.path, async (_request, answer) => answer.code(201).send(reply));
  return app;
}

/** All that a purchase passes before it reaches the shop. */
async function edge(signingKey: string): Promise<FastifyInstance> {
  const log = openLog('info');
  const metrics = openMetrics();
  const clock = { now: () => new Date(), close: () => undefined };
  // No route here asks the database anything.
  const ctx = { clock, log, metrics } as unknown as Context;
  const key = {
    serverId: 'first',
    keyId: 'mk_bench',
    secret: createSecretKey(Buffer.from(signingKey, 'base64')),
  };
  const keys = { find: async () => key, takeNonce: async () => true };
  const nobody = async (): Promise<never> => {
    throw new Error('The bench has no staff.');
  };
  const app = Fastify({ logger: false, genReqId: ({ headers }) => requestIdOf(headers) });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(httpEdge(log));
  await app.register(countAnswers(metrics));
  await app.register(limitRoutes({ readsPerMinuteMax: 1e9, writesPerMinuteMax: 1e9 }));
  await app.register(async function knownCallers(scope) {
    requireCaller(scope, ctx, { keys, staff: { bySession: nobody, inGame: nobody } });
    serve(scope, ctx, purchase, async () => reply);
  });
  return app;
}

process.once('SIGTERM', () => process.exit());
const address = { host: '127.0.0.1', port: 0 };
const listening = [bare(), await edge(process.env['BENCH_KEY'] ?? '')];
const urls: string[] = [];
for (const app of listening) urls.push(await app.listen(address));
process.stdout.write(`${JSON.stringify(urls.map((url) => Number(new URL(url).port)))}\n`);

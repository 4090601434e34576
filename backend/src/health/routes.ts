// The doors of health: whether this process can serve, the full report, and its metrics. They need
// no identity; metrics are for this machine and for who holds the token.
import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { errorBody } from '@mintkeep/shared/errors.ts';
import { getApiMetrics, getHealth, getMetrics, healthz } from '@mintkeep/shared/health.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { serve } from '../core/http.ts';
import { sha256 } from '../core/identity.ts';
import { addGauges } from './gauges.ts';
import type { HealthMonitor } from './monitor.ts';

export const healthForAll =
  (ctx: Context, parts: { monitor: HealthMonitor; metricsToken?: string | undefined }) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, healthz, async () => {
      if (!(await parts.monitor.hasPrimary())) {
        throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 });
      }
      return { status: 'ok' as const };
    });
    serveReport(scope, parts.monitor);
    serveMetrics(scope, ctx, parts);
  };

// Many who ask at once are given one answer: writing it costs more than all else here.
const reportFreshMs = 100;

/** Outside of `serve`: the report is the body of a 503 too. */
function serveReport(scope: FastifyInstance, monitor: HealthMonitor): void {
  const { method, path: url, summary, reply: schema } = getHealth;
  let written = { status: 200, text: '', untilMs: 0 };
  scope.route({
    method,
    url,
    config: { contract: getHealth },
    schema: { summary, tags: ['health'], response: { 200: schema, 503: schema, '5xx': errorBody } },
    handler: async (_request, reply) => {
      if (performance.now() >= written.untilMs) {
        const report = schema.parse(await monitor.report());
        const status = report.status === 'unhealthy' ? 503 : 200;
        const untilMs = performance.now() + reportFreshMs;
        written = { status, text: JSON.stringify(report), untilMs };
      }
      return reply
        .code(written.status)
        .header('cache-control', 'no-store')
        .type('application/json; charset=utf-8')
        .serializer((text: unknown) => text as string)
        .send(written.text);
    },
  });
}

/** Outside of `serve`: the answer is text, and who may ask is no caller with a key. */
function serveMetrics(
  scope: FastifyInstance,
  ctx: Context,
  { monitor, metricsToken }: { monitor: HealthMonitor; metricsToken?: string | undefined },
): void {
  const { metrics } = ctx;
  if (!metrics) return;
  addGauges(metrics.registry, monitor);
  for (const contract of [getMetrics, getApiMetrics]) {
    const { method, path: url, summary } = contract;
    scope.route({
      method,
      url,
      config: { contract },
      schema: { summary, tags: ['health'], response: { '4xx': errorBody, '5xx': errorBody } },
      handler: async (request, reply) => {
        if (!isInternal(request) && !holdsToken(request, metricsToken)) {
          reply.header('www-authenticate', 'Bearer');
          throw new Refusal('SIGNATURE_REFUSED');
        }
        const { registry } = metrics;
        return reply.type(registry.contentType).send(await registry.metrics());
      },
    });
  }
}

const loopback = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const forwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'];

/** From this machine, and not through a proxy on it that speaks for the world. */
const isInternal = ({ socket, headers }: FastifyRequest): boolean =>
  loopback.test(socket.remoteAddress ?? '') && !forwarded.some((name) => name in headers);

function holdsToken({ headers }: FastifyRequest, token: string | undefined): boolean {
  const given = /^Bearer ([\x21-\x7e]{1,512})$/.exec(headers.authorization ?? '')?.[1];
  if (token === undefined || given === undefined) return false;
  // Hashes are of one length, whatever was given.
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(token)));
}

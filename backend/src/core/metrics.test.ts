// What is counted of requests, against what a client over a real connection saw.
import fc from 'fast-check';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { createBreaker } from './breaker.ts';
import { Refusal } from './errors.ts';
import { httpEdge } from './http-edge.ts';
import { openLog } from './log.ts';
import { countAnswers, openMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';

const started = {} as { app: FastifyInstance; metrics: Metrics; url: string };

beforeAll(async () => {
  const metrics = openMetrics();
  const app = Fastify({ logger: false });
  await app.register(httpEdge(openLog('silent')));
  await app.register(countAnswers(metrics));
  app.get('/items/:id', async () => ({ ok: true }));
  app.post('/items/:id', async (_, reply) => reply.code(201).send({ ok: true }));
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/refused/:id', async () => {
    throw new Refusal('REWARD_UNKNOWN');
  });
  app.get('/away/:id', async () => {
    throw new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 });
  });
  app.get('/fault/:id', async () => {
    throw new Error('broken');
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  Object.assign(started, { app, metrics, url });
});
afterAll(() => started.app.close());

/** Requests as a client makes them, with the pattern they belong to. */
const kinds = [
  { method: 'GET', path: '/items/', route: '/items/:id' },
  { method: 'POST', path: '/items/', route: '/items/:id', body: '{}' },
  { method: 'POST', path: '/items/', route: '/items/:id', body: '{not json' },
  { method: 'GET', path: '/refused/', route: '/refused/:id' },
  { method: 'GET', path: '/away/', route: '/away/:id' },
  { method: 'GET', path: '/fault/', route: '/fault/:id' },
  { method: 'GET', path: '/nowhere/', route: 'unknown' },
  { method: 'DELETE', path: '/items/', route: 'unknown' },
] as const;

interface Series {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function read(name: string): Promise<Series[]> {
  const metric = await started.metrics.registry.getSingleMetric(name)?.get();
  return (metric?.values ?? []).map((one) => ({
    name: (one as { metricName?: string }).metricName ?? name,
    labels: one.labels as Record<string, string>,
    value: one.value,
  }));
}

/** What a metric says of a route: the sum of the series whose labels fit. */
async function sumOf(name: string, labels: Record<string, string>, part = name): Promise<number> {
  return (await read(name))
    .filter((one) => one.name === part)
    .filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

const ask = async ({ method, path, ...rest }: (typeof kinds)[number], id: number) => {
  const answer = await fetch(`${started.url}${path}${String(id)}`, {
    method,
    ...('body' in rest ? { body: rest.body, headers: { 'content-type': 'application/json' } } : {}),
  });
  await answer.arrayBuffer();
  return answer.status;
};

describe('countAnswers', () => {
  test('Property 15: Metric Accuracy (S0-046, S0-048): requests = successes + errors as the client saw them', async () => {
    const requests = fc.array(fc.record({ kind: fc.constantFrom(...kinds), id: fc.nat() }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(requests, fc.boolean(), async (list, atOnce) => {
        const labelsOf = ({ method, route }: (typeof kinds)[number]) => ({
          method: route === 'unknown' ? 'any' : method,
          route,
        });
        const count = async () =>
          Promise.all(
            kinds.map(async (kind) => ({
              requests: await sumOf('http_requests_total', labelsOf(kind)),
              errors: await sumOf('http_request_errors_total', labelsOf(kind)),
              timed: await sumOf(
                'http_request_duration_seconds',
                labelsOf(kind),
                'http_request_duration_seconds_count',
              ),
            })),
          );
        const before = await count();
        const seen: { kind: (typeof kinds)[number]; status: number }[] = [];
        const one = async ({ kind, id }: (typeof list)[number]): Promise<void> => {
          seen.push({ kind, status: await ask(kind, id) });
        };
        if (atOnce) await Promise.all(list.map(one));
        else for (const next of list) await one(next);
        const after = await count();
        kinds.forEach((kind, place) => {
          const { method, route } = labelsOf(kind);
          const mine = seen.filter(({ kind: other }) => {
            const labels = labelsOf(other);
            return labels.method === method && labels.route === route;
          });
          const errors = mine.filter(({ status }) => status >= 500).length;
          const successes = mine.length - errors;
          expect((after[place]?.requests ?? 0) - (before[place]?.requests ?? 0)).toBe(
            successes + errors,
          );
          expect((after[place]?.errors ?? 0) - (before[place]?.errors ?? 0)).toBe(errors);
          expect((after[place]?.timed ?? 0) - (before[place]?.timed ?? 0)).toBe(mine.length);
        });
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test('names patterns and no more: a thousand paths are one series', async () => {
    const series = (await read('http_requests_total')).length;
    for (let id = 0; id < 50; id += 1) await ask(kinds[0], 1_000_000 + id);
    for (let id = 0; id < 50; id += 1) {
      await fetch(`${started.url}/made-up-${String(id)}`, { method: 'OPTIONS' });
    }
    expect((await read('http_requests_total')).length).toBe(series);
    const routes = (await read('http_requests_total')).map(({ labels }) => labels['route']);
    expect(routes.filter((route) => /\d/.test(route ?? ''))).toEqual([]);
  });

  test('questions about health do not thin out the error rate', async () => {
    const before = started.metrics.errorRate();
    for (let time = 0; time < 5; time += 1) await fetch(`${started.url}/healthz`);
    await ask(kinds[5], 1);
    const after = started.metrics.errorRate();
    expect(after.requests - before.requests).toBe(1);
    expect(after.errors - before.errors).toBe(1);
  });
});

describe('openMetrics', () => {
  test('shows breakers, transactions, batches and jobs as Prometheus text (S0-045)', async () => {
    const metrics = openMetrics({ watchProcess: true });
    metrics.watchBreaker(createBreaker('discord-webhook'));
    metrics.transactionEnded('committed', 3);
    metrics.transactionEnded('unknown', 1);
    metrics.batchCommitted('purchases', 5);
    metrics.jobEnded('ledger:audit', 'done', 20);
    const text = await metrics.registry.metrics();
    for (const line of [
      'circuit_breaker_state{service="discord-webhook"} 0',
      'mongo_transactions_total{outcome="committed"} 1',
      'mongo_transactions_total{outcome="unknown"} 1',
      'mongo_transaction_retries_total 2',
      'group_commit_batch_size_sum{name="purchases"} 5',
      'job_duration_seconds_count{name="ledger:audit",outcome="done"} 1',
    ]) {
      expect(text.split('\n')).toContain(line);
    }
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);
    for (const line of text.split('\n')) {
      expect(line).toMatch(/^$|^# (HELP|TYPE) |^[a-zA-Z_:][\w:]*(\{.*\})? (\S+)$/);
    }
  });
});

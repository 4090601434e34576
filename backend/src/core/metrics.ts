// Metrics: what this process counts, in one registry in the form of Prometheus (D17, S0-046). Every
// label has few values: routes are patterns, never URLs, and no label names a player.
import fp from 'fastify-plugin';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Breaker, BreakerState } from './breaker.ts';
import { openErrorWindow } from './error-window.ts';
import type { ErrorRate } from './error-window.ts';

/** How a transaction ended. `aborted`: its work refused or failed, and nothing was written. */
export type TransactionEnd = 'committed' | 'aborted' | 'unavailable' | 'unknown';

export interface Metrics {
  readonly registry: Registry;
  /** Counts an answer to a request. */
  answered(request: AnsweredRequest): void;
  transactionEnded(outcome: TransactionEnd, attempts: number): void;
  batchCommitted(name: string, size: number): void;
  jobEnded(name: string, outcome: 'done' | 'failed' | 'dead', tookMs: number): void;
  alertSent(outcome: string): void;
  /** Shows this breaker's state from now on, and in `breakers`. */
  watchBreaker(breaker: Breaker): void;
  breakers(): readonly Breaker[];
  /** Requests and failures of the last five minutes; questions about health do not count. */
  errorRate(): ErrorRate;
}

export interface AnsweredRequest {
  readonly method: string;
  /** The pattern; undefined for a route there is not. */
  readonly route: string | undefined;
  readonly status: number;
  readonly tookMs: number;
}

// Whoever asks whether we are well must not change the answer.
const watching: ReadonlySet<string> = new Set([
  '/healthz',
  '/api/health',
  '/metrics',
  '/api/metrics',
]);
const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const stateNumber: Readonly<Record<BreakerState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Opens the registry of a process. `watchProcess` adds memory, processor and event-loop lag. */
export function openMetrics({ watchProcess = false } = {}): Metrics {
  const registry = new Registry();
  if (watchProcess) collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 20 });
  const window = openErrorWindow();
  const breakers: Breaker[] = [];
  const http = httpMetrics(registry);
  const work = workMetrics(registry, breakers);
  return {
    registry,
    answered: ({ method, route, status, tookMs }) => {
      // An unknown route comes with any method and any path that a stranger likes.
      const labels = route ? { method, route } : { method: 'any', route: 'unknown' };
      const failed = status >= 500;
      http.requests.inc({ ...labels, status: String(status) });
      if (failed) http.errors.inc(labels);
      http.seconds.observe(
        { ...labels, status: `${String(status).slice(0, 1)}xx` },
        tookMs / 1_000,
      );
      if (!watching.has(route ?? '')) window.count(performance.now(), failed);
    },
    transactionEnded: (outcome, attempts) => {
      work.transactions.inc({ outcome });
      if (attempts > 1) work.retries.inc(attempts - 1);
    },
    batchCommitted: (name, size) => {
      work.batches.observe({ name }, size);
    },
    jobEnded: (name, outcome, tookMs) => {
      work.jobs.observe({ name, outcome }, tookMs / 1_000);
    },
    alertSent: (outcome) => {
      work.alerts.inc({ outcome });
    },
    watchBreaker: (breaker) => {
      breakers.push(breaker);
    },
    breakers: () => breakers,
    errorRate: () => window.read(performance.now()),
  };
}

function httpMetrics(registry: Registry) {
  const registers = [registry];
  return {
    requests: new Counter({
      name: 'http_requests_total',
      help: 'Answers to requests, refusals included.',
      labelNames: ['method', 'route', 'status'],
      registers,
    }),
    errors: new Counter({
      name: 'http_request_errors_total',
      help: 'Answers of status 500 and above: the backend failed or could not serve.',
      labelNames: ['method', 'route'],
      registers,
    }),
    seconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the request to its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: secondsBuckets,
      registers,
    }),
  };
}

function workMetrics(registry: Registry, breakers: readonly Breaker[]) {
  const registers = [registry];
  new Gauge({
    name: 'circuit_breaker_state',
    help: 'Breakers of calls that leave the backend: 0 closed, 1 half-open, 2 open.',
    labelNames: ['service'],
    registers,
    collect() {
      for (const breaker of breakers) {
        this.set({ service: breaker.service }, stateNumber[breaker.state()]);
      }
    },
  });
  return {
    transactions: new Counter({
      name: 'mongo_transactions_total',
      help: 'Transactions by how they ended.',
      labelNames: ['outcome'],
      registers,
    }),
    retries: new Counter({
      name: 'mongo_transaction_retries_total',
      help: 'Further attempts of transactions after a conflict or an election.',
      registers,
    }),
    batches: new Histogram({
      name: 'group_commit_batch_size',
      help: 'Commands that shared one commit.',
      labelNames: ['name'],
      buckets: [1, 2, 4, 8, 16, 32, 64, 128],
      registers,
    }),
    jobs: new Histogram({
      name: 'job_duration_seconds',
      help: 'Time that runs of jobs took.',
      labelNames: ['name', 'outcome'],
      buckets: secondsBuckets,
      registers,
    }),
    alerts: new Counter({
      name: 'alert_messages_total',
      help: 'Messages to the alert webhook: sent, delayed, refused.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}

/** Counts every answer of an app, by the pattern of its route (S0-046). */
export const countAnswers = (metrics: Metrics) =>
  fp(
    async (app: FastifyInstance) => {
      app.addHook('onResponse', (request, reply, done) => {
        count(metrics, request, reply);
        done();
      });
    },
    { name: 'count-answers' },
  );

function count(metrics: Metrics, request: FastifyRequest, reply: FastifyReply): void {
  const { config, url } = request.routeOptions;
  // A stream ends when its reader goes: how long it took says nothing of us.
  if (config.contract?.stream && reply.statusCode === 200) return;
  metrics.answered({
    method: request.method,
    route: request.is404 ? undefined : url,
    status: reply.statusCode,
    tookMs: reply.elapsedTime,
  });
}

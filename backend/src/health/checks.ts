// The checks of the health report, one function each: from what was seen to how it is. Pure, so that
// each can be held against every state (Property 14).
import type { HealthCheck, HealthReport } from '@mintkeep/shared/health.ts';
import type { BreakerState } from '../core/breaker.ts';
import { dayMs } from '../core/calendar.ts';
import type { ErrorRate } from '../core/error-window.ts';
import type { Facts, SeededPricing } from './facts.ts';

/** What the monitor has seen, with the age of each part. */
export interface Seen {
  readonly database: { readonly reachable: boolean; readonly ageMs: number } | null;
  readonly facts: Facts | null;
  /** Of the facts; counts on while the database is away. */
  readonly factsAgeMs: number;
  /** What this process keeps in memory instead of asking: how old the oldest of it is. */
  readonly cacheAgeMs: number | null;
  readonly errorRate: ErrorRate;
  /** What the environment of this process says of prices. */
  readonly environment: SeededPricing;
  /** Null: no webhook is set up. */
  readonly webhook: BreakerState | null;
  /** Optional modules that are set up. */
  readonly modules: readonly OptionalModule[];
}

// Older knowledge of the database is no knowledge.
export const databaseAgeMsMax = 5_000;
const factsAgeMsMax = 60_000;
const cacheAgeMsMax = 60_000;
/** Due this long and not done: nobody works. */
const overdueMsMax = 60_000;
// Four heartbeats; a server that has been silent for a day is gone on purpose.
const serverSilenceMsMax = 120_000;
const serverForgottenMs = dayMs;
const messageWaitMsMax = 600_000;
/** More than 5 % of at least 20 requests (S0-063). */
const errorShareMax = 0.05;
const requestsMin = 20;

/** Parts of Mintkeep that a backend runs only when they are set up (K-015). */
const optionalModules = ['panel', 'bot', 'payments', 'g2a'] as const;
export type OptionalModule = (typeof optionalModules)[number];

type Check = Pick<HealthCheck, 'status' | 'reason' | 'facts'>;

const healthy = (facts: HealthCheck['facts'] = {}): Check => ({ status: 'healthy', facts });
const judged = (facts: HealthCheck['facts'], reason: string | null): Check =>
  reason === null ? { status: 'healthy', facts } : { status: 'degraded', facts, reason };

/** Every check, in the order of the report (S0-044). */
export function checksOf(seen: Seen): Record<string, HealthCheck> {
  const { facts, factsAgeMs } = seen;
  const stale = facts === null || factsAgeMs > factsAgeMsMax;
  const fromFacts = (check: (known: Facts) => Check): HealthCheck =>
    ({
      ...(facts ? check(facts) : {}),
      ...(stale ? { status: 'degraded', reason: 'not known at the moment' } : {}),
      ageMs: facts ? Math.round(factsAgeMs) : null,
    }) as HealthCheck;
  return {
    database: database(seen),
    cache: cache(seen),
    requests: { ...requests(seen.errorRate), ageMs: 0 },
    jobs: fromFacts(jobs),
    outbox: fromFacts(outbox),
    deliveries: fromFacts(deliveries),
    ledger: fromFacts(ledger),
    servers: fromFacts(servers),
    pricing: fromFacts((known) => pricing(known, seen.environment)),
    alerts: alerts(seen, fromFacts),
    ...Object.fromEntries(
      optionalModules.map((name) => [
        name,
        seen.modules.includes(name)
          ? { status: 'healthy', ageMs: 0 }
          : { status: 'disabled', ageMs: null },
      ]),
    ),
  };
}

/** Unhealthy when anything is, else degraded when anything is; what is disabled says nothing. */
export function overallOf(checks: Record<string, HealthCheck>): HealthReport['status'] {
  const statuses = Object.values(checks).map(({ status }) => status);
  if (statuses.includes('unhealthy')) return 'unhealthy';
  return statuses.includes('degraded') ? 'degraded' : 'healthy';
}

function database({ database: seen }: Seen): HealthCheck {
  const ageMs = seen ? Math.round(seen.ageMs) : null;
  if (seen?.reachable && seen.ageMs <= databaseAgeMsMax) return { status: 'healthy', ageMs };
  return { status: 'unhealthy', ageMs, reason: 'no primary answers' };
}

function cache({ cacheAgeMs }: Seen): HealthCheck {
  if (cacheAgeMs === null) return { status: 'degraded', ageMs: null, reason: 'nothing was read' };
  const ageMs = Math.round(cacheAgeMs);
  if (cacheAgeMs <= cacheAgeMsMax) return { status: 'healthy', ageMs };
  return { status: 'degraded', ageMs, reason: 'what is kept in memory has grown old' };
}

/** True when too many requests fail to be chance (S0-063). */
export const isTooMany = ({ requests: all, errors }: ErrorRate): boolean =>
  all >= requestsMin && errors / all > errorShareMax;

const requests = (rate: ErrorRate): Check =>
  judged(
    { requests: rate.requests, errors: rate.errors },
    isTooMany(rate) ? 'more than 5 % of the requests of five minutes failed' : null,
  );

const ageOf = (at: Date | null, { readAt }: Facts): number =>
  at ? Math.max(0, readAt.getTime() - at.getTime()) : 0;
const seconds = (ms: number): number => Math.round(ms / 1_000);

function jobs(facts: Facts): Check {
  const sum = (status: string): number =>
    facts.jobs.reduce((all, job) => all + (job.status === status ? job.count : 0), 0);
  const ready = facts.jobs.filter(({ status }) => status === 'ready');
  const overdueMs = Math.max(0, ...ready.map(({ dueAt }) => ageOf(dueAt, facts)));
  const dead = sum('dead');
  return judged(
    { ready: sum('ready'), running: sum('running'), dead, oldestDueS: seconds(overdueMs) },
    dead > 0
      ? 'jobs have given up'
      : overdueMs > overdueMsMax
        ? 'jobs are due and no worker takes them'
        : null,
  );
}

function outbox(facts: Facts): Check {
  const ageMs = ageOf(facts.outbox.oldestAt, facts);
  return judged(
    { pending: facts.outbox.pending, oldestS: seconds(ageMs) },
    ageMs > overdueMsMax ? 'events wait and no worker reads them' : null,
  );
}

function deliveries(facts: Facts): Check {
  const counts = Object.fromEntries(facts.deliveries.map(({ status, count }) => [status, count]));
  const waiting = (counts['needs_review'] ?? 0) > 0;
  return judged(counts, waiting ? 'deliveries wait for a person' : null);
}

function ledger(facts: Facts): Check {
  if (!facts.ledger) return healthy();
  const { sound, mismatches, verifiedAt } = facts.ledger;
  const verifiedS = seconds(ageOf(verifiedAt, facts));
  return judged({ sound, mismatches, verifiedS }, sound ? null : 'coins do not add up');
}

function servers(facts: Facts): Check {
  const silences = facts.servers
    .map(({ lastSeenAt }) => ageOf(lastSeenAt, facts))
    .filter((ms) => ms < serverForgottenMs);
  const silent = silences.filter((ms) => ms > serverSilenceMsMax).length;
  return judged(
    { known: silences.length, silent },
    silent > 0 ? 'a game server has fallen silent' : null,
  );
}

/**
 * Where the numbers in force are not the environment's, both are shown: whoever changed the
 * environment sees why nothing came of it. It degrades nothing, since staff change them on purpose
 * (D26).
 */
function pricing({ pricing: inForce }: Facts, environment: SeededPricing): Check {
  const differs =
    inForce.marketFeeRatio !== environment.marketFeeRatio ||
    inForce.priceFloorRatio !== environment.priceFloorRatio;
  if (!differs) return healthy({ differsFromEnvironment: false });
  return healthy({
    differsFromEnvironment: true,
    ...inForce,
    marketFeeRatioOfEnvironment: environment.marketFeeRatio,
    priceFloorRatioOfEnvironment: environment.priceFloorRatio,
  });
}

function alerts({ webhook }: Seen, fromFacts: (check: (known: Facts) => Check) => HealthCheck) {
  if (webhook === null) return { status: 'disabled', ageMs: null } as const;
  return fromFacts((facts) => {
    const waitsMs = ageOf(facts.alerts.oldestDueAt, facts);
    const open = facts.alerts.open.reduce((all, { count }) => all + count, 0);
    return judged(
      { open, oldestUnsentS: seconds(waitsMs) },
      webhook === 'open' || waitsMs > messageWaitMsMax ? 'the webhook takes no messages' : null,
    );
  });
}

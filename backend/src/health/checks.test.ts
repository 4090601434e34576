// The report against every state of what it reports on.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { healthReport } from '@mintkeep/shared/health.ts';
import { createBreaker } from '../core/breaker.ts';
import { checksOf, overallOf } from './checks.ts';
import type { Seen } from './checks.ts';
import { conditionsOf } from './desk.ts';
import type { Facts } from './facts.ts';

const readAt = new Date('2026-11-21T12:00:00.000Z');
const ago = (seconds: number): Date => new Date(readAt.getTime() - seconds * 1_000);

const goodFacts: Facts = {
  jobs: [],
  outbox: { pending: 0, oldestAt: null },
  deliveries: [],
  ledger: null,
  servers: [],
  alerts: { open: [], oldestDueAt: null },
  pricing: { marketFeeRatio: 0.08, priceFloorRatio: 0.7 },
  playersOnline: 0,
  holds: [],
  refundsWithoutProof: 0,
  readAt,
};
const good: Seen = {
  database: { reachable: true, ageMs: 10 },
  facts: goodFacts,
  factsAgeMs: 100,
  cacheAgeMs: 1_000,
  errorRate: { requests: 0, errors: 0 },
  environment: { marketFeeRatio: 0.08, priceFloorRatio: 0.7 },
  webhook: null,
  modules: [],
};
const withFacts = (facts: Partial<Facts>): Seen => ({ ...good, facts: { ...goodFacts, ...facts } });

/** What can be wrong, each by itself: the check that must say so, and the overall status. */
const wrongs: [string, Seen, check: string, overall: 'degraded' | 'unhealthy'][] = [
  ['no database', { ...good, database: { reachable: false, ageMs: 1 } }, 'database', 'unhealthy'],
  ['never asked', { ...good, database: null }, 'database', 'unhealthy'],
  [
    'long unheard',
    { ...good, database: { reachable: true, ageMs: 5_001 } },
    'database',
    'unhealthy',
  ],
  ['an old cache', { ...good, cacheAgeMs: 60_001 }, 'cache', 'degraded'],
  ['old facts', { ...good, factsAgeMs: 60_001 }, 'jobs', 'degraded'],
  ['no facts', { ...good, facts: null }, 'ledger', 'degraded'],
  ['failing requests', { ...good, errorRate: { requests: 20, errors: 2 } }, 'requests', 'degraded'],
  [
    'a dead job',
    withFacts({ jobs: [{ name: 'a', status: 'dead', count: 1, dueAt: readAt }] }),
    'jobs',
    'degraded',
  ],
  [
    'nobody takes jobs',
    withFacts({ jobs: [{ name: 'a', status: 'ready', count: 1, dueAt: ago(61) }] }),
    'jobs',
    'degraded',
  ],
  ['unread events', withFacts({ outbox: { pending: 1, oldestAt: ago(61) } }), 'outbox', 'degraded'],
  [
    'work for a person',
    withFacts({ deliveries: [{ status: 'needs_review', count: 1, oldestAt: readAt }] }),
    'deliveries',
    'degraded',
  ],
  [
    'coins that do not add up',
    withFacts({ ledger: { sound: false, mismatches: 1, verifiedAt: readAt } }),
    'ledger',
    'degraded',
  ],
  [
    'a silent server',
    withFacts({ servers: [{ serverId: 'survival', lastSeenAt: ago(121) }] }),
    'servers',
    'degraded',
  ],
  ['a broken webhook', { ...good, webhook: 'open' }, 'alerts', 'degraded'],
];

/** What is right, though it looks near to wrong. */
const rights: [string, Seen][] = [
  ['nothing at all', good],
  ['few requests, most failing', { ...good, errorRate: { requests: 19, errors: 19 } }],
  ['exactly 5 % failing', { ...good, errorRate: { requests: 100, errors: 5 } }],
  [
    'a job due just now',
    withFacts({ jobs: [{ name: 'a', status: 'ready', count: 9, dueAt: ago(60) }] }),
  ],
  [
    'much to deliver',
    withFacts({ deliveries: [{ status: 'pending', count: 900, oldestAt: ago(1e6) }] }),
  ],
  [
    'a server gone for good',
    withFacts({ servers: [{ serverId: 'old', lastSeenAt: ago(90_000) }] }),
  ],
  ['a sound ledger', withFacts({ ledger: { sound: true, mismatches: 0, verifiedAt: ago(60) } })],
];

describe('checksOf', () => {
  test.each(wrongs)('%s shows, and in no other place', (_what, seen, check, overall) => {
    const checks = checksOf(seen);
    expect(overallOf(checks)).toBe(overall);
    expect(checks[check]?.status).toBe(overall);
    expect(checks[check]?.reason).toMatch(/\w/);
    if (seen.facts && seen.factsAgeMs < 60_000) {
      const others = Object.entries(checks).filter(([name]) => name !== check);
      for (const [, { status }] of others) expect(['healthy', 'disabled']).toContain(status);
    }
  });

  test.each(rights)('%s is healthy', (_what, seen) => {
    expect(overallOf(checksOf(seen))).toBe('healthy');
  });

  test('modules that are off are disabled, and that degrades nothing (K-015, D17)', () => {
    const checks = checksOf(good);
    for (const name of ['alerts', 'panel', 'bot', 'payments', 'g2a']) {
      expect(checks[name]).toEqual({ status: 'disabled', ageMs: null });
    }
    expect(overallOf(checks)).toBe('healthy');
    const withPanel = checksOf({ ...good, modules: ['panel'] });
    expect(withPanel['panel']).toEqual({ status: 'healthy', ageMs: 0 });
  });

  test('any two things that are wrong are both told, and the worse one counts', () => {
    fc.assert(
      fc.property(fc.constantFrom(...wrongs), fc.constantFrom(...wrongs), (one, other) => {
        const [, a, checkA] = one;
        const [, b, checkB] = other;
        const seen: Seen = {
          database: a.database === good.database ? b.database : a.database,
          factsAgeMs: Math.max(a.factsAgeMs, b.factsAgeMs),
          cacheAgeMs: Math.max(a.cacheAgeMs ?? 0, b.cacheAgeMs ?? 0),
          errorRate: a.errorRate.errors > 0 ? a.errorRate : b.errorRate,
          environment: a.environment,
          webhook: a.webhook ?? b.webhook,
          modules: [],
          facts: a.facts && b.facts && merged(a.facts, b.facts),
        };
        const checks = checksOf(seen);
        const worst = [one[3], other[3]].includes('unhealthy') ? 'unhealthy' : 'degraded';
        expect(overallOf(checks)).toBe(worst);
        expect(checks[checkA]?.status).not.toBe('healthy');
        expect(checks[checkB]?.status).not.toBe('healthy');
        const report = { status: overallOf(checks), checks, uptimeS: 1, version: '0.1.0' };
        expect(healthReport.safeParse(report).success).toBe(true);
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

const merged = (a: Facts, b: Facts): Facts => ({
  ...goodFacts,
  jobs: [...a.jobs, ...b.jobs],
  outbox: a.outbox.pending > 0 ? a.outbox : b.outbox,
  deliveries: [...a.deliveries, ...b.deliveries],
  ledger: a.ledger ?? b.ledger,
  servers: [...a.servers, ...b.servers],
});

test('prices other than the environment’s are shown with both, and degrade nothing (D26)', () => {
  const pricing = (inForce: Facts['pricing']) =>
    checksOf(withFacts({ pricing: inForce }))['pricing'];
  const status = 'healthy';
  expect(pricing(good.environment)).toMatchObject({
    ...{ status, facts: { differsFromEnvironment: false } },
  });
  for (const other of [{ marketFeeRatio: 0.1 }, { priceFloorRatio: 0.5 }]) {
    const inForce = { ...good.environment, ...other };
    expect(pricing(inForce)).toMatchObject({
      status,
      facts: {
        ...{ differsFromEnvironment: true, ...inForce },
        marketFeeRatioOfEnvironment: 0.08,
        priceFloorRatioOfEnvironment: 0.7,
      },
    });
  }
});

describe('conditionsOf', () => {
  test('finds nothing wrong in a good day', () => {
    expect(conditionsOf(goodFacts, { requests: 1_000, errors: 50 }, [])).toEqual([]);
    expect(conditionsOf(null, { requests: 0, errors: 0 }, [])).toEqual([]);
  });

  test('names service and error of each thing that staff must hear of (S0-063, S0-064, S0-065)', async () => {
    const breaker = createBreaker('discord-webhook');
    for (let failure = 0; failure < 3; failure += 1) {
      await breaker.run(() => Promise.reject(new Error('status 500'))).catch(() => undefined);
    }
    const facts: Facts = {
      ...goodFacts,
      jobs: [{ name: 'shop:refund', status: 'dead', count: 2, dueAt: readAt }],
      ledger: { sound: false, mismatches: 3, verifiedAt: readAt },
    };
    expect(conditionsOf(facts, { requests: 40, errors: 3 }, [breaker])).toEqual([
      {
        kind: 'error-rate',
        service: 'backend',
        error: '3 of 40 requests failed in 5 minutes (7.5 %)',
      },
      { kind: 'breaker-open', service: 'discord-webhook', error: 'status 500' },
      {
        kind: 'dead-letters',
        service: 'shop:refund',
        error: '2 of these jobs used up their attempts',
      },
      {
        kind: 'ledger-mismatch',
        service: 'ledger',
        error: '3 accounts differ from their postings',
      },
    ]);
  });
});

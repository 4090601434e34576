// Health: whether the backend can serve, and what is not as it should be.
import * as z from 'zod';
import type { Contract } from './contract.ts';

export const healthz = {
  method: 'GET',
  path: '/healthz',
  who: { everybody: true },
  summary: 'Says whether the database has a primary that answers (D17).',
  status: 200,
  reply: z.strictObject({ status: z.literal('ok') }),
  key: 'none',
  limit: 'none',
  refusals: ['DATABASE_UNAVAILABLE'],
} as const satisfies Contract;

/** Unhealthy: it cannot serve. Degraded: it serves, and a person should look. Disabled: not set up. */
export const checkStatus = z.enum(['healthy', 'degraded', 'unhealthy', 'disabled']);
export type CheckStatus = z.infer<typeof checkStatus>;

/** One check: how it is, how old that knowledge is, and the numbers behind it. */
export const healthCheck = z.strictObject({
  status: checkStatus,
  /** Null when nothing was learnt yet, and of what is disabled. */
  ageMs: z.int().min(0).nullable(),
  /** Why it is not healthy, for people; never a host or a secret. */
  reason: z.string().optional(),
  facts: z.record(z.string(), z.union([z.number(), z.boolean()])).optional(),
});
export type HealthCheck = z.infer<typeof healthCheck>;

export const healthReport = z.strictObject({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  checks: z.record(z.string(), healthCheck),
  uptimeS: z.int().min(0),
  version: z.string(),
});
export type HealthReport = z.infer<typeof healthReport>;

/** Answers the same report with 503 when it is unhealthy. */
export const getHealth = {
  method: 'GET',
  path: '/api/health',
  who: { everybody: true },
  summary: 'The full report: 200 when healthy or degraded, 503 when unhealthy (S0-044, D17).',
  status: 200,
  reply: healthReport,
  key: 'none',
  limit: 'none',
  refusals: [],
} as const satisfies Contract;

const metrics = {
  method: 'GET',
  who: { internal: true },
  summary: 'Metrics as Prometheus text: for this machine, or with METRICS_TOKEN (S0-045, D17).',
  status: 200,
  reply: z.string(),
  key: 'none',
  limit: 'none',
  refusals: ['SIGNATURE_REFUSED'],
} as const;
export const getMetrics = { ...metrics, path: '/metrics' } as const satisfies Contract;
export const getApiMetrics = { ...metrics, path: '/api/metrics' } as const satisfies Contract;

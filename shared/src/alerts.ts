// Alerts: what staff are told of before players complain. An alert is one incident, from its start
// to its end.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { instant, line, page, pageOf, uuid } from './primitives.ts';

/** What is over as soon as it happened: told once a minute at most, all of the minute in one. */
export const pingKind = z.enum([
  'high-value-trade',
  'hold-uncovered',
  'receipt-missing',
  'world-restored',
]);
export type PingKind = z.infer<typeof pingKind>;

/** What staff are told of. The runbook has a section for each (docs/monitoring.md). */
export const alertKind = z.enum([
  'backend-down',
  'error-rate',
  'breaker-open',
  'dead-letters',
  'ledger-mismatch',
  ...pingKind.options,
]);
export type AlertKind = z.infer<typeof alertKind>;

// A week: longer than any outage that a game server lives through.
const durationS = z.int().min(0).max(604_800);

/** A game server tells of an outage that is over: it could not tell before (S0-064, C-34). */
export const reportAlert = {
  method: 'POST',
  path: '/api/alerts',
  who: { server: true },
  summary: 'Reports an outage that a game server saw and that is over.',
  body: z.strictObject({
    kind: z.enum(['breaker-open', 'backend-down']),
    // The one service that a game server calls: a list, so that nobody can open a thousand alerts.
    service: z.enum(['backend']),
    error: line(200),
    durationS,
  }),
  status: 202,
  reply: z.strictObject({ alertId: uuid }),
  key: 'accepted',
  refusals: [],
} as const satisfies Contract;

export const alert = z.strictObject({
  alertId: uuid,
  kind: alertKind,
  service: z.string(),
  error: z.string(),
  severity: z.enum(['critical', 'warning']),
  startedAt: instant,
  /** Null while it lasts. */
  resolvedAt: instant.nullable(),
  durationS: z.int().min(0),
  /** When the webhook took the first message about it; null when none was due or none went out. */
  sentAt: instant.nullable(),
});
export type Alert = z.infer<typeof alert>;

export const listAlerts = {
  method: 'GET',
  path: '/api/admin/alerts',
  who: { staff: 'AUDITOR', inGame: 'SUPPORT' },
  summary: 'Lists alerts, newest first.',
  query: z.strictObject(page),
  status: 200,
  reply: pageOf(alert),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const streamAlerts = {
  method: 'GET',
  path: '/api/streams/alerts',
  who: { staff: 'AUDITOR' },
  summary:
    'Streams alerts as they begin and end (Server-Sent Events `alert`), from where ' +
    '`Last-Event-ID` ended.',
  status: 200,
  reply: z.string().meta({ examples: ['retry: 1000\n\nevent: ready\ndata: {}\n\n'] }),
  stream: alert,
  key: 'none',
  refusals: ['LIMIT_EXCEEDED'],
} as const satisfies Contract;

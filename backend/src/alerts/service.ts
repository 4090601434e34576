// Alerts: incidents that staff are told of, once when they begin and once when they are over
// (S0-061 to S0-065). An incident lasts as long as somebody sees it; who sees it may be any backend,
// so nobody has to survive to end it. Sends nothing: sender.ts does.
import type { Alert, AlertKind } from '@mintkeep/shared/alerts.ts';
import { newId } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import * as store from './store.ts';
import type { AlertDoc } from './store.ts';

export { countOpenAlerts } from './store.ts';
export { openWebhook } from './webhook.ts';
export type { Webhook } from './webhook.ts';
export { sendDigest } from './digest-sender.ts';
export { sendDue } from './sender.ts';

/** Something that is wrong now. */
export interface Condition {
  readonly kind: AlertKind;
  /** What it is wrong with; kind and service together are the incident. */
  readonly service: string;
  readonly error: string;
}

/** An incident is over when nobody saw it this long: a rate around its limit is one incident. */
export const quietMs = 60_000;

const severityOf: Readonly<Record<AlertKind, AlertDoc['severity']>> = {
  'backend-down': 'critical',
  'ledger-mismatch': 'critical',
  'error-rate': 'critical',
  'breaker-open': 'warning',
  'dead-letters': 'warning',
  'high-value-trade': 'warning',
  'hold-uncovered': 'warning',
  'receipt-missing': 'warning',
  'world-restored': 'warning',
};

export const errorMax = 500;
export const openKeyOf = ({ kind, service }: Pick<Condition, 'kind' | 'service'>): string =>
  `${kind}:${service}`;

/** A new incident, to be told of at once. */
export const newAlert = (now: Date, { kind, service, error }: Condition): AlertDoc => ({
  _id: newId(),
  kind,
  service,
  error: error.slice(0, errorMax),
  severity: severityOf[kind],
  startedAt: now,
  lastSeenAt: now,
  resolvedAt: null,
  durationS: null,
  sentAt: null,
  createdAt: now,
  openKey: openKeyOf({ kind, service }),
  reportedBy: [],
  due: ['opened'],
  claimUntilAt: new Date(0),
});

/** Begins an incident, or notes that it still lasts. */
export async function seeCondition(scope: WriteScope, condition: Condition): Promise<void> {
  const open = await store.findOpen(scope, openKeyOf(condition));
  if (!open) {
    const doc = newAlert(scope.now, condition);
    await store.insertAlert(scope, doc);
    scope.emit({ type: 'alert.opened', alertId: doc._id, kind: doc.kind });
    return;
  }
  await store.updateAlert(scope, open._id, {
    lastSeenAt: scope.now,
    error: condition.error.slice(0, errorMax),
    // Reported as over, and yet here: it goes on, and its end is told again.
    ...(open.resolvedAt === null ? {} : { resolvedAt: null, durationS: null }),
  });
}

/** Ends the incidents that nobody has seen for a while. */
export async function endQuiet(scope: WriteScope): Promise<void> {
  const before = new Date(scope.now.getTime() - quietMs);
  for (const doc of await store.listQuiet(scope, before)) {
    const ended = await store.endAlert(scope, doc);
    // The end of what was reported as over was told with the report.
    if (!ended || doc.resolvedAt !== null) continue;
    scope.emit({ type: 'alert.resolved', alertId: doc._id, kind: doc.kind });
  }
}

/**
 * Records an outage that a game server saw and that is over (S0-064, C-34): one message. What
 * another server reports of the same minute, or the same one again, belongs to the same incident.
 */
export async function reportOver(
  scope: WriteScope,
  serverId: string,
  report: Condition & { readonly durationS: number },
): Promise<{ alertId: string }> {
  const startedAt = new Date(scope.now.getTime() - report.durationS * 1_000);
  const open = await store.findOpen(scope, openKeyOf(report));
  if (!open) {
    const { durationS } = report;
    const doc: AlertDoc = {
      ...newAlert(scope.now, report),
      startedAt,
      resolvedAt: scope.now,
      durationS,
      reportedBy: [serverId],
      due: ['ended'],
    };
    await store.insertAlert(scope, doc);
    scope.emit({ type: 'alert.resolved', alertId: doc._id, kind: doc.kind });
    return { alertId: doc._id };
  }
  const earliest = open.startedAt < startedAt ? open.startedAt : startedAt;
  const isOver = open.resolvedAt !== null;
  await store.updateAlert(scope, open._id, {
    lastSeenAt: scope.now,
    startedAt: earliest,
    reportedBy: [...new Set([...open.reportedBy, serverId])].slice(0, 100),
    ...(isOver
      ? {
          resolvedAt: scope.now,
          durationS: Math.round((scope.now.getTime() - earliest.getTime()) / 1_000),
        }
      : {}),
  });
  return { alertId: open._id };
}

/** An outage of the backend as the watcher kept it, while there may have been no database. */
export interface Outage {
  readonly alertId: string;
  readonly service: string;
  readonly error: string;
  readonly startedAt: Date;
  readonly resolvedAt: Date | null;
}

/** Writes what the watcher saw and has told itself (S0-062). Writing it again changes nothing. */
export function recordOutage(scope: WriteScope, outage: Outage): Promise<void> {
  const { alertId, startedAt, resolvedAt } = outage;
  const { openKey: _, ...doc } = newAlert(startedAt, { ...outage, kind: 'backend-down' });
  const lasted = resolvedAt && Math.round((resolvedAt.getTime() - startedAt.getTime()) / 1_000);
  return store.putAlert(scope, {
    ...doc,
    _id: alertId,
    lastSeenAt: resolvedAt ?? scope.now,
    resolvedAt,
    durationS: lasted,
    sentAt: scope.now,
    due: [],
  });
}

/** A page of alerts, newest first. */
export async function listAlerts(
  scope: ReadScope,
  now: Date,
  page: { page: number; pageSize: number },
): Promise<{ items: Alert[]; total: number; page: number }> {
  const { docs, total } = await store.pageOfAlerts(scope, page);
  return { items: docs.map((doc) => shownAlert(doc, now)), total, page: page.page };
}

/** An alert as staff see it. */
export function shownAlert(doc: AlertDoc, now: Date): Alert {
  const { _id: alertId, kind, service, error, severity, startedAt, resolvedAt, sentAt } = doc;
  const lastsMs = (resolvedAt ?? now).getTime() - startedAt.getTime();
  return {
    alertId,
    kind,
    service,
    error,
    severity,
    startedAt: startedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    durationS: doc.durationS ?? Math.max(0, Math.round(lastsMs / 1_000)),
    sentAt: sentAt?.toISOString() ?? null,
  };
}

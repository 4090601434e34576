// Alerts as they are stored: one document an incident, which also is the queue of its messages. A
// conditional update takes a message, so several senders never send one twice on purpose.
import type { Collection } from 'mongodb';
import { pingKind } from '@mintkeep/shared/alerts.ts';
import type { AlertKind } from '@mintkeep/shared/alerts.ts';
import { dayS } from '../core/calendar.ts';
import { newId } from '../core/identity.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** Which message about an incident: that it began, or that it is over. */
export type MessageKind = 'opened' | 'ended';

export interface AlertDoc {
  _id: string;
  kind: AlertKind;
  service: string;
  error: string;
  severity: 'critical' | 'warning';
  startedAt: Date;
  lastSeenAt: Date;
  resolvedAt: Date | null;
  durationS: number | null;
  /** When the first message about it went out. */
  sentAt: Date | null;
  createdAt: Date;
  /** `kind:service` while what is seen again belongs to this incident; unique. */
  openKey?: string;
  /** Game servers that reported it. */
  reportedBy: string[];
  /** Messages that are still to be sent, in this order. */
  due: MessageKind[];
  /** No sender but the holder of `claim` may send until then. */
  claimUntilAt: Date;
  claim?: string;
  /** Of a ping: what it sums up. */
  ping?: Summed;
}

/** What came within one ping. */
export interface Summed {
  readonly count: number;
  readonly sum: number;
  /** Of the weightiest, the first first. */
  readonly notes: readonly { readonly text: string; readonly weight: number }[];
}

export const alertsPlan: CollectionPlan = {
  name: 'alerts',
  indexes: [
    // One incident at a time of one kind and service, whoever sees it.
    { name: 'open', key: { openKey: 1 }, unique: true, sparse: true },
    // Lists for staff.
    { name: 'newest', key: { createdAt: -1 } },
    // Senders look for messages, oldest first.
    { name: 'due', key: { due: 1, createdAt: 1 } },
    // A quarter of history.
    { name: 'expiry', key: { resolvedAt: 1 }, expireAfterSeconds: 90 * dayS },
  ],
};

const alerts = (scope: ReadScope): Collection<AlertDoc> => scope.db.collection(alertsPlan.name);

export const findOpen = (scope: ReadScope, openKey: string): Promise<AlertDoc | null> =>
  alerts(scope).findOne({ openKey }, within(scope));

export async function insertAlert(scope: WriteScope, doc: AlertDoc): Promise<void> {
  await alerts(scope).insertOne(doc, { session: scope.session });
}

export async function updateAlert(
  scope: WriteScope,
  alertId: string,
  fields: Partial<AlertDoc>,
): Promise<void> {
  await alerts(scope).updateOne({ _id: alertId }, { $set: fields }, { session: scope.session });
}

/** Writes an incident that was kept elsewhere while there was no database. */
export async function putAlert(scope: WriteScope, { _id, ...fields }: AlertDoc): Promise<void> {
  await alerts(scope).updateOne(
    { _id },
    { $set: fields },
    { upsert: true, session: scope.session },
  );
}

/** Incidents nobody saw since `before`, a bounded page. Pings are over anyway. */
export const listQuiet = (scope: ReadScope, before: Date): Promise<AlertDoc[]> =>
  alerts(scope)
    .find(
      {
        openKey: { $exists: true },
        lastSeenAt: { $lt: before },
        kind: { $nin: pingKind.options },
      },
      within(scope),
    )
    .limit(100)
    .toArray();

/** Takes the key of a ping that is told, for the next one. */
export async function releaseKey(scope: WriteScope, alertId: string): Promise<void> {
  await alerts(scope).updateOne(
    { _id: alertId },
    { $unset: { openKey: 1 } },
    { session: scope.session },
  );
}

/** Ends an incident; false when it was seen again or ended meanwhile. */
export async function endAlert(
  scope: WriteScope,
  { _id, lastSeenAt, resolvedAt, startedAt }: AlertDoc,
): Promise<boolean> {
  const endedAt = resolvedAt ?? lastSeenAt;
  const { matchedCount } = await alerts(scope).updateOne(
    { _id, lastSeenAt, openKey: { $exists: true } },
    {
      $unset: { openKey: 1 },
      $set: {
        resolvedAt: endedAt,
        durationS: Math.round((endedAt.getTime() - startedAt.getTime()) / 1_000),
      },
      // Who was told that it began is told that it is over.
      ...(resolvedAt === null ? { $push: { due: 'ended' as const } } : {}),
    },
    { session: scope.session },
  );
  return matchedCount === 1;
}

export async function pageOfAlerts(
  scope: ReadScope,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ docs: AlertDoc[]; total: number }> {
  const docs = await alerts(scope)
    .find({}, within(scope))
    .sort({ createdAt: -1, _id: 1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { docs, total: await alerts(scope).countDocuments({}, within(scope)) };
}

/** Alerts that were written since a time, oldest first. */
export const alertsSince = (scope: ReadScope, from: Date, limit: number): Promise<AlertDoc[]> =>
  alerts(scope)
    .find({ createdAt: { $gte: from } }, within(scope))
    .sort({ createdAt: 1 })
    .limit(limit)
    .toArray();

/** How many incidents last, by kind, and since when the oldest message waits. */
export async function countOpenAlerts(
  scope: ReadScope,
): Promise<{ open: { kind: AlertKind; count: number }[]; oldestDueAt: Date | null }> {
  const rows = await alerts(scope)
    .aggregate<{ _id: AlertKind; count: number }>([
      { $match: { openKey: { $exists: true }, resolvedAt: null } },
      { $group: { _id: '$kind', count: { $sum: 1 } } },
    ])
    .toArray();
  const [oldest] = await alerts(scope)
    .find({ due: { $in: ['opened', 'ended'] } })
    .sort({ createdAt: 1 })
    .limit(1)
    .toArray();
  return {
    open: rows.map(({ _id, count }) => ({ kind: _id, count })),
    oldestDueAt: oldest?.createdAt ?? null,
  };
}

/** Takes the alert whose message waits longest, for `claimMs`; null when none waits. */
export function claimDue(
  scope: ReadScope,
  now: Date,
  claimMs: number,
): Promise<(AlertDoc & { claim: string }) | null> {
  return alerts(scope).findOneAndUpdate(
    { due: { $in: ['opened', 'ended'] }, claimUntilAt: { $lte: now } },
    { $set: { claimUntilAt: new Date(now.getTime() + claimMs), claim: newId() } },
    { sort: { createdAt: 1 }, returnDocument: 'after' },
  ) as Promise<(AlertDoc & { claim: string }) | null>;
}

/** Says that the first message due is done with: taken by the webhook at `sentAt`, or given up. */
export async function finishDue(
  scope: ReadScope,
  { _id, claim, sentAt: before }: AlertDoc & { claim: string },
  sentAt: Date | null,
): Promise<void> {
  await alerts(scope).updateOne(
    { _id, claim },
    {
      $pop: { due: -1 },
      $set: { claimUntilAt: new Date(0), sentAt: before ?? sentAt },
      $unset: { claim: 1 },
    },
  );
}

/** Puts a message back until `untilAt`. */
export async function postponeDue(
  scope: ReadScope,
  { _id, claim }: AlertDoc & { claim: string },
  untilAt: Date,
): Promise<void> {
  await alerts(scope).updateOne(
    { _id, claim },
    { $set: { claimUntilAt: untilAt }, $unset: { claim: 1 } },
  );
}

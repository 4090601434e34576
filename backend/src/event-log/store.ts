// The event log as it is stored: every critical operation with all that is needed to undo it.
import type { Collection } from 'mongodb';
import type { EventType } from '@mintkeep/shared/event-log.ts';
import { insertAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** One operation: who it touched, and the state before and after (S0-056). */
export interface EventDoc {
  _id: string;
  timestamp: Date;
  /** Who did it: the actor as one string. */
  source: string;
  eventType: EventType;
  playerId: string | null;
  data: { before: Record<string, unknown>; after: Record<string, unknown> };
  operationId: string;
  success: boolean;
  errorMessage: string | null;
  /** The entry that undid this one. */
  rolledBackBy: string | null;
}

export const eventLogPlan: CollectionPlan = {
  name: 'event_log',
  indexes: [
    // Pages of the log, of one kind or of all (which are merged by time, so that a purchase pays for one
    // index and not for two); what happened to a player, also back to a time.
    { name: 'ofKind', key: { eventType: 1, timestamp: -1 } },
    { name: 'ofPlayer', key: { playerId: 1, timestamp: -1 } },
  ],
};

export const eventLog = (scope: ReadScope): Collection<EventDoc> =>
  scope.db.collection(eventLogPlan.name);

export async function insertEvents(scope: WriteScope, entries: EventDoc[]): Promise<void> {
  if (entries.length === 0) return;
  await insertAll(scope, eventLogPlan.name, entries);
}

export const findEvent = (scope: ReadScope, eventId: string): Promise<EventDoc | null> =>
  eventLog(scope).findOne({ _id: eventId }, within(scope));

/** The entry of one operation, by what the index knows of it. */
export const findEventOfOperation = (
  scope: ReadScope,
  of: Pick<EventDoc, 'playerId' | 'timestamp' | 'operationId'>,
): Promise<EventDoc | null> => eventLog(scope).findOne(of, within(scope));

/** What happened to a player after a time, newest first. */
export const eventsOfPlayerAfter = (
  scope: ReadScope,
  playerId: string,
  after: Date,
): Promise<EventDoc[]> =>
  eventLog(scope)
    .find({ playerId, timestamp: { $gt: after } }, within(scope))
    .sort({ timestamp: -1, _id: 1 })
    .toArray();

/** Names the entry that undid this one. */
export async function markRolledBack(
  scope: WriteScope,
  eventId: string,
  rollbackId: string,
): Promise<void> {
  await eventLog(scope).updateOne(
    { _id: eventId, rolledBackBy: null },
    { $set: { rolledBackBy: rollbackId } },
    { session: scope.session },
  );
}

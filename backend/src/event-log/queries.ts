// Reading the event log, by filters and pages. Writes nothing.
import type { Filter } from 'mongodb';
import { countUpTo } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { eventLog } from './store.ts';
import type { EventDoc, LoggedType } from './store.ts';

export interface EventFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly eventType?: LoggedType | undefined;
  readonly playerId?: string | undefined;
}

/** A longer log is counted no further: nobody turns so many pages. */
export const countedMax = 10_000;

/** A page of the log, newest first, and how many entries fit the filters (S0-057). */
export async function findEvents(
  scope: ReadScope,
  filters: EventFilters,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: EventDoc[]; total: number }> {
  const filter = filterOf(filters);
  // No index begins with the kind, so that a purchase pays for none; this one holds it.
  const hint = filters.eventType && !filters.playerId ? 'newest' : undefined;
  const total = await countUpTo(eventLog(scope), filter, countedMax, hint);
  const entries = await eventLog(scope)
    .find(filter)
    // By time alone, which every index here ends in or begins with: nothing is sorted in memory.
    .sort({ timestamp: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { entries, total };
}

function filterOf({ from, to, eventType, playerId }: EventFilters): Filter<EventDoc> {
  const during = {
    ...(from ? { $gte: new Date(from) } : {}),
    ...(to ? { $lt: new Date(to) } : {}),
  };
  return {
    ...(from || to ? { timestamp: during } : {}),
    ...(eventType ? { eventType: { $eq: eventType } } : {}),
    ...(playerId ? { playerId: { $eq: playerId } } : {}),
  };
}

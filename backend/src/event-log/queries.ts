// Reading the event log, by filters and pages. Writes nothing.
import type { Filter } from 'mongodb';
import { during, logPage } from '../core/log-page.ts';
import type { ReadScope } from '../core/mongo.ts';
import { eventLog } from './store.ts';
import type { EventDoc, LoggedType } from './store.ts';

export interface EventFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly eventType?: LoggedType | undefined;
  readonly playerId?: string | undefined;
}

/** A page of the log, newest first, and how many entries fit the filters (S0-057). */
export function findEvents(
  scope: ReadScope,
  filters: EventFilters,
  page: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: EventDoc[]; total: number }> {
  // No index begins with the kind, so that a purchase pays for none; this one holds it.
  const hint = filters.eventType && !filters.playerId ? 'newest' : undefined;
  return logPage(eventLog(scope), filterOf(filters), page, hint);
}

function filterOf({ from, to, eventType, playerId }: EventFilters): Filter<EventDoc> {
  return {
    ...during({ from, to }),
    ...(eventType ? { eventType: { $eq: eventType } } : {}),
    ...(playerId ? { playerId: { $eq: playerId } } : {}),
  };
}

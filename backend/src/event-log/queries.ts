// Reading the event log, by filters and pages. Writes nothing.
import type { Filter } from 'mongodb';
import { eventType as eventTypes } from '@mintkeep/shared/event-log.ts';
import type { EventType } from '@mintkeep/shared/event-log.ts';
import { during, logPage } from '../core/log-page.ts';
import type { ReadScope } from '../core/mongo.ts';
import { eventLog } from './store.ts';
import type { EventDoc } from './store.ts';

export interface EventFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly eventType?: EventType | undefined;
  readonly playerId?: string | undefined;
}

// The index of time begins with the kind: what is asked of all of them names each.
const ofAnyKind = { eventType: { $in: [...eventTypes.options] } };

/** A page of the log, newest first, and how many entries fit the filters (S0-057). */
export function findEvents(
  scope: ReadScope,
  filters: EventFilters,
  page: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: EventDoc[]; total: number }> {
  const filter = filterOf(filters);
  return logPage(eventLog(scope), { filter, anyway: filters.playerId ? {} : ofAnyKind }, page);
}

function filterOf({ from, to, eventType, playerId }: EventFilters): Filter<EventDoc> {
  return {
    ...during('timestamp', { from, to }),
    ...(eventType ? { eventType: { $eq: eventType } } : {}),
    ...(playerId ? { playerId: { $eq: playerId } } : {}),
  };
}

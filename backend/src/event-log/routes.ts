// The door of the event log for those who look into what happened.
import type { FastifyInstance } from 'fastify';
import { csvRowsMax } from '@mintkeep/shared/audit.ts';
import { listEvents } from '@mintkeep/shared/event-log.ts';
import type { LoggedEvent } from '@mintkeep/shared/event-log.ts';
import type { Context } from '../core/context.ts';
import { csvFile } from '../core/csv.ts';
import { serve } from '../core/http.ts';
import { findEvents } from './queries.ts';
import type { EventDoc } from './store.ts';

export const eventLogForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, listEvents, async ({ format, page, pageSize, ...filters }, call) => {
      const size = format === 'csv' ? csvRowsMax : pageSize;
      const { entries, total } = await findEvents(ctx, filters, { page, pageSize: size });
      return format === 'csv'
        ? call.file(csvOf(entries))
        : { items: entries.map(shown), total, page };
    });
  };

const shown = ({ _id, timestamp, ...entry }: EventDoc): LoggedEvent => ({
  ...entry,
  eventId: _id,
  timestamp: timestamp.toISOString(),
});

const columns = [
  'timestamp',
  'source',
  'eventType',
  'playerId',
  'before',
  'after',
  'success',
  'errorMessage',
  'rolledBackBy',
  'operationId',
  'eventId',
];

const csvOf = (entries: readonly EventDoc[]) =>
  csvFile(
    'events.csv',
    columns,
    entries.map((one) => [
      one.timestamp.toISOString(),
      one.source,
      one.eventType,
      one.playerId,
      one.data.before,
      one.data.after,
      one.success,
      one.errorMessage,
      one.rolledBackBy,
      one.operationId,
      one._id,
    ]),
  );

// The doors of reports, for staff: the ledger as a list or a file, its sums, and live.
import type { FastifyInstance } from 'fastify';
import { listActivity } from '@mintkeep/shared/activity.ts';
import { csvRowsMax } from '@mintkeep/shared/audit.ts';
import { getEconomyReport, listTransactions } from '@mintkeep/shared/reports.ts';
import { streamTransactions } from '@mintkeep/shared/reports.ts';
import type { LedgerEntry } from '@mintkeep/shared/reports.ts';
import { openCache } from '../core/cache.ts';
import type { Context } from '../core/context.ts';
import { csvFile } from '../core/csv.ts';
import { serveStream } from '../core/event-stream.ts';
import type { StreamDoor } from '../core/event-stream.ts';
import { serve } from '../core/http.ts';
import { sharedRead } from '../core/shared-read.ts';
import { activityOf } from './activity.ts';
import * as reports from './service.ts';
import { openLedgerTail } from './streams.ts';

/** How old a report may be: one takes as long as a few thousand purchases. */
const reportLifeMs = 60_000;

export const reportsForStaff =
  (ctx: Context, door: StreamDoor) =>
  async (scope: FastifyInstance): Promise<void> => {
    const cache = openCache(ctx);
    const tail = openLedgerTail(ctx);
    const closed = sharedRead(() => reports.closeDays(ctx));
    scope.addHook('onClose', async () => tail.close());

    serve(scope, ctx, listTransactions, async ({ format, page, pageSize, ...filters }, call) => {
      const size = format === 'csv' ? csvRowsMax : pageSize;
      const found = await reports.listEntries(ctx, filters, { page, pageSize: size });
      return format === 'csv' ? call.file(csvOf(found.items)) : found;
    });
    serve(scope, ctx, listActivity, (input) => activityOf(ctx, input));
    serve(scope, ctx, getEconomyReport, (asked) => {
      const period = reports.periodOf(ctx.clock.now(), asked);
      // A report of another shape is kept under another name, or an update would find the old one.
      return cache.get(`economy/3 ${period.from} ${period.to}`, reportLifeMs, () =>
        reports.economyOf(ctx, period, closed),
      );
    });
    serveStream(scope, ctx, streamTransactions, { ...door, tail });
  };

const columns = [
  'createdAt',
  'type',
  'amountCoins',
  'reason',
  'cause',
  'sku',
  'actorName',
  'actorId',
  'payeeName',
  'payeeId',
  'postings',
  'txId',
] as const;

const csvOf = (entries: readonly LedgerEntry[]) =>
  csvFile(
    'transactions.csv',
    columns,
    entries.map((entry) => columns.map((name) => entry[name])),
  );

// The door of the audit log for those who check staff.
import type { FastifyInstance } from 'fastify';
import { csvRowsMax, listAudit } from '@mintkeep/shared/audit.ts';
import type { AuditEntry } from '@mintkeep/shared/audit.ts';
import type { Context } from '../core/context.ts';
import { csvFile } from '../core/csv.ts';
import { serve } from '../core/http.ts';
import { findAudit } from './queries.ts';
import type { AuditDoc } from './store.ts';

export const auditForStaff =
  (ctx: Context) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, listAudit, async ({ format, page, pageSize, ...filters }, call) => {
      const size = format === 'csv' ? csvRowsMax : pageSize;
      const { entries, total } = await findAudit(ctx, filters, { page, pageSize: size });
      return format === 'csv'
        ? call.file(csvOf(entries))
        : { items: entries.map(shown), total, page };
    });
  };

const shown = ({ _id, timestamp, ...entry }: AuditDoc): AuditEntry => ({
  ...entry,
  entryId: _id,
  timestamp: timestamp.toISOString(),
});

const columns = [
  'timestamp',
  'adminId',
  'actorKind',
  'action',
  'targetType',
  'targetId',
  'reason',
  'before',
  'after',
  'requestId',
  'entryId',
];

const csvOf = (entries: readonly AuditDoc[]) =>
  csvFile(
    'audit.csv',
    columns,
    entries.map((one) => [
      one.timestamp.toISOString(),
      one.adminId,
      one.actorKind,
      one.action,
      one.target.type,
      one.target.id,
      one.reason,
      one.before,
      one.after,
      one.requestId,
      one._id,
    ]),
  );

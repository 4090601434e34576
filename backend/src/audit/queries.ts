// Reading the audit log, by filters and pages. Writes nothing.
import type { Filter } from 'mongodb';
import { during, logPage } from '../core/log-page.ts';
import type { ReadScope } from '../core/mongo.ts';
import { auditLog } from './store.ts';
import type { AuditDoc } from './store.ts';

export interface AuditFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly adminId?: string | undefined;
  readonly action?: string | undefined;
  /** A type, or `type:id`. */
  readonly target?: string | undefined;
}

/** A page of the log, newest first, and how many entries fit the filters (S0-052). */
export const findAudit = (
  scope: ReadScope,
  filters: AuditFilters,
  page: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: AuditDoc[]; total: number }> =>
  logPage(auditLog(scope), { filter: filterOf(filters) }, page);

function filterOf({ from, to, adminId, action, target }: AuditFilters): Filter<AuditDoc> {
  const [type, ...id] = target?.split(':') ?? [];
  return {
    ...during('timestamp', { from, to }),
    ...(adminId ? { adminId: { $eq: adminId } } : {}),
    ...(action ? { action: { $eq: action } } : {}),
    ...(type ? { 'target.type': { $eq: type } } : {}),
    ...(id.length > 0 ? { 'target.id': { $eq: id.join(':') } } : {}),
  };
}

// Reading the audit log, by filters and pages. Writes nothing.
import type { Filter } from 'mongodb';
import { countUpTo } from '../core/mongo.ts';
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

/** A longer log is counted no further: nobody turns so many pages. */
export const countedMax = 10_000;

/** A page of the log, newest first, and how many entries fit the filters (S0-052). */
export async function findAudit(
  scope: ReadScope,
  filters: AuditFilters,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: AuditDoc[]; total: number }> {
  const filter = filterOf(filters);
  const total = await countUpTo(auditLog(scope), filter, countedMax);
  const entries = await auditLog(scope)
    .find(filter)
    // By time alone, which every index here ends in or begins with: nothing is sorted in memory.
    .sort({ timestamp: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { entries, total };
}

function filterOf({ from, to, adminId, action, target }: AuditFilters): Filter<AuditDoc> {
  const [type, ...id] = target?.split(':') ?? [];
  const during = {
    ...(from ? { $gte: new Date(from) } : {}),
    ...(to ? { $lt: new Date(to) } : {}),
  };
  return {
    ...(from || to ? { timestamp: during } : {}),
    ...(adminId ? { adminId: { $eq: adminId } } : {}),
    ...(action ? { action: { $eq: action } } : {}),
    ...(type ? { 'target.type': { $eq: type } } : {}),
    ...(id.length > 0 ? { 'target.id': { $eq: id.join(':') } } : {}),
  };
}

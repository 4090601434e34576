// The audit log as it is stored: append-only, read by staff.
import type { Collection } from 'mongodb';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** One action of staff: who, what, on what, why, and what it changed (S0-051, D41). */
export interface AuditDoc {
  _id: string;
  timestamp: Date;
  /** The actor as one string: `staff:<discord id>`, `console:<server or account>`. */
  adminId: string;
  actorKind: string;
  action: string;
  target: { type: string; id: string };
  reason: string;
  before: unknown;
  after: unknown;
  requestId: string | null;
}

export const auditPlan: CollectionPlan = {
  name: 'audit_log',
  indexes: [
    // Pages of the log, newest first; of one member of staff; of one kind of action; of one target.
    { name: 'newest', key: { timestamp: -1, adminId: 1 } },
    { name: 'ofAdmin', key: { adminId: 1, timestamp: -1 } },
    { name: 'ofAction', key: { action: 1, timestamp: -1 } },
    { name: 'ofTarget', key: { 'target.type': 1, 'target.id': 1, timestamp: -1 } },
  ],
};

/** The log under the names that S1 gives its columns (S1-051). */
export const adminActionsView: CollectionPlan = {
  name: 'admin_actions',
  indexes: [],
  view: {
    of: auditPlan.name,
    pipeline: [
      {
        $project: {
          actor_id: '$adminId',
          action: 1,
          subject_type: '$target.type',
          subject_id: '$target.id',
          before: 1,
          after: 1,
          reason: 1,
          created_at: '$timestamp',
        },
      },
    ],
  },
};

export const auditLog = (scope: ReadScope): Collection<AuditDoc> =>
  scope.db.collection(auditPlan.name);

export async function insertAudit(scope: WriteScope, entry: AuditDoc): Promise<void> {
  await auditLog(scope).insertOne(entry, { session: scope.session });
}

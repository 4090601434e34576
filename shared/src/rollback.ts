// Rollback: undoing an operation of the event log, or showing what undoing it would change.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { line, uuid } from './primitives.ts';

/** State as the event log keeps it: what an operation touched, by name. */
const state = z.record(z.string(), z.unknown());

/**
 * What a rollback did. `appliedTxId` is the ledger's entry, null where no coins moved or they follow
 * a void receipt (`refund_pending`, D23); `rollbackId` is the entry of the event log that says so,
 * null in a dry run, which changes nothing.
 */
export const rolledBack = z.strictObject({
  eventId: uuid,
  dryRun: z.boolean(),
  outcome: z.enum(['undone', 'refund_pending']),
  appliedTxId: uuid.nullable(),
  rollbackId: uuid.nullable(),
  before: state,
  after: state,
});
export type RolledBack = z.infer<typeof rolledBack>;

export const rollBackEvent = {
  method: 'POST',
  path: '/api/admin/events/:eventId/rollback',
  who: { staff: 'SUPERADMIN' },
  summary:
    'Undoes an operation of the event log by its inverse: once, never below zero, and logged ' +
    'itself. With dryRun it only shows what that would change.',
  params: z.strictObject({ eventId: uuid }),
  body: z.strictObject({ reason: line(200), dryRun: z.boolean().optional() }),
  status: 200,
  reply: rolledBack,
  key: 'required',
  refusals: [
    'EVENT_UNKNOWN',
    'EVENT_NOT_REVERSIBLE',
    'EVENT_ROLLED_BACK',
    'PURCHASE_NOT_REFUNDABLE',
    'REWARD_OUT_OF_STOCK',
    'BALANCE_BELOW_ZERO',
    'BALANCE_TOO_LARGE',
  ],
} as const satisfies Contract;

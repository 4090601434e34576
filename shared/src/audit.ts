// The audit log: every action of staff, for those who check them.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { instant, page, pageOf } from './primitives.ts';

/** What a filter of the log may hold: ids and names that we make, so no spaces and no surprises. */
const word = (charactersMax: number) =>
  z.string().regex(new RegExp(`^[A-Za-z0-9_.*:+-]{1,${String(charactersMax)}}$`), {
    error: 'must be letters, digits and _.*:+-',
  });

/** As JSON, or as a file for a spreadsheet. */
export const listFormat = z.enum(['json', 'csv']).default('json');

/** Rows of one file; `page` asks for the next ones. */
export const csvRowsMax = 5_000;

export const auditEntry = z.strictObject({
  entryId: z.string(),
  timestamp: instant,
  /** Who: `staff:<discord id>`, `console:<server or account>`, `job:<name>`. */
  adminId: z.string(),
  actorKind: z.string(),
  action: z.string(),
  target: z.strictObject({ type: z.string(), id: z.string() }),
  reason: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** `target` is a type, as `player`, or a type and an id, as `player:<id>`. */
export const listAudit = {
  method: 'GET',
  path: '/api/admin/audit',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists what staff did, newest first; as CSV with `format=csv`, 5,000 rows a page.',
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    adminId: word(96).optional(),
    action: word(64).optional(),
    target: word(192).optional(),
    format: listFormat,
    ...page,
  }),
  status: 200,
  reply: pageOf(auditEntry),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

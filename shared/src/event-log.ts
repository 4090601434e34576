// The event log: critical operations with full data, for those who look into what happened.
import * as z from 'zod';
import { listFormat } from './audit.ts';
import type { Contract } from './contract.ts';
import { instant, page, pageOf, uuid } from './primitives.ts';

export const eventType = z.enum([
  'purchase',
  'refund',
  'gacha',
  'starter',
  'redeem',
  'ban',
  'unban',
  'freeze',
  'unfreeze',
  'adjust',
  'pay',
  'vault',
  'link',
  'unlink',
  'daily',
  'quest',
  'goods',
  'list',
  'unlist',
  'sale',
  'order',
  'fulfil',
  'rollback',
]);
export type EventType = z.infer<typeof eventType>;

export const loggedEvent = z.strictObject({
  eventId: z.string(),
  timestamp: instant,
  /** Who did it: `server:<id>`, `staff:<discord id>`, `console:<id>`, `job:<name>`. */
  source: z.string(),
  eventType,
  playerId: z.string().nullable(),
  data: z.strictObject({
    before: z.record(z.string(), z.unknown()),
    after: z.record(z.string(), z.unknown()),
  }),
  operationId: z.string(),
  success: z.boolean(),
  errorMessage: z.string().nullable(),
  /** The entry that undid this one. */
  rolledBackBy: z.string().nullable(),
});
export type LoggedEvent = z.infer<typeof loggedEvent>;

export const listEvents = {
  method: 'GET',
  path: '/api/admin/events',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists critical operations, newest first; as CSV with `format=csv`, 5,000 rows a page.',
  query: z.strictObject({
    from: instant.optional(),
    to: instant.optional(),
    eventType: eventType.optional(),
    playerId: uuid.optional(),
    format: listFormat,
    ...page,
  }),
  status: 200,
  reply: pageOf(loggedEvent),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

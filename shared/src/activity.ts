// All that a player did and that was done with the player, in one list for staff.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { deliveryStatus } from './delivery.ts';
import { instant, numberInQuery, uuid } from './primitives.ts';

/**
 * Where an entry is from: the ledger, the event log, the audit log where the player is the target,
 * purchases in the shop, orders of the market as buyer or seller, listings.
 */
export const activityKind = z.enum(['ledger', 'event', 'audit', 'purchase', 'order', 'listing']);
export type ActivityKind = z.infer<typeof activityKind>;

/** Where a page ended: opaque to whoever asks. */
const cursor = z
  .string()
  .regex(/^\d{1,15}\.[a-z]{1,16}\.[\x21-\x7e]{1,255}$/, {
    error: 'must be the nextBefore of a page',
  })
  .meta({ examples: ['1795254000000.ledger.0b0c8a0e-6f0a-4f0e-9d0c-1f2e3d4c5b6a'] });

const kindsInQuery = z
  .string()
  .max(128)
  .meta({ examples: ['ledger,order'] })
  .transform((text) => text.split(','))
  .pipe(z.array(activityKind).min(1).max(activityKind.options.length));

/** What an entry says depends on its kind; what it does not say is null. */
export const activityEntry = z.strictObject({
  kind: activityKind,
  id: z.string(),
  at: instant,
  /** As its kind calls it: `spend`, `purchase`, `player.freeze`, `bought`, `sold`, `listed` ... */
  what: z.string(),
  /** How many coins it was about. */
  amountCoins: z.int().nullable(),
  /** Of the ledger: what it changed in the player's wallet. */
  walletCoins: z.int().nullable(),
  sku: z.string().nullable(),
  quantity: z.int().nullable(),
  status: z.string().nullable(),
  reason: z.string().nullable(),
  /** Who did it, where that was not the player: `staff:<discord id>`, `server:<id>`, `job:<name>`. */
  by: z.string().nullable(),
  /** The other player, with the name of now. */
  otherId: z.string().nullable(),
  otherName: z.string().nullable(),
  /** What was to be handed over for it, and how far that is. */
  delivery: z.strictObject({ deliveryId: z.string(), status: deliveryStatus }).nullable(),
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/**
 * Newest first. `before` is the `nextBefore` of the page before it; null says that there is no more.
 * What happens meanwhile shifts no page.
 */
export const listActivity = {
  method: 'GET',
  path: '/api/users/:id/activity',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists all that a player did, newest first: coins, purchases, trades, events, audit.',
  params: z.strictObject({ id: uuid }),
  query: z.strictObject({
    kinds: kindsInQuery.optional(),
    from: instant.optional(),
    to: instant.optional(),
    before: cursor.optional(),
    limit: numberInQuery(1, 100, 50),
  }),
  status: 200,
  reply: z.strictObject({
    items: z.array(activityEntry).max(100),
    nextBefore: z.string().nullable(),
  }),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

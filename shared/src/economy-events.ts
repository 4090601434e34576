// Economy events: for a time, all players earn more, trade without a fee, or buy cheaper (D33).
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { instant, line, uuid } from './primitives.ts';

export const economyEventType = z.enum(['double_coins', 'fee_holiday', 'shop_discount']);
export type EconomyEventType = z.infer<typeof economyEventType>;

/** `endedBy` is who stopped it; null while it runs, and where its time was up. */
export const economyEvent = z.strictObject({
  eventId: uuid,
  type: economyEventType,
  /** What coins, fees or prices are multiplied by. */
  factor: z.number().min(0).max(10),
  startsAt: instant,
  endsAt: instant,
  startedBy: z.string().max(200),
  reason: line(500),
  status: z.enum(['running', 'ended']),
  endedAt: instant.nullable(),
  endedBy: z.string().max(200).nullable(),
});
export type EconomyEvent = z.infer<typeof economyEvent>;

export const listEconomyEvents = {
  method: 'GET',
  path: '/api/events',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Shows the economy event that runs, if one does, and the newest that are over.',
  status: 200,
  reply: z.strictObject({
    running: economyEvent.nullable(),
    ended: z.array(economyEvent).max(50),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/**
 * What a kind multiplies: `double_coins` what daily and quests bring, `fee_holiday` the fees of the
 * market (by 0, always), `shop_discount` the prices of the shop, in hundredths.
 */
export const eventFactors = {
  double_coins: { min: 2, max: 10, usual: 2, perOne: 1 },
  fee_holiday: { min: 0, max: 0, usual: 0, perOne: 1 },
  shop_discount: { min: 0.1, max: 0.95, usual: 0.8, perOne: 100 },
} as const satisfies Record<EconomyEventType, object>;

const fitsKind = ({ type, factor }: { type: EconomyEventType; factor?: number | undefined }) => {
  if (factor === undefined) return true;
  const { min, max, perOne } = eventFactors[type];
  return factor >= min && factor <= max && Math.round(factor * perOne) / perOne === factor;
};

/** Without `factor`, the usual one of the kind. */
export const startEconomyEvent = {
  method: 'POST',
  path: '/api/events/start',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Starts an economy event; it ends by itself at `endsAt`, at most 31 days ahead.',
  body: z
    .strictObject({
      type: economyEventType,
      factor: z
        .number()
        .min(0)
        .max(10)
        .meta({ examples: [2] })
        .optional(),
      endsAt: instant,
      reason: line(500),
    })
    .refine(fitsKind, {
      path: ['factor'],
      error: 'must be 2 to 10 (double_coins), 0 (fee_holiday), 0.10 to 0.95 (shop_discount)',
    }),
  status: 201,
  reply: economyEvent,
  key: 'accepted',
  refusals: ['ECONOMY_EVENT_RUNNING', 'ECONOMY_EVENT_END_WRONG'],
} as const satisfies Contract;

export const stopEconomyEvent = {
  method: 'POST',
  path: '/api/events/stop',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Stops the economy event that runs.',
  body: z.strictObject({ reason: line(500) }),
  status: 200,
  reply: economyEvent,
  key: 'accepted',
  refusals: ['ECONOMY_EVENT_NOT_RUNNING'],
} as const satisfies Contract;

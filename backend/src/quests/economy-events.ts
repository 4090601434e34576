// Economy events: for a time, earning brings more, the market takes no fee, or the shop is cheaper. One
// runs at a time, over all backends, and ends by the database's clock whether or not a job has closed
// it yet (D33). Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { eventFactors } from '@mintkeep/shared/economy-events.ts';
import type {
  EconomyEvent,
  EconomyEventType,
  listEconomyEvents,
  startEconomyEvent,
} from '@mintkeep/shared/economy-events.ts';
import { audit } from '../audit/service.ts';
import { dayMs } from '../core/calendar.ts';
import { nameOf } from '../core/context.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import * as store from './store.ts';
import type { EconomyEventDoc } from './store.ts';

const lengthMaxMs = 31 * dayMs;
const endedShown = 50;

/** Starts an event; audited (S1-102). Refuses `ECONOMY_EVENT_RUNNING`, `ECONOMY_EVENT_END_WRONG`. */
export async function startEvent(
  tx: Tx,
  { type, factor = eventFactors[type].usual, endsAt, reason }: InputOf<typeof startEconomyEvent>,
): Promise<EconomyEvent> {
  const lengthMs = Date.parse(endsAt) - tx.now.getTime();
  if (lengthMs <= 0 || lengthMs > lengthMaxMs) throw new Refusal('ECONOMY_EVENT_END_WRONG');
  await store.takeEventGuard(tx);
  const running = await store.findRunning(tx, tx.now);
  if (running) {
    const { _id: eventId, type, endsAt } = running;
    throw new Refusal('ECONOMY_EVENT_RUNNING', { eventId, type, endsAt: endsAt.toISOString() });
  }
  await store.endOverdue(tx);
  const event: EconomyEventDoc = {
    _id: tx.operationId,
    type,
    factor,
    startsAt: tx.now,
    endsAt: new Date(endsAt),
    startedBy: nameOf(tx.actor),
    reason,
    status: 'running',
    endedAt: null,
    endedBy: null,
  };
  await store.insertEvent(tx, event);
  const after = shown(event);
  const target = { type: 'economy_event', id: event._id };
  await audit(tx, { action: 'economy-event.start', target, reason, before: null, after });
  return after;
}

/** Stops the event that runs; audited (S1-103). Refuses `ECONOMY_EVENT_NOT_RUNNING`. */
export async function stopEvent(tx: Tx, { reason }: { reason: string }): Promise<EconomyEvent> {
  await store.takeEventGuard(tx);
  const running = await store.findRunning(tx, tx.now);
  const ended = running && (await store.endEvent(tx, running._id, nameOf(tx.actor)));
  if (!ended) throw new Refusal('ECONOMY_EVENT_NOT_RUNNING');
  const target = { type: 'economy_event', id: ended._id };
  const [before, after] = [shown(running), shown(ended)];
  await audit(tx, { action: 'economy-event.stop', target, reason, before, after });
  return after;
}

/** The event that runs now, and the newest that are over. */
export async function listEvents(ctx: Context): Promise<ReplyOf<typeof listEconomyEvents>> {
  const now = ctx.clock.now();
  const running = await store.findRunning(ctx, now);
  const ended = await store.listEnded(ctx, now, endedShown);
  return {
    running: running && shown(running),
    ended: ended.map((one) => ({
      ...shown(one),
      status: 'ended' as const,
      endedAt: (one.endedAt ?? one.endsAt).toISOString(),
    })),
  };
}

/** What an earning of coins is multiplied by now: 1 without an event. */
export async function coinFactor(tx: Tx): Promise<number> {
  return (await runningOf(tx, tx.now, 'double_coins'))?.factor ?? 1;
}

/** Whether the market takes no fee now. */
export const feeHolidayRuns = async (scope: Timed, now = scope.now): Promise<boolean> =>
  (await runningOf(scope, nowOf(now), 'fee_holiday')) !== null;

/** What prices of the shop are multiplied by now, and until when; 1 without an event. */
export async function shopDiscountFactor(
  scope: Timed,
  now = scope.now,
): Promise<{ factor: number; endsAt: Date | null }> {
  const running = await runningOf(scope, nowOf(now), 'shop_discount');
  return running ? { factor: running.factor, endsAt: running.endsAt } : { factor: 1, endsAt: null };
}

/** A transaction knows its time; outside of one the caller says it. */
type Timed = ReadScope & { readonly now?: Date };

function nowOf(now: Date | undefined): Date {
  if (!now) throw new Error('A read outside of a transaction must say when it is.');
  return now;
}

async function runningOf(
  scope: ReadScope,
  now: Date,
  type: EconomyEventType,
): Promise<EconomyEventDoc | null> {
  const running = await store.findRunning(scope, now);
  return running?.type === type ? running : null;
}

const shown = ({ _id: eventId, startsAt, endsAt, endedAt, ...event }: EconomyEventDoc) => ({
  eventId,
  ...event,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

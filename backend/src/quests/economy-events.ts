// Economy events: for a time, earning brings more. One runs at a time, over all backends, and ends
// by the database's clock whether or not a job has closed it yet (D33). Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type {
  EconomyEvent,
  listEconomyEvents,
  startEconomyEvent,
} from '@mintkeep/shared/quests.ts';
import { audit } from '../audit/service.ts';
import { nameOf } from '../core/context.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import * as store from './store.ts';
import type { EconomyEventDoc } from './store.ts';

const lengthMaxMs = 31 * 86_400_000;
const endedShown = 50;

/** Kinds that do something; the others wait for what they act on (docs/daily-and-quests.md). */
const supported: ReadonlySet<string> = new Set(['double_coins']);

/**
 * Starts an event; audited (S1-102). Refuses `ECONOMY_EVENT_RUNNING`, `ECONOMY_EVENT_UNSUPPORTED` for
 * a kind that would change nothing, `ECONOMY_EVENT_END_WRONG`.
 */
export async function startEvent(
  tx: Tx,
  { type, factor, endsAt, reason }: InputOf<typeof startEconomyEvent>,
): Promise<EconomyEvent> {
  if (!supported.has(type)) throw new Refusal('ECONOMY_EVENT_UNSUPPORTED', { type });
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
  const running = await store.findRunning(tx, tx.now);
  return running?.type === 'double_coins' ? running.factor : 1;
}

const shown = ({ _id: eventId, startsAt, endsAt, endedAt, ...event }: EconomyEventDoc) => ({
  eventId,
  ...event,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

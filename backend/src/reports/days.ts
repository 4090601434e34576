// Closing days: what moved on a day that is over is summed up once and kept. Today is summed up when
// it is asked for.
import { dayAfter, dayOf, startOf } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { busiestByDay, firstEntryAt, flowsByDay } from '../ledger/service.ts';
import * as store from './store.ts';
import type { DayDoc, Flow } from './store.ts';

// An entry carries the time at which its transaction began, a few seconds before its commit.
const settlesMs = 60_000;
/** At most so many days are summed up by one question, fewer where one takes longer than it should. */
const daysAtOnceMax = 7;
const stepMsAimed = 500;
const tradersOfDayMax = 100;
/** Causes of a day beyond these are one: nobody's words make a day's document endless. */
const flowsOfDayMax = 200;

/**
 * Closes the days that are over and not closed yet, oldest first. Answers the last closed day. Each
 * step is kept: over a very long ledger who asked may give up, and the next goes on from there.
 */
export async function closeDays(ctx: Context): Promise<string | null> {
  const last = await store.lastClosedDay(ctx);
  const first = last === null ? await firstEntryAt(ctx) : null;
  if (last === null && first === null) return null;
  const open = dayOf(new Date(ctx.clock.now().getTime() - settlesMs));
  let from = last === null ? dayOf(first ?? new Date(0)) : dayAfter(last);
  let days = 1;
  while (from < open) {
    const end = dayAfter(from, days);
    const to = end < open ? end : open;
    const begunAtMs = ctx.clock.now().getTime();
    await store.putDays(ctx, await sumUp(ctx, from, to, ctx.clock.now()));
    days = nextStep(days, ctx.clock.now().getTime() - begunAtMs);
    from = to;
  }
  return dayAfter(open, -1);
}

/** How many days the next question sums up, by how long the last one took. */
export function nextStep(days: number, tookMs: number): number {
  if (tookMs > stepMsAimed) return Math.max(1, Math.floor(days / 2));
  return tookMs < stepMsAimed / 2 ? Math.min(days * 2, daysAtOnceMax) : days;
}

/** The sums of days from `from` up to and without `to`; one document each, also of an empty day. */
export async function sumUp(
  scope: ReadScope,
  from: string,
  to: string,
  closedAt: Date,
): Promise<DayDoc[]> {
  const byDay = new Map<string, DayDoc>();
  for (let day = from; day < to; day = dayAfter(day)) {
    byDay.set(day, { _id: day, flows: [], traders: [], closedAt });
  }
  const [start, end] = [startOf(from), startOf(to)];
  for (const { day, ...flow } of await flowsByDay(scope, start, end)) {
    byDay.get(dayOf(day))?.flows.push(flow);
  }
  for (const { day, ...trader } of await busiestByDay(scope, start, end, tradersOfDayMax)) {
    byDay.get(dayOf(day))?.traders.push(trader);
  }
  return [...byDay.values()].map((doc) => ({ ...doc, flows: bounded(doc.flows) }));
}

/** At most so many flows: the causes of the smallest become `other`, and no coin is left out. */
function bounded(flows: readonly Flow[]): Flow[] {
  const sorted = [...flows].sort((one, other) => (one.coins < other.coins ? 1 : -1));
  const rest = sorted.slice(flowsOfDayMax).map((flow) => ({ ...flow, cause: 'other' }));
  return [...sorted.slice(0, flowsOfDayMax), ...merged(rest, keyOf, add)].map((flow) => ({
    ...flow,
    cause: flow.cause.slice(0, causeCharactersMax),
  }));
}

const causeCharactersMax = 64;

const keyOf = ({ type, cause, from, to }: Flow): string => JSON.stringify([type, cause, from, to]);

const add = (one: Flow, other: Flow): Flow => ({
  ...one,
  coins: one.coins + other.coins,
  entries: one.entries + other.entries,
  amountCoins: one.amountCoins + other.amountCoins,
});

/** Adds up what has the same key. */
export function merged<T>(
  rows: readonly T[],
  keyOfRow: (row: T) => string,
  sum: (one: T, other: T) => T,
): T[] {
  const found = new Map<string, T>();
  for (const row of rows) {
    const key = keyOfRow(row);
    const before = found.get(key);
    found.set(key, before === undefined ? row : sum(before, row));
  }
  return [...found.values()];
}

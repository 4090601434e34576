// Pings: what staff are told of and what is over as soon as it happened. One message a minute of a kind
// and service; what comes before it goes out is summed up in it (S1-172).
import type { PingKind } from '@mintkeep/shared/alerts.ts';
import { hourMs } from '../core/calendar.ts';
import type { WriteScope } from '../core/transaction.ts';
import { errorMax, newAlert, openKeyOf } from './service.ts';
import * as store from './store.ts';
import type { AlertDoc, Summed } from './store.ts';

export interface Ping {
  readonly kind: PingKind;
  /** What it is about; kind and service together have one message a minute. */
  readonly service: string;
  readonly note: string;
  /** Coins, or how many: what it is summed up and ordered by. */
  readonly weight: number;
}

/** Between two messages of one kind and service. */
export const pingPauseMs = 60_000;
// Where no webhook takes messages, the list of alerts still has one line an hour.
const collectMsMax = hourMs;
const notesMax = 3;

/** Notes one thing: in the message that still waits, or in a new one, a minute after the last. */
export async function ping(scope: WriteScope, one: Ping): Promise<void> {
  const { kind, service } = one;
  const last = await store.findOpen(scope, openKeyOf(one));
  if (last && isWaiting(last, scope.now)) {
    const summed = added(last.ping, one);
    const seen = { lastSeenAt: scope.now, resolvedAt: scope.now };
    const error = textOf(kind, summed);
    return store.updateAlert(scope, last._id, { ...seen, ping: summed, error });
  }
  if (last) await store.releaseKey(scope, last._id);
  const summed = added(undefined, one);
  const doc: AlertDoc = {
    ...newAlert(scope.now, { kind, service, error: textOf(kind, summed) }),
    resolvedAt: scope.now,
    durationS: 0,
    ping: summed,
    ...(last ? { claimUntilAt: afterPause(last, scope.now) } : {}),
  };
  await store.insertAlert(scope, doc);
  scope.emit({ type: 'alert.opened', alertId: doc._id, kind });
}

/** Not sent, and not in the hands of a sender, who has read it already. */
const isWaiting = ({ due, claim, startedAt }: AlertDoc, now: Date): boolean =>
  due.length > 0 && claim === undefined && now.getTime() - startedAt.getTime() < collectMsMax;

/** One that is being sent right now counts as sent now. */
const afterPause = ({ sentAt }: AlertDoc, now: Date): Date =>
  new Date((sentAt ?? now).getTime() + pingPauseMs);

function added(before: Summed | undefined, { note, weight }: Ping): Summed {
  const notes = [...(before?.notes ?? []), { text: note, weight }];
  return {
    count: (before?.count ?? 0) + 1,
    sum: (before?.sum ?? 0) + weight,
    notes: notes.sort((one, other) => other.weight - one.weight).slice(0, notesMax),
  };
}

const headings: Readonly<Record<PingKind, (count: string, sum: string) => string>> = {
  'high-value-trade': (count, sum) => `${count} trades, ${sum} coins in all. The largest: `,
  'hold-uncovered': (count, sum) => `${count} entries, ${sum} coins in all: `,
  'receipt-missing': (count, sum) => `${count} players, ${sum} deliveries in all: `,
  'world-restored': (count) => `${count} times: `,
};

function textOf(kind: PingKind, { count, sum, notes }: Summed): string {
  const said = notes.map(({ text }) => text).join('; ');
  const heading = count === 1 ? '' : headings[kind](inDigits(count), inDigits(sum));
  const more = count > notes.length ? `; and ${inDigits(count - notes.length)} more` : '';
  return `${heading}${said}${more}`.slice(0, errorMax);
}

/** As in 12,500. */
export const inDigits = (value: number): string => value.toLocaleString('en-US');

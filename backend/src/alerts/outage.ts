// When the backend counts as down, and what is to be said of it (S0-062). Pure: the watcher gives
// the time and what it saw, keeps the answer on disk, and says what is owed.
import type { MessageKind } from './store.ts';

/** Down this long is worth a message; what is shorter is a restart. */
export const downAfterMs = 300_000;

/** What the watcher knows. It outlives the watcher in a small file. */
export interface Watch {
  /** Since when nothing good was heard; null while all is well. */
  readonly outage: {
    readonly alertId: string;
    readonly sinceMs: number;
    readonly error: string;
    readonly told: boolean;
  } | null;
  /** Messages not taken by the webhook yet, oldest first. */
  readonly owed: readonly Owed[];
  /** Incidents that the database does not know of yet, by their last state. */
  readonly unwritten: readonly Written[];
}

export interface Owed {
  readonly what: MessageKind;
  readonly sinceMs: number;
  readonly error: string;
  readonly durationS: number;
}

export interface Written {
  readonly alertId: string;
  readonly sinceMs: number;
  readonly error: string;
  readonly endedMs: number | null;
}

export const allWell: Watch = { outage: null, owed: [], unwritten: [] };

/** What one look at the backend found. */
export type Look = { readonly well: true } | { readonly well: false; readonly error: string };

// A webhook that is away for weeks must not fill the disk.
const keptMax = 50;

/** What the watcher knows after one more look. */
export function step(watch: Watch, look: Look, nowMs: number, newId: () => string): Watch {
  const { outage } = watch;
  if (look.well) {
    if (!outage?.told) return { ...watch, outage: null };
    return { ...told(watch, outage, 'ended', nowMs), outage: null };
  }
  const current = outage
    ? { ...outage, error: look.error }
    : { alertId: newId(), sinceMs: nowMs, error: look.error, told: false };
  if (current.told || nowMs - current.sinceMs <= downAfterMs) return { ...watch, outage: current };
  return { ...told(watch, current, 'opened', nowMs), outage: { ...current, told: true } };
}

function told(
  watch: Watch,
  { alertId, sinceMs, error }: NonNullable<Watch['outage']>,
  what: MessageKind,
  nowMs: number,
): Watch {
  const durationS = Math.max(0, Math.round((nowMs - sinceMs) / 1_000));
  const written = { alertId, sinceMs, error, endedMs: what === 'ended' ? nowMs : null };
  const others = watch.unwritten.filter((one) => one.alertId !== alertId);
  return {
    ...watch,
    owed: [...watch.owed, { what, sinceMs, error, durationS }].slice(-keptMax),
    unwritten: [...others, written].slice(-keptMax),
  };
}

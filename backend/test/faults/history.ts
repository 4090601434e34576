// The history of a run: what was asked, of whom, when, and what came back, one row each, as NDJSON.
// Checkers read it; nothing is judged here.
import { createWriteStream } from 'node:fs';

export const kinds = [
  'purchase',
  'refund',
  'adjust',
  'roll',
  'starter',
  'link',
  'code',
  'join',
  'heartbeat',
  'lease',
  'report',
  'reuse',
  'totals',
  'handIn',
  'handInCopy',
  'list',
  'reprice',
  'withdraw',
  'takeOut',
  'buy',
  'orderRefund',
  'pay',
  'sale',
  'saleCopy',
  'voucher',
  'redeem',
  'makeVoucher',
  'hold',
  'settle',
  'release',
  'reserve',
] as const;
export type Kind = (typeof kinds)[number];

/** One thing that happened. `unknown`: nobody said whether it was done. */
export interface Row {
  readonly event: 'invoke' | 'ok' | 'refused' | 'unknown';
  /** Milliseconds since 1970, by the run's own clock, which is that of the database's machine. */
  readonly atMs: number;
  /** Ties the rows of one request together. */
  readonly request: number;
  readonly kind: Kind;
  /** The idempotency key; empty where there is none. */
  readonly key: string;
  readonly backend: number;
  /** Who asks: the game server itself, or its console. */
  readonly actor?: 'server' | 'console';
  readonly input?: unknown;
  readonly code?: string;
  readonly reply?: unknown;
  /** The answer says that it was given before. */
  readonly replayed?: boolean;
}

export interface History {
  readonly rows: readonly Row[];
  nextRequest(): number;
  add(row: Row): void;
  close(): Promise<void>;
}

/** Opens a history that is also written to a file as it grows. */
export function openHistory(path: string): History {
  const file = createWriteStream(path);
  const rows: Row[] = [];
  let requests = 0;
  return {
    rows,
    nextRequest: () => (requests += 1),
    add: (row) => {
      rows.push(row);
      file.write(`${JSON.stringify(row)}\n`);
    },
    close: () => new Promise((resolve) => file.end(resolve)),
  };
}

/** One request with how it ended. */
export interface Attempt {
  readonly outcome: 'ok' | 'refused' | 'unknown';
  readonly code: string | undefined;
  readonly reply: unknown;
  readonly replayed: boolean;
  readonly backend: number;
  readonly invokedMs: number;
  readonly endedMs: number;
}

/** Everything that was asked with one key. */
export interface Asked {
  readonly kind: Kind;
  readonly key: string;
  readonly actor: 'server' | 'console';
  readonly input: Readonly<Record<string, unknown>>;
  readonly attempts: Attempt[];
}

/** Ties rows together, by key; rows without a key stand alone. */
export function asked(rows: readonly Row[]): Asked[] {
  const byKey = new Map<string, Asked>();
  const invoked = new Map<number, Row>();
  for (const row of rows) {
    const key = row.key === '' ? `request ${String(row.request)}` : `${row.kind} ${row.key}`;
    if (row.event === 'invoke') {
      invoked.set(row.request, row);
      if (!byKey.has(key)) {
        const { kind, actor = 'server', input = {} } = row;
        const one = { kind, key: row.key, actor, attempts: [] };
        byKey.set(key, { ...one, input: input as Asked['input'] });
      }
      continue;
    }
    const start = invoked.get(row.request);
    if (!start) continue;
    invoked.delete(row.request);
    const { event: outcome, code, reply, replayed = false, backend, atMs: endedMs } = row;
    byKey
      .get(key)
      ?.attempts.push({ outcome, code, reply, replayed, backend, invokedMs: start.atMs, endedMs });
  }
  // What never came to an end may have been done.
  for (const { kind, key, request, backend, atMs } of invoked.values()) {
    const place = key === '' ? `request ${String(request)}` : `${kind} ${key}`;
    byKey.get(place)?.attempts.push({
      outcome: 'unknown',
      code: undefined,
      reply: undefined,
      replayed: false,
      backend,
      invokedMs: atMs,
      endedMs: Infinity,
    });
  }
  return [...byKey.values()];
}

/** What is known of it: done, certainly not done, or nobody knows. */
export function verdictOf({ attempts }: Asked): 'ok' | 'refused' | 'unknown' {
  if (attempts.some(({ outcome }) => outcome === 'ok')) return 'ok';
  return attempts.some(({ outcome }) => outcome === 'unknown') ? 'unknown' : 'refused';
}

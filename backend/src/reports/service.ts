// Reports: the ledger in words for staff, entry by entry and as sums over days. Writes nothing but
// sums of days that are over. Knows no HTTP.
import type { EntryType, LedgerEntry } from '@mintkeep/shared/reports.ts';
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { pageOfEntries } from '../ledger/service.ts';
import { namesOf } from '../players/service.ts';

export { closeDays } from './days.ts';
export { economyOf, periodOf } from './economy.ts';
export { claimDigest, finishDigest, postponeDigest } from './store.ts';
export type { DueDigest } from './store.ts';

/** An entry as the ledger has it, as far as it is shown. */
interface Stored {
  readonly _id: string;
  readonly type: EntryType;
  readonly actorId: string;
  readonly payeeId?: string;
  readonly amountCoins: number;
  readonly reason: string;
  readonly postings: readonly { from: string; to: string; amountCoins: number }[];
  readonly meta: Readonly<Record<string, unknown>>;
  readonly createdAt: Date;
}

type Filters = Parameters<typeof pageOfEntries>[1];

/** A page of the ledger with names, newest first (S1-104). */
export async function listEntries(
  ctx: Context,
  filters: Filters,
  page: { readonly page: number; readonly pageSize: number },
): Promise<{ items: LedgerEntry[]; total: number; page: number }> {
  const { entries, total } = await pageOfEntries(ctx, filters, page);
  const items = await shown(entries, (ids) => namesOf(ctx, ids));
  return { items, total, page: page.page };
}

const playersIn = ({ actorId, payeeId }: Stored): string[] =>
  payeeId === undefined ? [actorId] : [actorId, payeeId];

/** Entries as staff read them. */
export async function shown(
  entries: readonly Stored[],
  findNames: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<LedgerEntry[]> {
  const names = await findNames([...new Set(entries.flatMap(playersIn))]);
  const nameOf = (id: string | undefined): string | null =>
    id === undefined ? null : (names.get(id) ?? null);
  return entries.map(({ _id, type, amountCoins, reason, meta, postings, ...entry }) => ({
    ...{ txId: _id, type, amountCoins, reason },
    ...{ cause: textIn(meta['cause']), sku: textIn(meta['sku']) },
    ...{ actorId: entry.actorId, actorName: nameOf(entry.actorId) },
    ...{ payeeId: entry.payeeId ?? null, payeeName: nameOf(entry.payeeId) },
    postings: postings.map(({ from, to, amountCoins: coins }) => ({
      from,
      to,
      amountCoins: coins,
    })),
    createdAt: entry.createdAt.toISOString(),
  }));
}

const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Names that were looked up lately, a bounded number of them. */
export function openNames(scope: ReadScope, { namesMax = 10_000, lifeMs = 60_000 } = {}) {
  let known = new Map<string, string>();
  let emptyAtMs = performance.now() + lifeMs;
  return async (ids: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    if (known.size > namesMax || performance.now() > emptyAtMs) {
      known = new Map();
      emptyAtMs = performance.now() + lifeMs;
    }
    const unknown = ids.filter((id) => !known.has(id));
    if (unknown.length > 0) {
      for (const [id, name] of await namesOf(scope, unknown)) known.set(id, name);
    }
    return known;
  };
}

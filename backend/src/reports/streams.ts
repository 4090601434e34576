// The ledger live: every entry in the order of commits, with the names of its players (S1-127).
import { ledgerEntry } from '@mintkeep/shared/reports.ts';
import type { Context } from '../core/context.ts';
import { openTail } from '../core/tail.ts';
import type { Tail } from '../core/tail.ts';
import { entriesSince } from '../ledger/service.ts';
import { openNames, shown } from './service.ts';

type Entries = Parameters<typeof shown>[0];

/** Opens the tail of the ledger; its events are called `entry`. */
export function openLedgerTail(ctx: Context): Tail {
  const names = openNames(ctx);
  return openTail(ctx, {
    collection: 'transactions',
    // Entries are only ever added.
    match: { operationType: 'insert' },
    tell: async (_ctx, docs) => {
      const entries = docs as unknown as Entries;
      return (await shown(entries, names)).map((entry) => ({
        name: 'entry',
        data: ledgerEntry.parse(entry),
      }));
    },
    since: entriesSince,
  });
}

// Every migration there is, oldest first; docs/data.md tells them. A step that was released is never
// changed: what it got wrong, a later one mends.
import type { Migration, MigrationStep } from './core/migrate.ts';
import { pairsOf } from './market/words.ts';

const batchMax = 1_000;

/** Sets fields on documents that lack them, a batch at a time; run twice it changes nothing more. */
async function fillIn(
  { db, progress }: MigrationStep,
  collection: string,
  defaults: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const [field, value] of Object.entries(defaults)) {
    for (;;) {
      const lacking = await db
        .collection(collection)
        .find({ [field]: { $exists: false } }, { projection: { _id: 1 } })
        .limit(batchMax)
        .toArray();
      if (lacking.length === 0) break;
      const ids = lacking.map(({ _id }) => _id);
      await db
        .collection(collection)
        .updateMany(
          { _id: { $in: ids }, [field]: { $exists: false } },
          { $set: { [field]: value } },
        );
      await progress(lacking.length);
    }
  }
}

/** Drops indexes that have others in their place; a new database has neither them nor the collection. */
async function dropIndexes(
  { db }: MigrationStep,
  collection: string,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    await db
      .collection(collection)
      .dropIndex(name)
      .catch((error: unknown) => {
        if (![26, 27].includes((error as { code?: number }).code ?? 0)) throw error;
      });
  }
}

/** Gives each listing the pairs of its words, a batch at a time. */
async function pairWords({ db, progress }: MigrationStep): Promise<void> {
  const lacking = { wordPairs: { $exists: false } };
  for (;;) {
    const rows = await db
      .collection('listings')
      .find(lacking, { projection: { words: 1 } })
      .limit(batchMax)
      .toArray();
    if (rows.length === 0) break;
    await db.collection('listings').bulkWrite(
      rows.map(({ _id, words }) => ({
        updateOne: {
          filter: { _id, ...lacking },
          update: { $set: { wordPairs: pairsOf((words ?? []) as string[]) } },
        },
      })),
      { ordered: false },
    );
    await progress(rows.length);
  }
}

export const migrations: readonly Migration[] = [
  {
    name: '0001-level-caps-version',
    summary: 'Level caps without a version become version 1 (S0-066).',
    run: (step) => fillIn(step, 'level_caps', { version: 1 }),
  },
  {
    name: '0002-purchase-status',
    summary:
      'Purchases without a status count as completed, without attempts or a refund (S0-067).',
    run: (step) =>
      fillIn(step, 'shop_transactions', {
        status: 'completed',
        deliveryAttempts: 0,
        refundReason: null,
      }),
  },
  {
    name: '0003-player-presence',
    summary: 'Players have no starter under way and no heartbeat until one is heard (S0-068).',
    run: (step) =>
      fillIn(step, 'players', { starterDeliveryInProgress: false, lastHeartbeat: null }),
  },
  {
    name: '0004-ledger-newest-index',
    summary: 'The index of the ledger by time holds the type too; the old one goes (S1-104).',
    run: async ({ db }) => {
      // 26 and 27: a new database has neither the collection nor the index.
      await db
        .collection('transactions')
        .dropIndex('createdAt')
        .catch((error: unknown) => {
          if (![26, 27].includes((error as { code?: number }).code ?? 0)) throw error;
        });
    },
  },
  {
    name: '0005-listing-indexes',
    summary:
      'Listings know which of their words stand together; their indexes count alone (S1-092).',
    run: async (step) => {
      await pairWords(step);
      await dropIndexes(step, 'listings', [
        ...['ofSku', 'byEnd', 'newest', 'byPrice', 'newestOfCategory', 'byPriceOfCategory'],
        ...['byEndOfCategory', 'words', 'ofSeller'],
      ]);
    },
  },
  {
    name: '0006-logs-by-kind',
    summary: 'The indexes of the ledger and of the event log by time begin with the kind (S0-057).',
    run: async (step) => {
      await dropIndexes(step, 'transactions', ['newest']);
      await dropIndexes(step, 'event_log', ['newest']);
    },
  },
];

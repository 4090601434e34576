// The database: how it is opened, what it must be, and the indexes that stores declare. Knows no
// feature. The settings are those of docs/decisions: majority everywhere, never a default.
import { MongoClient, MongoServerError } from 'mongodb';
import type { ClientSession, Collection, Db, Document, Filter } from 'mongodb';
import type { IndexDescription, TransactionOptions } from 'mongodb';

/** What a read needs. A Context reads outside, a Tx inside its transaction. */
export interface ReadScope {
  readonly db: Db;
  readonly session?: ClientSession;
}

/** The options of a read: inside a transaction it must name its session. */
export const within = ({ session }: ReadScope): { session?: ClientSession } =>
  session ? { session } : {};

/**
 * Inserts documents in a transaction by one command. The driver's own `insertMany` measures each
 * document before it writes it, which for a batch of purchases is a good part of what they cost.
 * Each document brings its `_id`; what is refused throws the error of the first refused document.
 */
export async function insertAll(
  { db, session }: ReadScope & { readonly session: ClientSession },
  collection: string,
  documents: readonly (Document & { readonly _id: string })[],
): Promise<void> {
  const answer = await db.command(
    { insert: collection, documents: [...documents] },
    { session, ignoreUndefined: true },
  );
  const [refused] = (answer['writeErrors'] ?? []) as Document[];
  if (refused) throw new MongoServerError(refused);
}

/** A guarded update of every document that fits. */
export interface GuardedUpdate {
  readonly filter: Document;
  readonly update: Document;
}

/**
 * Changes documents in a transaction by one command, for the same reason; answers how many fitted their
 * guards. An update of many in one filter costs the database a fraction of as many updates.
 */
export async function updateAll(
  { db, session }: ReadScope & { readonly session: ClientSession },
  collection: string,
  updates: readonly GuardedUpdate[],
): Promise<number> {
  if (updates.length === 0) return 0;
  const answer = await db.command(
    {
      update: collection,
      updates: updates.map(({ filter: q, update: u }) => ({ q, u, multi: true })),
    },
    { session, ignoreUndefined: true },
  );
  const [refused] = (answer['writeErrors'] ?? []) as Document[];
  if (refused) throw new MongoServerError(refused);
  return answer['n'] as number;
}

/** Who shares a value, by value: for one statement instead of one each. In order of arrival. */
export function keysByValue(values: ReadonlyMap<string, number>): Map<number, string[]> {
  const keysOf = new Map<number, string[]>();
  for (const [key, value] of values) {
    const keys = keysOf.get(value);
    if (keys) keys.push(key);
    else keysOf.set(value, [key]);
  }
  return keysOf;
}

/** A collection's name with the indexes it must have, and why each is there. */
export interface CollectionPlan {
  readonly name: string;
  /** Of the last minutes only: left out of backups, where it would do harm when it came back. */
  readonly transient?: true;
  readonly indexes: readonly (IndexDescription & { name: string })[];
  /** Where it is no collection, but another one seen through a pipeline. */
  readonly view?: { readonly of: string; readonly pipeline: readonly Document[] };
}

/** How long a command waits for a primary before it gives up. */
const serverSelectionTimeoutMS = 4_000;

/** Every transaction, the reading ones too. Limits on its time are set where it is run. */
export const transactionOptions: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
};

/** Opens a client with the concerns that keep acknowledged coins. Connects lazily. */
export function mongoClient(databaseUrl: string, options: { poolMax?: number } = {}): MongoClient {
  return new MongoClient(databaseUrl, {
    writeConcern: { w: 'majority' },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    retryWrites: true,
    serverSelectionTimeoutMS,
    connectTimeoutMS: 2_000,
    socketTimeoutMS: 8_000,
    maxPoolSize: options.poolMax ?? 64,
    ignoreUndefined: true,
  });
}

/**
 * Refuses a database that could lose coins: no replica set, no writable primary, an arbiter, or a
 * default write concern below majority (K-007). Throws an Error whose message says what to do.
 */
export async function checkFitness(client: MongoClient): Promise<void> {
  const admin = client.db('admin');
  const hello = await admin.command({ hello: 1 });
  if (!hello['setName']) {
    throw new Error(
      'The database is a standalone mongod; Mintkeep needs a replica set, because only that has ' +
        'transactions. Start mongod with --replSet rs0, run rs.initiate() once, and put ' +
        '?replicaSet=rs0 into DATABASE_URL.',
    );
  }
  if (!hello['isWritablePrimary']) {
    throw new Error(
      `The replica set ${String(hello['setName'])} has no writable primary that can be reached. ` +
        'Wait for an election or look at rs.status().',
    );
  }
  if (Array.isArray(hello['arbiters']) && hello['arbiters'].length > 0) {
    throw new Error(
      'The replica set has an arbiter. With an arbiter a majority may hold no copy of a write; ' +
        'replace it by a data-bearing member.',
    );
  }
  const defaults = await admin.command({ getDefaultRWConcern: 1 });
  const writeConcern = (defaults['defaultWriteConcern'] ?? {}) as { w?: unknown };
  if (writeConcern.w !== 'majority') {
    throw new Error(
      `The replica set's default write concern is ${JSON.stringify(writeConcern)}, not majority. ` +
        'Run setDefaultRWConcern with {w: "majority"}.',
    );
  }
}

/**
 * Says what is not refused but should be known: transactions that a killed process leaves open
 * block their documents until this limit, 60 s unless set.
 */
export async function warnings(client: MongoClient): Promise<string[]> {
  const answer = await client
    .db('admin')
    .command({ getParameter: 1, transactionLifetimeLimitSeconds: 1 })
    .catch(() => null);
  const limitS = answer?.['transactionLifetimeLimitSeconds'] as number | undefined;
  if (limitS === undefined || limitS <= 5) return [];
  return [
    `transactionLifetimeLimitSeconds is ${String(limitS)}: a killed backend can block a ` +
      'purchase that long. Set it to 5.',
  ];
}

/** Creates the collections and indexes that are missing. Safe to run at every start, by several. */
export async function ensureCollections(db: Db, plans: readonly CollectionPlan[]): Promise<void> {
  const existing = new Set(
    (await db.listCollections({}, { nameOnly: true }).toArray()).map(({ name }) => name),
  );
  for (const { name, indexes, view } of plans) {
    if (!existing.has(name)) {
      const options = view ? { viewOn: view.of, pipeline: [...view.pipeline] } : {};
      await db.createCollection(name, options).catch((error: unknown) => {
        // 48: another backend that starts at the same time made it.
        if ((error as { code?: number }).code !== 48) throw error;
      });
    }
    // A majority is enough, as for every write: with all members a start would wait for one that is
    // away.
    if (indexes.length > 0) {
      await db.collection(name).createIndexes([...indexes], { commitQuorum: 'majority' });
    }
  }
}

/**
 * How many documents fit, counted no further than `max`. Of all there are the collection keeps the
 * number by itself, so that nothing is read. `hint` names the index that holds what the filter asks,
 * where none begins with it.
 */
export async function countUpTo<T extends Document>(
  collection: Collection<T>,
  filter: Filter<T>,
  max: number,
  hint?: string,
): Promise<number> {
  if (Object.keys(filter).length === 0) {
    return Math.min(await collection.estimatedDocumentCount(), max);
  }
  return collection.countDocuments(filter, { limit: max, ...(hint ? { hint } : {}) });
}

/** Indexes that are declared and not there, as `collection.index`; empty where all is well. */
export async function missingIndexes(db: Db, plans: readonly CollectionPlan[]): Promise<string[]> {
  const missing: string[] = [];
  for (const { name, indexes } of plans) {
    const there = await db
      .collection(name)
      .indexes()
      .catch(() => []);
    const names = new Set(there.map((index) => index.name));
    for (const index of indexes) if (!names.has(index.name)) missing.push(`${name}.${index.name}`);
  }
  return missing;
}

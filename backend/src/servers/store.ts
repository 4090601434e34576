// Game servers as they are stored: their sealed keys, when they were last heard, and the nonces
// they have used.
import { MongoBulkWriteError } from 'mongodb';
import type { Collection } from 'mongodb';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface KeyDoc {
  keyId: string;
  /** Sealed under APP_KEY; never leaves this feature. */
  secretSealed: string;
  createdAt: Date;
  retiredAt: Date | null;
}

export interface ServerDoc {
  /** The server's name, as its owner gave it. */
  _id: string;
  keys: KeyDoc[];
  lastSeenAt: Date | null;
  pluginVersion: string | null;
  /** The counter that lies with the server's world; it grows with every heartbeat. */
  saveCount: number | null;
  /** When that counter last went far back: the world was restored from an older copy. */
  worldRestoredAt?: Date;
  createdAt: Date;
}

interface NonceDoc {
  /** `<key id>:<nonce>`. */
  _id: string;
  expiresAt: Date;
}

export const serversPlan: CollectionPlan = {
  name: 'servers',
  indexes: [{ name: 'keyId', key: { 'keys.keyId': 1 }, unique: true, sparse: true }],
};
export const noncesPlan: CollectionPlan = {
  name: 'nonces',
  transient: true,
  indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
};

const servers = (scope: ReadScope): Collection<ServerDoc> => scope.db.collection(serversPlan.name);
const nonces = (scope: ReadScope): Collection<NonceDoc> => scope.db.collection(noncesPlan.name);

export const listServers = (scope: ReadScope): Promise<ServerDoc[]> =>
  servers(scope).find({}, within(scope)).sort({ _id: 1 }).toArray();

export const findServer = (scope: ReadScope, serverId: string): Promise<ServerDoc | null> =>
  servers(scope).findOne({ _id: serverId }, within(scope));

export const findServerByKey = (scope: ReadScope, keyId: string): Promise<ServerDoc | null> =>
  servers(scope).findOne({ 'keys.keyId': keyId }, within(scope));

/** Adds a key to a server, which is made when it is new. */
export async function pushKey(scope: WriteScope, serverId: string, key: KeyDoc): Promise<void> {
  await servers(scope).updateOne(
    { _id: serverId },
    {
      $push: { keys: key },
      $setOnInsert: {
        lastSeenAt: null,
        pluginVersion: null,
        saveCount: null,
        createdAt: scope.now,
      },
    },
    { upsert: true, session: scope.session },
  );
}

/** Retires a key at a time, which may lie ahead; false when there is no such key in force. */
export async function retireKey(
  scope: WriteScope,
  keyId: string,
  retiredAt: Date,
): Promise<boolean> {
  const { matchedCount } = await servers(scope).updateOne(
    {
      keys: {
        $elemMatch: { keyId, $or: [{ retiredAt: null }, { retiredAt: { $gt: retiredAt } }] },
      },
    },
    { $set: { 'keys.$.retiredAt': retiredAt } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** Writes that a server was heard of; answers the counter of its world before, 0 for none. */
export async function touchServer(
  scope: WriteScope,
  serverId: string,
  { pluginVersion, saveCount }: { pluginVersion: string; saveCount: number | undefined },
): Promise<number> {
  const before = await servers(scope).findOneAndUpdate(
    { _id: serverId },
    {
      $set: {
        pluginVersion,
        lastSeenAt: scope.now,
        ...(saveCount === undefined ? {} : { saveCount }),
      },
    },
    { session: scope.session, returnDocument: 'before', projection: { saveCount: 1 } },
  );
  return before?.saveCount ?? 0;
}

/** Writes that the world of a server is an older one than before. */
export async function markRestored(scope: WriteScope, serverId: string): Promise<void> {
  await servers(scope).updateOne(
    { _id: serverId },
    { $set: { worldRestoredAt: scope.now } },
    { session: scope.session },
  );
}

/**
 * Stores nonces; answers for each whether it was new. One round trip for all that arrived together.
 * Not majority: a nonce lost in a failover can at worst let one captured request be heard twice,
 * and every write that moves coins carries its own key.
 */
export async function insertNonces(
  scope: ReadScope,
  ids: readonly string[],
  expiresAt: Date,
): Promise<boolean[]> {
  try {
    await nonces(scope).insertMany(
      ids.map((_id) => ({ _id, expiresAt })),
      { ordered: false, writeConcern: { w: 1 } },
    );
    return ids.map(() => true);
  } catch (error) {
    // 11000: duplicate key, which is what a replay looks like.
    if (!(error instanceof MongoBulkWriteError) || error.code !== 11000) throw error;
    const failed = new Set([error.writeErrors].flat().map(({ index }) => index));
    return ids.map((_, place) => !failed.has(place));
  }
}

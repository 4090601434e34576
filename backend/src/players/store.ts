// Players as they are stored. Balances here are cached sums of the ledger; only the ledger's
// service changes them, by way of this file's guarded updates.
import type { Collection } from 'mongodb';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface PlayerDoc {
  _id: string;
  minecraftUUID: string;
  minecraftName: string;
  discordId: string | null;
  walletBalanceCoins: number;
  escrowBalanceCoins: number;
  lifetimeEarnedCoins: number;
  lifetimeSpentCoins: number;
  frozen: boolean;
  banned: { reason: string; by: string; at: Date; untilAt: Date | null } | null;
  online: boolean;
  serverId: string | null;
  lastHeartbeat: Date | null;
  level: number;
  createdAt: Date;
  updatedAt: Date;
}

// No index over balances: every purchase would have to move its player in it, which measured four
// times the cost of the update itself.
export const playersPlan: CollectionPlan = {
  name: 'players',
  indexes: [
    // One document a game account; players known only from Discord have none (S0-039). With $type
    // instead of $exists the planner would not use the index for an equality.
    {
      name: 'minecraftUUID',
      key: { minecraftUUID: 1 },
      unique: true,
      partialFilterExpression: { minecraftUUID: { $exists: true } },
    },
    // Who is online on a server; who has not been heard of.
    { name: 'presence', key: { online: 1, serverId: 1, lastHeartbeat: 1 } },
  ],
};

const players = (scope: ReadScope): Collection<PlayerDoc> => scope.db.collection(playersPlan.name);
const within = (scope: ReadScope) => (scope.session ? { session: scope.session } : {});

export const findPlayer = (scope: ReadScope, minecraftUUID: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ minecraftUUID }, within(scope));

export const findPlayerById = (scope: ReadScope, playerId: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ _id: playerId }, within(scope));

export const findPlayerByName = (scope: ReadScope, name: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ minecraftName: name }, within(scope));

/** The players behind these game accounts; unknown ones are left out. */
export const findPlayers = (
  scope: ReadScope,
  minecraftUUIDs: readonly string[],
): Promise<PlayerDoc[]> =>
  players(scope)
    .find({ minecraftUUID: { $in: [...minecraftUUIDs] } }, { ...within(scope), batchSize: 2_000 })
    .toArray();

/** Records who plays where; a game account never seen before gets its document. */
export async function recordPresence(
  scope: WriteScope,
  serverId: string,
  seen: readonly { minecraftUUID: string; name: string; level?: number; newId: string }[],
): Promise<void> {
  if (seen.length === 0) return;
  await players(scope).bulkWrite(
    seen.map(({ minecraftUUID, name, level, newId }) => ({
      updateOne: {
        filter: { minecraftUUID },
        update: {
          $set: {
            minecraftName: name,
            online: true,
            serverId,
            lastHeartbeat: scope.now,
            updatedAt: scope.now,
            ...(level === undefined ? {} : { level }),
          },
          $setOnInsert: newPlayer(newId, scope.now, level === undefined),
        },
        upsert: true,
      },
    })),
    { session: scope.session, ordered: false },
  );
}

const newPlayer = (playerId: string, now: Date, withLevel: boolean) => ({
  _id: playerId,
  discordId: null,
  walletBalanceCoins: 0,
  escrowBalanceCoins: 0,
  lifetimeEarnedCoins: 0,
  lifetimeSpentCoins: 0,
  frozen: false,
  banned: null,
  ...(withLevel ? { level: 0 } : {}),
  createdAt: now,
});

/** Records that these players are still there. */
export async function touchPresence(
  scope: WriteScope,
  serverId: string,
  minecraftUUIDs: readonly string[],
): Promise<void> {
  if (minecraftUUIDs.length === 0) return;
  await players(scope).updateMany(
    { minecraftUUID: { $in: [...minecraftUUIDs] } },
    { $set: { online: true, serverId, lastHeartbeat: scope.now } },
    { session: scope.session },
  );
}

/** Marks a player as gone, unless another server has seen the player since. */
export async function recordLeave(
  scope: WriteScope,
  serverId: string,
  minecraftUUID: string,
): Promise<void> {
  await players(scope).updateOne(
    { minecraftUUID, serverId },
    { $set: { online: false, updatedAt: scope.now } },
    { session: scope.session },
  );
}

/** Marks as gone whom the server's own list no longer holds. */
export async function recordAbsence(
  scope: WriteScope,
  serverId: string,
  present: readonly string[],
): Promise<void> {
  await players(scope).updateMany(
    { online: true, serverId, minecraftUUID: { $nin: [...present] } },
    { $set: { online: false, updatedAt: scope.now } },
    { session: scope.session },
  );
}

/** Game accounts that are online on a server now. */
export async function onlineOn(scope: ReadScope, serverId: string): Promise<string[]> {
  const rows = await players(scope)
    .find({ online: true, serverId }, { ...within(scope), projection: { minecraftUUID: 1 } })
    .toArray();
  return rows.map(({ minecraftUUID }) => minecraftUUID);
}

/**
 * Takes coins from wallets, each at most what it holds: one statement for all who pay the same sum.
 * Answers how many wallets were changed; fewer than asked means the caller's sums were stale.
 */
export async function takeFromWallets(
  scope: WriteScope,
  sums: ReadonlyMap<string, number>,
): Promise<number> {
  const payersOf = new Map<number, string[]>();
  for (const [playerId, sumCoins] of sums) {
    payersOf.set(sumCoins, [...(payersOf.get(sumCoins) ?? []), playerId]);
  }
  const { matchedCount } = await players(scope).bulkWrite(
    [...payersOf].map(([sumCoins, playerIds]) => ({
      updateMany: {
        filter: {
          _id: { $in: playerIds },
          frozen: false,
          walletBalanceCoins: { $gte: sumCoins },
        },
        update: {
          $inc: { walletBalanceCoins: -sumCoins, lifetimeSpentCoins: sumCoins },
          $set: { updatedAt: scope.now },
        },
      },
    })),
    { session: scope.session, ordered: true },
  );
  return matchedCount;
}

/**
 * Moves coins into a wallet, up to what a balance can hold. `lifetime` says which life-long sum it
 * counts in: earned, or given back of what was spent. False when nothing was changed.
 */
export async function putIntoWallet(
  scope: WriteScope,
  playerId: string,
  amountCoins: number,
  lifetime: 'earned' | 'unspent',
): Promise<boolean> {
  const { matchedCount } = await players(scope).updateOne(
    {
      _id: playerId,
      walletBalanceCoins: { $lte: Number.MAX_SAFE_INTEGER - amountCoins },
      ...(lifetime === 'earned'
        ? { lifetimeEarnedCoins: { $lte: Number.MAX_SAFE_INTEGER - amountCoins } }
        : {}),
    },
    {
      $inc: {
        walletBalanceCoins: amountCoins,
        ...(lifetime === 'earned'
          ? { lifetimeEarnedCoins: amountCoins }
          : { lifetimeSpentCoins: -amountCoins }),
      },
      $set: { updatedAt: scope.now },
    },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** Every wallet and its cached balances, in a stable order: for the verifier. */
export const allBalances = (scope: ReadScope) =>
  players(scope)
    .find(
      {},
      {
        ...within(scope),
        projection: { walletBalanceCoins: 1, escrowBalanceCoins: 1 },
        batchSize: 5_000,
      },
    )
    .sort({ _id: 1 });

// Wallets: cached sums of the ledger. Only the ledger's service changes them, by these guarded
// updates.
import { keysByValue, updateAll, within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { players, playersPlan, roomFor } from './store.ts';
import type { PlayerDoc } from './store.ts';

/**
 * Takes coins from wallets, each at most what it holds: one statement for all who pay the same sum.
 * Answers how many wallets were changed; fewer than asked means the caller's sums were stale.
 */
export const takeFromWallets = (
  scope: WriteScope,
  sums: ReadonlyMap<string, number>,
): Promise<number> =>
  updateAll(
    scope,
    playersPlan.name,
    [...keysByValue(sums)].map(([sumCoins, playerIds]) => ({
      filter: { _id: { $in: playerIds }, frozen: false, walletBalanceCoins: { $gte: sumCoins } },
      update: {
        $inc: { walletBalanceCoins: -sumCoins, lifetimeSpentCoins: sumCoins },
        $set: { updatedAt: scope.now },
      },
    })),
  );

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
      walletBalanceCoins: roomFor(amountCoins),
      ...(lifetime === 'earned' ? { lifetimeEarnedCoins: roomFor(amountCoins) } : {}),
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

/**
 * Adds to a wallet, or takes from it, whatever state its owner is in; life-long sums stay, because
 * a correction is neither earned nor spent, unless `spentCoins` says how much of it counts as spent
 * again. Answers the balance after it; null when nothing was changed: no such player, or a balance
 * below zero or beyond what can be held.
 */
export async function adjustWallet(
  scope: WriteScope,
  playerId: string,
  amountCoins: number,
  spentCoins = 0,
): Promise<number | null> {
  const after = await players(scope).findOneAndUpdate(
    { _id: playerId, walletBalanceCoins: roomFor(amountCoins) },
    {
      $inc: { walletBalanceCoins: amountCoins, lifetimeSpentCoins: spentCoins },
      $set: { updatedAt: scope.now },
    },
    { session: scope.session, returnDocument: 'after' },
  );
  return after?.walletBalanceCoins ?? null;
}

/** Every wallet and its cached balances, in a stable order: for the verifier. */
export const allBalances = (scope: ReadScope) =>
  players(scope)
    .find(
      {},
      {
        ...within(scope),
        projection: { walletBalanceCoins: 1, escrowBalanceCoins: 1, holds: 1 },
        batchSize: 5_000,
      },
    )
    .sort({ _id: 1 });

/** Who may stand in a ranking: a game account that is not banned. */
const mayStandThere = (now: Date) => ({
  minecraftUUID: { $exists: true },
  $or: [{ banned: null }, { 'banned.untilAt': { $ne: null, $lte: now } }],
});

/** Those of these players who may stand in a ranking, in no order. */
export const findRankable = (
  scope: ReadScope,
  now: Date,
  playerIds: readonly string[],
): Promise<PlayerDoc[]> =>
  players(scope)
    .find(
      { _id: { $in: [...playerIds] }, ...mayStandThere(now) },
      {
        ...within(scope),
        projection: { minecraftUUID: 1, minecraftName: 1 },
        batchSize: playerIds.length + 1,
      },
    )
    .toArray();

/**
 * The players with the most coins, fullest first; none who is banned, none without coins. What is held
 * for a game server counts, as the player's own. Reads every player: for a job, never for a request,
 * because balances have no index.
 */
export const fullestWallets = (scope: ReadScope, now: Date, limit: number): Promise<PlayerDoc[]> =>
  players(scope)
    .aggregate<PlayerDoc>(
      [
        { $match: mayStandThere(now) },
        {
          $project: {
            ...{ minecraftUUID: 1, minecraftName: 1 },
            walletBalanceCoins: { $add: ['$walletBalanceCoins', { $sum: '$holds.holdCoins' }] },
          },
        },
        { $match: { walletBalanceCoins: { $gt: 0 } } },
        { $sort: { walletBalanceCoins: -1, _id: 1 } },
        { $limit: limit },
      ],
      within(scope),
    )
    .toArray();

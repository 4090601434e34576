// The leaderboard as it was last counted: one document.
import type { Collection } from 'mongodb';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface LeaderboardDoc {
  _id: 'current';
  rows: { minecraftUUID: string; name: string; walletBalanceCoins: number }[];
  /** Who stands where: the first players' ids in their order. */
  placed: string[];
  refreshedAt: Date;
}

export const leaderboardPlan: CollectionPlan = { name: 'leaderboard', indexes: [] };

const boards = (scope: ReadScope): Collection<LeaderboardDoc> =>
  scope.db.collection(leaderboardPlan.name);

/** The rows of the last count, or null before the first. */
export const findRows = (
  scope: ReadScope,
): Promise<Pick<LeaderboardDoc, 'rows' | 'refreshedAt'> | null> =>
  boards(scope).findOne({ _id: 'current' }, { projection: { placed: 0 } });

/** A player's index at the last count, -1 for none, and when that was; null before the first. */
export async function findIndex(
  scope: ReadScope,
  playerId: string,
): Promise<{ index: number; refreshedAt: Date } | null> {
  // Looked for where the list is: it stays in the database.
  const found = await boards(scope)
    .aggregate<{ index: number; refreshedAt: Date }>([
      { $match: { _id: 'current' } },
      { $project: { refreshedAt: 1, index: { $indexOfArray: ['$placed', playerId] } } },
    ])
    .toArray();
  return found[0] ?? null;
}

export async function putBoard(
  scope: WriteScope,
  board: Omit<LeaderboardDoc, '_id' | 'refreshedAt'>,
): Promise<void> {
  await boards(scope).updateOne(
    { _id: 'current' },
    { $set: { ...board, refreshedAt: scope.now } },
    { upsert: true, session: scope.session },
  );
}

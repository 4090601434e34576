// The leaderboard as it was last counted: one document.
import type { Collection } from 'mongodb';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface LeaderboardDoc {
  _id: 'current';
  rows: { minecraftUUID: string; name: string; walletBalanceCoins: number }[];
  /** Who stands where: the first players' ids in their order. */
  placed: string[];
  /** Of the season that ran then. */
  season?: SeasonBoard | null;
  refreshedAt: Date;
}

/** The ranking of a season. `startedAt` says which: another season begins at another time. */
export interface SeasonBoard {
  startedAt: Date;
  rows: { minecraftUUID: string; name: string; earnedCoins: number }[];
  placed: string[];
  /** What each of `placed` has earned. */
  earned: number[];
}

export const leaderboardPlan: CollectionPlan = { name: 'leaderboard', indexes: [] };

const boards = (scope: ReadScope): Collection<LeaderboardDoc> =>
  scope.db.collection(leaderboardPlan.name);

/** The rows of the last count, or null before the first. */
export const findRows = (scope: ReadScope): Promise<Omit<LeaderboardDoc, 'placed'> | null> =>
  boards(scope).findOne(
    { _id: 'current' },
    { projection: { placed: 0, 'season.placed': 0, 'season.earned': 0 } },
  );

/** Where a player stood at the last count; an index is -1 for one who stood nowhere. */
export interface Standing {
  index: number;
  refreshedAt: Date;
  season: { startedAt: Date; index: number; earnedCoins: number | null } | null;
}

/** Where a player stood at the last count; null before the first. */
export async function findStanding(scope: ReadScope, playerId: string): Promise<Standing | null> {
  const indexIn = (list: string) => ({ $indexOfArray: [{ $ifNull: [list, []] }, playerId] });
  const seasonIndex = indexIn('$season.placed');
  const earnedCoins = {
    $cond: [
      { $lt: [seasonIndex, 0] },
      null,
      { $arrayElemAt: [{ $ifNull: ['$season.earned', []] }, { $max: [0, seasonIndex] }] },
    ],
  };
  const ofSeason = { startedAt: '$season.startedAt', index: seasonIndex, earnedCoins };
  const season = { $cond: [{ $ifNull: ['$season', false] }, ofSeason, null] };
  // Looked for where the lists are: they stay in the database.
  const found = await boards(scope)
    .aggregate<Standing>([
      { $match: { _id: 'current' } },
      { $project: { _id: 0, refreshedAt: 1, index: indexIn('$placed'), season } },
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

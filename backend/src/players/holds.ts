// Coins set aside for game servers, in their player's own document: cached sums of the ledger, as
// wallets are. Only the ledger's service changes them, by these guarded updates.
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { players, roomFor } from './store.ts';
import type { Hold, PlayerDoc } from './store.ts';

/** What is held of a player for a server, or null. */
export const holdIn = ({ holds }: Pick<PlayerDoc, 'holds'>, serverId: string): Hold | null =>
  holds?.find((hold) => hold.serverId === serverId) ?? null;

/** All that is held of a player, for whatever server. */
export const sumOfHolds = ({ holds }: { readonly holds?: readonly Hold[] | undefined }): number =>
  (holds ?? []).reduce((sum, { holdCoins }) => sum + holdCoins, 0);

/** Opens an empty hold; one that is there is taken over by this start of the server. */
export async function openHold(
  scope: WriteScope,
  playerId: string,
  { serverId, epoch }: Pick<Hold, 'serverId' | 'epoch'>,
): Promise<void> {
  const { session, now: since } = scope;
  const { matchedCount } = await players(scope).updateOne(
    { _id: playerId, 'holds.serverId': serverId },
    { $set: { 'holds.$.epoch': epoch, updatedAt: since } },
    { session },
  );
  if (matchedCount === 1) return;
  await players(scope).updateOne(
    { _id: playerId },
    { $push: { holds: { serverId, holdCoins: 0, epoch, since } }, $set: { updatedAt: since } },
    { session },
  );
}

/**
 * Changes an open hold and its player's wallet, whatever state the player is in; life-long sums stay.
 * False when nothing was changed: no such hold, or a balance below zero or beyond what can be held.
 */
export async function changeHold(
  scope: WriteScope,
  playerId: string,
  change: { readonly serverId: string; readonly holdCoins: number; readonly walletCoins: number },
): Promise<boolean> {
  const { serverId, holdCoins, walletCoins } = change;
  const { matchedCount } = await players(scope).updateOne(
    {
      _id: playerId,
      walletBalanceCoins: roomFor(walletCoins),
      holds: { $elemMatch: { serverId, holdCoins: roomFor(holdCoins) } },
    },
    {
      $inc: { walletBalanceCoins: walletCoins, 'holds.$.holdCoins': holdCoins },
      $set: { updatedAt: scope.now },
    },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** Ends a hold and puts its coins into the wallet; false when it does not hold just so many. */
export async function closeHold(
  scope: WriteScope,
  playerId: string,
  { serverId, holdCoins }: Pick<Hold, 'serverId' | 'holdCoins'>,
): Promise<boolean> {
  const { matchedCount } = await players(scope).updateOne(
    {
      _id: playerId,
      walletBalanceCoins: roomFor(holdCoins),
      holds: { $elemMatch: { serverId, holdCoins } },
    },
    {
      $inc: { walletBalanceCoins: holdCoins },
      $pull: { holds: { serverId } },
      $set: { updatedAt: scope.now },
    },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** Players with a hold for this server: of other starts than `exceptEpoch`, where one is named. */
export const findHolders = (
  scope: ReadScope,
  serverId: string,
  limit: number,
  { exceptEpoch }: { exceptEpoch?: string } = {},
): Promise<PlayerDoc[]> =>
  players(scope)
    .find(
      {
        'holds.serverId': serverId,
        ...(exceptEpoch === undefined
          ? {}
          : { holds: { $elemMatch: { serverId, epoch: { $ne: exceptEpoch } } } }),
      },
      { ...within(scope), batchSize: limit },
    )
    .limit(limit)
    .toArray();

/** Holds as staff see them. */
export interface HoldRow extends Hold {
  readonly playerId: string;
  readonly minecraftUUID: string;
  readonly minecraftName: string;
}

/** A page of holds, by server and player; how many there are, and the coins in them. */
export async function pageOfHolds(
  scope: ReadScope,
  serverId: string | undefined,
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
): Promise<{ rows: HoldRow[]; total: number }> {
  const match = { 'holds.serverId': serverId ?? { $exists: true } };
  const [found] = await players(scope)
    .aggregate<{ rows: HoldRow[]; count: { total: number }[] }>(
      [
        { $match: match },
        { $project: { minecraftUUID: 1, minecraftName: 1, holds: 1 } },
        { $unwind: '$holds' },
        { $match: match },
        {
          $facet: {
            count: [{ $count: 'total' }],
            rows: [
              { $sort: { 'holds.serverId': 1, _id: 1 } },
              { $skip: (page - 1) * pageSize },
              { $limit: pageSize },
              {
                $replaceWith: {
                  $mergeObjects: [
                    '$holds',
                    {
                      playerId: '$_id',
                      minecraftUUID: '$minecraftUUID',
                      minecraftName: '$minecraftName',
                    },
                  ],
                },
              },
            ],
          },
        },
      ],
      within(scope),
    )
    .toArray();
  return { rows: found?.rows ?? [], total: found?.count[0]?.total ?? 0 };
}

// Where players are, as it is stored: what joins, leaves and heartbeats write, and what silence does.
import { heartbeatMs } from '@mintkeep/shared/constants.ts';
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { newPlayer, players } from './store.ts';

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

/** A longer silence is not played time: the server, or the way to it, was down. */
const countedSilenceMaxMs = 3 * heartbeatMs;

/** The minutes since this server was last heard of the player; 0 where it was another, or long ago. */
const minutesSince = (now: Date, serverId: string) => {
  const sinceMs = { $subtract: [now, { $ifNull: ['$lastHeartbeat', now] }] };
  const counts = {
    $and: [
      { $eq: ['$online', true] },
      { $eq: ['$serverId', { $literal: serverId }] },
      { $gt: [sinceMs, 0] },
      { $lte: [sinceMs, countedSilenceMaxMs] },
    ],
  };
  return { $cond: [counts, { $divide: [sinceMs, 60_000] }, 0] };
};

/** Records that these players are still there, and counts the time they have played. */
export async function touchPresence(
  scope: WriteScope,
  serverId: string,
  minecraftUUIDs: readonly string[],
): Promise<void> {
  if (minecraftUUIDs.length === 0) return;
  await players(scope).updateMany(
    { minecraftUUID: { $in: [...minecraftUUIDs] } },
    [
      {
        $set: {
          playtimeMinutes: {
            $add: [{ $ifNull: ['$playtimeMinutes', 0] }, minutesSince(scope.now, serverId)],
          },
          online: true,
          serverId: { $literal: serverId },
          lastHeartbeat: scope.now,
        },
      },
    ],
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

/** The game accounts of everybody who is on any server now. */
export async function onlineAnywhere(scope: ReadScope): Promise<string[]> {
  const rows = await players(scope)
    .find({ online: true }, { ...within(scope), projection: { minecraftUUID: 1 } })
    .toArray();
  return rows.map(({ minecraftUUID }) => minecraftUUID);
}

/** Marks offline who was not heard of since; answers how many. */
export async function markOffline(scope: WriteScope, heardBefore: Date): Promise<number> {
  const { modifiedCount } = await players(scope).updateMany(
    { online: true, lastHeartbeat: { $not: { $gt: heardBefore } } },
    { $set: { online: false, updatedAt: scope.now } },
    { session: scope.session },
  );
  return modifiedCount;
}

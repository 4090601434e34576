// Bans as they are stored. Their changes are numbered, so that a game server can ask for those after
// the last one it heard of.
import type { Collection } from 'mongodb';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { players } from './store.ts';
import type { Ban, PlayerDoc } from './store.ts';

/** Counts the changes of bans, so that they have one order. Only staff's bans write it. */
interface CounterDoc {
  _id: 'bans';
  value: number;
}

export const countersPlan: CollectionPlan = { name: 'counters', indexes: [] };

const counters = (scope: ReadScope): Collection<CounterDoc> =>
  scope.db.collection(countersPlan.name);

/** Bans or unbans, under the next number of the changes. False when there is no such player. */
export async function writeBan(
  scope: WriteScope,
  playerId: string,
  banned: Ban | null,
): Promise<boolean> {
  // Whoever writes the counter first commits first: no number is ever seen after a later one.
  const counter = await counters(scope).findOneAndUpdate(
    { _id: 'bans' },
    { $inc: { value: 1 } },
    { session: scope.session, upsert: true, returnDocument: 'after' },
  );
  const { matchedCount } = await players(scope).updateOne(
    { _id: playerId },
    { $set: { banned, banVersion: counter?.value ?? 1, updatedAt: scope.now } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** What the bans changed to after a version, in the order of the changes; a bounded page. */
export const banChangesAfter = (
  scope: ReadScope,
  version: number,
  limit: number,
): Promise<PlayerDoc[]> =>
  players(scope)
    .find(
      {
        banVersion: { $gt: version },
        minecraftUUID: { $exists: true },
        // Who asks for all of them remembers none that was lifted.
        ...(version === 0 ? { banned: { $ne: null } } : {}),
      },
      within(scope),
    )
    .sort({ banVersion: 1 })
    .limit(limit)
    .toArray();

/** The number of the last change of bans. */
export async function banVersionNow(scope: ReadScope): Promise<number> {
  return (await counters(scope).findOne({ _id: 'bans' }, within(scope)))?.value ?? 0;
}

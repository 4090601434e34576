// Bans as they are stored. Their changes are numbered, so that a game server can ask for those after
// the last one it heard of.
import type { Collection, Filter } from 'mongodb';
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

/** Who is frozen or banned now, a bounded list. */
export async function idsOfStopped(scope: ReadScope, now: Date): Promise<string[]> {
  const isBanned = { banned: { $ne: null }, 'banned.untilAt': { $not: { $lte: now } } };
  const some = (filter: Filter<PlayerDoc>): Promise<{ _id: string }[]> =>
    players(scope)
      .find(filter, within(scope))
      .project<{ _id: string }>({ _id: 1 })
      .limit(stoppedMax)
      .toArray();
  const frozen = await some({ frozen: true });
  const banned = await some({ banVersion: { $gt: 0 }, ...isBanned });
  return [...new Set([...frozen, ...banned].map(({ _id }) => _id))];
}

/** What is beyond it is refused all the same where it matters: this is for lists. */
const stoppedMax = 10_000;

// Days of the ledger as sums, one document each: written once when a day is over, so that a report
// over years reads days and not entries. And the digest of each day, with what is due of it.
import type { Collection } from 'mongodb';
import { newId } from '../core/identity.ts';
import { exactLongs, withBigInts } from '../core/long.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import type { DayFlow } from '../ledger/service.ts';

export type Flow = Omit<DayFlow, 'day'>;

export interface Trader {
  readonly playerId: string;
  readonly coins: bigint;
}

export interface DayDoc {
  /** As `2026-11-21`, in UTC. */
  _id: string;
  flows: Flow[];
  /** Those who moved most, busiest first. */
  traders: Trader[];
  closedAt: Date;
  /** When its digest was written into the audit log (S1-126). */
  digestAt?: Date;
  /** While the digest still has to be posted: what it says, and who is posting it until when. */
  digestDue?: { text: DigestText; claimUntilAt: Date; claim: string };
}

/** A digest as names and values, in the order they are shown. */
export type DigestText = { name: string; value: string }[];

export const ledgerDaysPlan: CollectionPlan = {
  name: 'ledger_days',
  indexes: [
    // Digests to be posted; there is at most one or two.
    {
      name: 'digestDue',
      key: { 'digestDue.claimUntilAt': 1 },
      partialFilterExpression: { 'digestDue.claim': { $exists: true } },
    },
  ],
};

const days = (scope: ReadScope): Collection<DayDoc> => scope.db.collection(ledgerDaysPlan.name);

/** The last day that is closed, or null. */
export async function lastClosedDay(scope: ReadScope): Promise<string | null> {
  const [last] = await days(scope)
    .find({}, { ...within(scope), projection: { _id: 1 } })
    .sort({ _id: -1 })
    .limit(1)
    .toArray();
  return last?._id ?? null;
}

/** Closed days up to and with this one, oldest first; traders only of those from `withTraders`. */
export async function* daysUpTo(
  scope: ReadScope,
  to: string,
  withTraders: string,
): AsyncGenerator<Pick<DayDoc, '_id' | 'flows' | 'traders'>> {
  const traders = { $cond: [{ $gte: ['$_id', withTraders] }, '$traders', []] };
  yield* days(scope)
    .find({ _id: { $lte: to } }, { ...within(scope), ...exactLongs, batchSize: 1_000 })
    .sort({ _id: 1 })
    .project({ flows: 1, traders })
    .map(withBigInts<Pick<DayDoc, '_id' | 'flows' | 'traders'>>);
}

/** Keeps days that are over. They cannot change any more, so whoever is first is right. */
export async function putDays(scope: ReadScope, docs: readonly DayDoc[]): Promise<void> {
  if (docs.length === 0) return;
  await days(scope).bulkWrite(
    docs.map(({ _id, ...fields }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert: fields }, upsert: true },
    })),
    { ordered: false },
  );
}

/** A closed day whose digest is still to be written, or null. */
export async function findUndigested(scope: ReadScope, day: string): Promise<DayDoc | null> {
  const found = await days(scope).findOne(
    { _id: day, digestAt: { $exists: false } },
    { ...within(scope), ...exactLongs },
  );
  return found && withBigInts<DayDoc>(found);
}

/** Says that a day's digest is written and due; false when it was already. */
export async function markDigested(
  scope: WriteScope,
  day: string,
  text: DigestText,
): Promise<boolean> {
  const digestDue = { text, claimUntilAt: new Date(0), claim: '' };
  const { matchedCount } = await days(scope).updateOne(
    { _id: day, digestAt: { $exists: false } },
    { $set: { digestAt: scope.now, digestDue } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** A digest that the caller alone may post, until `claimMs` from now. */
export interface DueDigest {
  readonly day: string;
  readonly text: DigestText;
  readonly claim: string;
}

/** Takes a digest that waits to be posted; null when none does. */
export async function claimDigest(
  scope: ReadScope,
  now: Date,
  claimMs: number,
): Promise<DueDigest | null> {
  const claim = newId();
  const taken = await days(scope).findOneAndUpdate(
    { 'digestDue.claim': { $exists: true }, 'digestDue.claimUntilAt': { $lte: now } },
    {
      $set: {
        'digestDue.claim': claim,
        'digestDue.claimUntilAt': new Date(now.getTime() + claimMs),
      },
    },
    { returnDocument: 'after', projection: { digestDue: 1 } },
  );
  return taken?.digestDue ? { day: taken._id, text: taken.digestDue.text, claim } : null;
}

/** Says that a digest was posted or given up. */
export async function finishDigest(
  scope: ReadScope,
  { day, claim }: Pick<DueDigest, 'day' | 'claim'>,
): Promise<void> {
  await days(scope).updateOne({ _id: day, 'digestDue.claim': claim }, { $unset: { digestDue: 1 } });
}

/** Puts a digest back until then. */
export async function postponeDigest(
  scope: ReadScope,
  { day, claim }: Pick<DueDigest, 'day' | 'claim'>,
  untilAt: Date,
): Promise<void> {
  await days(scope).updateOne(
    { _id: day, 'digestDue.claim': claim },
    { $set: { 'digestDue.claimUntilAt': untilAt } },
  );
}

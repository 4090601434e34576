// Gacha as it is stored: the tables, every draw with its seed and what it was drawn from, and each
// player's one starter.
import type { Collection } from 'mongodb';
import type { GachaKind } from '@mintkeep/shared/gacha.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface EntryDoc {
  sku: string;
  weight: number;
}

export interface TableDoc {
  /** The key. */
  _id: string;
  name: string;
  icon: string;
  kind: GachaKind;
  /** What a roll takes; a starter is free. */
  costCoins: number;
  entries: EntryDoc[];
  createdAt: Date;
  updatedAt: Date;
}

/** One draw. With seed and entries, anybody can compute it again (D31). */
export interface RollDoc {
  /** The operation that made it. */
  _id: string;
  playerId: string;
  tableKey: string;
  kind: GachaKind;
  /** As they stood when it was drawn. */
  entries: EntryDoc[];
  seed: string;
  sku: string;
  costCoins: number;
  /** `pending` until its goods arrived; a starter that failed stays `pending` for the next claim. */
  status: 'pending' | 'completed' | 'refunded';
  createdAt: Date;
  refundedAt: Date | null;
}

/** A player's starter. While it is `open`, its delivery says how it stands. */
export interface StarterDoc {
  /** The player. */
  _id: string;
  status: 'open' | 'delivered' | 'failed';
  rollId: string;
  sku: string;
  deliveryId: string;
  /** Hand-overs that were begun for deliveries before this one. */
  attemptsEarlier: number;
  claimedAt: Date;
  updatedAt: Date;
}

export const gachaTablesPlan: CollectionPlan = { name: 'gacha_tables', indexes: [] };

export const gachaRollsPlan: CollectionPlan = {
  name: 'gacha_rolls',
  indexes: [
    // A player's draws, newest first.
    { name: 'ofPlayer', key: { playerId: 1, createdAt: -1 } },
  ],
};

export const startersPlan: CollectionPlan = {
  name: 'starters',
  indexes: [
    // What the clean-up looks at; delivered ones are most and are not in it.
    {
      name: 'open',
      key: { status: 1, _id: 1 },
      partialFilterExpression: { status: 'open' },
    },
  ],
};

const tables = (scope: ReadScope): Collection<TableDoc> =>
  scope.db.collection(gachaTablesPlan.name);
const rolls = (scope: ReadScope): Collection<RollDoc> => scope.db.collection(gachaRollsPlan.name);
const starters = (scope: ReadScope): Collection<StarterDoc> =>
  scope.db.collection(startersPlan.name);

/** All tables, by kind and key; the command that writes them keeps them few. */
export const listTables = (scope: ReadScope): Promise<TableDoc[]> =>
  tables(scope).find({}, within(scope)).sort({ kind: 1, _id: 1 }).toArray();

/** Writes a table, new or changed. */
export async function putTable(
  scope: WriteScope,
  { _id, ...table }: Omit<TableDoc, 'createdAt' | 'updatedAt'>,
): Promise<void> {
  await tables(scope).updateOne(
    { _id },
    { $set: { ...table, updatedAt: scope.now }, $setOnInsert: { createdAt: scope.now } },
    { upsert: true, session: scope.session },
  );
}

export async function removeTables(scope: WriteScope, keys: readonly string[]): Promise<void> {
  await tables(scope).deleteMany({ _id: { $in: [...keys] } }, { session: scope.session });
}

export const findRoll = (scope: ReadScope, rollId: string): Promise<RollDoc | null> =>
  rolls(scope).findOne({ _id: rollId }, within(scope));

export async function insertRoll(scope: WriteScope, roll: RollDoc): Promise<void> {
  await rolls(scope).insertOne(roll, { session: scope.session });
}

/** Ends a roll; null when it had ended before. */
export const endRoll = (
  scope: WriteScope,
  rollId: string,
  status: 'completed' | 'refunded',
): Promise<RollDoc | null> =>
  rolls(scope).findOneAndUpdate(
    { _id: rollId, status: 'pending' },
    { $set: { status, ...(status === 'refunded' ? { refundedAt: scope.now } : {}) } },
    { session: scope.session, returnDocument: 'before' },
  );

export const findStarter = (scope: ReadScope, playerId: string): Promise<StarterDoc | null> =>
  starters(scope).findOne({ _id: playerId }, within(scope));

/** Writes a claim, the first or a later one. */
export async function putStarter(
  scope: WriteScope,
  { _id, ...starter }: Omit<StarterDoc, 'updatedAt'>,
): Promise<void> {
  await starters(scope).updateOne(
    { _id },
    { $set: { ...starter, updatedAt: scope.now } },
    { upsert: true, session: scope.session },
  );
}

/** Says what became of the delivery of a starter; the status of another claim stays as it is. */
export async function endStarter(
  scope: WriteScope,
  { _id, deliveryId }: Pick<StarterDoc, '_id' | 'deliveryId'>,
  status: 'delivered' | 'failed',
): Promise<void> {
  await starters(scope).updateOne(
    { _id, deliveryId },
    { $set: { status, updatedAt: scope.now } },
    { session: scope.session },
  );
}

/** A page of open starters, by player from the given one on. */
export const openStarters = (
  scope: ReadScope,
  afterPlayerId: string,
  limit: number,
): Promise<StarterDoc[]> =>
  starters(scope)
    .find({ status: 'open', _id: { $gt: afterPlayerId } }, within(scope))
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();

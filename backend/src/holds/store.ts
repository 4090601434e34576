// What holds keep beside the ledger and the players: what each server may still give in a day, and the
// entries for which there were no coins. Entries that were settled are in the ledger, for ever.
import type { Collection } from 'mongodb';
import type { HoldEntry } from '@mintkeep/shared/holds.ts';
import { insertAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** What plugins of a server may give on one day. It stays: an entry may be settled much later. */
export interface AllowanceDoc {
  /** `<day> <server>`. */
  _id: string;
  serverId: string;
  /** A day of UTC, as in 2099-06-01. */
  day: string;
  reservedCoins: number;
  /** Of the reserved coins: those that deposits have used. */
  mintedCoins: number;
  updatedAt: Date;
}

/** An entry that moved no coins. It stays, so that it is told once and never settled later. */
export interface ShortfallDoc {
  /** The operation of the entry. */
  _id: string;
  serverId: string;
  entryId: string;
  playerId: string | null;
  minecraftUUID: string;
  kind: HoldEntry['kind'];
  amountCoins: number;
  plugin: string;
  cause: 'funds' | 'allowance' | 'balance' | 'player';
  at: Date;
  createdAt: Date;
}

export const holdAllowancesPlan: CollectionPlan = { name: 'hold_allowances', indexes: [] };
export const holdShortfallsPlan: CollectionPlan = { name: 'hold_shortfalls', indexes: [] };

const allowances = (scope: ReadScope): Collection<AllowanceDoc> =>
  scope.db.collection(holdAllowancesPlan.name);
const shortfalls = (scope: ReadScope): Collection<ShortfallDoc> =>
  scope.db.collection(holdShortfallsPlan.name);

const allowanceIdOf = (serverId: string, day: string): string => `${day} ${serverId}`;

/** The allowances of a server for these days, those that there are, by day. */
export async function findAllowances(
  scope: ReadScope,
  serverId: string,
  days: readonly string[],
): Promise<Map<string, AllowanceDoc>> {
  if (days.length === 0) return new Map();
  const found = await allowances(scope)
    .find({ _id: { $in: days.map((day) => allowanceIdOf(serverId, day)) } }, within(scope))
    .toArray();
  return new Map(found.map((allowance) => [allowance.day, allowance]));
}

/** Adds to what is reserved and what is used of an allowance, which is made when it is new. */
export async function addToAllowance(
  scope: WriteScope,
  { serverId, day }: Pick<AllowanceDoc, 'serverId' | 'day'>,
  added: { readonly reservedCoins: number; readonly mintedCoins: number },
): Promise<void> {
  await allowances(scope).updateOne(
    { _id: allowanceIdOf(serverId, day) },
    { $inc: added, $set: { updatedAt: scope.now }, $setOnInsert: { serverId, day } },
    { session: scope.session, upsert: true },
  );
}

/** The shortfalls among these operations. */
export const findShortfalls = (
  scope: ReadScope,
  operationIds: readonly string[],
): Promise<ShortfallDoc[]> =>
  shortfalls(scope)
    .find({ _id: { $in: [...operationIds] } }, within(scope))
    .toArray();

export async function insertShortfalls(
  scope: WriteScope,
  docs: readonly ShortfallDoc[],
): Promise<void> {
  if (docs.length > 0) await insertAll(scope, holdShortfallsPlan.name, docs);
}

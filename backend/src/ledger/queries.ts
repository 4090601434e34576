// Reading the ledger for reports: pages of entries, and sums over days. Writes nothing.
import type { Collection, Filter } from 'mongodb';
import { entryType } from '@mintkeep/shared/reports.ts';
import type { EntryType } from '@mintkeep/shared/reports.ts';
import { during, logPage } from '../core/log-page.ts';
import { exactLongs, withBigInts } from '../core/long.ts';
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import { ledgerPlan } from './store.ts';
import type { EntryDoc } from './store.ts';

export interface EntryFilters {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly type?: EntryType | undefined;
  readonly playerId?: string | undefined;
}

const entries = (scope: ReadScope): Collection<EntryDoc> => scope.db.collection(ledgerPlan.name);

// The index of time begins with the type: what is asked of all of them names each.
const ofAnyType = { type: { $in: [...entryType.options] } };

/** A page of the ledger, newest first, and how many entries fit, up to ten thousand (S1-104). */
export function pageOfEntries(
  scope: ReadScope,
  filters: EntryFilters,
  page: { readonly page: number; readonly pageSize: number },
): Promise<{ entries: EntryDoc[]; total: number }> {
  const anyway = filters.playerId ? {} : ofAnyType;
  return logPage(entries(scope), { filter: filterOf(filters), anyway, time: 'createdAt' }, page);
}

function filterOf({ from, to, type, playerId }: EntryFilters): Filter<EntryDoc> {
  return {
    ...during('createdAt', { from, to }),
    ...(type ? { type: { $eq: type } } : {}),
    ...(playerId ? { $or: [{ actorId: playerId }, { payeeId: playerId }] } : {}),
  };
}

/** Entries since a time, oldest first. */
export const entriesSince = (scope: ReadScope, from: Date, limit: number): Promise<EntryDoc[]> =>
  entries(scope)
    .find({ ...ofAnyType, createdAt: { $gte: from } }, within(scope))
    .sort({ createdAt: 1 })
    .limit(limit)
    .toArray();

/** When the first entry was written; null for an empty ledger. */
export async function firstEntryAt(scope: ReadScope): Promise<Date | null> {
  const [first] = await entries(scope)
    .find(ofAnyType, { ...within(scope), projection: { createdAt: 1 } })
    .sort({ createdAt: 1 })
    .limit(1)
    .toArray();
  return first?.createdAt ?? null;
}

/** What moved on one day for one cause from one kind of account to another. */
export interface DayFlow {
  readonly day: Date;
  readonly type: EntryType;
  readonly cause: string;
  /** Kinds of accounts: `wallet`, `hold`, `escrow`, `credit`, `treasury`, `mint`, `burn`. */
  readonly from: string;
  readonly to: string;
  readonly coins: bigint;
  /** Entries and their amounts: each entry counts in the flow of its first posting. */
  readonly entries: bigint;
  readonly amountCoins: bigint;
}

const kindOf = (account: string) => ({ $arrayElemAt: [{ $split: [account, ':'] }, 0] });
const ifFirst = (value: unknown) => ({ $cond: [{ $eq: ['$place', 0] }, value, 0] });
const byDay = { $dateTrunc: { date: '$createdAt', unit: 'day' } };
const toLong = (value: unknown) => ({ $toLong: value });

/** The flows of whole days, by the index of time. 64-bit sums, as `sumsByAccount` has them. */
export const flowsByDay = (scope: ReadScope, from: Date, to: Date): Promise<DayFlow[]> =>
  entries(scope)
    .aggregate(
      [
        { $match: { ...ofAnyType, createdAt: { $gte: from, $lt: to } } },
        { $unwind: { path: '$postings', includeArrayIndex: 'place' } },
        {
          $group: {
            _id: {
              day: byDay,
              type: '$type',
              // A refund's reason is somebody's own words.
              cause: {
                $ifNull: [
                  '$meta.cause',
                  { $cond: [{ $eq: ['$type', 'refund'] }, '$type', '$reason'] },
                ],
              },
              from: kindOf('$postings.from'),
              to: kindOf('$postings.to'),
            },
            coins: { $sum: toLong('$postings.amountCoins') },
            entries: { $sum: toLong(ifFirst(1)) },
            amountCoins: { $sum: toLong(ifFirst('$amountCoins')) },
          },
        },
        { $replaceWith: { $mergeObjects: ['$_id', '$$ROOT'] } },
        { $unset: '_id' },
      ],
      { ...within(scope), allowDiskUse: true, ...exactLongs, batchSize: 10_000 },
    )
    .map(withBigInts<DayFlow>)
    .toArray();

export interface DayTrader {
  readonly day: Date;
  readonly playerId: string;
  readonly coins: bigint;
}

/** Who moved most on each day by spending, buying and selling. */
export const busiestByDay = (
  scope: ReadScope,
  from: Date,
  to: Date,
  playersMax: number,
): Promise<DayTrader[]> =>
  entries(scope)
    .aggregate(
      [
        {
          $match: {
            createdAt: { $gte: from, $lt: to },
            type: { $in: ['spend', 'buy', 'fulfil'] },
            'meta.cause': { $nin: ['adjust', 'rollback'] },
          },
        },
        {
          $group: {
            _id: { day: byDay, playerId: '$actorId' },
            coins: { $sum: toLong('$amountCoins') },
          },
        },
        {
          $group: {
            _id: '$_id.day',
            busiest: {
              $topN: {
                n: playersMax,
                sortBy: { coins: -1, '_id.playerId': 1 },
                output: { playerId: '$_id.playerId', coins: '$coins' },
              },
            },
          },
        },
        { $unwind: '$busiest' },
        { $replaceWith: { $mergeObjects: [{ day: '$_id' }, '$busiest'] } },
      ],
      { ...within(scope), allowDiskUse: true, ...exactLongs, batchSize: 10_000 },
    )
    .map(withBigInts<DayTrader>)
    .toArray();

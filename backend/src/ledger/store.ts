// The ledger as it is stored: entries that are only ever added. The `_id` is the operation that
// made the entry, so no operation can be written twice, however late it is replayed (D15).
import { MongoServerError } from 'mongodb';
import type { Collection } from 'mongodb';
import type { EntryType } from '@mintkeep/shared/reports.ts';
import { Refusal } from '../core/errors.ts';
import { exactLongs, withBigInts } from '../core/long.ts';
import { insertAll, within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import type { Posting } from './accounts.ts';

export interface EntryDoc {
  _id: string;
  type: EntryType;
  /** Whose coins it is about. */
  actorId: string;
  actorKind: 'player' | 'system';
  /** Of a payment between players: who got it, and finds it on the card too. */
  payeeId?: string;
  /** Where a posting moves coins into or out of escrow: whose coins they are until it ends. */
  escrowOfId?: string;
  amountCoins: number;
  reason: string;
  postings: Posting[];
  meta: Record<string, unknown>;
  createdAt: Date;
}

export const ledgerPlan: CollectionPlan = {
  name: 'transactions',
  indexes: [
    // S1-047.
    // Of one type or of all, which are merged by time: a purchase pays for one index and not for two.
    { name: 'ofType', key: { type: 1, createdAt: 1 } },
    { name: 'ofActor', key: { actorId: 1, createdAt: 1 } },
    // Who earned what in a season, answered from the index alone; purchases are not in it.
    {
      name: 'earned',
      key: { createdAt: 1, actorId: 1, amountCoins: 1, 'meta.cause': 1 },
      partialFilterExpression: { type: 'earn' },
    },
    // What a player got of others.
    {
      name: 'ofPayee',
      key: { payeeId: 1, createdAt: 1 },
      partialFilterExpression: { payeeId: { $exists: true } },
    },
  ],
};

/** What the last verification found; one document, so that every process can say it. */
export interface LedgerAuditDoc {
  _id: 'last';
  sound: boolean;
  mismatches: number;
  entries: number;
  verifiedAt: Date;
}

export const ledgerAuditsPlan: CollectionPlan = { name: 'ledger_audits', indexes: [] };

const audits = (scope: ReadScope): Collection<LedgerAuditDoc> =>
  scope.db.collection(ledgerAuditsPlan.name);

/** Keeps what a verification found. */
export async function putLastAudit(
  scope: WriteScope,
  { _id, ...found }: LedgerAuditDoc,
): Promise<void> {
  await audits(scope).updateOne({ _id }, { $set: found }, { upsert: true, session: scope.session });
}

export const findLastAudit = (scope: ReadScope): Promise<LedgerAuditDoc | null> =>
  audits(scope).findOne({ _id: 'last' });

const entries = (scope: ReadScope): Collection<EntryDoc> => scope.db.collection(ledgerPlan.name);

/**
 * Adds entries. Refuses `OPERATION_DONE_EARLIER` when the ledger holds the operation already, which
 * happens only to a replay so late that its stored reply is gone.
 */
export async function insertEntries(scope: WriteScope, docs: readonly EntryDoc[]): Promise<void> {
  if (docs.length === 0) return;
  try {
    await insertAll(scope, ledgerPlan.name, docs);
  } catch (error) {
    // 11000: duplicate key.
    if (error instanceof MongoServerError && error.code === 11000) {
      throw new Refusal('OPERATION_DONE_EARLIER');
    }
    throw error;
  }
}

/** The entries of these ids, those that there are. */
export const findEntries = (scope: ReadScope, txIds: readonly string[]): Promise<EntryDoc[]> =>
  entries(scope)
    .find({ _id: { $in: [...txIds] } }, within(scope))
    .sort({ createdAt: 1 })
    .toArray();

/** A player's newest entries, but for coins set aside and given back. */
export const newestEntries = (
  scope: ReadScope,
  playerId: string,
  limit: number,
): Promise<EntryDoc[]> =>
  entries(scope)
    .find(
      // Setting coins aside moves none of them away from the player.
      { $or: [{ actorId: playerId }, { payeeId: playerId }], type: { $ne: 'hold' } },
      within(scope),
    )
    .sort({ createdAt: -1 })
    .limit(limit)
    .toArray();

/** A posting that no transfer can hold: nothing moved, a fraction moved, or both ends are one. */
const unsoundPosting = {
  $or: [
    { $lte: ['$$posting.amountCoins', 0] },
    { $ne: [{ $trunc: '$$posting.amountCoins' }, '$$posting.amountCoins'] },
    { $eq: ['$$posting.from', '$$posting.to'] },
  ],
};

/** How many entries there are, and some of those that break a rule every entry keeps by itself. */
export async function countEntries(scope: ReadScope): Promise<{ total: number; broken: string[] }> {
  const total = await entries(scope).countDocuments({}, within(scope));
  const unsound = { $map: { input: '$postings', as: 'posting', in: unsoundPosting } };
  const broken = await entries(scope)
    .find({ $expr: { $anyElementTrue: [unsound] } }, { ...within(scope), projection: { _id: 1 } })
    .limit(20)
    .toArray();
  return { total, broken: broken.map(({ _id }) => _id) };
}

/** What the postings of an account come to; of an escrow with whose coins it holds. */
export interface AccountSum {
  readonly _id: { readonly account: string; readonly escrowOfId?: string };
  readonly balanceCoins: bigint | number;
}

/**
 * The sum over all postings of each account, an escrow with whose coins it holds, in the order of
 * account names. Summed as 64-bit integers: what was ever minted may be more than a double holds
 * exactly.
 */
export const sumsByAccount = (scope: ReadScope) =>
  entries(scope)
    .aggregate(
      [
        { $unwind: '$postings' },
        {
          $project: {
            escrowOfId: 1,
            leg: [
              {
                account: '$postings.from',
                coins: { $multiply: [{ $toLong: '$postings.amountCoins' }, -1] },
              },
              { account: '$postings.to', coins: { $toLong: '$postings.amountCoins' } },
            ],
          },
        },
        { $unwind: '$leg' },
        {
          $group: {
            _id: {
              account: '$leg.account',
              escrowOfId: {
                $cond: [
                  { $eq: [{ $substrCP: ['$leg.account', 0, 7] }, 'escrow:'] },
                  '$escrowOfId',
                  '$$REMOVE',
                ],
              },
            },
            balanceCoins: { $sum: '$leg.coins' },
          },
        },
        { $sort: { _id: 1 } },
      ],
      {
        ...within(scope),
        allowDiskUse: true,
        batchSize: 5_000,
        ...exactLongs,
      },
    )
    .map(withBigInts<AccountSum>);

/**
 * Coins that came without being earned: given by staff, there before, or from another plugin, whose
 * bank would let a player earn the same coins again and again.
 */
const notEarned = ['adjust', 'grant', 'merge', 'rollback', 'vault'];

/**
 * Who earned how much since then, most first, without end: read as many as are wanted. It reads what
 * was earned in that time from an index: for a job, never for a request (D34).
 */
export const earnedSince = (scope: ReadScope, since: Date) =>
  entries(scope).aggregate<{ playerId: string; earnedCoins: number }>(
    [
      { $match: { type: 'earn', createdAt: { $gte: since }, 'meta.cause': { $nin: notEarned } } },
      { $group: { _id: '$actorId', earnedCoins: { $sum: '$amountCoins' } } },
      { $sort: { earnedCoins: -1, _id: 1 } },
      { $project: { _id: 0, playerId: '$_id', earnedCoins: 1 } },
    ],
    { ...within(scope), hint: 'earned', allowDiskUse: true, batchSize: 1_000 },
  );

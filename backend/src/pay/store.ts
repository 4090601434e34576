// What payments keep beside the ledger: who takes no coins of others, and the notices that payees
// have not heard yet.
import type { Collection } from 'mongodb';
import { dayS } from '../core/calendar.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** There is one for each player who ever said so. */
interface PayableDoc {
  /** The player. */
  _id: string;
  payable: boolean;
  updatedAt: Date;
}

/** A payment its payee has not heard of. */
export interface NoticeDoc {
  /** The payment's entry in the ledger. */
  _id: string;
  /** The payee's game account: what game servers ask by. */
  minecraftUUID: string;
  fromName: string;
  amountCoins: number;
  paidAt: Date;
}

// The ledger keeps the payment for ever; what nobody came to hear for so long is told no more.
const noticeDaysMax = 180;

export const payablePlan: CollectionPlan = { name: 'pay_switches', indexes: [] };

export const noticesPlan: CollectionPlan = {
  name: 'pay_notices',
  indexes: [
    // Those of the players on a server, oldest first.
    { name: 'ofPayee', key: { minecraftUUID: 1, paidAt: 1 } },
    { name: 'expiry', key: { paidAt: 1 }, expireAfterSeconds: noticeDaysMax * dayS },
  ],
};

const switches = (scope: ReadScope): Collection<PayableDoc> =>
  scope.db.collection(payablePlan.name);
const notices = (scope: ReadScope): Collection<NoticeDoc> => scope.db.collection(noticesPlan.name);

/** Whether a player takes coins of others: yes, until the player says no. */
export async function isPayable(scope: ReadScope, playerId: string): Promise<boolean> {
  return (await switches(scope).findOne({ _id: playerId }, within(scope)))?.payable ?? true;
}

export async function writePayable(
  scope: WriteScope,
  playerId: string,
  payable: boolean,
): Promise<void> {
  await switches(scope).updateOne(
    { _id: playerId },
    { $set: { payable, updatedAt: scope.now } },
    { upsert: true, session: scope.session },
  );
}

export async function insertNotice(scope: WriteScope, notice: NoticeDoc): Promise<void> {
  await notices(scope).insertOne(notice, { session: scope.session });
}

export async function removeNotices(
  scope: WriteScope,
  noticeIds: readonly string[],
): Promise<void> {
  await notices(scope).deleteMany({ _id: { $in: [...noticeIds] } }, { session: scope.session });
}

/** The oldest notices of these game accounts, a bounded page. */
export const oldestNotices = (
  scope: ReadScope,
  minecraftUUIDs: readonly string[],
  limit: number,
): Promise<NoticeDoc[]> =>
  notices(scope)
    .find({ minecraftUUID: { $in: [...minecraftUUIDs] } }, within(scope))
    .sort({ minecraftUUID: 1, paidAt: 1 })
    .limit(limit)
    .toArray();

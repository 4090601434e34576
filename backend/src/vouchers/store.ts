// Vouchers as they are stored: a hash of the code, what it is worth, and what became of it. Guards
// stand in the filters.
import type { Collection, Filter } from 'mongodb';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { VoucherStatus } from '@mintkeep/shared/vouchers.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

export interface VoucherDoc {
  /** For a purchase the purchase's own id. The code follows from it by a key. */
  _id: string;
  codeHash: string;
  /** What it was made for, and by which id. */
  refType: 'purchase' | 'staff';
  refId: string;
  /** Who bought it. */
  playerId: string | null;
  sku: string;
  name: string;
  /** What it is worth, as it was when it was made. */
  task: Task;
  status: VoucherStatus;
  redeemedBy: string | null;
  redeemedAt: Date | null;
  /** The delivery of the last redeeming. */
  deliveryId: string | null;
  /** How often it came back because its goods were proved not given: names the next delivery. */
  returns: number;
  /** Its coins went back, or will with the proof: it never comes back to be redeemed. */
  isClosed: boolean;
  /** How long it is open, each time it is opened. */
  lifeMs: number;
  expiresAt: Date;
  createdAt: Date;
}

export const vouchersPlan: CollectionPlan = {
  name: 'vouchers',
  indexes: [
    // What a player types is looked up by its hash; two vouchers with one code cannot be.
    { name: 'byCode', key: { codeHash: 1 }, unique: true },
    // What is to expire, and lists by status.
    { name: 'byStatus', key: { status: 1, expiresAt: 1 } },
    // Lists for staff, newest first.
    { name: 'newest', key: { createdAt: -1 } },
  ],
};

const vouchers = (scope: ReadScope): Collection<VoucherDoc> =>
  scope.db.collection(vouchersPlan.name);

export async function insertVouchers(
  scope: WriteScope,
  docs: readonly VoucherDoc[],
): Promise<void> {
  if (docs.length === 0) return;
  await vouchers(scope).insertMany([...docs], { session: scope.session, ordered: true });
}

export const findVoucher = (scope: ReadScope, voucherId: string): Promise<VoucherDoc | null> =>
  vouchers(scope).findOne({ _id: voucherId }, within(scope));

export const findByCode = (scope: ReadScope, codeHash: string): Promise<VoucherDoc | null> =>
  vouchers(scope).findOne({ codeHash }, within(scope));

/** Changes a voucher that is still as `from` says; false when it is not. */
export async function moveVoucher(
  scope: WriteScope,
  voucherId: string,
  from: Filter<VoucherDoc>,
  change: Partial<Omit<VoucherDoc, '_id' | 'codeHash'>>,
): Promise<boolean> {
  const { matchedCount } = await vouchers(scope).updateOne(
    { ...from, _id: voucherId },
    { $set: change },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** A page of vouchers whose time is up and that nobody redeemed, the longest over first. */
export const listOverdue = (scope: ReadScope, now: Date, limit: number): Promise<VoucherDoc[]> =>
  vouchers(scope)
    .find({ status: 'pending', expiresAt: { $lte: now } }, within(scope))
    .sort({ expiresAt: 1 })
    .limit(limit)
    .toArray();

/** A page of vouchers, newest first, and how many there are. */
export async function pageOfVouchers(
  scope: ReadScope,
  status: VoucherStatus | undefined,
  { page, pageSize }: { page: number; pageSize: number },
): Promise<{ items: VoucherDoc[]; total: number }> {
  const filter = status ? { status } : {};
  // Counting every one would read every one.
  const total = status
    ? await vouchers(scope).countDocuments(filter, within(scope))
    : await vouchers(scope).estimatedDocumentCount();
  const items = await vouchers(scope)
    .find(filter, within(scope))
    .sort({ createdAt: -1 })
    .skip((page - 1) * pageSize)
    .limit(pageSize)
    .toArray();
  return { items, total };
}

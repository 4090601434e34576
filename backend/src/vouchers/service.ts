// Vouchers: what a code is worth, who redeemed it, and what becomes of it when its goods do not arrive
// or its time is up. Knows no shop and no coins: who took coins for one hears an event, or asks.
import assert from 'node:assert/strict';
import type { KeyObject } from 'node:crypto';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { VoucherRecord, VoucherStatus } from '@mintkeep/shared/vouchers.ts';
import { Refusal } from '../core/errors.ts';
import { operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { openDeliveries } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { getPlayer, isBanned } from '../players/service.ts';
import { codeOf, hashOf } from './code.ts';
import * as store from './store.ts';
import type { VoucherDoc } from './store.ts';

export { codeOf, voucherKeyOf } from './code.ts';
export { admitAttempt } from './attempts.ts';
export { findVoucher, listOverdue } from './store.ts';

/** What vouchers need besides the transaction. */
export interface Vouching {
  readonly codeKey: KeyObject;
  /** How long a voucher can be redeemed, unless it is made with another time (S1-037). */
  readonly lifeMs: number;
}

export interface NewVoucher {
  readonly voucherId: string;
  readonly refType: VoucherDoc['refType'];
  readonly refId: string;
  readonly playerId: string | null;
  readonly reward: { readonly sku: string; readonly name: string; readonly task: Task };
  /** Where it is not the usual time. */
  readonly lifeMs?: number;
}

/** Makes vouchers, to be redeemed from this commit on (S1-132). Their codes: `codeOf`. */
export async function openVouchers(
  scope: WriteScope,
  { codeKey, lifeMs: usualMs }: Vouching,
  opening: readonly NewVoucher[],
): Promise<void> {
  const docs = opening.map((one): VoucherDoc => {
    const { voucherId, refType, refId, playerId, reward, lifeMs = usualMs } = one;
    const expiresAt = new Date(scope.now.getTime() + lifeMs);
    const codeHash = hashOf(codeKey, codeOf(codeKey, voucherId));
    assert(codeHash !== null, 'a code of ours has the form of a code');
    return {
      ...{ _id: voucherId, codeHash, refType, refId, playerId },
      ...{ sku: reward.sku, name: reward.name, task: reward.task },
      ...{ status: 'pending', redeemedBy: null, redeemedAt: null, deliveryId: null },
      ...{ returns: 0, isClosed: false, lifeMs, expiresAt, createdAt: scope.now },
    };
  });
  await store.insertVouchers(scope, docs);
}

/**
 * Redeems a code: opens the delivery of its goods for this player, in the same commit as the guarded
 * change that makes it redeemed (S1-133, S1-188). Asked again by the same player it answers the same.
 * Each door first calls `admitAttempt`. Refuses `PLAYER_UNKNOWN`, `PLAYER_BANNED`, `PLAYER_FROZEN`,
 * `VOUCHER_UNKNOWN`, `VOUCHER_REDEEMED` by another, `VOUCHER_EXPIRED` (also one that was voided).
 */
export async function redeem(
  tx: Tx,
  { codeKey }: Vouching,
  { minecraftUUID, code }: { readonly minecraftUUID: string; readonly code: string },
): Promise<VoucherDoc & { readonly deliveryId: string }> {
  const player = await getPlayer(tx, minecraftUUID);
  if (isBanned(player, tx.now)) throw new Refusal('PLAYER_BANNED');
  if (player.frozen) throw new Refusal('PLAYER_FROZEN');
  const codeHash = hashOf(codeKey, code);
  const voucher = codeHash === null ? null : await store.findByCode(tx, codeHash);
  if (!voucher) throw new Refusal('VOUCHER_UNKNOWN');
  const { _id: voucherId, status, task, sku } = voucher;
  if (status === 'redeemed') {
    if (voucher.redeemedBy !== player._id) throw new Refusal('VOUCHER_REDEEMED');
    return redeemedOf(voucher);
  }
  if (status !== 'pending' || voucher.expiresAt <= tx.now) throw new Refusal('VOUCHER_EXPIRED');

  const deliveryId = deliveryIdOf(voucher);
  const change = {
    status: 'redeemed' as const,
    redeemedBy: player._id,
    redeemedAt: tx.now,
    deliveryId,
  };
  const open = { status: 'pending', returns: voucher.returns, expiresAt: { $gt: tx.now } } as const;
  const taken = await store.moveVoucher(tx, voucherId, open, change);
  assert(taken, 'a voucher changed inside its own transaction');
  const ref = { refType: 'voucher' as const, refId: voucherId };
  await openDeliveries(tx, [{ deliveryId, playerId: player._id, minecraftUUID, ref, task }]);
  await logEvent(tx, {
    eventType: 'redeem',
    playerId: player._id,
    before: { voucherId, status },
    after: { voucherId, status: 'redeemed', sku, deliveryId },
  });
  return { ...voucher, ...change };
}

// The same voucher redeemed for the same time is the same delivery, whatever was restored between.
const deliveryIdOf = ({ _id, returns }: VoucherDoc): string =>
  operationIdOf('voucher', 'delivery', `${_id}/${String(returns)}`);

function redeemedOf(voucher: VoucherDoc): VoucherDoc & { readonly deliveryId: string } {
  const { deliveryId } = voucher;
  assert(deliveryId !== null, 'a redeemed voucher has a delivery');
  return { ...voucher, deliveryId };
}

/**
 * Gives a voucher back whose goods are proved not given: it can be redeemed anew until its time is up,
 * unless its coins went back or are about to.
 */
export async function releaseVoucher(tx: Tx, voucherId: string, deliveryId: string): Promise<void> {
  const voucher = await store.findVoucher(tx, voucherId);
  if (voucher?.status !== 'redeemed' || voucher.deliveryId !== deliveryId) return;
  const { isClosed, returns } = voucher;
  const change = isClosed
    ? { status: 'voided' as const }
    : { ...unredeemed, status: 'pending' as const, returns: returns + 1 };
  await store.moveVoucher(tx, voucherId, { status: 'redeemed', deliveryId }, change);
}

const unredeemed = { redeemedBy: null, redeemedAt: null, deliveryId: null };

/**
 * Closes a voucher whose coins are to go back: from this commit on nobody can redeem it. Answers how
 * it stood: a redeemed one has a delivery that must be cancelled first.
 */
export async function closeVoucher(tx: Tx, voucherId: string): Promise<VoucherDoc> {
  const voucher = await store.findVoucher(tx, voucherId);
  assert(voucher, `the voucher ${voucherId} is gone`);
  const { status } = voucher;
  await store.moveVoucher(
    tx,
    voucherId,
    { status },
    { isClosed: true, ...(status === 'pending' ? { status: 'voided' } : {}) },
  );
  return voucher;
}

/** Opens a voucher again whose refund was taken back and whose goods are proved not given. */
export async function reopenVoucher(tx: Tx, voucherId: string): Promise<void> {
  const voucher = await store.findVoucher(tx, voucherId);
  assert(voucher, `the voucher ${voucherId} is gone`);
  const { status, returns, lifeMs } = voucher;
  await store.moveVoucher(
    tx,
    voucherId,
    { status },
    {
      ...unredeemed,
      status: 'pending',
      isClosed: false,
      expiresAt: new Date(tx.now.getTime() + lifeMs),
      returns: returns + 1,
    },
  );
}

/** Takes back that a redeemed voucher was closed: its coins are paid again. */
export async function keepRedeemed(tx: Tx, voucherId: string): Promise<void> {
  await store.moveVoucher(tx, voucherId, { status: 'redeemed' }, { isClosed: false });
}

/**
 * Ends a voucher that nobody redeemed: its time is up, or staff say so. Whoever took coins for it hears
 * `voucher.ended` and pays them back. False when it is not open any more.
 */
export async function endVoucher(
  tx: Tx,
  { _id: voucherId, refType, refId }: VoucherDoc,
  status: 'expired' | 'voided',
): Promise<boolean> {
  const due = status === 'expired' ? { expiresAt: { $lte: tx.now } } : {};
  const open = { status: 'pending', ...due } as const;
  const ended = await store.moveVoucher(tx, voucherId, open, { status });
  if (ended) tx.emit({ type: 'voucher.ended', voucherId, refType, refId });
  return ended;
}

/** A page of vouchers for staff: all of them but the code. */
export async function listVouchers(
  scope: ReadScope,
  { status, ...page }: { status?: VoucherStatus | undefined; page: number; pageSize: number },
): Promise<{ items: VoucherRecord[]; total: number; page: number }> {
  const { items, total } = await store.pageOfVouchers(scope, status, page);
  return { items: items.map(recordOf), total, page: page.page };
}

const recordOf = (doc: VoucherDoc): VoucherRecord => ({
  voucherId: doc._id,
  sku: doc.sku,
  name: doc.name,
  madeBy: doc.refType,
  refId: doc.refId,
  playerId: doc.playerId,
  status: doc.status,
  redeemedBy: doc.redeemedBy,
  redeemedAt: doc.redeemedAt?.toISOString() ?? null,
  deliveryId: doc.deliveryId,
  createdAt: doc.createdAt.toISOString(),
  expiresAt: doc.expiresAt.toISOString(),
});

// Paying back what was bought: at once where nothing can have been given, after the void receipt
// where it may have been, once for ever (D23). Knows no HTTP.
import assert from 'node:assert/strict';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import type { refundPurchase as contract } from '@mintkeep/shared/shop.ts';
import { audit } from '../audit/service.ts';
import { ranksAtLeast } from '../core/context.ts';
import type { Actor } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import {
  cancelDelivery,
  closeWithoutProof,
  findDelivery,
  markPaidBack,
} from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import { postRefund } from '../ledger/service.ts';
import { getPlayerById } from '../players/service.ts';
import { closeVoucher, findVoucher } from '../vouchers/service.ts';
import { findRewards, returnStock } from './reward-store.ts';
import * as store from './store.ts';
import type { PurchaseDoc } from './store.ts';

/** A wish to pay back. */
export interface RefundWish {
  readonly purchaseId: string;
  readonly reason: string;
  /** Pay although a game server may still hand it over. */
  readonly withoutProof?: boolean | undefined;
}

export type Refunded = ReplyOf<typeof contract>;

/**
 * Pays a purchase back, or begins to (S0-010, S0-011). One that was refunded before answers what it
 * answered then. Refuses `PURCHASE_UNKNOWN`; `PURCHASE_NOT_REFUNDABLE` for what was delivered, unless
 * staff ask, and for what only a person can decide, unless without proof; `ROLE_INSUFFICIENT` for
 * one without proof below OPERATOR. What staff change is audited.
 */
export async function refundPurchase(tx: Tx, wish: RefundWish): Promise<Refunded> {
  const { reply, before } = await carryOutRefund(tx, wish);
  if (before && isStaff(tx.actor)) {
    await audit(tx, {
      action: 'purchase.refund',
      target: { type: 'purchase', id: wish.purchaseId },
      reason: wish.reason,
      before,
      after: {
        ...(await pictureOf(tx, wish.purchaseId)),
        withoutProof: wish.withoutProof ?? false,
      },
    });
  }
  return reply;
}

/**
 * As `refundPurchase`, for a caller that writes the audit entry of the whole it does. `before` is the
 * state it found, null where there was nothing to change.
 */
export async function carryOutRefund(
  tx: Tx,
  { purchaseId, reason, withoutProof = false }: RefundWish,
): Promise<{ reply: Refunded; before: PurchasePicture | null }> {
  if (withoutProof && !ranksAtLeast(tx.actor, 'OPERATOR')) throw new Refusal('ROLE_INSUFFICIENT');
  const purchase = await getPurchase(tx, purchaseId);
  if (purchase.status === 'refunded') return { reply: refundedReply(purchase), before: null };
  const before = await pictureOf(tx, purchaseId);
  const ready = await makeReady(tx, purchase, { reason, withoutProof });
  if (ready !== 'wait') {
    return { reply: await payBack(tx, purchase, { reason, ready, before }), before };
  }

  const reply: Refunded = { purchaseId, status: 'refund_pending' };
  if (purchase.status === 'refund_pending') return { reply, before: null };
  await store.movePurchase(tx, purchaseId, ['pending'], {
    status: 'refund_pending',
    refundReason: reason,
  });
  return { reply, before };
}

/** Whether the coins may go back now: what is proved about the goods, or that proof must come. */
type Ready = 'notGiven' | 'given' | 'unproved' | 'wait';

/** Ends the delivery of a purchase as far as that can be done now. */
async function makeReady(
  tx: Tx,
  purchase: PurchaseDoc,
  { reason, withoutProof }: { reason: string; withoutProof: boolean },
): Promise<Ready> {
  if (purchase.voucherId !== undefined) {
    const voucher = await closeVoucher(tx, purchase.voucherId);
    if (voucher.status !== 'redeemed') return 'notGiven';
  }
  const deliveryId = deliveryIdOf(purchase);
  const state = (await findDelivery(tx, deliveryId))?.state;
  // A purchase from before there were deliveries was handed over in its own way.
  const status = state?.status ?? 'delivered';
  switch (status) {
    case 'voided':
      return 'notGiven';
    case 'pending':
    case 'leased':
      if (withoutProof && state?.everLeased) break;
      return (await cancelDelivery(tx, deliveryId, reason)) === 'voided' ? 'notGiven' : 'wait';
    case 'cancelling':
      if (withoutProof) break;
      return 'wait';
    case 'needs_review':
      if (withoutProof) break;
      throw new Refusal('PURCHASE_NOT_REFUNDABLE', {
        purchaseId: purchase._id,
        deliveryStatus: status,
      });
    case 'delivered':
      if (isStaff(tx.actor)) return 'given';
      throw new Refusal('PURCHASE_NOT_REFUNDABLE', {
        purchaseId: purchase._id,
        deliveryStatus: status,
      });
    case 'refunded':
      assert.fail(`the delivery of purchase ${purchase._id} is refunded and the purchase is not`);
  }
  await closeWithoutProof(tx, deliveryId, reason);
  return 'unproved';
}

/** Moves the coins back and says so everywhere. The stock follows only proof that nothing was given. */
async function payBack(
  tx: Tx,
  purchase: PurchaseDoc,
  {
    reason,
    ready,
    before,
  }: { reason: string; ready: Exclude<Ready, 'wait'>; before: PurchasePicture },
): Promise<Refunded> {
  const { _id: purchaseId, playerId, sku, quantity, totalCostCoins } = purchase;
  await postRefund(tx, {
    operationId: refundIdOf(purchase),
    playerId,
    amountCoins: totalCostCoins,
    reason: 'purchase refund',
    meta: { purchaseId, sku, quantity },
  });
  if (ready === 'notGiven') await returnStock(tx, sku, quantity);
  if (before.deliveryStatus !== null) await markPaidBack(tx, before.deliveryId);
  const refundedBalanceCoins = before.walletBalanceCoins + totalCostCoins;
  const change = {
    status: 'refunded' as const,
    refundReason: reason,
    refundedAt: tx.now,
    refundedBalanceCoins,
    stockReturned: ready === 'notGiven',
    ...(ready === 'unproved' ? { refundedWithoutProof: true } : {}),
    ...(await attemptsOf(tx, purchase)),
  };
  const open = ['pending', 'refund_pending', 'completed'] as const;
  const moved = await store.movePurchase(tx, purchaseId, open, change);
  assert(moved, 'a purchase changed inside its own transaction');
  const after = { ...(await pictureOf(tx, purchaseId)), refundReason: reason, ready };
  await logEvent(tx, { eventType: 'refund', playerId, before: { ...before }, after });
  tx.emit({ type: 'purchase.refunded', purchaseId, playerId, refundedCoins: totalCostCoins });
  return refundedReply({ ...purchase, refundedBalanceCoins });
}

/**
 * Pays back a purchase whose delivery is proved not given (S0-011, S0-013, D23). One that staff paid
 * back before the proof gets its stock back now.
 */
export async function refundVoided(tx: Tx, purchaseId: string): Promise<void> {
  const purchase = await getPurchase(tx, purchaseId);
  const deliveryId = deliveryIdOf(purchase);
  const delivery = await findDelivery(tx, deliveryId);
  // Somebody who asked for the refund meanwhile has done all of it in one commit.
  if (delivery?.state.status !== 'voided') return;
  if (purchase.status === 'refunded') {
    if (!purchase.stockReturned) await returnStock(tx, purchase.sku, purchase.quantity);
    await store.movePurchase(tx, purchaseId, ['refunded'], { stockReturned: true });
    await markPaidBack(tx, deliveryId);
    return;
  }
  const reason = purchase.refundReason ?? delivery.cancelReason ?? 'delivery voided';
  const before = await pictureOf(tx, purchaseId);
  await payBack(tx, purchase, { reason, ready: 'notGiven', before });
}

/** Pays back a purchase whose voucher ended before anybody redeemed it (S1-037, S1-125). */
export async function refundEnded(tx: Tx, purchaseId: string): Promise<void> {
  const purchase = await getPurchase(tx, purchaseId);
  const voucher = await findVoucher(tx, purchase.voucherId ?? '');
  // Somebody who asked for the refund meanwhile has done all of it in one commit.
  if (purchase.status === 'refunded' || !voucher) return;
  if (voucher.status !== 'expired' && voucher.status !== 'voided') return;
  const before = await pictureOf(tx, purchaseId);
  await closeVoucher(tx, voucher._id);
  await payBack(tx, purchase, { reason: `voucher ${voucher.status}`, ready: 'notGiven', before });
}

/** Records that a purchase waits for its void receipt, and why (S0-012, S0-013). */
export async function awaitVoid(tx: Tx, purchaseId: string): Promise<void> {
  const purchase = await getPurchase(tx, purchaseId);
  const delivery = await findDelivery(tx, deliveryIdOf(purchase));
  // It may have been given or voided since.
  if (delivery?.state.status !== 'cancelling') return;
  await store.movePurchase(tx, purchaseId, ['pending'], {
    status: 'refund_pending',
    refundReason: delivery.cancelReason ?? delivery.state.lastError ?? 'delivery failed',
    ...(await attemptsOf(tx, purchase)),
  });
}

/** What a refund changes, read in one transaction: for the logs, which rebuild the state by it. */
export interface PurchasePicture {
  readonly purchaseId: string;
  readonly purchaseStatus: PurchaseDoc['status'];
  readonly sku: string;
  readonly quantity: number;
  readonly totalCostCoins: number;
  readonly deliveryId: string;
  readonly deliveryStatus: string | null;
  readonly walletBalanceCoins: number;
  readonly stock: number | null;
}

/** The state of a purchase and of all it touches. Refuses `PURCHASE_UNKNOWN`. */
export async function pictureOf(scope: ReadScope, purchaseId: string): Promise<PurchasePicture> {
  const purchase = await getPurchase(scope, purchaseId);
  const { playerId, sku, quantity, totalCostCoins } = purchase;
  const deliveryId = deliveryIdOf(purchase);
  const [reward] = await findRewards(scope, [sku]);
  const { walletBalanceCoins } = await getPlayerById(scope, playerId);
  return {
    purchaseId,
    purchaseStatus: purchase.status,
    sku,
    quantity,
    totalCostCoins,
    deliveryId,
    deliveryStatus: (await findDelivery(scope, deliveryId))?.state.status ?? null,
    walletBalanceCoins,
    stock: reward?.stock ?? null,
  };
}

/** How often it was tried, as the record of the purchase keeps it (S0-012). */
export async function attemptsOf(
  scope: ReadScope,
  purchase: PurchaseDoc,
): Promise<Pick<PurchaseDoc, 'deliveryAttempts' | 'lastDeliveryAttemptAt'>> {
  const delivery = await findDelivery(scope, deliveryIdOf(purchase));
  const given = delivery?.state.status === 'delivered' ? 1 : 0;
  return {
    deliveryAttempts: (delivery?.state.attempts ?? 0) + given,
    lastDeliveryAttemptAt: delivery?.lastAttemptAt ?? null,
  };
}

/** The purchase of this id. Refuses `PURCHASE_UNKNOWN`. */
export async function getPurchase(scope: ReadScope, purchaseId: string): Promise<PurchaseDoc> {
  const [purchase] = await store.findPurchases(scope, [purchaseId]);
  if (!purchase) throw new Refusal('PURCHASE_UNKNOWN', { purchaseId });
  if (purchase.voucherId === undefined) return purchase;
  // Who redeemed the voucher has the goods; each time is a delivery of its own.
  const deliveryId = (await findVoucher(scope, purchase.voucherId))?.deliveryId;
  return deliveryId ? { ...purchase, deliveryId } : purchase;
}

export const deliveryIdOf = ({ _id, deliveryId = _id }: PurchaseDoc): string => deliveryId;

/** The ledger's id of a refund: it follows from the purchase, so that no two can be written. */
export const refundIdOf = ({ _id, refundsTakenBack = 0 }: PurchaseDoc): string =>
  operationIdOf(
    'refund',
    'delivery',
    refundsTakenBack === 0 ? _id : `${_id}/${String(refundsTakenBack)}`,
  );

function refundedReply(purchase: PurchaseDoc): Refunded {
  const { _id: purchaseId, totalCostCoins, refundedBalanceCoins = 0 } = purchase;
  return {
    purchaseId,
    status: 'refunded',
    refundedCoins: totalCostCoins,
    walletBalanceCoins: refundedBalanceCoins,
  };
}

const isStaff = ({ kind }: Actor): boolean => kind === 'staff' || kind === 'console';

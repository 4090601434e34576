// Taking a refund back: the coins are paid again, and the purchase stands again as it stood before,
// with the goods owed where they were owed. The inverse of refund.ts; only a rollback does this.
import { Refusal } from '../core/errors.ts';
import { operationIdOf } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import { findDelivery, markPaidAgain, openDeliveries } from '../delivery/service.ts';
import { postAdjustment } from '../ledger/service.ts';
import { keepRedeemed, reopenVoucher } from '../vouchers/service.ts';
import { deliveryIdOf, getPurchase, refundIdOf } from './refund.ts';
import { findRewards, takeStock } from './reward-store.ts';
import * as store from './store.ts';
import type { PurchaseChange, PurchaseDoc } from './store.ts';

/**
 * Takes a refund back; answers the ledger's entry. Refuses `PURCHASE_NOT_REFUNDABLE` when the
 * purchase is not refunded now, `REWARD_OUT_OF_STOCK` when its goods were sold since, and
 * `BALANCE_BELOW_ZERO` when the coins were spent since; then it has changed nothing.
 */
export async function takeBackRefund(tx: Tx, purchaseId: string, reason: string): Promise<string> {
  const purchase = await getPurchase(tx, purchaseId);
  if (purchase.status !== 'refunded') {
    throw new Refusal('PURCHASE_NOT_REFUNDABLE', { purchaseId, status: purchase.status });
  }
  if (purchase.stockReturned) await refuseSoldOut(tx, purchase);
  const txId = operationIdOf('take-back', 'refund', refundIdOf(purchase));
  const { playerId, sku, quantity, totalCostCoins } = purchase;
  await postAdjustment(tx, {
    operationId: txId,
    playerId,
    amountCoins: -totalCostCoins,
    spentCoins: totalCostCoins,
    reason,
    meta: { cause: 'rollback', purchaseId, sku, quantity },
  });
  if (purchase.stockReturned) await takeStock(tx, new Map([[sku, quantity]]));
  await store.movePurchase(tx, purchaseId, ['refunded'], {
    ...(await oweAgain(tx, purchase)),
    refundReason: null,
    refundedAt: null,
    refundedWithoutProof: false,
    stockReturned: false,
    refundsTakenBack: (purchase.refundsTakenBack ?? 0) + 1,
  });
  return txId;
}

async function refuseSoldOut(tx: Tx, { sku, quantity }: PurchaseDoc): Promise<void> {
  const [reward] = await findRewards(tx, [sku]);
  const stock = reward?.stock ?? null;
  if (stock !== null && stock < quantity) throw new Refusal('REWARD_OUT_OF_STOCK', { sku, stock });
}

/**
 * Lets the goods be owed again as they were before the refund. A delivery with a void receipt stays
 * void for ever, so what it owed is owed by a new one.
 */
async function oweAgain(tx: Tx, purchase: PurchaseDoc): Promise<PurchaseChange> {
  const delivery = await findDelivery(tx, deliveryIdOf(purchase));
  const { voucherId } = purchase;
  const status = delivery?.state.status;
  if (voucherId !== undefined) {
    if (status === undefined || status === 'refunded') {
      await reopenVoucher(tx, voucherId);
      return { status: 'pending' };
    }
    if (status !== 'cancelling' && status !== 'voided') await keepRedeemed(tx, voucherId);
  }
  switch (delivery?.state.status) {
    case undefined:
      return { status: 'completed' };
    case 'delivered':
      await markPaidAgain(tx, deliveryIdOf(purchase));
      return { status: 'completed' };
    case 'cancelling':
    case 'voided':
      await markPaidAgain(tx, deliveryIdOf(purchase));
      return { status: 'refund_pending' };
    case 'pending':
    case 'leased':
    case 'needs_review':
      await markPaidAgain(tx, deliveryIdOf(purchase));
      return { status: 'pending' };
    case 'refunded': {
      const { playerId, minecraftUUID, ref, task } = delivery;
      const round = (purchase.refundsTakenBack ?? 0) + 1;
      const deliveryId = operationIdOf('again', 'delivery', `${purchase._id}/${String(round)}`);
      await openDeliveries(tx, [{ deliveryId, playerId, minecraftUUID, ref, task }]);
      return { status: 'pending', deliveryId };
    }
  }
}

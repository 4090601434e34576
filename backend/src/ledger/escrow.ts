// Escrow: what a buyer has paid and the seller has not got yet. Each order has an account of its own;
// its three entries have ids that follow from the order, so that none can be written twice. Knows no
// market: who may pay, and when an escrow ends, is the caller's to say.
import assert from 'node:assert/strict';
import { operationIdOf } from '../core/identity.ts';
import type { WriteScope } from '../core/transaction.ts';
import { moveToEscrow, putIntoWallet, takeFromEscrow } from '../players/service.ts';
import { assertPostings, escrowOf, walletOf } from './accounts.ts';
import type { Posting } from './accounts.ts';
import { insertEntries } from './store.ts';
import type { EntryDoc } from './store.ts';

/** An order as the ledger needs to know it. */
export interface Escrow {
  readonly orderId: string;
  readonly buyerId: string;
  readonly totalCoins: number;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** The ids of an order's entries: that of buying is the order's own. */
export const entryIdsOf = (orderId: string) => ({
  buy: orderId,
  fulfil: operationIdOf('fulfil', 'order', orderId),
  refund: operationIdOf('refund', 'order', orderId),
});

/**
 * Moves coins of many buyers from their wallets into escrow (S1-074). The caller has seen in the same
 * transaction that every wallet suffices; one that does not is a broken assumption and fails the
 * whole.
 */
export async function postEscrows(scope: WriteScope, escrows: readonly Escrow[]): Promise<void> {
  const docs = escrows.map(({ orderId, buyerId, totalCoins, meta }) =>
    entry(scope, {
      _id: entryIdsOf(orderId).buy,
      type: 'buy',
      actorId: buyerId,
      escrowOfId: buyerId,
      amountCoins: totalCoins,
      reason: 'market purchase',
      postings: [{ from: walletOf(buyerId), to: escrowOf(orderId), amountCoins: totalCoins }],
      meta: { orderId, ...meta },
    }),
  );
  const sums = new Map<string, number>();
  for (const { buyerId, totalCoins } of escrows) {
    sums.set(buyerId, (sums.get(buyerId) ?? 0) + totalCoins);
  }
  const moved = await moveToEscrow(scope, sums);
  assert.equal(moved, sums.size, 'a wallet changed inside its own transaction');
  await insertEntries(scope, docs);
}

/**
 * Pays the seller out of escrow, less the fee, which goes to the treasury (S1-075). False, and nothing
 * is changed, when the seller's wallet cannot hold it. A share of 0 coins is no posting.
 */
export async function postFulfilment(
  scope: WriteScope,
  {
    orderId,
    buyerId,
    sellerId,
    totalCoins,
    feeCoins,
    meta,
  }: Escrow & { readonly sellerId: string; readonly feeCoins: number },
): Promise<boolean> {
  assert(feeCoins >= 0 && feeCoins <= totalCoins, 'a fee is a part of the total');
  const netCoins = totalCoins - feeCoins;
  const from = escrowOf(orderId);
  const postings: Posting[] = [
    { from, to: walletOf(sellerId), amountCoins: netCoins },
    { from, to: 'treasury' as const, amountCoins: feeCoins },
  ].filter(({ amountCoins }) => amountCoins > 0);
  if (netCoins > 0 && !(await putIntoWallet(scope, sellerId, netCoins, 'earned'))) return false;
  const taken = await takeFromEscrow(scope, buyerId, totalCoins, 'spent');
  assert(taken, `the escrow of order ${orderId} is not there`);
  await insertEntries(scope, [
    entry(scope, {
      _id: entryIdsOf(orderId).fulfil,
      type: 'fulfil',
      actorId: sellerId,
      escrowOfId: buyerId,
      amountCoins: totalCoins,
      reason: 'market sale',
      postings,
      meta: { orderId, feeCoins, ...meta },
    }),
  ]);
  return true;
}

/**
 * Pays a buyer back out of escrow. False, and nothing is changed, when the wallet cannot hold it.
 */
export async function postEscrowRefund(
  scope: WriteScope,
  { orderId, buyerId, totalCoins, meta }: Escrow,
): Promise<boolean> {
  if (!(await takeFromEscrow(scope, buyerId, totalCoins, 'wallet'))) return false;
  await insertEntries(scope, [
    entry(scope, {
      _id: entryIdsOf(orderId).refund,
      type: 'refund',
      actorId: buyerId,
      escrowOfId: buyerId,
      amountCoins: totalCoins,
      reason: 'market refund',
      postings: [{ from: escrowOf(orderId), to: walletOf(buyerId), amountCoins: totalCoins }],
      meta: { orderId, ...meta },
    }),
  ]);
  return true;
}

function entry(scope: WriteScope, doc: Omit<EntryDoc, 'actorKind' | 'createdAt'>): EntryDoc {
  assertPostings(doc.postings);
  return { ...doc, actorKind: 'player', createdAt: scope.now };
}

// The ledger: every movement of coins, written twice (from, to) and never changed. Wallets are
// cached sums of it, moved in the same transaction. Knows no shop and no market.
import assert from 'node:assert/strict';
import type { EntryType } from '@mintkeep/shared/reports.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { putIntoWallet, takeFromWallets } from '../players/service.ts';
import { assertPostings, belongsTo, changeOf, playerOfWallet, walletOf } from './accounts.ts';
import type { Posting } from './accounts.ts';
import { insertEntries, newestEntries } from './store.ts';
import type { EntryDoc } from './store.ts';

export { changeOf, escrowOf, walletOf } from './accounts.ts';
export type { Posting } from './accounts.ts';
export { earnedSince, findLastAudit } from './store.ts';
export { postAdjustment } from './adjust.ts';
export { postHold, postHoldEntries, postRelease } from './holds.ts';
export type { HoldChange } from './holds.ts';
export { postMerge } from './merge.ts';
export { postPayment } from './payment.ts';
export { entryIdsOf, postEscrowRefund, postEscrows, postFulfilment } from './escrow.ts';
export { findEntries } from './store.ts';
export { busiestByDay, entriesSince, firstEntryAt, flowsByDay, pageOfEntries } from './queries.ts';
export type { DayFlow } from './queries.ts';

/** A transfer: postings that happen together, with a reason. */
export interface Transfer {
  /** The operation that makes it, and the `_id` of its entry. */
  readonly operationId: string;
  readonly type: EntryType;
  readonly playerId: string;
  readonly reason: string;
  readonly amountCoins: number;
  readonly postings: readonly Posting[];
  readonly meta: Readonly<Record<string, unknown>>;
}

/** What a shop's sale takes: coins leave a wallet and the world. */
export const spending = (sale: {
  operationId: string;
  playerId: string;
  amountCoins: number;
  meta: Record<string, unknown>;
}): Transfer => ({
  ...sale,
  type: 'spend',
  reason: 'purchase',
  postings: [{ from: walletOf(sale.playerId), to: 'burn', amountCoins: sale.amountCoins }],
});

/**
 * Writes many spendings at once and takes their coins from the wallets: one statement for all who
 * pay the same sum. The caller has seen in the same transaction that every wallet suffices; one
 * that does not is a broken assumption and fails the whole.
 */
export async function postSpendings(
  scope: WriteScope,
  transfers: readonly Transfer[],
): Promise<void> {
  transfers.forEach(assertSound);
  const sums = new Map<string, number>();
  for (const { playerId, amountCoins } of transfers) {
    sums.set(playerId, (sums.get(playerId) ?? 0) + amountCoins);
  }
  const taken = await takeFromWallets(scope, sums);
  assert.equal(taken, sums.size, 'a wallet changed inside its own transaction');
  await insertEntries(scope, transfers.map(entryOf(scope)));
}

/**
 * Gives coins to a player out of the mint: an admin's grant, an earning. Refuses
 * `BALANCE_TOO_LARGE`. Answers the entry's id.
 */
export async function postEarning(
  tx: Tx,
  earning: { playerId: string; amountCoins: number; reason: string; meta: Record<string, unknown> },
): Promise<string> {
  const { playerId, amountCoins } = earning;
  await post(tx, 'earned', {
    ...earning,
    operationId: tx.operationId,
    type: 'earn',
    postings: [{ from: 'mint', to: walletOf(playerId), amountCoins }],
  });
  return tx.operationId;
}

/** Gives back what a spending took: the same posting the other way, once for its operation id. */
export async function postRefund(
  tx: Tx,
  refund: {
    operationId: string;
    playerId: string;
    amountCoins: number;
    reason: string;
    meta: Record<string, unknown>;
  },
): Promise<void> {
  const { playerId, amountCoins } = refund;
  await post(tx, 'unspent', {
    ...refund,
    type: 'refund',
    postings: [{ from: 'burn', to: walletOf(playerId), amountCoins }],
  });
}

async function post(tx: Tx, lifetime: 'earned' | 'unspent', transfer: Transfer): Promise<void> {
  assertSound(transfer);
  for (const { to, amountCoins } of transfer.postings) {
    const playerId = playerOfWallet(to);
    assert(playerId, 'only wallets are paid this way');
    if (!(await putIntoWallet(tx, playerId, amountCoins, lifetime))) {
      throw new Refusal('BALANCE_TOO_LARGE', { playerId });
    }
  }
  await insertEntries(tx, [entryOf(tx)(transfer)]);
}

const entryOf =
  (scope: WriteScope) =>
  (transfer: Transfer): EntryDoc => ({
    _id: transfer.operationId,
    type: transfer.type,
    actorId: transfer.playerId,
    actorKind: 'player',
    amountCoins: transfer.amountCoins,
    reason: transfer.reason,
    postings: [...transfer.postings],
    meta: { ...transfer.meta },
    createdAt: scope.now,
  });

/** Coins are whole and positive (D20); a transfer moves what it says it moves. */
function assertSound({ amountCoins, postings }: Transfer): void {
  assertPostings(postings);
  assert(Number.isSafeInteger(amountCoins), 'coins are whole');
}

/** A player's newest movements, as the player sees them: negative when coins left the player. */
export async function cardEntries(
  scope: ReadScope,
  playerId: string,
  limit: number,
): Promise<{ amountCoins: number; reason: string; createdAt: string }[]> {
  return (await newestEntries(scope, playerId, limit)).map(({ postings, reason, createdAt }) => ({
    amountCoins: changeOf(postings, (account) => belongsTo(playerId, account)),
    reason,
    createdAt: createdAt.toISOString(),
  }));
}

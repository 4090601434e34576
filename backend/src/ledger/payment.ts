// Payments: coins from one wallet to another, by one double entry that both players find on their
// cards. Nothing is minted or burned, and it counts as neither earned nor spent.
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import { adjustWallet } from '../players/service.ts';
import { walletOf } from './accounts.ts';
import { insertEntries } from './store.ts';

export interface Payment {
  readonly payerId: string;
  readonly payeeId: string;
  /** Whole and positive (D20). */
  readonly amountCoins: number;
  readonly reason: string;
}

/**
 * Moves coins between two wallets; answers what the payer has left. Refuses `FUNDS_INSUFFICIENT` and
 * `BALANCE_TOO_LARGE`. Whether the payer may pay is the caller's to decide in the same transaction:
 * both documents are written here, so a freeze beside it conflicts and one of the two runs again.
 */
export async function postPayment(
  tx: Tx,
  { payerId, payeeId, amountCoins, reason }: Payment,
): Promise<number> {
  const leftCoins = await adjustWallet(tx, payerId, -amountCoins);
  if (leftCoins === null) throw new Refusal('FUNDS_INSUFFICIENT', { totalCostCoins: amountCoins });
  if ((await adjustWallet(tx, payeeId, amountCoins)) === null) {
    throw new Refusal('BALANCE_TOO_LARGE');
  }
  await insertEntries(tx, [
    {
      _id: tx.operationId,
      type: 'spend',
      actorId: payerId,
      actorKind: 'player',
      payeeId,
      amountCoins,
      reason,
      postings: [{ from: walletOf(payerId), to: walletOf(payeeId), amountCoins }],
      meta: { cause: 'pay' },
      createdAt: tx.now,
    },
  ]);
  return leftCoins;
}

// Coins in escrow: cached sums of the ledger, as wallets are. Only the ledger's service changes them,
// by these guarded updates.
import { keysByValue, updateAll } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { players, playersPlan, roomFor } from './store.ts';

/**
 * Moves coins from wallets into escrow, each at most what the wallet holds: one statement for all who
 * pay the same sum (S1-074). Answers how many players were changed; fewer than asked means the
 * caller's sums were stale. What is in escrow is not spent yet.
 */
export const moveToEscrow = (
  scope: WriteScope,
  sums: ReadonlyMap<string, number>,
): Promise<number> =>
  updateAll(
    scope,
    playersPlan.name,
    [...keysByValue(sums)].map(([sumCoins, playerIds]) => ({
      filter: {
        _id: { $in: playerIds },
        frozen: false,
        walletBalanceCoins: { $gte: sumCoins },
        escrowBalanceCoins: roomFor(sumCoins),
      },
      update: {
        $inc: { walletBalanceCoins: -sumCoins, escrowBalanceCoins: sumCoins },
        $set: { updatedAt: scope.now },
      },
    })),
  );

/**
 * Takes coins out of a player's escrow: they are spent now, or back in the wallet. Works for a frozen
 * player, too. False when nothing was changed: less in escrow, or a wallet beyond what can be held.
 */
export async function takeFromEscrow(
  scope: WriteScope,
  playerId: string,
  amountCoins: number,
  becomes: 'spent' | 'wallet',
): Promise<boolean> {
  const back = becomes === 'wallet';
  const { matchedCount } = await players(scope).updateOne(
    {
      _id: playerId,
      escrowBalanceCoins: { $gte: amountCoins },
      ...(back ? { walletBalanceCoins: roomFor(amountCoins) } : {}),
    },
    {
      $inc: {
        escrowBalanceCoins: -amountCoins,
        ...(back ? { walletBalanceCoins: amountCoins } : { lifetimeSpentCoins: amountCoins }),
      },
      $set: { updatedAt: scope.now },
    },
    { session: scope.session },
  );
  return matchedCount === 1;
}

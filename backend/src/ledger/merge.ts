// Coins when two players turn out to be one: all of the one go to the other, as one transfer.
import { operationIdOf } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import { mergeBalances } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { walletOf } from './accounts.ts';
import { insertEntries } from './store.ts';

/**
 * Merges the coins of a player known only from Discord into a game account's (D28). Coins are
 * conserved: nothing is minted or burned. Refuses `BALANCE_TOO_LARGE`.
 */
export async function postMerge(tx: Tx, from: Player, into: Player): Promise<void> {
  await mergeBalances(tx, from, into);
  const amountCoins = from.walletBalanceCoins;
  // An empty wallet moves nothing, and a posting of nothing is none.
  if (amountCoins === 0) return;
  await insertEntries(tx, [
    {
      // The reward of the same link has the operation's own id.
      _id: operationIdOf('link', 'merge', tx.operationId),
      type: 'earn',
      actorId: into._id,
      actorKind: 'player',
      amountCoins,
      reason: 'link',
      postings: [{ from: walletOf(from._id), to: walletOf(into._id), amountCoins }],
      meta: { cause: 'merge', mergedPlayerId: from._id },
      createdAt: tx.now,
    },
  ]);
}

// The leaderboard: the fullest wallets, counted now and then, because an index over balances would
// cost every purchase more than the list is worth (players/store.ts). Knows no HTTP.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { leaderboardPlacesMax, leaderboardRowsMax } from '@mintkeep/shared/leaderboard.ts';
import type { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { inTransaction } from '../core/transaction.ts';
import { fullestWallets, getPlayer } from '../players/service.ts';
import * as store from './store.ts';

/** The first ten of the last count (S1-064). */
export async function leaderboard(scope: ReadScope): Promise<ReplyOf<typeof getLeaderboard>> {
  const board = await store.findRows(scope);
  return {
    rows: board?.rows.map((row, index) => ({ place: index + 1, ...row })) ?? [],
    refreshedAt: board?.refreshedAt.toISOString() ?? null,
  };
}

/** A player's own place at the last count. Refuses `PLAYER_UNKNOWN` (S1-065). */
export async function placeOf(
  scope: ReadScope,
  minecraftUUID: string,
): Promise<ReplyOf<typeof getLeaderboardPlace>> {
  const { _id, walletBalanceCoins } = await getPlayer(scope, minecraftUUID);
  const found = await store.findIndex(scope, _id);
  return {
    place: found && found.index >= 0 ? found.index + 1 : null,
    walletBalanceCoins,
    refreshedAt: found?.refreshedAt.toISOString() ?? null,
  };
}

/** Counts anew: one scan of the players, beside whatever they do, then one small write (S1-123). */
export async function refreshLeaderboard(ctx: Context): Promise<void> {
  const players = await fullestWallets(ctx, ctx.clock.now(), leaderboardPlacesMax);
  const rows = players
    .slice(0, leaderboardRowsMax)
    .map(({ minecraftUUID, minecraftName: name, walletBalanceCoins }) => ({
      minecraftUUID,
      name,
      walletBalanceCoins,
    }));
  const placed = players.map(({ _id }) => _id);
  await inTransaction(ctx, (scope) => store.putBoard(scope, { rows, placed }));
}

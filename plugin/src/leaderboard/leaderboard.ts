// /leaderboard: the ten fullest wallets and one's own place, as the backend last counted them.
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import { shortDate } from '../messages.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';

/** Registers /leaderboard (S1-064, S1-065). */
export function leaderboard(plugin: Plugin): void {
  playerCommand(plugin, {
    name: 'leaderboard',
    aliases: ['baltop'],
    run: (player) => showLeaderboard(plugin, player),
  });
}

async function showLeaderboard(plugin: Plugin, player: Player): Promise<void> {
  const { backend, platform, say, coins } = plugin;
  const { language } = player;
  const [board, own] = await Promise.all([
    backend.send(getLeaderboard, {}),
    backend.send(getLeaderboardPlace, { minecraftUUID: player.id }),
  ]);
  const no = board.ok ? own : board;
  if (!board.ok || !own.ok) {
    if (!no.ok) player.tell(plugin.refusal(no.code, no.details, language));
    return;
  }
  const { rows, refreshedAt } = board.value;
  if (rows.length === 0 || refreshedAt === null) say(player, 'leaderboard.empty');
  else say(player, 'leaderboard.head', { date: shortDate(refreshedAt, language) });
  for (const { place, name, walletBalanceCoins } of rows) {
    say(player, 'leaderboard.row', {
      place: String(place),
      player: name,
      coins: coins(walletBalanceCoins, language),
    });
  }
  const { place, walletBalanceCoins } = own.value;
  const values = { coins: coins(walletBalanceCoins, language) };
  if (place === null) return say(player, 'leaderboard.ownNone', values);
  say(player, 'leaderboard.own', { ...values, place: platform.formatInteger(place, language) });
}

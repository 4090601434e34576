// /leaderboard: the ten fullest wallets, or who earned most in the season, and one's own place, as the
// backend last counted them.
import { getLeaderboard, getLeaderboardPlace } from '@mintkeep/shared/leaderboard.ts';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { shortDate } from '../messages.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';

type Board = ReplyOf<typeof getLeaderboard>;
type Own = ReplyOf<typeof getLeaderboardPlace>;

/** Registers /leaderboard (S1-064, S1-065, D34). */
export function leaderboard(plugin: Plugin): void {
  playerCommand(plugin, {
    name: 'leaderboard',
    run: (player, [word, ...more]) => {
      if (word === undefined) return show(plugin, player, tellWallets);
      if (word === 'season' && more.length === 0) return show(plugin, player, tellSeason);
      return plugin.say(player, 'leaderboard.usage');
    },
    complete: (_player, args) => (args.length <= 1 ? ['season'] : []),
  });
}

async function show(
  plugin: Plugin,
  player: Player,
  tell: (plugin: Plugin, player: Player, board: Board, own: Own) => void,
): Promise<void> {
  const { backend } = plugin;
  const [board, own] = await Promise.all([
    backend.send(getLeaderboard, {}),
    backend.send(getLeaderboardPlace, { minecraftUUID: player.id }),
  ]);
  if (board.ok && own.ok) return tell(plugin, player, board.value, own.value);
  const no = board.ok ? own : board;
  if (!no.ok) player.tell(plugin.refusal(no.code, no.details, player.language));
}

function tellWallets(plugin: Plugin, player: Player, board: Board, own: Own): void {
  const { platform, say, coins } = plugin;
  const { language } = player;
  const { rows, refreshedAt, season } = board;
  if (rows.length === 0 || refreshedAt === null) say(player, 'leaderboard.empty');
  else say(player, 'leaderboard.head', { date: shortDate(refreshedAt, language) });
  for (const { place, name, walletBalanceCoins } of rows) {
    tellRow(plugin, player, { place, name, coins: walletBalanceCoins });
  }
  const { place, walletBalanceCoins } = own;
  const values = { coins: coins(walletBalanceCoins, language) };
  if (place === null) say(player, 'leaderboard.ownNone', values);
  else {
    say(player, 'leaderboard.own', { ...values, place: platform.formatInteger(place, language) });
  }
  if (season) say(player, 'leaderboard.seasonHint', { season: season.name });
}

function tellSeason(plugin: Plugin, player: Player, board: Board, own: Own): void {
  const { platform, say, coins } = plugin;
  const { language } = player;
  const { season, refreshedAt } = board;
  if (!season) return say(player, 'leaderboard.seasonNone');
  const { name, startedAt, rows } = season;
  if (rows.length === 0 || refreshedAt === null) {
    const isAhead = Date.parse(startedAt) > platform.nowMs();
    return say(player, isAhead ? 'leaderboard.seasonAhead' : 'leaderboard.seasonEmpty', {
      season: name,
      date: shortDate(startedAt, language),
    });
  }
  say(player, 'leaderboard.seasonHead', { season: name, date: shortDate(refreshedAt, language) });
  for (const row of rows) tellRow(plugin, player, { ...row, coins: row.earnedCoins });
  const place = own.season?.place ?? null;
  if (place === null) return say(player, 'leaderboard.seasonOwnNone');
  say(player, 'leaderboard.seasonOwn', {
    place: platform.formatInteger(place, language),
    coins: coins(own.season?.earnedCoins ?? 0, language),
  });
}

function tellRow(
  { say, coins }: Plugin,
  player: Player,
  row: { place: number; name: string; coins: number },
): void {
  say(player, 'leaderboard.row', {
    place: String(row.place),
    player: row.name,
    coins: coins(row.coins, player.language),
  });
}

// /card: what a player has and where the player stands, in chat; a click goes on to what it is about.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { shortDate } from '../messages.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';

/** Registers /card (S1-060). */
export function card(plugin: Plugin): void {
  playerCommand(plugin, { name: 'card', run: (player) => showCard(plugin, player) });
}

async function showCard(plugin: Plugin, player: Player): Promise<void> {
  const { say, coins, platform } = plugin;
  const { language } = player;
  const answer = await plugin.backend.send(getCard, { minecraftUUID: player.id });
  if (!answer.ok) return player.tell(plugin.refusal(answer.code, answer.details, language));
  const shown = answer.value;
  const number = (value: number): string => platform.formatInteger(value, language);
  say(player, 'card.head', { player: shown.name });
  say(player, 'card.coins', { coins: coins(shown.walletBalanceCoins, language) });
  if (shown.escrowBalanceCoins > 0) {
    say(player, 'card.escrow', { coins: coins(shown.escrowBalanceCoins, language) });
  }
  if (shown.frozen) say(player, 'card.frozen');
  say(player, 'card.streak', { days: number(shown.streakDays) });
  if (shown.badges > 0) say(player, 'card.badges', { badges: number(shown.badges) });
  tellSeason(plugin, player, shown.season);
  tellEntries(plugin, player, shown.lastEntries);
  if (shown.pendingDeliveries > 0) {
    say(player, 'card.waiting', { count: number(shown.pendingDeliveries) });
  }
  say(player, 'card.buttons');
}

type Card = ReplyOf<typeof getCard>;

function tellSeason(plugin: Plugin, player: Player, season: Card['season']): void {
  if (!season) return;
  const { say, coins, platform } = plugin;
  const { name, place, earnedCoins } = season;
  if (place === null) return say(player, 'card.seasonNone', { season: name });
  say(player, 'card.season', {
    season: name,
    place: platform.formatInteger(place, player.language),
    coins: coins(earnedCoins ?? 0, player.language),
  });
}

function tellEntries(plugin: Plugin, player: Player, entries: Card['lastEntries']): void {
  const { say, words, coins } = plugin;
  const { language } = player;
  if (entries.length === 0) say(player, 'card.none');
  for (const { amountCoins, reason, createdAt } of entries) {
    const key = amountCoins < 0 ? 'card.minus' : 'card.plus';
    say(player, 'card.entry', {
      date: shortDate(createdAt, language),
      amount: words(language, key, { coins: coins(Math.abs(amountCoins), language) }),
      reason,
    });
  }
}

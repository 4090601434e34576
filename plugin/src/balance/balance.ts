// /balance: how many coins, and what came and went last.
import { getCard } from '@mintkeep/shared/presence.ts';
import { shortDate } from '../messages.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';

/** Registers /balance. */
export function balance(plugin: Plugin): void {
  playerCommand(plugin, {
    name: 'balance',
    aliases: ['bal', 'coins'],
    run: (player) => showBalance(plugin, player),
  });
}

async function showBalance(plugin: Plugin, player: Player): Promise<void> {
  const { words, say, coins } = plugin;
  const { language } = player;
  const answer = await plugin.backend.send(getCard, { minecraftUUID: player.id });
  if (!answer.ok) return player.tell(plugin.refusal(answer.code, answer.details, language));
  const { walletBalanceCoins, frozen, lastEntries } = answer.value;
  say(player, 'balance.have', { coins: coins(walletBalanceCoins, language) });
  if (frozen) say(player, 'balance.frozen');
  if (lastEntries.length === 0) say(player, 'balance.none');
  for (const { amountCoins, reason, createdAt } of lastEntries) {
    const key = amountCoins < 0 ? 'balance.minus' : 'balance.plus';
    say(player, 'balance.entry', {
      date: shortDate(createdAt, language),
      amount: words(language, key, { coins: coins(Math.abs(amountCoins), language) }),
      reason,
    });
  }
}

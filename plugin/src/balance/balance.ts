// /balance: how many coins, and what came and went last.
import { getCard } from '@mintkeep/shared/presence.ts';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import type { CoinsAside } from '../backend/coins-aside.ts';
import { shortDate } from '../messages.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';

type Aside = Pick<CoinsAside, 'of'>;

const nothingAside: Aside = { of: () => 0 };

/** Registers /balance. `aside` knows which coins lie here for other plugins. */
export function balance(plugin: Plugin, aside: Aside = nothingAside): void {
  playerCommand(plugin, {
    name: 'balance',
    run: (player) => showBalance(plugin, aside, player),
  });
}

async function showBalance(plugin: Plugin, aside: Aside, player: Player): Promise<void> {
  const { words, say, coins } = plugin;
  const { language } = player;
  const answer = await plugin.backend.send(getCard, { minecraftUUID: player.id });
  if (!answer.ok) return player.tell(plugin.refusal(answer.code, answer.details, language));
  const { walletBalanceCoins, frozen, lastEntries } = answer.value;
  say(player, 'balance.have', { coins: coins(walletBalanceCoins, language) });
  tellAside(plugin, player, aside.of(player.id), answer.value);
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

/** Says which of the coins lie aside for other plugins: here, and on other servers. */
function tellAside(
  { say, coins }: Plugin,
  player: Player,
  hereCoins: number,
  { holds = [] }: ReplyOf<typeof getCard>,
): void {
  const { language } = player;
  if (hereCoins > 0) say(player, 'vault.aside', { coins: coins(hereCoins, language) });
  for (const { serverId, isHere, holdCoins } of holds) {
    if (isHere && hereCoins > 0) continue;
    say(player, 'vault.asideElsewhere', { coins: coins(holdCoins, language), server: serverId });
  }
}

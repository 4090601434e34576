// /daily: the coins of the day with their streak, and a hint to who joins and has not had them.
import { claimDaily, getDaily } from '@mintkeep/shared/quests.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';
import { waitWords } from './waits.ts';
import type { Wishes } from './wishes.ts';

/** The words of joining come first. */
const hintAfterMs = 2_000;

/** Registers /daily and its hint. */
export function daily(plugin: Plugin, wishes: Wishes): void {
  const { platform } = plugin;
  playerCommand(plugin, {
    name: 'daily',
    tellsWhenSlow: true,
    run: (player, args) =>
      args.length > 0 ? plugin.say(player, 'daily.usage') : claim(plugin, wishes, player),
  });
  platform.onJoin((player) => {
    platform.after('daily hint', hintAfterMs, () => {
      if (player.isOnline()) void hint(plugin, player);
    });
  });
}

async function claim(plugin: Plugin, wishes: Wishes, player: Player): Promise<void> {
  const { platform, say, coins } = plugin;
  const answer = await wishes.ask(player, claimDaily, { minecraftUUID: player.id });
  if (!answer) return;
  // The player may have left and come back since.
  const here = platform.player(player.id) ?? player;
  if (answer.ok) {
    const { rewardCoins, streakDays, waitS } = answer.value;
    say(here, 'daily.claimed', {
      coins: coins(rewardCoins, here.language),
      streak: platform.formatInteger(streakDays, here.language),
    });
    return say(here, 'daily.next', { wait: waitWords(plugin, waitS, here.language) });
  }
  if (answer.code === 'CLAIM_COOLDOWN') {
    const waitS = Number(answer.details['waitS'] ?? 0);
    return say(here, 'daily.cooldown', { wait: waitWords(plugin, waitS, here.language) });
  }
  here.tell(plugin.refusal(answer.code, answer.details, here.language));
}

/** Once a visit, and only where there is something to have. */
async function hint({ backend, say }: Plugin, player: Player): Promise<void> {
  const answer = await backend.send(getDaily, { minecraftUUID: player.id });
  if (answer.ok && answer.value.isReady) say(player, 'daily.ready');
}

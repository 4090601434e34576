// /redeem: a voucher's code from a player's hands to the backend, asked with one key however often it
// takes, and never two of a player at once. What a code is worth is the backend's word.
import { redeemVoucher, typedVoucherCode } from '@mintkeep/shared/vouchers.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import type { Player } from '../platform/platform.ts';
import { playerCommand } from '../player-command.ts';
import type { Plugin } from '../plugin.ts';

/** Registers /redeem. It completes nothing: a code is known to its holder alone. */
export function redeem(plugin: Plugin): void {
  const busy = new Set<string>();
  playerCommand(plugin, {
    name: 'redeem',
    async run(player, args) {
      const [typed, ...more] = args;
      if (typed === undefined || more.length > 0) return plugin.say(player, 'redeem.usage');
      const code = typedVoucherCode.safeParse(typed);
      if (!code.success) return player.tell(plugin.refusal('VOUCHER_UNKNOWN', {}, player.language));
      if (busy.has(player.id)) return plugin.say(player, 'redeem.busy');
      busy.add(player.id);
      try {
        await redeemCode(plugin, player, code.data);
      } finally {
        busy.delete(player.id);
      }
    },
    complete: () => [],
  });
}

async function redeemCode(plugin: Plugin, player: Player, code: string): Promise<void> {
  const answer = await ask(plugin, player, code);
  if (!answer) return;
  // The player may have left and come back since.
  const here = plugin.platform.player(player.id) ?? player;
  if (answer.ok) {
    plugin.say(here, 'redeem.done', { item: answer.value.name });
    return plugin.sound(here, 'success');
  }
  here.tell(plugin.refusal(answer.code, answer.details, here.language));
  plugin.sound(here, 'refused');
}

/** Null when the player was told all there is to know. */
async function ask(plugin: Plugin, player: Player, typed: string) {
  const { backend, platform, say } = plugin;
  const code = typed.toUpperCase();
  const call = { minecraftUUID: player.id, code };
  // One key for all tries of this wish. It is kept beside the reply, so the code is no part of it; that
  // the same player with the same code is the same wish, the backend knows from the voucher.
  const key = platform.newId();
  const answer = await backend.send(redeemVoucher, call, { key });
  if (answer.ok || !isIndefinite(answer.code)) return answer;
  if (answer.code === 'BACKEND_AWAY' && answer.details['asked'] === false) {
    say(player, 'redeem.away');
    return null;
  }
  say(player, 'redeem.unclear');
  const heard = await backend.sendUntilHeard(redeemVoucher, call, key);
  return !heard.ok && heard.code === 'BACKEND_AWAY' ? null : heard;
}

// How claims are asked for: one of a player at a time, each with one key until it is clear what
// became of it, so that no lag and no spam claims twice.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import type { Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';

/** Within 200 ms a player knows that something happens, whatever the backend does. */
const slowMs = 100;

export interface Wishes {
  /** Asks until it is clear; null when the player was told all there is to know. */
  ask<C extends Contract>(
    player: Player,
    contract: C,
    call: CallOf<C>,
  ): Promise<Answer<ReplyOf<C>> | null>;
}

/** Opens the wishes of daily and quests together. */
export function openWishes({ platform, backend, say }: Plugin): Wishes {
  const busy = new Set<string>();
  return {
    async ask(player, contract, call) {
      if (busy.has(player.id)) {
        say(player, 'quests.busy');
        return null;
      }
      busy.add(player.id);
      try {
        const key = platform.newId();
        const stopSlow = platform.after('slow claim', slowMs, () => say(player, 'quests.slow'));
        const answer = await backend.send(contract, call, { key });
        stopSlow();
        if (answer.ok || !isIndefinite(answer.code)) return answer;
        if (answer.code === 'BACKEND_AWAY' && answer.details['asked'] === false) return answer;
        say(player, 'quests.unclear');
        const heard = await backend.sendUntilHeard(contract, call, key);
        return !heard.ok && heard.code === 'BACKEND_AWAY' ? null : heard;
      } finally {
        busy.delete(player.id);
      }
    },
  };
}

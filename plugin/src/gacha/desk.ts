// Where wishes of draws are asked for: one of a player at a time, each with one key until it is
// clear what became of it, and never twice.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import type { Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';

/** Within 200 ms a player knows that something happens, whatever the backend does. */
const slowMs = 100;

export interface Desk {
  /** Begins a wish; false, and the player is told, while the last one is not clear yet. */
  begin(player: Player): boolean;
  /** Asks until it is clear; null when the player was told all there is to know. Ends the wish. */
  ask<C extends Contract>(
    player: Player,
    contract: C,
    call: CallOf<C>,
    key: string,
  ): Promise<Answer<ReplyOf<C>> | null>;
}

/** Opens the desk: one for rolls and starters together. */
export function openDesk({ platform, backend, say }: Plugin): Desk {
  const busy = new Set<string>();
  return {
    begin(player) {
      if (busy.has(player.id)) {
        say(player, 'gacha.busy');
        return false;
      }
      busy.add(player.id);
      return true;
    },
    async ask(player, contract, call, key) {
      try {
        const stopSlow = platform.after('slow draw', slowMs, () => say(player, 'gacha.slow'));
        const answer = await backend.send(contract, call, { key });
        stopSlow();
        if (answer.ok || !isIndefinite(answer.code)) return answer;
        if (answer.code === 'BACKEND_AWAY' && answer.details['asked'] === false) {
          say(player, 'gacha.away');
          return null;
        }
        say(player, 'gacha.unclear');
        const heard = await backend.sendUntilHeard(contract, call, key);
        // Too many wishes wait already. Who tried again now might pay twice, so nobody is asked to.
        return !heard.ok && heard.code === 'BACKEND_AWAY' ? null : heard;
      } finally {
        busy.delete(player.id);
      }
    },
  };
}

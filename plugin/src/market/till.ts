// The till of the market: one wish of a player at a time, asked with one key until it is clear what
// became of it, never twice (pain 21).
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { isIndefinite } from '../backend/until-clear.ts';
import type { Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';

/** Within 200 ms a player knows that something happens, whatever the backend does. */
const slowMs = 100;

export interface Till {
  /**
   * Asks, and answers what became of it; null when the player was told all there is to know. The key
   * belongs to the question that was shown: a second yes to it is the same wish.
   */
  ask<C extends Contract>(
    player: Player,
    contract: C,
    call: CallOf<C>,
    key: string,
  ): Promise<Heard<C> | null>;
}

export interface Heard<C extends Contract> {
  /** The player as of now: who left and came back hears of it, too. */
  readonly to: Player;
  readonly answer: Answer<ReplyOf<C>>;
}

/** Opens the till. */
export function openTill({ platform, backend, say }: Plugin): Till {
  const busy = new Set<string>();

  async function settle<C extends Contract>(
    player: Player,
    contract: C,
    call: CallOf<C>,
    key: string,
  ): Promise<Answer<ReplyOf<C>> | null> {
    const stopSlow = platform.after('slow market', slowMs, () => say(player, 'market.slow'));
    const answer = await backend.send(contract, call, { key });
    stopSlow();
    if (answer.ok || !isIndefinite(answer.code)) return answer;
    // The request never left: nothing can have happened.
    if (answer.code === 'BACKEND_AWAY' && answer.details['asked'] === false) {
      say(player, 'market.away');
      return null;
    }
    say(player, 'market.unclear');
    const heard = await backend.sendUntilHeard(contract, call, key);
    // Too many wishes wait already. Who tried again now might buy twice, so nobody is asked to.
    return !heard.ok && heard.code === 'BACKEND_AWAY' ? null : heard;
  }

  return {
    async ask(player, contract, call, key) {
      if (busy.has(player.id)) {
        say(player, 'market.busy');
        return null;
      }
      busy.add(player.id);
      try {
        const answer = await settle(player, contract, call, key);
        return answer && { to: platform.player(player.id) ?? player, answer };
      } finally {
        busy.delete(player.id);
      }
    },
  };
}

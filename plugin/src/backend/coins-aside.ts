// What a player has, wherever it lies: coins set aside for other plugins of this server come back when
// a request of the player's needs them, and are counted in what players read. Knows no request by name.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { Platform } from '../platform/platform.ts';
import type { Answer, Backend } from '../plugin.ts';
import { playerOf, walletOf } from './purse-fields.ts';
import { pause } from './until-clear.ts';

export interface CoinsAside {
  /** Coins of a player that lie here, and not in the wallet. */
  of(minecraftUUID: string): number;
  /** Another number after each move of a player's coins; null while some are on their way. */
  moves(minecraftUUID: string): number | null;
  /** Brings them back to the wallet; false when there were none, or not in time. */
  giveBack(minecraftUUID: string): Promise<boolean>;
  /** The backend has said what is in a wallet. */
  heard(minecraftUUID: string, wallet: { readonly coins: number }): void;
}

export interface WholePurse {
  readonly backend: Backend;
  /** Says what is set aside; until then nothing is. */
  mind(aside: CoinsAside): void;
}

/**
 * A backend that sees the whole purse of players. A request refused with FUNDS_INSUFFICIENT while coins
 * lie here is asked once more when they are back, with the same key: a refusal is not remembered, and
 * one key is at most one purchase, whatever is lost on the way.
 */
export function openPurse(platform: Platform, line: Backend): WholePurse {
  let aside: CoinsAside | null = null;
  const movesOf = (player: string | null): number | null =>
    aside && player !== null ? aside.moves(player) : 0;

  async function again<C extends Contract>(
    call: CallOf<C>,
    ask: () => Promise<Answer<ReplyOf<C>>>,
  ): Promise<Answer<ReplyOf<C>>> {
    const payer = playerOf(call);
    const before = movesOf(payer);
    const answer = await ask();
    if (answer.ok || answer.code !== 'FUNDS_INSUFFICIENT') return told(payer, before, answer);
    const isBack = payer !== null && aside !== null && (await aside.giveBack(payer));
    return isBack ? told(payer, movesOf(payer), await ask()) : answer;
  }

  /** An answer as its player is to read it: with what lies here. */
  async function told<T>(
    player: string | null,
    before: number | null,
    answer: Answer<T>,
  ): Promise<Answer<T>> {
    if (!aside || player === null || !answer.ok) return answer;
    const coins = walletOf(answer.value);
    if (coins === null) return answer;
    const moves = () => movesOf(player);
    const isClear = before !== null && before === moves();
    const clear = isClear ? coins : ((await walletAtRest(platform, line, player, moves)) ?? coins);
    aside.heard(player, { coins: clear });
    const here = aside.of(player);
    if (here === 0 && clear === coins) return answer;
    const value = { ...(answer.value as object), walletBalanceCoins: clear + here };
    return { ok: true, value: value as T };
  }

  return {
    mind(given) {
      aside = given;
    },
    backend: {
      ...line,
      send: (contract, call, options) => again(call, () => line.send(contract, call, options)),
      sendUntilHeard: (contract, call, key) =>
        again(call, () => line.sendUntilHeard(contract, call, key)),
    },
  };
}

const restTries = 20;
const restPauseMs = 50;

/**
 * What is in a wallet while no coins are on their way between it and what lies here: else some would be
 * counted twice, or in neither. Null when they do not come to rest soon.
 */
async function walletAtRest(
  platform: Platform,
  line: Backend,
  minecraftUUID: string,
  moves: () => number | null,
): Promise<number | null> {
  for (let tries = 0; tries < restTries; tries += 1) {
    const before = moves();
    if (before === null) {
      await pause(platform, restPauseMs);
      continue;
    }
    const card = await line.send(getCard, { minecraftUUID });
    if (!card.ok) return null;
    if (before === moves()) return card.value.walletBalanceCoins;
  }
  return null;
}

// What a player has, wherever it lies: coins set aside for other plugins of this server come back when
// a request of the player's needs them, and are counted in what players read. Knows no request by name.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { Answer, Backend } from '../plugin.ts';

export interface CoinsAside {
  /** Coins of a player that lie here, and not in the wallet. */
  of(minecraftUUID: string): number;
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
export function openPurse(line: Backend): WholePurse {
  let aside: CoinsAside | null = null;

  async function again<C extends Contract>(
    call: CallOf<C>,
    ask: () => Promise<Answer<ReplyOf<C>>>,
  ): Promise<Answer<ReplyOf<C>>> {
    const answer = await ask();
    if (answer.ok || answer.code !== 'FUNDS_INSUFFICIENT') return told(call, answer);
    const payer = playerOf(call);
    const isBack = payer !== null && aside !== null && (await aside.giveBack(payer));
    return isBack ? told(call, await ask()) : answer;
  }

  /** An answer as its player is to read it: with what lies here. */
  function told<C extends Contract>(
    call: CallOf<C>,
    answer: Answer<ReplyOf<C>>,
  ): Answer<ReplyOf<C>> {
    const player = playerOf(call);
    if (!aside || player === null || !answer.ok) return answer;
    const coins = walletOf(answer.value);
    if (coins === null) return answer;
    aside.heard(player, { coins });
    const here = aside.of(player);
    if (here === 0) return answer;
    const value = { ...(answer.value as object), walletBalanceCoins: coins + here };
    return { ok: true, value: value as ReplyOf<C> };
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

/** Whose request it is: the player that a call names. */
function playerOf(call: unknown): string | null {
  const { minecraftUUID } = call as { minecraftUUID?: unknown };
  return typeof minecraftUUID === 'string' ? minecraftUUID : null;
}

function walletOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null;
  const { walletBalanceCoins } = value as { walletBalanceCoins?: unknown };
  return typeof walletBalanceCoins === 'number' ? walletBalanceCoins : null;
}

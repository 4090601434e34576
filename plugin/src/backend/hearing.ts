// Listens to what the backend answers anyway, so that what shows a player's coins needs no questions of
// its own. Changes nothing and knows no request by name.
import type { Contract } from '@mintkeep/shared/contract.ts';
import type { Answer, Backend } from '../plugin.ts';
import { playerOf, walletOf } from './purse-fields.ts';

export interface Hearing {
  /** Ask through this one. */
  readonly backend: Backend;
  /** An answer said how many coins a player has. */
  onCoins(run: (minecraftUUID: string, coins: number) => void): void;
  /** An answer told of a change of a player's things: more may be new than the coins. */
  onChange(run: (minecraftUUID: string) => void): void;
}

/** Wraps a backend; the listeners run before whoever asked gets the answer. */
export function hearAnswers(line: Backend): Hearing {
  const coinsRuns: ((minecraftUUID: string, coins: number) => void)[] = [];
  const changeRuns: ((minecraftUUID: string) => void)[] = [];

  function heard<T>(contract: Contract, call: unknown, answer: Answer<T>): Answer<T> {
    if (!answer.ok) return answer;
    const player = playerOf(call);
    if (player !== null) {
      const coins = walletOf(answer.value);
      if (coins !== null) for (const run of coinsRuns) run(player, coins);
      if (contract.method !== 'GET') for (const run of changeRuns) run(player);
    }
    const { notices } = (answer.value ?? {}) as {
      notices?: readonly { readonly minecraftUUID: string }[];
    };
    for (const notice of notices ?? []) {
      for (const run of changeRuns) run(notice.minecraftUUID);
    }
    return answer;
  }

  return {
    onCoins: (run) => void coinsRuns.push(run),
    onChange: (run) => void changeRuns.push(run),
    backend: {
      ...line,
      send: async (contract, call, options) =>
        heard(contract, call, await line.send(contract, call, options)),
      sendUntilHeard: async (contract, call, key) =>
        heard(contract, call, await line.sendUntilHeard(contract, call, key)),
    },
  };
}

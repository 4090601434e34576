// The bridge in memory, for unit tests: what is laid out can be looked at, and a test asks as another
// plugin would.
import type { Bridge, BridgeCoins, BridgeDesk } from './bridge.ts';

export interface FakeBridge extends Bridge {
  hasVault: boolean;
  hasPlaceholders: boolean;
  /** What other plugins read of a player's coins; null for who is not here. */
  coins(uuid: string): BridgeCoins | null;
  /** What stands in place of `%mintkeep_<name>%`; null when it is not ours. */
  text(uuid: string, name: string): string | null;
  /** How many texts are laid out: who left must leave none behind. */
  texts(): number;
  /** Asks as another plugin: coins above zero deposit. Null when done, else why not. */
  ask(uuid: string, coins: number, plugin?: string): string | null;
  clear(): void;
}

/** A bridge with Vault and PlaceholderAPI. */
export function createFakeBridge(): FakeBridge {
  const balances = new Map<string, BridgeCoins>();
  const texts = new Map<string, string>();
  const balanceRuns: ((uuid: string, coins: BridgeCoins) => void)[] = [];
  let desk: BridgeDesk | null = null;
  return {
    hasVault: true,
    hasPlaceholders: true,
    balance(uuid, coins) {
      if (coins === null) balances.delete(uuid);
      else {
        balances.set(uuid, coins);
        for (const run of balanceRuns) run(uuid, coins);
      }
    },
    onBalance: (run) => void balanceRuns.push(run),
    placeholder(uuid, name, text) {
      if (text === null) texts.delete(`${uuid} ${name}`);
      else texts.set(`${uuid} ${name}`, text);
    },
    desk(decide) {
      desk = decide;
    },
    coins: (uuid) => balances.get(uuid) ?? null,
    text: (uuid, name) => texts.get(`${uuid} ${name}`) ?? texts.get(` ${name}`) ?? null,
    texts: () => texts.size,
    ask(uuid, coins, plugin = '') {
      if (!desk) return 'Mintkeep is not ready.';
      if (!balances.has(uuid)) return 'This player is not on this server.';
      try {
        return desk(uuid, coins, plugin);
      } catch {
        return 'Mintkeep failed.';
      }
    },
    clear() {
      balances.clear();
      texts.clear();
      desk = null;
    },
  };
}

// The bridge on Paper: the Java plugin of plugin/bridge, when the owner has put it in. It keeps what is
// laid out in maps of its own, for a script's values must never be read by another thread.
import type { Bridge, BridgeCoins, BridgeDesk } from './bridge.ts';
import { guard, log } from './paper-log.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');

/** Finds the Java plugin; `stop` takes back all that was laid out and refuses every change. */
export function openBridge(): { readonly bridge: Bridge | null; stop(): void } {
  const java = Bukkit.getPluginManager().getPlugin('MintkeepBridge');
  if (!java) return { bridge: null, stop: () => undefined };
  const balanceRuns: ((uuid: string, coins: BridgeCoins) => void)[] = [];
  return {
    bridge: {
      get hasVault() {
        return java.hasVault();
      },
      get hasPlaceholders() {
        return java.hasPlaceholders();
      },
      balance(uuid, coins) {
        if (coins === null) java.forget(uuid);
        else {
          java.coins(uuid, coins.spendable, coins.total);
          for (const run of balanceRuns) run(uuid, coins);
        }
      },
      onBalance: (run) => void balanceRuns.push(guard('a balance laid out', run)),
      placeholder: (uuid, name, text) => java.placeholder(uuid, name, text),
      desk: (decide) => java.desk(decide && guarded(decide)),
    },
    stop: () => java.clear(),
  };
}

/** A throw must not reach the plugin that asked: it is logged, and the change refused. */
function guarded(decide: BridgeDesk): BridgeDesk {
  return (uuid, coins, plugin) => {
    try {
      return decide(uuid, Number(coins), plugin);
    } catch (error) {
      log.error('a change of coins by another plugin failed', error);
      return 'Mintkeep failed.';
    }
  };
}

// Coins for other plugins of this server: the bridge asks here on the server's thread and gets its
// answer at once, out of coins that the backend has set aside for it (docs/vault.md). Knows no plugin
// by name and decides nothing beyond what is set aside or allowed.
import {
  releaseHolds,
  releasePlayersMax,
  settleEntriesMax,
  settleHolds,
} from '@mintkeep/shared/holds.ts';
import type { CoinsAside } from '../backend/coins-aside.ts';
import type { Backend, Plugin, VaultDesk, VaultStatus } from '../plugin.ts';
import { hasKey } from '../settings.ts';
import { askUntilClear, openLane, type Lane } from './ask.ts';
import { openDesk, type Bridge } from './desk.ts';
import { againMs, createHoldings, type Holding } from './holdings.ts';
import { openVaultJournal } from './journal.ts';
import { tasksOf, type Desk } from './tasks.ts';
import { watchBacklog } from './watch.ts';

const lookMs = 1_000;
const flushEveryMs = 5_000;
/** The server waits this long for each last word; what is not heard is settled at the next start. */
const lastWordMs = 1_500;

interface Vault {
  readonly desk: Desk;
  readonly lane: Lane;
  readonly bridge: Bridge | null;
  /** Who waits for coins to be back in a wallet. */
  readonly waiting: Map<string, ((isDone: boolean) => void)[]>;
  isStopped: boolean;
}

/**
 * Registers the economy for other plugins. `line` asks the backend and adds nothing to its answers.
 * Answers what is set aside, and its part of the status.
 */
export function vault(plugin: Plugin, line: Backend): CoinsAside & VaultDesk {
  const { platform, settings } = plugin;
  let opened: Vault | null = null;
  if (hasKey(settings)) {
    // In the first tick: by then every plugin of the server is enabled, or will not be.
    platform.after('vault', 0, () => {
      opened = open(plugin, line);
    });
    platform.onJoin(({ id }) => void (opened && arrive(opened, id)));
    platform.onQuit(({ id }) => void (opened && leave(opened, id)));
    platform.onStop('vault', () => void (opened && stop(opened)));
  }
  return {
    of(minecraftUUID) {
      const holding = opened?.desk.holdings.find(minecraftUUID);
      return opened && holding ? opened.desk.holdings.spendable(holding) : 0;
    },
    moves(minecraftUUID) {
      if (!opened) return 0;
      const { holdings, state } = opened.desk;
      // What an earlier run set aside is on its way until it is back.
      return state.isReady ? holdings.moves.of(minecraftUUID) : null;
    },
    giveBack: (minecraftUUID) =>
      opened ? giveBack(opened, minecraftUUID) : Promise.resolve(false),
    heard(minecraftUUID, wallet) {
      const holding = opened?.desk.holdings.find(minecraftUUID);
      if (!opened || !holding) return;
      holding.walletCoins = wallet.coins;
      opened.desk.show(holding);
    },
    status: () => statusOf(plugin, opened),
  };
}

/** Null where there is nothing to do, now or from an earlier run. */
function open(plugin: Plugin, line: Backend): Vault | null {
  const { platform, settings } = plugin;
  const bridge = platform.bridge();
  const isOn = settings.vault.enabled && bridge?.hasVault === true;
  if (settings.vault.enabled && !isOn) tellMissing(plugin, bridge);
  const journal = openVaultJournal(platform.files, platform.log);
  if (!isOn && journal.isNew) return null;
  const holdings = createHoldings(journal.open());
  if (journal.openCount() > 0) {
    platform.log.info(
      `Settling ${String(journal.openCount())} changes of coins of an earlier run.`,
    );
  }
  const state = {
    isOn,
    isReady: false,
    isDoubtful: false,
    allowanceWantedCoins: 0,
    allowanceAtMs: 0,
  };
  const desk: Desk = {
    plugin,
    line,
    ask: askUntilClear(platform, line, settings),
    journal,
    holdings,
    epoch: platform.newId(),
    state,
    show: (holding) => show(opened, holding),
    givenBack: (minecraftUUID, isDone) => {
      for (const resolve of opened.waiting.get(minecraftUUID) ?? []) resolve(isDone);
      opened.waiting.delete(minecraftUUID);
    },
  };
  const lane = openLane(platform, tasksOf(desk));
  const opened: Vault = { desk, lane, bridge, waiting: new Map(), isStopped: false };
  if (isOn) serve(opened);
  platform.every('vault', lookMs, () => lane.poke());
  platform.every('vault journal', flushEveryMs, () => journal.flush());
  watchBacklog(platform, journal);
  lane.poke();
  return opened;
}

function tellMissing({ platform: { log } }: Plugin, bridge: Bridge | null): void {
  if (bridge) {
    log.warn('The setting "vault.enabled" is true, but the plugin Vault is not there: install it.');
  } else {
    log.warn(
      'The setting "vault.enabled" is true, but the plugin MintkeepBridge is not there: put ' +
        'mintkeep-bridge.jar into the plugins folder (docs/vault.md) and start the server anew.',
    );
  }
}

/** Lets other plugins ask, for who is here and who comes. */
function serve(opened: Vault): void {
  const { desk, lane, bridge } = opened;
  const { plugin, journal, holdings, state } = desk;
  for (const { id } of plugin.platform.players()) arrive(opened, id);
  bridge?.desk(
    openDesk({
      plugin,
      journal,
      holdings,
      isOpen: () => state.isReady && !opened.isStopped,
      noted(holding) {
        desk.show(holding);
        lane.poke();
      },
      wanted(holding) {
        // Somebody wants more than is set aside: what came into the wallet meanwhile may do.
        holding.lookAtMs = Math.min(holding.lookAtMs, holding.lookedAtMs + againMs);
        lane.poke();
      },
      allowanceWanted(amountCoins) {
        state.allowanceWantedCoins = Math.max(state.allowanceWantedCoins, amountCoins);
        lane.poke();
      },
    }),
  );
}

/** What other threads read is never more than what a withdrawal gets. */
function show({ desk, bridge }: Vault, holding: Holding): void {
  const { holdings } = desk;
  if (!holding.isHere) return;
  const isOut = holding.refused !== null || holding.isReleasing;
  bridge?.balance(holding.minecraftUUID, {
    spendable: isOut ? 0 : holdings.spendable(holding),
    total: holdings.total(holding),
  });
}

function arrive(opened: Vault, minecraftUUID: string): void {
  if (!opened.desk.state.isOn) return;
  show(opened, opened.desk.holdings.arrived(minecraftUUID));
  opened.lane.poke();
}

function leave({ desk, lane, bridge }: Vault, minecraftUUID: string): void {
  const holding = desk.holdings.find(minecraftUUID);
  if (!holding) return;
  bridge?.balance(minecraftUUID, null);
  holding.isHere = false;
  holding.isReleasing = true;
  lane.poke();
}

/** Brings a player's coins back to the wallet; false when none were set aside, or not in time. */
function giveBack(opened: Vault, minecraftUUID: string): Promise<boolean> {
  const { desk, lane, waiting } = opened;
  const { platform, settings } = desk.plugin;
  const holding = desk.holdings.find(minecraftUUID);
  if (!holding || opened.isStopped) return Promise.resolve(false);
  if (isKnownEmpty(desk, holding)) return Promise.resolve(false);
  holding.isReleasing = true;
  // Whoever asked for them is to spend them first.
  holding.takeAtMs = platform.nowMs() + againMs;
  desk.show(holding);
  return new Promise((resolve) => {
    waiting.set(minecraftUUID, [...(waiting.get(minecraftUUID) ?? []), resolve]);
    platform.after('coins to be back', settings.timeoutMs, () => resolve(false));
    lane.poke();
  });
}

/** Coins may be held that nobody here has heard of: just taken, or by a run before this one. */
function isKnownEmpty({ holdings, state }: Desk, holding: Holding): boolean {
  const { minecraftUUID, mayHoldMore, isReleasing } = holding;
  if (!state.isReady || isReleasing || mayHoldMore) return false;
  return holdings.moves.of(minecraftUUID) !== null && holdings.spendable(holding) === 0;
}

/** The last words: what is open is settled, and who has nothing open gets the coins back (S0-076). */
function stop(opened: Vault): void {
  const { desk, lane, bridge } = opened;
  const { journal, holdings, line, plugin } = desk;
  opened.isStopped = true;
  lane.stop();
  bridge?.desk(null);
  try {
    journal.flush();
  } finally {
    // A backend that is away must not hold up the server's end: the next start gives back.
    if (line.status().state === 'closed') sayLast();
  }

  function sayLast(): void {
    const entries = journal.open(settleEntriesMax);
    const say = { key: plugin.platform.newId(), timeoutMs: lastWordMs };
    if (entries.length > 0) line.sendLast(settleHolds, { entries: [...entries] }, say);
    const idle = [...holdings.all()]
      .filter(({ minecraftUUID }) => !holdings.isPending(minecraftUUID))
      .map(({ minecraftUUID }) => minecraftUUID);
    for (let at = 0; at < idle.length; at += releasePlayersMax) {
      const minecraftUUIDs = idle.slice(at, at + releasePlayersMax);
      const key = plugin.platform.newId();
      line.sendLast(releaseHolds, { minecraftUUIDs }, { key, timeoutMs: lastWordMs });
    }
  }
}

function statusOf({ platform, settings }: Plugin, opened: Vault | null): VaultStatus {
  const nothing = { players: 0, coinsAside: 0, open: 0, oldestMs: 0, allowanceCoins: 0 };
  if (!opened) return { state: stateOf(settings, platform.bridge()), ...nothing };
  const { holdings, journal, state } = opened.desk;
  const here = [...holdings.all()].filter(({ isHere }) => isHere);
  const [oldest] = journal.open(1);
  const allowance = journal.allowance();
  const isOver = !allowance || Date.parse(allowance.endsAt) <= platform.nowMs();
  return {
    state: state.isOn && state.isReady ? 'on' : stateOf(settings, opened.bridge),
    players: here.length,
    coinsAside: here.reduce((sum, holding) => sum + holdings.spendable(holding), 0),
    open: journal.openCount(),
    oldestMs: oldest ? platform.nowMs() - Date.parse(oldest.at) : 0,
    allowanceCoins: isOver ? 0 : allowance.leftCoins,
  };
}

function stateOf({ vault: { enabled } }: Plugin['settings'], bridge: Bridge | null) {
  if (!enabled) return 'off';
  if (!bridge) return 'noBridge';
  return bridge.hasVault ? 'starting' : 'noVault';
}

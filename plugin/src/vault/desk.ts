// Yes or no to another plugin, at once, on the server's thread: a yes stands on the disk before it is
// said (D22), and never goes beyond what the backend has set aside or allowed. Asks nobody.
import type { HoldEntry } from '@mintkeep/shared/holds.ts';
import type { MessageKey } from '../messages.ts';
import type { Platform } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import type { Holding, Holdings } from './holdings.ts';
import type { VaultJournal } from './journal.ts';

/** To other plugins of the server. */
export type Bridge = NonNullable<ReturnType<Platform['bridge']>>;
type BridgeDesk = NonNullable<Parameters<Bridge['desk']>[0]>;
/** Plain words: another plugin shows them as they are. */
type NoKey = Extract<MessageKey, `vault.no.${string}`>;

/** A yes waits for the disk on the server's thread: beyond a tick, an admin should know. */
const slowDiskMs = 50;
const troubleEveryMs = 60_000;
const pluginNameMax = 64;

export interface Counter {
  readonly plugin: Plugin;
  readonly journal: VaultJournal;
  readonly holdings: Holdings;
  /** Whether changes are taken: what an earlier run left is settled, and the script is not ending. */
  isOpen(): boolean;
  /** A change was noted, or one was refused for want of coins: there is something to ask for. */
  noted(holding: Holding): void;
  wanted(holding: Holding): void;
  /** A deposit was refused because the allowance does not cover it. */
  allowanceWanted(amountCoins: number): void;
}

/** The desk that the bridge asks: null is yes, else the words why not; then nothing has changed. */
export function openDesk(counter: Counter): BridgeDesk {
  const { plugin, journal, holdings } = counter;
  const { platform } = plugin;
  const note = openPen(counter);

  function reasonAgainst(holding: Holding | null, coins: number): NoKey | null {
    if (!Number.isSafeInteger(coins) || coins === 0) return 'vault.no.amount';
    if (!holding?.isHere) return 'vault.no.notHere';
    if (!counter.isOpen()) return 'vault.no.closed';
    if (holding.refused !== null) return 'vault.no.frozen';
    if (holding.heardCoins === null || holding.isReleasing) {
      counter.wanted(holding);
      return 'vault.no.moment';
    }
    if (coins < 0) {
      if (-coins <= holdings.spendable(holding)) return null;
      counter.wanted(holding);
      return 'vault.no.funds';
    }
    if (!Number.isSafeInteger(holdings.total(holding) + coins)) return 'vault.no.amount';
    const allowance = journal.allowance();
    const isOver = !allowance || Date.parse(allowance.endsAt) <= platform.nowMs();
    if (!isOver && coins <= allowance.leftCoins) return null;
    counter.allowanceWanted(coins);
    return 'vault.no.allowance';
  }

  return (uuid, coins, name) => {
    const minecraftUUID = uuid.toLowerCase();
    const holding = holdings.find(minecraftUUID);
    const language = platform.player(minecraftUUID)?.language ?? plugin.settings.locale;
    const wordsOf = (key: NoKey): string => plugin.words(language, key).template;
    const reason = reasonAgainst(holding, coins);
    if (reason !== null || holding === null) return wordsOf(reason ?? 'vault.no.notHere');
    const entry = entryOf(counter, minecraftUUID, coins, name);
    if (!note(entry)) return wordsOf('vault.no.disk');
    holdings.noted(entry);
    counter.noted(holding);
    return null;
  };
}

function entryOf(
  { plugin: { platform }, journal }: Counter,
  minecraftUUID: string,
  coins: number,
  name: string,
): HoldEntry {
  const entry = {
    entryId: platform.newId(),
    minecraftUUID,
    amountCoins: Math.abs(coins),
    plugin: nameOf(name),
    at: new Date(platform.nowMs()).toISOString(),
  };
  if (coins < 0) return { kind: 'WITHDRAW', ...entry };
  return { kind: 'DEPOSIT', ...entry, allowanceDay: journal.allowance()?.day ?? '' };
}

/** A name as the backend takes it: one short line. */
const nameOf = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029§]+/gu, ' ')
    .trim()
    .slice(0, pluginNameMax);

/** Writes entries down; false when the disk refused. Tells an admin of a disk that is slow or full. */
function openPen({ plugin: { platform }, journal }: Counter): (entry: HoldEntry) => boolean {
  const { log, nowMs } = platform;
  let isSlowTold = false;
  let toldAtMs = -Infinity;
  return (entry) => {
    const startedAtMs = nowMs();
    try {
      journal.note(entry);
    } catch (error) {
      if (startedAtMs - toldAtMs >= troubleEveryMs) {
        toldAtMs = startedAtMs;
        log.error(
          'plugins/mintkeep/vault.log cannot be written: other plugins get no coins until it can',
          error,
        );
      }
      return false;
    }
    const tookMs = nowMs() - startedAtMs;
    if (tookMs >= slowDiskMs && !isSlowTold) {
      isSlowTold = true;
      log.warn(
        `The disk took ${String(tookMs)} ms for one line of plugins/mintkeep/vault.log, and the ` +
          'server waited for it. Put the folder on a faster disk, or let other plugins pay less often.',
      );
    }
    return true;
  };
}

// Tells an admin when coins of other plugins wait long to be settled, and when that is over.
import type { Platform } from '../platform/platform.ts';
import type { VaultJournal } from './journal.ts';

const lookEveryMs = 10_000;
const behindMs = 120_000;
const tellEveryMs = 600_000;
const minuteMs = 60_000;

/** Minutes that the oldest entry waits, where that is too long; else null. */
function minutesBehind(nowMs: number, journal: VaultJournal): number | null {
  const [oldest] = journal.open(1);
  const waitsMs = oldest ? nowMs - Date.parse(oldest.at) : 0;
  return waitsMs < behindMs ? null : Math.floor(waitsMs / minuteMs);
}

/** Starts watching. */
export function watchBacklog(platform: Platform, journal: VaultJournal): void {
  const { log, nowMs } = platform;
  let toldAtMs: number | null = null;
  platform.every('vault backlog', lookEveryMs, () => {
    const minutes = minutesBehind(nowMs(), journal);
    if (minutes === null) {
      if (toldAtMs !== null) log.info('What other plugins changed is settled again.');
      toldAtMs = null;
      return;
    }
    if (toldAtMs !== null && nowMs() - toldAtMs < tellEveryMs) return;
    toldAtMs = nowMs();
    log.warn(
      `${String(journal.openCount())} changes of coins by other plugins wait to be settled, the ` +
        `oldest for ${String(minutes)} min. They are safe in plugins/mintkeep/vault.log: do not ` +
        'delete it. Is the backend there? See: mintkeep status',
    );
  });
}

// Receipts: what was handed over, kept in the player's own file beside the goods. They are what
// makes a delivery exactly once, and outlive the oldest backup the backend may be restored from.
import { receiptDaysMax, receiptsPerPlayerMax } from '@mintkeep/shared/constants.ts';
import type { Receipt } from './delivery/protocol.ts';
import type { Player } from './platform/platform.ts';

const prefix = 'receipt/';
const dayMs = 86_400_000;

export interface KeptReceipt {
  readonly deliveryId: string;
  readonly receipt: Receipt;
  readonly at: string;
}

/** What the player's file says about a delivery. */
export function readReceipt(player: Player, deliveryId: string): Receipt | null {
  return parse(deliveryId, player.notes.get(prefix + deliveryId))?.receipt ?? null;
}

/** Writes a receipt into memory; it is proof once the player's file was saved. */
export function writeReceipt(
  player: Player,
  deliveryId: string,
  receipt: Receipt,
  nowMs: number,
): void {
  player.notes.set(prefix + deliveryId, `${receipt} ${new Date(nowMs).toISOString()}`);
}

/** All receipts of a player, oldest first. */
export function listReceipts(player: Player): KeptReceipt[] {
  return player.notes
    .names()
    .filter((name) => name.startsWith(prefix))
    .flatMap((name) => {
      const deliveryId = name.slice(prefix.length);
      const kept = parse(deliveryId, player.notes.get(name));
      return kept ? [kept] : [];
    })
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/** Takes away receipts older than 60 days, and the oldest above 1,024 (D22). */
export function pruneReceipts(player: Player, nowMs: number): void {
  const kept = listReceipts(player);
  const oldest = new Date(nowMs - receiptDaysMax * dayMs).toISOString();
  kept.forEach(({ deliveryId, at }, index) => {
    if (at < oldest || index < kept.length - receiptsPerPlayerMax) {
      player.notes.remove(prefix + deliveryId);
    }
  });
}

function parse(deliveryId: string, text: string | null): KeptReceipt | null {
  const [, receipt, at = ''] = /^(given|void) (\S+)$/.exec(text ?? '') ?? [];
  return receipt ? { deliveryId, receipt: receipt as Receipt, at } : null;
}

// Receipts against deliveries: what a server has delivered and the player's file knows nothing of, as
// after a world or a file was restored from a copy. Marks it for staff, and hands nothing over by
// itself: only a person knows whether the items are gone too (D22).
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { receiptDaysMax, receiptsPerPlayerMax } from '@mintkeep/shared/constants.ts';
import type { reportReceipts } from '@mintkeep/shared/delivery.ts';
import { dayMs, hourMs } from '../core/calendar.ts';
import type { Tx } from '../core/transact.ts';
import { forgetReceipts, provedBy, writeReceiptMissing } from './store.ts';

// Receipts are dropped by the clock of the game server: near the edge nothing is concluded.
const marginMs = hourMs;
// What was handed over after the server looked, and reported before its list arrived, is not missing.
// A list needs the time in which a server gives a request up, 5 s unless set; a mark that is too early
// goes at the next join.
const settledMs = 10_000;

/**
 * Compares the receipts in a player's file with what the asking server delivered to the player.
 * Commands and ranks have none, and what another server delivered is in the files of that one. A
 * receipt that is there again takes its mark away.
 */
export async function compareReceipts(
  tx: Tx,
  { minecraftUUID, given, since }: InputOf<typeof reportReceipts>,
): Promise<ReplyOf<typeof reportReceipts>> {
  const nowMs = tx.now.getTime();
  const oldestMs = nowMs - receiptDaysMax * dayMs;
  const wanted = {
    minecraftUUID,
    serverId: tx.actor.id,
    createdFrom: new Date(Math.max(oldestMs, since ? Date.parse(since) : 0) + marginMs),
    deliveredUntil: new Date(nowMs - settledMs),
  };
  const claimed = await provedBy(tx, wanted, receiptsPerPlayerMax);
  const held = new Set(given);
  const missing = claimed.filter((one) => !held.has(one._id) && !one.receiptMissingAt);
  const back = claimed.filter((one) => held.has(one._id) && one.receiptMissingAt);
  await writeReceiptMissing(tx, idsOf(missing), tx.now);
  await writeReceiptMissing(tx, idsOf(back), null);
  const [first] = missing;
  if (first) {
    const { playerId } = first;
    const [serverId, deliveries] = [tx.actor.id, missing.length];
    tx.emit({ type: 'delivery.receipt-missing', playerId, serverId, deliveries });
  }
  return { missing: missing.length };
}

/**
 * Looks for no receipts of what this server has delivered so far: its players begin anew on purpose, as
 * with a new season's world. A bounded page; answers how many, ask until none.
 */
export const forgetReceiptsOf = (tx: Tx, serverId: string): Promise<number> =>
  forgetReceipts(tx, serverId, 500);

const idsOf = (docs: readonly { readonly _id: string }[]): string[] => docs.map(({ _id }) => _id);

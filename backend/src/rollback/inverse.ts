// The inverse of each kind of operation in the event log, by the same functions that staff use, so
// that every rule holds: coins exact, never below zero, goods only after proof (D23, D41). Those that
// have none are refused.
import * as z from 'zod';
import { Refusal } from '../core/errors.ts';
import { operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { cancelDelivery, findDelivery } from '../delivery/service.ts';
import { findEventOfOperation } from '../event-log/service.ts';
import type { LoggedEvent } from '../event-log/service.ts';
import { refundVoidedRoll } from '../gacha/service.ts';
import { postAdjustment } from '../ledger/service.ts';
import { findPlayerById, getPlayerById, setBan, setFrozen } from '../players/service.ts';
import * as shop from '../shop/service.ts';

/** What an inverse did: the ledger's entry, if coins moved, and whether they still have to. */
export interface Undone {
  readonly outcome: 'undone' | 'refund_pending';
  readonly appliedTxId: string | null;
}

/** Applies the inverse of an entry. Refuses `EVENT_NOT_REVERSIBLE`, and as what it calls does. */
export async function undo(tx: Tx, event: LoggedEvent, reason: string): Promise<Undone> {
  switch (event.eventType) {
    case 'purchase':
      return undoPurchase(tx, event, reason);
    case 'refund':
      return undoRefund(tx, event, reason);
    case 'gacha':
      return undoRoll(tx, event, reason);
    case 'adjust':
      return undoAdjustment(tx, event, reason);
    case 'freeze':
    case 'unfreeze':
      return undoFreeze(tx, event);
    case 'ban':
    case 'unban':
      return undoBan(tx, event);
    case 'starter':
    // Coins between players: staff correct both wallets by adjusting.
    case 'pay':
    // What another plugin took or gave: that plugin alone knows what for.
    case 'vault':
    case 'redeem':
    case 'link':
    case 'unlink':
    case 'daily':
    case 'quest':
    // The goods are gone: staff correct the wallet by adjusting.
    case 'sale':
    // Goods and listings: what is listed goes home by cancelling the listing.
    case 'goods':
    case 'list':
    case 'unlist':
    // Orders of the market: staff refund them, or count them as handed over.
    case 'order':
    case 'fulfil':
    case 'rollback':
      return notReversible(event, 'kind');
  }
}

/** Kinds that have an inverse; an entry of them may still be refused. */
export const hasInverse = ({ eventType }: LoggedEvent): boolean =>
  ![
    'starter',
    'pay',
    'vault',
    'redeem',
    'link',
    'unlink',
    'daily',
    'quest',
    'sale',
    'goods',
    'list',
    'unlist',
    'order',
    'fulfil',
    'rollback',
  ].includes(eventType);

/** `because` says it to people: the kind has no inverse, or something later stands in the way. */
function notReversible({ _id, eventType }: LoggedEvent, because: string, more = {}): never {
  throw new Refusal('EVENT_NOT_REVERSIBLE', { eventId: _id, eventType, because, ...more });
}

const loggedPurchase = z.looseObject({ purchaseId: z.uuid() });
const loggedRoll = z.looseObject({ rollId: z.uuid() });
const loggedWallet = z.looseObject({ walletBalanceCoins: z.int().min(0) });
const loggedFrozen = z.looseObject({ frozen: z.boolean() });
const loggedBan = z.looseObject({
  banned: z
    .looseObject({
      reason: z.string(),
      by: z.string(),
      at: z.coerce.date(),
      untilAt: z.coerce.date().nullable(),
    })
    .nullable(),
});

/** The purchase that an entry is about, or null. */
export const purchaseIdOf = ({ data }: LoggedEvent): string | null =>
  loggedPurchase.safeParse(data.after).data?.purchaseId ?? null;

/** The roll that an entry is about, or null. */
export const rollIdOf = ({ data }: LoggedEvent): string | null =>
  loggedRoll.safeParse(data.after).data?.rollId ?? null;

/** A purchase is refunded: after the void receipt where its goods may have been given. */
async function undoPurchase(tx: Tx, event: LoggedEvent, reason: string): Promise<Undone> {
  const { purchaseId } = loggedPurchase.parse(event.data.after);
  const purchase = await shop.getPurchase(tx, purchaseId);
  if (purchase.status === 'refunded') {
    throw new Refusal('PURCHASE_NOT_REFUNDABLE', { purchaseId, status: purchase.status });
  }
  const { reply } = await shop.carryOutRefund(tx, { purchaseId, reason });
  return reply.status === 'refunded'
    ? { outcome: 'undone', appliedTxId: shop.refundIdOf(purchase) }
    : { outcome: 'refund_pending', appliedTxId: null };
}

/** A refund is taken back, unless it is itself what a rollback did. */
async function undoRefund(tx: Tx, event: LoggedEvent, reason: string): Promise<Undone> {
  const purchaseId = purchaseIdOf(event);
  if (purchaseId === null) return notReversible(event, 'kind');
  const { playerId, timestamp } = await shop.getPurchase(tx, purchaseId);
  const bought = await findEventOfOperation(tx, { playerId, timestamp, operationId: purchaseId });
  if (bought?.rolledBackBy) return notReversible(event, 'the purchase was rolled back');
  const appliedTxId = await shop.takeBackRefund(tx, purchaseId, reason);
  return { outcome: 'undone', appliedTxId };
}

/** A roll is paid back where it was not delivered: what luck gave stays given. */
async function undoRoll(tx: Tx, event: LoggedEvent, reason: string): Promise<Undone> {
  const { rollId } = loggedRoll.parse(event.data.after);
  const status = (await findDelivery(tx, rollId))?.state.status;
  const pending = { outcome: 'refund_pending', appliedTxId: null } as const;
  switch (status) {
    case 'pending':
    case 'leased':
      if ((await cancelDelivery(tx, rollId, reason)) === 'cancelling') return pending;
      break;
    case 'cancelling':
      return pending;
    case 'voided':
      break;
    case 'delivered':
    case 'refunded':
    case 'needs_review':
    case undefined:
      return notReversible(event, 'the delivery', { deliveryStatus: status ?? null });
  }
  await refundVoidedRoll(tx, rollId);
  return { outcome: 'undone', appliedTxId: operationIdOf('refund', 'delivery', rollId) };
}

async function undoAdjustment(tx: Tx, event: LoggedEvent, reason: string): Promise<Undone> {
  const before = loggedWallet.parse(event.data.before).walletBalanceCoins;
  const after = loggedWallet.parse(event.data.after).walletBalanceCoins;
  const appliedTxId = operationIdOf('rollback', 'event', event._id);
  await postAdjustment(tx, {
    operationId: appliedTxId,
    playerId: playerOf(event),
    amountCoins: before - after,
    reason,
    meta: { cause: 'rollback', eventId: event._id },
  });
  return { outcome: 'undone', appliedTxId };
}

const noCoins: Undone = { outcome: 'undone', appliedTxId: null };

/** Freezes or thaws again, unless somebody has since. */
async function undoFreeze(tx: Tx, event: LoggedEvent): Promise<Undone> {
  const player = await getPlayerById(tx, playerOf(event));
  const [before, after] = [event.data.before, event.data.after].map(
    (state) => loggedFrozen.parse(state).frozen,
  );
  if (player.frozen !== after) return notReversible(event, 'it was changed since');
  await setFrozen(tx, player._id, before ?? false);
  return noCoins;
}

/** Puts the ban back that was there before, or none, unless somebody has changed it since. */
async function undoBan(tx: Tx, event: LoggedEvent): Promise<Undone> {
  const player = await getPlayerById(tx, playerOf(event));
  const before = loggedBan.parse(event.data.before).banned;
  const after = loggedBan.parse(event.data.after).banned;
  if (player.banned?.at.getTime() !== after?.at.getTime()) {
    return notReversible(event, 'it was changed since');
  }
  const { reason = '', by = '', at = tx.now, untilAt = null } = before ?? {};
  await setBan(tx, player._id, before && { reason, by, at, untilAt });
  return noCoins;
}

function playerOf(event: LoggedEvent): string {
  return event.playerId ?? notReversible(event, 'kind');
}

/** What an entry touches, as it is now: what a rollback shows and logs before and after. */
export async function stateOf(
  scope: ReadScope,
  event: LoggedEvent,
): Promise<Record<string, unknown>> {
  const player = event.playerId === null ? null : await findPlayerById(scope, event.playerId);
  const { walletBalanceCoins, frozen, banned } = player ?? {};
  const purchaseId = purchaseIdOf(event);
  const purchase = purchaseId === null ? {} : await shop.pictureOf(scope, purchaseId);
  const rollId = rollIdOf(event);
  const delivery = rollId === null ? null : await findDelivery(scope, rollId);
  return {
    ...(player ? { walletBalanceCoins, frozen, banned } : {}),
    ...purchase,
    ...(rollId === null ? {} : { rollId, deliveryStatus: delivery?.state.status ?? null }),
  };
}

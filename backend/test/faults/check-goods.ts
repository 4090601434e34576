// Checks what players hold against what was paid: each purchase delivered or refunded and never both,
// its goods once; and that leases follow the database's clock.
import type { LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import type { Final } from './final.ts';
import type { Asked } from './history.ts';
import type { Rule, Violation } from './violation.ts';

const violation = (rule: Rule, detail: string): Violation => ({ rule, detail });

/** Delivered xor refunded, and the goods exactly once where they are due. */
export function checkGoods(final: Final, goods: ReadonlyMap<string, number>): Violation[] {
  const found: Violation[] = [];
  for (const [id, { state, ref }] of final.deliveries) {
    const count = goods.get(id) ?? 0;
    const about = `${ref.refType} ${id}: ${state.status}, ${String(count)} times in the inventory`;
    if (count > 1) found.push(violation('goods given twice', about));
    const paidBack = isPaidBack(final, id, ref);
    const isOver = state.status === 'delivered' || state.status === 'refunded';
    // Of a voucher: whoever redeemed it gave it back, and it may be redeemed anew.
    const isVoidStarter =
      (ref.refType === 'starter' || ref.refType === 'voucher') && state.status === 'voided';
    if (!isOver && !isVoidStarter) {
      const error = state.lastError ?? '';
      found.push(violation('paid, and neither delivered nor refunded', `${about} ${error}`));
    }
    if (state.status === 'delivered' && count === 0) {
      found.push(violation('goods of a delivered purchase are lost', about));
    }
    if (paidBack && (count > 0 || state.status === 'delivered')) {
      found.push(violation('delivered and refunded', about));
    }
  }
  for (const id of goods.keys()) {
    if (!final.deliveries.has(id)) {
      found.push(
        violation('an effect that nobody asked for', `goods of ${id}, which is owed to nobody`),
      );
    }
  }
  return [...found, ...checkPurchases(final)];
}

function isPaidBack(
  { purchases, rolls, orders }: Final,
  id: string,
  { refType, refId }: { readonly refType: string; readonly refId: string },
): boolean {
  if (refType === 'purchase') return purchases.get(id)?.status === 'refunded';
  if (refType === 'order') return orders.get(id)?.status === 'refunded';
  if (refType === 'voucher') return purchases.get(refId)?.status === 'refunded';
  return refType === 'gacha' && rolls.get(id)?.status === 'refunded';
}

/** The record of each purchase says what became of its delivery. */
function checkPurchases({ purchases, deliveries, vouchers }: Final): Violation[] {
  return [...purchases.values()].flatMap(({ _id, status, voucherId }) => {
    const voucher = voucherId === undefined ? undefined : vouchers.get(voucherId);
    const delivery = deliveries.get(voucher ? (voucher.deliveryId ?? '') : _id)?.state.status;
    // One that nobody redeemed, or that came back, is worth nothing when its coins went back.
    if (voucher && status === 'refunded' && voucher.status !== 'pending') {
      if (delivery !== 'delivered') return [];
    }
    const fits =
      (status === 'completed' && delivery === 'delivered') ||
      (status === 'refunded' && delivery === 'refunded');
    if (fits) return [];
    const detail = `purchase ${_id} is ${status}, its delivery ${String(delivery)}`;
    return [violation('paid, and neither delivered nor refunded', detail)];
  });
}

interface Grant {
  readonly leaseId: string;
  readonly invokedMs: number;
  readonly endedMs: number;
  readonly untilMs: number;
  readonly impatient: boolean;
}

/** An answer may be a little older or newer than the clock it was given by. */
const toleranceMs = 2_000;

/**
 * Leases begin when they are asked for and last as long as they should, by the database's clock; no
 * two of a delivery overlap, and none begins after the delivery was acknowledged.
 */
export function checkLeases(all: readonly Asked[], leaseMs: number): Violation[] {
  const grants = new Map<string, Grant[]>();
  const deliveredMs = new Map<string, number>();
  const released = new Set<string>();
  for (const { kind, input, attempts } of all) {
    if (kind === 'report') note(input, attempts, { deliveredMs, released });
    if (kind !== 'lease') continue;
    for (const { outcome, reply, invokedMs, endedMs } of attempts) {
      if (outcome !== 'ok') continue;
      for (const { deliveryId, leaseId, leaseUntilAt } of reply as LeasedDelivery[]) {
        const untilMs = Date.parse(leaseUntilAt);
        const impatient = input['minecraftUUID'] !== undefined;
        const grant = { leaseId, invokedMs, endedMs, untilMs, impatient };
        grants.set(deliveryId, [...(grants.get(deliveryId) ?? []), grant]);
      }
    }
  }
  return [...grants].flatMap(([deliveryId, ofOne]) => [
    ...clockErrors(deliveryId, ofOne, leaseMs),
    ...overlaps(deliveryId, ofOne, { leaseMs, released, deliveredMs }),
  ]);
}

function note(
  input: Asked['input'],
  attempts: Asked['attempts'],
  { deliveredMs, released }: { deliveredMs: Map<string, number>; released: Set<string> },
): void {
  const deliveryId = String(input['deliveryId']);
  if (input['outcome'] === 'released') released.add(String(input['leaseId']));
  for (const { outcome, reply, endedMs } of attempts) {
    if (outcome !== 'ok' || (reply as { status: string }).status !== 'delivered') continue;
    deliveredMs.set(deliveryId, Math.min(endedMs, deliveredMs.get(deliveryId) ?? Infinity));
  }
}

function clockErrors(deliveryId: string, grants: readonly Grant[], leaseMs: number): Violation[] {
  return grants
    .filter(({ untilMs, invokedMs, endedMs }) => {
      const begunMs = untilMs - leaseMs;
      return begunMs < invokedMs - toleranceMs || begunMs > endedMs + toleranceMs;
    })
    .map(({ untilMs, endedMs }) => {
      const detail = `${deliveryId}: leased ${String(untilMs - endedMs)} ms from the answer on`;
      return violation('a lease does not follow the clock of the database', detail);
    });
}

interface Known {
  readonly leaseMs: number;
  readonly released: Set<string>;
  readonly deliveredMs: Map<string, number>;
}

/**
 * Which of two leases was first is known by their times or by their answers, and each can be some
 * milliseconds wrong: two backends read the database's clock apart, and answers overtake each other. What
 * is wrong in both orders is wrong.
 */
function overlaps(deliveryId: string, grants: readonly Grant[], known: Known): Violation[] {
  const byTime = [...grants].sort((a, b) => a.untilMs - b.untilMs);
  const byAnswer = [...grants].sort((a, b) => a.endedMs - b.endedMs);
  const found = overlapsIn(deliveryId, byTime, known);
  return found.length > 0 ? overlapsIn(deliveryId, byAnswer, known) : found;
}

function overlapsIn(
  deliveryId: string,
  ordered: readonly Grant[],
  { leaseMs, released, deliveredMs }: Known,
): Violation[] {
  const rule = 'handed out again while leased or after it was delivered';
  const found: Violation[] = [];
  ordered.forEach((next, place) => {
    const before = ordered[place - 1];
    const begunMs = next.untilMs - leaseMs;
    // An impatient ask that came after the other may have the earlier time.
    const isOutOfOrder = before?.impatient === true && next.invokedMs < before.invokedMs;
    const isFree = !before || released.has(before.leaseId) || next.impatient || isOutOfOrder;
    if (!isFree && before.leaseId !== next.leaseId && begunMs < before.untilMs - toleranceMs / 2) {
      found.push(
        violation(rule, `${deliveryId}: ${String(before.untilMs - begunMs)} ms too early`),
      );
    }
    if (next.invokedMs > (deliveredMs.get(deliveryId) ?? Infinity)) {
      found.push(violation(rule, `${deliveryId}: leased after it was delivered`));
    }
  });
  return found;
}

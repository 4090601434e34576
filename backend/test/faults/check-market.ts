// Checks the market: each thing of a player is in exactly one place, each order has ended in one way
// and fits its delivery and its coins, and no limit was exceeded.
import { feeCoinsOf } from '../../src/pricing/service.ts';
import type { OrderDoc } from '../../src/market/orders-store.ts';
import type { BurstFacts } from './bursts.ts';
import { burstMax, sale } from './catalogue.ts';
import type { Final } from './final.ts';
import { addTo } from './hand-ins.ts';
import type { Note } from './hand-ins.ts';
import type { Asked } from './history.ts';
import type { Rule, Violation } from './violation.ts';
import { begunWith, wares } from './wares.ts';

const violation = (rule: Rule, detail: string): Violation => ({ rule, detail });

/** What the players' files hold of things. */
export interface Bags {
  readonly players: number;
  readonly stock: ReadonlyMap<string, number>;
  readonly notes: readonly Note[];
}

/** Every thing that was there at first is in one place: with a player, held, listed or sold. */
export function checkThings(final: Final, bags: Bags): Violation[] {
  const there = new Map(bags.stock);
  for (const { sku, quantity } of bags.notes) addTo(there, sku, quantity);
  for (const one of final.goods.values()) {
    if (one.state === 'held') addTo(there, one.sku, one.quantity);
  }
  for (const { status, sku, quantity } of final.listings.values()) {
    if (status === 'active') addTo(there, sku, quantity);
  }
  for (const one of final.sales.values()) {
    if (one.state === 'sold') addTo(there, one.goodsSku, one.quantity);
  }
  const sums = Object.keys(wares).flatMap((sku) => {
    const begun = bags.players * begunWith;
    const found = there.get(sku) ?? 0;
    if (found === begun) return [];
    const detail = `${sku}: ${String(found)} of ${String(begun)} that there were`;
    return [violation('goods are in two places, or in none', detail)];
  });
  return [...sums, ...checkEach(final)];
}

/** What was handed in at once, is wholly where the documents say: their parts add up to it. */
function checkEach(final: Final): Violation[] {
  const gone = new Map<string, number>();
  for (const { listingId, quantity, status, goodsReturned } of final.orders.values()) {
    if (status !== 'refunded' || !goodsReturned) addTo(gone, listingId, quantity);
  }
  const home = new Map<string, number>();
  for (const { ref, task } of final.deliveries.values()) {
    if (ref.refType !== 'return' || task.action !== 'goods') continue;
    for (const { quantity } of task.payload.goods) addTo(home, ref.refId, quantity);
  }
  return [...final.goods.values()].flatMap((one) => {
    const { _id, state, quantity, listingId } = one;
    if (state === 'refused') return [];
    const listing = final.listings.get(listingId ?? '');
    const places = {
      held: state === 'held' ? quantity : 0,
      listed: listing?.status === 'active' ? listing.quantity : 0,
      home: home.get(_id) ?? 0,
      bought: gone.get(listingId ?? '') ?? 0,
    };
    const found = Object.values(places).reduce((sum, some) => sum + some, 0);
    if (found === quantity) return [];
    const detail = `${_id}, ${String(quantity)} handed in: ${JSON.stringify(places)}`;
    return [violation('goods are in two places, or in none', detail)];
  });
}

/** The word about goods is one for ever, whatever key it was asked with, and it is kept. */
export function checkWords(all: readonly Asked[], final: Final): Violation[] {
  const words = new Map<string, Set<string>>();
  for (const { kind, input, attempts } of all) {
    if (!/^(handIn|sale)(Copy)?$/.test(kind)) continue;
    const goodsId = String(input['goodsId']);
    const heard = words.get(goodsId) ?? new Set<string>();
    words.set(goodsId, heard);
    for (const { outcome, reply } of attempts) {
      if (outcome === 'ok') heard.add(JSON.stringify(reply));
    }
  }
  return [...words].flatMap(([goodsId, heard]) => {
    if (heard.size > 1) {
      return [violation('goods got two answers', `${goodsId}: ${[...heard].join(' ')}`)];
    }
    const isKept = final.goods.has(goodsId) || final.sales.has(goodsId);
    if (heard.size === 0 || isKept) return [];
    return [violation('an acknowledged operation is missing', `the word about ${goodsId}`)];
  });
}

/** Each order is fulfilled or refunded, as its delivery and its coins say, and its fee is right. */
export function checkOrders(all: readonly Asked[], final: Final): Violation[] {
  const ratios = feeRatios(all, final);
  const open = new Map<string, number>();
  const found: Violation[] = [];
  for (const order of final.orders.values()) {
    const { _id, status, buyerId, escrowCoins } = order;
    const wrong = problemOf(order, final, ratios.get(order.listingId) ?? new Set());
    if (wrong !== null) {
      const detail = `${_id}, ${status}: ${wrong}`;
      found.push(violation('an order does not fit its delivery or its coins', detail));
    }
    if (status === 'pending' || status === 'cancelled') addTo(open, buyerId, escrowCoins);
  }
  for (const { _id, escrowBalanceCoins } of final.players) {
    const coins = open.get(_id) ?? 0;
    if ((escrowBalanceCoins ?? 0) === coins) continue;
    const detail = `${_id}: ${String(escrowBalanceCoins)} in escrow, ${String(coins)} in open orders`;
    found.push(violation('an order does not fit its delivery or its coins', detail));
  }
  return found;
}

function problemOf(order: OrderDoc, final: Final, ratios: ReadonlySet<number>): string | null {
  const { _id, status, unitPriceCoins, quantity, escrowCoins, feeCoins } = order;
  const delivery = final.deliveries.get(_id)?.state.status;
  if (status !== 'fulfilled' && status !== 'refunded') return `its delivery is ${String(delivery)}`;
  const isGiven = delivery === 'delivered';
  if (isGiven !== (status === 'fulfilled')) return `its delivery is ${String(delivery)}`;
  if (status === 'refunded' && !order.goodsReturned) return 'its goods went nowhere';
  if (escrowCoins !== unitPriceCoins * quantity) return `${String(escrowCoins)} coins in escrow`;
  const fees = [...ratios].map((ratio) => feeCoinsOf(escrowCoins, ratio));
  const byHand = [...ratios].map((ratio) => Math.floor(escrowCoins * ratio + 1e-6));
  if (!fees.includes(feeCoins) || !byHand.includes(feeCoins)) return `a fee of ${String(feeCoins)}`;
  const made = final.events.filter(({ event }) => 'orderId' in event && event.orderId === _id);
  const types = made
    .map(({ event }) => event.type)
    .sort()
    .join(', ');
  const expected = ['order.made', `order.${status}`].sort().join(', ');
  return types === expected ? null : `events ${types}`;
}

/** What a listing's fee ever was, as its seller was told. */
function feeRatios(all: readonly Asked[], final: Final): Map<string, Set<number>> {
  const ratios = new Map<string, Set<number>>();
  const add = (listingId: unknown, feeRatio: unknown): void => {
    if (typeof listingId !== 'string' || typeof feeRatio !== 'number') return;
    ratios.set(listingId, (ratios.get(listingId) ?? new Set()).add(feeRatio));
  };
  for (const { _id, feeRatio } of final.listings.values()) add(_id, feeRatio);
  for (const { attempts } of all) {
    for (const { outcome, reply } of attempts) {
      if (outcome !== 'ok' || typeof reply !== 'object' || reply === null) continue;
      const { listing, listingId, feeRatio } = reply as Record<string, unknown>;
      add(listingId, feeRatio);
      const { listingId: listed, feeRatio: ratio } = (listing ?? {}) as Record<string, unknown>;
      add(listed, ratio);
    }
  }
  return ratios;
}

/** What one buyer may take of a listing, a seller list, a player sell in a day, and one code be worth. */
export function checkMarketLimits(
  all: readonly Asked[],
  final: Final,
  { sellers }: Pick<BurstFacts, 'sellers'>,
): Violation[] {
  const found: Violation[] = [];
  const limit = (what: string, count: number, max: number): void => {
    if (count > max) {
      found.push(violation('a limit was exceeded', `${what}: ${String(count)} of ${String(max)}`));
    }
  };
  const taken = new Map<string, number>();
  const sold = new Map<string, number>();
  for (const { listingId, buyerId, quantity, status } of final.orders.values()) {
    if (status === 'refunded') continue;
    addTo(taken, `${listingId} to ${buyerId}`, quantity);
    addTo(sold, listingId, quantity);
  }
  for (const { _id, quantityPerBuyerMax, quantityListed } of final.listings.values()) {
    limit(`sold of ${_id}`, sold.get(_id) ?? 0, quantityListed);
    if (quantityPerBuyerMax === null) continue;
    for (const [key, count] of taken) {
      if (key.startsWith(_id)) limit(key, count, quantityPerBuyerMax);
    }
  }
  for (const playerId of sellers) {
    const listed = [...final.listings.values()].filter(({ sellerId }) => sellerId === playerId);
    limit(`listings of ${playerId}`, listed.length, burstMax);
  }
  for (const [key, count] of salesByDay(final)) limit(key, count, sale.quantityPerDayMax);
  return [...found, ...checkVouchers(all, final)];
}

function salesByDay(final: Final): Map<string, number> {
  const sums = new Map<string, number>();
  for (const one of final.sales.values()) {
    if (one.state !== 'sold') continue;
    addTo(sums, `${one.playerId} on ${one.timestamp.toISOString().slice(0, 10)}`, one.quantity);
  }
  return sums;
}

/** One voucher has one delivery that counts, and one player who was told that it is theirs. */
function checkVouchers(all: readonly Asked[], final: Final): Violation[] {
  const told = new Map<string, Set<string>>();
  for (const { kind, input, attempts } of all) {
    if (kind !== 'redeem') continue;
    for (const { outcome, reply } of attempts) {
      if (outcome !== 'ok') continue;
      const { voucherId, deliveryId } = reply as { voucherId: string; deliveryId: string };
      // Given back and redeemed anew is another delivery, which must be the only one that counts.
      const key = `${voucherId} by ${deliveryId}`;
      told.set(key, (told.get(key) ?? new Set()).add(String(input['minecraftUUID'])));
    }
  }
  const live = new Map<string, number>();
  for (const { ref, state } of final.deliveries.values()) {
    const isOver = state.status === 'voided' || state.status === 'refunded';
    if (ref.refType === 'voucher' && !isOver) addTo(live, ref.refId, 1);
  }
  return [
    ...[...told].filter(([, players]) => players.size > 1).map(([key]) => key),
    ...[...live].filter(([, count]) => count > 1).map(([voucherId]) => voucherId),
  ].map((detail) => violation('a voucher was redeemed twice', detail));
}

// Checks each operation that was asked for against what the database holds of it: acknowledged ones
// are there by their id, refused ones are not, unknown ones wholly or not at all, and nothing is there
// that nobody asked for.
import { entryIdsOf } from '../../src/ledger/service.ts';
import { sumOfHolds } from '../../src/players/service.ts';
import { rollCostCoins, sale, unitPriceCoins } from './catalogue.ts';
import { holdIds, movedByPlugins } from './check-holds.ts';
import { isPassing } from './client.ts';
import type { Final } from './final.ts';
import { verdictOf } from './history.ts';
import type { Asked } from './history.ts';
import { operationIdOfAsked, refundEntryIdOf } from './operation.ts';
import type { Rule, Violation } from './violation.ts';

const violation = (rule: Rule, detail: string): Violation => ({ rule, detail });

/** Where the traces of an operation of a kind must be: all of them, or none. */
function tracesOf(final: Final, { kind }: Asked, id: string): Record<string, boolean> {
  switch (kind) {
    case 'purchase':
      return {
        purchase: final.purchases.has(id),
        entry: final.entries.has(id),
        delivery: final.deliveries.has(id),
      };
    case 'voucher':
      return {
        purchase: final.purchases.has(id),
        entry: final.entries.has(id),
        voucher: final.vouchers.has(id),
      };
    case 'buy':
      return {
        order: final.orders.has(id),
        entry: final.entries.has(id),
        delivery: final.deliveries.has(id),
      };
    case 'list':
      return { listing: final.listings.has(id), operation: final.operations.has(id) };
    case 'pay':
    case 'adjust':
      return { entry: final.entries.has(id), operation: final.operations.has(id) };
    case 'roll':
      return {
        roll: final.rolls.has(id),
        entry: final.entries.has(id),
        delivery: final.deliveries.has(id),
        operation: final.operations.has(id),
      };
    case 'starter':
      return { delivery: final.deliveries.has(id), operation: final.operations.has(id) };
    case 'refund':
    case 'link':
    case 'report':
    case 'handIn':
    case 'handInCopy':
    case 'sale':
    case 'saleCopy':
    case 'reprice':
    case 'withdraw':
    case 'takeOut':
    case 'orderRefund':
    case 'redeem':
    case 'makeVoucher':
    case 'hold':
    case 'settle':
    case 'release':
    case 'reserve':
      return { operation: final.operations.has(id) };
    case 'code':
    case 'join':
    case 'heartbeat':
    case 'lease':
    case 'reuse':
    case 'totals':
      return {};
  }
}

/** Whether it left any trace. */
export const wasDone = (final: Final, one: Asked): boolean => {
  const id = operationIdOfAsked(one);
  return id !== null && Object.values(tracesOf(final, one, id)).some(Boolean);
};

/** Presence by id, wholeness, and one answer for one key. */
export function checkOperations(all: readonly Asked[], final: Final): Violation[] {
  return all.flatMap((one) => {
    if (one.kind === 'reuse') return checkReuse(one);
    const id = operationIdOfAsked(one);
    if (id === null) return [];
    const traces = tracesOf(final, one, id);
    const found = Object.values(traces);
    const name = `${one.kind} ${one.key} (${id})`;
    const violations = checkAnswers(one, name);
    const verdict = verdictOf(one);
    if (found.some(Boolean) && !found.every(Boolean)) {
      violations.push(violation('an operation is torn', `${name}: ${JSON.stringify(traces)}`));
    }
    if (verdict === 'ok' && !found.every(Boolean)) {
      const detail = `${name}: ${JSON.stringify(traces)}`;
      violations.push(violation('an acknowledged operation is missing', detail));
    }
    if (verdict === 'refused' && found.some(Boolean)) {
      const codes = one.attempts.map(({ code }) => code).join(', ');
      violations.push(violation('a refused operation was done', `${name}: refused ${codes}`));
    }
    return [...violations, ...checkSilence(one, name)];
  });
}

/** An answer that was given before was given to somebody, or to nobody who heard; not to a refusal. */
function checkSilence({ attempts }: Asked, name: string): Violation[] {
  const replayed = attempts.some((one) => one.outcome === 'ok' && one.replayed);
  const first = attempts.some(
    ({ outcome, replayed: again }) => outcome === 'unknown' || (outcome === 'ok' && !again),
  );
  if (!replayed || first) return [];
  const codes = attempts.map(({ code }) => code ?? 'replayed').join(', ');
  return [violation('a refused operation was done', `${name}: ${codes}`)];
}

function checkReuse({ key, attempts }: Asked): Violation[] {
  return attempts
    .filter(({ outcome }) => outcome === 'ok')
    .map(({ reply }) =>
      violation('a used key did something else', `${key}: ${JSON.stringify(reply)}`),
    );
}

/** All answers of a key are one; and once it was answered, it is never refused. */
function checkAnswers({ attempts }: Asked, name: string): Violation[] {
  const answers = attempts.filter(({ outcome }) => outcome === 'ok');
  const [first] = answers;
  if (!first) return [];
  const texts = new Set(answers.map(({ reply }) => JSON.stringify(reply)));
  const firstMs = Math.min(...answers.map(({ endedMs }) => endedMs));
  const taken = attempts.find(
    ({ outcome, code, invokedMs }) =>
      outcome === 'refused' && !isPassing(code) && invokedMs > firstMs,
  );
  const violations: Violation[] = [];
  if (texts.size > 1)
    violations.push(violation('a key got two answers', `${name}: ${[...texts].join(' ')}`));
  if (taken) {
    const detail = `${name}: answered, later refused ${String(taken.code)}`;
    violations.push(violation('a key got two answers', detail));
  }
  return violations;
}

/** Nothing is in the books that was not asked for, and each action of staff is audited once. */
export function checkStrangers(all: readonly Asked[], final: Final): Violation[] {
  const known = new Set(all.map((one) => operationIdOfAsked(one)).filter((id) => id !== null));
  for (const id of [...final.purchases.keys(), ...final.rolls.keys()]) {
    known.add(refundEntryIdOf(id));
  }
  for (const id of marketIds(all, final)) known.add(id);
  for (const id of holdIds(all, final)) known.add(id);
  const books = {
    orders: final.orders,
    listings: final.listings,
    goods: final.goods,
    sales: final.sales,
    purchases: final.purchases,
    entries: final.entries,
    deliveries: final.deliveries,
  };
  const strangers = Object.entries({ ...books, rolls: final.rolls }).flatMap(([book, documents]) =>
    [...documents.keys()]
      .filter((id) => !known.has(id))
      .map((id) => violation('an effect that nobody asked for', `${book} ${id}`)),
  );
  return [...strangers, ...checkAudits(all, final)];
}

/** What follows from what was asked of the market: entries, ways home, deliveries of vouchers. */
function marketIds(
  all: readonly Asked[],
  { orders, goods, deliveries, vouchers }: Final,
): string[] {
  const goodsIds = all.flatMap(({ input }) => {
    const { goodsId } = input;
    return typeof goodsId === 'string' ? [goodsId] : [];
  });
  const owed = [...deliveries.values()].filter(
    ({ ref: { refType, refId } }) =>
      (refType === 'return' && goods.has(refId)) || (refType === 'voucher' && vouchers.has(refId)),
  );
  return [
    ...goodsIds,
    ...[...orders.keys()].flatMap((orderId) => Object.values(entryIdsOf(orderId))),
    ...owed.map(({ _id }) => _id),
  ];
}

function checkAudits(all: readonly Asked[], final: Final): Violation[] {
  const audits = new Map<string, number>();
  for (const { action, after } of final.audits) {
    const { txId } = (after ?? {}) as { txId?: string };
    if (action === 'player.adjust' && txId) audits.set(txId, (audits.get(txId) ?? 0) + 1);
  }
  return all.flatMap((one) => {
    const id = operationIdOfAsked(one);
    if (one.kind !== 'adjust' || id === null) return [];
    const expected = final.entries.has(id) ? 1 : 0;
    const found = audits.get(id) ?? 0;
    if (found === expected) return [];
    const detail = `${one.key}: ${String(found)} entries of the audit log`;
    return [violation('an action of staff is not audited once', detail)];
  });
}

/** Each player has what follows from the wishes that were carried out, and from nothing else. */
export function checkBalances(all: readonly Asked[], final: Final): Violation[] {
  const expected = new Map<string, number>();
  const playerOf = new Map(final.players.map((one) => [one.minecraftUUID, one._id]));
  const add = (playerId: string, amountCoins: number): void => {
    expected.set(playerId, (expected.get(playerId) ?? 0) + amountCoins);
  };
  for (const one of all) {
    const id = operationIdOfAsked(one);
    if (id === null || !wasDone(final, one)) continue;
    const buyer = playerOf.get(String(one.input['minecraftUUID'])) ?? '';
    if (one.kind === 'adjust') add(String(one.input['id']), Number(one.input['amountCoins']));
    if (one.kind === 'pay') {
      const amountCoins = Number(one.input['amountCoins']);
      add(buyer, -amountCoins);
      add(playerOf.get(String(one.input['toMinecraftUUID'])) ?? '', amountCoins);
    }
    if (one.kind === 'purchase' || one.kind === 'voucher') {
      const costCoins = unitPriceCoins * Number(one.input['quantity']);
      add(buyer, final.purchases.get(id)?.status === 'refunded' ? 0 : -costCoins);
    }
    if (one.kind === 'roll') {
      add(buyer, final.rolls.get(id)?.status === 'refunded' ? 0 : -rollCostCoins);
    }
  }
  for (const { buyerId, sellerId, escrowCoins, feeCoins, status } of final.orders.values()) {
    if (status !== 'refunded') add(buyerId, -escrowCoins);
    if (status === 'fulfilled') add(sellerId, escrowCoins - feeCoins);
  }
  for (const one of final.sales.values()) {
    if (one.state === 'sold') add(one.playerId, one.quantity * sale.sellPriceCoins);
  }
  const byPlugins = movedByPlugins(all, final);
  return final.players.flatMap(({ _id, minecraftUUID, walletBalanceCoins, holds }) => {
    const coins = (expected.get(_id) ?? 0) + (byPlugins.get(minecraftUUID) ?? 0);
    const found = walletBalanceCoins + sumOfHolds({ holds });
    if (coins === found) return [];
    const detail = `${_id}: ${String(found)} coins, asked for ${String(coins)}`;
    return [violation('a balance is not what was asked for', detail)];
  });
}

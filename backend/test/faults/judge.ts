// All checkers over one run, and the figures of it.
import type { BurstFacts } from './bursts.ts';
import { checkEvents, checkLedger, checkLimits, checkTotals, ringsLost } from './check-books.ts';
import { checkGoods, checkLeases } from './check-goods.ts';
import { checkHolds } from './check-holds.ts';
import { checkMarketLimits, checkOrders, checkThings, checkWords } from './check-market.ts';
import type { Bags } from './check-market.ts';
import { checkBalances, checkOperations, checkStrangers, wasDone } from './check-operations.ts';
import { leaseMs } from './defects.ts';
import type { Final } from './final.ts';
import { asked, verdictOf } from './history.ts';
import type { Asked, History } from './history.ts';
import type { LiveReader } from './live.ts';
import { operationIdOfAsked } from './operation.ts';
import type { Violation } from './violation.ts';

export interface Figures {
  readonly requests: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  /** Of the unknown ones, how many had in fact been done. */
  readonly unknownDone: number;
  readonly readsOfTotals: number;
  readonly purchases: number;
  readonly delivered: number;
  readonly refunded: number;
  readonly ledgerEntries: number;
  readonly ringsLost: number;
  /** The longest time in which no write was acknowledged. */
  readonly longestGapSeconds: number;
  readonly [more: string]: unknown;
}

/** Judges a run that is over. */
export function judge({
  final,
  history,
  facts,
  goods,
  bags,
  live,
}: {
  final: Final;
  history: Pick<History, 'rows'>;
  facts: BurstFacts;
  goods: ReadonlyMap<string, number>;
  bags: Bags;
  live: Pick<LiveReader, 'heard'>;
}): { violations: Violation[]; figures: Figures } {
  const all = asked(history.rows);
  const violations = [
    ...checkTotals(history.rows),
    ...checkOperations(all, final),
    ...checkStrangers(all, final),
    ...checkBalances(all, final),
    ...checkLedger(final),
    ...checkLimits(final, facts),
    ...checkEvents(final, live.heard),
    ...checkGoods(final, goods),
    ...checkLeases(all, leaseMs),
    ...checkThings(final, bags),
    ...checkWords(all, final),
    ...checkOrders(all, final),
    ...checkMarketLimits(all, final, facts),
    ...checkHolds(all, final),
  ];
  const writes = all.filter((one) => operationIdOfAsked(one) !== null);
  const count = (verdict: ReturnType<typeof verdictOf>): Asked[] =>
    writes.filter((one) => verdictOf(one) === verdict);
  const unknown = count('unknown');
  const statuses = [...final.deliveries.values()].map(({ state }) => state.status);
  return {
    violations,
    figures: {
      requests: history.rows.filter(({ event }) => event === 'invoke').length,
      acknowledged: count('ok').length,
      refused: count('refused').length,
      unknown: unknown.length,
      unknownDone: unknown.filter((one) => wasDone(final, one)).length,
      readsOfTotals: history.rows.filter(({ kind, event }) => kind === 'totals' && event === 'ok')
        .length,
      purchases: final.purchases.size,
      delivered: statuses.filter((status) => status === 'delivered').length,
      refunded: statuses.filter((status) => status === 'refunded').length,
      ledgerEntries: final.entries.size,
      listings: final.listings.size,
      handIns: final.goods.size,
      handInsRefused: [...final.goods.values()].filter(({ state }) => state === 'refused').length,
      orders: final.orders.size,
      ordersFulfilled: withStatus(final.orders, 'fulfilled'),
      ordersRefunded: withStatus(final.orders, 'refunded'),
      soldToShop: [...final.sales.values()].filter(({ state }) => state === 'sold').length,
      vouchersRedeemed: withStatus(final.vouchers, 'redeemed'),
      settledForPlugins: [...final.entries.values()].filter(({ meta }) => meta['cause'] === 'vault')
        .length,
      ringsLost: ringsLost(final, live.heard),
      longestGapSeconds: longestGap(writes, lastFaultMs(history.rows)),
    },
  };
}

const withStatus = (
  docs: ReadonlyMap<string, { readonly status: string }>,
  wanted: string,
): number => [...docs.values()].filter(({ status }) => status === wanted).length;

const lastFaultMs = (rows: History['rows']): number =>
  rows.reduce((last, { request, atMs }) => (request === -1 ? atMs : last), 0);

/** In seconds, as long as faults strike: afterwards nobody asks any more. */
function longestGap(writes: readonly Asked[], untilMs: number): number {
  const endsMs = writes
    .flatMap(({ attempts }) => attempts)
    .filter(({ outcome }) => outcome === 'ok')
    .map(({ endedMs }) => endedMs)
    .filter((endedMs) => endedMs <= untilMs)
    .sort((a, b) => a - b);
  let longestMs = 0;
  endsMs.forEach((endMs, place) => {
    longestMs = Math.max(longestMs, endMs - (endsMs[place - 1] ?? endMs));
  });
  return Math.round(longestMs / 100) / 10;
}

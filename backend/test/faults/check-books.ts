// Checks the books as a whole: the totals that were read beside the load, the ledger, every limit,
// the events and the jobs.
import { burstMax, capped, daily, hot } from './catalogue.ts';
import type { BurstFacts } from './bursts.ts';
import type { Final } from './final.ts';
import type { Row } from './history.ts';
import { heardTypes, nameOfEvent } from './live.ts';
import type { Rule, Violation } from './violation.ts';

const violation = (rule: Rule, detail: string): Violation => ({ rule, detail });

/** Every read of the totals, made in a snapshot beside the load, adds up. */
export function checkTotals(rows: readonly Row[]): Violation[] {
  return rows
    .filter(({ kind, event }) => kind === 'totals' && event === 'ok')
    .filter(({ reply }) => !(reply as { sound: boolean }).sound)
    .map(({ reply }) => violation('a read of the totals does not add up', JSON.stringify(reply)));
}

/** The ledger replays to every balance, and no wallet is below zero. */
export function checkLedger({ ledger, players }: Final): Violation[] {
  const below = players
    .filter(
      ({ walletBalanceCoins, holds }) =>
        walletBalanceCoins < 0 || holds?.some(({ holdCoins }) => holdCoins < 0),
    )
    .map(({ _id }) => violation('a limit was exceeded', `the wallet of ${_id} is below zero`));
  if (ledger.sound) return below;
  const detail = JSON.stringify({ ...ledger, mismatches: ledger.mismatches.slice(0, 3) });
  return [...below, violation('the ledger does not replay to the balances', detail)];
}

/** Stock, what one player may buy ever and in a day, one starter, one account a Discord user. */
export function checkLimits(final: Final, { starters, discordIds }: BurstFacts): Violation[] {
  const over: Violation[] = [];
  const limit = (what: string, found: number, max: number): void => {
    if (found > max) {
      over.push(violation('a limit was exceeded', `${what}: ${String(found)} of ${String(max)}`));
    }
  };
  const standing = [...final.purchases.values()].filter(({ status }) => status !== 'refunded');
  const sums = new Map<string, number>();
  const count = (key: string, quantity: number): void => {
    sums.set(key, (sums.get(key) ?? 0) + quantity);
  };
  for (const { playerId, sku, quantity, timestamp } of standing) {
    count(`sold ${sku}`, quantity);
    count(`${sku} to ${playerId}`, quantity);
    count(`${sku} to ${playerId} on ${timestamp.toISOString().slice(0, 10)}`, quantity);
  }
  for (const [key, sum] of sums) {
    if (key.startsWith(`${capped.sku} to`) && !key.includes(' on ')) {
      limit(key, sum, capped.quantityPerPlayerMax);
    }
    if (key.startsWith(`${daily.sku} to`) && key.includes(' on ')) {
      limit(key, sum, daily.quantityPerDayMax);
    }
    if (key.startsWith('burst-cap') && !key.includes(' on ')) limit(key, sum, burstMax);
    if (key.startsWith('burst-day') && key.includes(' on ')) limit(key, sum, burstMax);
  }
  for (const { _id: sku, stock } of final.rewards) {
    const begun = sku === hot.sku ? hot.stock : sku.startsWith('burst-stock') ? burstMax : null;
    if (stock === null || begun === null) continue;
    const sold = sums.get(`sold ${sku}`) ?? 0;
    limit(`sold of ${sku}`, sold, begun);
    if (stock < 0 || stock + sold !== begun) {
      const detail = `${sku}: ${String(stock)} left and ${String(sold)} sold of ${String(begun)}`;
      over.push(violation('a limit was exceeded', detail));
    }
  }
  for (const playerId of starters) limit(`starters of ${playerId}`, startersOf(final, playerId), 1);
  for (const id of discordIds) {
    const linked = final.players.filter(({ discordId }) => discordId === id);
    limit(`accounts of Discord user ${id}`, linked.length, 1);
  }
  return over;
}

/** Starters that are given or still owed. */
const startersOf = ({ deliveries }: Final, playerId: string): number =>
  [...deliveries.values()].filter(
    ({ ref, playerId: owner, state }) =>
      ref.refType === 'starter' &&
      owner === playerId &&
      state.status !== 'voided' &&
      state.status !== 'refunded',
  ).length;

/** Nothing was heard that is not there; every event was read by whom it is for; no job is dead. */
export function checkEvents(final: Final, heard: ReadonlyMap<string, number>): Violation[] {
  const committed = new Map<string, number>();
  for (const { event } of final.events) {
    const name = nameOfEvent(event);
    committed.set(name, (committed.get(name) ?? 0) + 1);
  }
  const never = [...heard.keys()]
    .filter((name) => !committed.has(name))
    .map((name) => violation('an event was heard that was never committed', name));
  const twice = [...final.purchases.keys()]
    .filter((id) => committed.get(`purchase.made ${id}`) !== 1)
    .map((id) =>
      violation(
        'an operation is torn',
        `${id}: events ${String(committed.get(`purchase.made ${id}`))}`,
      ),
    );
  const waiting = final.events
    .filter(({ pending }) => pending)
    .map(({ event }) => violation('an event was never read', nameOfEvent(event)));
  const dead = final.deadJobs.map(({ _id, lastError }) =>
    violation('a job is dead', `${_id}: ${String(lastError)}`),
  );
  return [...never, ...twice, ...waiting, ...dead];
}

/** How many committed events the live reader did not hear: rings that faults swallowed. */
export function ringsLost(final: Final, heard: ReadonlyMap<string, number>): number {
  const types = new Set<string>(heardTypes);
  return final.events.filter(({ event }) => types.has(event.type) && !heard.has(nameOfEvent(event)))
    .length;
}

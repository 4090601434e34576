// The economy over a period: what was made, unmade and kept back, where the coins are, why they moved.
// All of it is sums over postings, so it adds up with the ledger: minted - burned = what wallets, holds,
// escrows, credits and the treasury hold (D21). Sums are exact beyond what a number holds.
import type { EconomyReport } from '@mintkeep/shared/reports.ts';
import { reportDaysMax } from '@mintkeep/shared/reports.ts';
import { dayAfter, dayMs, dayOf, startOf } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { namesOf } from '../players/service.ts';
import { busiestPrices } from '../pricing/service.ts';
import { closeDays, merged, sumUp } from './days.ts';
import { daysUpTo } from './store.ts';
import type { Flow, Trader } from './store.ts';

const daysDefault = 7;
const tradersMax = 10;
const skusMax = 50;

export interface Period {
  readonly from: string;
  readonly to: string;
}

/** The period that is asked for. Refuses `REQUEST_INVALID` for one that ends early or is too long. */
export function periodOf(now: Date, asked: { from?: string | undefined; to?: string | undefined }) {
  const to = asked.to ?? dayOf(now);
  const from = asked.from ?? dayAfter(to, 1 - daysDefault);
  const days = (startOf(to).getTime() - startOf(from).getTime()) / dayMs + 1;
  if (days >= 1 && days <= reportDaysMax) return { from, to };
  const message = `must be 1 to ${String(reportDaysMax)} days before the end`;
  throw new Refusal('REQUEST_INVALID', { fields: [{ path: 'querystring.from', message }] });
}

/**
 * Sums up a period (S1-105). Closed days are read as sums; what is open is summed up now. `close` is
 * given where many may ask at once, so that one of them closes days.
 */
export async function economyOf(
  ctx: Context,
  { from, to }: Period,
  close = () => closeDays(ctx),
): Promise<EconomyReport> {
  const computedAt = ctx.clock.now();
  const flows: Flow[] = [];
  const before: Flow[] = [];
  const traders: Trader[] = [];
  const take = (day: string, of: { flows: Flow[]; traders: Trader[] }): void => {
    (day < from ? before : flows).push(...of.flows);
    if (day >= from) traders.push(...of.traders);
  };
  const closed = await close();
  for await (const { _id, ...sums } of daysUpTo(ctx, to, from)) take(_id, sums);
  // Without a closed day the first entry is of today.
  const open = closed === null ? dayOf(computedAt) : dayAfter(closed);
  // What is being written now may carry the time of a day that just ended, or that just begins.
  const end = to > dayOf(computedAt) ? dayOf(computedAt) : to;
  for (const { _id, ...sums } of await sumUp(ctx, open, dayAfter(end), computedAt)) take(_id, sums);
  const period = sumsOf(flows);
  const whole = sumsOf([...before, ...flows]);
  return {
    from,
    to,
    period: {
      mintedCoins: String(period.minted),
      burnedCoins: String(period.burned),
      feesCoins: String(period.treasury),
      change: holdingsOf(period),
      faucets: waysOf(flows, ({ from: source }) => source === 'mint'),
      sinks: waysOf(flows, ({ to: target }) => target === 'burn'),
      fees: waysOf(flows, ({ to: target }) => target === 'treasury'),
      volumes: volumesOf(flows),
      topTraders: await topOf(ctx, traders),
    },
    whole: {
      mintedCoins: String(whole.minted),
      burnedCoins: String(whole.burned),
      circulation: holdingsOf(whole),
    },
    market: { prices: await busiestPrices(ctx, endOf(to, computedAt), skusMax) },
    computedAt: computedAt.toISOString(),
  };
}

/** The end of a day, or now where that lies ahead. */
const endOf = (day: string, now: Date): Date => {
  const end = startOf(dayAfter(day));
  return end < now ? end : now;
};

interface Sums {
  readonly minted: bigint;
  readonly burned: bigint;
  readonly wallet: bigint;
  readonly hold: bigint;
  readonly escrow: bigint;
  readonly credit: bigint;
  readonly treasury: bigint;
}

/** What each kind of account gained; of the mint, what it lost. */
export function sumsOf(flows: readonly Flow[]): Sums {
  const gained = new Map<string, bigint>();
  const move = (kind: string, coins: bigint): void => {
    gained.set(kind, (gained.get(kind) ?? 0n) + coins);
  };
  for (const { from, to, coins } of flows) {
    move(from, -coins);
    move(to, coins);
  }
  const of = (kind: string): bigint => gained.get(kind) ?? 0n;
  return {
    minted: -of('mint'),
    burned: of('burn'),
    ...{ wallet: of('wallet'), hold: of('hold'), escrow: of('escrow') },
    ...{ credit: of('credit'), treasury: of('treasury') },
  };
}

const holdingsOf = ({ wallet, hold, escrow, credit, treasury }: Sums) => ({
  walletsCoins: String(wallet),
  holdsCoins: String(hold),
  escrowsCoins: String(escrow),
  creditsCoins: String(credit),
  treasuryCoins: String(treasury),
});

const most = <T extends { readonly coins: bigint }>(rows: readonly T[]): T[] =>
  [...rows].sort((one, other) => (one.coins < other.coins ? 1 : one.coins > other.coins ? -1 : 0));

/** Why coins went this way, the most first. */
function waysOf(flows: readonly Flow[], isWay: (flow: Flow) => boolean) {
  const ways = merged(
    flows.filter(isWay),
    ({ type, cause }) => `${type} ${cause}`,
    (one, other) => ({ ...one, coins: one.coins + other.coins }),
  );
  return most(ways).map(({ type, cause, coins }) => ({ type, cause, coins: String(coins) }));
}

function volumesOf(flows: readonly Flow[]) {
  return merged(
    flows.map(({ type, entries, amountCoins }) => ({ type, entries, coins: amountCoins })),
    ({ type }) => type,
    (one, other) => ({
      type: one.type,
      entries: BigInt(one.entries) + BigInt(other.entries),
      coins: BigInt(one.coins) + BigInt(other.coins),
    }),
  )
    .map(({ type, entries, coins }) => ({ type, entries: Number(entries), coins: String(coins) }))
    .sort((one, other) => (one.type < other.type ? -1 : 1));
}

export async function topOf(ctx: Context, traders: readonly Trader[], max = tradersMax) {
  const sums = merged(
    traders,
    ({ playerId }) => playerId,
    (one, other) => ({ ...one, coins: one.coins + other.coins }),
  );
  const top = most(sums).slice(0, max);
  const names = await namesOf(
    ctx,
    top.map(({ playerId }) => playerId),
  );
  return top.map(({ playerId, coins }) => ({
    playerId,
    name: names.get(playerId) ?? null,
    coins: String(coins),
  }));
}

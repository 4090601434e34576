// The digest of a day: its statistics, once into the audit log, and due to be posted where staff read
// (S1-126). Posts nothing itself: the alerts' sender does.
import { audit } from '../audit/service.ts';
import { dayAfter, startOf } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { operationIdOf } from '../core/identity.ts';
import type { Tx } from '../core/transact.ts';
import { inTransaction } from '../core/transaction.ts';
import { countNewPlayers } from '../players/service.ts';
import { closeDays } from './days.ts';
import { sumsOf, topOf } from './economy.ts';
import { findUndigested, markDigested } from './store.ts';
import type { DayDoc, DigestText } from './store.ts';

const job = { kind: 'job', id: 'digest:daily' } as const;
const topMax = 3;

/** Writes the digest of the last day that is closed, where that was not done; answers the day. */
export async function digestLastDay(ctx: Context): Promise<string | null> {
  const day = await closeDays(ctx);
  const doc = day === null ? null : await findUndigested(ctx, day);
  if (day === null || !doc) return null;
  const figures = await figuresOf(ctx, doc);
  const text = textOf(figures);
  const operationId = operationIdOf('job', job.id, day);
  return inTransaction(ctx, async (scope) => {
    // Of several workers one alone writes it.
    if (!(await markDigested(scope, day, text))) return null;
    const tx: Tx = { ...scope, actor: job, operationId, requestId: null };
    const target = { type: 'day', id: day };
    const reason = 'statistics of the day';
    await audit(tx, { action: 'digest.daily', target, reason, before: null, after: figures });
    return day;
  });
}

async function figuresOf(ctx: Context, { _id: day, flows, traders }: DayDoc) {
  const { minted, burned, treasury } = sumsOf(flows);
  const count = (isCounted: (flow: DayDoc['flows'][number]) => boolean): number =>
    Number(flows.filter(isCounted).reduce((sum, { entries }) => sum + BigInt(entries), 0n));
  return {
    day,
    purchases: count(({ type, cause }) => type === 'spend' && cause === 'purchase'),
    orders: count(({ type }) => type === 'buy'),
    mintedCoins: String(minted),
    burnedCoins: String(burned),
    feesCoins: String(treasury),
    topTraders: await topOf(ctx, traders, topMax),
    newPlayers: await countNewPlayers(ctx, startOf(day), startOf(dayAfter(day))),
  };
}

/** In words for a channel; names of players are Minecraft's or cut, never a mention. */
function textOf(figures: Awaited<ReturnType<typeof figuresOf>>): DigestText {
  const { day, purchases, orders, topTraders, newPlayers } = figures;
  const top = topTraders.map(({ name, coins }) => `${name ?? 'unknown'} ${grouped(coins)}`);
  return [
    { name: 'Day', value: day },
    { name: 'Purchases', value: String(purchases) },
    { name: 'Orders', value: String(orders) },
    { name: 'Coins minted', value: grouped(figures.mintedCoins) },
    { name: 'Coins burned', value: grouped(figures.burnedCoins) },
    { name: 'Fees', value: grouped(figures.feesCoins) },
    { name: 'New players', value: String(newPlayers) },
    { name: 'Most traded', value: top.join(', ') || 'nobody' },
  ];
}

const grouped = (coins: string): string => BigInt(coins).toLocaleString('en');

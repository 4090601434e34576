// Restocking: rewards that get more of themselves every so many hours, by the database's clock. What
// was missed is caught up with, at most up to the most that the reward holds.
import { hourMs } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { inTransaction } from '../core/transaction.ts';
import * as store from './reward-store.ts';
import type { RewardDoc } from './reward-store.ts';

/** What a restock that is due adds, and when the next one is. */
export function restockOf(
  { quantity, everyHours, stockMax }: NonNullable<RewardDoc['restock']>,
  dueAt: Date,
  now: Date,
): { quantity: number; stockMax: number; nextRestockAt: Date } {
  const everyMs = everyHours * hourMs;
  const times = Math.floor((now.getTime() - dueAt.getTime()) / everyMs) + 1;
  const nextRestockAt = new Date(dueAt.getTime() + times * everyMs);
  return { quantity: Math.min(stockMax, times * quantity), stockMax, nextRestockAt };
}

/** Restocks what is due; answers how many rewards. Two workers at once restock each once. */
export async function restockDue(ctx: Context): Promise<number> {
  let restocked = 0;
  for (const reward of await store.findRestocks(ctx, ctx.clock.now())) {
    const { restock, nextRestockAt } = reward;
    if (!restock || !nextRestockAt) continue;
    const done = await inTransaction(ctx, (scope) =>
      store.addStock(scope, reward, restockOf(restock, nextRestockAt, scope.now)),
    );
    if (done) restocked += 1;
  }
  return restocked;
}

// After the faults: waits until nothing is under way any more, within a bound, and then listens whether
// in a quiet time every event is heard.
import { purchase } from '@mintkeep/shared/shop.ts';
import { eventJobs } from '../../src/jobs.ts';
import type { Context } from '../../src/core/context.ts';
import { endless } from './catalogue.ts';
import type { Client } from './client.ts';
import type { Game } from './game.ts';
import type { LiveReader } from './live.ts';
import { purchaseIdOf } from './operation.ts';
import { within } from './pause.ts';
import { wish } from './shoppers.ts';
import type { Shopper } from './shoppers.ts';
import type { Violation } from './violation.ts';

const openStatuses = ['pending', 'leased', 'cancelling'];

/** Waits until every delivery, event and job is done, at most so long. Answers the seconds it took. */
export async function comeToRest(
  { ctx, game }: { ctx: Context; game: Game },
  withinMs: number,
): Promise<number> {
  const startedAtMs = performance.now();
  await within(
    withinMs,
    async () => {
      const open = (await underWay(ctx)) + game.notes().length;
      if (open === 0) return true;
      await game.askForAll();
      return false;
    },
    500,
  );
  return Math.round((performance.now() - startedAtMs) / 100) / 10;
}

async function underWay({ db }: Context): Promise<number> {
  const deliveries = await db
    .collection('deliveries')
    .countDocuments({ 'state.status': { $in: openStatuses } });
  const rows = await db.collection('outbox').countDocuments({ pending: 'jobs' });
  const jobs = await db.collection('jobs').countDocuments({
    name: { $in: eventJobs.map(({ name }) => name) },
    status: { $in: ['ready', 'running'] },
  });
  const purchases = await db
    .collection('shop_transactions')
    .countDocuments({ status: { $in: ['pending', 'refund_pending'] } });
  const orders = await db
    .collection('orders')
    .countDocuments({ status: { $in: ['pending', 'cancelled'] } });
  return deliveries + rows + jobs + purchases + orders;
}

/** Buys while nothing is broken: each purchase must be heard live. */
export async function quietTime(
  { client }: { client: Client },
  shoppers: readonly Shopper[],
  live: LiveReader,
): Promise<Violation[]> {
  const keys = shoppers.map(() => client.newKey('quiet'));
  await Promise.all(
    shoppers.map(async ({ minecraftUUID }, place) => {
      const call = { minecraftUUID, sku: endless[0], quantity: 1 };
      const answer = await client.settle(wish('purchase', purchase, call, keys[place] ?? ''));
      if (answer.outcome !== 'ok') keys[place] = '';
    }),
  );
  const names = keys.filter(Boolean).map((key) => `purchase.made ${purchaseIdOf(key)}`);
  const missing = (): string[] => names.filter((name) => !live.heard.has(name));
  await within(10_000, async () => missing().length === 0);
  return missing().map((detail) => ({
    rule: 'a committed event was not heard in a quiet time',
    detail,
  }));
}

// What tests of orders begin with: a trade between two players, and a game server that hands over what
// was bought, or proves that it did not.
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery, ReportOutcome } from '@mintkeep/shared/delivery.ts';
import { buyFromListing } from '@mintkeep/shared/orders.ts';
import type { Context } from '../src/core/context.ts';
import type { EventJob } from '../src/core/jobs.ts';
import { transact } from '../src/core/transact.ts';
import type { DeliveryDoc } from '../src/delivery/store.ts';
import type { OrderDoc } from '../src/market/orders-store.ts';
import type { ListingDoc } from '../src/market/store.ts';
import type { Player } from '../src/players/service.ts';
import type { TestApp } from './app.ts';
import { aPlayer } from './builders.ts';
import { aListing } from './market.ts';

type Opened = Pick<TestApp, 'ask'> & { ctx: Context };

export interface Trade {
  readonly seller: Player;
  readonly buyer: Player;
  readonly listing: ListingDoc;
}

/** A seller with a listing, ten diamonds for 5 coins each, and a buyer with 1,000 coins. */
export async function aTrade(
  opened: Opened,
  {
    coins = 1_000,
    quantity = 10,
    terms = {},
  }: { coins?: number; quantity?: number; terms?: object } = {},
): Promise<Trade> {
  const seller = await aPlayer(opened.ctx);
  const buyer = await aPlayer(opened.ctx, { coins });
  const listing = await aListing(opened, seller, { goods: { quantity }, terms });
  return { seller, buyer, listing };
}

/** Asks to buy from a listing. */
export const buy = (
  { ask }: Pick<TestApp, 'ask'>,
  buyer: Pick<Player, 'minecraftUUID'>,
  listing: Pick<ListingDoc, '_id'>,
  {
    key,
    quantity = 1,
    ...rest
  }: { key?: string; quantity?: number; quotedPriceCoins?: number } = {},
) =>
  ask(
    buyFromListing,
    { minecraftUUID: buyer.minecraftUUID, listingId: listing._id, quantity, ...rest },
    key === undefined ? {} : { idempotencyKey: key },
  );

export interface Ordered extends Trade {
  readonly orderId: string;
}

/** A trade of which one order was made. */
export async function anOrder(
  opened: Opened,
  { quantity = 2, ...trade }: { quantity?: number; coins?: number; terms?: object } = {},
): Promise<Ordered> {
  const made = await aTrade(opened, trade);
  const { status, body } = await buy(opened, made.buyer, made.listing, { quantity });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return { ...made, orderId: body.orderId };
}

export async function orderOf(ctx: Context, orderId: string): Promise<OrderDoc> {
  const found = await ctx.db.collection<OrderDoc>('orders').findOne({ _id: orderId });
  if (!found) throw new Error(`No order ${orderId}`);
  return found;
}

export async function deliveryOf(ctx: Context, deliveryId: string): Promise<DeliveryDoc> {
  const found = await ctx.db.collection<DeliveryDoc>('deliveries').findOne({ _id: deliveryId });
  if (!found) throw new Error(`No delivery ${deliveryId}`);
  return found;
}

/** Leases what waits for a player. */
export async function leaseFor(
  { ask }: Pick<TestApp, 'ask'>,
  { minecraftUUID }: Pick<Player, 'minecraftUUID'>,
): Promise<LeasedDelivery> {
  const [leased] = (await ask(leaseDeliveries, { minecraftUUID })).body;
  if (!leased) throw new Error('Nothing is due.');
  return leased;
}

/** Says what became of a lease. */
export const say = (
  { ask }: Pick<TestApp, 'ask'>,
  { deliveryId, leaseId, attempt }: LeasedDelivery,
  outcome: ReportOutcome,
  more: { reason?: 'failed'; permanent?: boolean; error?: string } = {},
) => ask(reportDelivery, { deliveryId, leaseId, attempt, outcome, ...more });

/** Runs a job as the worker does, for the delivery of an order. */
export async function runFor(ctx: Context, job: EventJob, deliveryId: string): Promise<void> {
  const { minecraftUUID, ref } = await deliveryOf(ctx, deliveryId);
  const event = { type: job.on, deliveryId, minecraftUUID, ref } as Parameters<EventJob['run']>[1];
  const actor = { kind: 'job', id: job.name } as const;
  const command = { actor, route: job.name, key: undefined, input: null };
  await transact(ctx, command, (tx) => job.run(tx, event));
}

/** How many coins the treasury has. */
export async function treasuryOf(ctx: Context): Promise<number> {
  const [row] = await ctx.db
    .collection('transactions')
    .aggregate<{
      coins: number;
    }>([
      { $unwind: '$postings' },
      { $match: { 'postings.to': 'treasury' } },
      { $group: { _id: null, coins: { $sum: '$postings.amountCoins' } } },
    ])
    .toArray();
  return row?.coins ?? 0;
}

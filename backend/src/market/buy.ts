// Buying from listings: from a batch of requests to coins in escrow, orders, ledger, deliveries and
// what is left of the listings, in one commit (S1-074). Knows no HTTP.
import assert from 'node:assert/strict';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import type { buyFromListing } from '@mintkeep/shared/orders.ts';
import type { Context } from '../core/context.ts';
import { faultPoint } from '../core/fault-points.ts';
import { groupCommit } from '../core/group-commit.ts';
import type { GroupCommit, Verdict } from '../core/group-commit.ts';
import { tellingOfLarge } from '../core/high-value.ts';
import type { Done } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { openDeliveries } from '../delivery/service.ts';
import { logEvents } from '../event-log/service.ts';
import { postEscrows } from '../ledger/service.ts';
import { findPlayers } from '../players/service.ts';
import { goodsTask } from './returns.ts';
import { decideOrders, isLimited, takenKey } from './order-decide.ts';
import type { Accepted, Decision, MarketState, OrderCommand } from './order-decide.ts';
import {
  countTaken,
  findListings,
  findOrders,
  insertOrders,
  takeQuantities,
} from './orders-store.ts';
import type { OrderDoc, Taking } from './orders-store.ts';

type Bought = ReplyOf<typeof buyFromListing>;
export type Orders = GroupCommit<OrderCommand['input'], Bought>;

/** What the owner of the server settles. */
export interface OrderRules {
  /** An order that is pending longer is cancelled (S1-125). */
  readonly escrowMs: number;
  /** From how many coins on staff are told of an order (S1-172). */
  readonly highValueCoins?: number;
}

/** As long as the specification has it. */
const orderRulesDefault: OrderRules = { escrowMs: 15 * 60_000 };

/**
 * Opens the market's till: purchases that arrive together are committed together, each with its own
 * outcome. All share one lane, so that no listing is ever fought over in this process.
 */
export const openOrders = (ctx: Context, rules: OrderRules = orderRulesDefault): Orders =>
  groupCommit(ctx, {
    name: 'orders',
    laneOf: ({ listingId }) => listingId,
    // As for purchases of the shop: with more lanes each batch is smaller, and costs as much.
    lanesMax: 1,
    batchMax: 128,
    run: (scope, batch) => orderBatch(tellingOfLarge(scope, rules.highValueCoins), batch, rules),
    lookUp: async (scope, { operationId, requestHash }) => {
      const [earlier] = await findOrders(scope, [operationId]);
      return earlier?.requestHash === requestHash ? replayOf(earlier) : null;
    },
  });

/**
 * Buys for a whole batch in one transaction: moves the coins to escrow, writes orders and ledger
 * entries, opens the deliveries, and takes from the listings last, since others may be waiting for
 * them.
 */
async function orderBatch(
  scope: WriteScope,
  batch: readonly OrderCommand[],
  rules: OrderRules,
): Promise<Verdict<Bought>[]> {
  const decisions = decideOrders(await readState(scope, batch), batch);
  const accepted = decisions.flatMap((one) => (one.kind === 'accepted' ? [one.accepted] : []));
  if (accepted.length > 0) await writeAccepted(scope, accepted, rules);
  return decisions.map(verdictOf);
}

/** Reads what a batch is decided on, from the transaction's snapshot. */
async function readState(scope: WriteScope, batch: readonly OrderCommand[]): Promise<MarketState> {
  const listings = await findListings(scope, unique(batch.map(({ input }) => input.listingId)));
  const people = [
    ...batch.map(({ input }) => input.minecraftUUID),
    ...listings.map(({ sellerMinecraftUUID }) => sellerMinecraftUUID),
  ];
  const players = await findPlayers(scope, unique(people));
  const earlier = await findOrders(
    scope,
    batch.map(({ operationId }) => operationId),
  );
  const state = {
    players: new Map(players.map((player) => [player.minecraftUUID, player])),
    listings: new Map(listings.map((listing) => [listing._id, listing])),
    earlier: new Map(earlier.map((one) => [one._id, one])),
    now: scope.now,
  };
  return { ...state, taken: await readTaken(scope, state, batch) };
}

/**
 * What buyers have of limited listings. Counting rows is safe here, because every purchase also
 * writes its listing: two at once cannot both commit on the same count.
 */
async function readTaken(
  scope: WriteScope,
  { players, listings }: Pick<MarketState, 'players' | 'listings'>,
  batch: readonly OrderCommand[],
): Promise<MarketState['taken']> {
  const wanted = batch.flatMap(({ input }) => {
    const buyer = players.get(input.minecraftUUID);
    const listing = listings.get(input.listingId);
    return buyer && listing && isLimited(listing)
      ? [{ buyerId: buyer._id, listingId: listing._id }]
      : [];
  });
  if (wanted.length === 0) return new Map();
  const taken = await countTaken(scope, {
    listingIds: unique(wanted.map(({ listingId }) => listingId)),
    buyerIds: unique(wanted.map(({ buyerId }) => buyerId)),
  });
  return new Map(
    taken.map(({ buyerId, listingId, quantity }) => [takenKey(buyerId, listingId), quantity]),
  );
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

async function writeAccepted(
  scope: WriteScope,
  accepted: readonly Accepted[],
  rules: OrderRules,
): Promise<void> {
  await postEscrows(scope, accepted.map(escrowOf));
  await faultPoint('order.after-coins');
  await insertOrders(scope, accepted.map(orderDocOf(scope, rules)));
  await faultPoint('order.after-record');
  await openDeliveries(scope, accepted.map(deliveryOf));
  await faultPoint('order.after-delivery');
  await logEvents(scope, accepted.map(loggedOf));
  await faultPoint('order.after-log');
  await takeFromListings(scope, accepted);
  await faultPoint('order.after-listing');
  for (const { command, buyer, listing, totalCoins } of accepted) {
    const { _id: listingId, sellerId, sku } = listing;
    const { operationId: orderId, input } = command;
    const about = { orderId, listingId, buyerId: buyer._id, sellerId, sku };
    scope.emit({ type: 'order.made', ...about, quantity: input.quantity, totalCoins });
  }
}

async function takeFromListings(scope: WriteScope, accepted: readonly Accepted[]): Promise<void> {
  const takings = new Map<string, Taking>();
  for (const { listing, command, quantityLeft } of accepted) {
    const quantity = (takings.get(listing._id)?.quantity ?? 0) + command.input.quantity;
    // The last one that goes through leaves a listing with what is left of it.
    takings.set(listing._id, { quantity, isLast: quantityLeft === 0 });
  }
  const taken = await takeQuantities(scope, takings);
  assert.equal(taken, takings.size, 'a listing changed inside its own transaction');
  for (const { listing, quantityLeft } of accepted) {
    const { _id: listingId, sellerId } = listing;
    if (quantityLeft > 0) continue;
    scope.emit({ type: 'listing.ended', listingId, sellerId, status: 'sold' });
  }
}

const escrowOf = ({ command, buyer, listing, totalCoins }: Accepted) => ({
  orderId: command.operationId,
  buyerId: buyer._id,
  totalCoins,
  meta: { listingId: listing._id, sku: listing.sku, quantity: command.input.quantity },
});

const orderDocOf =
  ({ now }: WriteScope, { escrowMs }: OrderRules) =>
  ({ command, buyer, listing, totalCoins, feeCoins, walletBalanceCoins }: Accepted): OrderDoc => ({
    _id: command.operationId,
    buyerId: buyer._id,
    buyerMinecraftUUID: buyer.minecraftUUID,
    buyerName: buyer.minecraftName,
    sellerId: listing.sellerId,
    sellerMinecraftUUID: listing.sellerMinecraftUUID,
    sellerName: listing.sellerName,
    listingId: listing._id,
    sku: listing.sku,
    title: listing.title,
    quantity: command.input.quantity,
    unitPriceCoins: listing.unitPriceCoins,
    escrowCoins: totalCoins,
    feeCoins,
    status: 'pending',
    deadlineAt: new Date(now.getTime() + escrowMs),
    refundReason: null,
    goodsReturned: false,
    attention: null,
    walletBalanceCoins,
    requestHash: command.requestHash,
    createdAt: now,
    updatedAt: now,
    endedAt: null,
  });

const deliveryOf = ({ command, buyer, listing }: Accepted) => ({
  deliveryId: command.operationId,
  playerId: buyer._id,
  minecraftUUID: buyer.minecraftUUID,
  ref: { refType: 'order' as const, refId: command.operationId },
  task: goodsTask(listing, command.input.quantity),
});

/** An order as the event log keeps it: enough to rebuild the state before and after (S0-056). */
const loggedOf = ({ command, buyer, listing, ...paid }: Accepted) => {
  const { totalCoins, feeCoins, walletBalanceCoins, quantityLeft } = paid;
  const { operationId, source, input } = command;
  return {
    eventType: 'order' as const,
    playerId: buyer._id,
    source,
    operationId,
    before: {
      walletBalanceCoins: walletBalanceCoins + totalCoins,
      listingQuantity: quantityLeft + input.quantity,
    },
    after: {
      walletBalanceCoins,
      listingQuantity: quantityLeft,
      orderId: operationId,
      listingId: listing._id,
      sellerId: listing.sellerId,
      sku: listing.sku,
      quantity: input.quantity,
      totalCoins,
      feeCoins,
      orderStatus: 'pending',
    },
  };
};

function verdictOf(decision: Decision): Verdict<Bought> {
  switch (decision.kind) {
    case 'accepted': {
      const { command, listing, totalCoins, walletBalanceCoins } = decision.accepted;
      const { quantity } = command.input;
      const bought = { orderId: command.operationId, title: listing.title, quantity };
      return { reply: { ...bought, totalCoins, walletBalanceCoins }, replayed: false };
    }
    case 'earlier':
      return replayOf(decision.order);
    case 'refused':
      return decision.refusal;
  }
}

const replayOf = (order: OrderDoc): Done<Bought> => ({
  reply: {
    orderId: order._id,
    title: order.title,
    quantity: order.quantity,
    totalCoins: order.escrowCoins,
    walletBalanceCoins: order.walletBalanceCoins,
  },
  replayed: true,
});

// Orders as they are asked for: what a purchase would cost, what a player bought and sold, and all
// orders for staff. Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type * as contracts from '@mintkeep/shared/orders.ts';
import type { OrderRecord } from '@mintkeep/shared/orders.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import { changeOf, entryIdsOf, escrowOf, findEntries } from '../ledger/service.ts';
import { findPlayerById, getPlayer } from '../players/service.ts';
import { feeCoinsOf } from '../pricing/service.ts';
import { isLimited, refuseInactive, refuseMore, refuseSelf, totalOf } from './order-decide.ts';
import { countTaken, findListings, pageOfOrders } from './orders-store.ts';
import type { OrderDoc } from './orders-store.ts';
import { deliveryStatusOf, getOrderDoc } from './settle.ts';

/**
 * Says what so many of a listing cost now (S1-070). Refuses as buying does, but for the wallet: the
 * answer holds it.
 */
export async function quoteOrder(
  ctx: Context,
  { listingId, minecraftUUID, quantity }: InputOf<typeof contracts.quoteOrder>,
): Promise<ReplyOf<typeof contracts.quoteOrder>> {
  const buyer = await getPlayer(ctx, minecraftUUID);
  const [listing] = await findListings(ctx, [listingId]);
  if (!listing) throw new Refusal('LISTING_UNKNOWN', { listingId });
  const seller = (await findPlayerById(ctx, listing.sellerId)) ?? undefined;
  refuseInactive(listing, seller, ctx.clock.now());
  refuseSelf(buyer, listing, seller);
  const wanted = { listingIds: [listingId], buyerIds: [buyer._id] };
  const [taken] = isLimited(listing) ? await countTaken(ctx, wanted) : [];
  refuseMore(listing, { quantity, left: listing.quantity, taken: taken?.quantity ?? 0 });
  const totalCoins = totalOf(listing, quantity);
  return {
    listingId,
    sellerName: listing.sellerName,
    title: listing.title,
    quantity,
    unitPriceCoins: listing.unitPriceCoins,
    totalCoins,
    feeCoins: feeCoinsOf(totalCoins, listing.feeRatio),
    walletBalanceCoins: buyer.walletBalanceCoins,
    expiresAt: listing.expiresAt.toISOString(),
  };
}

/** What a player bought or sold, newest first. Refuses `PLAYER_UNKNOWN`. */
export async function listTrades(
  scope: ReadScope,
  { minecraftUUID, side, page, pageSize }: InputOf<typeof contracts.listTrades>,
): Promise<ReplyOf<typeof contracts.listTrades>> {
  const { _id } = await getPlayer(scope, minecraftUUID);
  const filter = side === 'bought' ? { buyerId: _id } : { sellerId: _id };
  const { items, total } = await pageOfOrders(scope, filter, { page, pageSize });
  return { items: items.map(orderRecord), total, page };
}

/** Orders for staff, newest first (S1-095). */
export async function listOrders(
  scope: ReadScope,
  { page, pageSize, ...wanted }: InputOf<typeof contracts.listOrders>,
): Promise<ReplyOf<typeof contracts.listOrders>> {
  const filter = Object.fromEntries(
    Object.entries(wanted).filter(([, value]) => value !== undefined),
  );
  const { items, total } = await pageOfOrders(scope, filter, { page, pageSize });
  return { items: items.map(orderRecord), total, page };
}

/** An order with its delivery and its entries in the ledger (S1-096). Refuses `ORDER_UNKNOWN`. */
export async function getOrder(
  scope: ReadScope,
  orderId: string,
): Promise<ReplyOf<typeof contracts.getOrder>> {
  const order = await getOrderDoc(scope, orderId);
  const entries = await findEntries(scope, Object.values(entryIdsOf(orderId)));
  const escrow = escrowOf(orderId);
  const moves = entries.flatMap(({ postings }) => postings);
  return {
    ...orderRecord(order),
    escrowCoins: changeOf(moves, (account) => account === escrow),
    deliveryId: orderId,
    deliveryStatus: await deliveryStatusOf(scope, order),
    entries: entries.map(({ _id: txId, type, amountCoins, reason, createdAt }) => ({
      ...{ txId, type, amountCoins, reason },
      createdAt: createdAt.toISOString(),
    })),
  };
}

const orderRecord = (order: OrderDoc): OrderRecord => ({
  orderId: order._id,
  buyerId: order.buyerId,
  buyerName: order.buyerName,
  sellerId: order.sellerId,
  sellerName: order.sellerName,
  listingId: order.listingId,
  sku: order.sku,
  title: order.title,
  quantity: order.quantity,
  unitPriceCoins: order.unitPriceCoins,
  totalCoins: order.escrowCoins,
  feeCoins: order.feeCoins,
  status: order.status,
  refundReason: order.refundReason,
  attention: order.attention,
  createdAt: order.createdAt.toISOString(),
  endedAt: order.endedAt?.toISOString() ?? null,
});

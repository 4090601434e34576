// Listings: how an offer changes, is bought from, and ends. Knows no HTTP and no order.
import assert from 'node:assert/strict';
import type { InputOf } from '@mintkeep/shared/contract.ts';
import type * as contracts from '@mintkeep/shared/listings.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import type { Player } from '../players/service.ts';
import { leaveNotice } from './notices.ts';
import { announceOpen, feeOfPrice, getTrader } from './offers.ts';
import { returnGoods } from './returns.ts';
import * as store from './store.ts';
import type { ListingDoc } from './store.ts';

/** The listing of this id. Refuses `LISTING_UNKNOWN`. */
async function getListingDoc(scope: ReadScope, listingId: string): Promise<ListingDoc> {
  const listing = await store.findListing(scope, listingId);
  if (!listing) throw new Refusal('LISTING_UNKNOWN', { listingId });
  return listing;
}

const notActive = ({ _id, status }: ListingDoc): Refusal =>
  new Refusal('LISTING_NOT_ACTIVE', { listingId: _id, status });

/** As `getListingDoc`. Refuses `LISTING_NOT_ACTIVE`, also when its time is up. */
export async function getActiveListing(tx: Tx, listingId: string): Promise<ListingDoc> {
  const listing = await getListingDoc(tx, listingId);
  if (listing.status !== 'active' || listing.expiresAt <= tx.now) throw notActive(listing);
  return listing;
}

/**
 * Changes the price of an active listing, with the fee of the new one. Refuses as the guards of
 * prices do.
 */
export async function changePrice(
  tx: Tx,
  { _id: listingId, sku }: ListingDoc,
  unitPriceCoins: number,
): Promise<{ listingId: string; unitPriceCoins: number; feeRatio: number }> {
  const feeRatio = await feeOfPrice(tx, { sku, unitPriceCoins });
  const written = await store.writePrice(tx, listingId, { unitPriceCoins, feeRatio });
  assert(written, 'a listing changed inside its own transaction');
  return { listingId, unitPriceCoins, feeRatio };
}

/** The seller's own change of price. */
export async function repriceListing(
  tx: Tx,
  { minecraftUUID, listingId, unitPriceCoins }: InputOf<typeof contracts.repriceListing>,
) {
  const seller = await getTrader(tx, minecraftUUID);
  return changePrice(tx, await getOwnListing(tx, seller, listingId), unitPriceCoins);
}

async function getOwnListing(tx: Tx, seller: Player, listingId: string): Promise<ListingDoc> {
  const listing = await getListingDoc(tx, listingId);
  if (listing.sellerId !== seller._id) throw new Refusal('LISTING_NOT_YOURS', { listingId });
  if (listing.status !== 'active') throw notActive(listing);
  return listing;
}

/** The seller ends a listing: what is left of it comes back. */
export async function withdrawListing(
  tx: Tx,
  { minecraftUUID, listingId }: InputOf<typeof contracts.withdrawListing>,
) {
  const seller = await getTrader(tx, minecraftUUID);
  return endListing(tx, await getOwnListing(tx, seller, listingId), 'cancelled');
}

/** Ends a listing whose time is up, and leaves its seller a notice (S1-121). */
export async function expireListing(tx: Tx, listingId: string): Promise<void> {
  const listing = await getListingDoc(tx, listingId);
  if (listing.status !== 'active' || listing.expiresAt > tx.now) return;
  const { quantity } = await endListing(tx, listing, 'expired');
  await leaveNotice(tx, {
    minecraftUUID: listing.sellerMinecraftUUID,
    kind: 'expired',
    title: listing.title,
    details: listing.details,
    quantity,
    unitPriceCoins: listing.unitPriceCoins,
    coins: 0,
    otherName: null,
    reason: null,
  });
}

/** Ends an active listing: what is left of it is on its way to the seller from this commit on. */
export async function endListing(
  tx: Tx,
  { _id: listingId }: ListingDoc,
  status: 'cancelled' | 'expired',
): Promise<{ listingId: string; quantity: number; deliveryId: string }> {
  const ended = await store.endListing(tx, listingId, status);
  assert(ended, 'a listing changed inside its own transaction');
  const { goodsId, sellerId, sku, title, quantity, unitPriceCoins } = ended;
  const deliveryId = await returnGoods(tx, goodsId, quantity);
  tx.emit({ type: 'listing.ended', listingId, sellerId, status });
  await logEvent(tx, {
    eventType: 'unlist',
    playerId: sellerId,
    before: { listingId, goodsId, sku, title, quantity, unitPriceCoins, status: 'active' },
    after: { listingId, goodsId, status, deliveryId },
  });
  return { listingId, quantity, deliveryId };
}

/**
 * Takes back what an order took, when its goods are proved not given: to the listing, which opens
 * again where it was sold out, or home to the seller when it is over. `refId` is the order.
 */
export async function returnToListing(
  tx: Tx,
  {
    listingId,
    quantity,
    refId,
  }: { readonly listingId: string; readonly quantity: number; readonly refId: string },
): Promise<{ deliveryId: string | null }> {
  const listing = await getListingDoc(tx, listingId);
  const open = await store.putBackQuantity(tx, listingId, quantity);
  if (open && listing.status === 'sold') announceOpen(tx, open);
  const deliveryId = open ? null : await returnGoods(tx, listing.goodsId, quantity);
  await logEvent(tx, {
    eventType: 'goods',
    playerId: listing.sellerId,
    before: { orderId: refId, listingId, quantity },
    after: { listingId: open ? listingId : null, goodsId: listing.goodsId, quantity, deliveryId },
  });
  return { deliveryId };
}

// What staff do with listings: change a price, end one. Each is audited, and the seller is told why.
import type { InputOf } from '@mintkeep/shared/contract.ts';
import type * as contracts from '@mintkeep/shared/listings.ts';
import { audit } from '../audit/service.ts';
import type { Tx } from '../core/transact.ts';
import { changePrice, endListing, getActiveListing } from './listings.ts';
import { leaveNotice } from './notices.ts';

/** Changes the unit price of a listing; the guards apply to staff, too (S1-093). */
export async function editListingPrice(
  tx: Tx,
  { listingId, unitPriceCoins, reason }: InputOf<typeof contracts.editListingPrice>,
) {
  const listing = await getActiveListing(tx, listingId);
  const { sellerId, sku, title, details, quantity, feeRatio } = listing;
  const changed = await changePrice(tx, listing, unitPriceCoins);
  await audit(tx, {
    action: 'listing.edit-price',
    target: { type: 'listing', id: listingId },
    reason,
    before: { sellerId, sku, unitPriceCoins: listing.unitPriceCoins, feeRatio },
    after: { sellerId, sku, unitPriceCoins, feeRatio: changed.feeRatio },
  });
  await leaveNotice(tx, {
    minecraftUUID: listing.sellerMinecraftUUID,
    ...{ kind: 'repriced', title, details, quantity, unitPriceCoins, coins: unitPriceCoins },
    ...{ otherName: null, reason },
  });
  return changed;
}

/** Ends a listing: what is left of it goes back to its seller (S1-094). */
export async function cancelListing(
  tx: Tx,
  { listingId, reason }: InputOf<typeof contracts.cancelListing>,
) {
  const listing = await getActiveListing(tx, listingId);
  const { sellerId, sku, title, details, unitPriceCoins } = listing;
  const ended = await endListing(tx, listing, 'cancelled');
  const { quantity, deliveryId } = ended;
  await audit(tx, {
    action: 'listing.cancel',
    target: { type: 'listing', id: listingId },
    reason,
    before: { sellerId, sku, quantity, status: 'active' },
    after: { sellerId, sku, quantity, status: 'cancelled', deliveryId },
  });
  await leaveNotice(tx, {
    minecraftUUID: listing.sellerMinecraftUUID,
    ...{ kind: 'removed', title, details, quantity, unitPriceCoins, coins: 0 },
    ...{ otherName: null, reason },
  });
  return ended;
}

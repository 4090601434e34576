// Which purchases of a batch go through: a pure decision over what the transaction has read. In order
// of arrival, each alone, each with its own yes or no. Knows no database.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { InputOf } from '@mintkeep/shared/contract.ts';
import type { buyFromListing } from '@mintkeep/shared/orders.ts';
import { Refusal } from '../core/errors.ts';
import type { Grouped } from '../core/group-commit.ts';
import { isBanned } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { feeCoinsOf } from '../pricing/service.ts';
import type { OrderDoc } from './orders-store.ts';
import type { ListingDoc } from './store.ts';

export type OrderCommand = Grouped<InputOf<typeof buyFromListing>>;

/** What a batch is decided on. Maps are by game account, listing, order, and buyer with listing. */
export interface MarketState {
  readonly players: ReadonlyMap<string, Player>;
  readonly listings: ReadonlyMap<string, ListingDoc>;
  readonly earlier: ReadonlyMap<string, OrderDoc>;
  readonly taken: ReadonlyMap<string, number>;
  readonly now: Date;
}

/** An order that goes through, with all that must be written for it. */
export interface Accepted {
  readonly command: OrderCommand;
  readonly buyer: Player;
  readonly listing: ListingDoc;
  readonly totalCoins: number;
  readonly feeCoins: number;
  /** What the buyer has left, and what the listing has left, after it. */
  readonly walletBalanceCoins: number;
  readonly quantityLeft: number;
}

export type Decision =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'earlier'; readonly order: OrderDoc }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const takenKey = (playerId: string, listingId: string): string => `${playerId} ${listingId}`;

/** True when a listing limits what one buyer takes. */
export const isLimited = ({ quantityPerBuyerMin, quantityPerBuyerMax }: ListingDoc): boolean =>
  quantityPerBuyerMin !== null || quantityPerBuyerMax !== null;

/** Decides a batch in order of arrival: what one takes, the next no longer finds. */
export function decideOrders(state: MarketState, batch: readonly OrderCommand[]): Decision[] {
  const wallets = new Map<string, number>();
  const escrows = new Map<string, number>();
  const left = new Map<string, number>();
  const taken = new Map(state.taken);

  return batch.map((command): Decision => {
    const earlier = state.earlier.get(command.operationId);
    if (earlier) return decideEarlier(command, earlier);
    const { quantity, quotedPriceCoins } = command.input;
    try {
      const buyer = buyerOf(state, command);
      const listing = listingFor(state, command, buyer);
      const key = takenKey(buyer._id, listing._id);
      const quantityBefore = left.get(listing._id) ?? listing.quantity;
      refuseMore(listing, { quantity, left: quantityBefore, taken: taken.get(key) ?? 0 });
      refuseOtherPrice(listing, quotedPriceCoins);
      const totalCoins = totalOf(listing, quantity);
      const wallet = wallets.get(buyer._id) ?? buyer.walletBalanceCoins;
      const escrow = (escrows.get(buyer._id) ?? buyer.escrowBalanceCoins) + totalCoins;
      if (escrow > coinsMax)
        throw new Refusal('PURCHASE_TOO_LARGE', { totalCostCoins: totalCoins });
      if (wallet < totalCoins) {
        const details = { totalCostCoins: totalCoins, walletBalanceCoins: wallet };
        throw new Refusal('FUNDS_INSUFFICIENT', details);
      }

      const walletBalanceCoins = wallet - totalCoins;
      const quantityLeft = quantityBefore - quantity;
      wallets.set(buyer._id, walletBalanceCoins);
      escrows.set(buyer._id, escrow);
      left.set(listing._id, quantityLeft);
      taken.set(key, (taken.get(key) ?? 0) + quantity);
      const feeCoins = feeCoinsOf(totalCoins, listing.feeRatio);
      return {
        kind: 'accepted',
        accepted: {
          ...{ command, buyer, listing, totalCoins, feeCoins, walletBalanceCoins, quantityLeft },
        },
      };
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', refusal: error };
      throw error;
    }
  });
}

function decideEarlier(command: OrderCommand, order: OrderDoc): Decision {
  return order.requestHash === command.requestHash
    ? { kind: 'earlier', order }
    : { kind: 'refused', refusal: new Refusal('IDEMPOTENCY_KEY_REUSED') };
}

function buyerOf({ players, now }: MarketState, { input }: OrderCommand): Player {
  const { minecraftUUID } = input;
  const buyer = players.get(minecraftUUID);
  if (!buyer) throw new Refusal('PLAYER_UNKNOWN', { minecraftUUID });
  if (isBanned(buyer, now)) throw new Refusal('PLAYER_BANNED');
  if (buyer.frozen) throw new Refusal('PLAYER_FROZEN');
  return buyer;
}

/** The listing, if this buyer may have of it now at all. */
function listingFor(
  { listings, players, now }: MarketState,
  { input: { listingId } }: OrderCommand,
  buyer: Player,
): ListingDoc {
  const listing = listings.get(listingId);
  if (!listing) throw new Refusal('LISTING_UNKNOWN', { listingId });
  refuseInactive(listing, players.get(listing.sellerMinecraftUUID), now);
  refuseSelf(buyer, listing, players.get(listing.sellerMinecraftUUID));
  return listing;
}

/**
 * Refuses `LISTING_SOLD_OUT` of what was bought to the last, `LISTING_NOT_ACTIVE` of what is over in
 * another way, or whose seller is frozen or banned.
 */
export function refuseInactive(listing: ListingDoc, seller: Player | undefined, now: Date): void {
  const { _id: listingId, status } = listing;
  if (status === 'sold') throw new Refusal('LISTING_SOLD_OUT', { listingId, stock: 0 });
  const stopped = !seller || seller.frozen || isBanned(seller, now);
  if (status !== 'active' || listing.expiresAt <= now || stopped) {
    throw new Refusal('LISTING_NOT_ACTIVE', { listingId, status });
  }
}

/** Refuses `TRADE_WITH_SELF`: one game account, or two that one Discord user has linked (D28). */
export function refuseSelf(buyer: Player, listing: ListingDoc, seller: Player | undefined): void {
  const linked = buyer.discordId !== null && buyer.discordId === seller?.discordId;
  if (buyer._id === listing.sellerId || linked) {
    throw new Refusal('TRADE_WITH_SELF', { listingId: listing._id });
  }
}

/**
 * Refuses `LISTING_SOLD_OUT`, and `LISTING_BUYER_LIMIT` by what the buyer has of this listing
 * altogether. Whoever takes all that is left may take fewer than the least: nobody else could.
 */
export function refuseMore(
  { _id: listingId, quantityPerBuyerMin: min, quantityPerBuyerMax: max }: ListingDoc,
  { quantity, left, taken }: { quantity: number; left: number; taken: number },
): void {
  if (quantity > left) throw new Refusal('LISTING_SOLD_OUT', { listingId, stock: left });
  const after = taken + quantity;
  const tooFew = min !== null && after < min && quantity < left;
  const tooMany = max !== null && after > max;
  if (!tooFew && !tooMany) return;
  throw new Refusal('LISTING_BUYER_LIMIT', {
    listingId,
    quantityPerBuyerMin: min,
    quantityPerBuyerMax: max,
    quantityBought: taken,
  });
}

/** Refuses `PRICE_CHANGED`: the buyer agreed to another price. */
function refuseOtherPrice(listing: ListingDoc, quotedPriceCoins: number | undefined): void {
  const { _id: listingId, unitPriceCoins: priceCoins } = listing;
  if (quotedPriceCoins === undefined || quotedPriceCoins === priceCoins) return;
  throw new Refusal('PRICE_CHANGED', { listingId, priceCoins, quotedPriceCoins });
}

/** Price times quantity, exactly, or `PURCHASE_TOO_LARGE`: coins stay below 2^53 (D20). */
export function totalOf({ unitPriceCoins }: ListingDoc, quantity: number): number {
  const total = BigInt(unitPriceCoins) * BigInt(quantity);
  if (total > BigInt(coinsMax)) {
    throw new Refusal('PURCHASE_TOO_LARGE', { priceCoins: unitPriceCoins, quantity });
  }
  return Number(total);
}

// An order of the market that ended long ago, for books that are full. It was paid back, so that no
// coins of it are in any ledger.
import { randomUUID } from 'node:crypto';
import type { OrderDoc } from '../../backend/src/market/orders-store.ts';
import type { PlayerDoc } from '../../backend/src/players/store.ts';

type Person = Pick<PlayerDoc, '_id' | 'minecraftUUID'>;

export const pastOrder = (buyer: Person, seller: Person, at: Date): OrderDoc => ({
  _id: randomUUID(),
  buyerId: buyer._id,
  buyerMinecraftUUID: buyer.minecraftUUID,
  buyerName: 'Past_Buyer',
  sellerId: seller._id,
  sellerMinecraftUUID: seller.minecraftUUID,
  sellerName: 'Past_Seller',
  listingId: randomUUID(),
  sku: 'diamond',
  title: 'Diamond',
  quantity: 1,
  unitPriceCoins: 10,
  escrowCoins: 10,
  feeCoins: 0,
  status: 'refunded',
  deadlineAt: at,
  refundReason: 'past',
  goodsReturned: true,
  attention: null,
  walletBalanceCoins: 1_000,
  requestHash: 'f'.repeat(64),
  createdAt: at,
  updatedAt: at,
  endedAt: at,
});

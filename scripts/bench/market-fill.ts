// The market for a bench: listings with more in each than any run buys, of many kinds, sellers and
// prices, each with the goods it is made of.
import { randomUUID } from 'node:crypto';
import type { Context } from '../../backend/src/core/context.ts';
import type { GoodsDoc, ListingDoc } from '../../backend/src/market/store.ts';
import { categoryOf } from '../../backend/src/market/category.ts';
import { pairsOf, wordsOf } from '../../backend/src/market/words.ts';
import type { PlayerDoc } from '../../backend/src/players/store.ts';

export const sellersCount = 500;
const unitPriceCoins = 10;
export const quantityEach = 1_000_000_000;
const batchMax = 5_000;

const materials = [
  ['DIAMOND_SWORD', 'Diamond Sword'],
  ['OAK_PLANKS', 'Oak Planks'],
  ['IRON_PICKAXE', 'Iron Pickaxe'],
  ['BREAD', 'Bread'],
  ['REDSTONE', 'Redstone Dust'],
  ['ENDER_PEARL', 'Ender Pearl'],
  ['GOLD_INGOT', 'Gold Ingot'],
  ['BOW', 'Bow'],
] as const;
const names = ['Dawn', 'Thorn', 'Ember', 'Raven', 'Frost', 'Oath', 'Whisper', 'Anvil', 'Moss'];

/** Lists so many; of one kind where `sku` is given. Answers their ids, the newest last. */
export async function fillMarket(
  { db, clock }: Context,
  count: number,
  sku?: string,
): Promise<string[]> {
  const sellers = await db
    .collection<PlayerDoc>('players')
    .find({}, { sort: { minecraftName: 1 }, limit: sellersCount })
    .toArray();
  const endMs = clock.now().getTime();
  const listingIds: string[] = [];
  for (let made = 0; made < count; made += batchMax) {
    const listings = Array.from({ length: Math.min(batchMax, count - made) }, (_, place) => {
      const number = made + place;
      const seller = sellers[number % sellers.length];
      if (!seller) throw new Error('A bench without players.');
      return listingOf(number, seller, { at: new Date(endMs - (count - number) * 100), sku });
    });
    listingIds.push(...listings.map(({ _id }) => _id));
    await db.collection<ListingDoc>('listings').insertMany(listings, { ordered: false });
    const goods = listings.map(goodsOf);
    await db.collection<GoodsDoc>('market_goods').insertMany(goods, { ordered: false });
  }
  return listingIds;
}

function listingOf(
  number: number,
  seller: PlayerDoc,
  { at, sku }: { readonly at: Date; readonly sku: string | undefined },
): ListingDoc {
  const [material, usual] = materials[number % materials.length] ?? materials[0];
  const title = `${names[number % names.length] ?? ''} ${usual} ${String(number % 1_009)}`;
  const words = wordsOf(`${title} ${material}`);
  return {
    _id: randomUUID(),
    sellerId: seller._id,
    sellerMinecraftUUID: seller.minecraftUUID,
    sellerName: seller.minecraftName,
    sku: sku ?? `${material.toLowerCase()}.${String(number % 1_009).padStart(12, '0')}`,
    material,
    title,
    details: ['Sharpness V', 'Unbreaking III'],
    // What an enchanted thing with a name has, about.
    bytes: 'AAEC'.repeat(100),
    category: categoryOf(material),
    words,
    wordPairs: pairsOf(words),
    goodsId: randomUUID(),
    quantity: quantityEach,
    quantityListed: quantityEach,
    unitPriceCoins: sku === undefined && number > 1_000 ? 1 + (number % 5_003) : unitPriceCoins,
    feeRatio: 0.08,
    quantityPerBuyerMin: null,
    quantityPerBuyerMax: null,
    status: 'active',
    version: 1,
    createdAt: at,
    updatedAt: at,
    expiresAt: new Date(at.getTime() + 30 * 86_400_000),
  };
}

const goodsOf = (listing: ListingDoc): GoodsDoc => {
  const { goodsId, sellerId, sellerMinecraftUUID, sku, material, title, details, bytes } = listing;
  return {
    _id: goodsId,
    ownerId: sellerId,
    ownerMinecraftUUID: sellerMinecraftUUID,
    ...{ sku, material, title, details, bytes },
    quantity: quantityEach,
    state: 'listed',
    refusal: null,
    listingId: listing._id,
    returns: 0,
    handedIn: { contentHash: '', listing: null },
    takenAt: listing.createdAt,
    updatedAt: listing.createdAt,
  };
};

// What rewards cost at this moment: reads what prices depend on, and works them out. One way for the
// list, a single reward and the purchase, so that all of them say the same.
import type { ReadScope } from '../core/mongo.ts';
import { shopDiscountFactor } from '../quests/service.ts';
import { kindsIn, priceNow, valueOf } from './price.ts';
import type { PriceNow } from './price.ts';
import { findBuyers } from './reward-store.ts';
import type { Buyer, ShownReward } from './reward-store.ts';

export type Offered = Pick<ShownReward, '_id' | 'priceCoins' | 'discount' | 'task'>;

/** The prices of these rewards now, by sku. `buyers` are those of the whole shop, where known. */
export async function pricesOf(
  scope: ReadScope,
  rewards: readonly Offered[],
  now: Date,
  buyers?: readonly Buyer[],
): Promise<Map<string, PriceNow>> {
  const event = await shopDiscountFactor(scope, now);
  const known = buyers ?? (await buyersFor(scope, rewards));
  return new Map(
    rewards.map((reward) => {
      const valueCoins = valueOf(reward.task, known);
      return [reward._id, priceNow(reward, { now, event, valueCoins })] as const;
    }),
  );
}

/** Who buys anything that these rewards give. */
async function buyersFor(scope: ReadScope, rewards: readonly Offered[]): Promise<Buyer[]> {
  const kinds = rewards.map(({ task }) => kindsIn(task));
  const skus = [...new Set(kinds.flatMap((one) => one.skus))];
  const materials = [...new Set(kinds.flatMap((one) => one.materials))];
  if (skus.length === 0 && materials.length === 0) return [];
  return findBuyers(scope, { skus, materials });
}

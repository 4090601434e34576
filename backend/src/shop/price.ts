// What a reward costs now: the price of the catalogue, its discount, the economy event, and never less
// than the shop itself pays for the things in it (D29). Pure arithmetic; knows no database.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { isPlainSku } from '@mintkeep/shared/goods.ts';
import { plainSkuOf } from '@mintkeep/shared/rewards.ts';
import type { Buyer, RewardDoc } from './reward-store.ts';

/** A task, or only of which kind it is. */
export type ShownTask = Task | { readonly action: Task['action']; readonly payload?: undefined };

/** A price as players see it. While it is less than usual, `until` says how long. */
export interface PriceNow {
  readonly priceCoins: number;
  readonly listPriceCoins: number;
  readonly until: Date | null;
}

/** A running shop_discount; a factor of 1 is none. */
export interface DiscountEvent {
  readonly factor: number;
  readonly endsAt: Date | null;
}

type Priced = Pick<RewardDoc, 'priceCoins' | 'discount'>;

/** The kinds of things a task gives: those that are plain, and the materials of the others. */
export function kindsIn(task: ShownTask): { skus: string[]; materials: string[] } {
  const items = task.action === 'give' ? (task.payload?.items ?? []) : [];
  return {
    skus: items.flatMap((one) => plainSkuOf(one) ?? []),
    materials: items
      .filter((one) => plainSkuOf(one) === null)
      .map(({ material }) => material.toLowerCase()),
  };
}

/**
 * What the shop pays for all that one unit gives. What a named or glowing item will be called is for
 * the game to say, so it counts as the dearest that is bought of its material.
 */
export function valueOf(task: ShownTask, buyers: readonly Buyer[]): number {
  const items = task.action === 'give' ? (task.payload?.items ?? []) : [];
  const total = items.reduce((sum, one) => {
    const plain = plainSkuOf(one);
    const start = `${one.material.toLowerCase()}.`;
    const prices = buyers
      .filter(({ buysSku }) =>
        plain === null ? !isPlainSku(buysSku) && buysSku.startsWith(start) : buysSku === plain,
      )
      .map(({ sellPriceCoins }) => sellPriceCoins);
    return sum + Math.max(0, ...prices) * one.amount;
  }, 0);
  return Math.min(total, coinsMax);
}

/**
 * The price now. Factors are hundredths and a broken coin counts whole, so that nothing is sold below
 * its price; `valueCoins` is what the shop pays for what is in it: it never costs less.
 */
export function priceNow(
  { priceCoins: listPriceCoins, discount }: Priced,
  { now, event, valueCoins }: { now: Date; event: DiscountEvent; valueCoins: number },
): PriceNow {
  const running =
    discount && discount.startsAt <= now && now < discount.endsAt ? discount : undefined;
  const cheaper = times(times(listPriceCoins, running?.factor ?? 1), event.factor);
  const priceCoins = Math.max(1, cheaper, valueCoins);
  const ends = [running?.endsAt, event.endsAt].flatMap((end) => end?.getTime() ?? []);
  const until = priceCoins < listPriceCoins ? new Date(Math.min(...ends)) : null;
  return { priceCoins, listPriceCoins, until };
}

/** The lowest price that the catalogue alone can bring it to, from now on. */
export const lowestPrice = ({ priceCoins, discount }: Priced, now: Date): number =>
  discount && discount.endsAt > now ? times(priceCoins, discount.factor) : priceCoins;

/** Coins times a factor of hundredths, exactly, rounded up. */
function times(amountCoins: number, factor: number): number {
  if (factor === 1) return amountCoins;
  const hundredths = BigInt(amountCoins) * BigInt(Math.round(factor * 100));
  return Number((hundredths + 99n) / 100n);
}

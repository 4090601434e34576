// What is on sale during a run: prices that nobody changes, so that every balance can be computed
// from what was asked. Some rewards are limited, and each burst has one of its own.
import { replaceTables } from '../../src/gacha/service.ts';
import type { Context } from '../../src/core/context.ts';
import { putRewards } from '../../src/shop/service.ts';
import type { Reward } from '../../src/shop/service.ts';
import { inTx } from '../builders.ts';

export const rollCostCoins = 11;
export const tableKey = 'chest';

const priceCoins = 10;

/** What one unit costs: everything costs the same. */
export const unitPriceCoins = priceCoins;

export const endless = ['plank', 'bread', 'diamond', 'pearl'] as const;
/** Everybody wants it and there are few; a refund brings one back. */
export const hot = { sku: 'hot', stock: 300 } as const;
export const capped = { sku: 'capped', quantityPerPlayerMax: 5 } as const;
export const daily = { sku: 'daily', quantityPerDayMax: 4 } as const;

/** A reward that buying gives a code for. */
export const coupon = 'coupon';
/** What the shop pays for a thing that it buys, and how many of one player in a day. */
export const sale = { sellPriceCoins: 3, quantityPerDayMax: 60 } as const;

/** How many of a burst of 16 may go through. */
export const burstMax = 3;
export const burstSku = (kind: 'stock' | 'cap' | 'day', round: number): string =>
  `burst-${kind}-${String(round)}`;

const reward = (sku: string, fields: Partial<Reward> = {}): Reward => ({
  _id: sku,
  name: sku,
  category: 'item',
  description: [],
  icon: 'DIAMOND',
  priceCoins,
  task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 1 }] } },
  stock: null,
  limits: {},
  visible: true,
  expiresAt: null,
  ...fields,
});

/** All rewards of a run with so many rounds of bursts. */
export function rewardsOf(rounds: number): Reward[] {
  const { sku: cappedSku, ...cap } = capped;
  const { sku: dailySku, ...day } = daily;
  const bursts = Array.from({ length: rounds }, (_, round) => [
    reward(burstSku('stock', round), { stock: burstMax }),
    reward(burstSku('cap', round), { limits: { quantityPerPlayerMax: burstMax } }),
    reward(burstSku('day', round), { limits: { quantityPerDayMax: burstMax } }),
  ]).flat();
  return [
    ...endless.map((sku) => reward(sku)),
    reward(hot.sku, { stock: hot.stock }),
    reward(cappedSku, { limits: cap }),
    reward(dailySku, { limits: day }),
    reward(coupon, { fulfilment: 'voucher' }),
    reward('scrap', {
      task: { action: 'give', payload: { items: [{ material: 'IRON_INGOT', amount: 1 }] } },
      sellPriceCoins: sale.sellPriceCoins,
      sellLimits: { quantityPerDayMax: sale.quantityPerDayMax },
    }),
    reward('kit-one'),
    reward('kit-two'),
    ...bursts,
  ];
}

/** Puts the catalogue and the tables into the database. */
export async function fillCatalogue(ctx: Context, rounds: number): Promise<void> {
  const rewards = rewardsOf(rounds);
  for (let at = 0; at < rewards.length; at += 100) {
    await inTx(ctx, (tx) => putRewards(tx, rewards.slice(at, at + 100)));
  }
  const weights = (skus: readonly string[]) => skus.map((sku) => ({ sku, weight: 1 }));
  await inTx(ctx, (tx) =>
    replaceTables(
      tx,
      [
        {
          _id: tableKey,
          name: 'Chest',
          icon: 'CHEST',
          kind: 'roll',
          costCoins: rollCostCoins,
          entries: weights(endless),
        },
        {
          _id: 'first-day',
          name: 'Kit',
          icon: 'CHEST',
          kind: 'starter',
          costCoins: 0,
          entries: weights(['kit-one', 'kit-two']),
        },
      ],
      'faults',
    ),
  );
}

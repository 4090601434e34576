// A reward as an admin writes it, there and back again, without a database.
import { describe, expect, test } from 'vitest';
import { buysSkuOf, rewardDefinition } from '@mintkeep/shared/rewards.ts';
import { described, rewardOf } from './catalogue.ts';
import type { Reward } from './reward-store.ts';

const plain: Reward = {
  _id: 'bread',
  name: 'Bread',
  category: 'item',
  description: ['Fresh.'],
  icon: 'BREAD',
  priceCoins: 6,
  fulfilment: 'api',
  task: { action: 'give', payload: { items: [{ material: 'BREAD', amount: 1 }] } },
  stock: null,
  limits: {},
  visible: true,
  expiresAt: null,
};
const full: Reward = {
  ...plain,
  stock: 5,
  limits: { quantityPerDayMax: 3 },
  expiresAt: new Date('2027-01-01T00:00:00.000Z'),
  fulfilment: 'voucher',
  sellPriceCoins: 2,
  goodsSku: 'bread',
  sellLimits: { quantityPerDayMax: 64 },
  sellsToStock: true,
  restock: { quantity: 5, everyHours: 6, stockMax: 50 },
  discount: {
    factor: 0.8,
    startsAt: new Date('2026-12-01T00:00:00.000Z'),
    endsAt: new Date('2026-12-24T00:00:00.000Z'),
  },
  requirements: { permission: 'shop.vip', levelMin: 3, rewardSku: 'vip' },
};

describe('the file of npm run rewards (S1-048)', () => {
  test.each([
    ['a plain one', plain],
    ['one with everything', full],
  ])('%s exported and imported again is the same', (_what, reward) => {
    const file: unknown = JSON.parse(JSON.stringify(described(reward)));
    const { sku, stock, ...wish } = rewardDefinition.parse(file);
    expect(rewardOf(sku, wish, stock)).toEqual(reward);
  });
});

describe('what a reward buys (D29)', () => {
  const give = (...items: object[]) => ({ action: 'give', payload: { items } }) as Reward['task'];
  test.each([
    ['its one plain item', give({ material: 'BREAD', amount: 4 }), undefined, 'bread'],
    ['what it names', give({ material: 'BREAD', amount: 4 }), 'dirt', 'dirt'],
    [
      'nothing of a renamed item',
      give({ material: 'BREAD', amount: 1, name: 'X' }),
      undefined,
      null,
    ],
    [
      'nothing of a glowing one',
      give({ material: 'BREAD', amount: 1, glow: true }),
      undefined,
      null,
    ],
    [
      'nothing of two kinds',
      give({ material: 'BREAD', amount: 1 }, { material: 'DIRT', amount: 1 }),
      undefined,
      null,
    ],
    ['nothing of a rank', { action: 'rank', payload: { group: 'vip' } } as const, undefined, null],
  ])('%s', (_what, task, goodsSku, expected) => {
    expect(buysSkuOf({ task, goodsSku })).toBe(expected);
  });
});

// Prices by themselves: what a discount and an event make of them, and that nobody can buy from the
// shop and sell it back for more, whatever the catalogue, the discounts and the order.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coinsMax, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { lowestPrice, priceNow, valueOf } from './price.ts';
import type { Buyer } from './reward-store.ts';
import { restockOf } from './restock.ts';

const now = new Date('2026-11-21T12:00:00.000Z');
const at = (ms: number): Date => new Date(now.getTime() + ms);
const noEvent = { factor: 1, endsAt: null };
const window = (factor: number, startMs: number, endMs: number) => ({
  factor,
  startsAt: at(startMs),
  endsAt: at(endMs),
});
const priceOf = (
  priceCoins: number,
  {
    discount,
    event = noEvent,
    valueCoins = 0,
  }: Partial<Parameters<typeof priceNow>[1]> & {
    discount?: ReturnType<typeof window>;
  } = {},
) => priceNow({ priceCoins, ...(discount ? { discount } : {}) }, { now, event, valueCoins });

describe('priceNow', () => {
  test.each([
    ['begins at its first moment', window(0.5, 0, 1_000), 50],
    ['has not begun a moment before', window(0.5, 1, 1_000), 100],
    ['is over at its last moment', window(0.5, -1_000, 0), 100],
    ['runs a moment before its end', window(0.5, -1_000, 1), 50],
  ])('a discount %s', (_why, discount, expected) => {
    expect(priceOf(100, { discount }).priceCoins).toBe(expected);
  });

  test('says the usual price and the end that comes first', () => {
    const event = { factor: 0.8, endsAt: at(5_000) };
    expect(priceOf(100, { discount: window(0.5, 0, 9_000), event })).toEqual({
      priceCoins: 40,
      listPriceCoins: 100,
      until: at(5_000),
    });
    expect(priceOf(100)).toEqual({ priceCoins: 100, listPriceCoins: 100, until: null });
  });

  test('never sells below what the shop pays, and says no discount where none is left', () => {
    const event = { factor: 0.1, endsAt: at(5_000) };
    expect(priceOf(100, { event, valueCoins: 70 }).priceCoins).toBe(70);
    expect(priceOf(100, { event, valueCoins: 100 }).until).toBeNull();
  });

  test('is exact for the largest price, and rounds a broken coin up', () => {
    expect(priceOf(coinsMax, { discount: window(0.99, 0, 1) }).priceCoins).toBe(
      Number((BigInt(coinsMax) * 99n + 99n) / 100n),
    );
    expect(priceOf(10, { discount: window(0.7, 0, 1) }).priceCoins).toBe(7);
    expect(priceOf(1, { discount: window(0.05, 0, 1) }).priceCoins).toBe(1);
  });
});

describe('restockOf', () => {
  const rule = { quantity: 4, everyHours: 1, stockMax: 10 };
  test.each([
    ['one that is due', 0, 4, 1],
    ['one that is late by less than its time', 3_599_999, 4, 1],
    ['three that were missed, up to the most', 2 * 3_600_000, 10, 3],
  ])('adds %s', (_why, lateMs, quantity, hours) => {
    expect(restockOf(rule, now, at(lateMs))).toEqual({
      quantity,
      stockMax: 10,
      nextRestockAt: at(hours * 3_600_000),
    });
  });
});

const materials = ['DIRT', 'STONE', 'BREAD'];
const anyItem = fc.record({
  material: fc.constantFrom(...materials),
  amount: fc.integer({ min: 1, max: 64 }),
  isNamed: fc.boolean(),
});
const anyReward = fc.record({
  priceCoins: fc.integer({ min: 1, max: 5_000 }),
  items: fc.array(anyItem, { minLength: 1, maxLength: 3 }),
  factor: fc.option(fc.integer({ min: 5, max: 99 }).map((hundredths) => hundredths / 100)),
});
const anyBuyer = fc.record({
  buysSku: fc.constantFrom(...materials.map((one) => one.toLowerCase()), 'dirt.0123456789ab'),
  sellPriceCoins: fc.integer({ min: 1, max: 100 }),
});

describe('Property: Shop Without Arbitrage (D29)', () => {
  test('no sequence of buying and selling makes coins, for any discount and event', () => {
    fc.assert(
      fc.property(
        fc.array(anyReward, { minLength: 1, maxLength: 4 }),
        fc.array(anyBuyer, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 10, max: 95 }).map((hundredths) => hundredths / 100),
        fc.array(fc.record({ sells: fc.boolean(), which: fc.nat(), events: fc.boolean() }), {
          minLength: 1,
          maxLength: 40,
        }),
        (rewards, buying, factor, deeds) => {
          const buyers: Buyer[] = buying.map((one, place) => ({ _id: String(place), ...one }));
          const shop = rewards.map(({ priceCoins, items, factor: cut }) => ({
            priceCoins,
            task: {
              action: 'give',
              payload: {
                items: items.map(({ material, amount, isNamed }) => ({
                  material,
                  amount,
                  ...(isNamed ? { name: 'Named' } : {}),
                })),
              },
            } satisfies Task,
            ...(cut === null ? {} : { discount: window(cut, -1, 1) }),
          }));
          let coins = 0;
          const held = new Map<string, number>();
          for (const { sells, which, events } of deeds) {
            if (sells) {
              const buyer = buyers[which % buyers.length];
              if (!buyer) continue;
              coins += buyer.sellPriceCoins * (held.get(buyer.buysSku) ?? 0);
              held.delete(buyer.buysSku);
              expect(coins).toBeLessThanOrEqual(0);
              continue;
            }
            const reward = shop[which % shop.length];
            if (!reward) continue;
            const event = events ? { factor, endsAt: at(1) } : noEvent;
            const valueCoins = valueOf(reward.task, buyers);
            coins -= priceNow(reward, { now, event, valueCoins }).priceCoins;
            for (const { material, amount, name } of reward.task.payload.items) {
              // Whatever the game makes of a named one: at worst what is bought of its material.
              const sku = `${material.toLowerCase()}${name === undefined ? '' : '.0123456789ab'}`;
              held.set(sku, (held.get(sku) ?? 0) + amount);
            }
          }
        },
      ),
      { numRuns: propertyRunsMin * 10 },
    );
  });

  test('what may be saved never costs less by its own discount than the shop pays for it', () => {
    const task: Task = { action: 'give', payload: { items: [{ material: 'DIRT', amount: 4 }] } };
    expect(valueOf(task, [{ _id: 'a', buysSku: 'dirt', sellPriceCoins: 3 }])).toBe(12);
    expect(lowestPrice({ priceCoins: 20, discount: window(0.5, 5, 10) }, now)).toBe(10);
    expect(lowestPrice({ priceCoins: 20, discount: window(0.5, -5, 0) }, now)).toBe(20);
  });
});

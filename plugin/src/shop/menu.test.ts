import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coinsMax, propertyRunsMin, purchaseQuantityMax } from '@mintkeep/shared/constants.ts';
import { rewardCategory, type ShopItem } from '@mintkeep/shared/shop.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { plainText } from '../platform/fake-text.ts';
import { fakeItem } from './fake-shop.ts';
import {
  affordable,
  confirmPage,
  itemLines,
  pagesOf,
  quantitiesFor,
  shopPage,
  type Buttons,
  type View,
} from './menu.ts';

const { plugin } = startFakePlugin();

const view = (changed: Partial<View>): View => ({
  items: [fakeItem()],
  balanceCoins: 100,
  category: null,
  page: 0,
  language: 'en',
  ...changed,
});
const manyItems = (count: number): ShopItem[] =>
  Array.from({ length: count }, (_, index) => fakeItem({ sku: `sku-${String(index)}` }));
const skusOn = (buttons: Buttons): string[] =>
  [...buttons.values()].flatMap(({ act }) => (act?.do === 'choose' ? [act.item.sku] : []));
const loreOf = (buttons: Buttons, slot: number): string[] =>
  (buttons.get(slot)?.icon.lore ?? []).map(plainText);
const lines = (item: ShopItem, balanceCoins: number | null): string[] =>
  itemLines(plugin, item, 'en', balanceCoins).map(plainText);

const anyItem = fc
  .record({
    priceCoins: fc.integer({ min: 1, max: coinsMax }),
    stock: fc.option(fc.nat()),
    ever: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
    day: fc.option(fc.integer({ min: 1, max: 1_000_000 }), { nil: undefined }),
  })
  .map(({ priceCoins, stock, ever, day }) =>
    fakeItem({
      priceCoins,
      stock,
      limits: {
        ...(ever === undefined ? {} : { quantityPerPlayerMax: ever }),
        ...(day === undefined ? {} : { quantityPerDayMax: day }),
      },
    }),
  );

describe('affordable', () => {
  test('offers nothing beyond coins, stock, limits and one purchase', () => {
    fc.assert(
      fc.property(anyItem, fc.integer({ min: 0, max: coinsMax }), (item, balanceCoins) => {
        const most = affordable(item, balanceCoins);
        const { quantityPerPlayerMax: ever = most, quantityPerDayMax: day = most } = item.limits;
        expect(BigInt(most) * BigInt(item.priceCoins)).toBeLessThanOrEqual(BigInt(balanceCoins));
        expect(most).toBeLessThanOrEqual(
          Math.min(item.stock ?? most, ever, day, purchaseQuantityMax),
        );
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test.each([
    ['coins', fakeItem({ priceCoins: 7 }), 20, 2],
    ['stock', fakeItem({ stock: 3 }), 1_000, 3],
    ['the limit of a player', fakeItem({ limits: { quantityPerPlayerMax: 4 } }), 1_000, 4],
    ['the limit of a day', fakeItem({ limits: { quantityPerDayMax: 6 } }), 1_000, 6],
    ['what comes once (pain 12)', fakeItem({ quantityPerPurchaseMax: 1 }), 1_000, 1],
    ['one purchase', fakeItem({ priceCoins: 1 }), coinsMax, purchaseQuantityMax],
  ])('ends where %s end', (_what, item, balanceCoins, most) => {
    expect(affordable(item, balanceCoins)).toBe(most);
  });
});

describe('quantitiesFor', () => {
  test.each([
    [0, []],
    [5, [1]],
    [50, [1, 8, 10]],
    [80, [1, 8, 16]],
    [1_000, [1, 8, 16, 64, 200]],
  ])('offers with %i coins, at 5 each, %j', (balanceCoins, quantities) => {
    expect(quantitiesFor(fakeItem(), balanceCoins)).toEqual(quantities);
  });
});

describe('itemLines', () => {
  test('tell price, endless stock and that one can afford it, in words', () => {
    expect(lines(fakeItem(), 5)).toEqual([
      'Shines.',
      'Price: 5 coins',
      'Stock: as many as you like',
      '✔ You can afford it. Click to buy.',
    ]);
  });

  test('tell how many coins are missing', () => {
    expect(lines(fakeItem(), 4)).toContain('✘ You need 1 coin more.');
  });

  test('tell the stock that is left, the limits and the end of the sale', () => {
    const item = fakeItem({
      stock: 1_200,
      limits: { quantityPerPlayerMax: 9, quantityPerDayMax: 3 },
      expiresAt: '2026-12-24T18:00:00.000Z',
    });
    const told = lines(item, null);
    for (const part of ['1,200', 'At most 9', 'At most 3 a day', '12-24 18:00 UTC']) {
      expect(told.join('\n')).toContain(part);
    }
  });

  test('say of a sold out item nothing but that', () => {
    expect(lines(fakeItem({ stock: 0 }), 1_000).slice(2)).toEqual(['Sold out']);
  });

  test('show a discount with the usual price struck through, and how long it lasts', () => {
    const item = fakeItem({ listPriceCoins: 10, cheaperUntil: '2026-12-24T18:00:00.000Z' });
    expect(lines(item, null).slice(1, 3)).toEqual([
      'Price: 10 coins 5 coins',
      'Cheaper until 12-24 18:00 UTC',
    ]);
    const [, price] = itemLines(plugin, item, 'en', null);
    expect(price?.template).toContain('<st><usual></st>');
  });

  test('say what the shop pays, when there is more, and what one must have', () => {
    const item = fakeItem({
      sellPriceCoins: 2,
      stock: 0,
      restockAt: '2026-12-24T18:00:00.000Z',
      requirements: { levelMin: 30, rewardSku: 'vip', rewardName: 'Rank VIP' },
    });
    expect(lines(item, null).slice(2)).toEqual([
      'The shop pays 2 coins for one',
      'Sold out',
      'More on 12-24 18:00 UTC',
      'From level 30',
      'Only who bought Rank VIP',
    ]);
    expect(lines(fakeItem({ requirements: { rewardSku: 'vip' } }), null)).toContain(
      'Only who bought vip',
    );
  });

  test('put what an admin wrote in as plain text (D36)', () => {
    const item = fakeItem({ description: ['<red>not red'] });
    expect(lines(item, null)[0]).toBe('<red>not red');
  });
});

describe('shopPage', () => {
  test('shows each item exactly once over all pages, whatever their number', () => {
    const counts = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(counts, (count) => {
        const items = manyItems(count);
        const pages = pagesOf({ items, category: null });
        const seen = Array.from({ length: pages }, (_, page) =>
          skusOn(shopPage(plugin, view({ items, page }))),
        ).flat();
        expect(seen).toEqual(items.map(({ sku }) => sku));
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test('keeps every button inside its six rows', () => {
    const items = rewardCategory.options.flatMap((category) =>
      manyItems(40).map((item) => ({ ...item, category })),
    );
    const buttons = shopPage(plugin, view({ items, page: 1 }));
    expect([...buttons.keys()].every((slot) => slot >= 0 && slot < 54)).toBe(true);
  });

  test('goes on and back only where there is something', () => {
    const turns = (page: number) =>
      [...shopPage(plugin, view({ items: manyItems(80), page })).values()].flatMap(({ act }) =>
        act?.do === 'page' ? [act.page] : [],
      );
    expect([turns(0), turns(1), turns(2)]).toEqual([[1], [0, 2], [1]]);
  });

  test('shows the last page when a page is asked for that is no more', () => {
    const buttons = shopPage(plugin, view({ items: manyItems(37), page: 9 }));
    expect(skusOn(buttons)).toEqual(['sku-36']);
  });

  test('shows only the items of a category, and marks it by glow and words', () => {
    const items = [fakeItem({ sku: 'a' }), fakeItem({ sku: 'vip', category: 'rank' })];
    const buttons = shopPage(plugin, view({ items, category: 'rank' }));
    expect(skusOn(buttons)).toEqual(['vip']);
    const marked = [...buttons].filter(([, { icon }]) => icon.glow === true);
    expect(marked.map(([slot]) => loreOf(buttons, slot))).toEqual([['You are here']]);
    expect(marked[0]?.[1].act).toEqual({ do: 'category', category: 'rank' });
  });

  test('offers only categories that have something, after everything', () => {
    const items = [fakeItem(), fakeItem({ sku: 'vip', category: 'rank' })];
    const offered = [...shopPage(plugin, view({ items })).values()].flatMap(({ act }) =>
      act?.do === 'category' ? [act.category] : [],
    );
    expect(offered).toEqual([null, 'rank', 'item']);
  });
});

describe('confirmPage', () => {
  test('shows each quantity with its total', () => {
    const buttons = confirmPage(plugin, fakeItem(), 50, 'en');
    const offered = [...buttons].flatMap(([slot, { act }]) =>
      act?.do === 'buy' ? [[act.quantity, loreOf(buttons, slot)[0]]] : [],
    );
    expect(offered).toEqual([
      [1, 'for 5 coins'],
      [8, 'for 40 coins'],
      [10, 'for 50 coins'],
    ]);
  });

  test.each([
    ['one cannot afford it', fakeItem(), 4, 'You cannot afford one.'],
    ['it is sold out', fakeItem({ stock: 0 }), 100, 'Sold out'],
  ])('sells nothing when %s, and says so', (_what, item, balanceCoins, text) => {
    const buttons = confirmPage(plugin, item, balanceCoins, 'en');
    expect([...buttons.values()].some(({ act }) => act?.do === 'buy')).toBe(false);
    expect([...buttons.values()].map(({ icon }) => plainText(icon.name))).toContain(text);
  });

  test('has a way back and a way out', () => {
    const acts = [...confirmPage(plugin, fakeItem(), 50, 'en').values()].map(({ act }) => act?.do);
    expect(acts).toEqual(expect.arrayContaining(['back', 'close']));
  });
});

import { describe, expect, test } from 'vitest';
import { listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { refused } from '../backend/fake-backend.ts';
import { bought, boughtLine, fakeItem, openFakeShop } from './fake-shop.ts';

describe('/shop', () => {
  test('opens the window with the goods and the balance (S1-061)', async () => {
    const { ann, run, slotOf } = openFakeShop();
    await run('shop');
    expect(ann.menu()).toMatchObject({ title: 'Shop', rows: 6 });
    expect(ann.menu()?.icons.get(slotOf('Diamond'))?.lore).toContain('Price: 5 coins');
    expect(slotOf('You have 100 coins')).toBe(8);
  });

  test('opens a category by its name, and says which there are for another', async () => {
    const { ann, run } = openFakeShop();
    await run('shop item');
    expect(ann.menu()?.title).toBe('Shop: Items');
    await run('shop weapons');
    expect(ann.heard).toEqual([expect.stringContaining('money, rank, cosmetic, voucher, item')]);
  });

  test('says so when the shop has nothing, and opens no window', async () => {
    const { ann, run } = openFakeShop([]);
    await run('shop');
    expect([ann.menu(), ann.heard]).toEqual([null, [expect.stringContaining('nothing to sell')]]);
  });

  test('says so when the backend is away, and opens no window', async () => {
    const { server, ann, run } = openFakeShop();
    server.on(listShopItems, refused);
    await run('shop');
    expect([ann.menu(), ann.heard]).toEqual([null, [expect.stringContaining('cannot be reached')]]);
  });

  test('opens nothing for a player who left while it was asked', async () => {
    const { fake, server, ann, run } = openFakeShop();
    let go: () => void = () => undefined;
    server.on(listShopItems, async () => {
      await new Promise<void>((resolve) => (go = resolve));
      return { yes: { items: [fakeItem()] } };
    });
    await run('shop');
    fake.quit(ann);
    go();
    await fake.settle();
    expect([ann.menu(), ann.heard]).toEqual([null, []]);
  });

  test('shows pages, the way back from a confirm screen, and closes', async () => {
    const { ann, run, slotOf } = openFakeShop(
      Array.from({ length: 37 }, (_, index) => fakeItem({ sku: `s${index}`, name: `N${index}` })),
    );
    await run('shop');
    await ann.click(slotOf('Page 2 »'));
    await ann.click(slotOf('N36'));
    expect(ann.menu()?.title).toBe('Buy N36?');
    await ann.click(slotOf('« Back'));
    expect(slotOf('N36')).toBe(9);
    await ann.click(slotOf('Close'));
    expect(ann.menu()).toBeNull();
  });

  test('info tells price and stock of a reward', async () => {
    const { ann, run } = openFakeShop();
    await run('shop info diamond');
    expect(ann.heard).toEqual([
      'Diamond (diamond) 5 coins',
      'Shines.',
      'Price: 5 coins',
      'Stock: as many as you like',
    ]);
  });

  test('completes categories and skus without asking the backend', async () => {
    const { fake, ann } = openFakeShop();
    await fake.settle();
    const asked = fake.requests.length;
    expect(fake.complete(ann, 'shop ')).toEqual(expect.arrayContaining(['info', 'rank']));
    expect(fake.complete(ann, 'shop info di')).toEqual(['diamond']);
    expect(fake.complete(ann, 'buy d')).toEqual(['diamond']);
    expect(fake.complete(ann, 'buy diamond ')).toContain('64');
    expect(fake.requests).toHaveLength(asked);
  });

  test('is for players, and once in a second for each (S0-028)', async () => {
    const { fake, ann, run, keys } = openFakeShop([fakeItem()], { commandCooldownMs: '1000' });
    await fake.run(fake.console, 'shop');
    expect(fake.console.heard).toEqual(['Only players can do this.']);
    await run('shop');
    await run('buy diamond');
    expect(ann.heard).toEqual([expect.stringContaining('wait a moment')]);
    expect(keys()).toEqual([]);
  });
});

describe('/buy', () => {
  test('buys one where no quantity is given', async () => {
    const { server, run } = openFakeShop();
    await run('buy diamond');
    expect(server.asked(purchase)[0]?.call).toMatchObject({ sku: 'diamond', quantity: 1 });
  });

  test('reads amounts as people write them', async () => {
    const { server, run } = openFakeShop();
    await run('buy diamond 1.5k');
    expect(server.asked(purchase)[0]?.call).toMatchObject({ quantity: 1_500 });
  });

  test.each(['0', '-1', 'many', '1.5'])('asks nothing for the quantity %s', async (quantity) => {
    const { ann, run, keys } = openFakeShop();
    await run(`buy diamond ${quantity}`);
    expect(ann.heard).toEqual([expect.stringContaining('is not a quantity')]);
    expect(keys()).toEqual([]);
  });

  test('refuses by itself more than one purchase can hold', async () => {
    const { ann, run, keys } = openFakeShop();
    await run('buy diamond 1b');
    expect(ann.heard).toEqual(['That is too much at once.']);
    expect(keys()).toEqual([]);
  });

  test('says how it is written when nothing is named', async () => {
    const { ann, run } = openFakeShop();
    await run('buy');
    expect(ann.heard).toEqual([expect.stringContaining('/buy [item] [quantity]')]);
  });

  test.each(['sword', '../x', 'a?b', '\ud800'])('says that %j is not sold', async (sku) => {
    const { ann, run, keys } = openFakeShop();
    await run(`buy ${sku}`);
    await run(`shop info ${sku}`);
    const line = 'The shop does not sell that.';
    expect([ann.heard, keys()]).toEqual([[line, line], []]);
  });

  test('knows a sku in capitals', async () => {
    const { ann, run } = openFakeShop();
    await run('buy DIAMOND 8');
    expect(ann.heard).toContain(boughtLine);
  });

  test.each([
    ['FUNDS_INSUFFICIENT', { totalCostCoins: 40, walletBalanceCoins: 3 }, 'it costs 40 coins'],
    ['REWARD_OUT_OF_STOCK', { stock: 2 }, 'only 2 left'],
    ['PURCHASE_LIMIT_REACHED', { quantityPerDayMax: 4 }, 'at most 4'],
    ['PRICE_CHANGED', { priceCoins: 7 }, 'it is 7 coins now'],
    ['PLAYER_FROZEN', {}, 'frozen'],
  ] as const)('says in a sentence what %s means', async (no, details, part) => {
    const { server, ann, run } = openFakeShop();
    server.on(purchase, () => ({ no, status: 409, details }));
    await run('buy diamond 8');
    expect(ann.heard).toEqual([expect.stringContaining(part)]);
    expect(ann.sounds).toEqual(['minecraft:entity.villager.no']);
  });

  test.each([
    [{ levelMin: 30, level: 4 }, 'reach level 30 first'],
    [{ rewardSku: 'vip' }, 'buy Rank VIP first'],
    [{}, 'may not buy that yet'],
  ])('says what is missing: %j', async (details, part) => {
    const requirements = { rewardSku: 'vip', rewardName: 'Rank VIP' };
    const { server, ann, run } = openFakeShop([fakeItem({ requirements })]);
    server.on(purchase, () => ({ no: 'REQUIREMENT_MISSING', status: 403, details }));
    await run('buy diamond');
    expect(ann.heard).toEqual([expect.stringContaining(part)]);
  });

  test('asks for the permission of a reward by itself, in the window too', async () => {
    const item = fakeItem({ requirements: { permission: 'shop.vip' } });
    const { ann, run, keys, slotOf } = openFakeShop([item]);
    await run('buy diamond');
    await run('shop');
    await ann.click(slotOf('Diamond'));
    await ann.click(12);
    expect(ann.heard).toEqual(Array(2).fill('You may not buy Diamond.'));
    expect(keys()).toEqual([]);
    ann.grants.set('shop.vip', true);
    await run('buy diamond');
    expect(keys()).toHaveLength(1);
  });

  test('asks anew at the new price whoever was told of it, for as many as were wished', async () => {
    const { server, ann, run } = openFakeShop();
    const items = [fakeItem({ priceCoins: 5 })];
    server.on(listShopItems, () => ({ yes: { items } }));
    server.on(purchase, ({ call }) =>
      call.quotedPriceCoins === 7
        ? { yes: bought }
        : { no: 'PRICE_CHANGED', status: 409, details: { priceCoins: 7 } },
    );
    items[0] = fakeItem({ priceCoins: 7 });
    await run('buy diamond 8');
    const yes = ann.menu()?.icons.get(15);
    expect(JSON.stringify(yes)).toContain('56 coins');
    expect(ann.heard).not.toContain(boughtLine);
    await ann.click(15);
    expect(ann.heard).toContain(boughtLine);
  });

  test('quotes the new price once the player was told of it', async () => {
    const { server, ann, run } = openFakeShop();
    const items = [fakeItem({ priceCoins: 7 })];
    server.on(listShopItems, () => ({ yes: { items } }));
    server.on(purchase, ({ call }) =>
      call.quotedPriceCoins === 7
        ? { yes: bought }
        : { no: 'PRICE_CHANGED', status: 409, details: { priceCoins: 7 } },
    );
    await run('buy diamond 8');
    await run('buy diamond 8');
    expect(ann.heard).toContain(boughtLine);
  });
});

// Buying, as players do it: by menu and by command, and what keeps them from it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { purchase } from '@mintkeep/shared/shop.ts';
import type { Bot, Seen } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario();
  await world.sell(
    {
      sku: 'diamond',
      name: 'Diamond',
      priceCoins: 10,
      items: [{ material: 'DIAMOND', amount: 1 }],
    },
    {
      sku: 'planks',
      name: 'Planks',
      priceCoins: 2,
      items: [{ material: 'OAK_PLANKS', amount: 16 }],
    },
    {
      sku: 'crown',
      name: 'Crown',
      category: 'cosmetic',
      priceCoins: 100,
      stock: 1,
      items: [{ material: 'GOLDEN_HELMET', amount: 1 }],
    },
    {
      sku: 'daily',
      name: 'Daily bread',
      priceCoins: 1,
      limits: { quantityPerDayMax: 2 },
      items: [{ material: 'BREAD', amount: 1 }],
    },
  );
});
afterAll(() => world.close());

const slotOf = (shown: readonly Seen[], name: RegExp): number => {
  const found = shown.find((one) => name.test(one.name));
  expect(found, `${String(name)} among ${shown.map((one) => one.name).join(', ')}`).toBeDefined();
  return found?.slot ?? -1;
};

/** Opens the shop and chooses an item; answers the confirm screen. */
async function choose(bot: Bot, name: RegExp): Promise<readonly Seen[]> {
  bot.say('/shop');
  bot.click(slotOf(await bot.sees(/^Shop/), name));
  return bot.sees(/^Buy/);
}

describe('/shop', () => {
  test('sells by menu: browse, choose, confirm, and the goods are in the hand (K-004, K-012)', async () => {
    const bot = await world.player('Menu', 100);
    bot.click(slotOf(await choose(bot, /Diamond/), /Buy 8/));
    await bot.hears(/You bought 8 × Diamond for 80 coins/);
    await bot.hears(/You got 8 × diamond/);
    await world.settle(bot);
    await until('the diamonds to be seen', () => bot.count('DIAMOND') === 8);
    await bot.quit();
  });

  test('shows price, stock, limits and what one can afford, in words', async () => {
    const bot = await world.player('Reader', 5);
    bot.say('/shop');
    const shown = await bot.sees(/^Shop/);
    const lore = (name: RegExp): string =>
      shown.find((one) => name.test(one.name))?.lore.join('|') ?? '';
    expect(lore(/Diamond/)).toContain('Price: 10 coins');
    expect(lore(/Diamond/)).toContain('You need 5 coins more');
    expect(lore(/Crown/)).toContain('Stock: 1 left');
    expect(lore(/Daily bread/)).toContain('At most 2 a day');
    expect(lore(/Planks/)).toContain('You can afford it');
    bot.click(slotOf(shown, /^Cosmetics/));
    const cosmetics = await bot.sees(/^Shop: Cosmetics/);
    expect(cosmetics.some(({ name }) => /Diamond/.test(name))).toBe(false);
    await bot.quit();
  });

  test('buys once for a double click and for spam clicks (D15)', async () => {
    const bot = await world.player('Spammer', 100);
    const slot = slotOf(await choose(bot, /Diamond/), /^Buy 1$/);
    bot.click(slot, { times: 20 });
    await bot.hears(/You bought 1 × Diamond/);
    await world.settle(bot);
    expect(await world.balance(bot)).toBe(90);
    await bot.quit();
  });

  test('lets no icon out by any kind of click', async () => {
    const bot = await world.player('Thief', 0);
    bot.say('/shop');
    const slot = slotOf(await bot.sees(/^Shop/), /Diamond/);
    for (const mode of [1, 2, 3, 4, 6]) bot.click(slot, { mode });
    bot.say('/balance');
    await bot.hears(/You have 0 coins/);
    for (const material of ['DIAMOND', 'OAK_PLANKS', 'GOLDEN_HELMET', 'BREAD', 'BARRIER']) {
      expect(bot.count(material), material).toBe(0);
    }
    await world.settle(bot);
    await bot.quit();
  });

  test('refuses what sold out between the menu and the confirmation, and takes nothing', async () => {
    const [slow, quick] = [await world.player('Slow', 500), await world.player('Quick', 500)];
    const slot = slotOf(await choose(slow, /Crown/), /^Buy 1$/);
    quick.say('/buy crown');
    await quick.hears(/You bought 1 × Crown/);
    slow.click(slot);
    await slow.hears(/Sold out: only 0 left/);
    await world.settle(slow, quick);
    expect(await world.balance(slow)).toBe(500);
    await Promise.all([slow.quit(), quick.quit()]);
  });

  test('refuses when the price is not the one that was shown', async () => {
    const bot = await world.player('Bargain', 100);
    const lamp = { sku: 'lamp', name: 'Lamp', items: [{ material: 'LANTERN', amount: 1 }] };
    await world.sell({ ...lamp, priceCoins: 2 });
    const slot = slotOf(await choose(bot, /Lamp/), /^Buy 1$/);
    await world.sell({ ...lamp, priceCoins: 3 });
    bot.click(slot);
    await bot.hears(/The price has changed: it is 3 coins now/);
    await world.settle(bot);
    await bot.quit();
  });
});

describe('/buy', () => {
  test('sells by command, with amounts as people write them', async () => {
    const bot = await world.player('Commander', 10_000);
    expect(await bot.completions('/buy dia')).toContain('diamond');
    bot.say('/buy planks 0.1k');
    await bot.hears(/You bought 100 × Planks for 200 coins/);
    await world.settle(bot);
    await bot.quit();
  });

  test('refuses without coins, and says what is missing', async () => {
    const bot = await world.player('Poor', 9);
    bot.say('/buy diamond');
    await bot.hears(/You do not have enough coins: it costs 10 coins, you have 9 coins/);
    await world.settle(bot);
    expect(await world.balance(bot)).toBe(9);
    await bot.quit();
  });

  test('refuses quantities that are none, unknown goods and more than the limit', async () => {
    const bot = await world.player('Hostile', 1_000);
    for (const quantity of ['0', '-1', '1.5', 'NaN', '1e9', '9999999999999999', '½', '<red>1']) {
      bot.forget();
      bot.say(`/buy diamond ${quantity}`);
      await bot.hears(/is not a quantity/);
    }
    bot.say('/buy diamond 9b');
    await bot.hears(/That is too much at once/);
    bot.say('/buy nothing');
    await bot.hears(/The shop does not sell that/);
    bot.say('/buy daily 3');
    await bot.hears(/You may not buy that many: at most 2/);
    await world.settle(bot);
    expect(await world.balance(bot)).toBe(1_000);
    await bot.quit();
  });
});

describe('delivery of what was bought', () => {
  test('waits for room: a full inventory, then /claim (D22)', async () => {
    const bot = await world.player('Packrat', 100);
    await world.console(`give ${bot.name} stone 2304`);
    bot.say('/buy diamond');
    await bot.hears(/there is no room: free 1 more slots/);
    await world.console(`clear ${bot.name}`);
    bot.forget();
    bot.say('/claim');
    await bot.hears(/You got 1 × diamond/);
    bot.say('/claim');
    await bot.hears(/Nothing waits for you/);
    await world.settle(bot);
    await bot.quit();
  });

  test('comes at the join when it was bought while away', async () => {
    const bot = await world.player('Away', 100);
    await bot.quit();
    const { uuid } = bot;
    await world.backend.ask(purchase, { minecraftUUID: uuid, sku: 'diamond', quantity: 3 });
    const back = await world.rejoin(bot);
    await back.hears(/1 deliveries wait for you/);
    await back.hears(/You got 3 × diamond/);
    await world.settle(back);
    await back.quit();
  });

  test('is cancelled and refunded when the game knows no such item', async () => {
    const bot = await world.player('Unlucky', 100);
    await world.sell({
      sku: 'ghost',
      priceCoins: 40,
      items: [{ material: 'NO_SUCH_THING', amount: 1 }],
    });
    bot.say('/buy ghost');
    await bot.hears(/You bought 1 × ghost/);
    await world.settle(bot);
    expect(await world.balance(bot)).toBe(100);
    await bot.quit();
  });
});

describe('twenty players', () => {
  test('buying at once: every coin and every item is where it belongs', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `Crowd_${index}`);
    const bots = await Promise.all(names.map((name) => world.player(name, 100)));
    for (const bot of bots) bot.say('/buy diamond 3');
    await Promise.all(bots.map((bot) => bot.hears(/You got 3 × diamond/, 30_000)));
    await world.settle(...bots);
    await Promise.all(bots.map((bot) => bot.quit()));
  });
});

// Buying, as players do it: by menu and by command, and what keeps them from it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
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
      priceCoins: 100,
      stock: 1,
      items: [{ material: 'GOLDEN_HELMET', amount: 1 }],
    },
  );
});
afterAll(() => world.close());

/** Opens the shop and chooses an item; the confirm screen is open then. */
async function choose(bot: Bot, name: RegExp): Promise<void> {
  bot.say('/shop');
  const shown = await bot.sees(/^Shop/);
  const item = shown.find((one) => name.test(one.name));
  expect(item, `${String(name)} in the shop`).toBeDefined();
  bot.click(item?.slot ?? -1);
  await bot.sees(/^Buy/);
}

describe('/shop', () => {
  test('sells by menu: browse, choose, confirm, and the item is in the hand (K-001)', async () => {
    const bot = await world.player('Menu', 100);
    await choose(bot, /Diamond/);
    const confirm = await bot.sees(/^Buy Diamond/);
    const eight = confirm.find(({ name }) => /Buy 8/.test(name));
    bot.click(eight?.slot ?? -1);
    await bot.hears(/You bought 8 × Diamond for 80 coins/);
    await bot.hears(/You got 8 × diamond/);
    await world.settle(bot);
    expect(bot.count('DIAMOND')).toBe(8);
    await bot.quit();
  });
});

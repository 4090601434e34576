// The second version of the game that the plugin is kept for.
import { describe, test } from 'vitest';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';

// A real Paper is of the one version it was fetched in.
describe.skipIf(target === 'paper')('Minecraft 1.21.4', () => {
  test('shows, sells and delivers as the newest does (K-008, K-009)', async () => {
    const world = await scenario({ version: '1.21.4' });
    await world.sell({
      sku: 'sword',
      name: 'Sword of Old',
      priceCoins: 7,
      task: {
        action: 'give',
        payload: {
          items: [
            { material: 'DIAMOND_SWORD', amount: 1, name: 'Old one', lore: ['Sharp'], glow: true },
          ],
        },
      },
      items: [{ material: 'DIAMOND_SWORD', amount: 1 }],
    });
    const bot = await world.player('Elder', 20);
    bot.say('/shop');
    const shown = await bot.sees(/^Shop/);
    bot.click(shown.find(({ name }) => /Sword of Old/.test(name))?.slot ?? -1);
    const confirm = await bot.sees(/^Buy Sword of Old/);
    bot.click(confirm.find(({ name }) => /^Buy 1$/.test(name))?.slot ?? -1);
    await bot.hears(/You bought 1 × Sword of Old for 7 coins/);
    await bot.hears(/You got 1 × Old one/);
    await world.settle(bot);
    await bot.quit();
    await world.close();
  });
});

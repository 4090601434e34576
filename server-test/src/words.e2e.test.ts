// Words and names that are the server's own: commands by other names, players who read French and
// Spanish, and a language that an admin brings as a file.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from './harness/scenario.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

describe('a server with words of its own', () => {
  let world: World;
  beforeAll(async () => {
    world = await scenario({
      settings: { commands: { market: ['ah', 'auction'], balance: ['money'], shop: ['give'] } },
    });
    await world.sell({
      sku: 'bread',
      priceCoins: 1_000,
      items: [{ material: 'BREAD', amount: 1 }],
    });
  });
  afterAll(() => world.close());

  test('knows its commands by their new names, in texts, clicks and completion (D36)', async () => {
    const bot = await world.player('Alia', 500);
    bot.say('/money');
    await bot.hears(/You have 500 coins/);
    bot.say('/auction mine');
    await bot.hears(/You offer nothing right now\. Sell with \/ah sell/);
    expect(JSON.stringify(bot.components)).toContain('/ah sell');
    bot.say('/mintkeep help auction');
    await bot.hears(/^\/ah what players sell each other/);
    await bot.hears(/^Also: \/auction/);
    expect(await bot.completions('/ah se')).toEqual(['search', 'sell']);
    bot.say('/market');
    await bot.hears(/command\.unknown|Unknown (or incomplete )?command/i);
    // What is the game's own stays so, and the shop keeps its name.
    bot.say('/shop info bread');
    await bot.hears(/bread/);
    await bot.quit();
  });

  test('speaks French and Spanish, with amounts as they are written there (D36)', async () => {
    const [claire, diego] = [
      await world.player('Claire', 12_345, 'fr_fr'),
      await world.player('Diego', 12_345, 'es_mx'),
    ];
    claire.say('/money');
    await claire.hears(/Tu as 12\u00a0345 pièces/);
    diego.say('/money');
    await diego.hears(/Tienes 12[.,]345 monedas/);
    claire.say('/buy bread');
    await claire.hears(/Tu as acheté 1 × bread pour 1\u00a0000 pièces/);
    diego.say('/pay Nadie 5');
    await diego.hears(/Nunca ha estado aquí ningún jugador llamado Nadie/);
    diego.say('/mintkeep language fr');
    await diego.hears(/Ces textes sont maintenant en français/);
    await world.settle(claire);
    await claire.quit();
    await diego.quit();
  });

  test('speaks a language that an admin brought, and says what is wrong with it (D36)', async () => {
    const bot = await world.player('Giulia', 500, 'it_it');
    bot.say('/money');
    await bot.hears(/You have 500 coins/);
    const words = {
      'balance.have': '<green>Hai <yellow><coins></yellow>.',
      'coins.amount': '<amount> monete',
      'menu.close': '<oops>Chiudi',
    };
    world.pluginFile('locales/it.json', JSON.stringify(words));
    const said = await world.console('mintkeep reload');
    expect(said.join('\n')).toContain('menu.close (<oops> is no tag here)');
    await until('the words to be there', async () => {
      bot.say('/money');
      return bot.heard.some((line) => line.includes('Hai 500 monete'));
    });
    bot.say('/mintkeep language xx');
    await bot.hears(/there are: en, de, fr, es, it, auto/);
    await bot.quit();
  });
});

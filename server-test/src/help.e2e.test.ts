// What players find out by themselves: the pages of help, and texts in the language they chose.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from './harness/scenario.ts';
import { plainText } from './harness/plain.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

/** What hovering shows, wherever it stands in what was heard; either spelling of the protocol. */
function hoverTexts(component: unknown): string[] {
  if (typeof component !== 'object' || component === null) return [];
  return Object.entries(component).flatMap(([name, inside]: [string, unknown]) => {
    const isHover = name === 'hoverEvent' || name === 'hover_event';
    if (!isHover || typeof inside !== 'object' || inside === null) return hoverTexts(inside);
    const { contents, value } = inside as { contents?: unknown; value?: unknown };
    return [plainText(contents ?? value)];
  });
}

describe('/mintkeep for players', () => {
  let world: World;
  beforeAll(async () => {
    world = await scenario({ settings: { welcome: true } });
    await world.sell({
      sku: 'relic',
      name: "<red>Relic's",
      description: ['Old <bold>gold'],
      priceCoins: 10,
      items: [{ material: 'GOLD_INGOT', amount: 1, name: "It's <i>gold", lore: ['</hover>Shiny'] }],
    });
  });
  afterAll(() => world.close());

  test('shows a player what players can do, page by page, and nothing of staff (D36)', async () => {
    const bot = await world.player('Reader');
    bot.say('/mintkeep');
    await bot.hears(/Mintkeep page 1 of 3/);
    await bot.hears(/\/shop \[category\] what the server sells/);
    await bot.hears(/Page 2 »/);
    bot.say('/mintkeep help 2');
    await bot.hears(/Mintkeep page 2 of 3/);
    await bot.hears(/\/claim fetch what waits for you/);
    bot.say('/mintkeep help shpo');
    await bot.hears(/Did you mean \/mintkeep help shop\?/);
    expect(await bot.completions('/mintkeep ')).toEqual(['help', 'language', 'sounds']);
    await bot.quit();
  });

  test('speaks the language that a player chose, also at the next visit (D36)', async () => {
    const bot = await world.player('Switcher', 500);
    bot.say('/balance');
    await bot.hears(/You have 500 coins/);
    bot.say('/mintkeep language de');
    await bot.hears(/Diese Texte sind jetzt auf Deutsch/);
    bot.say('/balance');
    await bot.hears(/Du hast 500 Münzen/);
    await bot.quit();
    const again = await world.player('Switcher');
    again.say('/balance');
    await again.hears(/Du hast 500 Münzen/);
    again.say('/mintkeep language auto');
    await again.hears(/These texts follow the language of your game/);
    await again.quit();
  });

  test('welcomes a player who is new, once over two visits', async () => {
    const bot = await world.player('Newcomer');
    await bot.hears(/Welcome! Have a look at \/shop and \/market/);
    expect(JSON.stringify(bot.components)).toContain('/mintkeep help');
    await bot.quit();
    const again = await world.player('Newcomer');
    // Whoever is new and comes later is welcomed, while this one hears nothing.
    const later = await world.player('Latecomer');
    await later.hears(/Welcome!/);
    expect(again.heard.filter((line) => line.includes('Welcome!'))).toEqual([]);
    await again.quit();
    await later.quit();
  });

  test('shows what a thing is to who hovers over its name, as it was written (D36)', async () => {
    const bot = await world.player('Hoverer', 100);
    bot.say('/buy relic');
    await bot.hears(/You bought 1 × <red>Relic's for 10 coins/);
    await bot.hears(/You got 1 × It's <i>gold/);
    const cards = hoverTexts(bot.components);
    expect(cards).toContain("<red>Relic's\nOld <bold>gold\nQuantity: 1\nEach: 10 coins");
    expect(cards).toContain("It's <i>gold\n</hover>Shiny\nQuantity: 1");
    await world.settle(bot);
    await bot.quit();
  });

  test('is silent to who switched sounds off, also at the next visit', async () => {
    const bot = await world.player('Silent');
    bot.say('/mintkeep sounds off');
    await bot.hears(/You hear no sounds now/);
    expect(bot.sounds).toEqual([]);
    await bot.quit();
    const again = await world.player('Silent', 100);
    again.say('/buy relic');
    await again.hears(/You got 1 ×/);
    expect(again.sounds).toEqual([]);
    again.say('/mintkeep sounds on');
    await again.hears(/You hear sounds now/);
    await until('a sound', () => again.sounds.length > 0);
    await world.settle(again);
    await again.quit();
  });

  test('tells who reloads what it changes, and still knows whom it welcomed', async () => {
    const bot = await world.player('Tinkerer');
    await bot.hears(/Welcome!/);
    await world.console(`op ${bot.name}`);
    bot.forget();
    bot.say('/mintkeep reload');
    await bot.hears(/No setting and no text has changed/);
    await bot.hears(/Reloading/);
    const later = await world.player('Afterwards');
    await later.hears(/Welcome!/);
    expect(bot.heard.filter((line) => line.includes('Welcome!'))).toEqual([]);
    await bot.quit();
    await later.quit();
  });
});

// Selling to the shop, as players do it: what leaves the inventory is paid once or comes back,
// whatever is clicked and whatever dies on the way (D29, pains 20, 21 and 23).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEconomyEvent, stopEconomyEvent } from '@mintkeep/shared/economy-events.ts';
import { freeze, unfreeze } from '@mintkeep/shared/players.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { CrashPoint } from './embedded/messages.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

const allSlot = 49;
const actor = { actor: 'console' };

let world: World;
const named = { items: [{ material: 'DIAMOND_SWORD', amount: 1, name: 'Mine' }] };
const reward = (sku: string, material: string, fields: object = {}) => ({
  sku,
  name: sku,
  priceCoins: 20,
  items: [{ material, amount: 1 }],
  ...fields,
});
beforeAll(async () => {
  world = await scenario({ settings: { timeoutMs: 2_000, sellConfirmCoins: 100 } });
  await world.sell(
    reward('diamond', 'DIAMOND', { sellPriceCoins: 10 }),
    reward('bread', 'BREAD', { sellPriceCoins: 2 }),
    reward('sword', 'DIAMOND_SWORD', { sellPriceCoins: 15 }),
    reward('named', 'DIAMOND_SWORD', named),
    reward('limited', 'EMERALD', { sellPriceCoins: 5, sellLimits: { quantityPerDayMax: 3 } }),
  );
});
afterAll(() => world.close());

/** A player who bought these, and has as many coins left. */
async function seller(name: string, goods: Readonly<Record<string, number>>, coins = 100) {
  const count = Object.values(goods).reduce((sum, quantity) => sum + quantity, 0);
  const bot = await world.player(name, coins + count * 20);
  for (const [sku, quantity] of Object.entries(goods)) {
    bot.say(`/buy ${sku} ${String(quantity)}`);
    await bot.hears(new RegExp(`You bought ${String(quantity)} × ${sku}`));
    const idle = async () =>
      (await world.backend.ask(getCard, { minecraftUUID: bot.uuid })).pendingDeliveries === 0;
    await until(`${sku} to arrive`, idle);
  }
  bot.forget();
  return bot;
}

async function expectBooks(bot: Bot, coins: number): Promise<void> {
  expect(await world.balance(bot)).toBe(coins);
  const report = await world.backend.command('ledger', 'verify', '--json');
  expect(JSON.parse(report)).toMatchObject({ sound: true });
}

const heldBecomes = (bot: Bot, material: string, count: number): Promise<unknown> =>
  until(`${bot.name} to hold ${String(count)} ${material}`, () => bot.count(material) === count, {
    state: () => [bot.count(material), bot.heard],
    timeoutMs: 40_000,
  });

describe('/sell', () => {
  test('hand: the stack in the hand, at the price of now (D29)', async () => {
    const bot = await seller('Handy', { diamond: 5, bread: 3 });
    bot.say('/sell hand');
    await bot.hears(/You sold 5 × Diamond for 50 coins. You have 150 coins now/);
    expect(JSON.stringify(bot.components)).toMatch(/One brings/);
    await heldBecomes(bot, 'DIAMOND', 0);
    expect(bot.count('BREAD')).toBe(3);
    await expectBooks(bot, 150);
    await bot.quit();
  });

  test('<item> [quantity]: as many, and at most what is held (pain 23)', async () => {
    const bot = await seller('Counter', { diamond: 7 });
    bot.say('/sell diamond 3');
    await bot.hears(/You sold 3 × Diamond for 30 coins/);
    bot.say('/sell diamond 64');
    await bot.hears(/You sold 4 × Diamond for 40 coins/);
    await heldBecomes(bot, 'DIAMOND', 0);
    bot.say('/sell diamond');
    await bot.hears(/You hold none of that/);
    await expectBooks(bot, 170);
    await bot.quit();
  });

  test('all: asked about first, each kind paid once, told in one line', async () => {
    const bot = await seller('Clearance', { diamond: 9, bread: 20, named: 1 });
    bot.say('/sell all');
    await bot.hears(/Sell everything the shop buys, 2 kinds, for 130 coins\?/);
    bot.say('/sell all confirm');
    await bot.hears(/You sold 29 things of 2 kinds for 130 coins. You have 230 coins now/);
    await heldBecomes(bot, 'BREAD', 0);
    expect([bot.count('DIAMOND'), bot.count('DIAMOND_SWORD')]).toEqual([0, 1]);
    await expectBooks(bot, 230);
    await bot.quit();
  });

  test('spam is paid for what was there (pain 21)', async () => {
    const bot = await seller('Spammer', { diamond: 5 });
    for (let time = 0; time < 20; time += 1) bot.say('/sell hand');
    await bot.hears(/You sold 5 × Diamond/);
    await heldBecomes(bot, 'DIAMOND', 0);
    await expectBooks(bot, 150);
    await bot.quit();
  });

  test('completes what the shop buys', async () => {
    const bot = await seller('Typist', {});
    const words = await bot.completions('/sell ');
    expect(words).toEqual(expect.arrayContaining(['hand', 'all', 'diamond', 'bread']));
    bot.say('/sell');
    await bot.hears(/You hold nothing that the shop buys/);
    await bot.quit();
  });
});

describe('the window of /sell', () => {
  test('clicks of every kind sell what they say, once, and nothing leaves it (pains 20, 21)', async () => {
    const bot = await seller('Clicker', { diamond: 3, bread: 5 });
    bot.say('/sell');
    const shown = await bot.sees(/Sell to the shop/);
    const slotOf = (material: RegExp) => shown.find((one) => material.test(one.material))?.slot;
    expect(shown.find(({ slot }) => slot === slotOf(/^diamond$/i))?.lore.join('|')).toMatch(
      /Price of one: 10 coins\|You hold 3: 30 coins/,
    );
    // Number keys, drop and double click mean nothing here.
    for (const mode of [2, 3, 4, 6]) bot.click(slotOf(/^diamond$/i) ?? -1, { mode });
    bot.click(slotOf(/^diamond$/i) ?? -1, { times: 3 });
    await bot.hears(/You sold 3 × Diamond for 30 coins/);
    await heldBecomes(bot, 'DIAMOND', 0);
    expect(bot.count('BREAD')).toBe(5);
    bot.click(allSlot, { times: 2 });
    await bot.hears(/You sold 5 × Bread for 10 coins/);
    await heldBecomes(bot, 'BREAD', 0);
    await expectBooks(bot, 140);
    await bot.quit();
  });
});

describe('a sale that is refused', () => {
  test('a renamed sword is not bought as a sword, and stays (pain 23)', async () => {
    const bot = await seller('Smith', { named: 1 });
    bot.say('/sell hand');
    await bot.hears(/The shop does not buy .*Mine.* as it is/);
    bot.say('/sell sword');
    await bot.hears(/You hold none of that/);
    expect(bot.count('DIAMOND_SWORD')).toBe(1);
    await expectBooks(bot, 100);
    await bot.quit();
  });

  test('a renamed sword that the shop stopped buying meanwhile comes back (pains 20, 23)', async () => {
    const bot = await seller('Late', { named: 2 });
    bot.say('/sell hand');
    await bot.hears(/as it is/);
    const [goodsSku] = /diamond_sword\.[0-9a-f]+/.exec(JSON.stringify(bot.components)) ?? [];
    await world.sell(reward('named', 'DIAMOND_SWORD', { ...named, goodsSku, sellPriceCoins: 12 }));
    // Prices are asked for again when they are a few seconds old.
    const sold = async (): Promise<boolean> => {
      bot.say('/sell hand');
      return bot.heard.some((line) => /You sold 1 × Mine for 12 coins/.test(line));
    };
    await until('the named sword to be bought', sold, { timeoutMs: 30_000 });
    await heldBecomes(bot, 'DIAMOND_SWORD', 1);
    bot.say('/sell');
    const shown = await bot.sees(/Sell to the shop/);
    await world.sell(reward('named', 'DIAMOND_SWORD', named));
    bot.click(shown.find(({ material }) => /^diamond_sword$/i.test(material))?.slot ?? -1);
    await bot.hears(/The shop does not buy that/);
    await bot.hears(/You have 1 × Mine back/);
    await heldBecomes(bot, 'DIAMOND_SWORD', 1);
    await expectBooks(bot, 112);
    await bot.quit();
  });

  test('the limit of a day: told with what is left, given back whole', async () => {
    const bot = await seller('Greedy', { limited: 5 });
    bot.say('/sell limited 2');
    await bot.hears(/You sold 2 × Emerald for 10 coins/);
    bot.say('/sell limited');
    await bot.hears(/at most 3 × .*Emerald.* a day from you: 1 more today/);
    await heldBecomes(bot, 'EMERALD', 3);
    await expectBooks(bot, 110);
    await bot.quit();
  });

  test('a frozen player keeps the things', async () => {
    const bot = await seller('Cold', { bread: 4 });
    const { playerId } = await world.backend.ask(getCard, { minecraftUUID: bot.uuid });
    await world.backend.ask(freeze, { id: playerId, reason: 'a scenario' }, actor);
    bot.say('/sell hand');
    await bot.hears(/You have 4 × Bread back/);
    await heldBecomes(bot, 'BREAD', 4);
    await world.backend.ask(unfreeze, { id: playerId, reason: 'a scenario' }, actor);
    await expectBooks(bot, 100);
    await bot.quit();
  });
});

const arrows: readonly (CrashPoint & { readonly where: string; readonly isTaken: boolean })[] = [
  { where: 'before the save', call: 'Player.saveData', when: 'before', nth: 1, isTaken: false },
  {
    where: 'between save and answer',
    call: 'Player.saveData',
    when: 'after',
    nth: 1,
    isTaken: true,
  },
  {
    where: 'before the note is cleared',
    call: 'Player.saveData',
    when: 'before',
    nth: 2,
    isTaken: true,
  },
];

// Only the embedded server dies on demand, between two calls of a script.
describe.skipIf(target === 'paper')('a game server that dies while it sells', () => {
  test.each(arrows)(
    '$where: paid once or still held (pain 20)',
    async ({ where, isTaken, ...point }) => {
      const place = arrows.findIndex((one) => one.where === where);
      const bot = await seller(`Crash_${String(place)}`, { diamond: 5 });
      await world.embedded.crashAt(point);
      bot.say('/sell hand');
      await world.restart();
      const back = await world.rejoin(bot);
      if (isTaken) {
        await until('the sale to be paid', async () => (await world.balance(back)) === 150, {
          timeoutMs: 40_000,
          state: () => back.heard,
        });
      } else {
        await heldBecomes(back, 'DIAMOND', 5);
        back.say('/sell hand');
        await back.hears(/You sold 5 × Diamond/);
      }
      await heldBecomes(back, 'DIAMOND', 0);
      await expectBooks(back, 150);
      await back.quit();
    },
  );

  test('a backend that dies between commit and answer pays once (D15)', async () => {
    const bot = await seller('Patient', { diamond: 5 });
    await world.backend.stop();
    await world.backend.start({ faultPoints: 'sell.after-commit:kill:1' });
    await until(
      'the plugin to hear the backend',
      async () => (await world.console('mintkeep status')).some((line) => /reachable/.test(line)),
      { timeoutMs: 60_000 },
    );
    bot.say('/sell hand');
    await world.backend.gone();
    await world.backend.start();
    await bot.hears(/You sold 5 × Diamond for 50 coins. You have 150 coins now/, 60_000);
    await heldBecomes(bot, 'DIAMOND', 0);
    await expectBooks(bot, 150);
    await bot.quit();
  }, 120_000);
});

describe('what the shop asks', () => {
  test('a level, and another reward, told in words (REQUIREMENT_MISSING)', async () => {
    await world.sell(
      reward('elite', 'STICK', { requirements: { levelMin: 30 } }),
      reward('second', 'STICK', { requirements: { rewardSku: 'bread' } }),
    );
    const bot = await world.player('Novice', 100);
    bot.say('/buy elite');
    await bot.hears(/You may not buy elite yet: reach level 30 first/);
    bot.say('/buy second');
    await bot.hears(/You may not buy second yet: buy bread first/);
    bot.say('/buy bread');
    await bot.hears(/You bought 1 × bread/);
    bot.say('/buy second');
    await bot.hears(/You bought 1 × second/);
    await heldBecomes(bot, 'STICK', 1);
    await expectBooks(bot, 60);
    await bot.quit();
  });

  // The last one: game servers remember prices of an event for up to a minute.
  test('less while an event runs, but never less than it pays (D29, D33)', async () => {
    const bot = await world.player('Saver', 100);
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    const event = { type: 'shop_discount', factor: 0.4, endsAt, reason: 'a feast' } as const;
    await world.backend.ask(startEconomyEvent, event, actor);
    bot.say('/shop info bread');
    await bot.hears(/Price: 20 coins 8 coins/);
    await bot.hears(/Cheaper until .* UTC/);
    bot.say('/shop info diamond');
    await bot.hears(/Price: 20 coins 10 coins/);
    await bot.hears(/The shop pays 10 coins for one/);
    bot.say('/shop');
    const shown = await bot.sees(/^Shop/);
    bot.click(shown.find(({ name }) => name === 'diamond')?.slot ?? -1);
    const confirm = await bot.sees(/Buy diamond\?/);
    bot.click(confirm.find(({ name }) => /Buy 8/.test(name))?.slot ?? -1);
    await bot.hears(/You bought 8 × diamond for 80 coins/);
    await heldBecomes(bot, 'DIAMOND', 8);
    await world.backend.ask(stopEconomyEvent, { reason: 'over' }, actor);
    bot.say('/sell diamond');
    await bot.hears(/You sold 8 × Diamond for 80 coins. You have 100 coins now/);
    await expectBooks(bot, 100);
    await bot.quit();
  });
});

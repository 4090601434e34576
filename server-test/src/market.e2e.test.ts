// The market, as two players have it: one hands in, lists and is told; the other finds, asks for the
// price, buys and holds the very thing. Goods and coins are each in one place at the end.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bot } from './harness/bot.ts';
import { buyAtOnce, icon, listingsOf, offer, press } from './harness/market.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario();
});
afterAll(() => world.close());

const holds = (bot: Bot, material: string, amount: number) =>
  until(`${bot.name} to hold ${String(amount)} ${material}`, () => bot.count(material) === amount, {
    state: () => bot.heard,
  });

describe('/market sell and buy by windows', () => {
  test('lists what is in the hand, and sells a part of it at the price that was shown (S1-069, S1-070, S1-177)', async () => {
    const seller = await world.player('Sal');
    const buyer = await world.player('Bea', 200);
    await world.give(seller, 'DIAMOND', 10);

    seller.say('/market sell 20 8');
    const yes = await icon(seller, /^Sell Diamond/, /^Offer 8/);
    expect(yes.lore.join('|')).toMatch(/Fee when all is sold: \d+ coins.*You get \d+ coins/);
    expect(yes.lore.join('|')).toContain('Lowest price allowed: ');
    expect(seller.count('DIAMOND')).toBe(10);
    seller.click(yes.slot);
    await seller.hears(/On offer: 8 × Diamond for 20 coins each/);
    await holds(seller, 'DIAMOND', 2);

    buyer.say('/market search diam seller:Sal max:1k');
    const found = await press(buyer, /^Market$/, /^Diamond/);
    expect(found.lore.join('|')).toContain('From Sal');
    await press(buyer, /^Diamond$/, /^One more/);
    await press(buyer, /^Diamond$/, /^Take 2/);
    const buy = await icon(buyer, /^Buy Diamond\?/, /^Buy 2 for 40 coins/);
    expect(buy.lore.join('|')).toContain('You keep 160 coins');
    expect(await world.balance(buyer)).toBe(200);
    buyer.click(buy.slot);
    await buyer.hears(/You bought 2 × Diamond for 40 coins/);
    await holds(buyer, 'DIAMOND', 2);
    await seller.hears(/Bea bought 2 × Diamond from you: you got 37 coins/);
    expect((await listingsOf(world, seller))[0]?.quantity).toBe(6);

    buyer.say('/market history bought');
    await buyer.hears(/2 × Diamond 40 coins, Sal: done/);
    seller.say('/market history sold');
    await seller.hears(/2 × Diamond 37 coins, Bea: done/);
    await world.settleMarket(seller, buyer);
    await Promise.all([seller.quit(), buyer.quit()]);
  });

  test('buys once for a double click and a macro (pain 21)', async () => {
    const seller = await world.player('Mac_S');
    const buyer = await world.player('Mac_B', 100);
    await world.give(seller, 'EMERALD', 9);
    const id = await offer(world, seller, '10 9');
    buyer.say(`/market buy ${id} 3`);
    await press(buyer, /^Buy Emerald\?/, /^Buy 3 for 30 coins/, { times: 20 });
    await buyer.hears(/You bought 3 × Emerald/);
    await holds(buyer, 'EMERALD', 3);
    await world.settleMarket(seller, buyer);
    expect(await world.balance(buyer)).toBe(70);
    await Promise.all([seller.quit(), buyer.quit()]);
  });

  test('lets nothing out or in by any kind of click: shift, number key, off-hand, drop, drag, double (pain 20, pain 22)', async () => {
    const bot = await world.player('Clicker', 50);
    await world.give(bot, 'GOLD_INGOT', 5);
    await offer(world, bot, '10 2');
    bot.say('/market');
    const shown = await icon(bot, /^Market$/, /^Gold Ingot/);
    // As mode and button: shift, number keys, off-hand, pick block, drop one and all, double click.
    const clicks = [
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 8],
      [2, 40],
      [3, 2],
      [4, 0],
      [4, 1],
      [6, 0],
    ];
    for (const [mode = 0, button = 0] of clicks) {
      for (const slot of [shown.slot, 0, 54, 62, 80, 81, 89]) bot.click(slot, { mode, button });
    }
    // A drag over icons and slots: its beginning, its way, its end.
    for (const beginning of [0, 4]) {
      bot.click(-999, { mode: 5, button: beginning });
      for (const slot of [shown.slot, 80, 81]) bot.click(slot, { mode: 5, button: beginning + 1 });
      bot.click(-999, { mode: 5, button: beginning + 2 });
    }
    bot.say('/market');
    await icon(bot, /^Market$|^Your offer/, /Gold Ingot/);
    expect(bot.count('GOLD_INGOT')).toBe(3);
    expect(bot.count('COMPASS')).toBe(0);
    await world.settleMarket(bot);
    await bot.quit();
  });
});

describe('/market sell by its windows', () => {
  test('asks price, hours and limits of one buyer, which hold for every purchase (S1-069, S1-187)', async () => {
    const seller = await world.player('Menu_S');
    const buyer = await world.player('Menu_B', 100);
    await world.give(seller, 'COPPER_INGOT', 20);
    seller.say('/market sell');
    await press(seller, /^What do you want/, /^COPPER_INGOT$/);
    await press(seller, /^Sell Copper Ingot/, /^\+1$/);
    await icon(seller, /^Sell Copper Ingot/, /^Price of one: 2 coins/);
    await press(seller, /^Sell Copper Ingot/, /^Each buyer at most: –/);
    await press(seller, /^Sell Copper Ingot/, /^Each buyer at most: 1$/);
    await icon(seller, /^Sell Copper Ingot/, /^Each buyer at most: 8$/);
    await press(seller, /^Sell Copper Ingot/, /^Go on/);
    await press(seller, /^Sell Copper Ingot/, /^Offer 20/);
    await seller.hears(/On offer: 20 × Copper Ingot for 2 coins each/);
    const [listing] = await listingsOf(world, seller);
    await buyAtOnce(buyer, listing?.listingId ?? '', 5);
    await holds(buyer, 'COPPER_INGOT', 5);
    buyer.say(`/market buy ${listing?.listingId ?? ''} 4`);
    await buyer.hears(/at least 1, at most 8; you have bought 5, so you may take 3 more/);
    await world.settleMarket(seller, buyer);
    expect(await world.balance(buyer)).toBe(90);
    await Promise.all([seller.quit(), buyer.quit()]);
  });
});

describe('goods', () => {
  test('arrive equal byte for byte: enchanted, renamed, damaged (S1-069, D25, pain 23)', async () => {
    const seller = await world.player('Smith');
    const buyer = await world.player('Knight', 100);
    const looks = '[enchantments={sharpness:5},damage=12,custom_name="Old <red>Friend"]';
    await world.give(seller, 'DIAMOND_SWORD', 1, looks);
    const before = await inventoryOf(seller);
    const id = await offer(world, seller, '90');
    expect(await inventoryOf(seller)).toEqual([]);
    await buyAtOnce(buyer, id);
    await buyer.hears(/You bought 1 × Old <red>Friend for 90 coins/);
    await holds(buyer, 'DIAMOND_SWORD', 1);
    if (target !== 'paper') expect(await inventoryOf(buyer)).toEqual(before);
    await world.settleMarket(seller, buyer);
    await Promise.all([seller.quit(), buyer.quit()]);
  });

  test('come back when their seller cancels, and wait for room (S1-094, S0-017, pain 4)', async () => {
    const bot = await world.player('Undecided');
    await world.give(bot, 'EMERALD', 7);
    const id = await offer(world, bot, '10');
    await world.console(`give ${bot.name} stone 2304`);
    bot.say(`/market cancel ${id.slice(0, 8)}`);
    await bot.hears(/Your offer is taken back: 7 come to you/);
    await bot.hears(/there is no room/);
    await world.console(`clear ${bot.name}`);
    bot.say('/claim');
    await holds(bot, 'EMERALD', 7);
    expect(await listingsOf(world, bot)).toEqual([]);
    await world.settleMarket(bot);
    await bot.quit();
  });

  test('can be held without a listing, listed from there, and taken out (D25)', async () => {
    const bot = await world.player('Depot');
    await world.give(bot, 'IRON_INGOT', 8);
    bot.say('/market deposit 3');
    await bot.hears(/Mintkeep holds 3 × Iron Ingot for you now/);
    bot.say('/market deposit');
    await bot.hears(/Mintkeep holds 5 × Iron Ingot/);
    bot.say('/market held');
    await press(bot, /^Held for you/, /^Iron Ingot/);
    await press(bot, /^Sell Iron Ingot/, /^Go on/);
    await press(bot, /^Sell Iron Ingot/, /^Offer \d/, { times: 5 });
    await bot.hears(/On offer: \d × Iron Ingot/);
    await bot.quit();
    const back = await world.rejoin(bot);
    await back.hears(/Mintkeep holds 1 kinds of things for you/);
    await world.settleMarket(back);
    expect(await listingsOf(world, back)).toHaveLength(1);
    await back.quit();
  });
});

describe('/market mine, search and price', () => {
  test('gives a listing another price, which a buyer who saw the old one is asked about anew (S1-093, S1-187)', async () => {
    const seller = await world.player('Repricer');
    const buyer = await world.player('Looker', 500);
    await world.give(seller, 'GOLD_INGOT', 4);
    const id = await offer(world, seller, '10 4');
    buyer.say(`/market buy ${id} 2`);
    await icon(buyer, /^Buy Gold Ingot\?/, /^Buy 2 for 20 coins/);
    seller.say('/market mine');
    await press(seller, /^Your offers/, /^Gold Ingot/);
    await press(seller, /^Your offer:/, /^Change the price/);
    await press(seller, /^Your offer:/, /^\+10/);
    await press(seller, /^Your offer:/, /^Ask 20 coins/);
    await seller.hears(/Gold Ingot costs 20 coins each now/);
    await press(buyer, /^Buy Gold Ingot\?/, /^Buy 2 for 20 coins/);
    await buyer.hears(/The price has changed: it is 20 coins now/);
    expect(await world.balance(buyer)).toBe(500);
    await press(buyer, /^Buy Gold Ingot\?/, /^Buy 2 for 40 coins/);
    await buyer.hears(/You bought 2 × Gold Ingot for 40 coins/);
    await world.settleMarket(seller, buyer);
    await Promise.all([seller.quit(), buyer.quit()]);
  });

  test('says what stands empty, completes from what was seen, and refuses nonsense (S1-070)', async () => {
    const bot = await world.player('Browser');
    bot.say('/market search nosuchthing');
    expect((await icon(bot, /^Market$/, /^Nothing like that/)).lore.join()).toContain(
      'other words',
    );
    expect(await bot.completions('/market s')).toEqual(expect.arrayContaining(['search', 'sell']));
    expect(await bot.completions('/market sell ')).toContain('1k');
    bot.say('/market sell -5');
    await bot.hears(/“-5” is not a price|Your hand is empty/);
    bot.say('/market buy zzzzzzzz');
    await bot.hears(/There is no offer “zzzzzzzz”/);
    bot.say('/market price diamond');
    await bot.hears(/What others paid for diamond/);
    await bot.quit();
  });
});

/** The slots of a player, with the bytes of what lies in them. */
async function inventoryOf(bot: Bot): Promise<unknown> {
  return target === 'paper' ? [] : (await world.embedded.memory(bot.uuid))?.inventory;
}

// The market when things go wrong: races, refusals, sellers away, time that runs out, frozen accounts,
// and a game server that dies at each arrow while goods are handed in. Everything is in one place after.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelListing } from '@mintkeep/shared/listings.ts';
import { freeze, unfreeze } from '@mintkeep/shared/players.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { CrashPoint } from './embedded/messages.ts';
import type { Bot } from './harness/bot.ts';
import { buyAtOnce, listingsOf, offer, runOut } from './harness/market.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { takeTurn } from './harness/time.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario({
    settings: {
      timeoutMs: 2_000,
      goods: { blacklist: ['BEDROCK'], worldsDisallowed: ['event'] },
      market: { listingsDefault: 2 },
    },
  });
});
afterAll(() => world.close());

const holds = (bot: Bot, material: string, amount: number) =>
  until(`${bot.name} to hold ${String(amount)} ${material}`, () => bot.count(material) === amount, {
    timeoutMs: 30_000,
    state: () => bot.heard,
  });

describe('two buyers of the last unit', () => {
  test('one wins, the other is refused and pays nothing (S1-070, pain 21)', async () => {
    const seller = await world.player('Last_S');
    const one = await world.player('Last_A', 50);
    const two = await world.player('Last_B', 50);
    await world.give(seller, 'DIAMOND', 1);
    const id = await offer(world, seller, '50');
    for (const bot of [one, two]) {
      bot.say('/market confirm off');
      await bot.hears(/no longer asked/);
    }
    for (const bot of [one, two]) bot.say(`/market buy ${id}`);
    await until('one to hold it', () => one.count('DIAMOND') + two.count('DIAMOND') === 1, {
      state: () => [one.heard, two.heard],
    });
    const loser = one.count('DIAMOND') === 1 ? two : one;
    await loser.hears(/Sold out|That offer is over/);
    expect(await world.balance(loser)).toBe(50);
    await world.settleMarket(seller, one, two);
    await Promise.all([seller.quit(), one.quit(), two.quit()]);
  });
});

describe('a seller who is away', () => {
  test('is paid, and hears of the sale at the next join (S1-070)', async () => {
    const seller = await world.player('Away_S');
    const buyer = await world.player('Away_B', 100);
    await world.give(seller, 'EMERALD', 2);
    const id = await offer(world, seller, '50');
    await seller.quit();
    await buyAtOnce(buyer, id, 2);
    await holds(buyer, 'EMERALD', 2);
    await until('the seller to be paid', async () => (await world.balance(seller)) === 92);
    const back = await world.rejoin(seller);
    await back.hears(/While you were away/);
    await back.hears(/Away_B bought 2 × Emerald from you: you got 92 coins/);
    await world.settleMarket(back, buyer);
    await back.quit();
    const again = await world.rejoin(seller);
    await again.hears(/Your daily coins are ready/);
    expect(again.heard.filter((line) => /Away_B bought/.test(line))).toEqual([]);
    await Promise.all([again.quit(), buyer.quit()]);
  });

  test('gets back what was not sold in time, and is told (S1-121)', async () => {
    const seller = await world.player('Expired_S');
    const buyer = await world.player('Expired_B', 100);
    await world.give(seller, 'GOLD_INGOT', 3);
    const id = await offer(world, seller, '10 3 1');
    await seller.quit();
    await runOut(world, id);
    await buyAtOnce(buyer, id);
    await buyer.hears(/That offer is over/);
    await takeTurn(world, 'listing:expire');
    const back = await world.rejoin(seller);
    await until('the gold to be back', () => back.count('GOLD_INGOT') === 3, {
      timeoutMs: 90_000,
      state: () => back.heard,
    });
    await back.hears(/Your offer of 3 × Gold Ingot has ended/);
    await world.settleMarket(back, buyer);
    await Promise.all([back.quit(), buyer.quit()]);
  }, 120_000);
});

describe('staff', () => {
  test('remove a listing with a reason that its seller reads, by command and from the console (S1-094)', async () => {
    const seller = await world.player('Removed');
    await world.give(seller, 'IRON_INGOT', 4);
    const id = await offer(world, seller, '10');
    await world.console(`market remove ${id} Not for <red>sale`);
    await seller.hears(/The staff took your 4 × Iron Ingot off the market: Not for <red>sale/);
    await holds(seller, 'IRON_INGOT', 4);
    const again = world.backend.ask(
      cancelListing,
      { listingId: id, reason: 'again' },
      { actor: 'console' },
    );
    await expect(again).rejects.toThrow('LISTING_NOT_ACTIVE');
    seller.say(`/market remove ${id} mine`);
    await seller.hears(/Browse with \/market/);
    await world.settleMarket(seller);
    await seller.quit();
  });

  test('stop a frozen seller: the listing is neither shown nor sold, until it is undone (S1-089)', async () => {
    const seller = await world.player('Frozen_S');
    const buyer = await world.player('Frozen_B', 100);
    await world.give(seller, 'LAPIS_LAZULI', 2);
    const id = await offer(world, seller, '10');
    const { playerId } = await world.backend.ask(getCard, { minecraftUUID: seller.uuid });
    const call = { id: playerId, reason: 'a scenario' };
    await world.backend.ask(freeze, call, { actor: 'console' });
    await buyAtOnce(buyer, id);
    await buyer.hears(/There is no such offer|That offer is over/);
    seller.say(`/market cancel ${id}`);
    await seller.hears(/Your account is frozen/);
    expect(await world.balance(buyer)).toBe(100);
    await world.backend.ask(unfreeze, call, { actor: 'console' });
    buyer.say(`/market buy ${id}`);
    await holds(buyer, 'LAPIS_LAZULI', 1);
    await world.settleMarket(seller, buyer);
    await Promise.all([seller.quit(), buyer.quit()]);
  });
});

describe('what may not be sold', () => {
  test('stays with a player in a world where nothing is (D25, D35)', async () => {
    const goods = { worldsDisallowed: ['world'] };
    const elsewhere = await scenario({ settings: { goods } });
    const bot = await elsewhere.player('Elsewhere');
    await elsewhere.give(bot, 'COAL', 3);
    bot.say('/market sell 10');
    await bot.hears(/Nothing can be sold in this world/);
    bot.say('/market deposit');
    await elsewhere.settleMarket(bot);
    expect(bot.count('COAL')).toBe(3);
    await bot.quit();
    await elsewhere.close();
  }, 120_000);

  test('stays with the player: creative mode, forbidden things, too many listings, wrong terms (S1-069, D35)', async () => {
    const bot = await world.player('Refused');
    await world.console(`give ${bot.name} bedrock 1`);
    bot.say('/market confirm off');
    bot.say('/market sell 10');
    await bot.hears(/This cannot be sold here/);
    await world.console(`clear ${bot.name}`);
    await world.give(bot, 'COAL', 9);
    await world.console(`gamemode creative ${bot.name}`);
    bot.say('/market sell 10 1');
    await bot.hears(/Nothing can be sold in creative mode/);
    await world.console(`gamemode survival ${bot.name}`);
    for (const round of [1, 2]) {
      await offer(world, bot, '10 3');
      expect(bot.count('COAL')).toBe(9 - 3 * round);
    }
    bot.say('/market sell 10 3');
    await bot.hears(/You have as many offers as you may: 2/);
    await bot.hears(/You have 3 × Coal back/);
    await holds(bot, 'COAL', 3);
    await world.settleMarket(bot);
    await bot.quit();
  });

  test('is not bought by its own seller, nor without coins, nor more than there is (D28, pain 23)', async () => {
    const seller = await world.player('Self_S');
    const buyer = await world.player('Self_B', 5);
    await world.give(seller, 'REDSTONE', 3);
    const id = await offer(world, seller, '10');
    seller.say(`/market buy ${id}`);
    await seller.hears(/You cannot buy from yourself/);
    await buyAtOnce(buyer, id);
    await buyer.hears(/You do not have enough coins: it costs 10 coins, you have 5 coins/);
    buyer.say(`/market buy ${id} 4`);
    await buyer.hears(/Sold out: only 3 left/);
    expect((await listingsOf(world, seller))[0]?.quantity).toBe(3);
    await world.settleMarket(seller, buyer);
    await Promise.all([seller.quit(), buyer.quit()]);
  });
});

/** After an outage the plugin tries again by itself, at growing pauses. */
const pluginHearsBackend = (): Promise<boolean> =>
  until(
    'the plugin to hear the backend',
    async () => (await world.console('mintkeep status')).some((line) => /reachable/.test(line)),
    { timeoutMs: 60_000 },
  );

describe('a backend that dies', () => {
  test.each([
    ['while an order is written', 'order.after-listing:kill:1'],
    ['while its seller is paid', 'fulfil.after-order:kill:1'],
  ])(
    '%s: it is bought once and paid once (S1-186, pain 21)',
    async (what, faultPoints) => {
      const seller = await world.player(`Dead_S${String(what.length)}`);
      const buyer = await world.player(`Dead_B${String(what.length)}`, 100);
      await world.give(seller, 'AMETHYST_SHARD', 3);
      const id = await offer(world, seller, '10');
      await world.backend.stop();
      await world.backend.start({ faultPoints });
      await pluginHearsBackend();
      await buyAtOnce(buyer, id, 2);
      await world.backend.gone();
      await world.backend.start();
      await holds(buyer, 'AMETHYST_SHARD', 2);
      await buyer.hears(/You bought 2 × Amethyst Shard for 20 coins/, 60_000);
      await world.settleMarket(seller, buyer);
      expect(await world.balance(seller)).toBe(19);
      await Promise.all([seller.quit(), buyer.quit()]);
    },
    120_000,
  );
});

type Arrow = CrashPoint & { readonly where: string };

const arrows: readonly Arrow[] = [
  { where: 'before the removal', call: 'PlayerInventory.setItem', when: 'before', nth: 1 },
  { where: 'between removal and note', call: 'PlayerInventory.setItem', when: 'after', nth: 1 },
  { where: 'before the save', call: 'Player.saveData', when: 'before', nth: 1 },
  { where: 'between save and request', call: 'Player.saveData', when: 'after', nth: 1 },
  {
    where: 'between answer and clearing',
    call: 'PersistentDataContainer.remove',
    when: 'before',
    nth: 1,
  },
  { where: 'before the last save', call: 'PersistentDataContainer.remove', when: 'after', nth: 1 },
];

// Only the embedded server dies on demand, between two calls of a script.
describe.skipIf(target === 'paper')('a game server that dies while goods are listed', () => {
  test.each(arrows)('$where: they are in one place (S1-069, D25, pain 20)', async (arrow) => {
    const { where, ...point } = arrow;
    const bot = await world.player(`Arrow_${String(arrows.indexOf(arrow))}`);
    await world.give(bot, 'QUARTZ', 6);
    bot.say('/market confirm off');
    await bot.hears(/no longer asked/);
    await world.console('save-all');
    await world.embedded.crashAt(point);
    bot.say('/market sell 10 5');
    await world.restart();
    const back = await world.rejoin(bot);
    const listed = async () =>
      (await listingsOf(world, back)).reduce((sum, { quantity }) => sum + quantity, 0);
    await until(
      `six in all after a crash ${where}`,
      async () => (await listed()) + back.count('QUARTZ') === 6 && (await notesOf(back)) === 0,
      { timeoutMs: 30_000, state: () => back.heard },
    );
    expect([0, 5]).toContain(await listed());
    expect(await listed()).toBe(arrows.indexOf(arrow) < 3 ? 0 : 5);
    await back.quit();
  });
});

/** What a player has of notes about goods under way, in memory. */
async function notesOf(bot: Bot): Promise<number> {
  const memory = await world.embedded.memory(bot.uuid);
  return (memory?.data ?? []).filter(([name]) => name.startsWith('mintkeep:goods/')).length;
}

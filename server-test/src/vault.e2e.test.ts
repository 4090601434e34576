// Coins for other plugins of a game server, asked for as Vault asks: yes at once, also while the backend
// is away; settled once, whatever dies; and the same coins buy in the shop.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

// On Paper nobody can ask as another plugin would: docs/paper.md says what to try by hand there.
describe.skipIf(target === 'paper')('coins for other plugins', { timeout: 180_000 }, () => {
  let world: World;
  let bots: Bot[] = [];
  beforeAll(async () => {
    world = await scenario({
      otherPlugins: ['MintkeepBridge', 'Vault'],
      settings: { vault: { enabled: true, holdCoins: 500 }, timeoutMs: 2_000 },
    });
    const items = [{ material: 'DIAMOND', amount: 1 }];
    await world.sell({ sku: 'diamond', name: 'Diamond', priceCoins: 80, items });
  });
  afterEach(async () => {
    // Its books are sound at the end of each story.
    await world.settle(...bots);
    for (const bot of bots) await bot.quit();
    bots = [];
  });
  afterAll(() => world.close());

  const cardOf = (bot: Bot): Promise<ReplyOf<typeof getCard>> =>
    world.backend.ask(getCard, { minecraftUUID: bot.uuid });
  const heldOf = ({ holds = [] }: ReplyOf<typeof getCard>): number =>
    holds.reduce((sum, { holdCoins }) => sum + holdCoins, 0);

  /** Waits until another plugin sees so many coins of a player. */
  async function sees(bot: Bot, coins: number): Promise<void> {
    let seen = 0;
    await until(
      `other plugins to see ${String(coins)} coins of ${bot.name}`,
      async () => (seen = await world.embedded.others.balance(bot.uuid)) === coins,
      { timeoutMs: 90_000, state: () => ({ seen, heard: bot.heard }) },
    );
  }

  /** Waits until wallet and hold are these at the backend: nothing is left to settle. */
  async function has(bot: Bot, wallet: number, held: number): Promise<void> {
    let now: unknown = null;
    await until(
      `${bot.name} to have ${String(wallet)} coins and ${String(held)} aside`,
      async () => {
        const card = await cardOf(bot);
        now = [card.walletBalanceCoins, heldOf(card)];
        return card.walletBalanceCoins === wallet && heldOf(card) === held;
      },
      { timeoutMs: 90_000, state: () => now },
    );
  }

  async function withCoins(name: string, coins: number): Promise<Bot> {
    const bot = await world.player(name, coins);
    bots.push(bot);
    // Coins that staff give are seen within seconds; who asks for more than is there is seen at once.
    await world.embedded.others.withdraw(bot.uuid, 1_000_000);
    await sees(bot, Math.min(coins, 500));
    return bot;
  }

  async function comeBack(bot: Bot): Promise<Bot> {
    const back = await world.rejoin(bot);
    bots[bots.indexOf(bot)] = back;
    return back;
  }

  test('charge and pay a player, and are never told more than is there (row 13)', async () => {
    const bot = await withCoins('Charged', 900);
    expect(await world.asPlugin(bot, -200, 'Kits')).toEqual({
      isDone: true,
      balance: 300,
      error: null,
    });
    expect(await world.asPlugin(bot, 50, 'Jobs')).toMatchObject({ isDone: true, balance: 350 });
    expect(await world.asPlugin(bot, -351, 'Kits')).toEqual({
      isDone: false,
      balance: 350,
      error: 'Not enough coins on this server.',
    });
    await has(bot, 400, 350);
    // Below half, more is set aside.
    expect(await world.asPlugin(bot, -150, 'Kits')).toMatchObject({ isDone: true });
    await has(bot, 100, 500);
    bot.say('/balance');
    await bot.hears(/You have 600 coins/);
    await bot.hears(/500 coins of them are set aside for this server/);
    const [line] = (await world.console('mintkeep status')).filter((one) => /Vault/.test(one));
    expect(line).toMatch(/1 players with 500 coins set aside, 0 changes to settle/);
  });

  test('get a yes within what is set aside while the backend is away; it is settled later (pain 14, pain 17)', async () => {
    const bot = await withCoins('Dark', 700);
    await world.backend.kill();
    expect(await world.asPlugin(bot, -300)).toMatchObject({ isDone: true, balance: 200 });
    expect(await world.asPlugin(bot, -300)).toMatchObject({ isDone: false, balance: 200 });
    expect(await world.asPlugin(bot, 40)).toMatchObject({ isDone: true, balance: 240 });
    await world.backend.start();
    await has(bot, 0, 440);
    await sees(bot, 440);
  });

  test('a server killed between the yes and the settling has charged once (pain 14)', async () => {
    const bot = await withCoins('Killed', 600);
    await world.backend.kill();
    expect(await world.asPlugin(bot, -250)).toMatchObject({ isDone: true });
    await world.embedded.crash();
    await world.backend.start();
    await world.restart();
    await has(bot, 350, 0);
    // Killed again, with all of it settled: nothing is charged a second time.
    const back = await comeBack(bot);
    await sees(back, 350);
    await world.embedded.crash();
    await world.restart();
    await has(back, 350, 0);
    await sees(await comeBack(back), 350);
  });

  test.each(['before', 'after'] as const)(
    'a server killed in the instant before its yes is one account of it (%s it shows the rest)',
    async (when) => {
      const bot = await withCoins(`Instant_${when}`, 400);
      // The note is on the disk by then, and the other plugin has heard nothing.
      await world.embedded.crashAt({ call: 'BridgePlugin.coins', when, nth: 1 });
      await expect(world.asPlugin(bot, -150)).rejects.toThrow('died');
      world.countChange(bot, -150);
      await world.restart();
      await has(bot, 250, 0);
      await sees(await comeBack(bot), 250);
    },
  );

  test('the same coins buy in the shop, and are set aside anew', async () => {
    const bot = await withCoins('Shopper', 100);
    bot.say('/buy diamond');
    await bot.hears(/You bought 1 × Diamond for 80 coins/);
    await bot.hears(/You have 20 coins left/);
    await sees(bot, 20);
    bot.say('/buy diamond');
    await bot.hears(/You do not have enough coins: it costs 80 coins, you have 20 coins/);
    await sees(bot, 20);
  });

  test('of two players are apart, and each pays the other with what is set aside', async () => {
    const [ann, bob] = [await withCoins('Payer', 300), await withCoins('Payee', 200)];
    const asked = Array.from({ length: 8 }, (_, at) => world.asPlugin(at % 2 ? ann : bob, -60));
    const done = (await Promise.all(asked)).filter(({ isDone }) => isDone);
    expect(done).toHaveLength(7);
    await has(ann, 0, 60);
    await has(bob, 0, 20);
    ann.say(`/pay ${bob.name} 50`);
    await ann.hears(/You paid|paid/i);
    world.countChange(ann, -50);
    world.countChange(bob, 50);
    await sees(ann, 10);
  });

  test('go back to the wallet when a player leaves, and when the server reloads or stops', async () => {
    const bot = await withCoins('Leaver', 450);
    expect(await world.asPlugin(bot, -50)).toMatchObject({ isDone: true });
    await world.console('mintkeep reload');
    // Said yes to by the script before or after: it is charged once.
    await until('a yes', async () => (await world.asPlugin(bot, -25)).isDone);
    await sees(bot, 375);
    await bot.quit();
    await has(bot, 375, 0);
    const back = await comeBack(bot);
    await sees(back, 375);
    await world.embedded.stop();
    await has(back, 375, 0);
    await world.restart();
    await sees(await comeBack(back), 375);
  });

  test('of a frozen account stay where they are', async () => {
    const bot = await withCoins('Frozen', 90);
    await world.console(`mintkeep freeze ${bot.name} a scenario`);
    await until('the word of it', async () => (await cardOf(bot)).frozen);
    await world.asPlugin(bot, -10);
    await sees(bot, 0);
    expect(await world.asPlugin(bot, -10)).toMatchObject({
      isDone: false,
      error: 'That account is frozen.',
    });
    await has(bot, 0, 80);
  });
});

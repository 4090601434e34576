// What other plugins show of players through PlaceholderAPI: there at once when they ask, in step with
// what players do, gone with the player, and whole again after a reload.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getLeaderboard } from '@mintkeep/shared/leaderboard.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

// On Paper nobody can ask as another plugin would: docs/paper.md says what to try by hand there.
describe.skipIf(target === 'paper')('placeholders', () => {
  let world: World;
  beforeAll(async () => {
    world = await scenario({
      otherPlugins: ['MintkeepBridge', 'Vault', 'PlaceholderAPI'],
      settings: { vault: { enabled: true } },
    });
    const items = [{ material: 'DIAMOND', amount: 1 }];
    await world.sell({ sku: 'diamond', name: 'Diamond', priceCoins: 10, items });
  });
  afterAll(() => world.close());

  const text = (bot: { readonly uuid: string }, name: string): Promise<string | null> =>
    world.embedded.others.placeholder(bot.uuid, name);

  /** Waits until the text of a placeholder is this. */
  async function shows(bot: Bot, name: string, wanted: string): Promise<void> {
    let seen: string | null = null;
    await until(
      `%mintkeep_${name}% of ${bot.name} to be “${wanted}”`,
      async () => (seen = await text(bot, name)) === wanted,
      { timeoutMs: 20_000, state: () => seen },
    );
  }

  /** Loads the plugin anew; resolves when the new script is there. */
  async function reload(): Promise<void> {
    const starts = (): number =>
      world.embedded.lines.filter((line) => line.includes(' enabled in ')).length;
    const before = starts();
    await world.console('mintkeep reload');
    await until('the new script', () => starts() > before);
  }

  test('follow what players buy and are paid, in their language', async () => {
    const ann = await world.player('Shown', 1_500);
    const bob = await world.player('Gezeigt', 0, 'de_de');
    // Coins that staff give are heard of within a minute, or when the player asks.
    ann.say('/balance');
    await shows(ann, 'balance', '1500');
    ann.say('/buy diamond');
    await shows(ann, 'balance', '1490');
    ann.say(`/pay ${bob.name} 1000`);
    await shows(ann, 'balance_formatted', '490 coins');
    await shows(bob, 'balance_formatted', '1.000 Münzen');
    // The rest comes with the card, which is asked for a second after the join.
    await shows(ann, 'linked', 'no');
    expect(await text(ann, 'streak')).toBe('0');
    expect(await text(ann, 'season')).toBe('');
    expect(await text(ann, 'nonsense')).toBeNull();
    await bob.quit();
    await until('nothing of who left', async () => (await text(bob, 'balance')) === '');
    await ann.quit();
  });

  test('show the first of the leaderboard to everybody', async () => {
    const ann = await world.player('Richest', 9_000);
    const isFirst = async (): Promise<boolean> =>
      (await world.backend.ask(getLeaderboard, {})).rows[0]?.name === ann.name;
    await until(`${ann.name} to be counted`, isFirst);
    // It is asked for once a minute, and when the plugin starts.
    await reload();
    await shows(ann, 'rank', '1');
    expect(await text({ uuid: '' }, 'top_1_name')).toBe(ann.name);
    expect(await text({ uuid: '' }, 'top_1_balance')).toBe('9000');
    await ann.quit();
  });

  test('are whole again after a reload', async () => {
    const ann = await world.player('Reloaded', 70);
    ann.say('/balance');
    await shows(ann, 'balance', '70');
    await reload();
    await shows(ann, 'balance', '70');
    ann.say('/buy diamond');
    await shows(ann, 'balance', '60');
    await ann.quit();
  });

  test('show at once what another plugin takes or pays by Vault', async () => {
    const { others } = world.embedded;
    const ann = await world.player('Worker', 500);
    ann.say('/balance');
    const isAside = async (): Promise<boolean> => (await others.balance(ann.uuid)) === 500;
    await until('her coins to be set aside', isAside, { timeoutMs: 30_000 });
    expect(await others.withdraw(ann.uuid, 200, 'Kits')).toMatchObject({ isDone: true });
    expect(await text(ann, 'balance')).toBe('300');
    expect(await others.deposit(ann.uuid, 5, 'Jobs')).toMatchObject({ isDone: true });
    expect(await text(ann, 'balance_formatted')).toBe('305 coins');
    await ann.quit();
  });
});

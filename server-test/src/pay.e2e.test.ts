// Coins between players, as players have them: paid once whatever is clicked or dies, heard of by the
// payee here or at the next join, refused in words. And the leaderboard they end up in.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getLeaderboard } from '@mintkeep/shared/leaderboard.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario({ settings: { timeoutMs: 2_000 } });
});
afterAll(() => world.close());

/** Waits until the wallets hold this; then the ledger must be sound. */
async function expectCoins(...wallets: readonly (readonly [Bot, number])[]): Promise<void> {
  for (const [bot, coins] of wallets) {
    await until(
      `${bot.name} to have ${String(coins)} coins`,
      async () => (await world.balance(bot)) === coins,
      { timeoutMs: 40_000, state: () => bot.heard },
    );
  }
  const report = await world.backend.command('ledger', 'verify', '--json');
  expect(JSON.parse(report)).toMatchObject({ sound: true });
}

/** The command that a click on the newest question runs. */
function clickOf(bot: Bot): string {
  const found = JSON.stringify(bot.components).match(/\/pay confirm t-[0-9a-f]{12}/g);
  expect(found, bot.heard.join('\n')).not.toBeNull();
  return found?.at(-1) ?? '';
}

describe('/pay', () => {
  test('pays who is here, and both hear of it, each in their language (D35)', async () => {
    const ann = await world.player('Payer', 5_000);
    const bob = await world.player('Payee', 0, 'de_de');
    expect(await ann.completions('/pay Pay')).toContain(bob.name);
    expect(await ann.completions('/pay t')).toContain('toggle');
    ann.say(`/pay ${bob.name.toLowerCase()} 1k`);
    await ann.hears(/You paid 1,000 coins to Payee.* You have 4,000 coins left/);
    await bob.hears(/Payer\S* hat dir 1\.000 Münzen gezahlt/);
    await expectCoins([ann, 4_000], [bob, 1_000]);
    ann.say('/balance');
    await ann.hears(/-1,000 coins Payer\S* paid Payee/);
    bob.say('/balance');
    await bob.hears(/\+1\.000 Münzen Payer\S* paid Payee/);
    await ann.quit();
    await bob.quit();
  });

  test('asks above the threshold, and spam clicks pay once (D15)', async () => {
    const ann = await world.player('Clicker', 10_000);
    const bob = await world.player('Clicked');
    ann.say(`/pay ${bob.name} 1.5k`);
    await ann.hears(/Pay 1,500 coins to Clicked/);
    const old = clickOf(ann);
    ann.forget();
    ann.say(`/pay ${bob.name} 2k`);
    await ann.hears(/Pay 2,000 coins to Clicked/);
    const click = clickOf(ann);
    expect(click).not.toBe(old);
    // The click of a question that another took the place of pays nothing.
    ann.say(old);
    await ann.hears(/nothing to confirm any more/);
    expect(await world.balance(ann)).toBe(10_000);
    for (let time = 0; time < 20; time += 1) ann.say(click);
    await ann.hears(/You paid 2,000 coins/);
    ann.forget();
    ann.say('/pay confirm');
    await ann.hears(/nothing to confirm any more/);
    await bob.hears(/Clicker\S* paid you 2,000 coins/);
    await expectCoins([ann, 8_000], [bob, 2_000]);
    expect(bob.heard.filter((line) => /paid you/.test(line))).toHaveLength(1);
    await ann.quit();
    await bob.quit();
  });

  test('reaches who is away: the coins at once, the word at the next join', async () => {
    const ann = await world.player('Giver', 100);
    const bob = await world.player('Sleeper');
    await bob.quit();
    ann.say(`/pay ${bob.name.toUpperCase()} 40`);
    await ann.hears(/You paid 40 coins to Sleeper/);
    const back = await world.rejoin(bob);
    await back.hears(/While you were away, Giver\S* paid you 40 coins/);
    await expectCoins([ann, 60], [back, 40]);
    // Told once: the next visit hears nothing of it.
    await back.quit();
    const again = await world.rejoin(bob);
    ann.say(`/pay ${bob.name} 1`);
    await again.hears(/Giver\S* paid you 1 coin\./);
    expect(again.heard.filter((line) => /paid you/.test(line))).toHaveLength(1);
    await ann.quit();
    await again.quit();
  });

  test('is refused in words, and then moves nothing (D28)', async () => {
    const ann = await world.player('Refused', 50);
    const bob = await world.player('Shy');
    bob.say('/pay toggle');
    await bob.hears(/Other players cannot pay you coins any more/);
    const lines: [string, RegExp][] = [
      [`/pay ${bob.name} 10`, /Shy\S* takes no coins right now/],
      [`/pay ${ann.name} 10`, /You cannot pay yourself/],
      ['/pay Nobody_here 10', /No player called Nobody_here was ever here/],
      [`/pay ${bob.name} 0`, /“0” is not an amount/],
      [`/pay ${bob.name} -5`, /“-5” is not an amount/],
      [`/pay ${bob.name} 1.5`, /“1.5” is not an amount/],
      ['/pay', /Write \/pay \[player\] \[coins\]/],
    ];
    for (const [line, words] of lines) {
      ann.say(line);
      await ann.hears(words);
    }
    bob.forget();
    bob.say('/pay toggle');
    await bob.hears(/Other players can pay you coins/);
    ann.say(`/pay ${bob.name} 51`);
    await ann.hears(/You do not have enough coins: it costs 51 coins, you have 50 coins/);
    await expectCoins([ann, 50], [bob, 0]);
    expect(bob.heard.filter((line) => /paid you/.test(line))).toEqual([]);
    await ann.quit();
    await bob.quit();
  });
});

describe('a backend that is away', () => {
  const backendIs = (what: RegExp): Promise<boolean> =>
    until(
      `the plugin to find the backend ${String(what)}`,
      async () => (await world.console('mintkeep status')).some((line) => what.test(line)),
      { timeoutMs: 60_000 },
    );

  test('pays nothing, and says so', async () => {
    const ann = await world.player('Early', 100);
    const bob = await world.player('Late');
    await world.backend.stop();
    ann.say(`/pay ${bob.name} 30`);
    await ann.hears(/cannot be reached right now/);
    await world.backend.start();
    await backendIs(/reachable/);
    await ann.hears(/Nothing was paid|You paid 30 coins/, 60_000);
    const wasPaid = ann.heard.some((line) => /You paid/.test(line));
    await expectCoins([ann, wasPaid ? 70 : 100], [bob, wasPaid ? 30 : 0]);
    await ann.quit();
    await bob.quit();
  }, 120_000);

  test('between commit and answer: it is paid once, by the same key (D15)', async () => {
    const ann = await world.player('Patient', 100);
    const bob = await world.player('Waiting');
    await world.backend.stop();
    await world.backend.start({ faultPoints: 'pay.after-commit:kill:1' });
    await backendIs(/reachable/);
    ann.say(`/pay ${bob.name} 30`);
    await world.backend.gone();
    await ann.hears(/Nothing is lost/);
    ann.say(`/pay ${bob.name} 30`);
    await ann.hears(/Your last payment is still being worked on/);
    await world.backend.start();
    await ann.hears(/You paid 30 coins/, 60_000);
    await bob.hears(/paid you 30 coins/, 60_000);
    await expectCoins([ann, 70], [bob, 30]);
    await ann.quit();
    await bob.quit();
  }, 120_000);
});

describe('/leaderboard', () => {
  test('shows the fullest wallets and the own place (S1-064, S1-065, S1-123)', async () => {
    const rich = await world.player('Richest', 1_000_000);
    const poor = await world.player('Poorest');
    await until(
      'the job to count',
      async () => {
        const { rows } = await world.backend.ask(getLeaderboard, {});
        return rows[0]?.name === rich.name;
      },
      { timeoutMs: 90_000 },
    );
    rich.say('/leaderboard');
    await rich.hears(/The fullest wallets/);
    await rich.hears(/^1\. Richest\S* 1,000,000 coins/);
    await rich.hears(/You are in place 1 with 1,000,000 coins/);
    poor.say('/baltop');
    await poor.hears(/You have no place yet; you have 0 coins/);
    await rich.quit();
    await poor.quit();
  }, 120_000);
});

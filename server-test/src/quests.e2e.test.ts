// Daily and quests, as players have them: once a day whatever they press, a question with its answer,
// and the time of the next in words.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freeze } from '@mintkeep/shared/players.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { startEconomyEvent, stopEconomyEvent } from '@mintkeep/shared/economy-events.ts';
import { listQuests } from '@mintkeep/shared/quests.ts';
import { listJobs } from '@mintkeep/shared/jobs.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario();
  const common = { cooldownHours: 24, isEnabled: true };
  const answers = ['Creeper'];
  const question = 'What <red>hisses?';
  const riddle = { key: 'riddle', type: 'trivia', name: 'Riddle', question, answers };
  const long = { key: 'long', type: 'play', name: 'Long', minutes: 600 };
  const away = { key: 'away', type: 'visit', name: 'Away', serverId: 'skyblock' };
  await importQuests([
    { ...common, ...riddle, rewardCoins: 50 },
    { ...common, ...riddle, key: 'guess', name: 'Guess', rewardCoins: 5 },
    { ...common, ...long, rewardCoins: 80 },
    { ...common, ...away, rewardCoins: 20 },
  ]);
});
afterAll(() => world.close());

/** Puts quests in as an admin does. */
async function importQuests(quests: readonly object[]): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'mintkeep-quests-'));
  const path = join(dir, 'quests.json');
  await writeFile(path, JSON.stringify({ quests }));
  await world.backend.command('quests', 'import', path, 'a scenario');
  await rm(dir, { recursive: true });
}

async function expectBooks(bot: Bot, coins: number): Promise<void> {
  expect(await world.balance(bot)).toBe(coins);
  const report = await world.backend.command('ledger', 'verify', '--json');
  expect(JSON.parse(report)).toMatchObject({ sound: true });
}

const entriesOf = async (bot: Bot) =>
  (await world.backend.ask(getCard, { minecraftUUID: bot.uuid })).lastEntries;
const timesHeard = (bot: Bot, words: RegExp): number =>
  bot.heard.filter((line) => words.test(line)).length;

describe('/daily', () => {
  test('brings the coins once, and says when the next are (S1-063, D33)', async () => {
    const bot = await world.player('Daisy');
    await bot.hears(/Your daily coins are ready: \/daily/);
    bot.say('/daily');
    await bot.hears(/You got 110 coins. Streak: 1/);
    await bot.hears(/The next in 24 h 0 min/);
    bot.say('/daily');
    await bot.hears(/You have had your daily coins. The next in (23 h 59 min|24 h 0 min)/);
    expect(await entriesOf(bot)).toMatchObject([{ amountCoins: 110, reason: 'daily' }]);
    await expectBooks(bot, 110);
    await bot.quit();
  });

  test('spam brings them once, and everybody is answered (S1-063)', async () => {
    const bot = await world.player('Spammer');
    for (let count = 0; count < 20; count += 1) bot.say('/daily');
    await bot.hears(/You got 110 coins/);
    bot.say('/daily');
    await bot.hears(/You have had your daily coins/);
    expect(timesHeard(bot, /You got/)).toBe(1);
    await expectBooks(bot, 110);
    await bot.quit();
  });

  test('refuses the frozen in words, doubles while an event runs, in German too (S1-102)', async () => {
    const actor = { actor: 'console' };
    const cold = await world.player('Cold');
    const { playerId } = await world.backend.ask(getCard, { minecraftUUID: cold.uuid });
    await world.backend.ask(freeze, { id: playerId, reason: 'a scenario' }, actor);
    cold.say('/daily');
    await cold.hears(/Your account is frozen/);
    await expectBooks(cold, 0);
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    const event = { type: 'double_coins', endsAt, reason: 'a feast' } as const;
    await world.backend.ask(startEconomyEvent, event, actor);
    const hans = await world.player('Hans', 0, 'de_de');
    hans.say('/daily');
    await hans.hears(/Du hast 220 Münzen bekommen. Serie: 1/);
    await hans.hears(/Die nächsten in 24 Std. 0 Min./);
    await world.backend.ask(stopEconomyEvent, { reason: 'over' }, actor);
    await expectBooks(hans, 220);
    await cold.quit();
    await hans.quit();
  });
});

describe('/quests', () => {
  test('a wrong answer, the right one, and the wait for the next (S1-062)', async () => {
    const bot = await world.player('Thinker');
    bot.say('/quests');
    await bot.hears(/Riddle brings 50 coins/);
    await bot.hears(/What <red>hisses\? \/quests answer riddle/);
    await bot.hears(/Play 600 minutes \(0 so far\), then \/quests claim long/);
    expect(JSON.stringify(bot.components)).toContain('suggest_command');
    expect(bot.heard.join()).not.toMatch(/creeper/i);
    bot.say('/quests answer riddle zombie');
    await bot.hears(/That is not the answer/);
    await expectBooks(bot, 0);
    bot.say('/quests answer riddle  CREEPER!');
    await bot.hears(/Well done! You got 50 coins/);
    bot.say('/quests answer riddle creeper');
    await bot.hears(/You have done that. Again in (23 h 59 min|24 h 0 min)/);
    bot.forget();
    bot.say('/quests');
    await bot.hears(/Riddle \(50 coins\): done. Again in/);
    expect(await entriesOf(bot)).toMatchObject([{ amountCoins: 50, reason: 'quest' }]);
    await expectBooks(bot, 50);
    await bot.quit();
  });

  test('guessing ends after five answers (S1-062)', async () => {
    const bot = await world.player('Guesser');
    for (let count = 1; count <= 5; count += 1) {
      bot.forget();
      bot.say(`/quests answer guess ${String(count)}`);
      await bot.hears(/That is not the answer/);
    }
    bot.say('/quests answer guess creeper');
    await bot.hears(/Too many answers. Think it over for \d+ min/);
    await expectBooks(bot, 0);
    await bot.quit();
  });

  test('says what is missing, and completes from what it knows', async () => {
    const bot = await world.player('Walker');
    bot.say('/quests claim long');
    await bot.hears(/Not yet: play 10 h 0 min more/);
    bot.say('/quests claim away');
    await bot.hears(/Go to skyblock first/);
    bot.say('/quests claim riddle');
    await bot.hears(/That one asks a question: \/quests answer riddle/);
    bot.say('/quests claim nothing');
    await bot.hears(/There is no quest “nothing”/);
    bot.say('/quests dance');
    await bot.hears(/Write \/quests/);
    expect(await bot.completions('/quests a')).toContain('answer');
    expect(await bot.completions('/quests answer r')).toEqual(['riddle']);
    expect(await bot.completions('/quests claim l')).toEqual(['long']);
    await expectBooks(bot, 0);
    await bot.quit();
  });
});

describe('the API', () => {
  test('answers never reach a game server, and the queue is there for operators (S1-101, S1-118)', async () => {
    const seen = await world.backend.ask(listQuests, {});
    expect(seen.quests.map(({ key }) => key)).toEqual(['away', 'guess', 'long', 'riddle']);
    expect(JSON.stringify(seen)).not.toMatch(/creeper/i);
    await until('a turn of a timed job', async () => {
      const asked = { status: 'done', pageSize: '100' } as const;
      const { jobs } = await world.backend.ask(listJobs, asked, { actor: 'console' });
      return jobs.items.some(({ name }) => name === 'economy-events:end');
    });
    await expect(world.backend.ask(listJobs, {})).rejects.toThrow('ROLE_INSUFFICIENT');
  });
});

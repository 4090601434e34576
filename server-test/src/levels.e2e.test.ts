// Level caps as players and admins meet them: a changed cap acts at once, on whatever way experience
// comes, after a reconnect, and while the backend is away.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getLevelCaps, putLevelCaps, type LevelRule } from '@mintkeep/shared/levels.ts';
import { generateCode, verifyCode } from '@mintkeep/shared/verification.ts';
import type { Bot } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target as platform } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

// Ticks, the console's later answers and a stopped server: only the embedded one shows these.
const onEmbedded = {
  describe: describe.skipIf(platform === 'paper'),
  test: test.skipIf(platform === 'paper'),
};

let world: World;
beforeAll(async () => {
  world = await scenario();
});
afterAll(() => world.close());

const console = { actor: 'console' };
const rule = (value: number): LevelRule => ({
  ...{ key: 'base', enabled: true, conditions: [], priority: 0 },
  value,
});

/** Sets the cap as the panel would: through the API. Answers when that was. */
async function putCap(...rules: LevelRule[]): Promise<number> {
  const { version } = await world.backend.ask(getLevelCaps, {});
  const change = { rules, expectedVersion: version, reason: 'a scenario' };
  await world.backend.ask(putLevelCaps, change, console);
  return performance.now();
}

const levelIs = (bot: Bot, level: number) =>
  until(`${bot.name} to be at level ${level}`, () => bot.experience.level === level, {
    state: () => bot.experience,
  });

/** An orb of so many points falls on the player. */
const orb = (bot: Bot, points: number): Promise<string[]> =>
  world.console(
    `execute at ${bot.name} run summon minecraft:experience_orb ~ ~ ~ {Value:${points}}`,
  );

/** Resolves after so many ticks; `meanwhile` is called again and again. */
async function ticksPass(count: number, meanwhile: () => void = () => undefined): Promise<void> {
  const { ticks } = await world.embedded.tickTimes();
  await until(`${count} ticks`, async () => {
    meanwhile();
    return (await world.embedded.tickTimes()).ticks > ticks + count;
  });
}

/** Resolves with the line of the server's log that answers a command of the console. */
async function atConsole(line: string, answer: RegExp): Promise<string> {
  const from = world.embedded.lines.length;
  await world.console(line);
  const state = () => world.embedded.lines.slice(from);
  return until(
    `the console to read ${String(answer)}`,
    () => state().find((one) => answer.test(one)),
    {
      state,
    },
  );
}

describe('a level cap', () => {
  test('that an admin changes by the API acts on a player within a second, and after a reconnect (S0-077, K-005, K-013)', async () => {
    await putCap(rule(2));
    const bot = await world.player('Climber');
    // Nobody gets in before the cap is known: what came too early is taken back.
    await orb(bot, 1_000);
    await levelIs(bot, 2);
    const changedAt = await putCap(rule(10));
    await bot.hears(/Your level cap is now 10/);
    expect(performance.now() - changedAt).toBeLessThan(1_000);
    await orb(bot, 1_000);
    await levelIs(bot, 10);
    expect(bot.experience.progress).toBeGreaterThan(0.9);
    await bot.quit();
    const back = await world.rejoin(bot);
    await levelIs(back, 10);
    await world.console(`experience set ${back.name} 4 levels`);
    await levelIs(back, 4);
    await orb(back, 1_000);
    await levelIs(back, 10);
    back.say('/levelcap');
    await back.hears(/Your level cap is 10; you are at level 10/);
    await back.hears(/Rule base gives 10/);
    await back.hears(/Version \d+ of the rules/);
    await back.quit();
  });

  onEmbedded.test(
    'that an admin changes at the console acts within a second, up and down (K-013)',
    async () => {
      await putCap(rule(1));
      const bot = await world.player('Watched');
      await orb(bot, 500);
      await bot.hears(/You have reached your level cap: 1/);
      await world.console('levelcap set base 3 for the season');
      await bot.hears(/Your level cap is now 3/, 1_000);
      await orb(bot, 500);
      await levelIs(bot, 3);
      await atConsole(
        'levelcap set base "max(2, 1 + 4)" a little more',
        /Saved: base = max\(2, 1 \+ 4\)/,
      );
      await orb(bot, 500);
      await levelIs(bot, 5);
      await atConsole('levelcap set base 4 too much', /Saved: base = 4/);
      // Who stands above a lowered cap keeps the level, and gets no higher.
      const [said] = await world.console(`experience add ${bot.name} 1 levels`);
      expect(said).toMatch(/Watched.* gets no higher by experience: the level cap is 4/);
      await world.console(`execute as ${bot.name} run experience add @s 1 levels`);
      await orb(bot, 500);
      await ticksPass(3);
      await atConsole('levelcap reload', /Fetched the caps of 1 players/);
      await levelIs(bot, 5);
      await bot.quit();
    },
  );

  onEmbedded.test('stops bottles exactly at the cap', async () => {
    await putCap(rule(4));
    const bot = await world.player('Drinker');
    await world.console(`give ${bot.name} experience_bottle 64`);
    await until('the bottles', () => bot.count('EXPERIENCE_BOTTLE') === 64);
    bot.use(64);
    await until('the last bottle to be thrown', () => bot.count('EXPERIENCE_BOTTLE') === 0);
    // Each orb takes two ticks.
    const levels = new Set<number>();
    await ticksPass(2 * 64 + 10, () => levels.add(bot.experience.level));
    expect([Math.max(...levels), bot.experience.level]).toEqual([4, 4]);
    expect(bot.experience.progress).toBeGreaterThan(0.9);
    expect(bot.heard.filter((line) => /You have reached/.test(line))).toHaveLength(1);
    await bot.quit();
  });

  onEmbedded.test('holds against commands, whoever gives them and however', async () => {
    await putCap(rule(20));
    const bot = await world.player('Operator');
    await orb(bot, 2_000);
    await levelIs(bot, 20);
    await world.console(`experience set ${bot.name} 18 levels`);
    await levelIs(bot, 18);
    expect(await world.console(`xp add ${bot.name} 100 levels`)).toEqual([
      `${bot.name} gets no higher by experience: the level cap is 20.`,
      `Gave 2 experience levels to ${bot.name}`,
    ]);
    await levelIs(bot, 20);
    await world.console(`op ${bot.name}`);
    bot.say('/experience set @s 3 levels');
    await levelIs(bot, 3);
    bot.say('/experience set @s 21 levels');
    await bot.hears(/Operator.* gets no higher by experience: the level cap is 20/);
    await levelIs(bot, 20);
    bot.say('/xp add @a 100000');
    // No event announces these: they are taken back in the same tick that tells of them.
    await world.console(`execute as ${bot.name} run experience set @s 90 levels`);
    await ticksPass(3);
    expect(await world.console(`experience query ${bot.name} levels`)).toEqual([
      `${bot.name} has 20 experience levels`,
    ]);
    await levelIs(bot, 20);
    await bot.quit();
  });
});

// Permissions are given as a permission plugin gives them.
onEmbedded.describe('a level cap by permission group', () => {
  const donors: LevelRule = { ...rule(8), key: 'donors', priority: 5, groups: ['vip', 'gold'] };

  test.each([['mintkeep.group.gold'], ['group.vip']])(
    'is higher for whoever is in it by %s, and is lost with it (D30)',
    async (permission) => {
      await putCap(rule(3), donors);
      const bot = await world.player(permission.startsWith('group') ? 'Donor' : 'Golden');
      const other = await world.player('Plain');
      await orb(bot, 2_000);
      await orb(other, 2_000);
      await levelIs(bot, 3);
      await levelIs(other, 3);
      await world.embedded.permit(bot.uuid, permission, true);
      await bot.hears(/Your level cap is now 8/);
      await orb(bot, 2_000);
      await orb(other, 2_000);
      await levelIs(bot, 8);
      bot.say('/levelcap');
      const group = permission.replace(/^.*\./, '');
      await bot.hears(new RegExp(`Rule donors gives 8, because you are in the group ${group}`));
      // It is there at once when the player comes again, and nothing is said of a change.
      await bot.quit();
      const back = await world.rejoin(bot);
      await levelIs(back, 8);
      await world.console(`experience set ${back.name} 4 levels`);
      await orb(back, 2_000);
      await levelIs(back, 8);
      expect(back.heard.filter((line) => /level cap is now/.test(line))).toEqual([]);
      await world.embedded.permit(bot.uuid, permission, null);
      await back.hears(/Your level cap is now 3/);
      await world.console(`experience set ${back.name} 1 levels`);
      await levelIs(back, 1);
      await orb(back, 2_000);
      await levelIs(back, 3);
      expect(other.experience.level).toBe(3);
      await back.quit();
      await other.quit();
    },
  );

  test('is not what operators have without being in it', async () => {
    await putCap(rule(3), donors);
    const bot = await world.player('Chief');
    await world.console(`op ${bot.name}`);
    await orb(bot, 2_000);
    await levelIs(bot, 3);
    await atConsole('levelcap list', /donors = 8, priority 5, for the groups vip, gold/);
    await bot.quit();
  });
});

onEmbedded.describe('/levelcap', () => {
  test('shows where a formula is wrong, and saves nothing (S0-008)', async () => {
    await putCap(rule(30));
    const from = world.embedded.lines.length;
    await atConsole('levelcap set vip "10 + eval(1)" try it', /\(character 6\)/);
    const said = world.embedded.lines.slice(from).join('\n');
    expect(said).toContain('10 + eval(1)');
    expect(said).toMatch(/ {5}\^{4}/);
    await atConsole('levelcap list', /base = 30, priority 0/);
    expect((await world.backend.ask(getLevelCaps, {})).rules).toEqual([rule(30)]);
  });

  test('shows what a formula gives, and lists rules with who changed them', async () => {
    await putCap(rule(30));
    await atConsole('levelcap preview "20 + floor(playtimeHours / 10)"', /playtimeHours 200: 40/);
    await atConsole('levelcap set extra 50 more', /Saved: extra = 50/);
    await atConsole('levelcap set extra off not yet', /Saved: extra = 50, priority 0 \(off\)/);
    await atConsole('levelcap list', /Changed .* by console/);
    const status = (await world.console('mintkeep status')).join(' ');
    expect(status).toMatch(/Level caps: version \d+, \S+ s old/);
  });

  test('is for staff alone: a permission opens it here, a role at the backend (D40)', async () => {
    await putCap(rule(30));
    const bot = await world.player('Meddler');
    bot.say('/levelcap set base 99 because');
    await bot.hears(/You may not use this command/);
    await world.console(`op ${bot.name}`);
    bot.forget();
    bot.say('/levelcap set base 99 because');
    await bot.hears(/may not|role|not linked|staff/i);
    expect((await world.backend.ask(getLevelCaps, {})).rules).toEqual([rule(30)]);
    const { uuid: minecraftUUID, name } = bot;
    const { code } = await world.backend.ask(generateCode, { minecraftUUID, name });
    await world.backend.ask(verifyCode, { code, discordId: '100000000000000777' });
    await world.backend.command('staff', 'grant', name, 'OPERATOR', 'hired');
    bot.say('/levelcap set base 31 because');
    await bot.hears(/Saved: base = 31/);
    expect((await world.backend.ask(getLevelCaps, {})).rules).toEqual([rule(31)]);
    expect(await bot.completions('/levelcap ')).toEqual(['list', 'set', 'preview', 'reload']);
    expect(await bot.completions('/levelcap set b')).toEqual(['base']);
    await bot.quit();
  });
});

onEmbedded.describe('while the backend is away', () => {
  test('the last known caps hold, after a restart of the game server too, and a change acts when it is back (S0-038)', async () => {
    await putCap(rule(6));
    const bot = await world.player('Lonely');
    await orb(bot, 1_000);
    await levelIs(bot, 6);
    await world.console(`experience set ${bot.name} 1 levels`);
    await levelIs(bot, 1);
    await world.backend.kill();
    await orb(bot, 1_000);
    await levelIs(bot, 6);
    bot.say('/levelcap');
    await bot.hears(/This is the last one known/);
    await bot.hears(/Your level cap is 6/);
    await world.embedded.stop();
    await world.restart();
    const back = await world.rejoin(bot);
    await levelIs(back, 6);
    await orb(back, 1_000);
    await back.hears(/You have reached your level cap: 6/);
    expect(back.experience.level).toBe(6);
    await world.backend.start();
    await putCap(rule(7));
    await back.hears(/Your level cap is now 7/, 20_000);
    await orb(back, 1_000);
    await levelIs(back, 7);
    await back.quit();
  });
});

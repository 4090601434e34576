// What admins and newcomers see: a first run without a key, permissions, the console, languages.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenario } from './harness/scenario.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

describe('a first run without a key', () => {
  test('starts, names the one next step, and sells nothing', async () => {
    const world = await scenario({
      settings: { keyId: '', signingKey: '' },
      knownToBackend: false,
    });
    const bot = await world.player('Newcomer');
    const status = await world.console('mintkeep status');
    expect(status.join(' ')).toContain('npm run keys -- create');
    bot.say('/shop');
    await bot.hears(/The shop cannot be reached right now/);
    await bot.quit();
    await world.close();
  });
});

describe('/mintkeep', () => {
  let world: World;
  beforeAll(async () => {
    world = await scenario({ settings: { commandCooldownMs: 1_000 } });
  });
  afterAll(() => world.close());

  test('comes in one bundle that loads, registers its commands and says who is here (K-002, K-006)', async () => {
    const bot = await world.player('Witness');
    const commands = await bot.completions('/');
    for (const name of ['shop', 'buy', 'balance', 'claim']) expect(commands).toContain(name);
    expect(commands).toContain('mintkeep');
    await until('the heartbeat to be noted', async () =>
      /first: last heard \S+, plugin 0\.1\.0/.test(await world.backend.command('keys', 'list')),
    );
    await bot.quit();
  });

  test('does for players nothing of staff, and is open to operators and the console', async () => {
    const bot = await world.player('Admin');
    bot.say('/mintkeep status');
    await bot.hears(/You may not use this command/);
    await world.console(`op ${bot.name}`);
    bot.say('/mintkeep status');
    await bot.hears(/Backend: reachable/);
    expect(await bot.completions('/mintkeep re')).toEqual(['reload', 'receipts', 'refund']);
    const receipts = await world.console(`mintkeep receipts ${bot.name}`);
    expect(receipts).toContain(`receipts ${bot.name}: 0`);
    await bot.quit();
  });

  test('reports for support without the secret', async () => {
    const report = (await world.console('mintkeep debug')).join('\n');
    expect(report).toContain('minecraft 1.21');
    expect(report).not.toContain(world.backend.key.signingKey);
  });

  test('lets a player give one command a second (S0-028)', async () => {
    const bot = await world.player('Hasty');
    bot.say('/balance');
    bot.say('/balance');
    await bot.hears(/One command at a time/);
    await bot.quit();
  });

  test('speaks the language of the player’s client', async () => {
    const bot = await world.player('Deutsch', 1_234_567, 'de_de');
    await until('the answer in German', () => {
      bot.say('/balance');
      return bot.heard.some((line) => /Du hast 1\.234\.567 Münzen/.test(line));
    });
    await bot.quit();
  });
});

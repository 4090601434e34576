// Draws and starters, as players have them: the odds before, the result settled before the show, the
// starter once ever, whatever dies on the way.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  claimStarter,
  getStarter,
  listGachaTables,
  reportStarter,
} from '@mintkeep/shared/gacha.ts';
import type { CrashPoint } from './embedded/messages.ts';
import type { Bot, Seen } from './harness/bot.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

let world: World;
beforeAll(async () => {
  world = await scenario({ settings: { timeoutMs: 2_000 } });
  const reward = (sku: string, name: string, material: string) => ({
    sku,
    name,
    priceCoins: 1_000,
    visible: false,
    items: [{ material, amount: 1 }],
  });
  await world.sell(
    reward('bread', 'Bread', 'BREAD'),
    reward('crown', 'Crown', 'GOLDEN_HELMET'),
    reward('sword', 'Sword', 'STONE_SWORD'),
    reward('bow', 'Bow', 'BOW'),
  );
  await importTables([
    {
      key: 'crate',
      name: 'Crate',
      kind: 'roll',
      costCoins: 30,
      entries: [
        { sku: 'bread', weight: 7 },
        { sku: 'crown', weight: 1 },
      ],
    },
    {
      key: 'kit',
      name: 'Kit',
      kind: 'starter',
      entries: [
        { sku: 'sword', weight: 2 },
        { sku: 'bow', weight: 1 },
      ],
    },
  ]);
});
afterAll(() => world.close());

/** Puts tables in as an admin does. */
async function importTables(tables: readonly object[]): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'mintkeep-gacha-'));
  const path = join(dir, 'tables.json');
  await writeFile(path, JSON.stringify({ tables }));
  await world.backend.command('gacha', 'import', path, 'a scenario');
  await rm(dir, { recursive: true });
}

const slotOf = (shown: readonly Seen[], name: RegExp): number => {
  const found = shown.find((one) => name.test(one.name));
  expect(found, `${String(name)} among ${shown.map((one) => one.name).join(', ')}`).toBeDefined();
  return found?.slot ?? -1;
};
const loreOf = (shown: readonly Seen[], name: RegExp): string =>
  shown.find((one) => name.test(one.name))?.lore.join('|') ?? '';

const goods = ['BREAD', 'GOLDEN_HELMET', 'STONE_SWORD', 'BOW'];
const kits = (bot: Bot): number => bot.count('STONE_SWORD') + bot.count('BOW');
const inHand = (bot: Bot): number => goods.reduce((sum, one) => sum + bot.count(one), 0);

/** Waits for so many things in hand; then nothing more may come, and the books must be right. */
async function expectGiven(bot: Bot, given: number, coins: number): Promise<void> {
  const state = () => ({ heard: bot.heard, inHand: inHand(bot) });
  await until(`${String(given)} in the hands of ${bot.name}`, () => inHand(bot) >= given, {
    timeoutMs: 40_000,
    state,
  });
  await until(
    `${String(given)} receipts of ${bot.name}`,
    async () =>
      (await world.console(`mintkeep receipts ${bot.name}`)).filter((line) =>
        /^receipt \S+ given /.test(line),
      ).length === given,
    { state },
  );
  expect(inHand(bot)).toBe(given);
  expect(await world.balance(bot)).toBe(coins);
  const report = await world.backend.command('ledger', 'verify', '--json');
  expect(JSON.parse(report)).toMatchObject({ sound: true });
}

const starterOf = (bot: Bot) => world.backend.ask(getStarter, { minecraftUUID: bot.uuid });
const delivered = (bot: Bot) =>
  until(`the starter of ${bot.name} to be delivered`, async () => {
    const { status } = await starterOf(bot);
    return status === 'delivered';
  });

describe('/gacha', () => {
  test('shows the cost and the exact odds of every entry, and asks before it rolls (D31)', async () => {
    const bot = await world.player('Reader', 100);
    bot.say('/gacha');
    const odds = await bot.sees(/^Crate: the odds/);
    expect(loreOf(odds, /^Bread/)).toContain('87.50 %');
    expect(loreOf(odds, /^Bread/)).toContain('7 in 8');
    expect(loreOf(odds, /^Crown/)).toContain('12.50 %');
    expect(loreOf(odds, /^Crown/)).toContain('1 in 8');
    expect(loreOf(odds, /^Roll for 30 coins/)).toContain('enough for 3');
    bot.click(slotOf(odds, /^Roll for 30 coins/));
    const question = await bot.sees(/^Roll Crate\?/);
    expect(loreOf(question, /^Yes, roll/)).toContain('You keep 70 coins');
    expect(await world.balance(bot)).toBe(100);
    await bot.quit();
  });

  test('rolls once for spam clicks, and what was drawn is in the hand (D15, S0-056)', async () => {
    const bot = await world.player('Spammer', 100);
    bot.say('/gacha');
    bot.click(slotOf(await bot.sees(/^Crate: the odds/), /^Roll for/));
    bot.click(slotOf(await bot.sees(/^Roll Crate\?/), /^Yes/), { times: 20 });
    await bot.hears(/You drew (Bread|Crown) from Crate for 30 coins/);
    await bot.hears(/You have 70 coins left/);
    await expectGiven(bot, 1, 70);
    await bot.quit();
  });

  test('lets no icon out by any kind of click', async () => {
    const bot = await world.player('Thief', 30);
    bot.say('/gacha');
    const slot = slotOf(await bot.sees(/^Crate: the odds/), /^Crown/);
    for (const mode of [1, 2, 3, 4, 6]) bot.click(slot, { mode });
    await expectGiven(bot, 0, 30);
    await bot.quit();
  });

  test('rolls by command, one at a time, and completes the names', async () => {
    const bot = await world.player('Commander', 100);
    expect(await bot.completions('/gacha r')).toContain('roll');
    expect(await bot.completions('/gacha roll c')).toContain('crate');
    bot.say('/gacha odds crate');
    await bot.hears(/12.50 % Crown \(1 in 8\)/);
    bot.say('/gacha roll crate');
    await bot.hears(/You drew/);
    bot.say('/gacha roll nothing');
    await bot.hears(/There is no draw “nothing”/);
    await expectGiven(bot, 1, 70);
    await bot.quit();
  });

  test('refuses without coins, and takes nothing', async () => {
    const bot = await world.player('Poor', 29);
    bot.say('/gacha');
    const odds = await bot.sees(/^Crate: the odds/);
    expect(loreOf(odds, /^You cannot afford a roll/)).toContain('You need 1 coin more');
    bot.say('/gacha roll');
    await bot.hears(/You do not have enough coins: it costs 30 coins, you have 29 coins/);
    await expectGiven(bot, 0, 29);
    await bot.quit();
  });

  test('loses nothing when the player leaves in the middle of the show', async () => {
    const bot = await world.player('Hasty', 100);
    bot.say('/gacha roll');
    await bot.sees(/^Crate$/);
    await until('the roll to be paid', async () => (await world.balance(bot)) === 70);
    await bot.quit();
    const back = await world.rejoin(bot);
    await expectGiven(back, 1, 70);
    await back.quit();
  });
});

describe('/starter', () => {
  test('shows the odds before, and comes once (S0-016, S0-017)', async () => {
    const bot = await world.player('Newcomer');
    bot.say('/starter status');
    await bot.hears(/Your starter waits for you/);
    bot.say('/starter');
    const shown = await bot.sees(/^Your starter/);
    expect(loreOf(shown, /^Sword/)).toContain('66.67 %');
    expect(loreOf(shown, /^Bow/)).toContain('1 in 3');
    bot.click(slotOf(shown, /^Claim your starter/), { times: 20 });
    await bot.hears(/Your starter is (Sword|Bow)/);
    await delivered(bot);
    bot.forget();
    bot.say('/starter status');
    await bot.hears(/You have had your starter/);
    bot.say('/starter claim');
    await bot.hears(/You have had your starter/);
    await expectGiven(bot, 1, 0);
    await bot.quit();
  });

  test('claimed twice at once, from two sides, arrives once (S0-016, S0-019)', async () => {
    const bot = await world.player('Twice');
    const ask = () => world.backend.ask(claimStarter, { minecraftUUID: bot.uuid });
    bot.say('/starter claim');
    bot.say('/starter claim');
    const outcomes = await Promise.allSettled([ask(), ask(), ask()]);
    const won = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(won).toBeLessThanOrEqual(1);
    await delivered(bot);
    await expectGiven(bot, 1, 0);
    expect(await starterOf(bot)).toEqual({ status: 'delivered', attempts: 1 });
    await bot.quit();
  });

  test('reported again after it was delivered says the same (S0-018)', async () => {
    const bot = await world.player('Reported');
    const { deliveryId } = await world.backend.ask(claimStarter, { minecraftUUID: bot.uuid });
    await delivered(bot);
    const word = { minecraftUUID: bot.uuid, deliveryId };
    const again = await world.backend.ask(reportStarter, { ...word, success: true });
    expect(again).toEqual({ status: 'delivered' });
    const late = world.backend.ask(reportStarter, { ...word, success: false });
    await expect(late).rejects.toThrow('STARTER_NOT_OPEN');
    await expectGiven(bot, 1, 0);
    await bot.quit();
  });

  test('waits for room, and comes by /claim', async () => {
    const bot = await world.player('Packrat');
    await world.console(`give ${bot.name} stone 2304`);
    bot.say('/starter claim');
    await bot.hears(/there is no room: free 1 more slots/);
    await until('the starter to wait', async () => (await starterOf(bot)).status === 'pending');
    await world.console(`clear ${bot.name}`);
    bot.say('/claim');
    await delivered(bot);
    await expectGiven(bot, 1, 0);
    await bot.quit();
  });
});

const arrows: readonly (CrashPoint & { readonly where: string })[] = [
  { where: 'before the goods', call: 'PlayerInventory.addItem', when: 'before', nth: 1 },
  { where: 'between goods and receipt', call: 'PlayerInventory.addItem', when: 'after', nth: 1 },
  { where: 'before the save', call: 'Player.saveData', when: 'before', nth: 1 },
  { where: 'between save and report', call: 'Player.saveData', when: 'after', nth: 1 },
];

// Only the embedded server dies on demand, between two calls of a script.
describe.skipIf(target === 'paper')('a game server that dies while it hands a starter over', () => {
  test.each(arrows)('$where: it arrives once (S0-019)', async ({ where, ...point }) => {
    const bot = await world.player(`Crash_${arrows.findIndex((one) => one.where === where)}`);
    await world.embedded.crashAt(point);
    bot.say('/starter claim');
    await world.restart();
    const back = await world.rejoin(bot);
    await until(`the starter after a crash ${where}`, () => kits(back) > 0, {
      timeoutMs: 40_000,
      state: () => back.heard,
    });
    await delivered(back);
    back.say('/starter claim');
    await back.hears(/You have had your starter/);
    await expectGiven(back, 1, 0);
    await back.quit();
  });
});

/** After an outage the plugin tries again by itself, at growing pauses. */
const pluginHearsBackend = (): Promise<boolean> =>
  until(
    'the plugin to hear the backend',
    async () => (await world.console('mintkeep status')).some((line) => /reachable/.test(line)),
    { timeoutMs: 60_000 },
  );

describe('a backend that dies between commit and answer', () => {
  test.each([
    ['a roll', '/gacha roll', /You drew (Bread|Crown)/, 70],
    ['a claim', '/starter claim', /Your starter is (Sword|Bow)/, 100],
  ])(
    '%s happens once: the same key is asked again (D15)',
    async (what, line, result, coins) => {
      const bot = await world.player(`Patient_${what.slice(2)}`, 100);
      await world.backend.stop();
      await world.backend.start({ faultPoints: 'gacha.after-commit:kill:1' });
      await pluginHearsBackend();
      bot.say(line);
      await world.backend.gone();
      await bot.hears(/cannot be reached right now|is slow/);
      await world.backend.start();
      await bot.hears(result, 60_000);
      await expectGiven(bot, 1, coins);
      await bot.quit();
    },
    120_000,
  );
});

describe('GET /api/gacha', () => {
  test('tells a game server every table with its odds (D31)', async () => {
    const { tables } = await world.backend.ask(listGachaTables, {});
    expect(tables.map(({ key, kind, weightTotal }) => [key, kind, weightTotal])).toEqual([
      ['crate', 'roll', 8],
      ['kit', 'starter', 3],
    ]);
  });
});

describe('a draw that cannot be handed over', () => {
  test('is paid back when the game knows no such item, and a starter can be claimed again (D23)', async () => {
    const bot = await world.player('Unlucky', 100);
    const items = [{ material: 'NO_SUCH_THING', amount: 1 }];
    await world.sell({ sku: 'ghost', priceCoins: 1, visible: false, items });
    const entries = [{ sku: 'ghost', weight: 1 }];
    const haunted = { key: 'haunted', name: 'Haunted', kind: 'roll', costCoins: 40, entries };
    await importTables([haunted, { ...haunted, key: 'kit', kind: 'starter', costCoins: 0 }]);
    bot.say('/gacha roll haunted');
    await bot.hears(/You drew ghost from Haunted for 40 coins/);
    await until('the roll to be paid back', async () => (await world.balance(bot)) === 100);
    bot.say('/starter claim');
    await until('the starter to fail', async () => (await starterOf(bot)).status === 'failed');
    const kit = {
      key: 'kit',
      name: 'Kit',
      kind: 'starter',
      entries: [{ sku: 'sword', weight: 1 }],
    };
    await importTables([haunted, kit]);
    bot.forget();
    bot.say('/starter claim');
    await bot.hears(/Your starter is Sword/);
    await expectGiven(bot, 1, 100);
    await bot.quit();
  });
});

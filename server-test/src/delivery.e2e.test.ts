// Exactly once, whatever dies: the game server at every arrow of the protocol, the backend between
// commit and answer, the script in the middle of its work (D22).
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CrashPoint } from './embedded/messages.ts';
import { scenario } from './harness/scenario.ts';
import { target } from './harness/targets.ts';
import { letDeliveriesSettle } from './harness/time.ts';
import { until } from './harness/until.ts';
import type { World } from './harness/world.ts';

async function opened(settings: Readonly<Record<string, unknown>> = {}): Promise<World> {
  const open = await scenario({ settings: { timeoutMs: 2_000, ...settings } });
  await open.sell({
    sku: 'diamond',
    name: 'Diamond',
    priceCoins: 10,
    items: [{ material: 'DIAMOND', amount: 1 }],
  });
  return open;
}

let world: World;
beforeAll(async () => {
  world = await opened();
});
afterAll(() => world.close());

const timesEnabled = (): number =>
  world.embedded.lines.filter((line) => /enabled in/.test(line)).length;

/** After an outage the plugin tries again by itself, at growing pauses. */
const pluginHearsBackend = (): Promise<boolean> =>
  until(
    'the plugin to hear the backend',
    async () => (await world.console('mintkeep status')).some((line) => /reachable/.test(line)),
    { timeoutMs: 60_000 },
  );

const arrows: readonly (CrashPoint & { readonly where: string })[] = [
  { where: 'before the goods', call: 'PlayerInventory.addItem', when: 'before', nth: 1 },
  { where: 'between goods and receipt', call: 'PlayerInventory.addItem', when: 'after', nth: 1 },
  { where: 'after the receipt', call: 'PersistentDataContainer.set', when: 'after', nth: 1 },
  { where: 'before the save', call: 'Player.saveData', when: 'before', nth: 1 },
  { where: 'between save and report', call: 'Player.saveData', when: 'after', nth: 1 },
];

// Only the embedded server dies on demand, between two calls of a script.
describe.skipIf(target === 'paper')('a game server that dies', () => {
  let quiet: World;
  beforeAll(async () => {
    // A heartbeat writes the world's save count by the call that writes a receipt, too: with one each
    // second the point "after the receipt" could be met before there is a receipt.
    quiet = await opened({ heartbeatMs: 60_000 });
  });
  afterAll(() => quiet.close());

  test.each(arrows)('$where loses nothing and gives nothing twice', async ({ where, ...point }) => {
    const bot = await quiet.player(`Crash_${arrows.findIndex((one) => one.where === where)}`, 100);
    await quiet.embedded.crashAt(point);
    bot.say('/buy diamond 5');
    await quiet.restart();
    const back = await quiet.rejoin(bot);
    await until(`the diamonds after a crash ${where}`, () => back.count('DIAMOND') > 0, {
      timeoutMs: 30_000,
      state: () => back.heard,
    });
    await quiet.settle(back);
    expect(await quiet.balance(back)).toBe(50);
    await back.quit();
  });
});

describe('a backend that dies', () => {
  test('between commit and answer sells once: the same key is asked again (D15)', async () => {
    const bot = await world.player('Patient', 100);
    await world.backend.stop();
    await world.backend.start({ faultPoints: 'purchases.after-commit:kill:1' });
    await pluginHearsBackend();
    bot.say('/buy diamond 2');
    await world.backend.gone();
    await bot.hears(/cannot be reached right now|is slow/);
    await world.backend.start();
    await bot.hears(/You bought 2 × Diamond for 20 coins/, 60_000);
    await world.settle(bot);
    expect(await world.balance(bot)).toBe(80);
    await bot.quit();
  }, 120_000);

  test('is told of within 200 ms, loses no purchase, and is caught up with (B-07)', async () => {
    const bot = await world.player('Waiting', 100);
    bot.say('/buy diamond');
    await bot.hears(/You got 1 × diamond/);
    await world.settle(bot);
    await world.backend.kill();
    bot.forget();
    const askedAt = performance.now();
    bot.say('/buy diamond');
    await bot.hears(/cannot be reached right now|is slow/);
    // The sentence is due within 200 ms; the rest is room for the bot and a busy machine.
    expect(performance.now() - askedAt).toBeLessThan(1_000);
    await world.backend.start();
    await pluginHearsBackend();
    await world.settle(bot);
    await bot.quit();
  });
});

describe.skipIf(target === 'paper')('a script that is loaded anew', () => {
  test('in the middle of purchases neither loses nor doubles, and leaves nothing behind', async () => {
    const bot = await world.player('Reloader', 100);
    const before = await world.embedded.counts();
    for (let round = 0; round < 3; round += 1) {
      bot.say('/buy diamond');
      const enabled = timesEnabled();
      await world.console('mintkeep reload');
      await until('the script to be loaded anew', () => timesEnabled() > enabled);
    }
    await until('a diamond', () => bot.count('DIAMOND') > 0, { state: () => bot.heard });
    await world.settle(bot);
    expect(await world.embedded.counts()).toEqual(before);
    await bot.quit();
  });
});

describe.skipIf(target === 'paper')('a player’s file restored from an older copy', () => {
  test('shows staff what it lacks; they hand it over once more, and only that (D22)', async () => {
    const bot = await world.player('Restored', 100);
    bot.say('/buy diamond 2');
    await until('two diamonds', () => bot.count('DIAMOND') === 2);
    await world.settle(bot);
    const copy = world.embedded.playerFile(bot.uuid);
    if (!copy) throw new Error('the player was never saved');
    bot.say('/buy diamond 3');
    await until('five diamonds', () => bot.count('DIAMOND') === 5);
    await world.settle(bot);
    await bot.quit();
    // What was delivered a moment ago counts as under way.
    await letDeliveriesSettle(world);
    expect(await listMissing()).toEqual([]);
    world.embedded.restorePlayerFile(bot.uuid, copy);
    const back = await world.rejoin(bot);
    const [deliveryId = '', ...others] = await until('staff to see it', async () => {
      const missing = await listMissing();
      return missing.length > 0 && missing;
    });
    expect(others).toEqual([]);
    expect(world.embedded.lines.join('\n')).toMatch(/file of Restored lacks receipts .* here: 1\./);
    // Nothing comes by itself.
    expect(back.count('DIAMOND')).toBe(2);
    await world.backend.command('deliveries', 'resolve', deliveryId, 'deliverAgain', 'restored');
    await until('five diamonds again', () => back.count('DIAMOND') === 5);
    await world.settle(back);
    expect([await listMissing(), await world.balance(back)]).toEqual([[], 50]);
    await back.quit();
  }, 60_000);
});

async function listMissing(): Promise<string[]> {
  const said = await world.backend.command('deliveries', 'list', 'missing');
  return [...said.matchAll(/^(\S+) {2}player /gm)].map(([, deliveryId = '']) => deliveryId);
}

describe.skipIf(target === 'paper')('a disk that does not take the player’s file', () => {
  test('keeps the backend unconvinced until it does', async () => {
    const bot = await world.player('Unsaved', 100);
    await world.embedded.saveMode('refused');
    bot.say('/buy diamond');
    await bot.hears(/You got 1 × diamond/);
    await until('the warning of the plugin', () =>
      world.embedded.lines.some((line) => /The file of Unsaved.* was not written/.test(line)),
    );
    await world.embedded.saveMode('normal');
    await world.embedded.crash();
    await world.restart();
    const back = await world.rejoin(bot);
    await until('the diamond after the crash', () => back.count('DIAMOND') === 1, {
      timeoutMs: 90_000,
      state: () => back.heard,
    });
    await world.settle(back);
    await back.quit();
  }, 150_000);
});

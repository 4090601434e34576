// Goods out of an inventory and back, on a real server with a real backend: whatever dies at whichever
// arrow of the protocol, they are in exactly one place, and come back as they were (D25, pain 20).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { listHeldGoods, takeOutGoods } from '@mintkeep/shared/market.ts';
import type { CrashPoint } from './embedded/messages.ts';
import type { Bot } from './harness/bot.ts';
import { buildScript, pluginSource } from './harness/build.ts';
import { target } from './harness/targets.ts';
import { until } from './harness/until.ts';
import { World } from './harness/world.ts';

let world: World;
const dir = mkdtempSync(join(tmpdir(), 'mintkeep-goods-'));
beforeAll(async () => {
  const bundle = join(dir, 'index.js');
  await buildScript(pluginSource('goods/fake-main.ts'), bundle);
  world = await World.open({ databaseUrl: inject('databaseUrl'), bundle });
});
afterAll(async () => {
  await world.close();
  rmSync(dir, { recursive: true, force: true });
});

const heldFor = async (bot: Bot) =>
  (await world.backend.ask(listHeldGoods, { minecraftUUID: bot.uuid })).items;
const sumOf = (list: readonly { readonly quantity: number }[]): number =>
  list.reduce((sum, { quantity }) => sum + quantity, 0);

/** What a player has of notes about goods under way, in memory. */
async function notesOf(bot: Bot): Promise<number> {
  const memory = await world.embedded.memory(bot.uuid);
  return (memory?.data ?? []).filter(([name]) => name.startsWith('mintkeep:goods/')).length;
}

/** A bot with so much in its hand, and on disk. */
async function holding(name: string, what: string): Promise<Bot> {
  const bot = await world.player(name);
  await world.console(`give ${bot.name} ${what}`);
  await world.console('save-all');
  return bot;
}

type Arrow = CrashPoint & { readonly where: string };

const arrows: readonly Arrow[] = [
  { where: 'before the removal', call: 'PlayerInventory.setItem', when: 'before', nth: 1 },
  { where: 'between removal and note', call: 'PlayerInventory.setItem', when: 'after', nth: 1 },
  { where: 'after the note', call: 'PersistentDataContainer.set', when: 'after', nth: 1 },
  { where: 'before the save', call: 'Player.saveData', when: 'before', nth: 1 },
  { where: 'between save and request', call: 'Player.saveData', when: 'after', nth: 1 },
  {
    where: 'between answer and note',
    call: 'PersistentDataContainer.remove',
    when: 'before',
    nth: 1,
  },
  { where: 'before the last save', call: 'PersistentDataContainer.remove', when: 'after', nth: 1 },
  { where: 'after the last save', call: 'Player.saveData', when: 'after', nth: 2 },
];

const refusedArrows: readonly Arrow[] = [
  { where: 'before giving back', call: 'PlayerInventory.addItem', when: 'before', nth: 1 },
  { where: 'between goods and note', call: 'PlayerInventory.addItem', when: 'after', nth: 1 },
  ...arrows.slice(-2),
];

/** Dies there, starts again, and waits until no note is left. */
async function dieAndReturn(bot: Bot, { where, ...point }: Arrow, line: string): Promise<Bot> {
  await world.embedded.crashAt(point);
  bot.say(line);
  await world.restart();
  const back = await world.rejoin(bot);
  await until(
    `no note to be left after a crash ${where}`,
    async () => (await notesOf(back)) === 0,
    {
      timeoutMs: 30_000,
      state: () => back.heard,
    },
  );
  return back;
}

// Only the embedded server dies on demand, between two calls of a script.
describe.skipIf(target === 'paper')('a game server that dies', () => {
  test.each(arrows)('$where: goods are in one place (D25, pain 20)', async (arrow) => {
    const bot = await holding(`Taken_${arrows.indexOf(arrow)}`, 'diamond 5');
    const back = await dieAndReturn(bot, arrow, '/handin');
    expect(back.count('DIAMOND') + sumOf(await heldFor(back))).toBe(5);
    await back.quit();
  });

  test.each(refusedArrows)('$where: refused goods are back once (D25)', async (arrow) => {
    const bot = await holding(`Back_${refusedArrows.indexOf(arrow)}`, 'diamond 5');
    const back = await dieAndReturn(bot, arrow, '/handin refused');
    await until('the diamonds', () => back.count('DIAMOND') === 5, { state: () => back.heard });
    expect(await heldFor(back)).toEqual([]);
    await back.quit();
  });
});

describe('goods', () => {
  test('come back from the market as the same thing, byte for byte (D25)', async () => {
    const thing = 'diamond_sword[enchantments={sharpness:5},damage=12,custom_name="Old"]';
    const bot = await holding('Knight', thing);
    const before = (await world.embedded.memory(bot.uuid))?.inventory;
    bot.say('/handin');
    await bot.hears(/Taken: 1/);
    expect((await world.embedded.memory(bot.uuid))?.inventory).toEqual([]);
    const [held] = await heldFor(bot);
    expect(held).toMatchObject({ title: 'Old', details: ['Sharpness 5', 'Damage 12'] });
    const call = { goodsId: held?.goodsId ?? '', minecraftUUID: bot.uuid };
    await world.backend.ask(takeOutGoods, call);
    await bot.hears(/You got 1 × Old/);
    expect((await world.embedded.memory(bot.uuid))?.inventory).toEqual(before);
    await bot.quit();
  });

  test('stay where they are in creative mode', async () => {
    const bot = await holding('Builder', 'diamond 5');
    await world.console(`gamemode creative ${bot.name}`);
    bot.say('/handin');
    await bot.hears(/creative mode/);
    expect(bot.count('DIAMOND')).toBe(5);
    await bot.quit();
  });
});

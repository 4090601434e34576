// What outlives a player's visit and a crash: inventory and data always together, as they were when
// they were last saved, and nothing newer.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe, uuidOf, type Guest, type Probe } from '../probe.ts';

const script = `
  const key = new (Java.type('org.bukkit.NamespacedKey'))('mintkeep', 'journal');
  const text = Java.type('org.bukkit.persistence.PersistentDataType').STRING;
  const Stack = Java.type('org.bukkit.inventory.ItemStack');
  const Material = Java.type('org.bukkit.Material');
  command('deliver', (player, label, [id]) => {
    player.getInventory().addItem(new Stack(Material.getMaterial('DIAMOND'), 5));
    player.getPersistentDataContainer().set(key, text, id);
  });
  command('save', (player) => player.saveData());
  command('own', () => Bukkit.getWorlds().get(0).getPersistentDataContainer().set(key, text, 'x'));
  globalThis.world = () => Bukkit.getWorlds().get(0).getPersistentDataContainer().get(key, text);
`;

let probe: Probe;
let ada: Guest;
const folders: string[] = [];

/** A server on the folder of the last one, when there was one. */
async function start(options: { autosaveTicks?: number; seed?: number } = {}): Promise<void> {
  const folder = folders.at(-1);
  probe = await startProbe({ script, keepFolder: true, ...options, ...(folder && { folder }) });
  folders.push(probe.folder);
  ada = probe.join('Ada');
}

async function crashAndStartAgain(): Promise<void> {
  probe.crash();
  await start();
}

beforeEach(() => start());
afterEach(() => {
  probe.crash();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const file = (): string => join(probe.folder, 'world', 'playerdata', `${uuidOf('Ada')}.dat`);

/** How many diamonds the player has, and what the journal says. */
function held(): [number, string | undefined] {
  const { inventory, data } = ada.player;
  const diamonds = inventory.slots.reduce((sum, stack) => sum + (stack?.amount ?? 0), 0);
  return [diamonds, data.values.get('mintkeep:journal')];
}

describe('save', () => {
  test('brings item and data back together after a crash', async () => {
    ada.visit.command('deliver first');
    ada.visit.command('save');
    await crashAndStartAgain();
    expect(held()).toEqual([5, 'first']);
  });

  test('brings back what was saved last, and nothing newer', async () => {
    ada.visit.command('deliver first');
    ada.visit.command('save');
    ada.visit.command('deliver second');
    expect(held()).toEqual([10, 'second']);
    await crashAndStartAgain();
    expect(held()).toEqual([5, 'first']);
  });

  test('leaves nothing of a first visit that was never saved', async () => {
    ada.visit.command('deliver first');
    await crashAndStartAgain();
    expect(held()).toEqual([0, undefined]);
  });

  test('happens when a player leaves', async () => {
    ada.visit.command('deliver first');
    ada.visit.quit();
    await crashAndStartAgain();
    expect(held()).toEqual([5, 'first']);
  });

  test('keeps the level, the place and the looks of things', async () => {
    probe.embedded.game.consoleLine('experience set Ada 7 levels');
    ada.visit.command('deliver first');
    const stack = ada.player.inventory.slots[0];
    if (stack) [stack.looks, stack.data] = [{ name: { text: 'Gem' }, glow: true }, [['a:b', 'c']]];
    ada.player.inventory.put(20, stack?.copy(3) ?? null);
    const before = ada.player.inventory.slots.map((one) => one?.toWire());
    ada.visit.command('save');
    await crashAndStartAgain();
    expect(ada.player.inventory.slots.map((one) => one?.toWire())).toEqual(before);
    expect([ada.player.getLevel(), ada.player.inventory.slots[20]?.data]).toEqual([
      7,
      [['a:b', 'c']],
    ]);
  });

  test('does nothing when it is refused, and the server says nothing of it', async () => {
    ada.visit.command('deliver first');
    ada.visit.command('save');
    probe.embedded.game.files.mode = 'refused';
    ada.visit.command('deliver second');
    ada.visit.command('save');
    ada.visit.quit();
    expect(probe.swallowed).toEqual([]);
    await crashAndStartAgain();
    expect(held()).toEqual([5, 'first']);
  });

  test('does nothing while spigot.yml says disable-saving', () => {
    const settings = join(probe.folder, 'spigot.yml');
    writeFileSync(settings, 'players:\n  disable-saving: true\n');
    ada.visit.command('save');
    expect(existsSync(file())).toBe(false);
    writeFileSync(settings, 'players:\n  disable-saving: false\n');
    ada.visit.command('save');
    expect(existsSync(file())).toBe(true);
  });

  test('leaves no half-written file behind', () => {
    ada.visit.command('deliver first');
    ada.visit.command('save');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      inventory: [{ slot: 0, material: 'DIAMOND', amount: 5, data: [] }],
      data: [['mintkeep:journal', 'first']],
      mode: 'SURVIVAL',
      world: 'world',
      ...{ level: 0, progress: 0, total: 0 },
    });
    expect(existsSync(`${file()}.new`)).toBe(false);
  });
});

describe('saveAll', () => {
  test('saves everybody and the world when the server ends', async () => {
    ada.visit.command('deliver first');
    ada.visit.command('own');
    probe.end();
    await start();
    expect([held(), probe.evaluate('world()')]).toEqual([[5, 'first'], 'x']);
  });

  test('loses what the world was told since, in a crash', async () => {
    ada.visit.command('own');
    await crashAndStartAgain();
    expect(probe.evaluate('world()')).toBe('null');
  });

  test('is what the console asks for', () => {
    expect(probe.embedded.game.consoleLine('save-all')).toEqual(['Saved the game']);
    expect(existsSync(file())).toBe(true);
  });
});

describe('autosave', () => {
  /** The tick at which the file first appears. */
  async function firstSave(options: { autosaveTicks: number; seed: number }): Promise<number> {
    probe.crash();
    rmSync(file(), { force: true });
    await start(options);
    for (let tick = 1; tick <= 500; tick += 1) {
      probe.tick();
      if (existsSync(file())) return tick;
    }
    return 0;
  }

  test('comes at the same tick for the same seed, and at others for others', async () => {
    const first = await firstSave({ autosaveTicks: 20, seed: 7 });
    expect(first).toBeGreaterThan(0);
    expect(await firstSave({ autosaveTicks: 20, seed: 7 })).toBe(first);
    const others = [];
    for (const seed of [8, 9, 10, 11]) others.push(await firstSave({ autosaveTicks: 20, seed }));
    expect(others.some((tick) => tick !== first)).toBe(true);
  });

  test('never comes when it is off', async () => {
    expect(await firstSave({ autosaveTicks: 0, seed: 7 })).toBe(0);
  });
});

// Things as the game's own bytes, on both engines: what a script sees and hands back must not differ.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProbe, type Guest, type Probe } from './probe.ts';

const engines = ['node', 'graal'] as const;

const script = `
  globalThis.Stack = Java.type('org.bukkit.inventory.ItemStack');
  globalThis.Base64 = Java.type('java.util.Base64');
  globalThis.Plain = Java.type(
    'net.kyori.adventure.text.serializer.plain.PlainTextComponentSerializer').plainText();
  globalThis.Storage = Java.type('org.bukkit.inventory.meta.EnchantmentStorageMeta');
  globalThis.Damageable = Java.type('org.bukkit.inventory.meta.Damageable');
  globalThis.player = () => Bukkit.getOnlinePlayers()[Symbol.iterator]().next().value;
  globalThis.slot = (number) => player().getInventory().getItem(number);
  globalThis.text = (stack) => Base64.getEncoder().encodeToString(stack.serializeAsBytes());
  globalThis.thing = (base64) => Stack.deserializeBytes(Base64.getDecoder().decode(base64));
  globalThis.levels = (map) =>
    [...map.keySet()].map((one) => one.getKey().getKey() + map.get(one)).join();
  globalThis.caught = (run) => {
    try { run(); return 'nothing'; } catch (error) { return describe(error); }
  };
`;

describe.each(engines)('things on %s', (engine) => {
  let probe: Probe;
  let ada: Guest;
  beforeAll(async () => {
    probe = await startProbe({ engine, script });
    ada = probe.join('Ada');
    const give = (what: string) => probe.embedded.game.consoleLine(`give Ada ${what}`);
    give('diamond_sword[enchantments={sharpness:5,mending:1},damage=12,custom_name="Old, Ä"]');
    give('enchanted_book[stored_enchantments={unbreaking:3}]');
    give('diamond 5');
  });
  afterAll(() => probe.end());

  test.each([
    ['the bytes come back equal', 'text(thing(text(slot(0)))) === text(slot(0))', 'true'],
    ['the amount is in the bytes', 'thing(text(slot(2).asQuantity(3))).getAmount()', '3'],
    ['a thing of its bytes is similar', 'thing(text(slot(0))).isSimilar(slot(0))', 'true'],
    ['another is not', 'thing(text(slot(0))).isSimilar(slot(2))', 'false'],
    ['the name', 'Plain.serialize(slot(0).effectiveName())', 'Old, Ä'],
    ["the game's own name", 'Plain.serialize(slot(2).effectiveName())', 'Diamond'],
    ['enchantments at work', 'levels(slot(0).getEnchantments())', 'sharpness5,mending1'],
    ['none at work in a book', 'slot(1).getEnchantments().isEmpty()', 'true'],
    ['stored ones', 'levels(slot(1).getItemMeta().getStoredEnchants())', 'unbreaking3'],
    [
      'kinds of meta',
      '[slot(0), slot(1)].map((one) => one.getItemMeta()).flatMap((one) => ' +
        '[one instanceof Damageable, one instanceof Storage]).join()',
      'true,false,true,true',
    ],
    ['damage', 'slot(0).getItemMeta().getDamage()', '12'],
    ['no lore', 'slot(0).getItemMeta().lore()', 'null'],
    ['the hand', 'player().getInventory().getHeldItemSlot()', '0'],
    [
      'bytes that mean nothing',
      `caught(() => thing('AAAA'))`,
      'java.lang.IllegalArgumentException: Not in GZIP format',
    ],
    ['the mode', 'player().getGameMode().name()', 'SURVIVAL'],
    ['the world', 'player().getWorld().getName()', 'world'],
  ])('%s', (_what, code, value) => {
    expect(probe.evaluate(code)).toBe(value);
  });

  test('a console changes mode and world, and both outlive a save', () => {
    const { game } = probe.embedded;
    game.consoleLine('gamemode creative Ada');
    game.consoleLine('execute in minecraft:the_nether run tp Ada 0 64 0');
    expect(probe.evaluate('player().getGameMode().name()')).toBe('CREATIVE');
    expect(probe.evaluate('player().getWorld().getName()')).toBe('world_nether');
    expect(game.files.memory(ada.player)).toMatchObject({
      mode: 'CREATIVE',
      world: 'world_nether',
    });
  });

  test('a component nobody modelled is refused', () => {
    expect(probe.embedded.game.consoleLine('give Ada diamond[food={nutrition:1}]')).toEqual([
      "Unknown item 'diamond[food={nutrition:1}]'",
    ]);
  });
});

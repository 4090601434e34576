// Each rule between a script and the model, on the fast engine: one case that goes red when the
// rule is dropped. That GraalJS agrees is the business of engines.test.ts.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startProbe, type Guest, type Probe } from '../probe.ts';

let probe: Probe;
let ada: Guest;

beforeAll(async () => {
  probe = await startProbe({
    script: `
      globalThis.Component = Java.type('net.kyori.adventure.text.Component');
      globalThis.Stack = Java.type('org.bukkit.inventory.ItemStack');
      globalThis.Material = Java.type('org.bukkit.Material');
      globalThis.ArrayList = Java.type('java.util.ArrayList');
      globalThis.HashMap = Java.type('java.util.HashMap');
      globalThis.UUID = Java.type('java.util.UUID');
      globalThis.Key = Java.type('org.bukkit.NamespacedKey');
      globalThis.Type = Java.type('org.bukkit.persistence.PersistentDataType');
      globalThis.ada = () => Bukkit.getOnlinePlayers()[Symbol.iterator]().next().value;
      globalThis.one = () => new Stack(Material.getMaterial('DIRT'), 1);
      globalThis.sound = (volume) =>
        ada().playSound(ada().getLocation(), 'minecraft:note', volume, 1);
      globalThis.timer = (...args) => Bukkit.getScheduler().runTaskTimer(plugin, ...args);
      command('who', (sender) => say('it is ' + sender.getName()));
    `,
  });
  ada = probe.join('Ada');
});

afterAll(() => probe.end());

/** What the model reported since the last look. */
function reports(run: () => void): string[] {
  const before = probe.swallowed.length;
  run();
  return probe.swallowed.slice(before);
}

describe('what is not on the surface', () => {
  test.each([
    ['class', `Java.type('org.bukkit.Sound')`, `Java.type('org.bukkit.Sound')`],
    [
      'class that nobody may name',
      `Java.type('org.bukkit.World')`,
      `Java.type('org.bukkit.World')`,
    ],
    ['member', `ada().getHealth`, 'org.bukkit.entity.Player.getHealth'],
    ['inner bean name', `ada().class`, 'org.bukkit.entity.Player.class'],
    ['static', `Bukkit.shutdown`, 'org.bukkit.Bukkit.shutdown'],
    ['field', `Type.LONG`, 'org.bukkit.persistence.PersistentDataType.LONG'],
    ['constructor', `new Bukkit()`, 'new org.bukkit.Bukkit'],
    ['write', `ada().level = 3`, 'setting org.bukkit.entity.Player.level'],
    ['static write', `Type.STRING = 3`, 'setting org.bukkit.persistence.PersistentDataType.STRING'],
    ['write into an array', `ada().getInventory().getStorageContents()[0] = null`, 'writing into'],
    ['part of Grakkit', `Grakkit.swap`, 'Grakkit.swap'],
    ['overload', `ada()['sendMessage(int)']`, 'org.bukkit.entity.Player.sendMessage(int)'],
    ['method of a class', `Java.type('java.lang.Boolean').TYPE.getFields`, 'Class.getFields'],
    ['member of a request', `builder().GET`, 'HttpRequest$Builder.GET'],
  ])('throws for an unknown %s, and reports it even when caught', (_, code, what) => {
    const builder = `const builder = () => Java.type('java.net.http.HttpRequest')
      .newBuilder(Java.type('java.net.URI').create('http://127.0.0.1/'));`;
    const whole = `{ ${builder} let caught = null;
      try { ${code}; } catch (error) { caught = error; } describe(caught) }`;
    let said = '';
    const reported = reports(() => (said = probe.evaluate(whole)));
    expect(said).toContain(`TypeError: not modelled`);
    expect(said).toContain(what);
    expect(reported).toHaveLength(1);
    expect(reported[0]).toContain(what);
  });

  test('lets a script ask for methods by typeof, when they are there', () => {
    expect(probe.evaluate('typeof ada().getName + ("getName" in ada()) + ("x" in ada())')).toBe(
      'functiontruefalse',
    );
  });
});

describe('choose', () => {
  test.each([
    ['too many arguments', `ada().getName(1)`],
    ['too few', `Bukkit.getPlayer()`],
    ['none for a varargs with a fixed part', `miniMessage.deserialize()`],
  ])('refuses %s with an arity error', (_, code) => {
    const setup = `globalThis.miniMessage =
      Java.type('net.kyori.adventure.text.minimessage.MiniMessage').miniMessage();`;
    expect(probe.evaluate(setup + code)).toMatch(/^threw TypeError: Arity error/);
  });

  test.each([
    ['a task that fits Runnable and Consumer', `timer(() => {}, 1, 1)`],
    ['a letter that fits String and char', `Component.text('x')`],
  ])('refuses %s as ambiguous', (_, code) => {
    expect(probe.evaluate(code)).toMatch(/^threw TypeError: Multiple applicable overloads/);
  });

  test.each([
    [
      `Bukkit.getScheduler()['runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'](
        plugin, () => {}, 1, 1).cancel()`,
    ],
    [`Component['text(java.lang.String)']('x')`],
    [`ada().sendMessage('hello')`],
    [`ada().sendMessage('hello', 'you')`],
    [`ada()['sendMessage(java.lang.String[])']('hello')`],
    [`Component.text('xy')`],
  ])('takes an overload by its full signature, or when one alone fits: %s', (code) => {
    expect(probe.evaluate(code)).not.toMatch(/^threw/);
  });
});

describe('fit', () => {
  test.each([
    ['a float that is not exact', `sound(0.8)`, `Cannot convert '0.8' to Java type 'float'`],
    ['an int with a fraction', `one().setAmount(5.5)`, `'5.5' to Java type 'int'`],
    ['NaN', `one().setAmount(NaN)`, `'NaN' to Java type 'int'`],
    ['Infinity', `one().setAmount(Infinity)`, `'Infinity' to Java type 'int'`],
    ['a number in a text', `one().setAmount('5')`, `'5' to Java type 'int'`],
    ['an int above the range', `one().setAmount(2 ** 31)`, `'2147483648' to Java type 'int'`],
    ['an int below the range', `one().setAmount(-(2 ** 31) - 1)`, `to Java type 'int'`],
    ['null for an int', `one().setAmount(null)`, 'null is not accepted as int'],
    ['undefined', `one().setAmount(undefined)`, 'undefined is not accepted as int'],
    ['null for a text', `Material.getMaterial(null)`, 'null is not accepted'],
    ['a number for a text', `Material.getMaterial(5)`, `'5' to Java type 'java.lang.String'`],
    ['a number for a boolean', `metaOf().setEnchantmentGlintOverride(1)`, `'boolean'`],
    ['a fraction for a long', `timer2(() => {}, 0.5)`, `'0.5' to Java type 'long'`],
    ['an array as Object', `new ArrayList().add([])`, 'must not be kept by Java'],
    ['a function as Object', `new ArrayList().add(() => {})`, 'must not be kept by Java'],
    ['a plain object as Object', `new ArrayList().add({})`, 'not a Java value'],
    ['a bigint', `one().setAmount(5n)`, 'not a Java value'],
    ['a thing of another class', `ada().getInventory().addItem(ada())`, 'is not a org.bukkit'],
    ['an array where a list is wanted', `metaOf().lore([])`, 'is not a java.util.List'],
    ['a thing where a function is wanted', `Grakkit.push(ada())`, 'a function is wanted'],
    ['an array for an array of other things', `register([1])`, 'array of strings is wanted'],
    ['a Java array', `Grakkit.push(ada().getInventory().getStorageContents())`, 'not a Java value'],
  ])('refuses %s', (_, code, problem) => {
    const setup = `globalThis.metaOf = () => one().getItemMeta();
      globalThis.timer2 = (run, period) => Bukkit.getScheduler()[
        'runTaskTimer(org.bukkit.plugin.Plugin,java.lang.Runnable,long,long)'](plugin, run, 1, period);
      globalThis.register = (aliases) =>
        plugin.register('probe', 'other', aliases, null, null, () => {}, () => []);`;
    const said = probe.evaluate(setup + code);
    expect(said).toMatch(/^threw TypeError: /);
    expect(said).toContain(problem);
  });

  test.each([
    ['a float made exact', `sound(Math.fround(0.8))`, 'undefined'],
    ['an integral quotient', `{ const it = one(); it.setAmount(10 / 2); it.getAmount() }`, '5'],
    [
      'the greatest int',
      `{ const it = one(); it.setAmount(2 ** 31 - 1); it.getAmount() }`,
      '2147483647',
    ],
    ['null where Java allows it', `one().isSimilar(null)`, 'false'],
    ['a number as Object', `new ArrayList().add(1.5)`, 'true'],
    ['a thing of the class', `one().isSimilar(one())`, 'true'],
  ])('takes %s', (_, code, expected) => {
    expect(probe.evaluate(code)).toBe(expected);
  });
});

describe('what a script holds', () => {
  test('refuses a number as a STRING of a data container, as Paper does', () => {
    const code = `ada().getPersistentDataContainer().set(new Key('mintkeep', 'x'), Type.STRING, 5)`;
    expect(probe.evaluate(code)).toMatch(/^threw java.lang.IllegalArgumentException: /);
  });

  test('makes two equal uuids two objects, equal by equals', () => {
    const code = `{ const [a, b] = [ada().getUniqueId(), UUID.fromString(String(ada().getUniqueId()))];
      [a === b, a.equals(b), b.equals(a), a.equals(UUID.randomUUID()), String(a) === String(b)] }`;
    expect(probe.evaluate(code)).toBe('false,true,true,false,true');
  });

  test('makes the same Java object the same value', () => {
    const code = `[ada() === ada(), Bukkit.getScheduler() === Bukkit.getScheduler(),
      Material.getMaterial('DIRT') === one().getType(), ada().getGameMode() === ada().getGameMode()]`;
    expect(probe.evaluate(code)).toBe('true,true,true,true');
  });

  test('gives arrays a length and elements, and no methods', () => {
    const code = `{ const a = ada().getInventory().getStorageContents();
      [a.length, a[0], a.map, a.indexOf, a[99], [...a].length, Array.from(a).length,
       Array.isArray(a)] }`;
    expect(probe.evaluate(code)).toBe('36,,,,,36,36,false');
  });

  test('makes collections iterable, and no arrays', () => {
    const list = `const list = new ArrayList(); list.add('a'); list.add('b');`;
    expect(probe.evaluate(`{ ${list} [...list].join() + list.size() + list.get(1) }`)).toBe(
      'a,b2b',
    );
    expect(probe.evaluate(`{ ${list} list.map }`)).toMatch(/^threw TypeError: not modelled/);
    expect(probe.evaluate(`[...new HashMap()]`)).toMatch(/^threw TypeError: .*not iterable/);
  });

  test('throws Java exceptions that are no Error', () => {
    const code = `{ let e; try { UUID.fromString('no'); } catch (error) { e = error; }
      [e instanceof Error, e.stack, e.message, e.getClass().getName(), e.getMessage(), e.getCause()]
        .map(String).join('|') }`;
    expect(probe.evaluate(code)).toBe(
      'false|undefined|undefined|java.lang.IllegalArgumentException|Invalid UUID string: no|null',
    );
  });

  test('binds methods, without call, apply and bind', () => {
    const code = `{ const { getName } = ada(); [getName(), Reflect.apply(ada().getName, null, []),
      typeof getName.call, typeof getName.apply, typeof getName.bind].join() }`;
    expect(probe.evaluate(code)).toBe('Ada,Ada,undefined,undefined,undefined');
    expect(probe.evaluate('ada().getName.call(ada())')).toMatch(/^threw TypeError/);
  });

  test('is an empty object in JSON', () => {
    expect(probe.evaluate('JSON.stringify([ada(), ada().getUniqueId(), new HashMap()])')).toBe(
      '[{},{},{}]',
    );
  });

  test('can be what a promise is resolved with, for it has no then', () => {
    const reported = reports(() => {
      probe.evaluate(`Promise.resolve(ada()).then((player) => say('came ' + player.getName()))`);
    });
    expect(probe.said()).toContain('came Ada');
    expect(reported).toEqual([]);
  });

  test('is an instance of its class and of those above', () => {
    const code = `{ const List = Java.type('java.util.HashMap');
      [new ArrayList() instanceof ArrayList, new ArrayList() instanceof List, {} instanceof List] }`;
    expect(probe.evaluate(code)).toBe('true,false,false');
  });

  test('is still there when the game names it again, though the script let it go', async () => {
    const collect = makeCollector();
    const reported: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      probe.evaluate(`ada().getInventory().getSize()`);
      await collect();
      reported.push(...reports(() => ada.visit.command('who')));
    }
    expect(reported).toEqual([]);
    expect(probe.said().filter((line) => line === 'it is Ada')).toHaveLength(5);
  });
});

/** Runs the collector of garbage, and what waits for it. */
function makeCollector(): () => Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return async () => {
    collect();
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
}

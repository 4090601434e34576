// Experience as the game counts it, and what listeners hear of it: before an orb counts, and after
// a level has changed by whatever way.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe, uuidOf, type Guest, type Probe } from '../probe.ts';

let probe: Probe;
let ada: Guest;

beforeEach(async () => {
  probe = await startProbe({
    script: `
      globalThis.listener = new (Java.type('org.bukkit.event.Listener'))();
      const Priority = Java.type('org.bukkit.event.EventPriority');
      globalThis.on = (name, run) =>
        Bukkit.getPluginManager().registerEvent(Java.type('org.bukkit.event.' + name).class,
          listener, Priority.valueOf('NORMAL'), run, plugin, false);
      globalThis.ada = () => [...Bukkit.getOnlinePlayers()][0];
      globalThis.noticeLevels = () => on('player.PlayerLevelChangeEvent', (self, event) =>
        say([event.getPlayer().getName(), event.getOldLevel(), event.getNewLevel()]));
    `,
  });
  ada = probe.join('Ada');
});
afterEach(() => probe.end());

const run = (line: string): string[] => probe.embedded.game.consoleLine(line);
const has = (): [number, number, number] => {
  const { level, progress, total } = ada.player.experience;
  return [level, Math.round(progress * 1_000) / 1_000, total];
};

describe('the arithmetic', () => {
  // Totals of the game's own table: 7 points to level 1, 352 to 16, 1395 to 30, 1628 to 32;
  // what floats lose on the long way, the game loses too.
  test.each([
    [7, [1, 0, 7]],
    [6, [0, 0.857, 6]],
    [352, [16, 0, 352]],
    [1_395, [30, 0, 1_395]],
    [1_629, [32, 0.008, 1_629]],
  ])('%d points from nothing', (points, expected) => {
    run(`experience add Ada ${points}`);
    expect(has()).toEqual(expected);
  });

  test('takes points away again, down to nothing', () => {
    run('experience add Ada 352');
    run('experience add Ada -37');
    expect(has()).toEqual([15, 0, 315]);
    run('experience add Ada -10000');
    expect(has()).toEqual([0, 0, 0]);
  });

  test('gives levels without the total, and takes them', () => {
    run('experience add Ada 3');
    run('experience add Ada 5 levels');
    expect(has()).toEqual([5, 0.429, 3]);
    run('experience add Ada -9 levels');
    expect(has()).toEqual([0, 0, 0]);
  });

  test('sets points within the level', () => {
    run('experience set Ada 30 levels');
    run('experience set Ada 56 points');
    expect(has()).toEqual([30, 0.5, 0]);
    expect(run('experience query Ada points')).toEqual(['Ada has 56 experience points']);
  });

  test('goes to disk and comes back', () => {
    run('experience add Ada 400');
    const before = has();
    ada.visit.quit();
    ada = probe.join('Ada');
    expect(has()).toEqual(before);
  });
});

describe('an orb', () => {
  const orb = (points: number): string[] =>
    run(`execute at Ada run summon minecraft:experience_orb ~ ~ ~ {Value:${points}}`);

  test('asks listeners how much of it counts, and gives that', () => {
    probe.evaluate(`on('player.PlayerExpChangeEvent', (self, event) => {
      say([event.getPlayer().getName(), event.getAmount()]);
      event.setAmount(event.getAmount() - 10);
    })`);
    expect(orb(17)).toEqual(['Summoned new Experience Orb']);
    probe.tick();
    expect([probe.said(), has()]).toEqual([['Ada,17'], [1, 0, 7]]);
  });

  test('follows another at the second tick', () => {
    orb(1);
    orb(1);
    probe.tick(2);
    expect(has()[2]).toBe(1);
    probe.tick();
    expect(has()[2]).toBe(2);
  });

  test('comes out of a bottle, three to eleven points at a time', () => {
    run('give Ada experience_bottle 2');
    for (let time = 0; time < 3; time += 1) ada.visit.useItem();
    probe.tick(6);
    const [, , total] = has();
    expect(total).toBeGreaterThanOrEqual(6);
    expect(total).toBeLessThanOrEqual(22);
    expect(ada.player.inventory.slots[0]).toBeNull();
  });

  test('comes out of no other hand', () => {
    run('give Ada experience_bottle 2');
    ada.visit.holdSlot(1);
    ada.visit.useItem();
    ada.visit.holdSlot(9);
    probe.tick();
    expect([has()[2], ada.player.heldSlot]).toEqual([0, 1]);
  });
});

describe('a changed level', () => {
  test('is told at the tick, after the client saw it, whatever changed it', () => {
    probe.evaluate('noticeLevels()');
    probe.tick();
    const from = ada.sent.length;
    run('execute as Ada run experience add @s 3 levels');
    probe.evaluate('ada().setLevel(ada().getLevel() + 2)');
    expect(probe.said()).toEqual([]);
    probe.tick();
    expect(probe.said()).toEqual(['Ada,0,5']);
    expect(ada.sent.slice(from)).toEqual([['experience', 5, 0, 0]]);
  });

  test('is not told again when a listener set it back', () => {
    probe.evaluate(`noticeLevels(); on('player.PlayerLevelChangeEvent', (self, event) => {
      event.getPlayer().setLevel(1);
      event.getPlayer().setExp(Math.fround(0.25));
    })`);
    probe.tick();
    run('experience set Ada 9 levels');
    probe.tick(2);
    expect(probe.said()).toEqual(['Ada,0,9']);
    expect(ada.sent.at(-1)).toEqual(['experience', 1, 0.25, 0]);
  });

  test('is not told of a player who comes with it', () => {
    run('experience set Ada 9 levels');
    ada.visit.quit();
    probe.evaluate('noticeLevels()');
    ada = probe.join('Ada');
    probe.tick(2);
    expect(probe.said()).toEqual([]);
  });

  test.each([
    ['ada().setLevel(-1)', 'must not be negative (-1)'],
    ['ada().setExp(1.5)', 'must be between 0.0 and 1.0 (1.5)'],
    ['ada().setExp(0.3)', 'lossy primitive coercion'],
    ['ada().setLevel(1.5)', 'lossy primitive coercion'],
  ])('%s throws', (code, why) => {
    expect(probe.evaluate(code)).toContain(why);
    expect(has()).toEqual([0, 0, 0]);
  });
});

describe('a command line', () => {
  test('of a player is heard with its slash, and can be stopped', () => {
    probe.evaluate(`command('hello', () => say('ran'));
      on('player.PlayerCommandPreprocessEvent', (self, event) => {
        say(event.getMessage());
        event.setCancelled(event.getMessage().includes('stop'));
      })`);
    ada.visit.command('hello there');
    ada.visit.command('hello stop');
    expect(probe.said()).toEqual(['/hello there', 'ran', '/hello stop']);
  });

  test('of the console is heard as it is, and can be stopped', () => {
    probe.evaluate(`on('server.ServerCommandEvent', (self, event) => {
      if (!event.getCommand().startsWith('say')) return;
      say([event.getSender().getName(), event.getCommand()]);
      event.setCancelled(true);
    })`);
    expect(run('say hello')).toEqual([]);
    expect([probe.said(), ada.chat()]).toEqual([['CONSOLE,say hello'], []]);
  });

  test('that a script gives is not heard again', () => {
    probe.evaluate(`on('server.ServerCommandEvent', (self, event) => say(event.getCommand()))`);
    const line = `Bukkit.dispatchCommand(Bukkit.getConsoleSender(), 'xp add Ada 7')`;
    expect(probe.evaluate(line)).toBe('true');
    expect(probe.said().filter((one) => one.startsWith('xp'))).toEqual([]);
    expect(has()).toEqual([1, 0, 7]);
  });

  test('of vanilla is open to operators', () => {
    ada.visit.command('xp add @s 7');
    expect(has()).toEqual([0, 0, 0]);
    run('op Ada');
    ada.visit.command('xp add @s 7');
    expect(has()).toEqual([1, 0, 7]);
    expect(ada.chat().at(-1)).toBe('Gave 7 experience points to Ada');
  });
});

describe('selectEntities', () => {
  test.each([
    ['Ada', 'Ada'],
    ['@a', 'Ada'],
    [uuidOf('Ada'), 'Ada'],
    ['Nobody', ''],
    ['@s', ''],
    ['@x', 'threw java.lang.IllegalArgumentException: Could not parse selector: @x'],
  ])('finds for the console and %s: %s', (target, expected) => {
    const found = `[...Bukkit.selectEntities(Bukkit.getConsoleSender(), '${target}')]`;
    expect(probe.evaluate(`${found}.map((one) => one.getName()).join()`)).toBe(expected);
  });
});

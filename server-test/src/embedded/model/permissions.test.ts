// Who may do what, as Bukkit has it: defaults, children, operators, and what the plugin must check.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe, type Guest, type Probe } from '../probe.ts';

let probe: Probe;
let ada: Guest;

beforeEach(async () => {
  probe = await startProbe({
    script: `
      const Permission = Java.type('org.bukkit.permissions.Permission');
      const Default = Java.type('org.bukkit.permissions.PermissionDefault');
      const HashMap = Java.type('java.util.HashMap');
      globalThis.add = (name, byDefault, children = {}) => {
        const map = new HashMap();
        for (const [child, value] of Object.entries(children)) map.put(child, value);
        Bukkit.getPluginManager().addPermission(
          new Permission(name, 'about it', Default[byDefault], map));
      };
      globalThis.may = (name) => [...Bukkit.getOnlinePlayers()][0].hasPermission(name);
      add('mintkeep.player', 'TRUE', { 'mintkeep.buy': true, 'mintkeep.never': false });
      add('mintkeep.admin', 'OP', { 'mintkeep.give': true });
      add('mintkeep.own', 'OP');
    `,
  });
  ada = probe.join('Ada');
});
afterEach(() => probe.end());

describe('hasPermission', () => {
  test.each([
    ['mintkeep.player', 'true', 'true'],
    ['MintKeep.Player', 'true', 'true'],
    ['mintkeep.buy', 'true', 'true'],
    ['mintkeep.admin', 'false', 'true'],
    ['mintkeep.give', 'false', 'true'],
    ['mintkeep.own', 'false', 'true'],
    // A node that nobody registered belongs to operators.
    ['other.thing', 'false', 'true'],
    // A parent may take a child away, from operators too.
    ['mintkeep.never', 'false', 'false'],
  ])('gives %s to players: %s, to operators: %s', (name, toPlayer, toOperator) => {
    expect(probe.evaluate(`may('${name}')`)).toBe(toPlayer);
    probe.embedded.game.consoleLine('op Ada');
    expect(probe.evaluate(`may('${name}')`)).toBe(toOperator);
    probe.embedded.game.consoleLine('deop Ada');
    expect(probe.evaluate(`may('${name}')`)).toBe(toPlayer);
  });

  test('follows children of children', () => {
    probe.evaluate(`add('mintkeep.top', 'TRUE', { 'mintkeep.middle': true });
      add('mintkeep.middle', 'OP', { 'mintkeep.deep': true }); add('mintkeep.deep', 'OP');`);
    expect(probe.evaluate(`[may('mintkeep.middle'), may('mintkeep.deep')]`)).toBe('true,true');
  });

  test('is yes to the console', () => {
    expect(probe.evaluate(`Bukkit.getConsoleSender().hasPermission('other.thing')`)).toBe('true');
  });

  test('remembers operators over a start', async () => {
    probe.embedded.game.consoleLine('op Ada');
    const again = await startProbe({ folder: probe.folder, keepFolder: true });
    again.join('Ada');
    expect(again.embedded.game.isOperator(ada.player.uuid)).toBe(true);
    again.end();
  });
});

describe('isPermissionSet', () => {
  const ask = (name: string): string =>
    probe.evaluate(`[...Bukkit.getOnlinePlayers()][0].isPermissionSet('${name}')`);

  test('knows what a default or a plugin gave from what operators merely have', () => {
    const { uuid } = ada.player;
    const { plugins } = probe.embedded.game;
    const name = 'Group.Vip';
    probe.embedded.game.consoleLine('op Ada');
    expect([ask(name), ask('mintkeep.buy'), ask('mintkeep.give')]).toEqual([
      'false',
      'true',
      'true',
    ]);
    plugins.attach(uuid, name, true);
    expect([ask('group.vip'), probe.evaluate(`may('group.vip')`)]).toEqual(['true', 'true']);
    plugins.attach(uuid, name, false);
    expect([ask('group.vip'), probe.evaluate(`may('group.vip')`)]).toEqual(['true', 'false']);
    plugins.attach(uuid, 'mintkeep.player', false);
    expect(probe.evaluate(`may('mintkeep.never')`)).toBe('true');
    plugins.attach(uuid, name, null);
    expect([ask('group.vip'), probe.evaluate(`may('group.vip')`)]).toEqual(['false', 'true']);
  });
});

describe('addPermission', () => {
  test('refuses a name twice, until it was removed', () => {
    expect(probe.evaluate(`add('Mintkeep.Own', 'TRUE')`)).toBe(
      'threw java.lang.IllegalArgumentException: The permission mintkeep.own is already defined!',
    );
    probe.evaluate(`Bukkit.getPluginManager().removePermission('mintkeep.own')`);
    expect(probe.evaluate(`add('mintkeep.own', 'TRUE'); may('mintkeep.own')`)).toBe('true');
  });
});

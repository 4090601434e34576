// The command map: who sees which command, how a line reaches the plugin, and what the console has
// of its own.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startProbe, type Guest, type Probe } from '../probe.ts';

let probe: Probe;
let ada: Guest;

beforeEach(async () => {
  probe = await startProbe({
    script: `
      const heard = (name) => (sender, label, args) =>
        say([name, sender.getName(), label, args.length, ...args].join());
      globalThis.register = (name, aliases, permission, execute = heard(name)) =>
        plugin.register('mintkeep', name, aliases, permission, null, execute,
          (sender, label, args) => ['a' + args.length, String(args[args.length - 1])]);
      register('shop', ['store'], null);
      register('secret', [], 'mintkeep.secret');
    `,
  });
  ada = probe.join('Ada');
});
afterEach(() => probe.end());

const trees = (): unknown[] =>
  ada.sent.filter(([method]) => method === 'commands').map(([, names]) => names);

const shopNames = ['mintkeep:shop', 'mintkeep:store', 'shop', 'store'];

describe('the command tree', () => {
  test('shows what a player may use, under all names', () => {
    const names = trees().at(-1) as string[];
    expect(names.filter((name) => !name.includes('evaluate'))).toEqual(shopNames);
  });

  test('comes again when the player becomes an operator, and when a command comes', () => {
    probe.embedded.game.consoleLine('op Ada');
    expect(trees().at(-1)).toContain('secret');
    probe.evaluate(`register('late', [], null)`);
    expect(trees().at(-1)).toContain('late');
    probe.embedded.game.consoleLine('deop Ada');
    expect(trees().at(-1)).not.toContain('secret');
  });
});

describe('runFor', () => {
  test.each([
    ['shop buy  diamond 3', 'shop,Ada,shop,3,buy,diamond,3'],
    ['STORE', 'shop,Ada,STORE,0'],
    ['mintkeep:shop x', 'shop,Ada,mintkeep:shop,1,x'],
  ])('passes /%s on', (line, expected) => {
    ada.visit.command(line);
    expect(probe.said()).toEqual([expected]);
  });

  test.each(['secret', 'nothing', 'shopping', 'sho', 'give Ada dirt', 'stop', ''])(
    'does not know /%s, and says so',
    (line) => {
      ada.visit.command(line);
      expect(probe.said()).toEqual([]);
      expect(ada.sent.at(-1)).toEqual([
        'chat',
        { translate: 'command.unknown.command', color: 'red' },
      ]);
    },
  );
});

describe('dispatch', () => {
  // The map checks nothing: the executor has to (facts/grakkit.md, section 7).
  test('lets a script run a command that the player may not use', () => {
    const code = `Bukkit.dispatchCommand([...Bukkit.getOnlinePlayers()][0], 'secret x')`;
    expect(probe.evaluate(code)).toBe('true');
    expect(probe.said()).toEqual(['secret,Ada,secret,1,x']);
  });

  test('answers false for what nobody knows', () => {
    expect(probe.evaluate(`Bukkit.dispatchCommand(Bukkit.getConsoleSender(), 'nothing')`)).toBe(
      'false',
    );
  });

  test('gives a name registered again to the new function', () => {
    probe.evaluate(`register('shop', [], null, () => say('new'))`);
    ada.visit.command('shop');
    expect(probe.said()).toEqual(['new']);
  });
});

describe('complete', () => {
  test('completes names, and asks the plugin for the rest', () => {
    ada.visit.tab(1, '/sto');
    ada.visit.tab(2, '/shop buy di');
    ada.visit.tab(3, '/secret x');
    expect(ada.sent.filter(([method]) => method === 'tabReply')).toEqual([
      ['tabReply', 1, '/sto', ['store']],
      ['tabReply', 2, '/shop buy di', ['a2', 'di']],
      ['tabReply', 3, '/secret x', []],
    ]);
  });
});

describe('the console', () => {
  const run = (line: string): string[] => probe.embedded.game.consoleLine(line);

  test('answers what a command printed, line by line', () => {
    probe.evaluate(`register('print', [], null, (sender) => {
      sender.sendMessage('two\\nlines');
      sender.sendMessage(Java.type('net.kyori.adventure.text.Component').text('and a third'));
    })`);
    expect(run('print')).toEqual(['two', 'lines', 'and a third']);
    expect(probe.lines.slice(-2)).toEqual(['two\nlines', 'and a third']);
  });

  test.each([
    ['list', 'There are 1 of a max of 100 players online: Ada'],
    ['give Ada minecraft:diamond 3', 'Gave 3 [minecraft:diamond] to Ada'],
    ['give Ada nonsense', `Unknown item 'nonsense'`],
    ['give Ada diamond 0', `Unknown item 'diamond'`],
    ['give Nobody diamond', 'No player was found'],
    ['experience add Ada 4', 'Gave 4 experience points to Ada'],
    ['xp set Ada 4 levels', 'Set 4 experience levels on Ada'],
    ['experience add @a 2 levels', 'Gave 2 experience levels to Ada'],
    ['experience query Ada levels', 'Ada has 0 experience levels'],
    ['experience add Nobody 4', 'No player was found'],
    [
      'experience set Ada 7',
      "Cannot set experience points above the maximum points for the player's current level",
    ],
    ['experience add Ada 1.5', 'Incorrect argument for command'],
    ['nothing', 'Unknown or incomplete command, see below for error'],
  ])('answers %s', (line, answer) => {
    expect(run(line)).toEqual([answer]);
  });

  test('throws to the ground what a gift has no room for', () => {
    run('give Ada dirt 3000');
    const lying = ada.player.inventory.slots.reduce((sum, one) => sum + (one?.amount ?? 0), 0);
    expect([lying, ada.player.dropped.map(({ amount }) => amount)]).toEqual([36 * 64, [696]]);
  });

  test('tells a changed level at the next tick', () => {
    probe.tick();
    const from = ada.sent.length;
    run('experience set Ada 4 levels');
    expect(ada.sent.length).toBe(from);
    probe.tick(2);
    expect(ada.sent.slice(from)).toEqual([['experience', 4, 0, 0]]);
  });
});

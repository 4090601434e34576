// The fake itself: what tests of features lean on beyond the contract.
import { describe, expect, test } from 'vitest';
import { createFake, fakeAnswer } from './fake.ts';
import { plainText } from './fake-text.ts';
import type { Command, Menu } from './platform.ts';

const words = (template: string) => ({ template });
const diamonds = (amount: number) => ({ material: 'DIAMOND', amount });

describe('createFake', () => {
  test('keeps what was saved over a crash, and nothing else', () => {
    const before = createFake();
    const alex = before.join('Alex');
    alex.give([diamonds(3)]);
    alex.notes.set('receipt', 'given');
    alex.save();
    const state = alex.fileState();
    alex.give([diamonds(2)]);
    before.crash();
    expect(alex.isOnline()).toBe(false);

    const after = createFake({ disk: before.disk });
    const again = after.join('Alex');
    expect(again.id).toBe(alex.id);
    expect(again.count('DIAMOND')).toBe(3);
    expect(again.notes.get('receipt')).toBe('given');
    expect(again.fileState()).toBe(state);
  });

  test('leaves the file as it was while saves fail', () => {
    const fake = createFake();
    const alex = fake.join('Alex');
    fake.faults.saves = true;
    alex.save();
    expect(alex.fileState()).toBeNull();
    fake.faults.saves = false;
    alex.save();
    expect(alex.fileState()).not.toBeNull();
  });

  test('asks how much of an orb counts, and tells of a level a tick after it changed', async () => {
    const fake = createFake();
    const told: [string, number, number][] = [];
    fake.onGain((_player, points) => points - 3);
    fake.onLevelChange((player, before) => void told.push([player.name, before, player.level()]));
    const alex = fake.join('Alex');
    await fake.advance(50);
    alex.gain(10);
    expect([alex.level(), told]).toEqual([1, []]);
    await fake.advance(50);
    alex.setExperience({ level: 5, progress: 0.5 });
    await fake.advance(100);
    expect(told).toEqual([
      ['Alex', 0, 1],
      ['Alex', 1, 5],
    ]);
    fake.quit(alex);
    expect(fake.join('Alex').experience()).toEqual({ level: 5, progress: 0.5 });
  });

  test('lets a listener put other lines in the place of a command line', () => {
    const fake = createFake();
    fake.join('Alex');
    fake.onCommandLine(({ text, targets }) =>
      text === 'hi @a' ? targets('@a').map(({ name }) => `hi ${name}`) : null,
    );
    expect(fake.commandLine(fake.console, 'hi @a')).toEqual(['hi Alex']);
    expect(fake.commandLine(fake.console, 'hi Alex')).toEqual(['hi Alex']);
  });

  test('tells a listener of the players who were there before it', async () => {
    const fake = createFake({ online: ['Alex'] });
    const joined: string[] = [];
    fake.onJoin((player) => void joined.push(player.name));
    expect(joined).toEqual([]);
    await fake.advance(50);
    fake.join('Steve');
    expect(joined).toEqual(['Alex', 'Steve']);
  });

  test('asks permissions before a command, and hears what it throws later', async () => {
    const fake = createFake();
    const command: Command = {
      name: 'pay',
      aliases: ['give'],
      permission: 'mintkeep.pay',
      forbidden: () => words('<red>No.'),
      run: () => Promise.reject(new Error('lost')),
      complete: () => ['Alex', 'Bert'],
    };
    fake.command(command);
    const alex = fake.join('Alex');
    await fake.run(alex, 'pay 1');
    expect(alex.heard).toEqual(['No.']);
    expect(fake.complete(alex, 'pay a')).toEqual([]);
    fake.permissions([{ name: 'mintkeep.pay', description: 'pays', for: 'everyone' }]);
    await fake.run(alex, 'give 1');
    expect(fake.complete(alex, 'pay a')).toEqual(['Alex']);
    expect(fake.logged.map(({ level, line }) => [level, line])).toEqual([['error', '/pay failed']]);
  });

  test('shows the open menu and closes it when another opens or the player leaves', async () => {
    const fake = createFake();
    const alex = fake.join('Alex');
    const seen: string[] = [];
    const menu = (name: string): Menu => ({
      title: words(`<bold>${name}`),
      rows: 1,
      icons: new Map([[4, { material: 'DIAMOND', name: words('<aqua>Gem') }]]),
      onClick: (slot, click) => void seen.push(`${name} ${click} ${String(slot)}`),
      onClose: () => void seen.push(`${name} closed`),
    });
    const first = fake.openMenu(alex, menu('first'));
    expect(alex.menu()?.title).toBe('first');
    expect(alex.menu()?.icons.get(4)?.name).toBe('Gem');
    await alex.click(4, 'shift');
    fake.openMenu(alex, menu('second'));
    expect(first.isOpen()).toBe(false);
    fake.quit(alex);
    expect(seen).toEqual(['first shift 4', 'first closed', 'second closed']);
  });

  test('answers requests by the script and gives up when the time is over', async () => {
    const fake = createFake();
    const outcomes: unknown[] = [];
    const ask = () =>
      fake
        .http({ method: 'GET', url: 'http://backend/', headers: {}, timeoutMs: 1_000 })
        .then((answer) => outcomes.push(answer.status))
        .catch((error: unknown) => outcomes.push(String(error)));
    fake.respond(() => fakeAnswer(204, ''));
    void ask();
    await fake.settle();
    fake.respond(() => new Promise(() => undefined));
    void ask();
    await fake.advance(999);
    expect(outcomes).toEqual([204]);
    await fake.advance(1);
    expect(outcomes).toEqual([204, 'Error: No answer within 1000 ms.']);
  });

  test('runs the last words in reverse when it stops, and none when it crashes', () => {
    const order: string[] = [];
    const start = () => {
      const fake = createFake();
      fake.onStop('one', () => void order.push('one'));
      fake.onStop('two', () => void order.push('two'));
      return fake;
    };
    start().crash();
    expect(order).toEqual([]);
    start().stop();
    expect(order).toEqual(['two', 'one']);
  });
});

describe('plainText', () => {
  test('takes tags out of templates, and nothing out of values', () => {
    const inner = { template: '<green><what></green>', values: { what: '<b>x</b>' } };
    const message = { template: '<red>a\\<b <who> <inner>', values: { who: '<c>', inner } };
    expect(plainText(message)).toBe('a<b <c> <b>x</b>');
  });

  test('refuses a value by a name that MiniMessage refuses', () => {
    expect(() => plainText({ template: '<priceCoins>', values: { priceCoins: '1' } })).toThrow(
      'priceCoins',
    );
  });
});

// Errands: each command once, whatever dies in between; what nobody can prove is for staff.
import { describe, expect, test } from 'vitest';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import type { FakeDisk } from '../platform/fake-parts.ts';
import { createFakeDisk } from '../platform/fake.ts';
import { leased } from './fake-leases.ts';
import { runErrand, type Errand, type ErrandOutcome } from './errands.ts';
import { openJournal } from './journal.ts';

const command = (safeToRepeat: boolean, ...commands: string[]): Errand => ({
  action: 'command',
  payload: { commands, safeToRepeat },
});
const rank: Errand = { action: 'rank', payload: { group: 'vip' } };
const money: Errand = { action: 'money', payload: { amountCoins: 1_500 } };
const message: Errand = { action: 'message', payload: { text: 'Hi <red>you' } };

function start(disk: FakeDisk = createFakeDisk()) {
  const { plugin, fake: platform } = startFakePlugin({}, { disk });
  const journal = openJournal(platform.files, platform.log, () => platform.nowMs());
  const alex = platform.join('Alex');
  const run = (task: Errand, { cancelled = false, reviews = 0 } = {}): ErrandOutcome => {
    const lease = leased(1, alex.id, { task: task as Task, cancelled, reviews });
    return runErrand(plugin, journal, alex, lease, task);
  };
  return { platform, journal, alex, run, disk };
}

/** A server that dies while the first command of a task runs. */
function dieWhileRunning(task: Errand): FakeDisk {
  const server = start();
  server.platform.runConsole = () => {
    throw new Error('the power is gone');
  };
  expect(() => server.run(task)).toThrow('the power is gone');
  server.platform.crash();
  return server.disk;
}

describe('runErrand', () => {
  test.each([
    ['a rank', rank, 'lp user Alex parent add vip'],
    ['money', money, 'eco give Alex 1500'],
    ['a command', command(false, 'crate give {player} gold'), 'crate give Alex gold'],
  ])('runs %s with typed values, once for two leases (B-13)', (_what, task, line) => {
    const { platform, run } = start();
    expect(run(task)).toEqual({ outcome: 'given' });
    expect(run(task)).toEqual({ outcome: 'given' });
    expect(platform.consoleLines).toEqual([line]);
  });

  test('fills in the id, and leaves names that it does not know', () => {
    const { platform, alex, run } = start();
    run(command(false, 'x {uuid} {group} {amount}'));
    expect(platform.consoleLines).toEqual([`x ${alex.id} {group} {amount}`]);
  });

  test('answers given after a crash once it was done', () => {
    const before = start();
    before.run(money);
    before.platform.crash();
    const after = start(before.disk);
    expect(after.run(money)).toEqual({ outcome: 'given' });
    expect(after.platform.consoleLines).toEqual([]);
  });

  test.each([
    ['money', money, 'unclear', 0],
    ['a command', command(false, 'x'), 'unclear', 0],
    ['a command that is safe to repeat', command(true, 'x'), 'given', 1],
    ['a rank', rank, 'given', 1],
  ])('after a crash while %s ran', (_what, task, outcome, runs) => {
    const after = start(dieWhileRunning(task));
    expect(after.run(task)).toEqual({ outcome });
    expect(after.platform.consoleLines).toHaveLength(runs);
  });

  test('runs nothing when the journal cannot be written', () => {
    const { platform, run } = start();
    platform.faults.appends = true;
    expect(() => run(money)).toThrow('cannot be written');
    expect(platform.consoleLines).toEqual([]);
    platform.faults.appends = false;
    expect(run(money)).toEqual({ outcome: 'given' });
  });

  test('runs again, once, when staff looked and decided so', () => {
    const { platform, run } = start(dieWhileRunning(money));
    expect(run(money)).toEqual({ outcome: 'unclear' });
    expect(run(money, { reviews: 1 })).toEqual({ outcome: 'given' });
    expect(run(money, { reviews: 1 })).toEqual({ outcome: 'given' });
    expect(platform.consoleLines).toHaveLength(1);
  });

  test('is unclear when it ran and the journal could not say so', () => {
    const { platform, run } = start();
    const { append } = platform.files;
    platform.files.append = (path, line) => {
      if (line.startsWith('done')) throw new Error('the disk is full');
      append(path, line);
    };
    expect(() => run(money)).toThrow('the disk is full');
    expect(run(money)).toEqual({ outcome: 'unclear' });
    expect(platform.consoleLines).toHaveLength(1);
  });

  test.each([
    ['money', money],
    ['a rank', rank],
    ['a message', message],
  ])('never gives %s that was cancelled first, even to a late lease (D23)', (_what, task) => {
    const before = start();
    expect(before.run(task, { cancelled: true })).toEqual({ outcome: 'void' });
    expect(before.run(task)).toEqual({ outcome: 'void' });
    before.platform.crash();
    const after = start(before.disk);
    expect(after.run(task)).toEqual({ outcome: 'void' });
    expect([...before.platform.consoleLines, ...after.platform.consoleLines]).toEqual([]);
    expect([...before.alex.heard, ...after.alex.heard]).toEqual([]);
  });

  test('answers given for a cancelled one that was done (D23)', () => {
    const { run } = start();
    run(money);
    expect(run(money, { cancelled: true })).toEqual({ outcome: 'given' });
  });

  test.each([
    ['money', money, 'eco'],
    ['a rank', rank, 'lp'],
  ])(
    'fails %s whose command nobody knows, and voids it when cancelled (pain 2)',
    (_what, task, name) => {
      const { platform, run } = start();
      platform.unknownCommands.add(name);
      expect(run(task)).toEqual({
        outcome: 'released',
        error: `the server knows no command "${name}"`,
      });
      expect(run(task, { cancelled: true })).toEqual({ outcome: 'void' });
    },
  );

  test('is unclear when an earlier run may have worked and the command is gone now', () => {
    const after = start(dieWhileRunning(rank));
    after.platform.unknownCommands.add('lp');
    expect(after.run(rank)).toEqual({ outcome: 'unclear' });
  });

  test('is unclear when the second command is unknown: the first one ran', () => {
    const { platform, run } = start();
    platform.unknownCommands.add('unknown');
    const task = command(false, 'known', 'unknown');
    expect(run(task)).toEqual({ outcome: 'unclear' });
    expect(run(task)).toEqual({ outcome: 'unclear' });
    expect(platform.consoleLines).toEqual(['known']);
  });

  test('tells a message as it is written, markup and all', () => {
    const { alex, run } = start();
    expect(run(message)).toEqual({ outcome: 'given' });
    expect(alex.heard).toEqual(['Hi <red>you']);
  });

  test('tells the player of a rank and of money', () => {
    const { alex, run } = start();
    run(rank);
    expect(alex.heard).toEqual(['You are now vip.']);
    const other = start();
    other.run(money);
    expect(other.alex.heard).toEqual(['You got 1,500 coins.']);
  });
});

// The journal of other plugins' coins against crashes: what each line on the disk means to the next run.
import { describe, expect, test } from 'vitest';
import type { HoldEntry } from '@mintkeep/shared/holds.ts';
import { createFake, createFakeDisk } from '../platform/fake.ts';
import { openVaultJournal, vaultJournalPath } from './journal.ts';

const idOf = (number: number): string =>
  `00000000-0000-4000-9000-${String(number).padStart(12, '0')}`;

const common = {
  minecraftUUID: '0a0b0c0d-0000-4000-8000-000000000001',
  plugin: 'Jobs',
  at: '2026-01-01T00:00:00.000Z',
};
const took = (number: number, amountCoins = 5): HoldEntry => ({
  entryId: idOf(number),
  kind: 'WITHDRAW',
  amountCoins,
  ...common,
});
const gave = (number: number, amountCoins: number, allowanceDay = '2026-01-01'): HoldEntry => ({
  ...took(number, amountCoins),
  kind: 'DEPOSIT',
  allowanceDay,
});
const allowance = { leftCoins: 100, day: '2026-01-01', endsAt: '2026-01-02T00:00:00.000Z' };

function open(disk = createFakeDisk()) {
  const platform = createFake({ disk });
  const journal = openVaultJournal(platform.files, platform.log);
  const reopen = () => openVaultJournal(platform.files, platform.log);
  const lines = () => (disk.files.get(vaultJournalPath) ?? '').split('\n').filter(Boolean);
  return { platform, disk, journal, reopen, lines };
}

describe('openVaultJournal', () => {
  test('knows after a restart what is not settled, oldest first', () => {
    const { journal, reopen } = open();
    for (const number of [1, 2, 3]) journal.note(took(number));
    journal.settled([idOf(2)]);
    // The file need not know at once: told twice, an entry settles once.
    expect(reopen().open()).toHaveLength(3);
    journal.flush();
    expect(reopen().open()).toEqual([took(1), took(3)]);
    expect(journal.open(1)).toEqual([took(1)]);
  });

  test('writes nothing where nothing happens', () => {
    const { journal, disk, reopen } = open();
    journal.flush();
    expect([disk.files.has(vaultJournalPath), journal.isNew]).toEqual([false, true]);
    journal.note(took(1));
    expect(reopen().isNew).toBe(false);
  });

  test('keeps count of the allowance, and of the day it is for', () => {
    const { journal, reopen } = open();
    expect(journal.allowance()).toBeNull();
    journal.allow(allowance);
    journal.note(gave(1, 30));
    journal.note(gave(2, 30, '2025-12-31'));
    journal.note(took(3, 30));
    expect(journal.allowance()?.leftCoins).toBe(70);
    expect(reopen().allowance()).toEqual({ ...allowance, leftCoins: 70 });
  });

  test('takes half a line for a yes that was never said, wherever it was cut', () => {
    const whole = JSON.stringify({ open: took(2, 500) });
    for (let length = 1; length < whole.length; length += 1) {
      const disk = createFakeDisk();
      const first = `${JSON.stringify({ open: took(1) })}\n`;
      disk.files.set(vaultJournalPath, first + whole.slice(0, length));
      const { platform, journal } = open(disk);
      expect(journal.open()).toEqual([took(1)]);
      expect(platform.logged).toMatchObject([{ level: 'warn' }]);
    }
  });

  test.each([false, true])(
    'a line that the disk refused does not count, also when it was written: %s',
    (isWritten) => {
      const { platform, journal, reopen } = open();
      journal.allow(allowance);
      const { append } = platform.files;
      const refuse = (path: string, line: string): void => {
        if (isWritten) append(path, line);
        throw new Error('No space left on device');
      };
      Object.assign(platform.files, { append: refuse });
      expect(() => journal.note(gave(1, 40))).toThrow('No space');
      expect([journal.openCount(), journal.allowance()?.leftCoins]).toEqual([0, 100]);
      Object.assign(platform.files, { append });
      journal.note(took(2));
      const next = reopen();
      expect(next.open()).toEqual([took(2)]);
      expect(next.allowance()?.leftCoins).toBe(100);
    },
  );

  test('nothing is noted before the word that an earlier line does not count', () => {
    const { platform, journal, lines } = open();
    platform.faults.appends = true;
    expect(() => journal.note(took(1))).toThrow('cannot be written');
    expect(() => journal.note(took(2))).toThrow('cannot be written');
    platform.faults.appends = false;
    journal.note(took(3));
    expect(lines()).toEqual([
      JSON.stringify({ undone: idOf(1) }),
      JSON.stringify({ open: took(3) }),
    ]);
  });

  test('is written anew once most of it no longer counts, and keeps what does', () => {
    const { journal, reopen, lines } = open();
    journal.allow(allowance);
    for (let number = 1; number <= 2_100; number += 1) journal.note(took(number));
    journal.note(gave(3_000, 10));
    journal.settled(Array.from({ length: 2_100 }, (_, index) => idOf(index + 1)));
    journal.flush();
    expect(lines()).toHaveLength(2);
    expect(reopen().open()).toEqual([gave(3_000, 10)]);
    expect(reopen().allowance()?.leftCoins).toBe(90);
  });

  test.each(['beforeMove', 'afterMove'] as const)(
    'loses nothing to a crash %s while it is written anew',
    (replaces) => {
      const { platform, disk, journal } = open();
      for (let number = 1; number <= 2_100; number += 1) journal.note(took(number));
      journal.settled(Array.from({ length: 2_099 }, (_, index) => idOf(index + 1)));
      platform.faults.replaces = replaces;
      expect(() => journal.flush()).toThrow('The server died');
      expect(open(disk).journal.open()).toEqual([took(2_100)]);
    },
  );
});

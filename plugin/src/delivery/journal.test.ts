// The journal against crashes: what each line on the disk means to the next run.
import { describe, expect, test } from 'vitest';
import { createFake, createFakeDisk } from '../platform/fake.ts';
import { openJournal } from './journal.ts';

const startMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

function open(text = '', nowMs = startMs) {
  const disk = createFakeDisk();
  if (text !== '') disk.files.set('journal.log', text);
  const platform = createFake({ disk, startMs: nowMs });
  const reopen = () => openJournal(platform.files, platform.log, () => platform.nowMs());
  const onDisk = () => disk.files.get('journal.log') ?? '';
  return { platform, journal: reopen(), reopen, onDisk };
}

const line = (word: string, id: string, atMs = startMs) =>
  `${word} ${id} ${new Date(atMs).toISOString()}\n`;

describe('openJournal', () => {
  test('knows after a restart what was started and what was done', () => {
    const { journal, reopen } = open();
    journal.started('a');
    journal.started('b');
    journal.done('b');
    journal.voided('c');
    journal.started('d');
    journal.undone('d');
    const again = reopen();
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => again.state(id))).toEqual([
      'started',
      'done',
      'void',
      'unknown',
      'unknown',
    ]);
  });

  test('writes lines that staff can read', () => {
    const { journal, onDisk } = open();
    journal.started('a');
    journal.done('a');
    expect(onDisk()).toBe(line('started', 'a') + line('done', 'a'));
  });

  test('does not remember what the disk refused', () => {
    const { platform, journal } = open();
    platform.faults.appends = true;
    expect(() => journal.started('a')).toThrow('cannot be written');
    expect(journal.state('a')).toBe('unknown');
  });

  test('takes a line cut short for never written, and says so', () => {
    const { platform, journal } = open(`${line('started', 'a')}done a`);
    expect(journal.state('a')).toBe('started');
    expect(platform.logged).toMatchObject([{ level: 'warn' }]);
  });

  test('drops lines older than 60 days once they are more than half', () => {
    const old = line('done', 'old', startMs - 61 * dayMs);
    const { journal, onDisk } = open(old + old + line('started', 'new'));
    expect(onDisk()).toBe(line('started', 'new'));
    expect(journal.state('new')).toBe('started');
  });

  test('leaves the file alone while most of it must be kept', () => {
    const text = line('done', 'old', startMs - 61 * dayMs) + line('started', 'new');
    expect(open(text).onDisk()).toBe(text);
  });

  test.each(['beforeMove', 'afterMove'] as const)(
    'loses nothing to a crash %s while the file is written anew',
    (replaces) => {
      const done = line('done', 'new');
      const old = line('done', 'old', startMs - 61 * dayMs);
      const disk = createFakeDisk();
      disk.files.set('journal.log', old + old + done);
      const dying = createFake({ disk, startMs });
      dying.faults.replaces = replaces;
      const open = ({ files, log, nowMs }: typeof dying) => openJournal(files, log, nowMs);
      expect(() => open(dying)).toThrow('The server died');
      expect(disk.files.get('journal.log')).toContain(done);
      const next = createFake({ disk, startMs });
      expect(open(next).state('new')).toBe('done');
      // The next start finishes what was left, and leaves nothing beside it.
      expect([...disk.files]).toEqual([['journal.log', done]]);
      expect(next.logged).toEqual([]);
    },
  );

  test('keeps the newest 10,000 lines of a file twice as long', () => {
    const ids = Array.from({ length: 20_001 }, (_, index) => `id-${String(index)}`);
    const { onDisk } = open(ids.map((id) => line('done', id)).join(''));
    const kept = onDisk().trimEnd().split('\n');
    expect(kept).toHaveLength(10_000);
    expect(`${kept.at(-1) ?? ''}\n`).toBe(line('done', 'id-20000'));
  });
});

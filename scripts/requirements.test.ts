import { describe, expect, test } from 'vitest';
import { isMissing, isOutdated, readLeft, servedBy, standingOf } from './requirements.ts';

test('every requirement of S0 is named by a test, a bench or a document', () => {
  const served = servedBy('S0');
  expect(served).toHaveLength(94);
  expect(served.filter(isMissing).map(({ id }) => id)).toEqual([]);
});

describe.each([
  ['K', 18],
  ['S1', 191],
])('every requirement of %s', (source, count) => {
  const served = servedBy(source);

  test('is named by a test, or the list of what is left says why not', () => {
    expect(served).toHaveLength(count);
    const silent = served.filter((one) => ['unexplained', 'document'].includes(standingOf(one)));
    expect(silent.map(({ id }) => id)).toEqual([]);
  });

  test('is either put off or named by a test, not both', () => {
    expect(served.filter(isOutdated).map(({ id }) => id)).toEqual([]);
  });
});

describe('the list of what is left', () => {
  const one = { id: 'S9-001', sentence: '', tests: [], benches: [], documents: [], left: null };

  test('is read by its headings, with ranges', () => {
    const page = [
      '| S9-001 | before any heading |',
      '## Comes later',
      '| Ids | Why |',
      '| --- | --- |',
      '| S9-002 to S9-004, S9-007 | the bot |',
      '## Words',
      '| S9-008 | under another heading |',
    ].join('\n');
    expect([...readLeft(page).keys()]).toEqual(['S9-002', 'S9-003', 'S9-004', 'S9-007']);
    expect(readLeft(page).get('S9-003')).toEqual({ kind: 'later', why: 'the bot' });
  });

  test.each([
    ['an id twice', '| S9-001, S9-001 | x |'],
    ['a range that runs backwards', '| S9-004 to S9-002 | x |'],
  ])('refuses %s', (_what, row) => {
    expect(() => readLeft(`## Comes later\n${row}`)).toThrow('docs/requirements-left.md');
  });

  test('does not stand for a test where it says that a part is there', () => {
    const left = { kind: 'partly', why: 'the pages' } as const;
    expect(standingOf({ ...one, left })).toBe('unexplained');
    expect(standingOf({ ...one, left, tests: ['a.test.ts'] })).toBe('partly');
  });

  test('is out of date when a test names what it puts off', () => {
    const left = { kind: 'later', why: 'the bot' } as const;
    expect(isOutdated({ ...one, left })).toBe(false);
    expect(isOutdated({ ...one, left, tests: ['a.test.ts'] })).toBe(true);
  });
});

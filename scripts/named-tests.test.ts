// The page that says what is there names tests that are there.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { missingTests, namedTests, page, rowsBelow } from './named-tests.ts';

const text = readFileSync(join(import.meta.dirname, '..', page), 'utf8');
const numbersOf = (heading: string) => rowsBelow(heading, text).map(({ number }) => number);
const between = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, step) => first + step);

describe('docs/what-it-does.md', () => {
  test('names only tests that are there, by their titles', () => {
    const named = namedTests(text);
    expect(named.length).toBeGreaterThan(70);
    expect(missingTests(named)).toEqual([]);
  });

  test('names a test for each row, or says that it is not yet there', () => {
    const rows = [
      ...rowsBelow('What one looks for', text),
      ...rowsBelow('What goes wrong elsewhere', text),
    ];
    const bare = rows.filter(({ tests, isNotYet }) => tests.length === 0 && !isNotYet);
    expect(bare).toEqual([]);
  });

  test('leaves out no pain that is of the game, the shop, the market, the economy or linking', () => {
    const expected = [...between(1, 8), ...between(12, 24)];
    expect(numbersOf('What goes wrong elsewhere')).toEqual(expected);
  });

  test('leaves out nothing that one must have', () => {
    const must = [
      ...[
        1, 3, 4, 5, 7, 8, 9, 10, 12, 13, 16, 17, 19, 21, 22, 23, 24, 26, 27, 28, 30, 31, 32, 33, 34,
      ],
      ...[36, 38, 39, 43, 44, 47, 48, 49, 50, 51, 52, 53, 54, 55, 58, 59],
      ...[60, 61, 62, 63, 64, 65, 66, 68, 69, 71, 72, 73],
    ];
    expect(numbersOf('What one looks for')).toEqual(must);
  });
});

test('a title that is not there, and a file that is not, are told', () => {
  const here = 'scripts/named-tests.test.ts';
  const row = `| 1 | x | \`${here}\`: “a title of nobody” and \`scripts/gone.test.ts\`: “x” |`;
  expect(missingTests(namedTests(row))).toEqual([
    { file: here, title: ['a title of', 'nobody'].join(' ') },
    { file: 'scripts/gone.test.ts', title: 'x' },
  ]);
});

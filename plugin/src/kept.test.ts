import { expect, test } from 'vitest';
import { keep } from './kept.ts';

test('makes a thing once for its key, and begins anew when there are too many', () => {
  const kept = keep<string>(2);
  const made: string[] = [];
  const get = (key: string): string =>
    kept(key, () => {
      made.push(key);
      return key.toUpperCase();
    });
  expect(['a', 'b', 'a', 'b'].map(get)).toEqual(['A', 'B', 'A', 'B']);
  expect(made).toEqual(['a', 'b']);
  expect(['c', 'c', 'a'].map(get)).toEqual(['C', 'C', 'A']);
  expect(made).toEqual(['a', 'b', 'c', 'a']);
});

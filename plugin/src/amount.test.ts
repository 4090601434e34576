import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { readAmount } from './amount.ts';

describe('readAmount', () => {
  test.each([
    ['1', 1],
    ['64', 64],
    ['1k', 1_000],
    ['1.5k', 1_500],
    ['2M', 2_000_000],
    ['1b', 1_000_000_000],
    ['0.001k', 1],
    ['1.50k', 1_500],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('reads %s', (text, amount) => {
    expect(readAmount(text)).toBe(amount);
  });

  test.each([
    '',
    '0',
    '-1',
    '+1',
    '1.5',
    '1.',
    '.5k',
    '1e3',
    '1,5k',
    '1 k',
    'k',
    '1kk',
    '٣',
    'NaN',
  ])('refuses "%s"', (text) => {
    expect(readAmount(text)).toBeNull();
  });

  test.each(['9007199254740992', '9007199255b', '9999999999999999', '10000000b'])(
    'refuses %s, which a double cannot hold exactly (pain 18)',
    (text) => {
      expect(readAmount(text)).toBeNull();
    },
  );

  test('reads back every amount it could have been given, in thousands with three digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        const thousands = `${BigInt(amount) / 1000n}.${String(amount % 1000).padStart(3, '0')}k`;
        expect(readAmount(String(amount))).toBe(amount);
        expect(readAmount(thousands)).toBe(amount);
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test('answers whole, exact, positive numbers or nothing, whatever is typed', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9.kmbKMB]{0,20}$/), (text) => {
        const amount = readAmount(text);
        expect(amount === null || (Number.isSafeInteger(amount) && amount >= 1)).toBe(true);
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

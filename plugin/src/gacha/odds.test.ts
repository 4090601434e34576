import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { plainText } from '../platform/fake-text.ts';
import { fakeStarter, fakeTable } from './fake-gacha.ts';
import { oddsLines, percent } from './odds.ts';

describe('percent', () => {
  test.each([
    [1, 8, 'en', '12.50 %'],
    [1, 3, 'de', '33,33 %'],
    [1, 1, 'en', '100.00 %'],
    [1, 1_000_000, 'en', '< 0.01 %'],
    [999_999, 1_000_000, 'en', '> 99.99 %'],
    [5, 10_000, 'en', '0.05 %'],
  ])('writes %i in %i for %s as %s', (weight, total, language, text) => {
    expect(percent(weight, total, language)).toBe(text);
  });

  test('is never wrong by more than half of its last digit, and never a false zero or certainty', () => {
    const numbers = fc
      .tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 0, max: 45_000_000 }))
      .map(([weight, more]) => [weight, weight + more] as const);
    fc.assert(
      fc.property(numbers, ([weight, total]) => {
        const text = percent(weight, total, 'en');
        const share = (100 * weight) / total;
        if (text.startsWith('<')) expect(share).toBeLessThan(0.01);
        else if (text.startsWith('>')) expect(share).toBeGreaterThan(99.99);
        else expect(Math.abs(Number(text.replace(' %', '')) - share)).toBeLessThan(0.00501);
        expect(text.startsWith('0.00')).toBe(false);
        expect(text.startsWith('100')).toBe(weight === total);
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

describe('oddsLines', () => {
  const { plugin } = startFakePlugin();
  const lines = (table = fakeTable(), language = 'en') =>
    oddsLines(plugin, table, language).map(plainText);

  test('name the cost, then every entry with its share and its exact odds (D31)', () => {
    expect(lines()).toEqual([
      'Crate  One roll: 30 coins',
      '87.50 % Bread (7 in 8)',
      '12.50 % Crown (1 in 8)',
    ]);
  });

  test('say of the starter that it is free, in the language of the player', () => {
    expect(lines(fakeStarter, 'de')[0]).toBe('Kit  Kostenlos, einmal für jeden Spieler');
  });

  test('put what an admin wrote in as plain text (D36)', () => {
    expect(lines(fakeTable({ name: '<red>Crate' }))[0]).toMatch(/^<red>Crate/);
  });
});

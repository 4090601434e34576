// Words and categories: what a search looks for, and where the market files a material.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { categoryOf } from './category.ts';
import { pairsOf, wordsOf } from './words.ts';

test('words are the letters and digits of a text in lower case, each once', () => {
  expect(wordsOf("Ann's DIAMOND_SWORD, diamond!")).toEqual(['ann', 's', 'diamond', 'sword']);
  expect(wordsOf('Ｗｉｄｅ Schwert №5')).toEqual(['wide', 'schwert', 'no5']);
  expect(wordsOf('.*+?^${}()|[]\\/ §')).toEqual([]);
  expect(wordsOf('')).toEqual([]);
});

test('Property: words are few, short, and mean nothing to a regular expression', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      const words = wordsOf(text);
      expect(words.length).toBeLessThanOrEqual(24);
      for (const word of words) {
        expect([...word].length).toBeLessThanOrEqual(32);
        expect(new RegExp(`^${word}`).test(word)).toBe(true);
        expect(word).toMatch(/^[\p{L}\p{N}]+$/u);
      }
      expect(wordsOf(words.join(' ')).every((word) => words.includes(word))).toBe(true);
    }),
    { numRuns: propertyRunsMin * 10 },
  );
});

test('pairs are the beginnings of every two words that begin differently', () => {
  expect(pairsOf(['sword', 'diamond', 'x', 'dirt'])).toEqual(['di sw']);
  expect(pairsOf(['c', 'bb', 'aaa', 'ccc'])).toEqual(['aa bb', 'aa cc', 'bb cc']);
  expect(pairsOf(['diamond'])).toEqual([]);
  expect(pairsOf([])).toEqual([]);
});

test('Property: what has all words of a search has all its pairs', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.array(fc.nat(7)), (texts, cuts) => {
      const words = wordsOf(texts.join(' '));
      const asked = words.map((one, place) => [...one].slice(0, 1 + (cuts[place] ?? 7)).join(''));
      const pairs = pairsOf(words);
      for (const pair of pairsOf(wordsOf(asked.join(' ')))) expect(pairs).toContain(pair);
    }),
    { numRuns: propertyRunsMin * 10 },
  );
});

test('materials are filed by their names, and what no rule knows is other', () => {
  const filed = {
    blocks: [
      'STONE',
      'COBBLESTONE',
      'OAK_LOG',
      'DIAMOND_BLOCK',
      'DIAMOND_ORE',
      'WHITE_WOOL',
      'GLASS',
    ],
    tools: ['DIAMOND_PICKAXE', 'IRON_AXE', 'BUCKET', 'WATER_BUCKET', 'ELYTRA', 'SHEARS'],
    combat: ['DIAMOND_SWORD', 'BOW', 'CROSSBOW', 'TIPPED_ARROW', 'NETHERITE_HELMET', 'MACE'],
    food: ['BREAD', 'GOLDEN_APPLE', 'COOKED_BEEF', 'MILK_BUCKET', 'BAKED_POTATO', 'SWEET_BERRIES'],
    redstone: ['REDSTONE', 'REPEATER', 'STICKY_PISTON', 'HOPPER', 'POWERED_RAIL', 'OAK_DOOR'],
    other: ['DIAMOND', 'ENDER_PEARL', 'STRING', 'PAPER', 'ENCHANTED_BOOK', 'OF_A_LATER_VERSION'],
  };
  for (const [category, materials] of Object.entries(filed)) {
    const wrong = materials.filter((material) => categoryOf(material) !== category);
    expect([category, wrong]).toEqual([category, []]);
  }
});

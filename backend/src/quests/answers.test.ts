import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dailyDefault, questDefinition } from '@mintkeep/shared/quests.ts';
import { isAnswer, normalise, sealAnswers } from './answers.ts';
import { dailyRewardCoins } from './streak.ts';

describe('normalise', () => {
  test.each([
    ['  São   PAULO! ', 'sao paulo'],
    ["It's 42.", 'it s 42'],
    ['Straße', 'straße'],
    ['東京', '東京'],
    ['?!', ''],
  ])('takes "%s" as "%s" (S1-062)', (text, meant) => {
    expect(normalise(text)).toBe(meant);
  });
});

describe('sealAnswers', () => {
  test('knows each answer again, and shows none (S1-062)', () => {
    const sealed = sealAnswers(['Creeper', 'a creeper']);
    expect(isAnswer(sealed, 'CREEPER')).toBe(true);
    expect(isAnswer(sealed, 'a  creeper')).toBe(true);
    expect(isAnswer(sealed, 'creepers')).toBe(false);
    expect(JSON.stringify(sealed)).not.toMatch(/creeper/i);
    expect(sealAnswers(['Creeper']).hashes).not.toEqual(sealAnswers(['Creeper']).hashes);
  });
});

describe('dailyRewardCoins', () => {
  test.each([
    [1, 110],
    [2, 120],
    [10, 200],
    [11, 200],
    [100_000, 200],
  ])('day %i of a streak brings %i coins (D33)', (streakDays, rewardCoins) => {
    expect(dailyRewardCoins(dailyDefault, streakDays)).toBe(rewardCoins);
  });
});

test('the quests of the demo fit', () => {
  const path = join(import.meta.dirname, '../../../scripts/demo-quests.json');
  const { quests } = JSON.parse(readFileSync(path, 'utf8')) as { quests: unknown[] };
  for (const quest of quests) expect(() => questDefinition.parse(quest)).not.toThrow();
  expect(quests.length).toBeGreaterThan(0);
});

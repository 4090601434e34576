// The delivery model, a small run of it; `npm run model` tells many more. And that it can fail.
import { describe, expect, test } from 'vitest';
import { tellStory, wrongs } from './story.ts';
import type { Outcome } from './story.ts';
import type { Defect } from './world.ts';

const stories = 4_000;

const tellAll = (defect?: Defect): Outcome => {
  const sums = { lost: 0, twice: 0, stuck: 0, both: 0 };
  for (let seed = 1; seed <= stories; seed += 1) {
    const outcome = tellStory(seed, 6, defect);
    for (const wrong of wrongs) sums[wrong] += outcome[wrong];
  }
  return sums;
};

describe('the delivery protocol (D22, D23)', () => {
  test('loses nothing, gives nothing twice, gets nothing stuck, pays back nothing given', () => {
    expect(tellAll()).toEqual({ lost: 0, twice: 0, stuck: 0, both: 0 });
  });
});

describe('the model', () => {
  test.each([
    ['reportBeforeSave', 'lost'],
    ['receiptLater', 'twice'],
    ['noReceipt', 'twice'],
    ['receiptDroppedWhenHeard', 'twice'],
    ['refundAtCancel', 'both'],
    ['leaseByAnyServer', 'twice'],
    ['restoreTrustsLeases', 'both'],
  ] as const)('sees the defect %s as %s', (defect, wrong) => {
    expect(tellAll(defect)[wrong]).toBeGreaterThan(0);
  });
});

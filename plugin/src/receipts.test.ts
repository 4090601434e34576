// Receipts in a player's file: written, read again, and pruned without losing a young one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  propertyRunsMin,
  receiptDaysMax,
  receiptsPerPlayerMax,
} from '@mintkeep/shared/constants.ts';
import { createFake } from './platform/fake.ts';
import { listReceipts, pruneReceipts, readReceipt, writeReceipt } from './receipts.ts';

const nowMs = Date.UTC(2026, 0, 1);
const dayMs = 86_400_000;

describe('writeReceipt', () => {
  test('is read again after the file was saved, and gone when it was not', () => {
    const fake = createFake();
    const alex = fake.join('Alex');
    writeReceipt(alex, 'kept', 'given', nowMs);
    alex.save();
    writeReceipt(alex, 'lost', 'void', nowMs);
    fake.crash();
    const again = createFake({ disk: fake.disk }).join('Alex');
    expect(readReceipt(again, 'kept')).toBe('given');
    expect(readReceipt(again, 'lost')).toBeNull();
    expect(again.notes.get('receipt/kept')).toBe('given 2026-01-01T00:00:00.000Z');
  });
});

describe('readReceipt', () => {
  test.each(['', 'given', 'perhaps 2026-01-01T00:00:00.000Z', 'given  '])(
    'does not take %j for a receipt',
    (text) => {
      const alex = createFake().join('Alex');
      alex.notes.set('receipt/a', text);
      expect(readReceipt(alex, 'a')).toBeNull();
    },
  );
});

describe('pruneReceipts', () => {
  test('keeps one of 60 days and takes an older one', () => {
    const alex = createFake().join('Alex');
    writeReceipt(alex, 'old', 'given', nowMs - receiptDaysMax * dayMs - 1);
    writeReceipt(alex, 'young', 'given', nowMs - receiptDaysMax * dayMs);
    pruneReceipts(alex, nowMs);
    expect(listReceipts(alex).map(({ deliveryId }) => deliveryId)).toEqual(['young']);
  });

  test('keeps the newest 1,024, and notes that are no receipts', () => {
    const alex = createFake().join('Alex');
    alex.notes.set('other', 'text');
    for (let index = 0; index < receiptsPerPlayerMax + 2; index += 1) {
      writeReceipt(alex, `d${String(index)}`, 'given', nowMs + index);
    }
    pruneReceipts(alex, nowMs);
    expect(listReceipts(alex)).toHaveLength(receiptsPerPlayerMax);
    expect(listReceipts(alex)[0]?.deliveryId).toBe('d2');
    expect(alex.notes.get('other')).toBe('text');
  });

  test('never takes a younger one and leaves an older (property)', () => {
    const ages = fc.uniqueArray(fc.integer({ min: 0, max: 2 * receiptDaysMax * dayMs }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(ages, (agesMs) => {
        const alex = createFake().join('Alex');
        agesMs.forEach((ageMs) => writeReceipt(alex, String(ageMs), 'given', nowMs - ageMs));
        pruneReceipts(alex, nowMs);
        const kept = listReceipts(alex).map(({ deliveryId }) => Number(deliveryId));
        const young = agesMs.filter((ageMs) => ageMs <= receiptDaysMax * dayMs);
        expect(kept).toEqual(young.sort((one, other) => other - one));
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { voucherAlphabet, voucherCode, voucherLength } from '@mintkeep/shared/vouchers.ts';
import { codeOf, hashOf, voucherKeyOf } from './code.ts';

const key = voucherKeyOf(Buffer.alloc(32, 7));
const other = voucherKeyOf(Buffer.alloc(32, 8));

describe('codes of vouchers (S1-132)', () => {
  test('have 80 bits, of characters that nobody mistakes for one another', () => {
    expect(voucherLength * Math.log2(voucherAlphabet.length)).toBe(80);
    expect(new Set(voucherAlphabet).size).toBe(32);
    expect(voucherAlphabet).not.toMatch(/[01OI]/);
  });

  test('follow from the id and the key, each another, in any writing the same', () => {
    const codes = new Set<string>();
    fc.assert(
      fc.property(fc.uuid(), (voucherId) => {
        const code = codeOf(key, voucherId);
        codes.add(code);
        expect(voucherCode.safeParse(code).success).toBe(true);
        expect(codeOf(key, voucherId)).toBe(code);
        expect(codeOf(other, voucherId)).not.toBe(code);
        const hash = hashOf(key, code);
        const bare = code.replaceAll('-', '');
        for (const typed of [code.toLowerCase(), bare, bare.slice(2)]) {
          expect(hashOf(key, typed)).toBe(hash);
        }
        expect(hashOf(other, code)).not.toBe(hash);
      }),
      { numRuns: propertyRunsMin },
    );
    expect(codes.size).toBeGreaterThan(90);
  });

  test('use every character at every place about as often', () => {
    const seen = new Map<string, number>();
    const draws = 3_200;
    for (let nth = 0; nth < draws; nth += 1) {
      for (const one of codeOf(key, String(nth)).slice(3).replaceAll('-', '')) {
        seen.set(one, (seen.get(one) ?? 0) + 1);
      }
    }
    const mean = (draws * voucherLength) / voucherAlphabet.length;
    for (const count of seen.values()) expect(Math.abs(count - mean)).toBeLessThan(mean * 0.15);
    expect(seen.size).toBe(32);
  });

  test.each(['', '----', 'MK', 'MK-0000-0000-0000-0000', 'MK-2222-2222-2222', 'ßßßßßßßßßßßßßßßß'])(
    'take "%s" for none',
    (typed) => {
      expect(hashOf(key, typed)).toBeNull();
    },
  );
});

// Link codes: their form, their chance, and what is kept of them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { enteredCode } from '@mintkeep/shared/verification.ts';
import { codeAlphabet, codeKeyOf, codeLength, drawText, hashOf, newCode } from './code.ts';

/** How far the counts of equally likely things are from equal, as chi-square. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

// Above this lies one in a million of fair draws with 31 degrees of freedom.
const fair31 = 87;

describe('newCode', () => {
  test('Property 8: Verification Code Entropy (S0-020, S0-021, S0-024)', () => {
    expect(codeAlphabet.length ** codeLength).toBeGreaterThanOrEqual(2 ** 40);
    expect(new Set(codeAlphabet).size).toBe(codeAlphabet.length);
    const seen = new Set<string>();
    const counts = Array.from({ length: codeLength }, () => new Map<string, number>());
    const draws = propertyRunsMin * 20;
    fc.assert(
      fc.property(fc.constant(null), () => {
        for (let draw = 0; draw < 20; draw += 1) {
          const code = newCode();
          expect(code).toMatch(/^[A-Z0-9]{8}$/);
          expect([...code].every((character) => codeAlphabet.includes(character))).toBe(true);
          // Two equal ones among two thousand of 2^40 come once in half a million runs.
          expect(seen.has(code)).toBe(false);
          seen.add(code);
          [...code].forEach((character, place) => {
            counts[place]?.set(character, (counts[place].get(character) ?? 0) + 1);
          });
        }
      }),
      { numRuns: propertyRunsMin },
    );
    expect(seen.size).toBe(draws);
    for (const place of counts) {
      expect(chiSquare([...codeAlphabet].map((one) => place.get(one) ?? 0))).toBeLessThan(fair31);
    }
  });

  test('mistakes no character for another', () => {
    for (const confusing of ['0', 'O', '1', 'I']) expect(codeAlphabet).not.toContain(confusing);
  });
});

describe('drawText', () => {
  test('favours no character of any alphabet: every fair byte counts the same (S0-020)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 62 }), (size) => {
        const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.slice(
          0,
          size,
        );
        // Each byte once: what is kept must hold each character equally often.
        const bytes = Array.from({ length: 256 }, (_, byte) => byte);
        const kept = 256 - (256 % size);
        let at = 0;
        const text = drawText(alphabet, kept, (length) => {
          const drawn = bytes.slice(at, at + length);
          at += length;
          return Uint8Array.from(drawn.length > 0 ? drawn : [0]);
        });
        const counts = [...alphabet].map(
          (one) => [...text].filter((other) => other === one).length,
        );
        expect(new Set(counts).size).toBe(1);
        expect(text).toHaveLength(kept);
      }),
      { numRuns: propertyRunsMin },
    );
  });

  test('draws again for a byte it threw away', () => {
    const bytes = [255, 254, 3, 255, 9];
    const drawn: number[] = [];
    const text = drawText('abcdefghij', 2, (length) => {
      drawn.push(length);
      return Uint8Array.from(bytes.splice(0, length));
    });
    expect([text, drawn]).toEqual(['dj', [2, 2, 1]]);
  });
});

describe('this room', () => {
  test('draws codes with crypto.randomBytes and nothing with Math.random (S0-020)', () => {
    const sources = readdirSync(import.meta.dirname)
      .filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
    expect(sources.length).toBeGreaterThanOrEqual(5);
    for (const source of sources) expect(source).not.toMatch(/Math\s*\.\s*random/);
    expect(sources.join('')).toMatch(/import \{[^}]*\brandomBytes\b[^}]*\} from 'node:crypto'/);
  });
});

describe('hashOf', () => {
  const key = codeKeyOf(Buffer.alloc(32, 1));

  test('is the same for a code in any case, and another under another key', () => {
    expect(hashOf(key, 'abcd2345')).toBe(hashOf(key, 'ABCD2345'));
    expect(hashOf(key, 'ABCD2345')).not.toBe(hashOf(key, 'ABCD2346'));
    expect(hashOf(codeKeyOf(Buffer.alloc(32, 2)), 'ABCD2345')).not.toBe(hashOf(key, 'ABCD2345'));
    expect(hashOf(key, 'ABCD2345')).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('enteredCode', () => {
  test.each([
    ['ABCD2345', 'ABCD2345'],
    ['abcd2345', 'ABCD2345'],
    ['AbCd2345', 'ABCD2345'],
  ])('reads %s in any case (S0-021)', (entered, code) => {
    expect(enteredCode.parse(entered)).toBe(code);
  });

  test.each([
    '',
    'ABCD234',
    'ABCD23456',
    ' ABCD234',
    'ABCD2345\n',
    'ABCD-2345',
    'ÄBCD2345',
    'ＡBCD2345',
    'ABCDſſſſ',
    'ABCD234\u0000',
    12345678,
    { $gt: '' },
    ['ABCD2345'],
    null,
  ])('refuses %j (S0-084)', (entered) => {
    expect(enteredCode.safeParse(entered).success).toBe(false);
  });
});

// Link codes: how they are drawn, and how they are kept. Knows no player and no database.
import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

/** Capitals and digits that nobody mistakes for one another: without 0 and O, 1 and I. */
export const codeAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
// 32 characters at 8 places are 2^40 codes.
export const codeLength = 8;

/** A fresh code (S0-020, S0-021). */
export const newCode = (): string => drawText(codeAlphabet, codeLength);

/**
 * A text whose every character is as likely as every other. A byte above the last full multiple of
 * the alphabet is thrown away: its remainder would favour the first characters.
 */
export function drawText(
  alphabet: string,
  length: number,
  draw: (bytes: number) => Uint8Array = randomBytes,
): string {
  const fair = 256 - (256 % alphabet.length);
  let text = '';
  while (text.length < length) {
    for (const byte of draw(length - text.length)) {
      if (byte < fair) text += alphabet.charAt(byte % alphabet.length);
    }
  }
  return text;
}

/** The key that codes are hashed with: from APP_KEY, for this use alone. */
export const codeKeyOf = (appKey: Buffer): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', appKey, '', 'mintkeep link codes', 32)));

/**
 * What is stored of a code. With a key, because all 2^40 plain hashes are tried in minutes by whoever
 * has a copy of the database.
 */
export const hashOf = (key: KeyObject, code: string): string =>
  createHmac('sha256', key).update(code.toUpperCase()).digest('hex');

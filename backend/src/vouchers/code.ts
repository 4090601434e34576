// Voucher codes: how they follow from a voucher's id, and how they are kept. Nothing of a code is
// stored but its hash, so a replay works the code out again. Knows no player and no database.
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { voucherAlphabet, voucherLength } from '@mintkeep/shared/vouchers.ts';

/** The key of all codes: from APP_KEY, for this use alone. Another APP_KEY voids every open code. */
export const voucherKeyOf = (appKey: Buffer): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', appKey, '', 'mintkeep vouchers', 32)));

/**
 * The code of a voucher, as `MK-7H2K-QQ4M-XW9B-3TZP`: 80 bits that nobody tells from random ones
 * without the key. 32 characters divide a byte's 256 values evenly, so each is as likely as any.
 */
export function codeOf(key: KeyObject, voucherId: string): string {
  const bytes = createHmac('sha256', key).update(`code ${voucherId}`).digest();
  const places = [...bytes.subarray(0, voucherLength)];
  const text = places.map((byte) => voucherAlphabet.charAt(byte % voucherAlphabet.length)).join('');
  return `MK-${(text.match(/.{4}/g) ?? []).join('-')}`;
}

/** The hash of what somebody typed, or null for what can be no code. */
export function hashOf(key: KeyObject, typed: string): string | null {
  const bare = typed.toUpperCase().replaceAll('-', '');
  const text = bare.length === voucherLength + 2 && bare.startsWith('MK') ? bare.slice(2) : bare;
  const isCode =
    text.length === voucherLength && [...text].every((one) => voucherAlphabet.includes(one));
  return isCode ? createHmac('sha256', key).update(`hash ${text}`).digest('hex') : null;
}

// Vouchers: codes that stand for a reward until a player redeems one. Contracts of the game, of staff
// and of the signed webhook; the code itself is only ever in an answer (S1-132, S1-133).
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { deliveryStatus } from './delivery.ts';
import { instant, line, minecraftUUID, page, pageOf, sku, uuid } from './primitives.ts';

/** Capitals and digits that nobody mistakes for one another: without 0 and O, 1 and I. */
export const voucherAlphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
// 32 characters at 16 places are 2^80 codes.
export const voucherLength = 16;

/** What somebody typed for a code: in any case, with or without the dashes and the MK. */
export const typedVoucherCode = z
  .string()
  .regex(/^[A-Za-z0-9-]{8,40}$/, { error: 'must be a code, as MK-7H2K-QQ4M-XW9B-3TZP' })
  .meta({ examples: ['MK-7H2K-QQ4M-XW9B-3TZP'] });

/** A code as it is shown. */
export const voucherCode = z
  .string()
  .regex(/^MK(-[2-9A-HJ-NP-Z]{4}){4}$/, { error: 'must be a code, as MK-7H2K-QQ4M-XW9B-3TZP' })
  .meta({ examples: ['MK-7H2K-QQ4M-XW9B-3TZP'] });

/**
 * `redeemed`: its goods are on their way or have arrived. `expired` and `voided` stay so, and what was
 * paid for one goes back to its buyer.
 */
export const voucherStatus = z.enum(['pending', 'redeemed', 'expired', 'voided']);
export type VoucherStatus = z.infer<typeof voucherStatus>;

export const redeemVoucher = {
  method: 'POST',
  path: '/api/vouchers/redeem',
  who: { server: true },
  summary:
    'Redeems a code: opens the delivery of its reward for this player. The same player and code again ' +
    'get the same answer.',
  body: z.strictObject({ minecraftUUID, code: typedVoucherCode }),
  status: 200,
  reply: z.strictObject({ voucherId: uuid, sku, name: line(64), deliveryId: uuid }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'VOUCHER_UNKNOWN',
    'VOUCHER_REDEEMED',
    'VOUCHER_EXPIRED',
  ],
} as const satisfies Contract;

/** The header of a webhook call: `sha256=` and the HMAC of the body's bytes, in hex. */
export const webhookSignatureHeader = 'x-mintkeep-signature';

/**
 * `purchaseId` stands where the voucher was bought. `action` and `payload` say what is owed; they are
 * handed over by the delivery alone, so whoever asks must not do it too.
 */
export const redeemByWebhook = {
  method: 'POST',
  path: '/webhooks/redeem',
  who: { webhook: true },
  summary:
    'Redeems a code for another system, which signs the bytes of the body with ' +
    'REDEMPTION_WEBHOOK_SECRET. The code is the key: asked again, the effect is the first.',
  body: z.strictObject({ code: typedVoucherCode, minecraftUUID, redeemedAt: instant }),
  status: 200,
  reply: z.strictObject({
    voucherId: uuid,
    purchaseId: uuid.optional(),
    deliveryId: uuid,
    status: deliveryStatus,
    action: z.enum(['give', 'command', 'rank', 'money', 'message']),
    payload: z.record(z.string(), z.unknown()),
  }),
  key: 'none',
  // One address speaks for many players; attempts are limited for each of them.
  limit: 'none',
  refusals: redeemVoucher.refusals,
} as const satisfies Contract;

export const vouchersPerCallMax = 100;

/** Codes are in this answer and nowhere else; a replay of its key answers them again. */
export const createVouchers = {
  method: 'POST',
  path: '/api/vouchers',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Makes vouchers for a reward of the catalogue.',
  body: z.strictObject({
    sku,
    count: z.int().min(1).max(vouchersPerCallMax),
    expiresInH: z.int().min(1).max(87_600).optional(),
    reason: line(200),
  }),
  status: 201,
  reply: z.strictObject({
    vouchers: z
      .array(z.strictObject({ voucherId: uuid, code: voucherCode, expiresAt: instant }))
      .max(vouchersPerCallMax),
  }),
  key: 'required',
  refusals: ['REWARD_UNKNOWN'],
} as const satisfies Contract;

/** A voucher as staff see it: everything but its code. */
export const voucherRecord = z.strictObject({
  voucherId: uuid,
  sku,
  name: line(64),
  madeBy: z.enum(['purchase', 'staff']),
  refId: uuid,
  /** Who bought it. */
  playerId: uuid.nullable(),
  status: voucherStatus,
  redeemedBy: uuid.nullable(),
  redeemedAt: instant.nullable(),
  deliveryId: uuid.nullable(),
  createdAt: instant,
  expiresAt: instant,
});
export type VoucherRecord = z.infer<typeof voucherRecord>;

export const listVouchers = {
  method: 'GET',
  path: '/api/vouchers',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists vouchers, newest first, without their codes.',
  query: z.strictObject({ status: voucherStatus.optional(), ...page }),
  status: 200,
  reply: pageOf(voucherRecord),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const voidVoucher = {
  method: 'POST',
  path: '/api/vouchers/:voucherId/void',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Makes a voucher worthless. One that was bought is paid back to its buyer.',
  params: z.strictObject({ voucherId: uuid }),
  body: z.strictObject({ reason: line(200) }),
  status: 200,
  reply: z.strictObject({ voucherId: uuid, status: voucherStatus }),
  key: 'required',
  refusals: ['VOUCHER_UNKNOWN', 'VOUCHER_REDEEMED'],
} as const satisfies Contract;

// What staff do with vouchers: make some, make one worthless. Each is audited; no code is ever in a log.
import type { InputOf } from '@mintkeep/shared/contract.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import type { createVouchers as create } from '@mintkeep/shared/vouchers.ts';
import { audit } from '../audit/service.ts';
import { hourMs } from '../core/calendar.ts';
import { Refusal } from '../core/errors.ts';
import { operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { codeOf } from './code.ts';
import { endVoucher, openVouchers } from './service.ts';
import type { Vouching } from './service.ts';
import { findVoucher } from './store.ts';

/** Finds what a sku gives; the catalogue is a noun above. */
export type FindReward = (
  scope: ReadScope,
  sku: string,
) => Promise<{ readonly name: string; readonly task: Task } | null>;

/** Vouchers as the commit keeps them: a reply is stored with its key, so no code may be in it. */
export interface Made {
  readonly voucherIds: string[];
  readonly expiresAt: string;
}

/** Makes vouchers for a reward. Refuses `REWARD_UNKNOWN`. The codes: `codesOf`, after the commit. */
export async function createVouchers(
  tx: Tx,
  vouching: Vouching,
  findReward: FindReward,
  { sku, count, expiresInH, reason }: InputOf<typeof create>,
): Promise<Made> {
  const reward = await findReward(tx, sku);
  if (!reward) throw new Refusal('REWARD_UNKNOWN', { sku });
  const lifeMs = expiresInH === undefined ? vouching.lifeMs : expiresInH * hourMs;
  const expiresAt = new Date(tx.now.getTime() + lifeMs);
  const refId = tx.operationId;
  const voucherIds = Array.from({ length: count }, (_, place) =>
    operationIdOf('staff', 'voucher', `${refId}/${String(place)}`),
  );
  const { name, task } = reward;
  await openVouchers(
    tx,
    vouching,
    voucherIds.map((voucherId) => ({
      ...{ voucherId, refType: 'staff' as const, refId, playerId: null, lifeMs },
      reward: { sku, name, task },
    })),
  );
  await audit(tx, {
    action: 'voucher.create',
    target: { type: 'vouchers', id: refId },
    reason,
    before: null,
    after: { sku, count, expiresAt: expiresAt.toISOString(), voucherIds },
  });
  return { voucherIds, expiresAt: expiresAt.toISOString() };
}

/** The vouchers with their codes, to be shown once. */
export const codesOf = ({ codeKey }: Vouching, { voucherIds, expiresAt }: Made) => ({
  vouchers: voucherIds.map((voucherId) => ({
    voucherId,
    code: codeOf(codeKey, voucherId),
    expiresAt,
  })),
});

/**
 * Makes a voucher worthless; one that was bought is paid back by the shop. Refuses `VOUCHER_UNKNOWN`,
 * and `VOUCHER_REDEEMED` for one whose goods are on their way: that is a refund. One that ended
 * before stays as it ended.
 */
export async function voidVoucher(
  tx: Tx,
  { voucherId, reason }: { readonly voucherId: string; readonly reason: string },
) {
  const voucher = await findVoucher(tx, voucherId);
  if (!voucher) throw new Refusal('VOUCHER_UNKNOWN');
  const { status, sku, refType, refId } = voucher;
  if (status === 'redeemed') throw new Refusal('VOUCHER_REDEEMED');
  if (status !== 'pending') return { voucherId, status };
  await endVoucher(tx, voucher, 'voided');
  await audit(tx, {
    action: 'voucher.void',
    target: { type: 'voucher', id: voucherId },
    reason,
    before: { status, sku, refType, refId },
    after: { status: 'voided', sku, refType, refId },
  });
  return { voucherId, status: 'voided' as const };
}

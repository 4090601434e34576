// The ids that follow from what was asked: of the operation itself, and of the refund that may follow
// it. Checkers look acknowledged operations up by them.
import { purchase, sell } from '@mintkeep/shared/shop.ts';
import { rollGacha, claimStarter } from '@mintkeep/shared/gacha.ts';
import { adjust } from '@mintkeep/shared/players.ts';
import { refundPurchase } from '@mintkeep/shared/shop.ts';
import { reportDelivery } from '@mintkeep/shared/delivery.ts';
import { verifyCode } from '@mintkeep/shared/verification.ts';
import { repriceListing, withdrawListing } from '@mintkeep/shared/listings.ts';
import { createListing, handInGoods, takeOutGoods } from '@mintkeep/shared/market.ts';
import { buyFromListing, refundOrder } from '@mintkeep/shared/orders.ts';
import { releaseHolds, reserveAllowance, settleHolds, takeHold } from '@mintkeep/shared/holds.ts';
import { pay } from '@mintkeep/shared/pay.ts';
import { createVouchers, redeemVoucher } from '@mintkeep/shared/vouchers.ts';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { operationIdOf } from '../../src/core/identity.ts';
import type { Asked, Kind } from './history.ts';

const contracts: Partial<Record<Kind, Contract>> = {
  purchase,
  refund: refundPurchase,
  adjust,
  roll: rollGacha,
  starter: claimStarter,
  link: verifyCode,
  report: reportDelivery,
  handIn: handInGoods,
  handInCopy: handInGoods,
  list: createListing,
  reprice: repriceListing,
  withdraw: withdrawListing,
  takeOut: takeOutGoods,
  buy: buyFromListing,
  orderRefund: refundOrder,
  pay,
  sale: sell,
  saleCopy: sell,
  voucher: purchase,
  redeem: redeemVoucher,
  makeVoucher: createVouchers,
  hold: takeHold,
  settle: settleHolds,
  release: releaseHolds,
  reserve: reserveAllowance,
};

/** The server of the first key, which the run signs with. */
export const serverId = 'first';

/** The id of an operation; null for what has none. */
export function operationIdOfAsked({ kind, key, actor }: Pick<Asked, 'kind' | 'key' | 'actor'>) {
  const contract = contracts[kind];
  if (!contract) return null;
  return operationIdOf(`${actor}:${serverId}`, `${contract.method} ${contract.path}`, key);
}

export const purchaseIdOf = (key: string): string =>
  operationIdOf(`server:${serverId}`, `${purchase.method} ${purchase.path}`, key);

export const orderIdOf = (key: string): string =>
  operationIdOf(`server:${serverId}`, `${buyFromListing.method} ${buyFromListing.path}`, key);

/** The id of the ledger's entry that pays a purchase or a roll back. */
export const refundEntryIdOf = (id: string): string => operationIdOf('refund', 'delivery', id);

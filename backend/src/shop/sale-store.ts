// What players sold to the shop, as it is stored: each thing that left an inventory for it, with the
// answer that was given, for ever. A late copy of a request finds that answer (D25).
import type { Collection } from 'mongodb';
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

interface SaleCommon {
  /** The goods: whoever took them out of an inventory named them. */
  _id: string;
  minecraftUUID: string;
  goodsSku: string;
  title: string;
  quantity: number;
  timestamp: Date;
  /** Fingerprint of the request: the same goods with another one are refused. */
  requestHash: string;
}

export interface SoldDoc extends SaleCommon {
  state: 'sold';
  playerId: string;
  /** The reward whose price was paid. */
  rewardSku: string;
  unitPriceCoins: number;
  totalCoins: number;
  walletBalanceCoins: number;
}

export interface RefusedSaleDoc extends SaleCommon {
  state: 'refused';
  code: RefusalCode;
  details: Record<string, unknown>;
}

export type SaleDoc = SoldDoc | RefusedSaleDoc;

export const salesPlan: CollectionPlan = {
  name: 'shop_sales',
  indexes: [
    // What counts against a player's limit of a day.
    {
      name: 'ofPlayerAndReward',
      key: { playerId: 1, rewardSku: 1, timestamp: -1 },
      partialFilterExpression: { playerId: { $exists: true } },
    },
  ],
};

const sales = (scope: ReadScope): Collection<SaleDoc> => scope.db.collection(salesPlan.name);

export const findSale = (scope: ReadScope, goodsId: string): Promise<SaleDoc | null> =>
  sales(scope).findOne({ _id: goodsId }, within(scope));

export async function insertSale(scope: WriteScope, sale: SaleDoc): Promise<void> {
  await sales(scope).insertOne(sale, { session: scope.session });
}

/** How many things a player sold at one reward's price since then. */
export async function countSold(
  scope: ReadScope,
  { playerId, rewardSku, since }: { playerId: string; rewardSku: string; since: Date },
): Promise<number> {
  const [row] = await sales(scope)
    .aggregate<{ sold: number }>(
      [
        { $match: { playerId, rewardSku, state: 'sold', timestamp: { $gte: since } } },
        { $group: { _id: null, sold: { $sum: '$quantity' } } },
      ],
      within(scope),
    )
    .toArray();
  return row?.sold ?? 0;
}

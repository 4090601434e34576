// Shop: what the server sells, and what becomes of what was sold. Buying itself is in purchase.ts,
// paying back in refund.ts. Knows no HTTP.
import type { ShopItem, PurchaseRecord } from '@mintkeep/shared/shop.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { findDelivery } from '../delivery/service.ts';
import { getPlayer } from '../players/service.ts';
import { findVoucher } from '../vouchers/service.ts';
import { attemptsOf, deliveryIdOf, getPurchase } from './refund.ts';
import * as store from './store.ts';
import type { PurchaseDoc, RewardDoc } from './store.ts';

export {
  awaitVoid,
  carryOutRefund,
  getPurchase,
  pictureOf,
  refundIdOf,
  refundEnded,
  refundPurchase,
  refundVoided,
} from './refund.ts';
export type { PurchasePicture } from './refund.ts';
export { countRefundedWithoutProof } from './store.ts';
export { takeBackRefund } from './take-back.ts';

export type Reward = Omit<RewardDoc, 'createdAt' | 'updatedAt'>;
export { findRewards } from './store.ts';

/** The rewards on sale (B-02). */
export async function listShopItems(scope: ReadScope, now: Date): Promise<{ items: ShopItem[] }> {
  return { items: (await store.listOnSale(scope, now)).map(shopItem) };
}

/** One reward on sale. Refuses `REWARD_UNKNOWN`, also for one that is hidden or over. */
export async function getShopItem(scope: ReadScope, sku: string, now: Date): Promise<ShopItem> {
  const [reward] = await store.findRewards(scope, [sku]);
  const onSale = reward?.visible && (reward.expiresAt === null || reward.expiresAt > now);
  if (!onSale) throw new Refusal('REWARD_UNKNOWN', { sku });
  return shopItem(reward);
}

const shopItem = (reward: store.ShownReward): ShopItem => ({
  sku: reward._id,
  name: reward.name,
  category: reward.category,
  description: reward.description,
  icon: reward.icon,
  priceCoins: reward.priceCoins,
  stock: reward.stock,
  limits: reward.limits,
  expiresAt: reward.expiresAt?.toISOString() ?? null,
});

/** The whole catalogue, hidden rewards too, by sku. */
export async function listAllRewards(scope: ReadScope): Promise<Reward[]> {
  return (await store.listAllRewards(scope)).map((doc) => ({
    _id: doc._id,
    name: doc.name,
    category: doc.category,
    description: doc.description,
    icon: doc.icon,
    priceCoins: doc.priceCoins,
    task: doc.task,
    stock: doc.stock,
    limits: doc.limits,
    ...(doc.fulfilment ? { fulfilment: doc.fulfilment } : {}),
    visible: doc.visible,
    expiresAt: doc.expiresAt,
  }));
}

/** Writes rewards as an admin described them, new or changed; the others stay as they are. */
export async function putRewards(scope: WriteScope, rewards: readonly Reward[]): Promise<void> {
  for (const reward of rewards) await store.putReward(scope, reward);
}

/** A page of a player's purchases, newest first. Refuses `PLAYER_UNKNOWN`. */
export async function listPurchases(
  scope: ReadScope,
  { minecraftUUID, page, pageSize }: { minecraftUUID: string; page: number; pageSize: number },
): Promise<{ items: PurchaseRecord[]; total: number; page: number }> {
  const player = await getPlayer(scope, minecraftUUID);
  const { items, total } = await store.pageOfPurchases(scope, player._id, { page, pageSize });
  return { items: items.map(purchaseRecord), total, page };
}

const purchaseRecord = (doc: PurchaseDoc): PurchaseRecord => ({
  purchaseId: doc._id,
  sku: doc.sku,
  quantity: doc.quantity,
  unitPriceCoins: doc.unitPriceCoins,
  totalCostCoins: doc.totalCostCoins,
  status: doc.status,
  purchasedAt: doc.timestamp.toISOString(),
});

/** Records that the goods of a purchase are in the player's hands. */
export async function completePurchase(tx: Tx, purchaseId: string): Promise<void> {
  const purchase = await getPurchase(tx, purchaseId);
  const delivery = await findDelivery(tx, deliveryIdOf(purchase));
  // Staff may have it handed over again by now, or it is owed by another delivery.
  if (delivery?.state.status !== 'delivered') return;
  await store.movePurchase(tx, purchaseId, ['pending', 'refund_pending'], {
    status: 'completed',
    // A refund that was asked for came too late: it is not to be read as one.
    refundReason: null,
    ...(await attemptsOf(tx, purchase)),
  });
}

/** The purchase that a voucher was bought by, or null for one that staff made. */
export async function purchaseOfVoucher(
  scope: ReadScope,
  voucherId: string,
): Promise<{ readonly purchaseId: string; readonly isClosed: boolean } | null> {
  const voucher = await findVoucher(scope, voucherId);
  if (voucher?.refType !== 'purchase') return null;
  return { purchaseId: voucher.refId, isClosed: voucher.isClosed };
}

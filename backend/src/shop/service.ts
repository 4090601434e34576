// Shop: what the server sells, and what becomes of what was sold. Buying itself is in purchase.ts,
// paying back in refund.ts, buying from players in sell.ts, and what staff write in catalogue.ts.
// Knows no HTTP.
import type { ShopItem, PurchaseRecord } from '@mintkeep/shared/shop.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { findDelivery } from '../delivery/service.ts';
import { getPlayer } from '../players/service.ts';
import { findVoucher } from '../vouchers/service.ts';
import { attemptsOf, deliveryIdOf, getPurchase } from './refund.ts';
import * as store from './store.ts';
import { quantityMaxOf } from './decide.ts';
import { pricesOf } from './offers.ts';
import type { PriceNow } from './price.ts';
import * as rewardStore from './reward-store.ts';
import type { PurchaseDoc } from './store.ts';

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
export { takeBackRefund } from './take-back.ts';

export type { Reward } from './reward-store.ts';
export { findRewards } from './reward-store.ts';
export {
  addReward,
  described,
  listAllRewards,
  listRewardsPage,
  putRewards,
  removeReward,
  rewardOf,
  writeReward,
} from './catalogue.ts';
export { listSellPrices, sell } from './sell.ts';

/** The rewards on sale, at their prices of now (B-02). */
export async function listShopItems(scope: ReadScope, now: Date): Promise<{ items: ShopItem[] }> {
  const buyers = await rewardStore.findBuyers(scope);
  const rewards = await rewardStore.listOnSale(scope, now, { withTasks: buyers.length > 0 });
  const prices = await pricesOf(scope, rewards, now, buyers);
  const names = new Map(rewards.map(({ _id, name }) => [_id, name]));
  return { items: rewards.map((reward) => shopItem(reward, prices, names)) };
}

/** One reward on sale. Refuses `REWARD_UNKNOWN`, also for one that is hidden or over. */
export async function getShopItem(scope: ReadScope, sku: string, now: Date): Promise<ShopItem> {
  const [reward] = await rewardStore.findRewards(scope, [sku]);
  const onSale = reward?.visible && (reward.expiresAt === null || reward.expiresAt > now);
  if (!onSale) throw new Refusal('REWARD_UNKNOWN', { sku });
  const { rewardSku } = reward.requirements ?? {};
  const needed = rewardSku === undefined ? [] : await rewardStore.findRewards(scope, [rewardSku]);
  const names = new Map(needed.map(({ _id, name }) => [_id, name]));
  return shopItem(reward, await pricesOf(scope, [reward], now), names);
}

/** A reward as players see it; what it has nothing of is left out. */
function shopItem(
  reward: rewardStore.ShownReward,
  prices: ReadonlyMap<string, PriceNow>,
  names: ReadonlyMap<string, string>,
): ShopItem {
  const price = prices.get(reward._id);
  const quantityMax = quantityMaxOf(reward.task.action);
  const { requirements, sellPriceCoins, buysSku, nextRestockAt } = reward;
  const rewardName = names.get(requirements?.rewardSku ?? '');
  return {
    sku: reward._id,
    name: reward.name,
    category: reward.category,
    description: reward.description,
    icon: reward.icon,
    priceCoins: price?.priceCoins ?? reward.priceCoins,
    stock: reward.stock,
    limits: reward.limits,
    ...(quantityMax === undefined ? {} : { quantityPerPurchaseMax: quantityMax }),
    expiresAt: reward.expiresAt?.toISOString() ?? null,
    ...(price?.until
      ? { listPriceCoins: price.listPriceCoins, cheaperUntil: price.until.toISOString() }
      : {}),
    ...(sellPriceCoins !== undefined && buysSku !== undefined
      ? { sellPriceCoins, goodsSku: buysSku }
      : {}),
    ...(nextRestockAt ? { restockAt: nextRestockAt.toISOString() } : {}),
    ...(requirements
      ? { requirements: { ...requirements, ...(rewardName === undefined ? {} : { rewardName }) } }
      : {}),
  };
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

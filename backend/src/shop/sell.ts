// Selling to the shop: things that have left an inventory become coins, or the answer is no for ever
// (D29). Every answer is kept under the goods' own id. Knows no HTTP.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import type { sell as contract, SellPrice } from '@mintkeep/shared/shop.ts';
import { dayOf, startOf } from '../core/calendar.ts';
import { Refusal } from '../core/errors.ts';
import { fingerprintOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { postEarning } from '../ledger/service.ts';
import { findPlayers, isBanned } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { findBestBuyer, listBuying, returnStock } from './reward-store.ts';
import type { RewardDoc } from './reward-store.ts';
import { countSold, findSale, insertSale } from './sale-store.ts';
import type { SaleDoc, SoldDoc } from './sale-store.ts';

export type Sale = InputOf<typeof contract>;
export type Sold = ReplyOf<typeof contract>;

/** What a sale is decided on. */
export interface SaleState {
  readonly player: Player | null;
  /** The reward that pays most for it. */
  readonly reward: RewardDoc | null;
  readonly soldToday: number;
  readonly now: Date;
}

export type SaleDecision =
  | {
      readonly kind: 'sold';
      readonly player: Player;
      readonly reward: RewardDoc;
      readonly unitPriceCoins: number;
      readonly totalCoins: number;
    }
  | {
      readonly kind: 'refused';
      readonly code: RefusalCode;
      readonly details: Record<string, unknown>;
    };

/**
 * Sells goods that have left the seller's inventory: pays for all of them out of the mint, or refuses
 * and keeps that answer. The same goods again get the same answer, whatever has changed since; other
 * goods under their id are refused with `GOODS_ID_REUSED`.
 */
export async function sell(tx: Tx, sale: Sale): Promise<Sold> {
  const requestHash = fingerprintOf(sale);
  const earlier = await findSale(tx, sale.goodsId);
  if (earlier) {
    if (earlier.requestHash !== requestHash) throw new Refusal('GOODS_ID_REUSED');
    return replyOf(earlier);
  }
  const state = await readState(tx, sale);
  const decision = decideSale(state, sale);
  const { goodsId, minecraftUUID, goods } = sale;
  const { sku: goodsSku, title, quantity } = goods;
  const common = { _id: goodsId, minecraftUUID, goodsSku, title, quantity, requestHash };
  const doc: SaleDoc =
    decision.kind === 'refused'
      ? {
          ...common,
          timestamp: tx.now,
          state: 'refused',
          code: decision.code,
          details: decision.details,
        }
      : await pay(tx, { ...common, timestamp: tx.now }, decision);
  await insertSale(tx, doc);
  return replyOf(doc);
}

async function readState(tx: Tx, { minecraftUUID, goods }: Sale): Promise<SaleState> {
  const [player = null] = await findPlayers(tx, [minecraftUUID]);
  const reward = await findBestBuyer(tx, goods.sku);
  // Counting is safe here, because every sale also writes its player's document: two at once cannot
  // both commit on the same count.
  // Limits of a day begin anew at midnight in UTC.
  const since = startOf(dayOf(tx.now));
  const isLimited = player && reward?.sellLimits?.quantityPerDayMax !== undefined;
  const soldToday = isLimited
    ? await countSold(tx, { playerId: player._id, rewardSku: reward._id, since })
    : 0;
  return { player, reward, soldToday, now: tx.now };
}

/** Decides a sale: a pure yes or no over what was read. All of the goods are sold, or none. */
function decideSale(
  { player, reward, soldToday, now }: SaleState,
  {
    goods,
    minecraftUUID,
    quotedPriceCoins,
  }: Pick<Sale, 'goods' | 'minecraftUUID' | 'quotedPriceCoins'>,
): SaleDecision {
  const no = (code: RefusalCode, details: Record<string, unknown> = {}): SaleDecision => ({
    kind: 'refused',
    code,
    details,
  });
  if (!player) return no('PLAYER_UNKNOWN', { minecraftUUID });
  if (isBanned(player, now)) return no('PLAYER_BANNED');
  if (player.frozen) return no('PLAYER_FROZEN');
  const unitPriceCoins = reward?.sellPriceCoins;
  if (!reward || unitPriceCoins === undefined || !isItsKind(goods)) {
    return no('NOT_BOUGHT_HERE', { sku: goods.sku });
  }
  if (quotedPriceCoins !== undefined && quotedPriceCoins !== unitPriceCoins) {
    return no('PRICE_CHANGED', { quotedPriceCoins, priceCoins: unitPriceCoins });
  }
  const { quantityPerDayMax } = reward.sellLimits ?? {};
  if (quantityPerDayMax !== undefined && soldToday + goods.quantity > quantityPerDayMax) {
    const leftToday = Math.max(0, quantityPerDayMax - soldToday);
    return no('SALE_LIMIT_REACHED', { quantityPerDayMax, soldToday, leftToday });
  }
  const totalCoins = unitPriceCoins * goods.quantity;
  const mostCoins = Math.max(player.walletBalanceCoins, player.lifetimeEarnedCoins);
  if (totalCoins > coinsMax - mostCoins) return no('BALANCE_TOO_LARGE');
  return { kind: 'sold', player, reward, unitPriceCoins, totalCoins };
}

/** Whether a sku can be one of this material: a plain one, or one with something of its own. */
const isItsKind = ({ sku, material }: Sale['goods']): boolean =>
  sku === material.toLowerCase() || sku.startsWith(`${material.toLowerCase()}.`);

/** Pays for it; the entry of the ledger has the goods' own id, so no goods are ever paid twice. */
async function pay(
  tx: Tx,
  common: Omit<
    SoldDoc,
    'state' | 'playerId' | 'rewardSku' | 'unitPriceCoins' | 'totalCoins' | 'walletBalanceCoins'
  >,
  { player, reward, unitPriceCoins, totalCoins }: SaleDecision & { kind: 'sold' },
): Promise<SoldDoc> {
  const { _id: goodsId, goodsSku, quantity, title } = common;
  const meta = { sku: goodsSku, quantity, rewardSku: reward._id };
  const earning = { playerId: player._id, amountCoins: totalCoins, reason: 'sale', meta };
  await postEarning({ ...tx, operationId: goodsId }, earning);
  if (reward.sellsToStock) await returnStock(tx, reward._id, quantity);
  const { walletBalanceCoins: before } = player;
  const walletBalanceCoins = before + totalCoins;
  const paid = { rewardSku: reward._id, unitPriceCoins, totalCoins, walletBalanceCoins };
  await logEvent(tx, {
    eventType: 'sale',
    playerId: player._id,
    before: { walletBalanceCoins: before, stock: reward.stock },
    after: { ...paid, goodsId, goodsSku, title, quantity },
  });
  return { ...common, state: 'sold', playerId: player._id, ...paid };
}

function replyOf(sale: SaleDoc): Sold {
  if (sale.state === 'refused') {
    return { outcome: 'refused', code: sale.code, details: sale.details };
  }
  const { _id: goodsId, quantity, unitPriceCoins, totalCoins, walletBalanceCoins } = sale;
  return { outcome: 'taken', goodsId, quantity, unitPriceCoins, totalCoins, walletBalanceCoins };
}

/** What the shop buys now: each kind of thing once, at its best price. */
export async function listSellPrices(scope: ReadScope): Promise<{ prices: SellPrice[] }> {
  const best = new Map<string, SellPrice>();
  for (const reward of await listBuying(scope)) {
    const { _id: sku, name, icon, sellPriceCoins, buysSku, sellLimits } = reward;
    if (buysSku === undefined || sellPriceCoins === undefined || best.has(buysSku)) continue;
    const { quantityPerDayMax } = sellLimits ?? {};
    const limit = quantityPerDayMax === undefined ? {} : { quantityPerDayMax };
    best.set(buysSku, { sku, goodsSku: buysSku, name, icon, sellPriceCoins, ...limit });
  }
  return { prices: [...best.values()] };
}

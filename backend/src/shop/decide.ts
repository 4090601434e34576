// Which purchases of a batch go through: a pure decision over what the transaction has read. In
// order of arrival, each alone, each with its own yes or no. Knows no database.
import assert from 'node:assert/strict';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { InputOf } from '@mintkeep/shared/contract.ts';
import type { purchase } from '@mintkeep/shared/shop.ts';
import { Refusal } from '../core/errors.ts';
import type { Grouped } from '../core/group-commit.ts';
import { isBanned } from '../players/service.ts';
import type { Buyer } from '../players/service.ts';
import type { PriceNow } from './price.ts';
import type { RewardDoc } from './reward-store.ts';
import type { PurchaseDoc } from './store.ts';

export type PurchaseCommand = Grouped<InputOf<typeof purchase>>;

/** What a batch is decided on. Maps are by game account, sku, purchase id, and player with sku. */
export interface ShopState {
  readonly players: ReadonlyMap<string, Buyer>;
  readonly rewards: ReadonlyMap<string, RewardDoc>;
  readonly earlier: ReadonlyMap<string, PurchaseDoc>;
  readonly bought: ReadonlyMap<string, { ever: number; today: number }>;
  /** What each reward costs now. */
  readonly prices: ReadonlyMap<string, PriceNow>;
  /** The rewards that buyers have, as far as rewards of the batch ask for them: `boughtKey`. */
  readonly owned: ReadonlySet<string>;
  readonly now: Date;
}

/** A purchase that goes through, with all that must be written for it. */
export interface Accepted {
  readonly command: PurchaseCommand;
  readonly player: Buyer;
  readonly reward: RewardDoc;
  readonly unitPriceCoins: number;
  readonly totalCostCoins: number;
  readonly walletBalanceCoins: number;
  /** What is left to sell after it; null is endless. */
  readonly stock: number | null;
}

export type Decision =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  | { readonly kind: 'earlier'; readonly purchase: PurchaseDoc }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export const boughtKey = (playerId: string, sku: string): string => `${playerId} ${sku}`;

/** True when a reward limits what one player may buy. */
export const isLimited = ({ limits }: RewardDoc): boolean =>
  limits.quantityPerPlayerMax !== undefined || limits.quantityPerDayMax !== undefined;

/** Decides a batch in order of arrival: what one takes, the next no longer finds. */
export function decidePurchases(state: ShopState, batch: readonly PurchaseCommand[]): Decision[] {
  const wallets = new Map<string, number>();
  const stocks = new Map<string, number>();
  const bought = new Map(state.bought);
  const owned = new Set(state.owned);

  return batch.map((command): Decision => {
    const earlier = state.earlier.get(command.operationId);
    if (earlier) return decideEarlier(command, earlier);
    const { quantity } = command.input;
    try {
      const player = playerFor(state, command);
      const reward = rewardFor(state, command);
      const { priceCoins: unitPriceCoins } = priceFor(state, command, reward);
      refuseUnready(player, reward, owned);
      const stock = stocks.get(reward._id) ?? reward.stock;
      if (stock !== null && stock < quantity) {
        throw new Refusal('REWARD_OUT_OF_STOCK', { sku: reward._id, stock });
      }
      const before = bought.get(boughtKey(player._id, reward._id)) ?? { ever: 0, today: 0 };
      refuseOverLimit(reward, before, quantity);
      const totalCostCoins = totalOf(reward, unitPriceCoins, quantity);
      refuseWhatGivesNoMore(reward, quantity);
      const wallet = wallets.get(player._id) ?? player.walletBalanceCoins;
      if (wallet < totalCostCoins) {
        throw new Refusal('FUNDS_INSUFFICIENT', { totalCostCoins, walletBalanceCoins: wallet });
      }

      const walletBalanceCoins = wallet - totalCostCoins;
      wallets.set(player._id, walletBalanceCoins);
      const stockLeft = stock === null ? null : stock - quantity;
      if (stockLeft !== null) stocks.set(reward._id, stockLeft);
      bought.set(boughtKey(player._id, reward._id), {
        ever: before.ever + quantity,
        today: before.today + quantity,
      });
      owned.add(boughtKey(player._id, reward._id));
      const paid = { unitPriceCoins, totalCostCoins, walletBalanceCoins, stock: stockLeft };
      return { kind: 'accepted', accepted: { command, player, reward, ...paid } };
    } catch (refusal) {
      if (refusal instanceof Refusal) return { kind: 'refused', refusal };
      throw refusal;
    }
  });
}

function decideEarlier(command: PurchaseCommand, earlier: PurchaseDoc): Decision {
  return earlier.requestHash === command.requestHash
    ? { kind: 'earlier', purchase: earlier }
    : { kind: 'refused', refusal: new Refusal('IDEMPOTENCY_KEY_REUSED') };
}

function playerFor({ players, now }: ShopState, { input }: PurchaseCommand): Buyer {
  const player = players.get(input.minecraftUUID);
  if (!player) throw new Refusal('PLAYER_UNKNOWN', { minecraftUUID: input.minecraftUUID });
  if (isBanned(player, now)) throw new Refusal('PLAYER_BANNED');
  if (player.frozen) throw new Refusal('PLAYER_FROZEN');
  return player;
}

function rewardFor({ rewards, now }: ShopState, { input }: PurchaseCommand): RewardDoc {
  const reward = rewards.get(input.sku);
  if (!reward?.visible) throw new Refusal('REWARD_UNKNOWN', { sku: input.sku });
  if (reward.expiresAt && reward.expiresAt <= now) {
    throw new Refusal('REWARD_EXPIRED', { sku: input.sku });
  }
  return reward;
}

/** What a unit costs now, and costs it still when the buyer saw another price. */
function priceFor({ prices }: ShopState, { input }: PurchaseCommand, reward: RewardDoc): PriceNow {
  const price = prices.get(reward._id);
  assert(price, `no price was read for ${reward._id}`);
  const { priceCoins } = price;
  const { quotedPriceCoins = priceCoins } = input;
  if (quotedPriceCoins !== priceCoins) {
    throw new Refusal('PRICE_CHANGED', { quotedPriceCoins, priceCoins });
  }
  return price;
}

/** Refuses a buyer without the level or the other reward that is asked for. */
function refuseUnready(player: Buyer, reward: RewardDoc, owned: ReadonlySet<string>): void {
  const { levelMin, rewardSku } = reward.requirements ?? {};
  if (levelMin !== undefined && player.level < levelMin) {
    throw new Refusal('REQUIREMENT_MISSING', { levelMin, level: player.level });
  }
  if (rewardSku !== undefined && !owned.has(boughtKey(player._id, rewardSku))) {
    throw new Refusal('REQUIREMENT_MISSING', { rewardSku });
  }
}

function refuseOverLimit(
  { _id: sku, limits }: RewardDoc,
  before: { ever: number; today: number },
  quantity: number,
): void {
  const { quantityPerPlayerMax: everMax, quantityPerDayMax: dayMax } = limits;
  if (everMax !== undefined && before.ever + quantity > everMax) {
    throw new Refusal('PURCHASE_LIMIT_REACHED', { sku, quantityPerPlayerMax: everMax, ...before });
  }
  if (dayMax !== undefined && before.today + quantity > dayMax) {
    throw new Refusal('PURCHASE_LIMIT_REACHED', { sku, quantityPerDayMax: dayMax, ...before });
  }
}

/** The most of one purchase of this: a rank, a command or a message comes once, however many are paid. */
export const quantityMaxOf = (action: RewardDoc['task']['action']): number | undefined =>
  action === 'give' || action === 'money' ? undefined : 1;

function refuseWhatGivesNoMore({ _id: sku, task }: RewardDoc, quantity: number): void {
  const quantityPerPurchaseMax = quantityMaxOf(task.action);
  if (quantityPerPurchaseMax !== undefined && quantity > quantityPerPurchaseMax) {
    throw new Refusal('PURCHASE_LIMIT_REACHED', { sku, quantityPerPurchaseMax });
  }
}

// 36 slots of 64: what is handed over at once must fit into an empty inventory.
const itemsPerDeliveryMax = 2_304;

/** Price times quantity, exactly, or a refusal: coins stay below 2^53 (D20), goods fit a player. */
function totalOf({ task }: RewardDoc, priceCoins: number, quantity: number): number {
  const total = priceCoins * quantity;
  const items =
    task.action === 'give'
      ? task.payload.items.reduce((sum, { amount }) => sum + amount, 0) * quantity
      : 0;
  const money = task.action === 'money' ? task.payload.amountCoins * quantity : 0;
  if (total > coinsMax || money > coinsMax || items > itemsPerDeliveryMax) {
    throw new Refusal('PURCHASE_TOO_LARGE', { priceCoins, quantity });
  }
  return total;
}

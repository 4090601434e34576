// What a batch of purchases is decided on: read from the transaction's snapshot, in few statements.
import { dayOf, startOf } from '../core/calendar.ts';
import type { WriteScope } from '../core/transaction.ts';
import { findBuyers } from '../players/service.ts';
import { boughtKey, isLimited } from './decide.ts';
import type { PurchaseCommand, ShopState } from './decide.ts';
import { pricesOf } from './offers.ts';
import { findRewards } from './reward-store.ts';
import { countBought, findPurchases, ownedOf } from './store.ts';

/** Reads what a batch is decided on, from the transaction's snapshot. */
export async function readState(
  scope: WriteScope,
  batch: readonly PurchaseCommand[],
): Promise<ShopState> {
  const players = await findBuyers(scope, unique(batch.map(({ input }) => input.minecraftUUID)));
  const rewards = await findRewards(scope, unique(batch.map(({ input }) => input.sku)));
  const earlier = await findPurchases(
    scope,
    batch.map(({ operationId }) => operationId),
  );
  const state = {
    players: new Map(players.map((player) => [player.minecraftUUID, player])),
    rewards: new Map(rewards.map((reward) => [reward._id, reward])),
    earlier: new Map(earlier.map((one) => [one._id, one])),
    now: scope.now,
  };
  return {
    ...state,
    prices: await pricesOf(scope, rewards, scope.now),
    owned: await readOwned(scope, state, batch),
    bought: await readBought(scope, state, batch),
  };
}

type Known = Pick<ShopState, 'players' | 'rewards' | 'now'>;

/**
 * Which rewards that others ask for their buyers have. A refund beside it writes its player's
 * document, as the purchase does, so that the two cannot both commit on what was read here.
 */
async function readOwned(
  scope: WriteScope,
  { players, rewards }: Known,
  batch: readonly PurchaseCommand[],
): Promise<ShopState['owned']> {
  const wanted = new Map<string, Set<string>>();
  for (const { input } of batch) {
    const playerId = players.get(input.minecraftUUID)?._id;
    const rewardSku = rewards.get(input.sku)?.requirements?.rewardSku;
    if (playerId === undefined || rewardSku === undefined) continue;
    wanted.set(playerId, (wanted.get(playerId) ?? new Set()).add(rewardSku));
  }
  const owned = new Set<string>();
  for (const [playerId, skus] of wanted) {
    for (const sku of await ownedOf(scope, playerId, [...skus]))
      owned.add(boughtKey(playerId, sku));
  }
  return owned;
}

/**
 * What buyers of limited rewards have bought before. Counting rows is safe here, because every
 * purchase also writes its player's document: two at once cannot both commit on the same count.
 */
async function readBought(
  scope: WriteScope,
  { players, rewards, now }: Known,
  batch: readonly PurchaseCommand[],
): Promise<ShopState['bought']> {
  const bought = new Map<string, { ever: number; today: number }>();
  const since = startOf(dayOf(now));
  for (const { input } of batch) {
    const player = players.get(input.minecraftUUID);
    const reward = rewards.get(input.sku);
    if (!player || !reward || !isLimited(reward)) continue;
    const key = boughtKey(player._id, reward._id);
    if (bought.has(key)) continue;
    bought.set(key, await countBought(scope, { playerId: player._id, sku: reward._id, since }));
  }
  return bought;
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];

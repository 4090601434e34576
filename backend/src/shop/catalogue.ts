// The catalogue: what staff write into it, and what players may read of it. Refuses what would let
// anybody buy from the shop and sell it back for more (D29). Knows no HTTP.
import type { InputOf } from '@mintkeep/shared/contract.ts';
import { buysSkuOf, rewardProblems } from '@mintkeep/shared/rewards.ts';
import type {
  changeReward,
  createReward,
  deleteReward,
  listRewards,
  RewardChange,
  RewardRecord,
} from '@mintkeep/shared/rewards.ts';
import { audit } from '../audit/service.ts';
import { hourMs } from '../core/calendar.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import { lowestPrice, valueOf } from './price.ts';
import * as store from './reward-store.ts';
import type { Buyer, Reward, RewardDoc } from './reward-store.ts';

/** The whole catalogue, hidden rewards too, by sku; without what was deleted. */
export const listAllRewards = async (scope: ReadScope): Promise<Reward[]> =>
  (await store.listAllRewards(scope)).map(
    ({ createdAt: _c, updatedAt: _u, buysSku: _b, nextRestockAt: _n, ...reward }) => reward,
  );

/**
 * Writes rewards as an admin described them, new or changed; the others stay as they are. Refuses
 * `SELL_PRICE_TOO_HIGH`, `REWARD_UNKNOWN` for a reward that is asked for and is not there,
 * `REWARD_EXISTS` for one that was deleted; then the caller's transaction changes nothing.
 */
export async function putRewards(scope: WriteScope, rewards: readonly Reward[]): Promise<void> {
  const skus = rewards.map(({ _id }) => _id);
  const known = new Map((await store.findRewards(scope, skus)).map((one) => [one._id, one]));
  for (const reward of rewards) {
    const earlier = known.get(reward._id);
    if (earlier?.deletedAt) throw new Refusal('REWARD_EXISTS', { sku: reward._id, deleted: true });
    await store.putReward(scope, { ...reward, ...followingFrom(reward, earlier, scope.now) });
  }
  await refuseMissing(scope, rewards);
  await refuseArbitrage(scope, rewards, known);
}

/** What a description brings with it. A restock that was waited for already is not put off. */
function followingFrom(
  { sellPriceCoins, goodsSku, task, restock }: Reward,
  earlier: RewardDoc | undefined,
  now: Date,
): Pick<RewardDoc, 'buysSku' | 'nextRestockAt'> {
  const buysSku = sellPriceCoins === undefined ? null : buysSkuOf({ goodsSku, task });
  const isSame = earlier?.restock?.everyHours === restock?.everyHours;
  const nextRestockAt = restock && {
    nextRestockAt:
      (isSame ? earlier?.nextRestockAt : undefined) ??
      new Date(now.getTime() + restock.everyHours * hourMs),
  };
  return { ...(buysSku === null ? {} : { buysSku }), ...nextRestockAt };
}

async function refuseMissing(scope: WriteScope, rewards: readonly Reward[]): Promise<void> {
  const wanted = rewards.flatMap(({ requirements }) => requirements?.rewardSku ?? []);
  if (wanted.length === 0) return;
  const found = await store.findRewards(scope, wanted);
  const there = new Set(found.filter((one) => !one.deletedAt).map(({ _id }) => _id));
  const sku = wanted.find((one) => !there.has(one));
  if (sku !== undefined) throw new Refusal('REWARD_UNKNOWN', { sku });
}

/**
 * Refuses a catalogue in which something costs less, at its lowest, than the shop pays for what is in
 * it. Where no price of selling changed, only what was written can be wrong.
 */
async function refuseArbitrage(
  scope: WriteScope,
  written: readonly Reward[],
  before: ReadonlyMap<string, RewardDoc>,
): Promise<void> {
  const buyers: readonly Buyer[] = await store.findBuyers(scope);
  if (buyers.length === 0) return;
  const changesBuying = written.some(
    (one) => one.sellPriceCoins !== undefined || before.get(one._id)?.buysSku !== undefined,
  );
  const sold = changesBuying ? await store.listAllRewards(scope) : written;
  for (const reward of sold) {
    const valueCoins = valueOf(reward.task, buyers);
    const priceMinCoins = lowestPrice(reward, scope.now);
    if (valueCoins > priceMinCoins) {
      throw new Refusal('SELL_PRICE_TOO_HIGH', { sku: reward._id, valueCoins, priceMinCoins });
    }
  }
}

/** A page of the catalogue for staff (S1-099). */
export async function listRewardsPage(
  scope: ReadScope,
  wish: InputOf<typeof listRewards>,
): Promise<{ items: RewardRecord[]; total: number; page: number }> {
  const { items, total } = await store.pageOfRewards(scope, wish);
  return { items: items.map(rewardRecord), total, page: wish.page };
}

/** Adds a reward; audited (S1-099). Refuses `REWARD_EXISTS`, and as `putRewards`. */
export async function addReward(
  tx: Tx,
  { reward, reason }: InputOf<typeof createReward>,
): Promise<RewardRecord> {
  const { sku, stock } = reward;
  const [earlier] = await store.findRewards(tx, [sku]);
  if (earlier) throw new Refusal('REWARD_EXISTS', { sku });
  return write(tx, rewardOf(sku, reward, stock), { action: 'reward.create', reason, before: null });
}

/** Writes a reward anew; audited (S1-099). Refuses `REWARD_UNKNOWN`, and as `putRewards`. */
export async function writeReward(
  tx: Tx,
  { sku, reward, reason }: InputOf<typeof changeReward>,
): Promise<RewardRecord> {
  const earlier = await getReward(tx, sku);
  const stock = reward.stock === undefined ? earlier.stock : reward.stock;
  const fields = rewardProblems({ sku, ...reward, stock }).map(({ path, message }) => ({
    path: `body.reward.${path}`,
    message,
  }));
  if (fields.length > 0) throw new Refusal('REQUEST_INVALID', { fields });
  const before = rewardRecord(earlier);
  return write(tx, rewardOf(sku, reward, stock), { action: 'reward.change', reason, before });
}

/** Takes a reward out of the catalogue for ever; audited (S1-099). Refuses `REWARD_UNKNOWN`. */
export async function removeReward(
  tx: Tx,
  { sku, reason }: InputOf<typeof deleteReward>,
): Promise<{ sku: string; deletedAt: string }> {
  const before = rewardRecord(await getReward(tx, sku));
  await store.markDeleted(tx, sku);
  const target = { type: 'reward', id: sku };
  await audit(tx, { action: 'reward.delete', target, reason, before, after: null });
  return { sku, deletedAt: tx.now.toISOString() };
}

async function getReward(scope: ReadScope, sku: string): Promise<RewardDoc> {
  const [reward] = await store.findRewards(scope, [sku]);
  if (!reward || reward.deletedAt) throw new Refusal('REWARD_UNKNOWN', { sku });
  return reward;
}

async function write(
  tx: Tx,
  reward: Reward,
  { action, reason, before }: { action: string; reason: string; before: RewardRecord | null },
): Promise<RewardRecord> {
  await putRewards(tx, [reward]);
  const after = rewardRecord(await getReward(tx, reward._id));
  await audit(tx, { action, target: { type: 'reward', id: reward._id }, reason, before, after });
  return after;
}

/** A reward as it is described, from what an admin wrote: a request, or a file. */
export function rewardOf(
  sku: string,
  { icon, expiresAt, sellPriceCoins, sellsToStock, discount, ...wish }: RewardChange,
  stock: number | null,
): Reward {
  const { fulfilment, restock, goodsSku, requirements, sellLimits } = wish;
  return {
    _id: sku,
    name: wish.name,
    category: wish.category,
    description: wish.description,
    icon: icon ?? iconOf(wish.task),
    priceCoins: wish.priceCoins,
    fulfilment,
    task: wish.task,
    stock,
    limits: withoutUndefined(wish.limits),
    visible: wish.visible,
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    ...(sellPriceCoins === null ? {} : { sellPriceCoins }),
    ...(goodsSku === undefined ? {} : { goodsSku }),
    ...(isEmpty(sellLimits) ? {} : { sellLimits: withoutUndefined(sellLimits) }),
    ...(sellsToStock ? { sellsToStock } : {}),
    ...(restock === undefined ? {} : { restock }),
    ...(discount === undefined ? {} : { discount: windowOf(discount) }),
    ...(isEmpty(requirements) ? {} : { requirements: withoutUndefined(requirements) }),
  };
}

const windowOf = ({ factor, startsAt, endsAt }: NonNullable<RewardChange['discount']>) => ({
  factor,
  startsAt: new Date(startsAt),
  endsAt: new Date(endsAt),
});

const iconOf = (task: RewardChange['task']): string =>
  (task.action === 'give' ? task.payload.items[0]?.material : undefined) ?? 'PAPER';

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

const withoutUndefined = <T extends object>(fields: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Defined<T>;

const isEmpty = (fields: object): boolean =>
  Object.values(fields).every((value) => value === undefined);

/** A reward as an admin would write it. */
export function described(reward: Reward) {
  const { _id: sku, expiresAt, sellPriceCoins = null, discount, ...rest } = reward;
  const { fulfilment = 'api', sellLimits = {}, sellsToStock = false, requirements = {} } = rest;
  return {
    sku,
    name: rest.name,
    category: rest.category,
    description: rest.description,
    icon: rest.icon,
    priceCoins: rest.priceCoins,
    task: rest.task,
    fulfilment,
    stock: rest.stock,
    limits: rest.limits,
    visible: rest.visible,
    expiresAt: expiresAt?.toISOString() ?? null,
    sellPriceCoins,
    ...(rest.goodsSku === undefined ? {} : { goodsSku: rest.goodsSku }),
    sellLimits,
    sellsToStock,
    ...(rest.restock === undefined ? {} : { restock: rest.restock }),
    ...(discount === undefined
      ? {}
      : {
          discount: {
            factor: discount.factor,
            startsAt: discount.startsAt.toISOString(),
            endsAt: discount.endsAt.toISOString(),
          },
        }),
    requirements,
  };
}

const rewardRecord = (doc: RewardDoc): RewardRecord => ({
  ...described(doc),
  restockAt: doc.nextRestockAt?.toISOString() ?? null,
  updatedAt: doc.updatedAt.toISOString(),
});

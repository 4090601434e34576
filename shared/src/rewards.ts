// The catalogue as staff write it: rewards with their prices both ways, stock, discounts and
// requirements. What players see of it is in shop.ts.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { item, task } from './delivery.ts';
import type { Item } from './delivery.ts';
import { goodsSku, isPlainSku } from './goods.ts';
import { instant, line, page, pageOf, positiveCoins, sku } from './primitives.ts';
import { fulfilment, purchaseLimits, requirements, rewardCategory, sellLimits } from './shop.ts';

const quantityInStock = z.int().min(0).max(1_000_000_000);

/** So many more every so many hours, up to a stock of `stockMax`. */
export const restock = z.strictObject({
  quantity: quantityInStock.min(1),
  everyHours: z
    .int()
    .min(1)
    .max(24 * 366),
  stockMax: quantityInStock.min(1),
});

/** What the price is multiplied by within a window of time; in hundredths, so that it is exact. */
export const discount = z
  .strictObject({
    factor: z
      .number()
      .min(0.05)
      .max(0.99)
      .refine((factor) => Math.round(factor * 100) / 100 === factor, {
        error: 'must have at most two decimals',
      })
      .meta({ examples: [0.8] }),
    startsAt: instant,
    endsAt: instant.meta({ examples: ['2099-12-31T00:00:00.000Z'] }),
  })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, {
    path: ['endsAt'],
    error: 'must come after startsAt',
  });

const fields = {
  name: line(64),
  category: rewardCategory,
  description: z.array(line(128)).max(8).default([]),
  /** Without it, what the task gives first. */
  icon: item.shape.material.optional(),
  priceCoins: positiveCoins,
  task,
  fulfilment: fulfilment.default('api'),
  limits: purchaseLimits.default({}),
  /** A hidden reward is not sold; with a sell price the shop still buys. */
  visible: z.boolean().default(true),
  expiresAt: instant.nullable().default(null),
  /** What the shop pays for one single thing; without it, it buys none (D29). */
  sellPriceCoins: positiveCoins.nullable().default(null),
  /** Which thing it buys. Without it, the plain item that the task gives. */
  goodsSku: goodsSku.optional(),
  sellLimits: sellLimits.default({}),
  /** Whether what players sell is sold again: the stock grows by it. */
  sellsToStock: z.boolean().default(false),
  restock: restock.optional(),
  discount: discount.optional(),
  requirements: requirements.default({}),
};

type Wish = z.output<ReturnType<typeof loose>>;
const loose = () => z.object({ ...fields, stock: quantityInStock.nullable().optional() });

/** What is wrong with a reward as a whole; empty when nothing is. */
export function rewardProblems(
  reward: Pick<
    Wish,
    'task' | 'sellPriceCoins' | 'goodsSku' | 'sellsToStock' | 'restock' | 'requirements' | 'stock'
  > & { sku?: string | undefined },
): { path: string; message: string }[] {
  const problems: { path: string; message: string }[] = [];
  const buys = buysSkuOf(reward);
  if (reward.sellPriceCoins !== null && buys === null) {
    problems.push({ path: 'goodsSku', message: 'must be named: the task is not one plain item' });
  }
  if (reward.sellsToStock && (reward.stock === null || !givesOneOf(reward.task, buys))) {
    const message = 'needs a counted stock, and a task that gives one of what is bought';
    problems.push({ path: 'sellsToStock', message });
  }
  if (reward.restock && reward.stock === null) {
    problems.push({ path: 'restock', message: 'needs a counted stock' });
  }
  if (reward.sku !== undefined && reward.requirements.rewardSku === reward.sku) {
    problems.push({ path: 'requirements.rewardSku', message: 'must be another reward' });
  }
  return problems;
}

const isPlainItem = ({ name, lore, glow }: Item): boolean =>
  name === undefined && lore === undefined && glow !== true;

/** The sku of goods that an item of a task is, where it has nothing of its own. */
export const plainSkuOf = (one: Item): string | null =>
  isPlainItem(one) ? one.material.toLowerCase() : null;

/** What a reward with a sell price buys; null for a task that is not one plain item, if not named. */
export function buysSkuOf({ goodsSku: named, task: given }: Pick<Wish, 'goodsSku' | 'task'>) {
  if (named !== undefined) return named;
  const [only, ...more] = given.action === 'give' ? given.payload.items : [];
  return only && more.length === 0 ? plainSkuOf(only) : null;
}

function givesOneOf(given: Wish['task'], buys: string | null): boolean {
  const [only, ...more] = given.action === 'give' ? given.payload.items : [];
  if (!only || more.length > 0 || only.amount !== 1 || buys === null) return false;
  const material = only.material.toLowerCase();
  return isPlainSku(buys) ? plainSkuOf(only) === buys : buys.startsWith(`${material}.`);
}

const check = (reward: Parameters<typeof rewardProblems>[0], context: z.RefinementCtx): void => {
  for (const { path, message } of rewardProblems(reward)) {
    context.addIssue({ code: 'custom', path: path.split('.'), message });
  }
};

/** A reward as an admin writes it, in the file of `npm run rewards` too. `stock` null is endless. */
export const rewardDefinition = z
  .strictObject({ sku, ...fields, stock: quantityInStock.nullable().default(null) })
  .superRefine(check);

/** As a definition; without `stock`, the stock stays as it is by then. */
export const rewardChange = z
  .strictObject({ ...fields, stock: quantityInStock.nullable().optional() })
  .superRefine(check);
export type RewardChange = z.output<typeof rewardChange>;

/** A reward as staff see it. */
export const rewardRecord = z.strictObject({
  sku,
  ...loose().omit({ icon: true, stock: true }).shape,
  icon: z.string(),
  stock: quantityInStock.nullable(),
  /** When the next restock is due. */
  restockAt: instant.nullable(),
  updatedAt: instant,
});
export type RewardRecord = z.output<typeof rewardRecord>;

const reason = line(500);
const wrong = ['SELL_PRICE_TOO_HIGH', 'REWARD_UNKNOWN'] as const;

export const listRewards = {
  method: 'GET',
  path: '/api/rewards',
  who: { staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists the catalogue by sku, hidden rewards too, without what was deleted.',
  query: z.strictObject({ sku: sku.optional(), category: rewardCategory.optional(), ...page }),
  status: 200,
  reply: pageOf(rewardRecord),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const createReward = {
  method: 'POST',
  path: '/api/rewards',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary:
    'Adds a reward. A sell price above what its things cost anywhere in the shop is refused (D29).',
  body: z.strictObject({ reward: rewardDefinition, reason }),
  status: 201,
  reply: rewardRecord,
  key: 'accepted',
  refusals: ['REWARD_EXISTS', ...wrong],
} as const satisfies Contract;

export const changeReward = {
  method: 'PUT',
  path: '/api/rewards/:sku',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Writes a reward anew: what is left out goes back to its default, but the stock stays.',
  params: z.strictObject({ sku }),
  body: z.strictObject({ reward: rewardChange, reason }),
  status: 200,
  reply: rewardRecord,
  key: 'accepted',
  refusals: [...wrong],
} as const satisfies Contract;

export const deleteReward = {
  method: 'DELETE',
  path: '/api/rewards/:sku',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary:
    'Takes a reward out of the catalogue for ever: neither sold nor bought. What was bought of it, ' +
    'and tables that draw it, stay as they are.',
  params: z.strictObject({ sku }),
  body: z.strictObject({ reason }),
  status: 200,
  reply: z.strictObject({ sku, deletedAt: instant }),
  key: 'accepted',
  refusals: ['REWARD_UNKNOWN'],
} as const satisfies Contract;

// npm run rewards: the catalogue as a JSON file, in and out.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { item, task } from '@mintkeep/shared/delivery.ts';
import { instant, line, positiveCoins, sku } from '@mintkeep/shared/primitives.ts';
import { fulfilment, purchaseLimits, rewardCategory } from '@mintkeep/shared/shop.ts';
import { listAllRewards, putRewards } from '../shop/service.ts';
import type { Reward } from '../shop/service.ts';
import { Failure, runCommand, Usage } from './command.ts';

const usage = `npm run rewards -- import <file.json>   add or change rewards; the others stay
npm run rewards -- export               print the catalogue as such a file`;

/** A reward as the file holds it. */
const rewardInFile = z.strictObject({
  sku,
  name: line(64),
  category: rewardCategory,
  description: z.array(line(128)).max(8).default([]),
  icon: item.shape.material.optional(),
  priceCoins: positiveCoins,
  task,
  fulfilment: fulfilment.default('api'),
  stock: z.int().min(0).max(1_000_000_000).nullable().default(null),
  limits: purchaseLimits.default({}),
  visible: z.boolean().default(true),
  expiresAt: instant.nullable().default(null),
});
const catalogue = z.strictObject({ rewards: z.array(rewardInFile).max(1_000) });

await runCommand(usage, async ({ ctx, change, print }, [verb, path]) => {
  if (verb === 'export') {
    print(JSON.stringify({ rewards: (await listAllRewards(ctx)).map(inFile) }, null, 2));
    return;
  }
  if (verb !== 'import' || !path) throw new Usage('Import which file?');
  const rewards = readCatalogue(path);
  await change((tx) => putRewards(tx, rewards));
  print(`${String(rewards.length)} rewards are in the catalogue.`);
});

function readCatalogue(path: string): Reward[] {
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = catalogue.safeParse(text);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((one) => `  ${one.path.join('.')}: ${one.message}`);
    throw new Failure(`${path} is not a catalogue; nothing was changed.\n${problems.join('\n')}`);
  }
  return parsed.data.rewards.map(({ sku: _id, icon, expiresAt, ...reward }) => ({
    _id,
    ...reward,
    icon: icon ?? iconOf(reward.task),
    limits: withoutUndefined(reward.limits),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
  }));
}

function iconOf(one: z.infer<typeof task>): string {
  return (one.action === 'give' ? one.payload.items[0]?.material : undefined) ?? 'PAPER';
}

function withoutUndefined(limits: z.infer<typeof purchaseLimits>): Reward['limits'] {
  return Object.fromEntries(Object.entries(limits).filter(([, max]) => max !== undefined));
}

function inFile({ _id, expiresAt, ...reward }: Reward): z.input<typeof rewardInFile> {
  return { sku: _id, ...reward, expiresAt: expiresAt?.toISOString() ?? null };
}

// npm run rewards: the catalogue as a JSON file, in and out.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { rewardDefinition } from '@mintkeep/shared/rewards.ts';
import { described, listAllRewards, putRewards, rewardOf } from '../shop/service.ts';
import type { Reward } from '../shop/service.ts';
import { Failure, runCommand, Usage } from './command.ts';

const usage = `npm run rewards -- import <file.json>   add or change rewards; the others stay
npm run rewards -- export               print the catalogue as such a file`;

const catalogue = z.strictObject({ rewards: z.array(rewardDefinition).max(1_000) });

await runCommand(usage, async ({ ctx, change, print }, [verb, path]) => {
  if (verb === 'export') {
    print(JSON.stringify({ rewards: (await listAllRewards(ctx)).map(described) }, null, 2));
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
  return parsed.data.rewards.map(({ sku, stock, ...reward }) => rewardOf(sku, reward, stock));
}

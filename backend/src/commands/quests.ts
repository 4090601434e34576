// npm run quests: quests out of a JSON file, and what there is. Answers go in and never come out.
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { questDefinition, questsMax } from '@mintkeep/shared/quests.ts';
import type { QuestDefinition } from '@mintkeep/shared/quests.ts';
import { listAll, putQuests } from '../quests/service.ts';
import { Failure, runCommand, Usage } from './command.ts';

const usage = `npm run quests -- import <file.json> [reason]   add or change quests; the others stay
npm run quests -- list                          show all quests, without their answers`;

const questsFile = z.strictObject({
  quests: z
    .array(questDefinition)
    .max(questsMax)
    .refine((quests) => new Set(quests.map(({ key }) => key)).size === quests.length, {
      error: 'two quests have the same key',
    }),
});

await runCommand(usage, async ({ ctx, change, print }, [verb, path, ...words]) => {
  if (verb === 'list') {
    for (const { key, type, name, rewardCoins, cooldownHours, isEnabled } of (await listAll(ctx))
      .quests) {
      const state = isEnabled ? '' : '  (off)';
      const what = `${String(rewardCoins)} coins every ${String(cooldownHours)} h`;
      print(`${key}: ${type}, ${name}, ${what}${state}`);
    }
    return;
  }
  if (verb !== 'import' || !path) throw new Usage('Import which file?');
  const quests = readQuests(path);
  await change((tx) => putQuests(tx, quests, words.join(' ') || 'import'));
  print(`${String(quests.length)} quests were put in.`);
});

function readQuests(path: string): QuestDefinition[] {
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Failure(`${path} cannot be read: ${(error as Error).message}`);
  }
  const parsed = questsFile.safeParse(text);
  if (parsed.success) return parsed.data.quests;
  const problems = parsed.error.issues.map((one) => `  ${one.path.join('.')}: ${one.message}`);
  throw new Failure(`${path} holds no quests; nothing was changed.\n${problems.join('\n')}`);
}

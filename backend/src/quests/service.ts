// Quests: what there is to do, and how it stands for a player. Claiming is in claim-daily.ts and
// claim-quest.ts, events are in economy-events.ts. Knows no HTTP.
import type { InputOf } from '@mintkeep/shared/contract.ts';
import { questsMax } from '@mintkeep/shared/quests.ts';
import type { listQuests, QuestDefinition, ShownQuest } from '@mintkeep/shared/quests.ts';
import { audit } from '../audit/service.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { getPlayer } from '../players/service.ts';
import { sealAnswers } from './answers.ts';
import { claimTypeOf, minutesPlayed } from './claim-quest.ts';
import * as store from './store.ts';
import type { QuestDoc } from './store.ts';
import { claimableAt, waitSOf } from './streak.ts';

export { feeHolidayRuns, shopDiscountFactor } from './economy-events.ts';

export { streakDaysOf } from './claim-daily.ts';

/** The quests that are on, and how they stand for a player, where one is named. */
export async function listFor(
  ctx: Context,
  { minecraftUUID }: InputOf<typeof listQuests>,
): Promise<{ quests: ShownQuest[] }> {
  const quests = await store.listQuests(ctx, true);
  if (minecraftUUID === undefined) return { quests: quests.map((quest) => shown(quest)) };
  const player = await getPlayer(ctx, minecraftUUID);
  const claims = await store.claimsOf(ctx, player._id);
  const byType = new Map(claims.map((claim) => [claim.type, claim]));
  const now = ctx.clock.now();
  const progressOf = (quest: QuestDoc): ShownQuest['progress'] => {
    const last = byType.get(claimTypeOf(quest)) ?? null;
    const nextAt = last && claimableAt(last.lastClaimAt, quest.cooldownHours);
    const waits = nextAt !== null && nextAt > now;
    return {
      nextAt: waits ? nextAt.toISOString() : null,
      waitS: waits ? waitSOf(nextAt, now) : 0,
      claimCount: last?.claimCount ?? 0,
      minutesPlayed: quest.type === 'play' ? minutesPlayed(player, last) : null,
    };
  };
  return { quests: quests.map((quest) => shown(quest, progressOf(quest))) };
}

/** All quests, those that are off too: for staff. */
export const listAll = async (scope: ReadScope): Promise<{ quests: ShownQuest[] }> => ({
  quests: (await store.listQuests(scope, false)).map((quest) => shown(quest)),
});

/**
 * Adds quests, or changes those of the same key; one audit entry for each (S1-101). Cooldowns that
 * run go on. Refuses `QUEST_ANSWER_EMPTY`, `QUESTS_TOO_MANY`; then nothing was changed.
 */
export async function putQuests(
  tx: Tx,
  definitions: readonly QuestDefinition[],
  reason: string,
): Promise<ShownQuest[]> {
  const known = new Map((await store.listQuests(tx, false)).map((one) => [one._id, one]));
  const keys = new Set([...known.keys(), ...definitions.map(({ key }) => key)]);
  if (keys.size > questsMax) throw new Refusal('QUESTS_TOO_MANY', { questsMax });
  const written: ShownQuest[] = [];
  for (const definition of definitions) {
    const earlier = known.get(definition.key);
    const after = shown(await store.putQuest(tx, docOf(definition)));
    const before = earlier ? shown(earlier) : null;
    const target = { type: 'quest', id: definition.key };
    await audit(tx, { action: 'quest.put', target, reason, before, after });
    written.push(after);
  }
  return written;
}

function docOf(quest: QuestDefinition): Omit<QuestDoc, 'createdAt' | 'updatedAt'> {
  const { key: _id, type, name, rewardCoins, cooldownHours, isEnabled } = quest;
  return {
    ...{ _id, type, name, rewardCoins, cooldownHours, isEnabled },
    question: quest.type === 'trivia' ? quest.question : null,
    answers: quest.type === 'trivia' ? sealAnswers(quest.answers) : null,
    serverId: quest.type === 'visit' ? quest.serverId : null,
    minutes: quest.type === 'play' ? quest.minutes : null,
  };
}

/** A quest without its answers: field by field, so that what is added later does not leave. */
const shown = (quest: QuestDoc, progress: ShownQuest['progress'] = null): ShownQuest => ({
  key: quest._id,
  type: quest.type,
  name: quest.name,
  rewardCoins: quest.rewardCoins,
  cooldownHours: quest.cooldownHours,
  isEnabled: quest.isEnabled,
  question: quest.question,
  serverId: quest.serverId,
  minutes: quest.minutes,
  progress,
});

// Claiming a quest: the right answer, being on the right server, the time played. The backend decides
// by what it knows itself, never by the asker's word (D33). Knows no HTTP.
import assert from 'node:assert/strict';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { claimQuest } from '@mintkeep/shared/quests.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { takeSharedPlace } from '../core/limits.ts';
import type { Limit } from '../core/limits.ts';
import type { Tx } from '../core/transact.ts';
import type { Player } from '../players/service.ts';
import { isAnswer } from './answers.ts';
import { earnClaim, getEarner, refuseCooldown } from './earn.ts';
import * as store from './store.ts';
import type { ClaimDoc, QuestDoc } from './store.ts';
import { claimableAt, waitSOf } from './streak.ts';

/** Answers of one player to one quest; guessing a number of two digits takes hours. */
const answersLimit: Limit = { max: 5, windowMs: 600_000 };

type Claim = InputOf<typeof claimQuest>;

/**
 * Lets an answer be tried, or refuses `LIMIT_EXCEEDED`. Call it outside a transaction, before
 * `claim`: a wrong answer must count although it changes nothing.
 */
export async function admitAnswer(
  ctx: Context,
  { id, minecraftUUID, answer }: Claim,
): Promise<void> {
  if (answer === undefined) return;
  await takeSharedPlace(ctx, `quests answer:${id}:${minecraftUUID}`, answersLimit);
}

/**
 * Claims a quest (S1-062): mints what it brings and begins its cooldown. Refuses `QUEST_UNKNOWN`,
 * `PLAYER_UNKNOWN`, `PLAYER_BANNED`, `PLAYER_FROZEN`, `CLAIM_COOLDOWN` with `nextAt`, `ANSWER_WRONG`,
 * `QUEST_NOT_DONE`, `BALANCE_TOO_LARGE`; then nothing was changed.
 */
export async function claim(
  tx: Tx,
  { id, minecraftUUID, answer }: Claim,
): Promise<ReplyOf<typeof claimQuest>> {
  const quest = await store.findQuest(tx, id);
  if (!quest?.isEnabled) throw new Refusal('QUEST_UNKNOWN', { quest: id });
  const player = await getEarner(tx, minecraftUUID);
  const type = claimTypeOf(quest);
  const before = await store.findClaim(tx, player._id, type);
  refuseCooldown(tx, before, quest.cooldownHours);
  refuseUndone(quest, { player, before, answer });
  const rewardCoins = await earnClaim(tx, player, {
    type,
    before,
    rewardCoins: quest.rewardCoins,
    streakDays: null,
    eventType: 'quest',
  });
  const nextAt = claimableAt(tx.now, quest.cooldownHours);
  return { rewardCoins, nextAt: nextAt.toISOString(), waitS: waitSOf(nextAt, tx.now) };
}

/** What a claim of this quest is recorded as. */
export const claimTypeOf = ({ _id }: Pick<QuestDoc, '_id'>): string => `quest:${_id}`;

/** Whole minutes played since the last claim; those before the first count for it. */
export const minutesPlayed = (player: Player, last: ClaimDoc | null): number =>
  Math.max(0, Math.floor((player.playtimeMinutes ?? 0) - (last?.playtimeMinutes ?? 0)));

function refuseUndone(
  quest: QuestDoc,
  by: { player: Player; before: ClaimDoc | null; answer: string | undefined },
): void {
  const { player, before, answer } = by;
  switch (quest.type) {
    case 'trivia':
      assert(quest.answers, 'a trivia quest has answers');
      if (answer === undefined) throw new Refusal('QUEST_NOT_DONE', { missing: 'answer' });
      if (!isAnswer(quest.answers, answer)) throw new Refusal('ANSWER_WRONG');
      return;
    case 'visit':
      if (player.online && player.serverId === quest.serverId) return;
      throw new Refusal('QUEST_NOT_DONE', { missing: 'visit', serverId: quest.serverId });
    case 'play': {
      const played = minutesPlayed(player, before);
      if (played >= (quest.minutes ?? 0)) return;
      const { minutes } = quest;
      throw new Refusal('QUEST_NOT_DONE', { missing: 'play', minutes, minutesPlayed: played });
    }
  }
}

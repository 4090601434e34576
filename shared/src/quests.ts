// What brings players back: the daily claim with its streak, and quests (D33). Coins here are earned:
// they come out of the mint. Events that multiply them are in economy-events.ts.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { coins, instant, line, minecraftUUID, positiveCoins } from './primitives.ts';

/** Coins of one claim are small beside a balance, however an event multiplies them. */
const rewardCoinsMax = 1_000_000_000;
const rewardCoins = positiveCoins.max(rewardCoinsMax);

/** Whole seconds until something may be claimed again: exact whatever the asker's clock says. */
const waitS = z.int().min(0);

/**
 * The numbers of the daily claim. A claim brings `baseCoins` and `perStreakDayCoins` for each day of
 * the streak, the first included, up to `streakBonusMaxCoins` of them.
 */
export const dailyNumbers = z
  .strictObject({
    baseCoins: positiveCoins.max(1_000_000),
    perStreakDayCoins: coins.max(1_000_000),
    streakBonusMaxCoins: coins.max(1_000_000),
    cooldownHours: z
      .int()
      .min(1)
      .max(24 * 30),
    /** Within this time of the last claim the streak goes on. */
    streakWindowHours: z
      .int()
      .min(2)
      .max(24 * 60),
  })
  .refine(({ cooldownHours, streakWindowHours }) => streakWindowHours > cooldownHours, {
    path: ['streakWindowHours'],
    error: 'must be longer than the cooldown, or no streak ever goes on',
  });
export type DailyNumbers = z.infer<typeof dailyNumbers>;

/** The numbers of D33. */
export const dailyDefault: DailyNumbers = {
  baseCoins: 100,
  perStreakDayCoins: 10,
  streakBonusMaxCoins: 100,
  cooldownHours: 24,
  streakWindowHours: 48,
};

export const claimDaily = {
  method: 'POST',
  path: '/api/daily/claim',
  who: { server: true },
  summary: "Claims a player's daily coins: once a cooldown, more with each day of the streak.",
  body: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({
    rewardCoins: positiveCoins,
    streakDays: z.int().min(1),
    nextAt: instant,
    waitS,
  }),
  key: 'required',
  refusals: [
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'CLAIM_COOLDOWN',
    'BALANCE_TOO_LARGE',
  ],
} as const satisfies Contract;

/** `nextAt` is null while it may be claimed; `nextRewardCoins` is what that would bring now. */
export const getDaily = {
  method: 'GET',
  path: '/api/daily/:minecraftUUID',
  who: { server: true },
  summary: "Shows how a player's daily stands: the streak, and when it may be claimed next.",
  params: z.strictObject({ minecraftUUID }),
  status: 200,
  reply: z.strictObject({
    isReady: z.boolean(),
    /** As it stands now: 0 once the streak is broken. */
    streakDays: z.int().min(0),
    nextAt: instant.nullable(),
    waitS,
  }),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

const dailySettings = z.strictObject({ daily: dailyNumbers, version: z.int().min(1) });

export const getDailySettings = {
  method: 'GET',
  path: '/api/admin/settings/daily',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Shows the numbers of the daily claim.',
  status: 200,
  reply: dailySettings,
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const putDailySettings = {
  method: 'PUT',
  path: '/api/admin/settings/daily',
  who: { staff: 'SUPERADMIN', inGame: 'SUPERADMIN' },
  summary: 'Changes the numbers of the daily claim; a version that is not the newest is refused.',
  body: z.strictObject({
    daily: dailyNumbers,
    expectedVersion: z.int().min(1),
    reason: line(500),
  }),
  status: 200,
  reply: dailySettings,
  key: 'accepted',
  refusals: ['VERSION_STALE'],
} as const satisfies Contract;

/** Names a quest: what one writes after /quests answer. */
export const questKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,31}$/, {
    error: 'must be 1 to 32 of a-z, 0-9, dash, underscore',
  })
  .meta({ examples: ['capital'] });

const questCommon = {
  key: questKey,
  name: line(64),
  rewardCoins,
  cooldownHours: z
    .int()
    .min(1)
    .max(24 * 366),
  isEnabled: z.boolean(),
};
const question = line(256);
const serverId = line(64);
const minutes = z.int().min(1).max(1_000_000);

/** What a player answers: short, in one line. */
export const answer = line(128);

/** A quest as an admin defines it; the answers are kept as hashes alone. */
export const questDefinition = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('trivia'),
    ...questCommon,
    question,
    answers: z.array(answer).min(1).max(16),
  }),
  /** Claimed while playing on the game server of this name. */
  z.strictObject({ type: z.literal('visit'), ...questCommon, serverId }),
  /** Claimed after so many minutes played since the last claim of it. */
  z.strictObject({ type: z.literal('play'), ...questCommon, minutes }),
]);
export type QuestDefinition = z.infer<typeof questDefinition>;

export const questType = z.enum(['trivia', 'visit', 'play']);

/** How a quest stands for one player. */
export const questProgress = z.strictObject({
  /** Null while it may be claimed. */
  nextAt: instant.nullable(),
  waitS,
  claimCount: z.int().min(0),
  /** Of a quest of playing: whole minutes played towards it. */
  minutesPlayed: z.int().min(0).nullable(),
});

/** A quest as anybody may see it: no answer, and no hash of one. */
export const shownQuest = z.strictObject({
  ...questCommon,
  type: questType,
  question: question.nullable(),
  serverId: serverId.nullable(),
  minutes: minutes.nullable(),
  progress: questProgress.nullable(),
});
export type ShownQuest = z.infer<typeof shownQuest>;

export const questsMax = 200;

/** Game servers are shown the quests that are on; with `minecraftUUID`, how they stand for a player. */
export const listQuests = {
  method: 'GET',
  path: '/api/quests',
  who: { server: true, staff: 'AUDITOR', inGame: 'AUDITOR' },
  summary: 'Lists the quests, and how they stand for a player; answers never leave.',
  query: z.strictObject({ minecraftUUID: minecraftUUID.optional() }),
  status: 200,
  reply: z.strictObject({ quests: z.array(shownQuest).max(questsMax) }),
  key: 'none',
  refusals: ['PLAYER_UNKNOWN'],
} as const satisfies Contract;

export const putQuest = {
  method: 'POST',
  path: '/api/quests',
  who: { staff: 'ADMIN', inGame: 'ADMIN' },
  summary: 'Adds a quest, or changes the one of this key.',
  body: z.strictObject({ quest: questDefinition, reason: line(500) }),
  status: 200,
  reply: shownQuest,
  key: 'accepted',
  refusals: ['QUEST_ANSWER_EMPTY', 'QUESTS_TOO_MANY'],
} as const satisfies Contract;

export const claimQuest = {
  method: 'POST',
  path: '/api/quests/:id/claim',
  who: { server: true },
  summary: 'Claims what a quest brings: for the right answer, the visit, the time played.',
  params: z.strictObject({ id: questKey }),
  body: z.strictObject({ minecraftUUID, answer: answer.optional() }),
  status: 200,
  reply: z.strictObject({ rewardCoins: positiveCoins, nextAt: instant, waitS }),
  key: 'required',
  refusals: [
    'QUEST_UNKNOWN',
    'PLAYER_UNKNOWN',
    'PLAYER_FROZEN',
    'PLAYER_BANNED',
    'CLAIM_COOLDOWN',
    'ANSWER_WRONG',
    'QUEST_NOT_DONE',
    'BALANCE_TOO_LARGE',
  ],
} as const satisfies Contract;

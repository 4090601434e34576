// Quests as they are stored: what they are, who claimed what and when, and economy events.
import type { Collection } from 'mongodb';
import type { EconomyEventType } from '@mintkeep/shared/economy-events.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** Salted, so that equal answers of two quests do not show it. */
export interface AnswersDoc {
  salt: string;
  hashes: string[];
}

export interface QuestDoc {
  /** The key. */
  _id: string;
  type: 'trivia' | 'visit' | 'play';
  name: string;
  rewardCoins: number;
  cooldownHours: number;
  isEnabled: boolean;
  question: string | null;
  answers: AnswersDoc | null;
  serverId: string | null;
  minutes: number | null;
  createdAt: Date;
  updatedAt: Date;
}

/** What one player claimed of one kind: the owner of its cooldown (S1-052). */
export interface ClaimDoc {
  /** `<type> <player>`. */
  _id: string;
  playerId: string;
  /** `daily`, or `quest:<key>`. */
  type: string;
  lastClaimAt: Date;
  claimCount: number;
  /** Of the daily. */
  streakDays: number | null;
  /** The player's time played when it was claimed. */
  playtimeMinutes: number;
}

export interface EconomyEventDoc {
  _id: string;
  type: EconomyEventType;
  factor: number;
  startsAt: Date;
  endsAt: Date;
  startedBy: string;
  reason: string;
  status: 'running' | 'ended';
  endedAt: Date | null;
  endedBy: string | null;
}

export const questsPlan: CollectionPlan = { name: 'quests', indexes: [] };

export const claimsPlan: CollectionPlan = {
  name: 'claims',
  indexes: [
    // What a player has claimed, all at once: for the list of quests.
    { name: 'ofPlayer', key: { playerId: 1, type: 1 }, unique: true },
  ],
};

export const economyEventsPlan: CollectionPlan = {
  name: 'economy_events',
  indexes: [
    // The one that runs, and the newest that are over.
    { name: 'status', key: { status: 1, endsAt: -1 } },
  ],
};

/** One document, which every start and stop changes first: no two events can run at once. */
export const economyEventGuardPlan: CollectionPlan = { name: 'economy_event_guard', indexes: [] };

const quests = (scope: ReadScope): Collection<QuestDoc> => scope.db.collection(questsPlan.name);
const claims = (scope: ReadScope): Collection<ClaimDoc> => scope.db.collection(claimsPlan.name);
const events = (scope: ReadScope): Collection<EconomyEventDoc> =>
  scope.db.collection(economyEventsPlan.name);
const guard = (scope: ReadScope): Collection<{ _id: 'current'; version: number }> =>
  scope.db.collection(economyEventGuardPlan.name);

/** All quests by key; there are few. */
export const listQuests = (scope: ReadScope, onlyEnabled: boolean): Promise<QuestDoc[]> =>
  quests(scope)
    .find(onlyEnabled ? { isEnabled: true } : {}, within(scope))
    .sort({ _id: 1 })
    .toArray();

export const findQuest = (scope: ReadScope, key: string): Promise<QuestDoc | null> =>
  quests(scope).findOne({ _id: key }, within(scope));

/** Writes a quest, new or changed; answers it. */
export async function putQuest(
  scope: WriteScope,
  { _id, ...quest }: Omit<QuestDoc, 'createdAt' | 'updatedAt'>,
): Promise<QuestDoc> {
  const written = await quests(scope).findOneAndUpdate(
    { _id },
    { $set: { ...quest, updatedAt: scope.now }, $setOnInsert: { createdAt: scope.now } },
    { upsert: true, returnDocument: 'after', session: scope.session },
  );
  if (!written) throw new Error('An upsert answered nothing.');
  return written;
}

const idOf = (playerId: string, type: string): string => `${type} ${playerId}`;

export const findClaim = (
  scope: ReadScope,
  playerId: string,
  type: string,
): Promise<ClaimDoc | null> => claims(scope).findOne({ _id: idOf(playerId, type) }, within(scope));

export const claimsOf = (scope: ReadScope, playerId: string): Promise<ClaimDoc[]> =>
  claims(scope).find({ playerId }, within(scope)).toArray();

/**
 * Records a claim over the one that was read. False when that is no longer the newest: then the
 * caller must not go on.
 */
export async function putClaim(
  scope: WriteScope,
  before: ClaimDoc | null,
  claim: Pick<ClaimDoc, 'playerId' | 'type' | 'streakDays' | 'playtimeMinutes'>,
): Promise<boolean> {
  const _id = idOf(claim.playerId, claim.type);
  const { session } = scope;
  if (!before) {
    const first: ClaimDoc = { _id, ...claim, lastClaimAt: scope.now, claimCount: 1 };
    await claims(scope).insertOne(first, { session });
    return true;
  }
  const { matchedCount } = await claims(scope).updateOne(
    { _id, lastClaimAt: before.lastClaimAt, claimCount: before.claimCount },
    { $set: { ...claim, lastClaimAt: scope.now }, $inc: { claimCount: 1 } },
    { session },
  );
  return matchedCount === 1;
}

/** Whoever changes economy events does this first, so that they go one after the other. */
export async function takeEventGuard(scope: WriteScope): Promise<void> {
  await guard(scope).updateOne(
    { _id: 'current' },
    { $inc: { version: 1 } },
    { upsert: true, session: scope.session },
  );
}

/** The event whose time is not up, or null. */
export const findRunning = (scope: ReadScope, now: Date): Promise<EconomyEventDoc | null> =>
  events(scope).findOne({ status: 'running', endsAt: { $gt: now } }, within(scope));

export async function insertEvent(scope: WriteScope, event: EconomyEventDoc): Promise<void> {
  await events(scope).insertOne(event, { session: scope.session });
}

/** Ends one event; answers it as it is then. */
export const endEvent = (
  scope: WriteScope,
  eventId: string,
  endedBy: string,
): Promise<EconomyEventDoc | null> =>
  events(scope).findOneAndUpdate(
    { _id: eventId, status: 'running' },
    { $set: { status: 'ended', endedAt: scope.now, endedBy } },
    { session: scope.session, returnDocument: 'after' },
  );

/** Ends every event whose time is up, at the time it was to end. */
export async function endOverdue(scope: WriteScope): Promise<number> {
  const { modifiedCount } = await events(scope).updateMany(
    { status: 'running', endsAt: { $lte: scope.now } },
    [{ $set: { status: 'ended', endedAt: '$endsAt', endedBy: null } }],
    { session: scope.session },
  );
  return modifiedCount;
}

/** Events that are over, or whose time is up, newest first. */
export const listEnded = (scope: ReadScope, now: Date, limit: number): Promise<EconomyEventDoc[]> =>
  events(scope)
    .find(
      { $or: [{ status: 'ended' }, { status: 'running', endsAt: { $lte: now } }] },
      within(scope),
    )
    .sort({ startsAt: -1, _id: 1 })
    .limit(limit)
    .toArray();

// Players as they are stored: one document each. What changes where they are, their bans and their
// wallets stands in whereabouts.ts, bans.ts and wallets.ts.
import type { Collection } from 'mongodb';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** A ban in force until it is lifted or over; `untilAt` null is for ever (B-08). */
export interface Ban {
  readonly reason: string;
  /** Who banned: the actor as one string. */
  readonly by: string;
  readonly at: Date;
  readonly untilAt: Date | null;
}

/** Coins that one game server may spend for the player; they are not in the wallet. */
export interface Hold {
  readonly serverId: string;
  readonly holdCoins: number;
  /** The start of the server's plugin that took it. */
  readonly epoch: string;
  readonly since: Date;
}

export interface PlayerDoc {
  _id: string;
  minecraftUUID: string;
  minecraftName: string;
  discordId: string | null;
  discordName?: string | null;
  linkedAt?: Date | null;
  /** The player that this one, known only from Discord, went up in; nothing is left here (D28). */
  mergedInto?: string;
  walletBalanceCoins: number;
  escrowBalanceCoins: number;
  lifetimeEarnedCoins: number;
  lifetimeSpentCoins: number;
  frozen: boolean;
  banned: Ban | null;
  /** The number of the change that banned or unbanned last: what game servers catch up by. */
  banVersion?: number;
  online: boolean;
  serverId: string | null;
  lastHeartbeat: Date | null;
  level: number;
  /** True while a starter is on its way (S0-015). */
  starterDeliveryInProgress: boolean;
  /** As the last daily claim left it (S1-040); formulas of level caps read it. */
  streakDays?: number;
  lastDailyAt?: Date;
  /** By name; shown on the card and read by formulas. */
  badges?: string[];
  /** Coins set aside for game servers, one for each server; absent or empty for most. */
  holds?: Hold[];
  /** Counted by heartbeats, with its fraction. */
  playtimeMinutes?: number;
  createdAt: Date;
  updatedAt: Date;
}

/** Names are compared without their case. */
export const anyCase = { locale: 'en', strength: 2 } as const;

// No index over balances: every purchase would have to move its player in it, which measured four
// times the cost of the update itself.
export const playersPlan: CollectionPlan = {
  name: 'players',
  indexes: [
    // One document a game account; players known only from Discord have none (S0-039). With $type
    // instead of $exists the planner would not use the index for an equality.
    {
      name: 'minecraftUUID',
      key: { minecraftUUID: 1 },
      unique: true,
      partialFilterExpression: { minecraftUUID: { $exists: true } },
    },
    // Who is online on a server; who has not been heard of.
    { name: 'presence', key: { online: 1, serverId: 1, lastHeartbeat: 1 } },
    // The players of a Discord account.
    { name: 'discordId', key: { discordId: 1 } },
    // Names as staff write them: any case, and the beginning of one.
    { name: 'name', key: { minecraftName: 1, _id: 1 }, collation: anyCase },
    // Who is frozen: few, so that a purchase pays nothing for it.
    { name: 'frozen', key: { frozen: 1 }, partialFilterExpression: { frozen: true } },
    // Whose coins are held for a server: few, and a change of the sum does not move it.
    {
      name: 'holds',
      key: { 'holds.serverId': 1 },
      partialFilterExpression: { 'holds.serverId': { $exists: true } },
    },
    // What changed in the bans since a game server last asked.
    {
      name: 'bans',
      key: { banVersion: 1 },
      partialFilterExpression: { banVersion: { $exists: true } },
    },
  ],
};

export const players = (scope: ReadScope): Collection<PlayerDoc> =>
  scope.db.collection(playersPlan.name);

/** A balance that can change by so much and stays within what can be held. */
export const roomFor = (coins: number) => ({
  $gte: Math.max(0, -coins),
  $lte: coinsMax - Math.max(0, coins),
});

export const findPlayer = (scope: ReadScope, minecraftUUID: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ minecraftUUID }, within(scope));

export const findPlayerById = (scope: ReadScope, playerId: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ _id: playerId }, within(scope));

export const findPlayerByName = (scope: ReadScope, name: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ minecraftName: name }, { ...within(scope), collation: anyCase });

/** The player of a name; a name that was given up and taken anew is the newer player's. */
export async function findLastSeenOfName(
  scope: ReadScope,
  name: string,
): Promise<PlayerDoc | null> {
  const [player] = await players(scope)
    .find(
      { minecraftName: name, minecraftUUID: { $exists: true } },
      { ...within(scope), collation: anyCase },
    )
    .sort({ lastHeartbeat: -1 })
    .limit(1)
    .toArray();
  return player ?? null;
}

/** The players behind these game accounts; unknown ones are left out. */
export const findPlayers = (
  scope: ReadScope,
  minecraftUUIDs: readonly string[],
): Promise<PlayerDoc[]> =>
  players(scope)
    .find({ minecraftUUID: { $in: [...minecraftUUIDs] } }, { ...within(scope), batchSize: 2_000 })
    .toArray();

/** What of a player decides whether a purchase goes through. */
export type Buyer = Pick<
  PlayerDoc,
  '_id' | 'minecraftUUID' | 'walletBalanceCoins' | 'frozen' | 'banned' | 'level'
>;

/** The buyers behind these game accounts, with no more of each than is looked at. */
export const findBuyers = (scope: ReadScope, minecraftUUIDs: readonly string[]): Promise<Buyer[]> =>
  players(scope)
    .find(
      { minecraftUUID: { $in: [...minecraftUUIDs] } },
      {
        ...within(scope),
        projection: { minecraftUUID: 1, walletBalanceCoins: 1, frozen: 1, banned: 1, level: 1 },
        batchSize: 2_000,
      },
    )
    .toArray();

/** What a player begins with. */
export const newPlayer = (playerId: string, now: Date, withLevel: boolean) => ({
  _id: playerId,
  discordId: null,
  walletBalanceCoins: 0,
  escrowBalanceCoins: 0,
  lifetimeEarnedCoins: 0,
  lifetimeSpentCoins: 0,
  frozen: false,
  banned: null,
  ...(withLevel ? { level: 0 } : {}),
  starterDeliveryInProgress: false,
  createdAt: now,
});

/** Sets or clears the flag of a starter under way; false when it stood so already. */
export async function writeStarterInProgress(
  scope: WriteScope,
  playerId: string,
  inProgress: boolean,
): Promise<boolean> {
  const { matchedCount } = await players(scope).updateOne(
    { _id: playerId, starterDeliveryInProgress: inProgress ? { $ne: true } : true },
    { $set: { starterDeliveryInProgress: inProgress, updatedAt: scope.now } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

/** Records a daily claim. */
export async function writeDaily(
  scope: WriteScope,
  playerId: string,
  streakDays: number,
): Promise<void> {
  await players(scope).updateOne(
    { _id: playerId },
    { $set: { streakDays, lastDailyAt: scope.now, updatedAt: scope.now } },
    { session: scope.session },
  );
}

/** Freezes or thaws. False when there is no such player. */
export async function writeFrozen(
  scope: WriteScope,
  playerId: string,
  frozen: boolean,
): Promise<boolean> {
  const { matchedCount } = await players(scope).updateOne(
    { _id: playerId },
    { $set: { frozen, updatedAt: scope.now } },
    { session: scope.session },
  );
  return matchedCount === 1;
}

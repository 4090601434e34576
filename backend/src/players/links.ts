// Links as they are stored on players: who is linked with whom, and what becomes of a player who
// was known only from Discord. Who may link whom is the business of the noun `verification`.
import assert from 'node:assert/strict';
import type { Collection } from 'mongodb';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { Refusal } from '../core/errors.ts';
import { newId } from '../core/identity.ts';
import { within } from '../core/mongo.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';
import { newPlayer, playersPlan } from './store.ts';
import type { PlayerDoc } from './store.ts';

const players = (scope: ReadScope): Collection<PlayerDoc> => scope.db.collection(playersPlan.name);

/** The Discord user of a player. */
export interface DiscordUser {
  readonly discordId: string;
  readonly discordName: string | null;
}

/** The player behind a game account; one never seen before becomes a player, who is not online. */
export async function ensurePlayer(
  scope: WriteScope,
  { minecraftUUID, name }: { minecraftUUID: string; name: string },
): Promise<PlayerDoc> {
  const offline = { online: false, serverId: null, lastHeartbeat: null, updatedAt: scope.now };
  const player = await players(scope).findOneAndUpdate(
    { minecraftUUID },
    { $setOnInsert: { minecraftName: name, ...offline, ...newPlayer(newId(), scope.now, true) } },
    { session: scope.session, upsert: true, returnDocument: 'after' },
  );
  assert(player, 'an upsert answers its document');
  return player;
}

/** How many game accounts are linked with a Discord user. */
export const countLinked = (scope: ReadScope, discordId: string): Promise<number> =>
  players(scope).countDocuments({ discordId, minecraftUUID: { $exists: true } }, within(scope));

/** The player that a Discord user is without any game account, or null. */
export const findDiscordOnly = (scope: ReadScope, discordId: string): Promise<PlayerDoc | null> =>
  players(scope).findOne({ discordId, minecraftUUID: { $exists: false } }, within(scope));

/** Links a player with a Discord user, or with nobody. */
export async function writeLink(
  scope: WriteScope,
  playerId: string,
  user: DiscordUser | null,
): Promise<void> {
  const link = user
    ? { ...user, linkedAt: scope.now }
    : { discordId: null, discordName: null, linkedAt: null };
  await players(scope).updateOne(
    { _id: playerId },
    { $set: { ...link, updatedAt: scope.now } },
    { session: scope.session },
  );
}

/**
 * Moves all that a player known only from Discord has into a game account's: balances and lifelong
 * sums are added, and a freeze goes along. What is left names its heir. Only the ledger calls
 * this, which writes the transfer. Refuses `BALANCE_TOO_LARGE`.
 */
export async function mergeBalances(
  scope: WriteScope,
  from: PlayerDoc,
  into: PlayerDoc,
): Promise<void> {
  const sum = (field: keyof typeof nothing): number => {
    const both = from[field] + into[field];
    if (both > coinsMax) throw new Refusal('BALANCE_TOO_LARGE', { playerId: into._id });
    return both;
  };
  const { session, now } = scope;
  await players(scope).updateOne(
    { _id: from._id },
    { $set: { ...nothing, discordId: null, mergedInto: into._id, updatedAt: now } },
    { session },
  );
  await players(scope).updateOne(
    { _id: into._id },
    {
      $set: {
        walletBalanceCoins: sum('walletBalanceCoins'),
        escrowBalanceCoins: sum('escrowBalanceCoins'),
        lifetimeEarnedCoins: sum('lifetimeEarnedCoins'),
        lifetimeSpentCoins: sum('lifetimeSpentCoins'),
        frozen: from.frozen || into.frozen,
        updatedAt: now,
      },
    },
    { session },
  );
}

const nothing = {
  walletBalanceCoins: 0,
  escrowBalanceCoins: 0,
  lifetimeEarnedCoins: 0,
  lifetimeSpentCoins: 0,
};

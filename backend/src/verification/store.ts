// Codes and the guards of links as they are stored. Of a code only its hash; of a Discord user one
// document that every change of the user's links must write first.
import type { Collection } from 'mongodb';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** A player's code. One document a player, so that a new code takes the place of the old one. */
export interface CodeDoc {
  /** The game account. */
  _id: string;
  minecraftName: string;
  codeHash: string;
  /** How often somebody entered this very code. */
  attempts: number;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

/** The guard of a Discord user's links: who changes them writes here first (D28). */
interface OwnerDoc {
  _id: string;
  changes: number;
}

/** A link that was rewarded. Neither side is rewarded a second time. */
interface RewardDoc {
  /** The player. */
  _id: string;
  discordId: string;
  amountCoins: number;
  rewardedAt: Date;
}

export const codesPlan: CollectionPlan = {
  name: 'verification_codes',
  indexes: [
    // A code is looked up by its hash, and no two players may have the same.
    { name: 'codeHash', key: { codeHash: 1 }, unique: true },
    // The second net under the job verification:cleanup (S0-022, S0-023).
    { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 },
  ],
};

export const linkOwnersPlan: CollectionPlan = { name: 'link_owners', indexes: [] };

export const linkRewardsPlan: CollectionPlan = {
  name: 'link_rewards',
  indexes: [{ name: 'discordId', key: { discordId: 1 }, unique: true }],
};

const codes = (scope: ReadScope): Collection<CodeDoc> => scope.db.collection(codesPlan.name);
const owners = (scope: ReadScope): Collection<OwnerDoc> => scope.db.collection(linkOwnersPlan.name);
const rewards = (scope: ReadScope): Collection<RewardDoc> =>
  scope.db.collection(linkRewardsPlan.name);

/** Stores a code in the place of the player's last one. */
export async function putCode(
  scope: WriteScope,
  { _id, ...code }: Omit<CodeDoc, 'attempts' | 'createdAt' | 'usedAt'>,
): Promise<void> {
  await codes(scope).replaceOne(
    { _id },
    { ...code, attempts: 0, createdAt: scope.now, usedAt: null },
    { upsert: true, session: scope.session },
  );
}

/** A code that was not used, expired or not. */
export const findCode = (scope: WriteScope, codeHash: string): Promise<CodeDoc | null> =>
  codes(scope).findOne({ codeHash, usedAt: null }, { session: scope.session });

export async function useCode(scope: WriteScope, codeHash: string): Promise<void> {
  await codes(scope).updateOne(
    { codeHash, usedAt: null },
    { $set: { usedAt: scope.now } },
    { session: scope.session },
  );
}

/**
 * Counts one more who entered this code, outside any transaction, so that an attempt that was
 * refused counts too. Answers its number; 0 where there is no such code.
 */
export async function countAttempt(scope: ReadScope, codeHash: string): Promise<number> {
  const code = await codes(scope).findOneAndUpdate(
    { codeHash, usedAt: null },
    { $inc: { attempts: 1 } },
    { returnDocument: 'after' },
  );
  return code?.attempts ?? 0;
}

/** Removes the codes whose time is up; answers how many. */
export async function removeExpired(scope: WriteScope): Promise<number> {
  const { deletedCount } = await codes(scope).deleteMany(
    { expiresAt: { $lte: scope.now } },
    { session: scope.session },
  );
  return deletedCount;
}

/** Takes the guard of a Discord user: of several at once, one goes on and the others begin anew. */
export async function takeOwner(scope: WriteScope, discordId: string): Promise<void> {
  await owners(scope).updateOne(
    { _id: discordId },
    { $inc: { changes: 1 } },
    { upsert: true, session: scope.session },
  );
}

/** Notes that a link is rewarded; false when the player or the Discord user ever was. */
export async function claimReward(
  scope: WriteScope,
  {
    playerId,
    discordId,
    amountCoins,
  }: { playerId: string; discordId: string; amountCoins: number },
): Promise<boolean> {
  const earlier = await rewards(scope).findOne(
    { $or: [{ _id: playerId }, { discordId }] },
    { session: scope.session },
  );
  if (earlier) return false;
  await rewards(scope).insertOne(
    { _id: playerId, discordId, amountCoins, rewardedAt: scope.now },
    { session: scope.session },
  );
  return true;
}

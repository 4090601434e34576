// Staff as they are stored: members and what is known of their roles, sessions of the panel, logins
// under way, the owner's links. Nothing here can be shown to get in: every secret is a hash, or
// sealed. The settings are in settings-store.ts.
import type { Collection } from 'mongodb';
import type { Role } from '@mintkeep/shared/roles.ts';
import { within } from '../core/mongo.ts';
import type { CollectionPlan, ReadScope } from '../core/mongo.ts';
import type { WriteScope } from '../core/transaction.ts';

/** A person who may have a role: by Discord, by hand, or as the owner. */
export interface MemberDoc {
  /** The Discord user, or `owner`. */
  _id: string;
  name: string;
  /** Given by hand with `npm run staff -- grant`. */
  grantedRole: Role | null;
  /** What Discord said last, and when; `isMember` null when it was never asked. */
  isMember: boolean | null;
  discordRoles: string[];
  checkedAt: Date | null;
  /** When Discord was last asked, answer or none. */
  triedAt: Date | null;
  /** The member's own access to Discord, where no bot can be asked: sealed under APP_KEY. */
  accessSealed: string | null;
  /** Counted up by every login, so that two at once see each other's session. */
  logins: number;
  createdAt: Date;
  updatedAt: Date;
}

/** A session of the panel: one login with all its rotated refresh tokens (S1-079). */
export interface SessionDoc {
  /** The hash of the id that the cookie names. */
  _id: string;
  memberId: string;
  /** The hash of the one refresh token that is still good. */
  refreshHash: string;
  /** The hash of the one before it; missing until the first refresh. */
  refreshedFrom?: string;
  createdAt: Date;
  refreshedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  revokedWhy: string | null;
}

/** A login with Discord that is under way, bound to the browser that began it. */
export interface LoginDoc {
  /** The hash of the secret in the browser's cookie. */
  _id: string;
  /** The hash of `state`; null once it came back. */
  stateHash: string | null;
  verifierSealed: string;
  returnTo: string;
  /** Who it is, once Discord has said so. */
  memberId: string | null;
  expiresAt: Date;
}

/** A one-time link by which the owner gets in. */
export interface OwnerLinkDoc {
  /** The hash of the token in the link. */
  _id: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
}

const expiry = { name: 'expiry', key: { expiresAt: 1 as const }, expireAfterSeconds: 0 };

export const membersPlan: CollectionPlan = { name: 'staff', indexes: [] };

export const sessionsPlan: CollectionPlan = {
  name: 'sessions',
  transient: true,
  indexes: [
    // The sessions of one account, oldest first: to keep five, and to end them all.
    { name: 'ofMember', key: { memberId: 1, createdAt: 1 } },
    // Revoked ones stay until they would have ended, so that their tokens are known as stolen.
    expiry,
  ],
};

// Abandoned logins and unused links are forgotten.
export const loginsPlan: CollectionPlan = { name: 'logins', transient: true, indexes: [expiry] };
export const ownerLinksPlan: CollectionPlan = { name: 'owner_links', indexes: [expiry] };

const members = (scope: ReadScope): Collection<MemberDoc> => scope.db.collection(membersPlan.name);
const sessions = (scope: ReadScope): Collection<SessionDoc> =>
  scope.db.collection(sessionsPlan.name);
const logins = (scope: ReadScope): Collection<LoginDoc> => scope.db.collection(loginsPlan.name);
const ownerLinks = (scope: ReadScope): Collection<OwnerLinkDoc> =>
  scope.db.collection(ownerLinksPlan.name);

export const findMember = (scope: ReadScope, memberId: string): Promise<MemberDoc | null> =>
  members(scope).findOne({ _id: memberId }, within(scope));

/** Who has a role by hand or by one of these roles of Discord, or has logged in. */
export const listMembers = (
  scope: ReadScope,
  discordRoles: readonly string[],
  limit: number,
): Promise<MemberDoc[]> =>
  members(scope)
    .find(
      {
        $or: [
          { grantedRole: { $ne: null } },
          { logins: { $gt: 0 } },
          { discordRoles: { $in: [...discordRoles] } },
        ],
      },
      within(scope),
    )
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();

/** Changes a member, and makes the document where there is none. Answers it as it is now. */
export async function putMember(
  scope: WriteScope,
  memberId: string,
  change: Partial<Omit<MemberDoc, '_id' | 'logins' | 'createdAt' | 'updatedAt'>>,
  { loggedIn = false } = {},
): Promise<MemberDoc> {
  const blank = {
    name: memberId,
    grantedRole: null,
    isMember: null,
    discordRoles: [],
    checkedAt: null,
    triedAt: null,
    accessSealed: null,
    createdAt: scope.now,
  };
  const onInsert = Object.fromEntries(Object.entries(blank).filter(([name]) => !(name in change)));
  const member = await members(scope).findOneAndUpdate(
    { _id: memberId },
    {
      $set: { ...change, updatedAt: scope.now },
      $setOnInsert: onInsert,
      $inc: { logins: loggedIn ? 1 : 0 },
    },
    { session: scope.session, upsert: true, returnDocument: 'after' },
  );
  if (!member) throw new Error('An upsert answered nothing.');
  return member;
}

export async function insertSession(scope: WriteScope, session: SessionDoc): Promise<void> {
  await sessions(scope).insertOne(session, { session: scope.session });
}

export const findSession = (scope: ReadScope, idHash: string): Promise<SessionDoc | null> =>
  sessions(scope).findOne({ _id: idHash }, within(scope));

/** Sessions of a member that are in force, oldest first. */
export const liveSessions = (scope: ReadScope, memberId: string, now: Date) =>
  sessions(scope)
    .find({ memberId, revokedAt: null, expiresAt: { $gt: now } }, within(scope))
    .sort({ createdAt: 1, _id: 1 })
    .toArray();

/**
 * Puts a new refresh token in the place of the old one. False when that is not the current one, nor
 * the one that this very step took the place of within the grace.
 */
export async function rotateRefresh(
  scope: WriteScope,
  idHash: string,
  { from, to, graceMs }: { readonly from: string; readonly to: string; readonly graceMs: number },
): Promise<boolean> {
  const { session, now } = scope;
  const live = { _id: idHash, revokedAt: null, expiresAt: { $gt: now } };
  const { matchedCount } = await sessions(scope).updateOne(
    { ...live, refreshHash: from },
    { $set: { refreshHash: to, refreshedFrom: from, refreshedAt: now } },
    { session },
  );
  if (matchedCount === 1) return true;
  const refreshedAt = { $gt: new Date(now.getTime() - graceMs) };
  const taken = { ...live, refreshHash: to, refreshedFrom: from, refreshedAt };
  return (await sessions(scope).findOne(taken, { session })) !== null;
}

/** Ends these sessions. */
export async function revokeSessions(
  scope: WriteScope,
  which: { readonly idHashes: readonly string[] } | { readonly memberId: string },
  why: string,
): Promise<number> {
  const filter =
    'memberId' in which ? { memberId: which.memberId } : { _id: { $in: [...which.idHashes] } };
  const { modifiedCount } = await sessions(scope).updateMany(
    { ...filter, revokedAt: null },
    { $set: { revokedAt: scope.now, revokedWhy: why } },
    { session: scope.session },
  );
  return modifiedCount;
}

export async function insertLogin(scope: WriteScope, login: LoginDoc): Promise<void> {
  await logins(scope).insertOne(login, { session: scope.session });
}

/** Takes the login that this browser began with this state: it can come back once. */
export const takeLogin = (
  scope: WriteScope,
  browserHash: string,
  stateHash: string,
): Promise<LoginDoc | null> =>
  logins(scope).findOneAndUpdate(
    { _id: browserHash, stateHash, expiresAt: { $gt: scope.now } },
    { $set: { stateHash: null } },
    { session: scope.session },
  );

/** Notes who the browser proved to be. */
export async function proveLogin(
  scope: WriteScope,
  browserHash: string,
  memberId: string,
): Promise<void> {
  await logins(scope).updateOne(
    { _id: browserHash },
    { $set: { memberId } },
    { session: scope.session },
  );
}

/** Takes a proved login away, to make a session of it: once. */
export const finishLogin = (scope: WriteScope, browserHash: string): Promise<LoginDoc | null> =>
  logins(scope).findOneAndDelete(
    { _id: browserHash, memberId: { $ne: null }, expiresAt: { $gt: scope.now } },
    { session: scope.session },
  );

export async function insertOwnerLink(scope: WriteScope, link: OwnerLinkDoc): Promise<void> {
  await ownerLinks(scope).insertOne(link, { session: scope.session });
}

/** Uses a link up; null when there is none that is still good. */
export const takeOwnerLink = (scope: WriteScope, hash: string): Promise<OwnerLinkDoc | null> =>
  ownerLinks(scope).findOneAndUpdate(
    { _id: hash, usedAt: null, expiresAt: { $gt: scope.now } },
    { $set: { usedAt: scope.now } },
    { session: scope.session },
  );

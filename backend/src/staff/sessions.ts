// Sessions of the panel: opened at login, found at every request, refreshed, ended. A session lies in
// the database and not in the cookie, so that it can be ended (D14). Knows no HTTP.
import { dayMs } from '../core/calendar.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { sha256 } from '../core/identity.ts';
import { inTransaction } from '../core/transaction.ts';
import type { WriteScope } from '../core/transaction.ts';
import * as store from './store.ts';
import type { SessionDoc } from './store.ts';
import { newSecret, refreshAfter } from './tokens.ts';
import type { TokenKeys } from './tokens.ts';

/** What a browser gets to hold. */
export interface OpenSession {
  readonly sessionId: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** A session ends this long after its login, however often it is refreshed. */
const sessionLifeMs = 7 * dayMs;

/** More than a person has browsers; the oldest session makes room for a sixth. */
export const sessionsPerMemberMax = 5;

/**
 * Opens a session for a member who has proved who it is; a new id each time, so that none can be
 * slipped in before. The caller has changed the member's document in this transaction: that is what
 * lets two logins at once count each other.
 */
export async function openSession(scope: WriteScope, memberId: string): Promise<OpenSession> {
  const sessionId = newSecret();
  const refreshToken = `${sessionId}.${newSecret()}`;
  const expiresAt = new Date(scope.now.getTime() + sessionLifeMs);
  const live = await store.liveSessions(scope, memberId, scope.now);
  const tooMany = live.slice(0, Math.max(0, live.length - sessionsPerMemberMax + 1));
  await store.revokeSessions(scope, { idHashes: tooMany.map(({ _id }) => _id) }, 'a newer login');
  await store.insertSession(scope, {
    _id: sha256(sessionId),
    memberId,
    refreshHash: sha256(refreshToken),
    createdAt: scope.now,
    refreshedAt: scope.now,
    expiresAt,
    revokedAt: null,
    revokedWhy: null,
  });
  return { sessionId, refreshToken, expiresAt };
}

/** The session of this id. Refuses `SESSION_REFUSED` when it is over or never was. */
export async function getSession(ctx: Context, sessionId: string): Promise<SessionDoc> {
  const session = await store.findSession(ctx, sha256(sessionId));
  const isLive = session?.revokedAt === null && session.expiresAt > ctx.clock.now();
  if (!session || !isLive) throw new Refusal('SESSION_REFUSED');
  return session;
}

/**
 * The token before the newest is still answered this long, with the newest: tabs that ask at once
 * all bring it, and an answer that was lost on its way is asked for again.
 */
export const refreshGraceMs = 5_000;

/**
 * Takes a refresh token and gives the next. One that is not the newest was used before: it was
 * stolen, or the newest was, so the whole session ends (S1-079). Within the grace the token just
 * used gives the same next one again, and not another: who took it has no chain of their own, and
 * the first to bring it after the other ends both. Refuses `SESSION_REFUSED`.
 */
export async function refreshSession(
  ctx: Context,
  keys: TokenKeys,
  refreshToken: string,
): Promise<OpenSession> {
  const [sessionId = ''] = refreshToken.split('.');
  const session = await getSession(ctx, sessionId);
  const next = refreshAfter(keys, refreshToken);
  const isTaken = await inTransaction(ctx, async (scope) => {
    const step = { from: sha256(refreshToken), to: sha256(next), graceMs: refreshGraceMs };
    if (await store.rotateRefresh(scope, session._id, step)) return true;
    await store.revokeSessions(scope, { idHashes: [session._id] }, 'an old refresh token');
    return false;
  });
  if (isTaken) return { sessionId, refreshToken: next, expiresAt: session.expiresAt };
  ctx.log.warn({ memberId: session.memberId }, 'staff: a refresh token came twice; session ended');
  throw new Refusal('SESSION_REFUSED');
}

/** Ends a session: both its cookies are worth nothing from now on (S1-084). */
export async function endSession(ctx: Context, sessionId: string): Promise<void> {
  await inTransaction(ctx, async (scope) => {
    await store.revokeSessions(scope, { idHashes: [sha256(sessionId)] }, 'logout');
  });
}

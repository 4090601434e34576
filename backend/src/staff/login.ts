// The login with Discord, step by step: sent there with state and PKCE, back with a code, known as a
// member, then a session (D14). Each step is bound to the browser that began. Knows no HTTP.
import { createHash } from 'node:crypto';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { sha256 } from '../core/identity.ts';
import { seal, unseal } from '../core/secrets.ts';
import { inTransaction } from '../core/transaction.ts';
import { DiscordRefused } from './discord-api.ts';
import type { Access, DiscordApi } from './discord-api.ts';
import type { Staff } from './service.ts';
import { openSession } from './sessions.ts';
import type { OpenSession } from './sessions.ts';
import { noteMembership, sealAccess } from './standing.ts';
import * as store from './store.ts';
import { newSecret } from './tokens.ts';

/** Time enough to type a password and a second factor at Discord. */
export const loginLifeMs = 600_000;

/** A login that has begun: what the browser keeps, and where it goes. */
export interface Begun {
  readonly browserSecret: string;
  readonly url: string;
}

/** Begins a login. Refuses `LOGIN_REFUSED` where Discord is not set up. */
export async function beginLogin(ctx: Context, staff: Staff, returnTo: string): Promise<Begun> {
  const discord = discordOf(staff);
  const browserSecret = newSecret();
  const state = newSecret();
  const verifier = newSecret();
  await inTransaction(ctx, (scope) =>
    store.insertLogin(scope, {
      _id: sha256(browserSecret),
      stateHash: sha256(state),
      verifierSealed: seal(staff.appKey, Buffer.from(verifier)),
      returnTo,
      memberId: null,
      expiresAt: new Date(scope.now.getTime() + loginLifeMs),
    }),
  );
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { browserSecret, url: discord.authorizeUrl(state, challenge) };
}

function discordOf({ discord }: Staff): DiscordApi {
  if (!discord) throw new Refusal('LOGIN_REFUSED');
  return discord;
}

/** What Discord sent a browser back with. */
export interface Returned {
  readonly browserSecret: string;
  readonly code: string | undefined;
  readonly state: string | undefined;
  readonly iss: string | undefined;
}

/**
 * Takes a browser that came back: it is the one that began, Discord itself sent it, the code is
 * ours, and the person is a member. Refuses `LOGIN_REFUSED`, and `MEMBERSHIP_MISSING` (S1-080).
 */
export async function proveLogin(ctx: Context, staff: Staff, returned: Returned): Promise<void> {
  const discord = discordOf(staff);
  const browserHash = sha256(returned.browserSecret);
  const stateHash = sha256(returned.state ?? '');
  const login = await inTransaction(ctx, (scope) => store.takeLogin(scope, browserHash, stateHash));
  // An answer of another issuer, or of none, may carry somebody else's code (RFC 9207).
  const isOurs = returned.iss === new URL(discord.settings.url).origin;
  if (!login || !isOurs || !returned.code) throw new Refusal('LOGIN_REFUSED');
  const verifier = unseal(staff.appKey, login.verifierSealed).toString('utf8');
  const access = await asRefusal(discord.exchange(returned.code, verifier));
  const person = await asRefusal(discord.userOf(access));
  const askedAt = ctx.clock.now();
  const membership = await asRefusal(discord.membershipByAccess(access));
  const keepsAccess = membership.isMember && discord.settings.botToken === null;
  await inTransaction(ctx, async (scope) => {
    await noteMembership(scope, person.id, membership, askedAt);
    await store.putMember(scope, person.id, {
      name: person.name,
      accessSealed: keepsAccess ? sealAccess(staff.appKey, access) : null,
    });
    if (membership.isMember) await store.proveLogin(scope, browserHash, person.id);
  });
  if (!keepsAccess) await giveBack(ctx, discord, access);
  if (!membership.isMember) throw new Refusal('MEMBERSHIP_MISSING');
}

/** What Discord refuses is a login refused; its silence stays what it is. */
async function asRefusal<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DiscordRefused) throw new Refusal('LOGIN_REFUSED');
    throw error;
  }
}

/** Gives access back that nobody needs; a failure costs nothing but a week of an unused token. */
async function giveBack(ctx: Context, discord: DiscordApi, access: Access): Promise<void> {
  try {
    await discord.giveBack(access);
  } catch (error) {
    ctx.log.warn({ err: error }, 'staff: Discord did not take an access back');
  }
}

/** Makes a session of a proved login, once. Refuses `LOGIN_REFUSED`. */
export function finishLogin(
  ctx: Context,
  browserSecret: string,
): Promise<{ readonly session: OpenSession; readonly returnTo: string }> {
  return inTransaction(ctx, async (scope) => {
    const login = await store.finishLogin(scope, sha256(browserSecret));
    if (!login?.memberId) throw new Refusal('LOGIN_REFUSED');
    // Changed first, so that two logins at once count each other's session.
    await store.putMember(scope, login.memberId, {}, { loggedIn: true });
    const session = await openSession(scope, login.memberId);
    ctx.log.info({ memberId: login.memberId }, 'staff: logged in');
    return { session, returnTo: login.returnTo };
  });
}

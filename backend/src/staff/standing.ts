// What role somebody holds now: what Discord says of the person's roles there, read by the role map,
// or what was given by hand, whichever is higher. Asked anew at most every 45 seconds, so that a role
// taken away acts within 60 (D14). Knows no session's cookie and no HTTP of ours.
import * as z from 'zod';
import { isAtLeast } from '@mintkeep/shared/roles.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import type { Context } from '../core/context.ts';
import { seal, unseal } from '../core/secrets.ts';
import { inTransaction } from '../core/transaction.ts';
import type { WriteScope } from '../core/transaction.ts';
import { DiscordRefused, DiscordSilent } from './discord-api.ts';
import type { Access, DiscordApi, Membership } from './discord-api.ts';
import { findSettings } from './settings-store.ts';
import * as store from './store.ts';
import type { MemberDoc } from './store.ts';

/** The owner's id, beside those of Discord users. */
export const ownerId = 'owner';

/** Who somebody is to us now. `role` null: a member of the server who is no staff. */
export interface Standing {
  readonly member: MemberDoc;
  readonly role: Role | null;
}

export interface StandingParts {
  /** Null where Discord is not set up: then roles are those given by hand. */
  readonly discord: DiscordApi | null;
  readonly appKey: Buffer;
}

// With the time an answer may take, below the 60 s in which a role taken away must act.
const recheckMs = 45_000;

// Discord that is away is asked again after this, and not by every request.
const retryMs = 15_000;

/**
 * So long after its last word Discord's silence is a no. Shorter, and every hiccup there would shut
 * staff out; longer, and a thief could sit out the loss of the role.
 */
const silenceMsMax = 300_000;

export interface Standings {
  /** What somebody may do now; null for who is unknown, or not in our Discord server. */
  of(memberId: string): Promise<Standing | null>;
}

/** Opens the one source of roles, for panel and game alike. */
export function openStandings(ctx: Context, parts: StandingParts): Standings {
  // One question for all requests of a member that arrive together.
  const asking = new Map<string, Promise<void>>();
  const recheck = (memberId: string, member: MemberDoc | null): Promise<void> => {
    const under = asking.get(memberId) ?? ask(ctx, parts, memberId, member);
    asking.set(memberId, under);
    return under.finally(() => asking.delete(memberId));
  };
  return {
    of: async (memberId) => {
      let member = await store.findMember(ctx, memberId);
      if (isDue(ctx, parts, memberId, member)) {
        await recheck(memberId, member);
        member = await store.findMember(ctx, memberId);
      }
      return member && standingOf(ctx, parts, member);
    },
  };
}

/** True when Discord should be asked about somebody before the next answer. */
function isDue(
  ctx: Context,
  { discord }: StandingParts,
  memberId: string,
  member: MemberDoc | null,
): boolean {
  if (!discord || memberId === ownerId) return false;
  if (!discord.settings.botToken && !member?.accessSealed) return false;
  const nowMs = ctx.clock.now().getTime();
  const { checkedAt, triedAt } = member ?? { checkedAt: null, triedAt: null };
  const isOld = !checkedAt || nowMs - checkedAt.getTime() >= recheckMs;
  return isOld && (!triedAt || nowMs - triedAt.getTime() >= retryMs);
}

async function standingOf(
  ctx: Context,
  { discord }: StandingParts,
  member: MemberDoc,
): Promise<Standing | null> {
  if (!discord || member._id === ownerId) return { member, role: member.grantedRole };
  // The last word was that the person is not in the server: nothing given by hand outweighs it.
  if (member.isMember === false) return null;
  const ageMs = ctx.clock.now().getTime() - (member.checkedAt?.getTime() ?? 0);
  const roleMap = (await findSettings(ctx))?.roleMap ?? {};
  const fromDiscord = ageMs <= silenceMsMax ? mapped(member.discordRoles, roleMap) : null;
  return { member, role: higher(member.grantedRole, fromDiscord) };
}

/** The highest role that somebody's roles of Discord stand for. */
const mapped = (discordRoles: readonly string[], roleMap: Record<string, Role>): Role | null =>
  discordRoles
    .flatMap((id) => (Object.hasOwn(roleMap, id) ? [roleMap[id] ?? null] : []))
    .reduce<Role | null>(higher, null);

function higher(one: Role | null, other: Role | null): Role | null {
  if (!one || !other) return one ?? other;
  return isAtLeast(one, other) ? one : other;
}

/** Asks Discord about somebody and notes the answer, or that there was none. */
async function ask(
  ctx: Context,
  parts: StandingParts,
  memberId: string,
  member: MemberDoc | null,
): Promise<void> {
  // Noted before the question: an answer is as old as the asking, not as its arrival.
  const askedAt = ctx.clock.now();
  try {
    const membership = await membershipOf(ctx, parts, memberId, member);
    await inTransaction(ctx, (scope) => noteMembership(scope, memberId, membership, askedAt));
  } catch (error) {
    if (!(error instanceof DiscordSilent) && !(error instanceof DiscordRefused)) throw error;
    ctx.log.warn({ err: error, memberId }, 'staff: Discord did not say what role a member has');
    await inTransaction(ctx, async (scope) => {
      await store.putMember(scope, memberId, { triedAt: askedAt });
    });
  }
}

/** Notes what Discord said; who lost a role or left is logged out (S1-184). */
export async function noteMembership(
  scope: WriteScope,
  memberId: string,
  membership: Membership,
  askedAt: Date,
): Promise<MemberDoc> {
  const before = await store.findMember(scope, memberId);
  const discordRoles = membership.isMember ? [...membership.roles].sort() : [];
  const change = { isMember: membership.isMember, discordRoles };
  const after = await store.putMember(scope, memberId, {
    ...change,
    checkedAt: askedAt,
    triedAt: askedAt,
  });
  const roleMap = (await findSettings(scope))?.roleMap ?? {};
  const granted = before?.grantedRole ?? null;
  const held = higher(granted, mapped(before?.discordRoles ?? [], roleMap));
  const holds = higher(granted, mapped(discordRoles, roleMap));
  const fell = held !== null && (holds === null || !isAtLeast(holds, held));
  if (!membership.isMember) await store.revokeSessions(scope, { memberId }, 'left the server');
  else if (fell) await store.revokeSessions(scope, { memberId }, 'a role was taken away');
  return after;
}

async function membershipOf(
  ctx: Context,
  parts: StandingParts,
  memberId: string,
  member: MemberDoc | null,
): Promise<Membership> {
  const { discord, appKey } = parts;
  if (!discord) throw new DiscordSilent('Discord is not set up.');
  const { botToken } = discord.settings;
  if (botToken) return discord.membershipByBot(memberId, botToken);
  if (!member?.accessSealed) throw new DiscordSilent('There is nobody to ask by.');
  const access = accessIn(appKey, member.accessSealed);
  if (access.expiresAt.getTime() - ctx.clock.now().getTime() > recheckMs) {
    return discord.membershipByAccess(access);
  }
  const renewed = await discord.renew(access);
  // Kept before it is used: Discord takes the old one back.
  await inTransaction(ctx, async (scope) => {
    await store.putMember(scope, memberId, { accessSealed: sealAccess(appKey, renewed) });
  });
  return discord.membershipByAccess(renewed);
}

const access = z.strictObject({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresAt: z.iso.datetime().transform((text) => new Date(text)),
});

/** A member's access as it lies in the database. */
export const sealAccess = (appKey: Buffer, kept: Access): string =>
  seal(appKey, Buffer.from(JSON.stringify(kept)));

const accessIn = (appKey: Buffer, sealed: string): Access =>
  access.parse(JSON.parse(unseal(appKey, sealed).toString('utf8')));

// Staff: who they are, what role they hold, and how they are known. Roles come from Discord by the
// role map, or by hand from this machine; the owner gets in by a link. Knows no HTTP and no queries.
import type { DailyNumbers } from '@mintkeep/shared/quests.ts';
import { roles } from '@mintkeep/shared/roles.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import { audit } from '../audit/service.ts';
import type { StaffDoor } from '../core/auth.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { sha256 } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { openDoor } from './door.ts';
import type { DoorParts } from './door.ts';
import { openSession } from './sessions.ts';
import type { OpenSession } from './sessions.ts';
import { openStandings, ownerId } from './standing.ts';
import type { StandingParts } from './standing.ts';
import * as store from './store.ts';
import * as settings from './settings-store.ts';
import type { SeasonDoc, SettingsDoc, SettingsParts } from './settings-store.ts';
import type { MemberDoc } from './store.ts';
import { newSecret } from './tokens.ts';
import type { TokenKeys } from './tokens.ts';

export type { SeasonDoc as Season, SettingsDoc as Settings } from './settings-store.ts';
export { findSettings, putSettings, seedSettings } from './settings-store.ts';
export { findMember, liveSessions } from './store.ts';

/** What staff are made of, from the environment. */
export interface StaffParts extends StandingParts {
  readonly keys: TokenKeys;
  /** The panel's address: its origin is the only one that may write. */
  readonly panelUrl: string;
}

/** Staff as the app knows them: the door, and what the login routes need. */
export interface Staff extends StaffDoor, StandingParts, DoorParts {}

/** Opens staff: one source of roles for panel and game. */
export function openStaff(ctx: Context, { panelUrl, ...parts }: StaffParts): Staff {
  const standings = openStandings(ctx, parts);
  const whole = { ...parts, standings, panelOrigin: new URL(panelUrl).origin };
  return { ...whole, ...openDoor(ctx, whole) };
}

/** More than any server has staff. */
const membersMax = 1_000;

/** Who has a role, or has logged in. */
export async function listStaff(scope: ReadScope): Promise<MemberDoc[]> {
  const roleMap = (await settings.findSettings(scope))?.roleMap ?? {};
  return store.listMembers(scope, Object.keys(roleMap), membersMax);
}

/** Gives a role by hand, whatever Discord says of the member's roles. Audited (S1-078). */
export async function grantRole(
  tx: Tx,
  given: { readonly memberId: string; readonly role: Role; readonly reason: string },
): Promise<MemberDoc> {
  const { memberId, role, reason } = given;
  const before = await store.findMember(tx, memberId);
  const after = await store.putMember(tx, memberId, { grantedRole: role });
  await endIfLower(tx, memberId, before?.grantedRole ?? null, role);
  await audit(tx, {
    action: 'staff.grant',
    target: { type: 'staff', id: memberId },
    reason,
    before: { grantedRole: before?.grantedRole ?? null },
    after: { grantedRole: role },
  });
  return after;
}

/** A role that falls ends the sessions that were opened with it. */
async function endIfLower(tx: Tx, memberId: string, held: Role | null, holds: Role): Promise<void> {
  if (!held || roles.indexOf(holds) >= roles.indexOf(held)) return;
  await store.revokeSessions(tx, { memberId }, 'a role was taken away');
}

/** Takes back the role given by hand and ends the member's sessions. Refuses `MEMBER_UNKNOWN`. */
export async function revokeGrant(
  tx: Tx,
  { memberId, reason }: { readonly memberId: string; readonly reason: string },
): Promise<number> {
  const before = await store.findMember(tx, memberId);
  if (!before) throw new Refusal('MEMBER_UNKNOWN', { memberId });
  await store.putMember(tx, memberId, { grantedRole: null });
  const sessionsEnded = await store.revokeSessions(tx, { memberId }, 'a role was taken away');
  await audit(tx, {
    action: 'staff.revoke',
    target: { type: 'staff', id: memberId },
    reason,
    before: { grantedRole: before.grantedRole },
    after: { grantedRole: null, sessionsEnded },
  });
  return sessionsEnded;
}

/** How long the owner's link may be used, once. */
export const ownerLinkLifeMs = 600_000;

/** Makes a link by which whoever can run commands on this machine gets in as the owner. */
export async function makeOwnerLink(tx: Tx): Promise<{ token: string; expiresAt: Date }> {
  const token = newSecret();
  const expiresAt = new Date(tx.now.getTime() + ownerLinkLifeMs);
  const link = { _id: sha256(token), createdAt: tx.now, expiresAt, usedAt: null };
  await store.insertOwnerLink(tx, link);
  await audit(tx, {
    action: 'staff.link',
    target: { type: 'staff', id: ownerId },
    reason: 'a one-time link was asked for on the machine',
    before: null,
    after: { expiresAt },
  });
  return { token, expiresAt };
}

/** Uses a link up: the owner is in, as SUPERADMIN. Refuses `LOGIN_REFUSED`. */
export async function enterAsOwner(tx: Tx, token: string): Promise<OpenSession> {
  const link = await store.takeOwnerLink(tx, sha256(token));
  if (!link) throw new Refusal('LOGIN_REFUSED');
  const change = { name: 'Owner', grantedRole: 'SUPERADMIN' as const };
  await store.putMember(tx, ownerId, change, { loggedIn: true });
  await audit(tx, {
    action: 'staff.enter',
    target: { type: 'staff', id: ownerId },
    reason: 'the one-time link was used',
    before: null,
    after: { role: change.grantedRole },
  });
  return openSession(tx, ownerId);
}

/** Settings that an owner changes while running. */
export async function getSettings(scope: ReadScope): Promise<SettingsDoc> {
  const found = await settings.findSettings(scope);
  if (!found) throw new Error('The settings were not seeded at the start.');
  return found;
}

/**
 * Changes those parts of the settings that are named, and leaves the others; audited with what each
 * was and is. Refuses `VERSION_STALE` (S1-078, D34).
 */
export async function changeSettings(
  tx: Tx,
  change: {
    readonly roleMap?: Record<string, Role> | undefined;
    readonly daily?: DailyNumbers | undefined;
    readonly season?: { readonly name: string; readonly startedAt: string } | null | undefined;
    readonly expectedVersion: number;
    readonly reason: string;
  },
): Promise<SettingsDoc> {
  const { roleMap, daily, season, expectedVersion, reason } = change;
  const parts: SettingsParts = {
    ...(roleMap === undefined ? {} : { roleMap }),
    ...(daily === undefined ? {} : { daily }),
    ...(season === undefined ? {} : { season: season && seasonOf(season) }),
  };
  const before = await getSettings(tx);
  const after = await settings.putSettings(tx, parts, expectedVersion);
  if (!after) throw new Refusal('VERSION_STALE', { version: before.version });
  const names = Object.keys(parts) as (keyof SettingsParts)[];
  const shown = (one: SettingsDoc) => ({
    ...Object.fromEntries(names.map((name) => [name, one[name] ?? null])),
    version: one.version,
  });
  await audit(tx, {
    action: 'settings.change',
    target: { type: 'settings', id: names.join(',') },
    reason,
    before: shown(before),
    after: shown(after),
  });
  return after;
}

const seasonOf = ({ name, startedAt }: { name: string; startedAt: string }) => ({
  name,
  startedAt: new Date(startedAt),
});

/** The season of the ranking, begun or to come; null while there is none (D34). */
export async function findSeason(scope: ReadScope): Promise<SeasonDoc | null> {
  return (await settings.findSettings(scope))?.season ?? null;
}

// Staff of the panel: who is logged in, and the settings that say which role of Discord is which
// role here. The login itself is pages and redirects; only their queries stand here.
import * as z from 'zod';
import type { Contract } from './contract.ts';
import { instant, line } from './primitives.ts';
import { dailyNumbers } from './quests.ts';
import { role } from './roles.ts';

/** A Discord user, or `owner`: whoever came in by the owner's link. */
export const memberId = z.string().regex(/^([1-9]\d{16,19}|owner)$/, {
  error: 'must be the id of a Discord user, or owner',
});

// As many as a Discord server can have.
const rolesMax = 250;

/** Roles here by the ids of roles of Discord (S1-078). */
export const roleMap = z
  .record(z.string().regex(/^[1-9]\d{16,19}$/, { error: 'must be the id of a Discord role' }), role)
  .refine((map) => Object.keys(map).length <= rolesMax, { error: 'holds too many roles' });

export const getMe = {
  method: 'GET',
  path: '/api/auth/me',
  who: { staff: 'member' },
  summary: 'Says who is logged in, with which role, and until when.',
  status: 200,
  reply: z.strictObject({
    memberId,
    discordId: z.string().nullable(),
    name: z.string(),
    /** Null for a member of the Discord server who is no staff. */
    role: role.nullable(),
    /** What this role covers, lowest first. */
    roles: z.array(role),
  }),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** A path within the panel, and nothing that a browser could read as another host. */
const returnTo = z.string().regex(/^\/(?![/\\])[A-Za-z0-9_\-./?=&%]{0,256}$/, {
  error: 'must be a path of the panel',
});

export const beginLogin = {
  method: 'GET',
  path: '/auth/discord/login',
  who: { everybody: true },
  summary: 'Sends the browser to Discord to log in, with state and PKCE.',
  query: z.strictObject({ returnTo: returnTo.optional() }),
  status: 302,
  reply: z.null(),
  key: 'none',
  limit: { perMinuteMax: 20 },
  refusals: ['LOGIN_REFUSED'],
} as const satisfies Contract;

/** What Discord sends a browser back with; more than this is not read. */
export const loginCallback = {
  method: 'GET',
  path: '/auth/discord/callback',
  who: { everybody: true },
  summary: 'Takes what Discord sent the browser back with; answers a page that goes on.',
  query: z.object({
    code: z.string().max(512).optional(),
    state: z.string().max(128).optional(),
    iss: z.string().max(256).optional(),
    error: z.string().max(128).optional(),
  }),
  status: 200,
  reply: z.string(),
  key: 'none',
  limit: { perMinuteMax: 20 },
  refusals: ['LOGIN_REFUSED', 'MEMBERSHIP_MISSING'],
} as const satisfies Contract;

export const finishLogin = {
  method: 'GET',
  path: '/auth/discord/finish',
  who: { everybody: true },
  summary: 'Sets the cookies of the session that the login proved, and goes on to the panel.',
  status: 302,
  reply: z.null(),
  key: 'none',
  limit: { perMinuteMax: 20 },
  refusals: ['LOGIN_REFUSED'],
} as const satisfies Contract;

export const enterByLink = {
  method: 'GET',
  path: '/auth/owner',
  who: { everybody: true },
  summary: "Takes the owner's one-time link, sets the cookies of a session, and goes on.",
  query: z.strictObject({ token: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
  status: 200,
  reply: z.string(),
  key: 'none',
  limit: { perMinuteMax: 20 },
  refusals: ['LOGIN_REFUSED'],
} as const satisfies Contract;

export const refreshLogin = {
  method: 'POST',
  path: '/auth/refresh',
  who: { everybody: true },
  summary: 'Gives a session another fifteen minutes and the next refresh token, all in cookies.',
  status: 200,
  reply: z.strictObject({ goodUntil: instant, sessionEndsAt: instant }),
  key: 'none',
  limit: { perMinuteMax: 20 },
  refusals: ['SESSION_REFUSED', 'ORIGIN_REFUSED'],
} as const satisfies Contract;

export const logout = {
  method: 'POST',
  path: '/auth/logout',
  who: { staff: 'member' },
  summary: 'Ends the session and its refresh token, and clears the cookies.',
  status: 204,
  reply: z.null(),
  key: 'none',
  refusals: [],
} as const satisfies Contract;

/** Places count coins earned from `startedAt` on; it may lie ahead, or behind: the ledger knows. */
export const season = z.strictObject({ name: line(32), startedAt: instant });
export type Season = z.infer<typeof season>;

export const settings = z.strictObject({
  roleMap,
  season: season.nullable(),
  daily: dailyNumbers,
  /** Goes up by one with every change. */
  version: z.int().min(1),
  updatedAt: instant,
});
export type Settings = z.infer<typeof settings>;

export const getSettings = {
  method: 'GET',
  path: '/api/admin/settings',
  who: { staff: 'SUPERADMIN' },
  summary:
    'Shows the settings: which role of Discord is which role here, the season, the daily claim.',
  status: 200,
  reply: settings,
  key: 'none',
  refusals: [],
} as const satisfies Contract;

export const putSettings = {
  method: 'PUT',
  path: '/api/admin/settings',
  who: { staff: 'SUPERADMIN' },
  summary:
    'Changes those settings that are named, if nobody changed any since the version that was read.',
  body: z
    .strictObject({
      roleMap: roleMap.optional(),
      /** Null ends the season without another. */
      season: season.nullable().optional(),
      daily: dailyNumbers.optional(),
      expectedVersion: z.int().min(1),
      reason: line(256),
    })
    .refine(
      ({ roleMap: map, season: next, daily }) =>
        map !== undefined || next !== undefined || daily !== undefined,
      { error: 'must name a setting to change' },
    ),
  status: 200,
  reply: settings,
  key: 'accepted',
  refusals: ['VERSION_STALE'],
} as const satisfies Contract;

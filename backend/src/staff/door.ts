// How the floor knows staff: by the session that a cookie of the panel names, or by the Discord
// account that a player in the game is linked to. Both ask the same source for the role.
import type { FastifyRequest } from 'fastify';
import type { StaffDoor } from '../core/auth.ts';
import type { Actor, Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { findPlayers } from '../players/service.ts';
import { cookieOf, csrfCookie, csrfHeader, sessionCookie } from './cookies.ts';
import { getSession } from './sessions.ts';
import type { Standing, Standings } from './standing.ts';
import { csrfTokenOf, isSameToken, sessionIn } from './tokens.ts';
import type { TokenKeys } from './tokens.ts';

export interface DoorParts {
  readonly standings: Standings;
  readonly keys: TokenKeys;
  /** Scheme, host and port of the panel, as browsers write it in `Origin`. */
  readonly panelOrigin: string;
}

type Asked = Pick<FastifyRequest, 'method' | 'headers'>;

/** Opens the door for staff of panel and game. */
export function openDoor(ctx: Context, parts: DoorParts): StaffDoor {
  return {
    bySession: async (request) => {
      const sessionId = sessionIdOf(ctx, parts, request);
      if (isWrite(request)) {
        checkOrigin(parts, request);
        checkToken(parts, request, sessionId);
      }
      const { memberId } = await getSession(ctx, sessionId);
      const standing = await parts.standings.of(memberId);
      if (!standing) throw new Refusal('SESSION_REFUSED');
      // Asking Discord may have ended it just now.
      await getSession(ctx, sessionId);
      return actorOf(standing);
    },
    inGame: async (minecraftUUID) => {
      const [player] = await findPlayers(ctx, [minecraftUUID]);
      const standing = player?.discordId ? await parts.standings.of(player.discordId) : null;
      return standing?.role ? actorOf(standing) : null;
    },
  };
}

const actorOf = ({ member, role }: Standing): Actor => ({ kind: 'staff', id: member._id, role });

/** The session that a request's cookie names, or `SESSION_REFUSED`. */
export function sessionIdOf(ctx: Context, { keys }: DoorParts, { headers }: Asked): string {
  const jwt = cookieOf(headers.cookie, sessionCookie);
  const sessionId = sessionIn(keys, jwt, ctx.clock.now());
  if (!sessionId) throw new Refusal('SESSION_REFUSED');
  return sessionId;
}

const isWrite = ({ method }: Asked): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/**
 * Refuses `ORIGIN_REFUSED` unless a browser says that the panel's own page sent this: by
 * `Sec-Fetch-Site`, or by `Origin` where that is missing. A request with neither is refused too
 * (S1-108, S1-139).
 */
export function checkOrigin({ panelOrigin }: DoorParts, { headers }: Asked): void {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const isOwnSite = site === 'same-origin' || site === 'none';
  const isOwnOrigin = origin === panelOrigin;
  const isOwn =
    site === undefined ? isOwnOrigin : isOwnSite && (origin === undefined || isOwnOrigin);
  if (!isOwn) throw new Refusal('ORIGIN_REFUSED');
}

/**
 * Refuses `ORIGIN_REFUSED` unless the request repeats in a header the token of its own session: no
 * other site can read it, and one set from elsewhere fits no session (S1-108).
 */
export function checkToken({ keys }: DoorParts, { headers }: Asked, sessionId: string): void {
  const said = headers[csrfHeader];
  const expected = csrfTokenOf(keys, sessionId);
  const isSaid = typeof said === 'string' && isSameToken(said, expected);
  const isKept = isSameToken(cookieOf(headers.cookie, csrfCookie), expected);
  if (!isSaid || !isKept) throw new Refusal('ORIGIN_REFUSED');
}

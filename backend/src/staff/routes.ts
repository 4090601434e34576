// The doors of staff: login and logout for browsers, who is logged in, and the settings.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { dailyDefault } from '@mintkeep/shared/quests.ts';
import { roles } from '@mintkeep/shared/roles.ts';
import * as contracts from '@mintkeep/shared/staff.ts';
import type { Settings } from '@mintkeep/shared/staff.ts';
import type { Context } from '../core/context.ts';
import { meanings, Refusal } from '../core/errors.ts';
import { admit, serve } from '../core/http.ts';
import { transact } from '../core/transact.ts';
import {
  cookieOf,
  cookieText,
  csrfCookie,
  loginCookie,
  refreshCookie,
  sessionCookie,
} from './cookies.ts';
import { DiscordRefused, DiscordSilent } from './discord-api.ts';
import { checkOrigin, checkToken, sessionIdOf } from './door.ts';
import { beginLogin, finishLogin, loginLifeMs, proveLogin } from './login.ts';
import { goOnPage, refusalPage } from './pages.ts';
import * as staffService from './service.ts';
import type { Staff } from './service.ts';
import { endSession, refreshSession } from './sessions.ts';
import type { OpenSession } from './sessions.ts';
import { ownerId } from './standing.ts';
import { csrfTokenOf, jwtLifeMs, jwtOf } from './tokens.ts';

type Handle = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Serves a contract whose answer is cookies, a page or a way elsewhere, and not only JSON. */
function serveBrowser(scope: FastifyInstance, contract: Contract, handle: Handle): void {
  scope.route({
    method: contract.method,
    url: contract.path,
    config: { contract },
    schema: {
      summary: contract.summary,
      tags: ['auth'],
      ...(contract.query ? { querystring: contract.query } : {}),
    },
    preValidation: async (request) => admit(contract.who, request),
    preHandler: async (request) => scope.takePlace(contract, request),
    handler: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      return handle(request, reply);
    },
  });
}

/** As `serveBrowser`; a person reads the answer, so what is refused is a page in words. */
function servePage(ctx: Context, scope: FastifyInstance, contract: Contract, handle: Handle): void {
  serveBrowser(scope, contract, async (request, reply) => {
    try {
      return await handle(request, reply);
    } catch (error) {
      const isAway = error instanceof DiscordSilent || error instanceof DiscordRefused;
      if (!isAway && !(error instanceof Refusal)) throw error;
      const code = isAway ? 'DATABASE_UNAVAILABLE' : error.code;
      // Beginning is refused for one reason alone: there is no Discord to go to.
      const isOff = contract === contracts.beginLogin;
      const page = isAway ? 'DISCORD_AWAY' : isOff ? 'LOGIN_OFF' : error.code;
      ctx.log.info({ err: isAway ? error : undefined, code, page }, 'staff: a login was refused');
      reply.header('set-cookie', cookieText({ name: loginCookie, value: '', lifeMs: 0 }));
      return reply.code(meanings[code].status).type(html).send(refusalPage(page));
    }
  });
}

const html = 'text/html; charset=utf-8';

// Where a login leads while the panel has no pages: to what can be asked with the session.
const homePath = '/docs';

/** Login, before anybody is known. */
export const loginForAll =
  (ctx: Context, staff: Staff) =>
  async (scope: FastifyInstance): Promise<void> => {
    // A form of another site can send plain text; only scripts that asked send JSON.
    scope.removeContentTypeParser('text/plain');
    servePage(ctx, scope, contracts.beginLogin, async (request, reply) => {
      const { returnTo = homePath } = request.query as { returnTo?: string };
      const { browserSecret, url } = await beginLogin(ctx, staff, returnTo);
      const kept = { name: loginCookie, value: browserSecret, lifeMs: loginLifeMs };
      return reply.header('set-cookie', cookieText(kept)).redirect(url, 302);
    });
    servePage(ctx, scope, contracts.loginCallback, async (request, reply) => {
      const { code, state, iss } = request.query as Record<string, string | undefined>;
      const browserSecret = cookieOf(request.headers.cookie, loginCookie);
      await proveLogin(ctx, staff, { browserSecret, code, state, iss });
      return reply.type(html).send(goOnPage(contracts.finishLogin.path));
    });
    servePage(ctx, scope, contracts.finishLogin, async (request, reply) => {
      // Followed from our own page; another site must not finish what it began (S6).
      if (!isOwnStep(request)) throw new Refusal('LOGIN_REFUSED');
      const secret = cookieOf(request.headers.cookie, loginCookie);
      const { session, returnTo } = await finishLogin(ctx, secret);
      setCookies(ctx, staff, reply, session, [{ name: loginCookie, value: '', lifeMs: 0 }]);
      return reply.redirect(returnTo, 302);
    });
    servePage(ctx, scope, contracts.enterByLink, async (request, reply) => {
      const { token } = request.query as { token: string };
      const actor = { kind: 'staff', id: ownerId, role: 'SUPERADMIN' } as const;
      const command = { actor, route: contracts.enterByLink.path, key: undefined, input: null };
      const { reply: session } = await transact(ctx, { ...command, requestId: request.id }, (tx) =>
        staffService.enterAsOwner(tx, token),
      );
      setCookies(ctx, staff, reply, session);
      return reply.type(html).send(goOnPage(homePath));
    });
    serveBrowser(scope, contracts.refreshLogin, async (request, reply) => {
      const token = cookieOf(request.headers.cookie, refreshCookie);
      if (!/^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/.test(token)) {
        throw new Refusal('SESSION_REFUSED');
      }
      checkOrigin(staff, request);
      checkToken(staff, request, token.slice(0, 43));
      const session = await refreshSession(ctx, staff.keys, token);
      setCookies(ctx, staff, reply, session);
      return {
        goodUntil: new Date(ctx.clock.now().getTime() + jwtLifeMs).toISOString(),
        sessionEndsAt: session.expiresAt.toISOString(),
      };
    });
  };

const isOwnStep = ({ headers }: FastifyRequest): boolean =>
  ['same-origin', 'none', undefined].includes(headers['sec-fetch-site']);

/** Sets the cookies of a session, each to live as long as what it holds. */
function setCookies(
  ctx: Context,
  staff: Staff,
  reply: FastifyReply,
  { sessionId, refreshToken, expiresAt }: OpenSession,
  more: readonly { name: string; value: string; lifeMs: number }[] = [],
): void {
  const now = ctx.clock.now();
  const lifeMs = expiresAt.getTime() - now.getTime();
  const cookies = [
    { name: sessionCookie, value: jwtOf(staff.keys, sessionId, now), lifeMs: jwtLifeMs },
    { name: refreshCookie, value: refreshToken, lifeMs },
    { name: csrfCookie, value: csrfTokenOf(staff.keys, sessionId), lifeMs },
    ...more,
  ];
  reply.header('set-cookie', cookies.map(cookieText));
}

/** What somebody with a session may ask. */
export const staffForPanel =
  (ctx: Context, staff: Staff) =>
  async (scope: FastifyInstance): Promise<void> => {
    serve(scope, ctx, contracts.getMe, async (_input, { actor }) => {
      const standing = await staff.standings.of(actor.id);
      if (!standing) throw new Refusal('SESSION_REFUSED');
      const { member, role } = standing;
      return {
        memberId: member._id,
        discordId: member._id === ownerId ? null : member._id,
        name: member.name,
        role,
        roles: role ? roles.slice(0, roles.indexOf(role) + 1) : [],
      };
    });
    serveBrowser(scope, contracts.logout, async (request, reply) => {
      await endSession(ctx, sessionIdOf(ctx, staff, request));
      const gone = [sessionCookie, refreshCookie, csrfCookie];
      reply.header(
        'set-cookie',
        gone.map((name) => cookieText({ name, value: '', lifeMs: 0 })),
      );
      reply.header('clear-site-data', '"cache", "cookies", "storage"');
      return reply.code(204).send();
    });
    serve(scope, ctx, contracts.getSettings, async () =>
      shown(await staffService.getSettings(ctx)),
    );
    serve(scope, ctx, contracts.putSettings, (input, call) =>
      call.transact(async (tx) => shown(await staffService.changeSettings(tx, input))),
    );
  };

const shown = (settings: staffService.Settings): Settings => {
  const { roleMap, season, daily = dailyDefault, version, updatedAt } = settings;
  return {
    roleMap,
    season: season ? { name: season.name, startedAt: season.startedAt.toISOString() } : null,
    daily,
    version,
    updatedAt: updatedAt.toISOString(),
  };
};

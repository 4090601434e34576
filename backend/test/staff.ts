// Staff for tests: a member of staff with a session of the panel, asking as a browser does, and a
// player who is staff in the game by a linked Discord account.
import { randomInt, randomUUID } from 'node:crypto';
import { text as readText } from 'node:stream/consumers';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { ErrorBody } from '@mintkeep/shared/errors.ts';
import type { Role } from '@mintkeep/shared/roles.ts';
import type { Context } from '../src/core/context.ts';
import { csrfCookie, csrfHeader, refreshCookie, sessionCookie } from '../src/staff/cookies.ts';
import { grantRole } from '../src/staff/service.ts';
import type { Staff, StaffParts } from '../src/staff/service.ts';
import { openSession } from '../src/staff/sessions.ts';
import { putMember } from '../src/staff/store.ts';
import { csrfTokenOf, jwtOf, tokenKeys } from '../src/staff/tokens.ts';
import { inTx } from './builders.ts';
import { requestOf } from './game-server.ts';

export const panelUrl = 'https://panel.example.com';

/** Staff without Discord: roles are those given by hand. */
export const staffParts = (appKey: Buffer): StaffParts => ({
  appKey,
  keys: tokenKeys(appKey),
  panelUrl,
  discord: null,
});

/** What a test has opened, as far as staff need it. */
interface Opened {
  readonly ctx: Context;
  readonly app: FastifyInstance;
  readonly staff: Staff;
}

/** An answer as a browser gets it. */
export interface PanelAnswer<T = unknown> {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: T;
  readonly text: string;
  readonly error: ErrorBody['error'] | undefined;
}

/** A member of staff in a browser. */
export interface Panel {
  readonly memberId: string;
  /** Cookies by name; a test may change them. */
  readonly cookies: Record<string, string>;
  /** The headers that the panel's page sends with a write; a test may change them. */
  readonly headers: Record<string, string>;
  ask<C extends Contract>(
    contract: C,
    input: CallOf<C>,
    options?: { idempotencyKey?: string },
  ): Promise<PanelAnswer<ReplyOf<C>>>;
  send<T = unknown>(request: {
    method: string;
    url: string;
    body?: unknown;
    headers?: Record<string, string>;
  }): Promise<PanelAnswer<T>>;
}

/** A Discord user's id that no other has. */
export const aDiscordId = (): string =>
  `1${String(randomInt(1e8, 1e9))}${String(randomInt(1e8, 1e9)).slice(1)}`;

/** A member of staff with a session; `MEMBER` is one without a role. */
export async function staffMember(opened: Opened, role: Role | 'MEMBER'): Promise<Panel> {
  const memberId = aDiscordId();
  await giveRole(opened.ctx, memberId, role);
  return panelOf(opened, memberId);
}

/** Makes a player staff in the game: links a Discord account and gives it the role. */
export async function linkedStaff(
  opened: Pick<Opened, 'ctx'>,
  player: { readonly _id: string },
  role: Role | 'MEMBER',
): Promise<{ readonly discordId: string }> {
  const discordId = aDiscordId();
  await giveRole(opened.ctx, discordId, role);
  await opened.ctx.db
    .collection<{ _id: string }>('players')
    .updateOne({ _id: player._id }, { $set: { discordId } });
  return { discordId };
}

async function giveRole(ctx: Context, memberId: string, role: Role | 'MEMBER'): Promise<void> {
  await inTx(ctx, async (tx) => {
    if (role === 'MEMBER') await putMember(tx, memberId, {});
    else await grantRole(tx, { memberId, role, reason: 'test' });
  });
}

/** A new session of this member, in a browser of its own. */
export async function panelOf({ ctx, app, staff }: Opened, memberId: string): Promise<Panel> {
  const open = await inTx(ctx, (tx) => openSession(tx, memberId));
  const csrf = csrfTokenOf(staff.keys, open.sessionId);
  const cookies = {
    [sessionCookie]: jwtOf(staff.keys, open.sessionId, ctx.clock.now()),
    [refreshCookie]: open.refreshToken,
    [csrfCookie]: csrf,
  };
  return browser(app, memberId, cookies, { [csrfHeader]: csrf });
}

/** What an answer says; a stream of events has no end to wait for and is hung up. */
export async function textOf(method: string, answer: LightMyRequestResponse): Promise<string> {
  const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
  if (!isStream || method === 'HEAD') return readText(answer.stream());
  answer.raw.res.destroy();
  return '';
}

let browsers = 0;

/** A browser with these cookies on the panel's page; each has an address of its own. */
export function browser(
  app: FastifyInstance,
  memberId: string,
  cookies: Record<string, string>,
  own: Record<string, string>,
): Panel {
  browsers += 1;
  const remoteAddress = `10.2.${String(browsers >> 8)}.${String(browsers & 255)}`;
  const headers = { 'sec-fetch-site': 'same-origin', origin: new URL(panelUrl).origin, ...own };
  const send: Panel['send'] = async ({ method, url, body, headers: more = {} }) => {
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
    const answer = await app.inject({
      method: method as 'GET',
      url,
      remoteAddress,
      payloadAsStream: true,
      headers: {
        ...(cookie.length > 0 ? { cookie: cookie.join('; ') } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
        ...more,
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const text = await textOf(method, answer);
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    const parsed = (isJson && text ? JSON.parse(text) : undefined) as never;
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: parsed,
      text,
      error: (parsed as Partial<ErrorBody> | undefined)?.error,
    };
  };
  return {
    memberId,
    cookies,
    headers,
    send,
    ask: (contract, input, options = {}) => {
      const needsKey = contract.key === 'required' ? randomUUID() : undefined;
      const key = options.idempotencyKey ?? needsKey;
      const more: Record<string, string> = key ? { 'idempotency-key': key } : {};
      return send({ ...requestOf(contract, input), headers: more });
    },
  };
}

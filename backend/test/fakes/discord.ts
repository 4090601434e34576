// Discord as a login meets it, on loopback: authorize, token, revoke, the user, the member of a
// server, in the format of API v10. Its answers are held against Discord's published schema by
// discord.test.ts beside it.
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface User {
  readonly id: string;
  readonly username: string;
}

interface Token {
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly refreshToken: string;
  expiresAtMs: number;
}

interface Code {
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly challenge: string | null;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** One answer that was given, for the check of shapes. */
export interface Given extends Reply {
  readonly method: string;
  readonly path: string;
}

interface State {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly botToken: string;
  readonly guildId: string;
  readonly users: Map<string, User>;
  /** Roles of who is in the server. */
  readonly members: Map<string, string[]>;
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, Token>;
  readonly given: Given[];
  /** Answered instead of what would be, while it is set; `hang` never answers. */
  fault: Reply | 'hang' | null;
}

export interface FakeDiscord extends State {
  readonly url: string;
  addUser(username: string, options?: { roles?: string[]; isMember?: boolean }): User;
  /**
   * A browser in which this user is logged in follows the way to Discord, and agrees. Answers where
   * Discord sends it back to; `denies` is a person who does not agree.
   */
  agree(authorizeUrl: string, user: User | 'denies'): URL;
  /** Ends every access token now, as their expiry does; refresh tokens stay good. */
  expireTokens(): void;
  close(): Promise<void>;
}

let made = 0;
/** An id as Discord makes them. */
export const snowflake = (): string => {
  made += 1;
  return String(((BigInt(Date.now()) - 1_420_070_400_000n) << 22n) + BigInt(made));
};

const secret = (): string => randomBytes(15).toString('base64url');
const no = (status: number, code: number, message: string): Reply => ({
  status,
  body: { message, code },
});
const unauthorized = no(401, 0, '401: Unauthorized');
const ok = (body: unknown): Reply => ({ status: 200, body });

/** Starts a Discord with one server. */
export async function fakeDiscord(): Promise<FakeDiscord> {
  const state: State = {
    clientId: snowflake(),
    clientSecret: secret(),
    botToken: `fake.${secret()}`,
    guildId: snowflake(),
    users: new Map(),
    members: new Map(),
    codes: new Map(),
    tokens: new Map(),
    given: [],
    fault: null,
  };
  const server = createServer((request, response) => {
    void answer(state, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return Object.assign(state, {
    url,
    addUser: (username: string, { roles = [] as string[], isMember = true } = {}) => {
      const user = { id: snowflake(), username };
      state.users.set(user.id, user);
      if (isMember) state.members.set(user.id, roles);
      return user;
    },
    agree: (authorizeUrl: string, user: User | 'denies') => agree(state, url, authorizeUrl, user),
    expireTokens: () => {
      for (const token of state.tokens.values()) token.expiresAtMs = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  });
}

/** The page of Discord on which a person agrees, without the page. */
function agree(state: State, issuer: string, authorizeUrl: string, user: User | 'denies'): URL {
  const { origin, pathname, searchParams: asked } = new URL(authorizeUrl);
  const redirectUri = asked.get('redirect_uri');
  if (origin !== issuer || pathname !== '/oauth2/authorize') throw new Error('Not this Discord.');
  if (asked.get('client_id') !== state.clientId || !redirectUri) throw new Error('Unknown client.');
  if (asked.get('response_type') !== 'code') throw new Error('Not a code.');
  const back = new URL(redirectUri);
  if (user === 'denies') {
    back.searchParams.set('error', 'access_denied');
  } else {
    const code = secret();
    state.codes.set(code, {
      userId: user.id,
      scopes: (asked.get('scope') ?? '').split(' '),
      redirectUri,
      challenge: asked.get('code_challenge_method') === 'S256' ? asked.get('code_challenge') : null,
    });
    back.searchParams.set('code', code);
  }
  back.searchParams.set('state', asked.get('state') ?? '');
  back.searchParams.set('iss', issuer);
  return back;
}

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (state.fault === 'hang') return;
  const method = request.method ?? '';
  const path = new URL(request.url ?? '/', 'http://x').pathname.replace(/^\/api\/v10/, '');
  const asked: Asked = {
    authorization: request.headers.authorization ?? '',
    isForm:
      request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false,
    form: new URLSearchParams(Buffer.concat(parts).toString('utf8')),
  };
  const reply = state.fault ?? replyTo(state, method, path, asked);
  state.given.push({ method, path, ...reply });
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply.body));
}

interface Asked {
  readonly authorization: string;
  readonly isForm: boolean;
  readonly form: URLSearchParams;
}

function replyTo(state: State, method: string, path: string, asked: Asked): Reply {
  const route = `${method} ${path.replace(/\/\d+/g, '/#')}`;
  const [first = '', second = ''] = path.match(/\d{15,}/g) ?? [];
  switch (route) {
    case 'POST /oauth2/token':
      return tokenFor(state, asked);
    case 'POST /oauth2/token/revoke':
      state.tokens.delete(asked.form.get('token') ?? '');
      return ok({});
    case 'GET /users/@me': {
      const token = bearer(state, asked);
      if (!token?.scopes.includes('identify')) return unauthorized;
      return ok({ ...userBody(state, token.userId), mfa_enabled: true, locale: 'en-US' });
    }
    case 'GET /users/@me/guilds/#/member': {
      const token = bearer(state, asked);
      if (!token) return unauthorized;
      if (!token.scopes.includes('guilds.members.read')) return no(403, 50_001, 'Missing Access');
      const isHere = first === state.guildId && state.members.has(token.userId);
      return isHere ? ok(memberBody(state, token.userId)) : no(404, 10_004, 'Unknown Guild');
    }
    case 'GET /guilds/#/members/#': {
      if (asked.authorization !== `Bot ${state.botToken}`) return unauthorized;
      if (first !== state.guildId) return no(404, 10_004, 'Unknown Guild');
      if (!state.members.has(second)) return no(404, 10_007, 'Unknown Member');
      return ok(memberBody(state, second));
    }
    default:
      return no(404, 0, '404: Not Found');
  }
}

function bearer(state: State, { authorization }: Asked): Token | null {
  const token = state.tokens.get(authorization.replace(/^Bearer /, ''));
  return token && token.expiresAtMs > Date.now() ? token : null;
}

function tokenFor(state: State, { isForm, form }: Asked): Reply {
  if (!isForm) return { status: 400, body: { error: 'invalid_request' } };
  const isClient =
    form.get('client_id') === state.clientId && form.get('client_secret') === state.clientSecret;
  if (!isClient) return { status: 401, body: { error: 'invalid_client' } };
  const invalid = { status: 400, body: { error: 'invalid_grant' } };
  if (form.get('grant_type') === 'refresh_token') {
    const refreshToken = form.get('refresh_token');
    const old = [...state.tokens].find(([, token]) => token.refreshToken === refreshToken);
    if (!old) return invalid;
    state.tokens.delete(old[0]);
    return issue(state, old[1].userId, old[1].scopes);
  }
  const given = form.get('code') ?? '';
  const code = state.codes.get(given);
  state.codes.delete(given);
  if (form.get('grant_type') !== 'authorization_code' || !code) return invalid;
  if (code.redirectUri !== form.get('redirect_uri')) return invalid;
  const verifier = form.get('code_verifier') ?? '';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  if (code.challenge !== null && code.challenge !== challenge) return invalid;
  return issue(state, code.userId, code.scopes);
}

function issue(state: State, userId: string, scopes: readonly string[]): Reply {
  const accessToken = secret();
  const refreshToken = secret();
  const lifeS = 604_800;
  const expiresAtMs = Date.now() + lifeS * 1_000;
  state.tokens.set(accessToken, { userId, scopes, refreshToken, expiresAtMs });
  return ok({
    token_type: 'Bearer',
    access_token: accessToken,
    expires_in: lifeS,
    refresh_token: refreshToken,
    scope: scopes.join(' '),
  });
}

const userBody = (state: State, userId: string) => ({
  id: userId,
  username: state.users.get(userId)?.username ?? 'unknown',
  global_name: state.users.get(userId)?.username ?? null,
  discriminator: '0',
  avatar: null,
  public_flags: 0,
  flags: 0,
  banner: null,
  accent_color: null,
  primary_guild: null,
});

const memberBody = (state: State, userId: string) => ({
  user: userBody(state, userId),
  nick: null,
  avatar: null,
  banner: null,
  roles: state.members.get(userId) ?? [],
  joined_at: '2025-01-01T00:00:00.000000+00:00',
  deaf: false,
  mute: false,
  flags: 0,
  pending: false,
  premium_since: null,
  communication_disabled_until: null,
});

/** A number nobody has as an id. */
export const noSnowflake = (): string => `9${String(randomInt(1e8))}`.padEnd(19, '0');

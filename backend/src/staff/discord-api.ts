// The little of Discord that a login needs: OAuth2 with code and PKCE, who somebody is, and which
// roles somebody has in our server. Every answer is checked and every wait is bounded; what Discord
// does not say in time is told as silence, never guessed.
import * as z from 'zod';
import { createBreaker } from '../core/breaker.ts';
import type { Breaker } from '../core/breaker.ts';

export interface DiscordSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly guildId: string;
  /** Of our bot in that server; without one, members are asked about by their own access. */
  readonly botToken: string | null;
  /** `https://discord.com`, which is also the issuer in its answers (RFC 9207). */
  readonly url: string;
  /** Where Discord sends browsers back to, exactly as it is registered there. */
  readonly redirectUri: string;
}

/** What a member lets us ask Discord. */
export interface Access {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** What Discord says of somebody in our server. */
export type Membership =
  { readonly isMember: true; readonly roles: string[] } | { readonly isMember: false };

/** Discord did not say: away, too slow, too busy, or an answer that is none. */
export class DiscordSilent extends Error {
  override readonly name = 'DiscordSilent';
}

/** Discord refuses what we hold: a code that was used, an access that was taken back. */
export class DiscordRefused extends Error {
  override readonly name = 'DiscordRefused';
}

export type DiscordApi = ReturnType<typeof discordApi>;

/** Reading who somebody is, and that person's own roles in our server (S1-077). */
const scopes = ['identify', 'guilds.members.read'] as const;

// A request of staff waits for this at most twice, and is itself cut off after ten seconds.
const timeoutMs = 3_000;

// Answers hold far more than this; the rest is not read.
const snowflake = z.string().regex(/^[1-9]\d{16,19}$/);
const user = z.object({
  id: snowflake,
  username: z.string().min(1).max(64),
  global_name: z.string().max(64).nullish(),
});
const member = z.object({ roles: z.array(snowflake).max(500) });
const tokens = z.object({
  token_type: z.literal('Bearer'),
  access_token: z.string().min(1).max(2_048),
  refresh_token: z.string().min(1).max(2_048),
  expires_in: z.int().min(1),
  scope: z.string(),
});
const problem = z.object({ code: z.int() });

// "Unknown Guild" is what a person's own access hears of a server that the person is not in;
// "Unknown Member" is what a bot hears of somebody who is not in its server.
const unknownGuild = 10_004;
const unknownMember = 10_007;

interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly authorization?: string;
  readonly form?: Record<string, string>;
}

/** Opens the way to Discord. `now` gives the time that lives of tokens are counted from. */
export function discordApi(settings: DiscordSettings, now: () => Date) {
  const breaker = createBreaker('discord', { nowMs: () => now().getTime() });
  const ask = (path: string, asked: Ask) =>
    heard(breaker, () => answerOf(`${settings.url}/api/v10${path}`, asked));
  const client = { client_id: settings.clientId, client_secret: settings.clientSecret };
  const grant = async (form: Record<string, string>): Promise<Access> => {
    const answer = await ask('/oauth2/token', { method: 'POST', form: { ...form, ...client } });
    const { access_token, refresh_token, expires_in, scope } = read(tokens, answer);
    const granted = scope.split(' ');
    if (!scopes.every((one) => granted.includes(one))) {
      throw new DiscordRefused('The access does not cover what was asked for.');
    }
    const expiresAt = new Date(now().getTime() + expires_in * 1_000);
    return { accessToken: access_token, refreshToken: refresh_token, expiresAt };
  };
  return {
    settings,
    /** Of all that is asked of Discord: its state is for those who watch. */
    breaker,
    /** Where a browser goes to log in. */
    authorizeUrl: (state: string, challenge: string): string =>
      authorizeUrl(settings, state, challenge),
    /** Access for a code that a browser brought back; the verifier proves that we sent it there. */
    exchange: (code: string, verifier: string): Promise<Access> =>
      grant({
        grant_type: 'authorization_code',
        code,
        redirect_uri: settings.redirectUri,
        code_verifier: verifier,
      }),
    renew: ({ refreshToken }: Access): Promise<Access> =>
      grant({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    /** Gives the access back, so that it is of no use to anybody. */
    giveBack: async ({ accessToken }: Access): Promise<void> => {
      const form = { token: accessToken, token_type_hint: 'access_token', ...client };
      await ask('/oauth2/token/revoke', { method: 'POST', form });
    },
    /** Who gave this access. */
    userOf: async ({ accessToken }: Access): Promise<{ id: string; name: string }> => {
      const authorization = `Bearer ${accessToken}`;
      const { id, username, global_name } = read(user, await ask('/users/@me', { authorization }));
      return { id, name: plain(global_name ?? username) };
    },
    membershipByAccess: async ({ accessToken }: Access): Promise<Membership> => {
      const path = `/users/@me/guilds/${settings.guildId}/member`;
      return membershipIn(await ask(path, { authorization: `Bearer ${accessToken}` }), [
        unknownGuild,
        unknownMember,
      ]);
    },
    membershipByBot: async (userId: string, botToken: string): Promise<Membership> => {
      const path = `/guilds/${settings.guildId}/members/${userId}`;
      return membershipIn(await ask(path, { authorization: `Bot ${botToken}` }), [unknownMember]);
    },
  };
}

function authorizeUrl(settings: DiscordSettings, state: string, challenge: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: settings.redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    // Asks a person once to agree, and not at every login.
    prompt: 'none',
  });
  return `${settings.url}/oauth2/authorize?${query.toString()}`;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks, unless Discord has failed too often of late; whatever keeps it from answering is silence. */
async function heard(breaker: Breaker, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await breaker.run(ask);
  } catch (error) {
    throw new DiscordSilent('Discord did not answer.', { cause: error });
  }
}

async function answerOf(
  url: string,
  { method = 'GET', authorization, form }: Ask,
): Promise<Answer> {
  const answer = await fetch(url, {
    method,
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      accept: 'application/json',
      'user-agent': 'DiscordBot (mintkeep, 0.1.0)',
      ...(authorization ? { authorization } : {}),
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  const { status } = answer;
  if (status >= 500 || status === 429) throw new Error(`Discord answered ${String(status)}.`);
  return { status, body: await answer.json() };
}

/** The answer as it must be. Throws when Discord refused, or said something else. */
function read<T extends z.ZodType>(schema: T, { status, body }: Answer): z.output<T> {
  if (status === 400 || status === 401) throw new DiscordRefused(`Discord answered ${status}.`);
  const parsed = schema.safeParse(body);
  if (status === 200 && parsed.success) return parsed.data;
  throw new DiscordSilent(`Discord answered ${String(status)}, which says nothing.`);
}

function membershipIn(answer: Answer, absent: readonly number[]): Membership {
  const refusal = answer.status === 404 ? problem.safeParse(answer.body) : null;
  if (refusal?.success && absent.includes(refusal.data.code)) return { isMember: false };
  return { isMember: true, roles: read(member, answer).roles };
}

/** A name without what could forge a line in a log or on a page. */
const plain = (name: string): string => name.replace(/[\p{Cc}\u2028\u2029§]/gu, '').slice(0, 64);

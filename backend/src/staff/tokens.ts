// What a browser of staff holds: random secrets, of which the database knows hashes, and a JWT of
// fifteen minutes that only names a session (D14). Knows no database and no HTTP.
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Keys for signing, made from one secret so that neither can stand for the other. */
export interface TokenKeys {
  readonly jwt: Buffer;
  readonly csrf: Buffer;
  /** Makes each refresh token out of the one before it. */
  readonly refresh: Buffer;
}

/**
 * The keys, from JWT_SECRET and SESSION_SECRET where they are set, else from APP_KEY. Who changes
 * them ends every session's cookie, and nothing else.
 */
export function tokenKeys(
  appKey: Buffer,
  own: { readonly jwt?: string | undefined; readonly csrf?: string | undefined } = {},
): TokenKeys {
  const derive = (secret: string | Buffer, use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, 'mintkeep', use, 32));
  return {
    jwt: derive(own.jwt ?? appKey, 'staff.jwt'),
    csrf: derive(own.csrf ?? appKey, 'staff.csrf'),
    refresh: derive(own.csrf ?? appKey, 'staff.refresh'),
  };
}

/** A secret nobody guesses: 256 random bits. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const jwtLifeMs = 15 * 60_000;

// The one header that is made, and so the one that is taken: no algorithm to choose.
const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');

const claims = z.strictObject({
  iss: z.literal('mintkeep'),
  sid: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  iat: z.int(),
  exp: z.int(),
});

/** A JWT that names a session for fifteen minutes. */
export function jwtOf(keys: TokenKeys, sessionId: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1_000);
  const body = { iss: 'mintkeep', sid: sessionId, iat, exp: iat + jwtLifeMs / 1_000 };
  const text = `${header}.${Buffer.from(JSON.stringify(body)).toString('base64url')}`;
  return `${text}.${mac(keys.jwt, text).toString('base64url')}`;
}

/** The session that a JWT names, or null when it is none of ours or too old. */
export function sessionIn(keys: TokenKeys, jwt: string, now: Date): string | null {
  const [head, body, signature, ...rest] = jwt.split('.');
  if (head !== header || !body || !signature || rest.length > 0) return null;
  const expected = mac(keys.jwt, `${head}.${body}`);
  if (!isSame(Buffer.from(signature, 'base64url'), expected)) return null;
  const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.exp * 1_000 <= now.getTime()) return null;
  return parsed.data.sid;
}

/**
 * The refresh token that follows this one, `<session id>.<secret>`. It follows from the one before,
 * so that two tabs that ask at once are given the same; without the key nobody can work it out.
 */
export const refreshAfter = (keys: TokenKeys, refreshToken: string): string => {
  const [sessionId = ''] = refreshToken.split('.');
  return `${sessionId}.${mac(keys.refresh, refreshToken).toString('base64url')}`;
};

/** The token that writes of a session must bring; of no use with another session (S1-108). */
export const csrfTokenOf = (keys: TokenKeys, sessionId: string): string =>
  mac(keys.csrf, sessionId).toString('base64url');

/** True when both are the same text, told in the same time whatever differs. */
export const isSameToken = (one: string, other: string): boolean =>
  isSame(Buffer.from(one), Buffer.from(other));

const mac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const isSame = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

// Who is asking: a game server that signs its requests and gets signed answers (D13), or a member of
// staff with a session (D14). A bare key could be read and replayed on plain HTTP, and its answers
// forged into free items. Whether who asks may ask this is the contract's word (core/http.ts).
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signatureSkewMs } from '@mintkeep/shared/constants.ts';
import { minecraftUUID } from '@mintkeep/shared/primitives.ts';
import { actorHeader } from '@mintkeep/shared/roles.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import type { Actor, Context } from './context.ts';
import { Refusal } from './errors.ts';
import { sha256 } from './identity.ts';
import { answerWithin } from './silence.ts';

/** A key that signs, and the server it belongs to. */
export interface ServerKey {
  readonly serverId: string;
  readonly keyId: string;
  /** A key object and not its bytes: turning bytes into one costs more than the signature. */
  readonly secret: KeyObject;
}

/** What the floor must be told about servers, since it knows no feature. */
export interface ServerKeys {
  /** The key of this id while it may sign, or null. */
  find(keyId: string): Promise<ServerKey | null>;
  /** Takes a nonce; false when it was taken before. */
  takeNonce(keyId: string, nonce: string): Promise<boolean>;
}

/** What the floor must be told about staff. */
export interface StaffDoor {
  /**
   * The member of staff behind a request's session. Refuses `SESSION_REFUSED`, and `ORIGIN_REFUSED`
   * for a write that the panel's own pages did not send (S1-108, S1-139).
   */
  bySession(request: FastifyRequest): Promise<Actor>;
  /** The member of staff that a player is by the linked Discord account, or null (B-09). */
  inGame(minecraftUUID: string): Promise<Actor | null>;
}

/** Through which door a request came: a server for itself, staff in the game, staff in the panel. */
export type Door = 'server' | 'inGame' | 'staff';

/** The claims of a request, before anything is believed. */
interface Claims {
  readonly keyId: string;
  readonly timestampMs: number;
  readonly nonce: string;
  readonly signature: Buffer;
}

/** HMAC-SHA256 of a text, in base64. */
export const sign = (secret: KeyObject, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the answer is signed with: known by its id, not yet proved. */
    answerKey: ServerKey | null;
    /** The door it came through, once the caller is known. */
    door: Door | null;
  }
}

/** Who asks is found in time, or refused as where there is no database. Discord may be asked as well. */
const callerMsMax = 4_500;

/**
 * Makes a scope one whose callers are known: each request is checked before its body is parsed, and
 * the answer to a signed one is signed. A refused signature is one 401 that says nothing about the
 * part that was wrong, but it is signed too where the key is known, so that a server can learn its
 * clock's error. A request with both a signature and a cookie is refused (S1-139).
 */
export function requireCaller(
  scope: FastifyInstance,
  ctx: Context,
  doors: { readonly keys: ServerKeys; readonly staff: StaffDoor },
): void {
  scope.decorateRequest('answerKey', null);
  scope.decorateRequest('door', null);
  const check = async (request: FastifyRequest, body: Buffer): Promise<void> => {
    const isSigned = Object.values(signatureHeaders).some((name) => name in request.headers);
    if (request.headers.cookie === undefined) {
      await authenticate(ctx, doors, request, body);
      return;
    }
    if (isSigned || actorHeader in request.headers) throw new Refusal('SIGNATURE_REFUSED');
    request.actor = await answerWithin(doors.staff.bySession(request), callerMsMax);
    request.door = 'staff';
  };

  scope.removeAllContentTypeParsers();
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request: FastifyRequest, body: Buffer, done) => {
      check(request, body).then(
        () => {
          void parseJson(request, body.toString('utf8'), done);
        },
        (error: unknown) => {
          done(error as Error);
        },
      );
    },
  );
  // A request without a body never reaches the parser.
  scope.addHook('preValidation', (request, _reply, done) => {
    if (request.door !== null) {
      done();
      return;
    }
    check(request, Buffer.alloc(0)).then(() => {
      done();
    }, done);
  });
  scope.addHook('onSend', (request, reply, payload, done) => {
    signAnswer(ctx, request, reply, payload);
    done(null, payload);
  });
}

/**
 * Proves which server asks, and who through it, or refuses `SIGNATURE_REFUSED`; a player who is no
 * member of staff is refused `ROLE_INSUFFICIENT`. Sets `request.actor` and its door.
 */
async function authenticate(
  ctx: Context,
  { keys, staff }: { readonly keys: ServerKeys; readonly staff: StaffDoor },
  request: FastifyRequest,
  body: Buffer,
): Promise<void> {
  const claims = claimsOf(request);
  const key = claims && (await keys.find(claims.keyId));
  if (!key) throw new Refusal('SIGNATURE_REFUSED');
  request.answerKey = key;
  if (!isFresh(ctx, claims) || !isSignedWith(key, claims, request, body)) {
    throw new Refusal('SIGNATURE_REFUSED');
  }
  if (!(await keys.takeNonce(claims.keyId, claims.nonce))) throw new Refusal('SIGNATURE_REFUSED');
  const named = actorOf(request);
  request.door = named === '' ? 'server' : 'inGame';
  if (named === '') request.actor = { kind: 'server', id: key.serverId };
  else if (named === 'console') request.actor = { kind: 'console', id: key.serverId };
  else request.actor = await answerWithin(staff.inGame(named), callerMsMax);
  if (!request.actor) throw new Refusal('ROLE_INSUFFICIENT');
}

/** Who acts through a signed request; empty when the server itself does. */
function actorOf({ headers }: FastifyRequest): string {
  const named = headers[actorHeader] ?? '';
  if (named === '' || named === 'console') return named;
  if (minecraftUUID.safeParse(named).success) return named as string;
  throw new Refusal('SIGNATURE_REFUSED');
}

function claimsOf({ headers }: FastifyRequest): Claims | null {
  const keyId = headers[signatureHeaders.keyId];
  const timestamp = headers[signatureHeaders.timestamp];
  const nonce = headers[signatureHeaders.nonce];
  const signature = headers[signatureHeaders.signature];
  if (typeof keyId !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(keyId)) return null;
  if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp)) return null;
  if (typeof nonce !== 'string' || !/^[A-Za-z0-9_-]{16,64}$/.test(nonce)) return null;
  // 32 bytes have one spelling: the last letter carries four bits, and two that must be zero.
  const spelling = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;
  if (typeof signature !== 'string' || !spelling.test(signature)) return null;
  return {
    keyId,
    timestampMs: Number(timestamp),
    nonce,
    signature: Buffer.from(signature, 'base64'),
  };
}

const isFresh = (ctx: Context, { timestampMs }: Claims): boolean =>
  Math.abs(ctx.clock.now().getTime() - timestampMs) <= signatureSkewMs;

function isSignedWith(
  key: ServerKey,
  { timestampMs, nonce, signature }: Claims,
  request: FastifyRequest,
  body: Buffer,
): boolean {
  const idempotencyKey = request.headers['idempotency-key'];
  const text = requestText({
    method: request.method,
    pathAndQuery: request.raw.url ?? '',
    timestampMs,
    nonce,
    idempotencyKey: typeof idempotencyKey === 'string' ? idempotencyKey : '',
    actor: actorOf(request),
    bodyHash: sha256(body),
  });
  const expected = createHmac('sha256', key.secret).update(text).digest();
  return timingSafeEqual(expected, signature);
}

function signAnswer(
  ctx: Context,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): void {
  if (!request.answerKey) return;
  const requestNonce = request.headers[signatureHeaders.nonce];
  const timestampMs = ctx.clock.now().getTime();
  const text = answerText({
    status: reply.statusCode,
    timestampMs,
    requestNonce: typeof requestNonce === 'string' ? requestNonce : '',
    bodyHash: sha256(typeof payload === 'string' ? payload : ''),
  });
  reply.header(signatureHeaders.timestamp, String(timestampMs));
  reply.header(signatureHeaders.signature, sign(request.answerKey.secret, text));
}

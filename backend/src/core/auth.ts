// Who is asking: a game server that signs its requests and gets signed answers (D13). A bare key
// could be read and replayed on plain HTTP, and its answers forged into free items.
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signatureSkewMs } from '@mintkeep/shared/constants.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import type { Context } from './context.ts';
import { Refusal } from './errors.ts';
import { sha256 } from './identity.ts';

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
  }
}

/**
 * Makes a scope the audience of game servers: each request is checked before its body is parsed,
 * each answer is signed. A refused signature is one 401 that says nothing about the part that was
 * wrong, but it is signed too where the key is known, so that a server can learn its clock's error.
 */
export function requireSignedServer(scope: FastifyInstance, ctx: Context, keys: ServerKeys): void {
  scope.decorateRequest('answerKey', null);
  const check = (request: FastifyRequest, body: Buffer) => authenticate(ctx, keys, request, body);

  scope.removeContentTypeParser('application/json');
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
  scope.addHook('preValidation', async (request) => {
    if (request.actor === null) await check(request, Buffer.alloc(0));
  });
  scope.addHook('onSend', async (request, reply, payload) => {
    signAnswer(ctx, request, reply, payload);
    return payload;
  });
}

/** Proves who asks, or refuses `SIGNATURE_REFUSED`. Sets `request.actor`. */
async function authenticate(
  ctx: Context,
  keys: ServerKeys,
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
  request.actor = { kind: 'server', id: key.serverId };
}

function claimsOf({ headers }: FastifyRequest): Claims | null {
  const keyId = headers[signatureHeaders.keyId];
  const timestamp = headers[signatureHeaders.timestamp];
  const nonce = headers[signatureHeaders.nonce];
  const signature = headers[signatureHeaders.signature];
  if (typeof keyId !== 'string' || !/^[A-Za-z0-9_-]{1,64}$/.test(keyId)) return null;
  if (typeof timestamp !== 'string' || !/^\d{13}$/.test(timestamp)) return null;
  if (typeof nonce !== 'string' || !/^[A-Za-z0-9_-]{16,64}$/.test(nonce)) return null;
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{43}=$/.test(signature)) return null;
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

// A game server as the backend sees it, for tests: signs its requests and checks the signatures of
// the answers, through `inject` or over the network.
import { randomBytes, randomUUID } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { ErrorBody } from '@mintkeep/shared/errors.ts';
import { actorHeader } from '@mintkeep/shared/roles.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { sign } from '../src/core/auth.ts';
import { sha256 } from '../src/core/identity.ts';

export interface Key {
  readonly keyId: string;
  readonly secret: KeyObject;
}

export interface Request {
  method: string;
  url: string;
  headers: Record<string, string>;
  payload: string;
}

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: T;
  readonly text: string;
  readonly error: ErrorBody['error'] | undefined;
  /** True when the answer carries the right signature for this request. */
  readonly signed: boolean;
}

/** A signed request. `nowMs` and `nonce` can be given, to be wrong. */
export function signedRequest(
  key: Key,
  request: {
    method: string;
    url: string;
    body?: unknown;
    /** The body as the bytes it is, instead of a value to be written as JSON. */
    payload?: string;
    idempotencyKey?: string | undefined;
    /** Who acts in the game: a player's UUID or `console`. */
    actor?: string | undefined;
  },
  { nowMs = Date.now(), nonce = randomBytes(18).toString('base64url') } = {},
): Request {
  const payload =
    request.payload ?? (request.body === undefined ? '' : JSON.stringify(request.body));
  const text = requestText({
    method: request.method,
    pathAndQuery: request.url,
    timestampMs: nowMs,
    nonce,
    idempotencyKey: request.idempotencyKey ?? '',
    actor: request.actor ?? '',
    bodyHash: sha256(payload),
  });
  return {
    method: request.method,
    url: request.url,
    headers: {
      ...(payload ? { 'content-type': 'application/json' } : {}),
      ...(request.idempotencyKey ? { 'idempotency-key': request.idempotencyKey } : {}),
      ...(request.actor ? { [actorHeader]: request.actor } : {}),
      [signatureHeaders.keyId]: key.keyId,
      [signatureHeaders.timestamp]: String(nowMs),
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: sign(key.secret, text),
    },
    payload,
  };
}

/** The request of a contract: params into the path, the rest into query or body. */
export function requestOf<C extends Contract>(
  contract: C,
  input: CallOf<C>,
): { method: string; url: string; body?: unknown } {
  const given = input as Record<string, unknown>;
  const names = (fields: Contract['body']): string[] => Object.keys(fields?.shape ?? {});
  const url = contract.path.replace(/:(\w+)/g, (_, name: string) => String(given[name]));
  const asked = names(contract.query).filter((name) => given[name] !== undefined);
  const query = new URLSearchParams(
    Object.fromEntries(asked.map((name) => [name, String(given[name])])),
  ).toString();
  const bodyNames = new Set([...names(contract.params), ...names(contract.query)]);
  const body = Object.fromEntries(Object.entries(given).filter(([name]) => !bodyNames.has(name)));
  return {
    method: contract.method,
    url: query ? `${url}?${query}` : url,
    ...(contract.body ? { body } : {}),
  };
}

/** Sends a request as it is, and looks at the answer. */
export async function send<T>(
  app: FastifyInstance,
  key: Key,
  request: Request,
): Promise<Answer<T>> {
  const answer = await app.inject({
    method: request.method as 'GET',
    url: request.url,
    headers: request.headers,
    ...(request.payload ? { payload: request.payload } : {}),
  });
  const text = answerText({
    status: answer.statusCode,
    timestampMs: Number(answer.headers[signatureHeaders.timestamp]),
    requestNonce: request.headers[signatureHeaders.nonce] ?? '',
    bodyHash: sha256(answer.body),
  });
  const body = (answer.body ? JSON.parse(answer.body) : undefined) as T;
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body,
    text: answer.body,
    error: (body as Partial<ErrorBody> | undefined)?.error,
    signed: answer.headers[signatureHeaders.signature] === sign(key.secret, text),
  };
}

/**
 * Asks a contract as this server does, or as `actor` does through it; a write that needs a key gets
 * a fresh one.
 */
export function gameServer(app: FastifyInstance, key: Key) {
  return <C extends Contract>(
    contract: C,
    input: CallOf<C>,
    {
      idempotencyKey = contract.key === 'required' ? randomUUID() : undefined,
      actor,
    }: { idempotencyKey?: string | undefined; actor?: string } = {},
  ): Promise<Answer<ReplyOf<C>>> =>
    send<ReplyOf<C>>(
      app,
      key,
      signedRequest(key, { ...requestOf(contract, input), idempotencyKey, actor }),
    );
}

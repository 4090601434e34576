// Signs requests and checks the signatures of answers, byte for byte as shared/src/signature.ts.
import { actorHeader } from '@mintkeep/shared/roles.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import type { HttpAnswer, Platform } from '../platform/platform.ts';
import type { Settings } from '../settings.ts';

export interface Signed {
  /** For the caller to add its own to. */
  readonly headers: Record<string, string>;
  readonly nonce: string;
}

/** Signs a request with the server's key (D13). */
export function signRequest(
  { crypto, nowMs, newId }: Platform,
  { keyId, signingKey }: Settings,
  request: {
    method: string;
    pathAndQuery: string;
    body: string;
    idempotencyKey: string;
    /** Who acts in the game: a player's UUID or `console`; empty for the server itself. */
    actor: string;
  },
): Signed {
  const nonce = newId();
  const timestampMs = nowMs();
  const text = requestText({
    method: request.method,
    pathAndQuery: request.pathAndQuery,
    timestampMs,
    nonce,
    idempotencyKey: request.idempotencyKey,
    actor: request.actor,
    bodyHash: crypto.sha256(request.body),
  });
  const headers: Record<string, string> = {
    [signatureHeaders.keyId]: keyId,
    [signatureHeaders.timestamp]: String(timestampMs),
    [signatureHeaders.nonce]: nonce,
    [signatureHeaders.signature]: crypto.hmac(signingKey, text),
  };
  if (request.actor !== '') headers[actorHeader] = request.actor;
  return { nonce, headers };
}

/** The time an answer was signed at; null when it is not the backend's answer to this request. */
export function signedAtMs(
  { crypto }: Platform,
  { signingKey }: Settings,
  nonce: string,
  answer: HttpAnswer,
): number | null {
  const timestamp = answer.header(signatureHeaders.timestamp);
  const signature = answer.header(signatureHeaders.signature);
  if (timestamp === null || signature === null) return null;
  const text = answerText({
    status: answer.status,
    timestampMs: Number(timestamp),
    requestNonce: nonce,
    bodyHash: crypto.sha256(answer.body),
  });
  return crypto.hmac(signingKey, text) === signature ? Number(timestamp) : null;
}

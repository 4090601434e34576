// What is signed between a game server and the backend, byte for byte (D13). Both ends build the
// same text; each computes the HMAC-SHA256 with its own means.

/** Header names, in lower case as Node gives them. */
export const signatureHeaders = {
  keyId: 'x-mc-kid',
  timestamp: 'x-mc-ts',
  nonce: 'x-mc-nonce',
  signature: 'x-mc-sig',
} as const;

/**
 * The text of a request's signature. `bodyHash` is the SHA-256 of the raw body in hex; `actor` is the
 * header that names who acts in the game, empty without one.
 */
export function requestText(part: {
  method: string;
  pathAndQuery: string;
  timestampMs: number;
  nonce: string;
  idempotencyKey: string;
  actor: string;
  bodyHash: string;
}): string {
  return [
    'v1',
    part.method,
    part.pathAndQuery,
    String(part.timestampMs),
    part.nonce,
    part.idempotencyKey,
    part.actor,
    part.bodyHash,
  ].join('\n');
}

/** The text of an answer's signature: bound to the request by its nonce, so that none can be swapped. */
export function answerText(part: {
  status: number;
  timestampMs: number;
  requestNonce: string;
  bodyHash: string;
}): string {
  return [
    'v1-answer',
    String(part.status),
    String(part.timestampMs),
    part.requestNonce,
    part.bodyHash,
  ].join('\n');
}

// Direct push: one signed question to the address that the owner named, and what its answer proves.
// The body is S1's; the signature and the answer's are those of game servers (D13, D24). Never throws:
// what became of it is the answer. Knows no delivery's state.
import { createSecretKey, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { signatureSkewMs } from '@mintkeep/shared/constants.ts';
import type { DeliveryTask } from '@mintkeep/shared/delivery.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { sign } from '../core/auth.ts';
import { BreakerOpen, createBreaker } from '../core/breaker.ts';
import type { Breaker } from '../core/breaker.ts';
import { sha256 } from '../core/identity.ts';

export interface PushTarget {
  readonly url: string;
  /** Signs the questions and the answers: 32 characters or more. */
  readonly secret: string;
}

/** What is handed over, and the key under which the receiver does it once. */
export interface Push {
  readonly key: string;
  readonly minecraftUUID: string;
  readonly task: DeliveryTask;
}

/**
 * What became of a push. `given` and `released` are the receiver's signed word; `unsent` never left
 * here. `unknown` is everything else: it may have been given.
 */
export type Pushed =
  | { readonly outcome: 'given' }
  | { readonly outcome: 'released' | 'unsent' | 'unknown'; readonly error: string };

export interface PushClient {
  readonly breaker: Breaker;
  push(push: Push): Promise<Pushed>;
}

/** How our key is named in a signature; there is one. */
const pushKeyId = 'push';

const timeoutMsDefault = 10_000;
const answerBytesMax = 16_384;
const answer = z.object({
  outcome: z.enum(['given', 'released']),
  error: z.string().max(2_000).optional(),
});

/** Errors of a connection that never was: nothing can have been given. */
const notConnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** Opens the way to the receiver. `nowMs` is the time that signatures carry. */
export function openPushClient(
  { url, secret }: PushTarget,
  { nowMs, timeoutMs = timeoutMsDefault }: { nowMs: () => number; timeoutMs?: number },
): PushClient {
  const key = createSecretKey(Buffer.from(secret, 'utf8'));
  const breaker = createBreaker('push');
  const { pathname, search } = new URL(url);

  const ask = async ({ key: idempotencyKey, minecraftUUID, task }: Push): Promise<Pushed> => {
    const body = JSON.stringify({ player_id: minecraftUUID, ...task });
    const nonce = randomBytes(18).toString('base64url');
    const timestampMs = Math.floor(nowMs());
    const text = requestText({
      ...{ method: 'POST', pathAndQuery: `${pathname}${search}`, timestampMs, nonce },
      ...{ idempotencyKey, actor: '', bodyHash: sha256(body) },
    });
    const got = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
        [signatureHeaders.keyId]: pushKeyId,
        [signatureHeaders.timestamp]: String(timestampMs),
        [signatureHeaders.nonce]: nonce,
        [signatureHeaders.signature]: sign(key, text),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const bytes = await readSome(got);
    if (got.status !== 200) throw new Error(`answered ${String(got.status)}`);
    if (!isSigned(got, bytes, nonce)) throw new Error('answered without a right signature');
    const { outcome, error } = answer.parse(JSON.parse(bytes.toString('utf8')));
    return outcome === 'given' ? { outcome } : { outcome, error: lineOf(error ?? 'not given') };
  };

  const isSigned = (got: Response, bytes: Buffer, requestNonce: string): boolean => {
    const timestampMs = Number(got.headers.get(signatureHeaders.timestamp) ?? Number.NaN);
    if (!(Math.abs(nowMs() - timestampMs) <= signatureSkewMs)) return false;
    const part = { status: got.status, timestampMs, requestNonce, bodyHash: sha256(bytes) };
    const expected = Buffer.from(sign(key, answerText(part)));
    const given = Buffer.from(got.headers.get(signatureHeaders.signature) ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };

  return {
    breaker,
    push: async (push) => {
      try {
        return await breaker.run(() => ask(push));
      } catch (error) {
        const unsent = error instanceof BreakerOpen || notConnected.includes(codeOf(error));
        return { outcome: unsent ? 'unsent' : 'unknown', error: lineOf(wordsOf(error)) };
      }
    },
  };
}

const codeOf = (error: unknown): string => {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
};

function wordsOf(error: unknown): string {
  const said = error instanceof Error ? error.message : 'failed';
  const why = error instanceof z.ZodError ? 'answered what is no answer' : said;
  return `push: ${codeOf(error) || why}`;
}

/** One line that a log and a member of staff can read, whatever the receiver wrote. */
const lineOf = (text: string): string =>
  text.replaceAll(/[\p{Cc}\u2028\u2029§]/gu, ' ').slice(0, 200) || 'no words';

/** Reads an answer of a bounded length. */
async function readSome(got: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of got.body ?? []) {
    const bytes = part as Uint8Array;
    length += bytes.length;
    if (length > answerBytesMax) throw new Error('answered too much');
    parts.push(bytes);
  }
  return Buffer.concat(parts);
}

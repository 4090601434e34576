// The way to Discord's webhook: one message at a time, in bounded time, through a breaker. Never
// throws: what became of the message is its answer. The URL is a secret and never logged.
import { createBreaker, BreakerOpen } from '../core/breaker.ts';
import type { Breaker, BreakerOptions } from '../core/breaker.ts';
import type { Logger } from '../core/log.ts';
import type { WebhookMessage } from './message.ts';

/** What became of a message. `later`: nothing is lost, ask again then. `refused`: never again. */
export type Posted =
  | { readonly outcome: 'sent' }
  | { readonly outcome: 'later'; readonly inMs: number }
  | { readonly outcome: 'refused'; readonly status: number };

export interface Webhook {
  readonly breaker: Breaker;
  post(message: WebhookMessage): Promise<Posted>;
}

const timeoutMsDefault = 5_000;
const pauseAfterFailureMs = 5_000;
// Longer than Discord ever says; a hostile answer cannot silence us for a day.
const pauseMsMax = 600_000;
// An answer of Discord's is small; what is longer is not read.
const answerBytesMax = 16_384;

/** Opens the way. */
export function openWebhook(
  url: string,
  log: Logger,
  { timeoutMs = timeoutMsDefault, ...breakerOptions }: BreakerOptions & { timeoutMs?: number } = {},
): Webhook {
  const breaker = createBreaker('discord-webhook', breakerOptions);
  const nowMs = breakerOptions.nowMs ?? (() => performance.now());
  let waitUntilMs = 0;

  const attempt = async (message: WebhookMessage): Promise<Posted> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await readSome(answer);
    if (answer.ok) return { outcome: 'sent' };
    if (answer.status >= 500) throw new Error(`status ${String(answer.status)}`);
    if (answer.status !== 429) return { outcome: 'refused', status: answer.status };
    const inMs = Math.min(pauseMsMax, retryAfterMs(answer.headers.get('retry-after'), text));
    waitUntilMs = nowMs() + inMs;
    return { outcome: 'later', inMs };
  };
  return {
    breaker,
    post: async (message) => {
      if (nowMs() < waitUntilMs) return { outcome: 'later', inMs: waitUntilMs - nowMs() };
      try {
        return await breaker.run(() => attempt(message));
      } catch (error) {
        if (error instanceof BreakerOpen) {
          return { outcome: 'later', inMs: Math.max(1_000, error.retryInMs) };
        }
        // The cause says more; the message of fetch names no address.
        const { cause } = error as { cause?: { code?: unknown } };
        log.warn({ error: String(error), code: cause?.code }, 'alerts: the webhook failed');
        return { outcome: 'later', inMs: pauseAfterFailureMs };
      }
    },
  };
}

async function readSome(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > answerBytesMax) break;
  }
  return text;
}

/** Discord says it in seconds, with a fraction in the body and whole ones in the header. */
function retryAfterMs(header: string | null, text: string): number {
  let seconds = Number(header ?? Number.NaN);
  try {
    const said = (JSON.parse(text) as { retry_after?: unknown }).retry_after;
    if (typeof said === 'number') seconds = said;
  } catch {
    // No JSON: a proxy in between. The header has to do.
  }
  return Number.isFinite(seconds) && seconds > 0 ? Math.ceil(seconds * 1_000) : pauseAfterFailureMs;
}

// Asks the backends over the network as a game server does, signed, and writes the history of it. It
// knows what an answer proves: done, refused, or nothing.
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import { schemaOfStatus } from '@mintkeep/shared/contract.ts';
import type { ErrorBody } from '@mintkeep/shared/errors.ts';
import { requestOf, signedRequest } from '../game-server.ts';
import type { Key } from '../game-server.ts';
import type { Random } from '../model/random.ts';
import type { History, Kind } from './history.ts';
import { pause } from './pause.ts';

/** A wish with the key that it is asked with however often. */
export interface Wish<C extends Contract = Contract> {
  readonly kind: Kind;
  readonly contract: C;
  readonly call: CallOf<C>;
  /** Empty for a contract without one. */
  readonly key: string;
  readonly actor: 'server' | 'console';
}

export type Answer<T = unknown> =
  | { readonly outcome: 'ok'; readonly reply: T; readonly replayed: boolean }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unknown'; readonly code: string };

export interface Client {
  /** Asks once. Never throws. */
  ask<C extends Contract>(
    wish: Wish<C>,
    backend: number,
    options?: { readonly timeoutMs?: number },
  ): Promise<Answer<ReplyOf<C>>>;
  /** Asks with the same key until it is known, or `tries` are used up. */
  settle<C extends Contract>(
    wish: Wish<C>,
    options?: { readonly tries?: number; readonly first?: number },
  ): Promise<Answer<ReplyOf<C>>>;
  /** A key that no other wish has; the same in every run of a seed. */
  newKey(name: string): string;
  readonly backends: number;
}

/** Nothing was done, and the same wish may go through later. */
const passing = new Set(['OPERATION_IN_FLIGHT', 'DATABASE_UNAVAILABLE', 'LIMIT_EXCEEDED']);
/** These do not say whether it was done. */
const unclear = new Set(['OUTCOME_UNKNOWN', 'REQUEST_TIMED_OUT', 'FAULT']);

export const isPassing = (code: string | undefined): boolean =>
  code !== undefined && passing.has(code);

/** A backend gives up on a request after 10 s and says so; what it says is to be heard. */
const answerWithinMs = 11_000;

/** Opens a client of these backends. */
export function openClient(
  urls: readonly string[],
  { key, history, random, seed }: { key: Key; history: History; random: Random; seed: number },
): Client {
  let keys = 0;
  const client: Client = {
    backends: urls.length,
    newKey: (name) => `${name}-${String(seed)}-${String((keys += 1)).padStart(10, '0')}`,
    async ask(wish, backend, { timeoutMs = answerWithinMs } = {}) {
      const { kind, call, key: idempotencyKey, actor } = wish;
      const about = { request: history.nextRequest(), kind, key: idempotencyKey, backend };
      history.add({ ...about, event: 'invoke', atMs: Date.now(), actor, input: call });
      const answer = await send(urls[backend] ?? '', key, wish, timeoutMs);
      const { outcome: event, ...rest } = answer;
      history.add({ ...about, event, atMs: Date.now(), ...rest });
      return answer as Answer<ReplyOf<(typeof wish)['contract']>>;
    },
    async settle(wish, { tries = 12, first = Math.floor(random() * urls.length) } = {}) {
      for (let at = 0; ; at += 1) {
        const answer = await client.ask(wish, (first + at) % urls.length);
        if (answer.outcome === 'ok' || at + 1 >= tries) return answer;
        if (answer.outcome === 'refused' && !isPassing(answer.code)) return answer;
        await pause(100 + random() * 700);
      }
    },
  };
  return client;
}

async function send(
  url: string,
  key: Key,
  { contract, call, key: idempotencyKey, actor }: Wish,
  timeoutMs: number,
): Promise<Answer> {
  const request = signedRequest(key, {
    ...requestOf(contract, call),
    idempotencyKey: idempotencyKey || undefined,
    actor: actor === 'console' ? 'console' : undefined,
  });
  try {
    const answer = await fetch(url + request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.payload ? { body: request.payload } : {}),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    const body = text === '' ? null : (JSON.parse(text) as unknown);
    if (schemaOfStatus(contract, answer.status)) {
      const replayed = answer.headers.get('idempotent-replayed') === 'true';
      return { outcome: 'ok', reply: body, replayed };
    }
    const { code } = (body as ErrorBody).error;
    return { outcome: unclear.has(code) ? 'unknown' : 'refused', code };
  } catch (error) {
    // Cut, killed, late: nobody said anything.
    return { outcome: 'unknown', code: error instanceof Error ? error.name : 'Error' };
  }
}

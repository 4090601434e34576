// Serves a contract whose answer is a stream of events (Server-Sent Events): how many at once,
// heartbeats, and its end: when the session or the role ends, when the reader is too slow, when the
// app closes. Who may ask is the contract's word, as everywhere. Knows no feature.
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { nameOf } from './context.ts';
import type { Actor, Context } from './context.ts';
import { Refusal } from './errors.ts';
import { admit, serve, StreamReply } from './http.ts';
import type { Follower, Tail, TailEvent } from './tail.ts';

/** Those of the defaults below, unless a test is in a hurry. */
export interface StreamTimes {
  readonly heartbeatMs?: number;
  readonly recheckMs?: number;
}

export interface StreamParts extends StreamTimes {
  readonly tail: Tail;
  /** Who asks, looked up anew; rejects when the session has ended. */
  bySession(request: FastifyRequest): Promise<Actor>;
}

/** What a noun needs to serve streams. */
export type StreamDoor = Omit<StreamParts, 'tail'>;

/** A member's browsers and tabs. */
export const streamsPerActorMax = 6;
const streamsMax = 100;
/** What a reader may lag behind before it is cut; it comes back and catches up. */
const laggingBytesMax = 2 * 1_048_576;
/** A reader that takes nothing for so long while it catches up is gone. */
const drainMs = 30_000;
const heartbeatMsDefault = 15_000;
// With the 45 s that a role is believed, below the 60 s in which one taken away must act (D14).
const recheckMsDefault = 10_000;
const endMs = 1_000;
const comeBackMs = 1_000;

/** Serves a stream of what a tail tells. Refuses `LIMIT_EXCEEDED` to who has too many open. */
export function serveStream(
  scope: FastifyInstance,
  ctx: Context,
  contract: Contract,
  parts: StreamParts,
): void {
  const open = new Map<string, number>();
  serve(scope, ctx, contract, async (_input, { actor }) => {
    const name = nameOf(actor);
    const mine = open.get(name) ?? 0;
    const all = [...open.values()].reduce((sum, count) => sum + count, 0);
    if (mine >= streamsPerActorMax || all >= streamsMax) {
      throw new Refusal('LIMIT_EXCEEDED', { retryAfterS: 30 }, { retryAfterS: 30 });
    }
    return new StreamReply((request, reply) => {
      open.set(name, (open.get(name) ?? 0) + 1);
      stream(ctx, contract, parts, { request, reply }, () => {
        const left = (open.get(name) ?? 1) - 1;
        if (left > 0) open.set(name, left);
        else open.delete(name);
      });
    });
  });
}

interface Asked {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Takes over an answer and writes events into it until one side ends it. */
function stream(
  ctx: Context,
  contract: Contract,
  { tail, bySession, heartbeatMs, recheckMs }: StreamParts,
  { request, reply }: Asked,
  ended: () => void,
): void {
  const { raw } = reply.hijack();
  const gone = new AbortController();
  let isLive = false;
  const end = (): void => {
    if (gone.signal.aborted) return;
    gone.abort();
    raw.end();
    // Who does not take the rest is not waited for.
    setTimeout(() => raw.destroy(), endMs).unref();
  };
  const heartbeat = setInterval(() => {
    // An id alone moves the reader's place on, so that a quiet hour does not lose it.
    const id = isLive && tail.position() !== '' ? `id: ${tail.position()}\n` : '';
    raw.write(`:\n${id}\n`);
  }, heartbeatMs ?? heartbeatMsDefault);
  const recheck = setInterval(() => {
    bySession(request)
      .then((actor) => {
        admit(contract.who, { door: 'staff', actor });
      })
      // Also when nobody can be asked: who may is let in again at once.
      .catch(end);
  }, recheckMs ?? recheckMsDefault);
  request.server.closing.addEventListener('abort', end, { once: true });
  raw.on('error', () => raw.destroy());
  raw.once('close', () => {
    gone.abort();
    clearInterval(heartbeat);
    clearInterval(recheck);
    request.server.closing.removeEventListener('abort', end);
    ended();
  });
  begin(reply);
  const follower = followerOf(raw, gone.signal, end);
  tail.follow(lastEventIdOf(request), follower).then(
    () => (isLive = true),
    (error: unknown) => {
      ctx.log.warn({ err: error, requestId: request.id }, 'stream: could not begin');
      end();
    },
  );
}

/** Writes what it is told; who lags behind is cut, and nothing is kept for it here. */
const followerOf = (raw: ServerResponse, gone: AbortSignal, end: () => void): Follower => ({
  signal: gone,
  sink: (event) => {
    if (gone.aborted) return true;
    if (event.name === 'lost') end();
    else if (raw.writableLength > laggingBytesMax) raw.destroy();
    else return raw.write(textOf(event));
    return true;
  },
  drained: async () => {
    if (!raw.writableNeedDrain) return;
    const signal = AbortSignal.any([gone, AbortSignal.timeout(drainMs)]);
    await once(raw, 'drain', { signal }).catch(() => raw.destroy());
  },
});

/** The head of the answer, with what every answer of ours carries. */
function begin(reply: FastifyReply): void {
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    connection: 'close',
    // Proxies would keep events until they have a page full.
    'x-accel-buffering': 'no',
  });
  reply.raw.write(`retry: ${String(comeBackMs)}\n\n`);
}

const textOf = ({ id, name, json }: TailEvent): string =>
  `${id ? `id: ${id}\n` : ''}event: ${name}\ndata: ${json}\n\n`;

/** Where a reader was; what is no place of ours is told apart by the tail. */
function lastEventIdOf({ headers }: FastifyRequest): string | null {
  const given = headers['last-event-id'];
  return typeof given === 'string' && given !== '' ? given : null;
}

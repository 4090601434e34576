// The backend in memory, for unit tests: believes only rightly signed requests, signs its answers,
// and says what a test told it to say. Knows no rule of the shop or of delivery.
import { statusOfReply } from '@mintkeep/shared/contract.ts';
import type { CallOf, Contract, ReplyOf } from '@mintkeep/shared/contract.ts';
import type { RefusalCode } from '@mintkeep/shared/errors.ts';
import { actorHeader } from '@mintkeep/shared/roles.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { fakeCrypto } from '../platform/fake-crypto.ts';
import { fakeAnswer } from '../platform/fake.ts';
import type { FakePlatform } from '../platform/fake.ts';
import type { HttpAnswer, HttpRequest } from '../platform/platform.ts';

export const fakeKey = { keyId: 'key-of-survival', signingKey: `${'A'.repeat(43)}=` } as const;

export type Said<C extends Contract> =
  | { readonly yes: ReplyOf<C> }
  | {
      readonly no: RefusalCode;
      readonly status: number;
      readonly details?: Readonly<Record<string, unknown>>;
    };

export interface Asked<C extends Contract> {
  readonly call: CallOf<C>;
  readonly key: string | undefined;
  /** Who acts in the game, if it was said. */
  readonly actor: string | undefined;
}

type Handler<C extends Contract> = (asked: Asked<C>) => Said<C> | Promise<Said<C>>;

interface Route {
  readonly contract: Contract;
  readonly run: (asked: Asked<Contract>) => Said<Contract> | Promise<Said<Contract>>;
  readonly asked: Asked<Contract>[];
}

export interface FakeBackendServer {
  /** From now on a contract is answered so. */
  on<C extends Contract>(contract: C, run: Handler<C>): void;
  /** What a contract was asked with, oldest first. */
  asked<C extends Contract>(contract: C): Asked<C>[];
  /** How far the backend's clock is ahead. */
  clockAheadMs: number;
}

/** Never answers. */
export const silence = (): Promise<never> => new Promise(() => undefined);

/** Breaks the connection after the request was read. */
export const cut = (): Promise<never> => Promise.reject(new Error('Connection reset'));

/** Takes no connection at all, as Java's client words it. */
export const refused = (): Promise<never> =>
  Promise.reject(new Error('java.net.ConnectException: Connection refused'));

/** Serves the requests of a fake platform. A contract that nobody answers is ROUTE_UNKNOWN. */
export function serveFakeBackend(fake: FakePlatform): FakeBackendServer {
  const routes = new Map<string, Route>();
  const server: FakeBackendServer = {
    clockAheadMs: 0,
    on(contract, run) {
      const name = nameOf(contract);
      const asked = routes.get(name)?.asked ?? [];
      routes.set(name, { contract, run: run, asked });
    },
    asked: <C extends Contract>(contract: C) => routes.get(nameOf(contract))?.asked ?? [],
  };
  fake.respond(async (request) => {
    const nowMs = fake.nowMs() + server.clockAheadMs;
    if (!isSigned(request, nowMs)) {
      return answer(request, nowMs, 401, errorOf('SIGNATURE_REFUSED', {}));
    }
    const { route, call } = find([...routes.values()], request);
    if (!route) return answer(request, nowMs, 404, errorOf('ROUTE_UNKNOWN', {}));
    const asked = {
      call,
      key: request.headers['idempotency-key'],
      actor: request.headers[actorHeader],
    };
    route.asked.push(asked);
    const said = await route.run(asked);
    if ('no' in said) {
      return answer(request, nowMs, said.status, errorOf(said.no, said.details ?? {}));
    }
    const body = route.contract.status === 204 ? '' : JSON.stringify(said.yes);
    return answer(request, nowMs, statusOfReply(route.contract, said.yes), body);
  });
  return server;
}

const nameOf = ({ method, path }: Contract): string => `${method} ${path}`;

const errorOf = (code: RefusalCode, details: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ error: { code, message: code, details, retryable: false }, requestId: 'r1' });

const pathAndQueryOf = (request: HttpRequest): string =>
  request.url.replace(/^https?:\/\/[^/]+/, '');

function isSigned(request: HttpRequest, nowMs: number): boolean {
  const { headers, method, body = '' } = request;
  const timestampMs = Number(headers[signatureHeaders.timestamp]);
  const text = requestText({
    method,
    pathAndQuery: pathAndQueryOf(request),
    timestampMs,
    nonce: headers[signatureHeaders.nonce] ?? '',
    idempotencyKey: headers['idempotency-key'] ?? '',
    actor: headers[actorHeader] ?? '',
    bodyHash: fakeCrypto.sha256(body),
  });
  return (
    headers[signatureHeaders.keyId] === fakeKey.keyId &&
    headers[signatureHeaders.signature] === fakeCrypto.hmac(fakeKey.signingKey, text) &&
    Math.abs(nowMs - timestampMs) <= 300_000
  );
}

/** A signed answer to a request. */
export function answer(
  request: HttpRequest,
  timestampMs: number,
  status: number,
  body: string,
): HttpAnswer {
  const text = answerText({
    status,
    timestampMs,
    requestNonce: request.headers[signatureHeaders.nonce] ?? '',
    bodyHash: fakeCrypto.sha256(body),
  });
  return fakeAnswer(status, body, {
    [signatureHeaders.timestamp]: String(timestampMs),
    [signatureHeaders.signature]: fakeCrypto.hmac(fakeKey.signingKey, text),
  });
}

function find(
  routes: readonly Route[],
  request: HttpRequest,
): { route?: Route; call: Record<string, unknown> } {
  const [path = '', query = ''] = pathAndQueryOf(request).split('?');
  const ways = path.split('/');
  for (const route of routes) {
    const parts = route.contract.path.split('/');
    const fits = parts.every((part, index) => part.startsWith(':') || part === ways[index]);
    if (!fits || parts.length !== ways.length || route.contract.method !== request.method) continue;
    const call: Record<string, unknown> = {};
    parts.forEach((part, index) => {
      if (part.startsWith(':')) call[part.slice(1)] = decodeURIComponent(ways[index] ?? '');
    });
    for (const pair of query.split('&').filter(Boolean)) {
      const [name = '', value = ''] = pair.split('=');
      call[name] = decodeURIComponent(value);
    }
    const body = JSON.parse(request.body ?? '{}') as Record<string, unknown>;
    return { route, call: { ...call, ...body } };
  }
  return { call: {} };
}

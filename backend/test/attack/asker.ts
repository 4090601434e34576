// Asks any contract as somebody whom it lets pass, with parts of the request replaced by what an
// attacker would send. Knows no noun: what is asked comes from the contract's own examples.
import { createHmac, randomInt } from 'node:crypto';
import type { Contract } from '@mintkeep/shared/contract.ts';
import type { ErrorBody } from '@mintkeep/shared/errors.ts';
import { logout } from '@mintkeep/shared/staff.ts';
import { webhookSignatureHeader } from '@mintkeep/shared/vouchers.ts';
import type { FastifyInstance } from 'fastify';
import { testVouching } from '../app.ts';
import { allContracts } from '../contracts.ts';
import { exampleOf } from '../example-of.ts';
import { requestOf, signedRequest } from '../game-server.ts';
import type { Key, Request } from '../game-server.ts';
import { textOf } from '../staff.ts';
import type { Panel } from '../staff.ts';

export type Fields = Record<string, unknown>;

/** What is put in the place of the contract's example; a part that is missing stays as it is. */
export interface Replaced {
  /** Segments of the path by name, as they stand in the address. */
  readonly params?: Readonly<Record<string, string>>;
  /** Added to the query, as it stands in the address. */
  readonly query?: string;
  /** The body's text. */
  readonly payload?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly idempotencyKey?: string;
}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly error: ErrorBody['error'] | undefined;
}

export type Ask = (contract: Contract, replaced?: Replaced) => Promise<Heard>;

interface Asking {
  readonly app: FastifyInstance;
  readonly key: Key;
  /** A session of SUPERADMIN; asked for again after a question that may have ended it. */
  panel(): Promise<Panel>;
}

/**
 * All contracts with a door that this knows, by name. Another kind of door has a proof of its own,
 * and is attacked beside it.
 */
export const attackedContracts = async (): Promise<(readonly [string, Contract])[]> =>
  (await allContracts())
    .filter(({ contract: { who } }) =>
      [who.server, who.inGame, who.staff, who.webhook, who.everybody, who.internal].some(Boolean),
    )
    .map(({ name, contract }) => [name, contract] as const);

/** True where callers are known, and nothing passes that the contract does not name. */
export const isForKnown = (name: string, { who }: Contract): boolean =>
  // The way out takes nothing at all, and lets everybody who has a session go.
  !who.everybody && !who.internal && name !== 'logout';

/** The call of an example: params, query and body in one. */
export const exampleCall = ({ params, query, body }: Contract): Fields =>
  Object.assign(
    {},
    ...[params, query, body].map((part) => (part ? exampleOf(part) : {})),
  ) as Fields;

/** The body of an example, or null where the contract has none. */
export const exampleBody = ({ body }: Contract): Fields | null =>
  body ? (exampleOf(body) as Fields) : null;

/**
 * Asks as a game server, else as its console, else as SUPERADMIN in the panel, else as the system
 * that holds the webhook's secret, else as anybody.
 */
export function asker(opened: () => Asking): Ask {
  let open: Promise<Panel> | null = null;
  const panel = async (contract: Contract): Promise<Panel> => {
    const session = await (open ??= opened().panel());
    if (contract.path === logout.path) open = null;
    return session;
  };
  return async (contract, replaced = {}) => {
    const { app, key } = opened();
    const { who } = contract;
    const request =
      who.server || who.inGame
        ? signedFor(contract, replaced, key)
        : who.webhook
          ? webhookFor(contract, replaced)
          : unsignedFor(contract, replaced, who.staff ? await panel(contract) : null);
    const answer = await app.inject({
      method: request.method as 'GET',
      url: request.url,
      payloadAsStream: true,
      headers: { ...request.headers, ...replaced.headers },
      // Strangers are limited by their address; each question here comes from another one.
      ...(who.everybody ? { remoteAddress: anAddress() } : {}),
      ...(request.payload ? { payload: request.payload } : {}),
    });
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    const text = await textOf(request.method, answer);
    const error = isJson && text ? (JSON.parse(text) as Partial<ErrorBody>).error : undefined;
    return { status: answer.statusCode, headers: answer.headers, text, error };
  };
}

const anAddress = (): string =>
  [10, randomInt(3, 255), randomInt(256), randomInt(1, 255)].map(String).join('.');

const defaultKey = 'a-key-of-an-attack-0001';

/** The parts of a request that every caller sends alike. */
function partsOf(contract: Contract, { params = {}, query, payload, idempotencyKey }: Replaced) {
  const { method, ...fitting } = requestOf(contract, exampleCall(contract) as never);
  return {
    method,
    url: addressOf(contract, fitting.url, params, query),
    payload: payload ?? (fitting.body === undefined ? '' : JSON.stringify(fitting.body)),
    idempotencyKey: idempotencyKey ?? defaultKey,
  };
}

function signedFor(contract: Contract, replaced: Replaced, key: Key): Request {
  const actor = contract.who.server ? undefined : 'console';
  return signedRequest(key, { ...partsOf(contract, replaced), actor });
}

/** The signature that a webhook's body needs. */
export const webhookSignature = (
  payload: string | Buffer,
  secret = testVouching.webhookSecret ?? '',
): string => `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`;

function webhookFor(contract: Contract, replaced: Replaced): Request {
  const { method, url, payload, idempotencyKey } = partsOf(contract, replaced);
  const headers = {
    'content-type': 'application/json',
    [webhookSignatureHeader]: webhookSignature(payload),
    'idempotency-key': idempotencyKey,
  };
  return { method, url, payload, headers };
}

function unsignedFor(contract: Contract, replaced: Replaced, panel: Panel | null): Request {
  const { idempotencyKey, ...parts } = partsOf(contract, replaced);
  const cookies = Object.entries(panel?.cookies ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    ...parts,
    headers: {
      ...(parts.payload ? { 'content-type': 'application/json' } : {}),
      ...(panel ? { ...panel.headers, cookie: cookies.join('; ') } : {}),
      'idempotency-key': idempotencyKey,
    },
  };
}

function addressOf(
  { path }: Contract,
  fitting: string,
  params: Readonly<Record<string, string>>,
  query: string | undefined,
): string {
  const [fittingPath = '', fittingQuery = ''] = fitting.split('?');
  const segments = path.split('/').map((segment, place) => {
    const given = segment.startsWith(':') ? params[segment.slice(1)] : undefined;
    return given ?? fittingPath.split('/')[place] ?? '';
  });
  const queries = [query ?? '', fittingQuery].filter(Boolean).join('&');
  return queries ? `${segments.join('/')}?${queries}` : segments.join('/');
}

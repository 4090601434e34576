// The one way to make a route: a contract and a function. Validation, the reply's shape and the API
// page all come from the contract; the function sees one flat, parsed input.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Contract, InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { errorBody } from '@mintkeep/shared/errors.ts';
import { idempotencyKey } from '@mintkeep/shared/primitives.ts';
import { isAtLeast } from '@mintkeep/shared/roles.ts';
import type { Who } from '@mintkeep/shared/roles.ts';
import type { Actor, Context } from './context.ts';
import { meanings, Refusal } from './errors.ts';
import { transact } from './transact.ts';
import type { Command, Done, Tx } from './transact.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks: set by the audience's check, before any handler. */
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    readonly contract?: Contract;
  }
}

/** What a handler may use besides its input. */
export interface Call<T> {
  readonly actor: Actor;
  /** The request as a command: actor, route, key and input. */
  readonly command: Command;
  /** Aborts when the caller has gone or the route's time is up. */
  readonly signal: AbortSignal;
  /** Runs the request's one command; a replay is marked as such. */
  transact(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Marks the reply as the one given before to the same key, where it is. */
  answer(done: Done<T>): T;
}

/**
 * Serves a contract in a scope that knows its callers. Refuses who may not ask (S1-140), a request
 * that does not fit (S0-030), a write without the key it needs (D15); a reply that does not fit its
 * schema is a fault.
 */
export function serve<C extends Contract>(
  scope: FastifyInstance,
  ctx: Context,
  contract: C,
  handle: (input: InputOf<C>, call: Call<ReplyOf<C>>) => Promise<ReplyOf<C>>,
  options: { handlerTimeoutMs?: number } = {},
): void {
  scope.route({
    method: contract.method,
    url: contract.path,
    config: { contract },
    ...(options.handlerTimeoutMs ? { handlerTimeout: options.handlerTimeoutMs } : {}),
    schema: {
      summary: contract.summary,
      tags: [tagOf(contract)],
      description: describe(contract),
      ...(contract.params ? { params: contract.params } : {}),
      ...(contract.query ? { querystring: contract.query } : {}),
      ...(contract.body ? { body: contract.body } : {}),
      response: { [contract.status]: contract.reply, '4xx': errorBody, '5xx': errorBody },
    },
    preValidation: async (request) => admit(contract.who, request),
    handler: async (request, reply) => {
      const input = inputOf<C>(request);
      reply.code(contract.status);
      const answer = await handle(input, callOf(ctx, contract, request, reply, input));
      return reply.send(contract.status === 204 ? undefined : answer);
    },
  });
}

/** Lets a caller pass by the contract's own word, or refuses. */
export function admit(who: Who, { door, actor }: Pick<FastifyRequest, 'door' | 'actor'>): void {
  if (who.everybody) return;
  if (!actor || !door) throw new Refusal('SIGNATURE_REFUSED');
  if (door === 'server' && who.server) return;
  if (door === 'inGame' && who.inGame && mayAll(actor)) return;
  if (door === 'staff' && who.staff === 'member') return;
  const needed = door === 'inGame' ? who.inGame : door === 'staff' ? who.staff : undefined;
  const held = actor.role ?? null;
  const suffices = needed && needed !== 'member' && held && isAtLeast(held, needed);
  if (!suffices) throw new Refusal('ROLE_INSUFFICIENT');
}

/** The console of a game server may do all that staff may in the game (B-09). */
const mayAll = ({ kind }: Actor): boolean => kind === 'console';

/** Who may ask, in words for the API page. */
function askersOf(who: Who): string {
  const askers = [
    who.everybody ? 'everybody' : '',
    who.server ? 'game servers' : '',
    who.staff === 'member' ? 'members with a session' : '',
    who.staff && who.staff !== 'member' ? `staff from ${who.staff} in the panel` : '',
    who.inGame ? `staff from ${who.inGame} and the console in the game` : '',
  ];
  return `For ${askers.filter(Boolean).join('; ')}.`;
}

/** What the API page says besides shapes: who may ask, the key, the refusals with their status. */
function describe({ who, key, refusals }: Contract): string {
  const lines = [
    askersOf(who),
    key === 'required' ? 'Needs an `Idempotency-Key`.' : '',
    key === 'accepted' ? 'Accepts an `Idempotency-Key`.' : '',
    refusals.length > 0
      ? `Refuses: ${refusals.map((code) => `${code} (${String(meanings[code].status)})`).join(', ')}.`
      : '',
  ];
  return lines.filter(Boolean).join('\n\n');
}

const inputOf = <C extends Contract>(request: FastifyRequest): InputOf<C> =>
  ({
    ...(request.params as object),
    ...(request.query as object),
    ...(request.body as object | undefined),
  }) as InputOf<C>;

function callOf<T>(
  ctx: Context,
  contract: Contract,
  request: FastifyRequest,
  reply: FastifyReply,
  input: unknown,
): Call<T> {
  const actor: Actor = request.actor ?? { kind: 'console', id: 'nobody' };
  const route = `${contract.method} ${contract.path}`;
  const key = keyOf(contract, request);
  const command: Command = { actor, route, key, input, requestId: request.id };
  const answer = (done: Done<T>): T => {
    if (done.replayed) reply.header('idempotent-replayed', 'true');
    return done.reply;
  };
  return {
    actor,
    command,
    // Asked for by few; making one for each request costs more than the rest of this function.
    get signal() {
      return request.signal;
    },
    transact: async (work) => answer(await transact(ctx, command, work)),
    answer,
  };
}

/** The heading on the API page: the noun of the path. */
const tagOf = ({ path }: Contract): string => /^\/api\/(\w+)/.exec(path)?.[1] ?? 'health';

/** The idempotency key of a request. Refuses a missing one where it is required, and a bad one. */
function keyOf(contract: Contract, request: FastifyRequest): string | undefined {
  const given = request.headers['idempotency-key'];
  if (contract.key === 'none') return undefined;
  if (given === undefined) {
    if (contract.key === 'required') throw new Refusal('IDEMPOTENCY_KEY_MISSING');
    return undefined;
  }
  const parsed = idempotencyKey.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new Refusal('REQUEST_INVALID', {
    fields: [{ path: 'headers.idempotency-key', message: parsed.error.issues[0]?.message }],
  });
}

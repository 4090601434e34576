// The one way to make a route: a contract and a function. Validation, the reply's shape and the API
// page all come from the contract; the function sees one flat, parsed input.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { statusOfReply } from '@mintkeep/shared/contract.ts';
import type { Contract, InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { errorBody } from '@mintkeep/shared/errors.ts';
import { idempotencyKey } from '@mintkeep/shared/primitives.ts';
import { isAtLeast } from '@mintkeep/shared/roles.ts';
import type { Who } from '@mintkeep/shared/roles.ts';
import type { Actor, Context } from './context.ts';
import { FileReply } from './csv.ts';
import { meanings, Refusal } from './errors.ts';
import { answerWithin, Silence } from './silence.ts';
import { outcomeUnknown, transact } from './transact.ts';
import type { Command, Done, Tx } from './transact.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks: set by the audience's check, before any handler. */
    actor: Actor | null;
  }
  interface FastifyContextConfig {
    readonly contract?: Contract;
  }
  interface FastifyInstance {
    /** Aborts when the app begins to close. */
    readonly closing: AbortSignal;
  }
}

/** What a handler may use besides its input. */
export interface Call<T> {
  readonly actor: Actor;
  /** The request as a command: actor, route, key and input. */
  readonly command: Command;
  /** The address it came from, as trusted proxies alone may change it. */
  readonly ip: string;
  /** Aborts when the caller has gone, the route's time is up, or the app closes. */
  readonly signal: AbortSignal;
  /** Runs the request's one command; a replay is marked as such. */
  transact(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Marks the reply as the one given before to the same key, where it is. */
  answer(done: Done<T>): T;
  /** Answers a file in the place of the contract's JSON. */
  file(file: FileReply): T;
}

/** A reply that was checked and written as JSON before, once for all who get it. */
export class WrittenReply {
  readonly text: string;
  constructor(contract: Contract, reply: unknown) {
    this.text = JSON.stringify(contract.reply.parse(reply));
  }
}

/** An answer that goes on: `begin` takes it over and writes it by itself (event-stream.ts). */
export class StreamReply {
  readonly begin: (request: FastifyRequest, reply: FastifyReply) => void;
  constructor(begin: StreamReply['begin']) {
    this.begin = begin;
  }
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
  handle: (
    input: InputOf<C>,
    call: Call<ReplyOf<C>>,
  ) => Promise<ReplyOf<C> | WrittenReply | StreamReply>,
  options: { handlerTimeoutMs?: number } = {},
): void {
  const handlerTimeout =
    options.handlerTimeoutMs ?? (asksOthers(contract) ? othersMsMax : undefined);
  scope.route({
    method: contract.method,
    url: contract.path,
    config: { contract },
    ...(handlerTimeout === undefined ? {} : { handlerTimeout }),
    schema: {
      summary: contract.summary,
      tags: [tagOf(contract)],
      description: describe(contract),
      ...(contract.params ? { params: contract.params } : {}),
      ...(queryOf(contract) ? { querystring: queryOf(contract) } : {}),
      ...(contract.body ? { body: contract.body } : {}),
      response: {
        [contract.status]: contract.reply,
        ...(contract.accepted ? { 202: contract.accepted } : {}),
        '4xx': errorBody,
        '5xx': errorBody,
      },
    },
    // Called back and not awaited: a promise for each would cost more than what they do.
    preValidation: (request, _reply, done) => {
      admit(contract.who, request);
      done();
    },
    // After validation, which knows whom the request names (D16).
    preHandler: (request, _reply, done) => {
      scope.takePlace(contract, request);
      done();
    },
    handler: async (request, reply) => {
      const input = inputOf<C>(contract, request);
      const handling = handle(input, callOf(ctx, contract, request, reply, input));
      const answer = await (options.handlerTimeoutMs ? handling : inTime(contract, handling));
      if (answer instanceof FileReply) return sendFile(reply, answer);
      if (answer instanceof StreamReply) return sendStream(request, reply, answer);
      if (answer instanceof WrittenReply) {
        return reply.code(contract.status).type(json).send(answer.text);
      }
      reply.code(statusOfReply(contract, answer));
      return reply.send(contract.status === 204 ? undefined : answer);
    },
  });
}

// Callers give up after 5 s, and ask again. A write has its own limits, which know what became of it;
// this is for what it asks the database besides.
const readMsMax = 4_500;
const writeMsMax = 5_600;
// The framework's limit makes and aborts a signal for each request, so only those routes have it that
// ask others besides the database.
const othersMsMax = 10_000;

const asksOthers = ({ who }: Contract): boolean => Boolean(who.everybody) || Boolean(who.internal);

/**
 * What a handler answers, unless the database is silent for too long: then a read refuses as where
 * there is none, and a write does not know. What answers everybody asks others besides the database.
 */
async function inTime<T>(contract: Contract, handling: Promise<T>): Promise<T> {
  if (asksOthers(contract)) return handling;
  if (contract.method === 'GET') return answerWithin(handling, readMsMax);
  try {
    return await answerWithin(handling, writeMsMax);
  } catch (error) {
    if (error instanceof Silence) throw outcomeUnknown();
    throw error;
  }
}

const json = 'application/json; charset=utf-8';

/** A file to keep: never shown by the browser, whatever is in it. */
const sendFile = (reply: FastifyReply, { name, type, text }: FileReply): FastifyReply =>
  reply.type(type).header('content-disposition', `attachment; filename="${name}"`).send(text);

/** Hands the answer over; who asks for its head alone gets an empty one. */
function sendStream(request: FastifyRequest, reply: FastifyReply, answer: StreamReply) {
  if (request.method === 'HEAD') return reply.type('text/event-stream; charset=utf-8').send('');
  answer.begin(request, reply);
  return reply;
}

/** Lets a caller pass by the contract's own word, or refuses. */
export function admit(who: Who, { door, actor }: Pick<FastifyRequest, 'door' | 'actor'>): void {
  if (who.everybody || who.webhook) return;
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
    who.internal ? 'this machine, or the holder of METRICS_TOKEN' : '',
    who.webhook ? 'another system that signs its bytes' : '',
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

/** What was checked, and nothing else: a part that the contract does not name was not looked at. */
const inputOf = <C extends Contract>(
  { params, query, body }: Contract,
  request: FastifyRequest,
): InputOf<C> =>
  ({
    ...(params ? (request.params as object) : {}),
    ...(query ? (request.query as object) : {}),
    ...(body ? (request.body as object) : {}),
  }) as InputOf<C>;

// Watchers and browsers may add to an address what they like; who is known may not (S0-033).
const noQuery = z.strictObject({});
const queryOf = ({ query, who }: Contract): z.ZodType | undefined =>
  query ?? (who.everybody || who.internal ? undefined : noQuery);

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
    ip: request.ip,
    // Asked for by few; making one for each request costs more than the rest of this function.
    get signal() {
      return AbortSignal.any([request.signal, request.server.closing]);
    },
    transact: async (work) => answer(await transact(ctx, command, work)),
    answer,
    // `serve` knows a file by its class, whatever the contract says.
    file: (file) => file as unknown as T,
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

// The edge every request passes: its id, its log line, its limits, and what is answered when the
// answer is not a yes. Knows no route.
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
} from 'fastify-type-provider-zod';
import type { ErrorBody, FieldProblem, RefusalCode } from '@mintkeep/shared/errors.ts';
import { nameOf } from './context.ts';
import { meanings, Refusal } from './errors.ts';
import type { Logger } from './log.ts';
import { isAbsence } from './transaction.ts';

/** A request's id: the caller's, when it is a plain one, else a fresh one (S1-169). */
export function requestIdOf(headers: Record<string, string | string[] | undefined>): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : randomUUID();
}

/** Answers ids, log lines and errors for every route of the app. */
export const httpEdge = (log: Logger) =>
  fp(
    async (app: FastifyInstance) => {
      app.decorateRequest('actor', null);
      // Its fields are all named here; to look for secrets among them would be most of the line's cost.
      const answers = log.child({}, { redact: [] });
      // A stop waits for what is being answered: whoever only waits for news must hear of it.
      const closing = new AbortController();
      app.decorate('closing', closing.signal);
      app.addHook('preClose', async () => closing.abort());
      app.addHook('onSend', (_request, reply, payload, done) => {
        // A connection that stays open after its last answer would hold the stop up.
        if (closing.signal.aborted) reply.header('connection', 'close');
        done(null, payload);
      });
      app.addHook('onRequest', (request, reply, done) => {
        // What is answered here is about players and money: no browser or proxy keeps it.
        reply.headers({ 'x-request-id': request.id, 'cache-control': 'no-store' });
        done();
      });
      app.addHook('onResponse', (request, reply, done) => {
        answers.info({ ...describe(request), status: reply.statusCode, ms: ms(reply) }, 'request');
        done();
      });
      app.setErrorHandler((error, request, reply) => {
        answerError(log, error, request, reply);
      });
      app.setNotFoundHandler((request, reply) => {
        refuse(new Refusal('ROUTE_UNKNOWN'), request, reply);
      });
    },
    { name: 'http-edge' },
  );

/**
 * Refuses an address that no route can have, before any route is looked for: the framework's own
 * answer would repeat it, in a shape of its own (S1-169).
 */
export function refuseAddress(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff' });
  const fields = [{ path: 'url', message: 'is no address of a route' }];
  refuse(new Refusal('REQUEST_INVALID', { fields }), request, reply);
}

/** Refuses bytes that are no HTTP, too many headers, or a request that never ends, and hangs up. */
export function refuseBytes({ code }: Error & { readonly code?: string }, socket: Socket): void {
  // What follows an answer that has begun would be taken for a part of it.
  if (code !== 'ECONNRESET' && socket.writable && socket.bytesWritten === 0) {
    const refusal = new Refusal(refusalOfBytes[code ?? ''] ?? 'REQUEST_INVALID');
    const { status } = meanings[refusal.code];
    const text = JSON.stringify(errorBodyOf(refusal, randomUUID()));
    const head = [
      `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${String(Buffer.byteLength(text))}`,
      'x-content-type-options: nosniff',
      'connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${text}`);
  }
  socket.destroySoon();
}

const refusalOfBytes: Readonly<Record<string, RefusalCode>> = {
  HPE_HEADER_OVERFLOW: 'REQUEST_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMED_OUT',
};

const ms = (reply: FastifyReply): number => Math.round(reply.elapsedTime * 10) / 10;

const describe = (request: FastifyRequest) => ({
  requestId: request.id,
  method: request.method,
  // The pattern, not the URL: no player id in a log line that nobody asked for.
  route: request.routeOptions.url ?? 'unknown',
  actor: request.actor ? nameOf(request.actor) : undefined,
});

/** A refusal goes out as it is; all else is a fault: logged in full, told to nobody. */
function answerError(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const refusal = error instanceof Refusal ? error : refusalOf(error);
  if (refusal) {
    log.info({ ...describe(request), code: refusal.code, details: refusal.details }, 'refused');
    refuse(refusal, request, reply);
    return;
  }
  log.error({ ...describe(request), err: error }, 'fault');
  refuse(new Refusal('FAULT'), request, reply);
}

function refuse(refusal: Refusal, request: FastifyRequest, reply: FastifyReply): void {
  if (refusal.retryAfterS !== undefined) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(refusal.retryAfterS))));
  }
  // Its own serializer: the route's schema is that of a yes.
  reply
    .code(meanings[refusal.code].status)
    .type('application/json; charset=utf-8')
    .serializer((text: unknown) => text as string)
    .send(JSON.stringify(errorBodyOf(refusal, request.id)));
}

function errorBodyOf({ code, details }: Refusal, requestId: string): ErrorBody {
  const { message, retryable = false } = meanings[code];
  const hasDetails = Object.keys(details).length > 0;
  return { error: { code, message, ...(hasDetails ? { details } : {}), retryable }, requestId };
}

/** What the framework refuses by itself, and a read that found no database, in our words. */
function refusalOf(error: unknown): Refusal | null {
  if (isAbsence(error)) return new Refusal('DATABASE_UNAVAILABLE', {}, { retryAfterS: 1 });
  if (isResponseSerializationError(error)) return null;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const { validationContext = 'body', validation } = error as FastifyError & {
      validation: { instancePath: string; message?: string }[];
    };
    return new Refusal('REQUEST_INVALID', { fields: fieldsOf(validationContext, validation) });
  }
  const { code = '', statusCode = 500 } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_HANDLER_TIMEOUT') {
    return new Refusal('REQUEST_TIMED_OUT', {}, { retryAfterS: 1 });
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('REQUEST_TOO_LARGE');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return new Refusal('MEDIA_TYPE_UNSUPPORTED');
  // Malformed JSON, a prototype key, a bad URL: the framework gives them 400.
  if (statusCode === 400) {
    return new Refusal('REQUEST_INVALID', {
      fields: [{ path: 'body', message: 'must be JSON that the schema allows' }],
    });
  }
  return null;
}

// Enough to mend a request; a hostile one cannot make the answer long.
const fieldsMax = 20;

const fieldsOf = (
  context: string,
  problems: readonly { instancePath: string; message?: string }[],
): FieldProblem[] =>
  problems.slice(0, fieldsMax).map(({ instancePath, message }) => ({
    path: plain(`${context}${instancePath.replaceAll('/', '.')}`),
    message: plain(message ?? 'is not valid'),
  }));

/** A name out of a request may stand in these: nothing of it steers a terminal or turns a line. */
const plain = (text: string): string =>
  text.slice(0, 200).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '?');

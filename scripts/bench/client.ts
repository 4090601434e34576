// A game server for the bench: signs requests as the plugin does and asks over kept-alive
// connections, one question at a time on each. It reads no more of HTTP than our backend answers and
// does not check the answers' signatures, so that the load generator is not what is measured.
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { actorHeader } from '@mintkeep/shared/roles.ts';
import { requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { sha256 } from '../../backend/src/core/identity.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
}

export interface BenchClient {
  /** Asks, and answers status and body. */
  ask(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<Answer>;
  close(): void;
}

/**
 * Opens a client for a backend on 127.0.0.1. Who asks more at once than it has connections waits.
 * `actor` is who asks through the server, as `console`.
 */
export function openClient(
  port: number,
  key: { keyId: string; secret: Buffer },
  connectionsMax: number,
  options: { readonly actor?: string } = {},
): BenchClient {
  const { actor = '' } = options;
  const secret = createSecretKey(key.secret);
  const connections = openConnections(port, connectionsMax);
  return {
    ask: (method, path, body, idempotencyKey = '') => {
      const payload = body === undefined ? '' : JSON.stringify(body);
      const nonce = randomBytes(18).toString('base64url');
      const timestampMs = Date.now();
      const text = requestText({
        method,
        pathAndQuery: path,
        timestampMs,
        nonce,
        idempotencyKey,
        actor,
        bodyHash: sha256(payload),
      });
      const lines = [
        `${method} ${path} HTTP/1.1`,
        'host: 127.0.0.1',
        `${signatureHeaders.keyId}: ${key.keyId}`,
        `${signatureHeaders.timestamp}: ${String(timestampMs)}`,
        `${signatureHeaders.nonce}: ${nonce}`,
        `${signatureHeaders.signature}: ${createHmac('sha256', secret).update(text).digest('base64')}`,
        ...(actor ? [`${actorHeader}: ${actor}`] : []),
        ...(idempotencyKey ? [`idempotency-key: ${idempotencyKey}`] : []),
        ...(payload
          ? [
              'content-type: application/json',
              `content-length: ${String(Buffer.byteLength(payload))}`,
            ]
          : []),
      ];
      return connections.ask(`${lines.join('\r\n')}\r\n\r\n${payload}`);
    },
    close: connections.close,
  };
}

interface Connections {
  ask(request: string): Promise<Answer>;
  close(): void;
}

/** Connections that are made when they are first needed, and lent to one question at a time. */
function openConnections(port: number, max: number): Connections {
  const all: Connection[] = [];
  const free: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];
  const lend = (): Promise<Connection> => {
    const one = free.pop();
    if (one) return Promise.resolve(one);
    if (all.length >= max) return new Promise((resolve) => waiting.push(resolve));
    const made = openConnection(port);
    all.push(made);
    return Promise.resolve(made);
  };
  return {
    ask: async (request) => {
      const connection = await lend();
      const answer = await connection.ask(request);
      const next = waiting.shift();
      if (next) next(connection);
      else free.push(connection);
      return answer;
    },
    close: () => {
      for (const { socket } of all) socket.destroy();
    },
  };
}

interface Connection {
  readonly socket: Socket;
  ask(request: string): Promise<Answer>;
}

function openConnection(port: number): Connection {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let asked: { settle: (answer: Answer) => void; fail: (error: Error) => void } | null = null;
  const fail = (error: Error): void => asked?.fail(error);
  socket.on('error', fail);
  socket.on('close', () => {
    fail(new Error('The backend closed the connection.'));
  });
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = answerIn(received);
    if (!answer) return;
    received = Buffer.alloc(0);
    asked?.settle(answer);
  });
  return {
    socket,
    ask: (request) =>
      new Promise((settle, failed) => {
        asked = { settle, fail: failed };
        socket.write(request);
      }),
  };
}

/** The answer in these bytes, once all of it has come. */
function answerIn(bytes: Buffer): Answer | null {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
  const status = Number(head.slice(9, 12));
  if (Number.isNaN(length)) throw new Error(`An answer without a length: ${head}`);
  const from = end + 4;
  if (bytes.length < from + length) return null;
  return { status, text: bytes.toString('utf8', from, from + length) };
}

// A receiver of pushes, as a server owner may have one: checks the signature, gives once for a key,
// signs its answer; and every fault that such a thing can have.
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { sha256 } from '../src/core/identity.ts';

export const pushSecret = 'the secret of the push, 32 characters';

/** How it behaves with the next push. */
export type Behaviour =
  | 'give'
  | 'release'
  | 'hang'
  | 'fail'
  | 'cut'
  | 'giveThenHang'
  | 'unsigned'
  | 'otherSecret'
  | 'otherNonce'
  | 'old'
  | 'nonsense'
  | 'huge'
  | 'redirect';

interface Heard {
  readonly key: string;
  readonly body: { player_id: string; action: string; payload: unknown };
  readonly signed: boolean;
}

export interface Receiver {
  readonly url: string;
  readonly heard: Heard[];
  /** What was given, by key: each once, whatever is asked again. */
  readonly given: Map<string, unknown>;
  behaviour: Behaviour;
  close(): Promise<void>;
}

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

/** Opens it on a free port of this machine. */
export async function openReceiver(): Promise<Receiver> {
  const hanging = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      take(request.headers, request.url ?? '', Buffer.concat(parts), response);
    });
  });
  const receiver = {
    url: '',
    heard: [] as Heard[],
    given: new Map<string, unknown>(),
    behaviour: 'give' as Behaviour,
    close: async () => {
      for (const one of hanging) one.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function take(
    headers: IncomingHttpHeaders,
    path: string,
    bytes: Buffer,
    response: ServerResponse,
  ): void {
    const header = (name: string): string => String(headers[name] ?? '');
    const nonce = header(signatureHeaders.nonce);
    const text = requestText({
      ...{ method: 'POST', pathAndQuery: path, nonce, actor: '', bodyHash: sha256(bytes) },
      timestampMs: Number(header(signatureHeaders.timestamp)),
      idempotencyKey: header('idempotency-key'),
    });
    const signed = hmac(pushSecret, text) === header(signatureHeaders.signature);
    const body = JSON.parse(bytes.toString('utf8')) as Heard['body'];
    const key = header('idempotency-key');
    receiver.heard.push({ key, body, signed });
    const { behaviour } = receiver;
    const gives = !['release', 'fail', 'hang', 'cut', 'redirect'].includes(behaviour);
    if (signed && gives && !receiver.given.has(key)) receiver.given.set(key, body.payload);
    answer(behaviour, nonce, response);
  }

  function answer(behaviour: Behaviour, nonce: string, response: ServerResponse): void {
    if (behaviour === 'hang' || behaviour === 'giveThenHang') return void hanging.add(response);
    if (behaviour === 'cut') return void response.destroy();
    if (behaviour === 'fail') return void response.writeHead(500).end('no');
    if (behaviour === 'redirect') {
      return void response.writeHead(307, { location: receiver.url }).end();
    }
    const outcome = behaviour === 'release' ? 'released' : 'given';
    const words = behaviour === 'release' ? { error: 'no room\nat all' } : {};
    const body =
      behaviour === 'nonsense'
        ? '{"outcome":"perhaps"}'
        : JSON.stringify({ outcome, ...words, ...(behaviour === 'huge' ? { x: filler } : {}) });
    const timestampMs = Date.now() - (behaviour === 'old' ? 3_600_000 : 0);
    const requestNonce = behaviour === 'otherNonce' ? 'A'.repeat(24) : nonce;
    const text = answerText({ status: 200, timestampMs, requestNonce, bodyHash: sha256(body) });
    const secret = behaviour === 'otherSecret' ? 'x'.repeat(32) : pushSecret;
    const signature = {
      [signatureHeaders.timestamp]: String(timestampMs),
      [signatureHeaders.signature]: hmac(secret, text),
    };
    response.writeHead(200, behaviour === 'unsigned' ? {} : signature).end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  receiver.url = `http://127.0.0.1:${String(port)}/mintkeep?server=1`;
  return receiver;
}

const filler = 'x'.repeat(1_000_000);

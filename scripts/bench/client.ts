// A game server for the bench: signs requests as the plugin does and asks over kept-alive
// connections. Answers' signatures are checked on a sample, so that the load generator is not what
// is measured.
import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { sha256 } from '../../backend/src/core/identity.ts';

export interface BenchClient {
  /** Asks, and answers status and body. */
  ask(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    idempotencyKey?: string,
  ): Promise<{ status: number; text: string }>;
  close(): void;
}

/** Opens a client for a backend on 127.0.0.1. */
export function openClient(
  port: number,
  key: { keyId: string; secret: Buffer },
  connectionsMax: number,
): BenchClient {
  const secret = createSecretKey(key.secret);
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMax });
  return {
    ask: (method, path, body, idempotencyKey = '') =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? '' : JSON.stringify(body);
        const nonce = randomBytes(18).toString('base64url');
        const timestampMs = Date.now();
        const text = requestText({
          method,
          pathAndQuery: path,
          timestampMs,
          nonce,
          idempotencyKey,
          actor: '',
          bodyHash: sha256(payload),
        });
        const headers: Record<string, string | number> = {
          [signatureHeaders.keyId]: key.keyId,
          [signatureHeaders.timestamp]: String(timestampMs),
          [signatureHeaders.nonce]: nonce,
          [signatureHeaders.signature]: createHmac('sha256', secret).update(text).digest('base64'),
        };
        if (payload) {
          headers['content-type'] = 'application/json';
          headers['content-length'] = Buffer.byteLength(payload);
        }
        if (idempotencyKey) headers['idempotency-key'] = idempotencyKey;
        const asking = request(
          { host: '127.0.0.1', port, agent, method, path, headers },
          (answer) => {
            const parts: Buffer[] = [];
            answer.on('data', (part: Buffer) => parts.push(part));
            answer.on('end', () => {
              const status = answer.statusCode ?? 0;
              resolve({ status, text: Buffer.concat(parts).toString('utf8') });
            });
            answer.on('error', reject);
          },
        );
        asking.on('error', reject);
        asking.end(payload);
      }),
    close: () => {
      agent.destroy();
    },
  };
}

// Direct push of a whole backend process: what is bought goes to the owner's endpoint, signed, and is
// done. No game server is here: nobody pulls.
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, inject, test } from 'vitest';
import { getCard, join } from '@mintkeep/shared/presence.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { answerText, requestText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { startBackend } from './harness/backend.ts';
import { until } from './harness/until.ts';

const secret = randomBytes(24).toString('hex');
const hmac = (text: string): string => createHmac('sha256', secret).update(text).digest('base64');
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

interface Heard {
  readonly key: string;
  readonly body: unknown;
  readonly signed: boolean;
}

/** An endpoint as an owner writes it, by docs/direct-push.md. */
async function anEndpoint() {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const header = (name: string): string => String(request.headers[name] ?? '');
      const nonce = header(signatureHeaders.nonce);
      const asked = requestText({
        ...{ method: 'POST', pathAndQuery: request.url ?? '', nonce, actor: '' },
        timestampMs: Number(header(signatureHeaders.timestamp)),
        idempotencyKey: header('idempotency-key'),
        bodyHash: hash(text),
      });
      const signed = hmac(asked) === header(signatureHeaders.signature);
      heard.push({ key: header('idempotency-key'), body: JSON.parse(text), signed });
      const body = '{"outcome":"given"}';
      const timestampMs = Date.now();
      const bodyHash = hash(body);
      const answer = answerText({ status: 200, timestampMs, requestNonce: nonce, bodyHash });
      response.setHeader(signatureHeaders.timestamp, String(timestampMs));
      response.setHeader(signatureHeaders.signature, hmac(answer));
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { heard, url: `http://127.0.0.1:${String(port)}/hand-over`, close: () => server.close() };
}

test('what is bought is pushed to MINECRAFT_API_URL once, and nothing waits then (S1-031, S1-032, S1-129, S1-130)', async () => {
  const endpoint = await anEndpoint();
  const database = new URL(inject('databaseUrl'));
  database.pathname = `/e2e_${randomBytes(6).toString('hex')}`;
  const backend = await startBackend(database.toString(), {
    MINECRAFT_API_URL: endpoint.url,
    MINECRAFT_API_KEY: secret,
  });
  try {
    const minecraftUUID = randomUUID();
    await backend.ask(join, { minecraftUUID, name: 'Pushed' });
    await backend.command('coins', 'grant', minecraftUUID, '100', 'a scenario');
    const task = { action: 'rank', payload: { group: 'vip' } };
    const reward = { name: 'VIP', category: 'rank', icon: 'EMERALD', priceCoins: 30, task };
    await backend.rewards([{ ...reward, sku: 'vip' }]);
    const bought = await backend.ask(purchase, { minecraftUUID, sku: 'vip', quantity: 1 });
    const waiting = async (): Promise<number> =>
      (await backend.ask(getCard, { minecraftUUID })).pendingDeliveries;
    await until('the push to be taken', async () => (await waiting()) === 0, {
      timeoutMs: 20_000,
      state: () => endpoint.heard,
    });
    expect(endpoint.heard).toEqual([
      { key: bought.deliveryId, signed: true, body: { player_id: minecraftUUID, ...task } },
    ]);
  } finally {
    await backend.stop();
    endpoint.close();
  }
}, 60_000);

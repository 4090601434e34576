// POST /webhooks/redeem as somebody would who has not the secret, or has an old call of one who has
// (S8, S1-133, S1-188). The bytes of the body alone decide; the suites made from contracts cover the
// rest.
import { randomBytes } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bodyBytesMax } from '@mintkeep/shared/constants.ts';
import {
  createVouchers,
  redeemByWebhook,
  webhookSignatureHeader,
} from '@mintkeep/shared/vouchers.ts';
import type { Player } from '../../src/players/service.ts';
import { testApp, testVouching } from '../app.ts';
import { aPlayer, aReward, counts } from '../builders.ts';
import { webhookSignature } from './asker.ts';
import { sendBytes } from './raw-http.ts';

const opened = testApp();
const { path } = redeemByWebhook;

let ann: Player;
let code: string;
let payload: string;
beforeEach(async () => {
  const { _id: sku } = await aReward(opened.ctx);
  const made = await opened.ask(
    createVouchers,
    { sku, count: 1, reason: 'x' },
    { actor: 'console' },
  );
  code = made.body.vouchers[0]?.code ?? '';
  ann = await aPlayer(opened.ctx);
  payload = wishOf(ann);
});
const wishOf = ({ minecraftUUID }: Player): string =>
  JSON.stringify({ code, minecraftUUID, redeemedAt: '2099-06-01T09:30:00.000Z' });

/** Sends a body with these headers, whatever they say. */
const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
  const answer = await opened.app.inject({
    method: 'POST',
    url: path,
    payload: body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  return { status: answer.statusCode, text: answer.body };
};
const signed = (body: string | Buffer, by?: string) => ({
  [webhookSignatureHeader]: webhookSignature(body, by),
});

const flipped = (text: string, place: number): string =>
  text.slice(0, place) + String.fromCharCode(text.charCodeAt(place) ^ 1) + text.slice(place + 1);

/** Refused alike, told nothing, and nothing changed. */
async function expectRefused(asked: () => Promise<{ status: number; text: string }>[]) {
  const before = await counts(opened.ctx);
  const answers = await Promise.all(asked());
  expect(answers.filter(({ status }) => status !== 401)).toEqual([]);
  const errors = answers.map(
    ({ text }) => (JSON.parse(text) as { error: { code: string; message: string } }).error,
  );
  expect(new Set(errors.map(({ code: one, message }) => `${one} ${message}`)).size).toBe(1);
  expect(await counts(opened.ctx)).toEqual(before);
}

describe('a call of the webhook', () => {
  test('is what is spoiled here: unspoiled it is heard', async () => {
    expect((await post(payload, signed(payload))).status).toBe(200);
  });

  test('is refused with any byte of its body or of its signature changed', async () => {
    const good = webhookSignature(payload);
    await expectRefused(() => [
      ...Array.from(payload, (_, place) => post(flipped(payload, place), signed(payload))),
      ...Array.from(good, (_, place) =>
        post(payload, { [webhookSignatureHeader]: flipped(good, place) }),
      ),
    ]);
  });

  test.each<[string, (text: string) => string]>([
    ['a space after it', (text) => `${text} `],
    ['a line before it', (text) => `\n${text}`],
    ['a byte order mark', (text) => `\uFEFF${text}`],
    [
      'its fields in another order',
      (text) =>
        JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).reverse())),
    ],
    ['a field twice', (text) => text.replace('{', '{"code":"MK-2222-2222-2222-2222",')],
    ['nothing left of it', () => ''],
  ])('is refused when its body arrives with %s', async (_what, spoil) => {
    await expectRefused(() => [post(spoil(payload), signed(payload))]);
  });

  test('is refused with a signature that is wrong, missing, or of another kind', async () => {
    const good = webhookSignature(payload);
    const hex = good.slice('sha256='.length);
    const wrong = [
      ...['', 'sha256=', hex, `sha256=${hex.toUpperCase()}`, `SHA256=${hex}`, `sha1=${hex}`],
      ...[
        `sha256=${hex}00`,
        `sha256=${hex.slice(2)}`,
        ` ${good} x`,
        `${good},${good}`,
        `v1,${hex}`,
      ],
      `sha256=${Buffer.from(hex, 'hex').toString('base64')}`,
      `sha256=${hex.repeat(100)}`,
      webhookSignature(payload, ''),
      webhookSignature(payload, 'another secret of 32 characters!'),
      webhookSignature(payload, opened.key.keyId),
      webhookSignature('', testVouching.webhookSecret),
    ];
    await expectRefused(() => [
      post(payload),
      ...wrong.map((one) => post(payload, { [webhookSignatureHeader]: one })),
      // The names that other systems use are nobody here.
      post(payload, { 'x-hub-signature-256': good }),
      post(payload, { 'x-mc-sig': good, 'x-mc-kid': opened.key.keyId }),
    ]);
  });

  test('is not made good by a type of the body that is read otherwise', async () => {
    const before = await counts(opened.ctx);
    const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'a/b'];
    for (const type of types) {
      expect((await post(payload, { 'content-type': type })).status).toBe(401);
    }
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('replayed has the effect of the first, and none for another player', async () => {
    const headers = signed(payload);
    expect((await post(payload, headers)).status).toBe(200);
    const after = await counts(opened.ctx);
    const again = await Promise.all(Array.from({ length: 16 }, () => post(payload, headers)));
    // Attempts are limited for each player: what is not the first answer is that limit.
    expect(again.filter(({ status }) => ![200, 429].includes(status))).toEqual([]);
    const other = wishOf(await aPlayer(opened.ctx));
    expect((await post(other, signed(other))).status).toBe(409);
    expect(await counts(opened.ctx)).toMatchObject({
      deliveries: after['deliveries'],
      transactions: after['transactions'],
    });
  });

  test('signed and too large, too deep or no JSON is refused in a sentence, never a fault', async () => {
    const before = await counts(opened.ctx);
    const bodies: [string | Buffer, number][] = [
      [`{"code":"${'x'.repeat(bodyBytesMax)}"}`, 413],
      [`{"code":"${'x'.repeat(bodyBytesMax - 100)}"}`, 400],
      ['['.repeat(500_000), 400],
      [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 400],
      [payload.replace('{', '{"__proto__":{"polluted":1},'), 400],
      [payload.replace('{', '{"more":1,'), 400],
      ['null', 400],
      ['"x"', 400],
      [randomBytes(64), 400],
    ];
    for (const [body, status] of bodies) {
      const answer = await post(body, signed(body));
      expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), status]);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('without a signature costs no reading: 1 MiB of brackets is refused like one byte', async () => {
    const startedAtMs = performance.now();
    await expectRefused(() =>
      Array.from({ length: 20 }, () =>
        post('['.repeat(bodyBytesMax - 1), { [webhookSignatureHeader]: 'x' }),
      ),
    );
    expect(performance.now() - startedAtMs).toBeLessThan(5_000);
  });
});

describe('over the network', () => {
  let port = 0;
  beforeAll(async () => {
    await opened.app.listen({ port: 0, host: '127.0.0.1' });
    const address = opened.app.server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });

  test('a signature comes once, in one header', async () => {
    const before = await counts(opened.ctx);
    const good = webhookSignature(payload);
    for (const second of [good, 'sha256=', '', webhookSignature('x')]) {
      for (const both of [
        [good, second],
        [second, good],
      ]) {
        const lines = [
          `POST ${path} HTTP/1.1`,
          'host: 127.0.0.1',
          'connection: close',
          'content-type: application/json',
          `content-length: ${String(Buffer.byteLength(payload))}`,
          ...both.map((one) => `${webhookSignatureHeader}: ${one}`),
        ];
        const { status } = await sendBytes(port, `${lines.join('\r\n')}\r\n\r\n${payload}`);
        expect([both, status]).toEqual([both, 401]);
      }
    }
    expect(await counts(opened.ctx)).toEqual(before);
  });
});

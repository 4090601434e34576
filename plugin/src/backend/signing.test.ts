import { describe, expect, test } from 'vitest';
import { signatureHeaders } from '@mintkeep/shared/signature.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { fakeAnswer } from '../platform/fake.ts';
import type { HttpRequest } from '../platform/platform.ts';
import { answer, fakeKey } from './fake-backend.ts';
import { signedAtMs, signRequest } from './signing.ts';

const request = {
  method: 'POST',
  pathAndQuery: '/api/shop/purchase?a=1',
  body: '{"sku":"münze"}',
  idempotencyKey: 'wish-of-ann-0001',
  actor: '',
};

function signed() {
  const { fake, plugin } = startFakePlugin();
  return { fake, settings: plugin.settings, ...signRequest(fake, plugin.settings, request) };
}

const asRequest = (headers: HttpRequest['headers']): HttpRequest => ({
  method: 'GET',
  url: '',
  headers,
  timeoutMs: 1,
});

describe('signRequest', () => {
  test('signs method, path, time, nonce, key and body as the backend reads them (D13)', () => {
    const { fake, headers, nonce } = signed();
    // Written out, so that a part that is forgotten shows.
    const text = [
      'v1',
      'POST',
      '/api/shop/purchase?a=1',
      String(fake.nowMs()),
      nonce,
      'wish-of-ann-0001',
      '',
      fake.crypto.sha256('{"sku":"münze"}'),
    ].join('\n');
    expect(headers).toEqual({
      [signatureHeaders.keyId]: fakeKey.keyId,
      [signatureHeaders.timestamp]: String(fake.nowMs()),
      [signatureHeaders.nonce]: nonce,
      [signatureHeaders.signature]: fake.crypto.hmac(fakeKey.signingKey, text),
    });
  });

  test('names who acts in the game, and signs that too (B-09)', () => {
    const { fake, plugin } = startFakePlugin();
    const { headers, nonce } = signRequest(fake, plugin.settings, { ...request, actor: 'console' });
    const text = [
      'v1',
      'POST',
      '/api/shop/purchase?a=1',
      String(fake.nowMs()),
      nonce,
      'wish-of-ann-0001',
      'console',
      fake.crypto.sha256('{"sku":"münze"}'),
    ].join('\n');
    expect(headers['x-actor-uuid']).toBe('console');
    expect(headers[signatureHeaders.signature]).toBe(fake.crypto.hmac(fakeKey.signingKey, text));
  });

  test('never uses a nonce twice', () => {
    const { fake, settings, nonce } = signed();
    expect(signRequest(fake, settings, request).nonce).not.toBe(nonce);
  });
});

describe('signedAtMs', () => {
  test('tells the time of an answer that the backend signed', () => {
    const { fake, settings, headers, nonce } = signed();
    const good = answer(asRequest(headers), 1_234, 200, '{"a":"ü"}');
    expect(signedAtMs(fake, settings, nonce, good)).toBe(1_234);
  });

  test.each([
    ['another body', 200, '{"a":2}', {}],
    ['another status', 201, '{"a":1}', {}],
    ['another time', 200, '{"a":1}', { [signatureHeaders.timestamp]: '1235' }],
    ['another signature', 200, '{"a":1}', { [signatureHeaders.signature]: 'A'.repeat(44) }],
  ])('does not believe an answer with %s', (_what, status, body, changed) => {
    const { fake, settings, headers, nonce } = signed();
    const good = answer(asRequest(headers), 1_234, 200, '{"a":1}');
    const names = [signatureHeaders.timestamp, signatureHeaders.signature];
    const kept = Object.fromEntries(names.map((name) => [name, good.header(name) ?? '']));
    const forged = fakeAnswer(status, body, { ...kept, ...changed });
    expect(signedAtMs(fake, settings, nonce, forged)).toBeNull();
  });

  test('does not believe the answer to another request', () => {
    const { fake, settings, headers } = signed();
    const other = answer(asRequest(headers), 1_234, 200, '{}');
    expect(signedAtMs(fake, settings, fake.newId(), other)).toBeNull();
  });

  test('does not believe an answer without a signature', () => {
    const { fake, settings, nonce } = signed();
    expect(signedAtMs(fake, settings, nonce, fakeAnswer(200, '{}'))).toBeNull();
  });
});

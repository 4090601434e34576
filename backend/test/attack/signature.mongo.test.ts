// Signed requests, spoiled in every byte and in every way a request can arrive otherwise than it was
// signed (S8, D13). The plugin's side, answers that were tampered with, is in
// plugin/src/backend/signing.test.ts.
import { createSecretKey, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import { resolveDelivery } from '@mintkeep/shared/delivery.ts';
import { listAlerts } from '@mintkeep/shared/alerts.ts';
import { listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { answerText, signatureHeaders } from '@mintkeep/shared/signature.ts';
import { sign } from '../../src/core/auth.ts';
import { sha256 } from '../../src/core/identity.ts';
import { rotateKey } from '../../src/servers/service.ts';
import { aKey, appKey, testApp } from '../app.ts';
import { aPlayer, aReward, coinsOf, counts, inTx } from '../builders.ts';
import { requestOf, send, signedRequest } from '../game-server.ts';
import type { Key, Request } from '../game-server.ts';
import { linkedStaff } from '../staff.ts';

const opened = testApp();
const { keyId, timestamp, nonce, signature } = signatureHeaders;

/** A purchase that would succeed, signed; each call another one. */
let player: Awaited<ReturnType<typeof aPlayer>>;
let sku: string;
beforeAll(async () => {
  player = await aPlayer(opened.ctx, { coins: 1_000_000 });
  sku = (await aReward(opened.ctx, { priceCoins: 1 }))._id;
});
const purchaseOf = (actor?: string): Request =>
  signedRequest(opened.key, {
    ...requestOf(purchase, { minecraftUUID: player.minecraftUUID, sku, quantity: 1 }),
    idempotencyKey: randomUUID(),
    actor,
  });

/** The same text with the byte at this place changed to another printable one. */
const flipped = (text: string, place: number): string => {
  const code = text.charCodeAt(place);
  const other = String.fromCharCode(code === 0x7e ? 0x21 : (code ^ 1) < 0x21 ? 0x7e : code ^ 1);
  return text.slice(0, place) + other + text.slice(place + 1);
};

/** Sends it; what is not refused for its signature, or changes something, is told. */
async function refused(what: string, spoiled: Request): Promise<unknown[]> {
  const { status, error } = await send(opened.app, opened.key, spoiled);
  return status === 401 && error?.code === 'SIGNATURE_REFUSED' ? [] : [what, status, error?.code];
}

describe('a signed request', () => {
  test('is what this test spoils: unspoiled it is heard', async () => {
    expect((await send(opened.app, opened.key, purchaseOf())).status).toBe(201);
  });

  const parts = [keyId, timestamp, nonce, signature, 'idempotency-key', 'payload', 'url'] as const;
  test.each(parts)('is refused with any byte of its %s changed', async (part) => {
    const before = [await counts(opened.ctx), await coinsOf(opened.ctx, player)];
    const text = (request: Request): string =>
      part === 'payload'
        ? request.payload
        : part === 'url'
          ? '?a=12'
          : (request.headers[part] ?? '');
    const wrong: unknown[] = [];
    for (let place = 0; place < text(purchaseOf()).length; place += 1) {
      const request =
        part === 'url'
          ? signedRequest(opened.key, { method: 'GET', url: '/api/shop/items?a=12' })
          : purchaseOf();
      const spoilt = flipped(text(request), place);
      if (part === 'payload') request.payload = spoilt;
      else if (part === 'url') request.url = `/api/shop/items${place === 0 ? '?a=21' : spoilt}`;
      else request.headers[part] = spoilt;
      const found = await refused(`${part} at ${String(place)}`, request);
      if (found.length > 0) wrong.push(found);
    }
    expect(wrong).toEqual([]);
    expect([await counts(opened.ctx), await coinsOf(opened.ctx, player)]).toEqual(before);
  });

  const others: [string, (request: Request) => void][] = [
    ['a body with a space after it', (one) => (one.payload += ' ')],
    ['a body with a byte order mark', (one) => (one.payload = `\uFEFF${one.payload}`)],
    [
      'a body written anew',
      (one) => (one.payload = JSON.stringify(JSON.parse(one.payload), null, 1)),
    ],
    [
      'a body with a field twice',
      (one) => (one.payload = one.payload.replace('{', '{"quantity":9,')),
    ],
    ['another method', (one) => (one.method = 'PUT')],
    ['a slash at the end', (one) => (one.url += '/')],
    ['a signature of nothing', ({ headers }) => (headers[signature] = '')],
    ['a signature one letter short', ({ headers }) => cut(headers, (text) => text.slice(1))],
    ['a signature without its padding', ({ headers }) => cut(headers, (text) => text.slice(0, -1))],
    ['a signature that goes on', ({ headers }) => cut(headers, (text) => `${text}AAAA`)],
    ['a signature of 8 kB', ({ headers }) => cut(headers, (text) => text.repeat(186))],
    ['a signature in hex', ({ headers }) => cut(headers, hexOf)],
    ['a signature in another spelling', ({ headers }) => cut(headers, otherSpelling)],
    ['an unknown version in its time', ({ headers }) => (headers[timestamp] += '0')],
    ['a time in scientific notation', ({ headers }) => (headers[timestamp] = '1.7e12')],
    ['the key of another server', ({ headers }) => (headers[keyId] = 'mk_000000000000')],
    ['an actor that was not signed', ({ headers }) => (headers['x-actor-uuid'] = 'console')],
    ['an empty nonce', ({ headers }) => (headers[nonce] = '')],
    ['a nonce that holds a line', ({ headers }) => (headers[nonce] = 'A'.repeat(16) + '%0A')],
  ];
  test.each(others)('with %s is refused and changes nothing', async (what, spoil) => {
    const before = [await counts(opened.ctx), await coinsOf(opened.ctx, player)];
    const request = purchaseOf();
    spoil(request);
    const { status } = await send(opened.app, opened.key, request);
    expect([what, [401, 404].includes(status)]).toEqual([what, true]);
    expect([await counts(opened.ctx), await coinsOf(opened.ctx, player)]).toEqual(before);
  });

  test('of one method is none of another: what was signed as HEAD reads nothing', async () => {
    const head = signedRequest(opened.key, { method: 'HEAD', url: '/api/shop/items' });
    expect(await refused('HEAD as GET', { ...head, method: 'GET' })).toEqual([]);
  });

  test('is no answer, nor the other way round: neither signature stands for the other', async () => {
    const asked = signedRequest(opened.key, requestOf(listShopItems, {}));
    const answer = await send(opened.app, opened.key, asked);
    const request = signedRequest(opened.key, requestOf(listShopItems, {}));
    request.headers[signature] = String(answer.headers[signature]);
    request.headers[timestamp] = String(answer.headers[timestamp]);
    expect(await refused('an answer’s signature', request)).toEqual([]);
  });
});

describe('who acts in the game is signed too', () => {
  const asStaff = (actor: string | undefined): Request =>
    signedRequest(opened.key, { ...requestOf(listAlerts, {}), actor });

  test('so that it cannot be added, taken away or changed', async () => {
    const support = await aPlayer(opened.ctx);
    await linkedStaff(opened, support, 'SUPERADMIN');
    const uuid = support.minecraftUUID;
    expect((await send(opened.app, opened.key, asStaff(uuid))).status).toBe(200);
    const spoils: [string | undefined, string | undefined][] = [
      [undefined, uuid],
      [undefined, 'console'],
      [uuid, undefined],
      [uuid, 'console'],
      ['console', uuid],
      [uuid, uuid.toUpperCase()],
      [player.minecraftUUID, uuid],
      [uuid, `${uuid}, console`],
      [uuid, ''],
    ];
    for (const [signed, sent] of spoils) {
      const request = asStaff(signed);
      if (sent === undefined) delete request.headers['x-actor-uuid'];
      else request.headers['x-actor-uuid'] = sent;
      expect(await refused(`${signed ?? '-'} sent as ${sent ?? '-'}`, request)).toEqual([]);
    }
    const resolve = requestOf(resolveDelivery, {
      deliveryId: randomUUID(),
      decision: 'done',
      reason: 'x',
    });
    const asPlayer = signedRequest(opened.key, { ...resolve, actor: player.minecraftUUID });
    expect((await send(opened.app, opened.key, asPlayer)).error?.code).toBe('ROLE_INSUFFICIENT');
  });
});

describe('over the network', () => {
  let port = 0;
  beforeAll(async () => {
    await opened.app.listen({ port: 0, host: '127.0.0.1' });
    const address = opened.app.server.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });

  test('each signed header may come once', async () => {
    const before = [await counts(opened.ctx), await coinsOf(opened.ctx, player)];
    const names = [keyId, timestamp, nonce, signature, 'idempotency-key', 'x-actor-uuid'];
    for (const name of names) {
      const request = purchaseOf();
      const value = request.headers[name] ?? 'console';
      for (const second of [value, `${value}x`, '']) {
        const answer = await sent(port, request, [
          [name, value],
          [name, second],
        ]);
        expect([name, second, answer.slice(9, 12)]).toEqual([name, second, '401']);
      }
    }
    expect([await counts(opened.ctx), await coinsOf(opened.ctx, player)]).toEqual(before);
    expect((await sent(port, purchaseOf(), [])).slice(9, 12)).toBe('201');
  });

  test('a body has one length: two ways to say it are refused before anything is read', async () => {
    for (const more of ['transfer-encoding: chunked', 'content-length: 3'] as const) {
      const [name = '', value = ''] = more.split(': ');
      const answer = await sent(port, purchaseOf(), [[name, value]]);
      expect([more, answer.slice(9, 12)]).toEqual([more, '400']);
    }
  });

  test.each([
    ['/api/shop/items?', '/api/shop/items'],
    ['/api/shop/%69tems', '/api/shop/items'],
    ['/api/shop/items?b=2&a=1', '/api/shop/items?a=1&b=2'],
    ['/api/shop/items?a=%31', '/api/shop/items?a=1'],
    ['//api/shop/items', '/api/shop/items'],
    ['/api/shop/../shop/items', '/api/shop/items'],
    ['/API/shop/items', '/api/shop/items'],
    ['/api/shop/items#', '/api/shop/items'],
  ])('an address is signed as it is written: %s is not %s', async (asked, signed) => {
    const request = signedRequest(opened.key, { method: 'GET', url: signed });
    const answer = await sent(port, { ...request, url: asked }, []);
    expect(['401', '404']).toContain(answer.slice(9, 12));
  });

  /** Sends a request as it is, with more headers, and reads all that comes. */
  function sent(to: number, request: Request, more: readonly [string, string][]): Promise<string> {
    const replaced = new Set(more.map(([name]) => name));
    const own = Object.entries(request.headers).filter(
      ([name]) => !replaced.has(name) || name === 'content-length',
    );
    const lines = [
      `${request.method} ${request.url} HTTP/1.1`,
      'host: 127.0.0.1',
      'connection: close',
      `content-length: ${String(Buffer.byteLength(request.payload))}`,
      ...[...own, ...more].map(([name, value]) => `${name}: ${value}`),
    ];
    return new Promise((resolve, reject) => {
      const socket = connect(to, '127.0.0.1');
      let heard = '';
      socket.on('data', (bytes) => (heard += bytes.toString('utf8')));
      socket.on('close', () => {
        resolve(heard);
      });
      socket.on('error', reject);
      socket.write(`${lines.join('\r\n')}\r\n\r\n${request.payload}`);
    });
  }
});

describe('an answer', () => {
  test('is signed over its status, its time, its body and the request: all of them, errors too', async () => {
    const bad = { minecraftUUID: player.minecraftUUID, sku, quantity: 0 };
    for (const body of [bad, { ...bad, quantity: 1, sku: 'nothing' }, { ...bad, quantity: 1 }]) {
      const request = signedRequest(opened.key, {
        ...requestOf(purchase, body),
        idempotencyKey: randomUUID(),
      });
      const answer = await send(opened.app, opened.key, request);
      expect(answer.signed).toBe(true);
      const good = {
        status: answer.status,
        timestampMs: Number(answer.headers[timestamp]),
        requestNonce: request.headers[nonce] ?? '',
        bodyHash: sha256(answer.text),
      };
      const changes = [
        { status: good.status + 1 },
        { timestampMs: good.timestampMs + 1 },
        { requestNonce: flipped(good.requestNonce, 3) },
        { bodyHash: sha256(`${answer.text} `) },
      ];
      for (const change of changes) {
        const text = answerText({ ...good, ...change });
        expect(sign(opened.key.secret, text)).not.toBe(answer.headers[signature]);
      }
    }
  });
});

describe('the rotation of a key', () => {
  test('under load fails no call: the old one signs until its grace is over', async () => {
    const serverId = 'rotated-under-load';
    let key: Key = await aKey(opened, serverId);
    const statuses: number[] = [];
    let isOver = false;
    const worker = async (): Promise<void> => {
      while (!isOver) {
        // The game server goes on with the key it knows, until its admin has put the new one in.
        const used = key;
        const request = signedRequest(used, { method: 'GET', url: '/api/shop/items' });
        const answer = await send(opened.app, used, request);
        statuses.push(answer.signed ? answer.status : 0);
      }
    };
    const workers = Array.from({ length: 8 }, worker);
    for (let rotation = 0; rotation < 5; rotation += 1) {
      const fresh = await inTx(opened.ctx, (tx) => rotateKey(tx, appKey, serverId, 60_000));
      const heard = statuses.length;
      // Calls with the old key go on for a while after the rotation.
      while (statuses.length < heard + 40) await new Promise((resolve) => setImmediate(resolve));
      const secret = createSecretKey(Buffer.from(fresh.secret, 'base64'));
      key = { keyId: fresh.keyId, secret };
    }
    isOver = true;
    await Promise.all(workers);
    expect(statuses.length).toBeGreaterThan(200);
    expect(statuses.filter((status) => status !== 200)).toEqual([]);
  });
});

function cut(headers: Record<string, string>, how: (text: string) => string): void {
  headers[signature] = how(headers[signature] ?? '');
}

const hexOf = (text: string): string => Buffer.from(text, 'base64').toString('hex');

/** Other letters that decode to the same bytes. */
function otherSpelling(text: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const last = letters.indexOf(text.charAt(42));
  const spelt = `${text.slice(0, 42)}${letters.charAt(last ^ 1)}=`;
  if (!Buffer.from(spelt, 'base64').equals(Buffer.from(text, 'base64'))) throw new Error('not so');
  return spelt;
}

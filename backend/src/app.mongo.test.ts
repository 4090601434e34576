// The API from outside: who may ask, what is refused, what an error looks like. Over `inject`, on a
// real database.
import { createSecretKey, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bodyBytesMax } from '@mintkeep/shared/constants.ts';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { getCard, heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import { getShopItem, listPurchases, listShopItems, purchase } from '@mintkeep/shared/shop.ts';
import { signatureHeaders } from '@mintkeep/shared/signature.ts';
import { aKey, testApp } from '../test/app.ts';
import { aPlayer, aReward, coinsOf, counts, inTx } from '../test/builders.ts';
import { gameServer, requestOf, send, signedRequest } from '../test/game-server.ts';
import { meanings } from './core/errors.ts';
import { retireKey, rotateKey } from './servers/service.ts';
import { appKey } from '../test/app.ts';

const opened = testApp();
const aBuyer = async (coins = 100) => {
  const player = await aPlayer(opened.ctx, { coins });
  const reward = await aReward(opened.ctx, { stock: 50 });
  const body = { minecraftUUID: player.minecraftUUID, sku: reward._id, quantity: 1 };
  return { player, reward, body };
};

describe('a signed request (D13)', () => {
  const url = '/api/shop/purchase';
  const ok = async () => {
    const { body, player } = await aBuyer();
    const idempotencyKey = randomUUID();
    return { request: { method: 'POST', url, body, idempotencyKey }, player };
  };

  test('is answered, and the answer is signed for it', async () => {
    const { request } = await ok();
    const answer = await send(opened.app, opened.key, signedRequest(opened.key, request));
    expect(answer.status).toBe(201);
    expect(answer.signed).toBe(true);
  });

  const wrongs: [string, (request: ReturnType<typeof signedRequest>) => void][] = [
    ['no signature', ({ headers }) => delete headers[signatureHeaders.signature]],
    ['an empty signature', ({ headers }) => (headers[signatureHeaders.signature] = '')],
    ['a signature of zeros', (r) => (r.headers['x-mc-sig'] = Buffer.alloc(32).toString('base64'))],
    ['an unknown key', ({ headers }) => (headers[signatureHeaders.keyId] = 'mk_unknown')],
    ['no nonce', ({ headers }) => delete headers[signatureHeaders.nonce]],
    ['another nonce', ({ headers }) => (headers[signatureHeaders.nonce] = 'A'.repeat(24))],
    ['another time', ({ headers }) => (headers['x-mc-ts'] = String(Date.now() + 1))],
    ['another body', (request) => (request.payload = request.payload.replace('1}', '2}'))],
    ['the body written anew', (request) => (request.payload = request.payload.replace(',', ', '))],
    ['another path', (request) => (request.url = `${url}?x=1`)],
    ['another idempotency key', ({ headers }) => (headers['idempotency-key'] = randomUUID())],
    ['no idempotency key', ({ headers }) => delete headers['idempotency-key']],
    ['two signatures', ({ headers }) => (headers['x-mc-sig'] += `, ${headers['x-mc-sig'] ?? ''}`)],
  ];
  test.each(wrongs)('with %s is refused and changes nothing', async (_what, spoil) => {
    const { request, player } = await ok();
    const signed = signedRequest(opened.key, request);
    spoil(signed);
    const before = await counts(opened.ctx);
    const answer = await send(opened.app, opened.key, signed);
    expect([answer.status, answer.error?.code]).toEqual([401, 'SIGNATURE_REFUSED']);
    expect(answer.error?.details).toBeUndefined();
    expect(await counts(opened.ctx)).toEqual(before);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
  });

  test('is heard once: the same nonce again is refused', async () => {
    const { request, player } = await ok();
    const signed = signedRequest(opened.key, request);
    expect((await send(opened.app, opened.key, signed)).status).toBe(201);
    expect((await send(opened.app, opened.key, signed)).status).toBe(401);
    const many = signedRequest(opened.key, { method: 'GET', url: '/api/shop/items' });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => send(opened.app, opened.key, many)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });

  test.each([-301_000, 301_000])(
    'from a clock %d ms off is refused, in a signed answer',
    async (offMs) => {
      const { request } = await ok();
      const signed = signedRequest(opened.key, request, { nowMs: Date.now() + offMs });
      const answer = await send(opened.app, opened.key, signed);
      expect(answer.status).toBe(401);
      // The server learns its clock's error from an answer it can believe.
      expect(answer.signed).toBe(true);
      expect(Math.abs(Number(answer.headers['x-mc-ts']) - Date.now())).toBeLessThan(10_000);
    },
  );

  test('with an old key is answered while a rotation lasts, and refused after it', async () => {
    const old = await aKey(opened, 'rotating');
    const list = { method: 'GET', url: '/api/shop/items' };
    const fresh = await inTx(opened.ctx, (tx) => rotateKey(tx, appKey, 'rotating', 60_000));
    const key = {
      keyId: fresh.keyId,
      secret: createSecretKey(Buffer.from(fresh.secret, 'base64')),
    };
    expect((await send(opened.app, old, signedRequest(old, list))).status).toBe(200);
    expect((await send(opened.app, key, signedRequest(key, list))).status).toBe(200);
    const gone = await aKey(opened, 'gone');
    await inTx(opened.ctx, (tx) => retireKey(tx, gone.keyId));
    expect((await send(opened.app, gone, signedRequest(gone, list))).status).toBe(401);
  });
});

describe('an invalid request (S0-030, S0-033)', () => {
  const bad: [string, object][] = [
    ['a quantity of zero', { quantity: 0 }],
    ['a negative quantity', { quantity: -1 }],
    ['a fraction', { quantity: 1.5 }],
    ['a huge quantity', { quantity: 1e9 }],
    ['a quantity that is no number', { quantity: '1' }],
    ['a quantity that is nothing', { quantity: null }],
    ['an operator for a sku', { sku: { $gt: '' } }],
    ['a sku of the wrong shape', { sku: '../x' }],
    ['no player', { minecraftUUID: undefined }],
    ['a player in capitals', { minecraftUUID: randomUUID().toUpperCase() }],
    ['a field that is not in the schema', { priceCoins: 1 }],
    ['an operator beside it', { $set: { walletBalanceCoins: 1e9 } }],
    ['a price of minus one', { quotedPriceCoins: -1 }],
  ];
  test.each(bad)('%s is refused with its field, and changes nothing', async (_what, change) => {
    const { body, player } = await aBuyer();
    const before = await counts(opened.ctx);
    const answer = await opened.ask(purchase, { ...body, ...change });
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(answer.error?.details?.['fields']).toEqual([
      { path: expect.stringMatching(/^body/), message: expect.any(String) },
    ]);
    expect(answer.signed).toBe(true);
    expect(await counts(opened.ctx)).toEqual(before);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
  });

  const raw: [string, string, number, string][] = [
    ['broken JSON', '{"a":', 400, 'REQUEST_INVALID'],
    ['a prototype key', '{"__proto__":{"polluted":true}}', 400, 'REQUEST_INVALID'],
    [
      'a constructor key',
      '{"constructor":{"prototype":{"polluted":true}}}',
      400,
      'REQUEST_INVALID',
    ],
    ['no object', '[]', 400, 'REQUEST_INVALID'],
    ['a body over the limit', `{"a":"${'x'.repeat(bodyBytesMax)}"}`, 413, 'REQUEST_TOO_LARGE'],
  ];
  test.each(raw)('%s is refused (S0-031, S0-032)', async (_what, payload, status, code) => {
    const answer = await send(opened.app, opened.key, posted(payload));
    expect([answer.status, answer.error?.code]).toEqual([status, code]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('a body of exactly the limit is read (S0-032)', async () => {
    const filler = bodyBytesMax - '{"a":""}'.length;
    const payload = `{"a":"${'x'.repeat(filler)}"}`;
    const answer = await send(opened.app, opened.key, posted(payload));
    expect(answer.error?.code).toBe('REQUEST_INVALID');
  });

  test('another media type is refused', async () => {
    const request = posted('a=1');
    request.headers['content-type'] = 'application/x-www-form-urlencoded';
    const answer = await send(opened.app, opened.key, request);
    expect([answer.status, answer.error?.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED']);
  });

  test.each([
    ['without a key', undefined, 'IDEMPOTENCY_KEY_MISSING'],
    ['with a short key', 'short', 'REQUEST_INVALID'],
    ['with a huge key', 'k'.repeat(256), 'REQUEST_INVALID'],
  ])('a purchase %s is refused (D15)', async (_what, idempotencyKey, code) => {
    const { body } = await aBuyer();
    const request = { ...requestOf(purchase, body), idempotencyKey };
    const answer = await send(opened.app, opened.key, signedRequest(opened.key, request));
    expect([answer.status, answer.error?.code]).toEqual([400, code]);
  });

  test('a query that is no number is refused (D51)', async () => {
    const { player } = await aBuyer();
    for (const page of ['', 'x', '-1', '1e3', '0', '1.0', 'NaN']) {
      const url = `/api/shop/purchases/${player.minecraftUUID}?page=${page}`;
      const answer = await send(
        opened.app,
        opened.key,
        signedRequest(opened.key, { method: 'GET', url }),
      );
      expect([page, answer.error?.code]).toEqual([page, 'REQUEST_INVALID']);
    }
  });

  function posted(payload: string) {
    return signedRequest(opened.key, { method: 'POST', url: '/api/players/join', payload });
  }
});

describe('an error', () => {
  test('has one shape, an id, and says nothing of a fault (D12)', async () => {
    const { body } = await aBuyer(0);
    const refused = await opened.ask(purchase, body);
    expect(refused.status).toBe(402);
    expect(refused.body).toEqual({
      error: {
        code: 'FUNDS_INSUFFICIENT',
        message: meanings.FUNDS_INSUFFICIENT.message,
        details: { totalCostCoins: 10, walletBalanceCoins: 0 },
        retryable: false,
      },
      requestId: refused.headers['x-request-id'],
    });
  });

  test('of an unknown route is a 404 for everybody', async () => {
    const answer = await opened.app.inject({ method: 'GET', url: '/api/nothing' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ error: { code: 'ROUTE_UNKNOWN' } });
  });

  test('takes the caller’s request id when it is a plain one', async () => {
    const get = (id: string) =>
      opened.app.inject({ method: 'GET', url: '/healthz', headers: { 'x-request-id': id } });
    expect((await get('abc-12345')).headers['x-request-id']).toBe('abc-12345');
    expect((await get('bad id\tx')).headers['x-request-id']).not.toBe('bad id\tx');
  });
});

describe('every route', () => {
  const served: Contract[] = [
    join,
    leave,
    heartbeat,
    getCard,
    listShopItems,
    getShopItem,
    listPurchases,
    purchase,
  ];
  test.each(served.map((one) => [`${one.method} ${one.path}`, one] as const))(
    '%s is refused without a signature (S0-072)',
    async (_name, { method, path }) => {
      const url = path.replace(/:\w+/g, 'x');
      const answer = await opened.app.inject({ method, url });
      expect(answer.statusCode).toBe(401);
    },
  );

  test('stands on the API page with its refusals', async () => {
    const answer = await opened.app.inject({ method: 'GET', url: '/docs/json' });
    const page = answer.json<{ paths: Record<string, Record<string, { description?: string }>> }>();
    for (const { method, path, refusals } of served) {
      const operation = page.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
      for (const code of refusals) expect(operation?.description).toContain(code);
    }
    expect((await opened.app.inject({ method: 'GET', url: '/docs' })).statusCode).toBe(200);
  });

  test('answers what it says: presence, catalogue, card, purchases', async () => {
    const { ask } = opened;
    const seen = { minecraftUUID: randomUUID(), name: 'Alex' };
    const joined = await ask(join, seen);
    expect(joined.body).toMatchObject({ linked: false, banned: null, walletBalanceCoins: 0 });
    const again = await ask(join, seen);
    expect(again.body.playerId).toBe(joined.body.playerId);
    const beat = { players: [{ ...seen, level: 7 }], pluginVersion: '0.1.0' };
    expect((await ask(heartbeat, beat)).body).toEqual({ pending: [] });
    expect((await ask(getCard, { minecraftUUID: seen.minecraftUUID })).body.name).toBe('Alex');
    expect((await ask(leave, { minecraftUUID: seen.minecraftUUID })).status).toBe(204);

    const { body, reward, player } = await aBuyer();
    const items = (await ask(listShopItems, {})).body.items;
    expect(items.find(({ sku }) => sku === reward._id)).toMatchObject({ stock: 50 });
    expect((await ask(getShopItem, { sku: reward._id })).body.priceCoins).toBe(10);
    expect((await ask(getShopItem, { sku: 'none' })).status).toBe(404);
    const idempotencyKey = randomUUID();
    const bought = await ask(purchase, body, { idempotencyKey });
    const replayed = await ask(purchase, body, { idempotencyKey });
    expect(replayed.body).toEqual(bought.body);
    expect([
      bought.headers['idempotent-replayed'],
      replayed.headers['idempotent-replayed'],
    ]).toEqual([undefined, 'true']);
    const list = await ask(listPurchases, { minecraftUUID: player.minecraftUUID });
    expect(list.body).toMatchObject({ total: 1, items: [{ purchaseId: bought.body.purchaseId }] });
    const card = (await ask(getCard, { minecraftUUID: player.minecraftUUID })).body;
    expect(card).toMatchObject({ walletBalanceCoins: 90, pendingDeliveries: 1 });
    expect(card.lastEntries.map(({ amountCoins }) => amountCoins)).toEqual([-10, 100]);
  });
});

describe('the log (S1-169)', () => {
  test('has one line a request with its id, and no secret', async () => {
    const { body } = await aBuyer();
    const secret = opened.key.secret.export().toString('base64');
    const answer = await opened.ask(purchase, body);
    const own = opened.lines.filter(
      ({ requestId }) => requestId === answer.headers['x-request-id'],
    );
    expect(own).toMatchObject([
      { msg: 'request', route: '/api/shop/purchase', status: 201, actor: 'server:survival' },
    ]);
    expect(JSON.stringify(opened.lines)).not.toContain(secret);
  });

  test('holds a fault whole, and the caller hears nothing of it', async () => {
    const broken = { ...opened.key, secret: opened.key.secret };
    const { body, player } = await aBuyer();
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: player._id }, { $set: { walletBalanceCoins: 'canary' } });
    const answer = await gameServer(opened.app, broken)(purchase, body);
    expect(answer.body).toMatchObject({
      error: { code: 'FAULT', message: meanings.FAULT.message },
    });
    expect(answer.text).not.toContain('canary');
    const lines = opened.lines.filter(({ level, msg }) => level === 'error' && msg === 'fault');
    expect(lines.length).toBeGreaterThan(0);
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: player._id }, { $set: { walletBalanceCoins: 100 } });
  });
});

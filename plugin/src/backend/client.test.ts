import { describe, expect, test } from 'vitest';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { getCard, leave } from '@mintkeep/shared/presence.ts';
import { listPurchases, listShopItems, purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { startFakePlugin } from '../fake-plugin.ts';
import { fakeAnswer } from '../platform/fake.ts';
import { answer, cut, refused, silence } from './fake-backend.ts';
import { createBackend, warmUp } from './client.ts';
import { isIndefinite } from './until-clear.ts';
import { writeCall } from './write-call.ts';

const minecraftUUID = '0a0b0c0d-0000-4000-8000-000000000001';
const wish = { minecraftUUID, sku: 'diamond', quantity: 2, quotedPriceCoins: 5 };
const key = 'wish-of-ann-0001';
const bought = {
  purchaseId: '00000000-0000-4000-8000-000000000aaa',
  sku: 'diamond',
  quantity: 2,
  totalCostCoins: 10,
  walletBalanceCoins: 90,
  deliveryId: '00000000-0000-4000-8000-000000000bbb',
};
const warnings = ({ logged }: ReturnType<typeof startFakePlugin>['fake']): string[] =>
  logged.filter(({ level }) => level === 'warn').map(({ line }) => line);

describe('sendLast', () => {
  test('says it signed, with its key, and waits for nobody', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(leave, () => ({ yes: null }));
    plugin.backend.sendLast(leave, { minecraftUUID }, { key, timeoutMs: 1_500 });
    expect(fake.lastWords).toMatchObject([{ timeoutMs: 1_500 }]);
    // The backend would have believed it.
    for (const request of fake.lastWords) await fake.http(request);
    expect(server.asked(leave)).toEqual([{ call: { minecraftUUID }, key }]);
  });

  test('says nothing without a key of the server', () => {
    const { fake, plugin } = startFakePlugin({ keyId: '' });
    plugin.backend.sendLast(leave, { minecraftUUID }, { key, timeoutMs: 1_500 });
    expect(fake.lastWords).toEqual([]);
  });
});

describe('writeCall', () => {
  test('puts params into the path and the rest into the body', () => {
    const call = { deliveryId: 'd-1', leaseId: 'l-1', outcome: 'given', attempt: 1 };
    expect(writeCall(reportDelivery, call)).toEqual({
      pathAndQuery: '/api/deliveries/d-1/report',
      body: '{"leaseId":"l-1","outcome":"given","attempt":1}',
    });
  });

  test('puts a query behind the path, without what was not given', () => {
    expect(writeCall(leaseDeliveries, { waitS: '20', minecraftUUID: undefined })).toEqual({
      pathAndQuery: '/api/deliveries?waitS=20',
      body: '',
    });
    expect(writeCall(listPurchases, { minecraftUUID, page: '2' })).toEqual({
      pathAndQuery: `/api/shop/purchases/${minecraftUUID}?page=2`,
      body: '',
    });
  });

  test('lets no param leave its place in the path', () => {
    expect(writeCall(getCard, { minecraftUUID: '../a?b#c' }).pathAndQuery).toBe(
      '/api/players/..%2Fa%3Fb%23c',
    );
  });
});

describe('send', () => {
  test('asks signed, with its key, and answers the reply', async () => {
    const { server, plugin } = startFakePlugin();
    server.on(purchase, () => ({ yes: bought }));
    const said = await plugin.backend.send(purchase, wish, { key });
    expect(said).toEqual({ ok: true, value: bought });
    expect(server.asked(purchase)).toEqual([{ call: wish, key }]);
  });

  test('answers null where the contract has no body', async () => {
    const { server, plugin } = startFakePlugin();
    server.on(leave, () => ({ yes: null }));
    expect(await plugin.backend.send(leave, { minecraftUUID })).toEqual({ ok: true, value: null });
  });

  test('checks the same words once, and other words anew', async () => {
    const { fake, server, plugin } = startFakePlugin();
    const item = { sku: 'bread', name: 'Bread' };
    server.on(listShopItems, () => ({ yes: { items: [] } }));
    const first = await plugin.backend.send(listShopItems, {});
    const second = await plugin.backend.send(listShopItems, {});
    expect(first).toEqual({ ok: true, value: { items: [] } });
    expect(second.ok && first.ok && second.value === first.value).toBe(true);
    fake.respond((request) =>
      answer(request, fake.nowMs(), 200, JSON.stringify({ items: [item] })),
    );
    expect(await plugin.backend.send(listShopItems, {})).toMatchObject({ ok: false });
  });

  test('answers what was accepted for later, and believes no 202 of other contracts', async () => {
    const { fake, server, plugin } = startFakePlugin();
    const { purchaseId } = bought;
    const pending = { purchaseId, status: 'refund_pending' } as const;
    server.on(refundPurchase, () => ({ yes: pending }));
    const refund = { purchaseId, reason: 'by mistake' };
    const said = await plugin.backend.send(refundPurchase, refund, { key });
    expect(said).toEqual({ ok: true, value: pending });
    fake.respond((request) => answer(request, fake.nowMs(), 202, JSON.stringify(bought)));
    const other = await plugin.backend.send(purchase, wish, { key });
    expect(other).toMatchObject({ ok: false, code: 'BACKEND_AWAY' });
  });

  test('answers the code and details of a refusal', async () => {
    const { server, plugin } = startFakePlugin();
    const details = { totalCostCoins: 10, walletBalanceCoins: 3 };
    server.on(purchase, () => ({ no: 'FUNDS_INSUFFICIENT', status: 402, details }));
    const said = await plugin.backend.send(purchase, wish, { key });
    expect(said).toEqual({ ok: false, code: 'FUNDS_INSUFFICIENT', details });
  });

  test('says that nothing was asked when no connection was taken', async () => {
    const { server, plugin } = startFakePlugin();
    server.on(purchase, refused);
    const said = await plugin.backend.send(purchase, wish, { key });
    expect(said).toEqual({ ok: false, code: 'BACKEND_AWAY', details: { asked: false } });
  });

  test('says that it may have been asked when the connection broke or no answer came', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(purchase, cut);
    const away = { ok: false, code: 'BACKEND_AWAY', details: { asked: true } };
    expect(await plugin.backend.send(purchase, wish, { key })).toEqual(away);
    server.on(purchase, silence);
    const said = plugin.backend.send(purchase, wish, { key, timeoutMs: 700 });
    await fake.advance(700);
    expect(await said).toEqual(away);
  });

  test.each([
    ['without a signature', fakeAnswer(200, '{"items":[]}')],
    ['of another place', fakeAnswer(302, '<html>')],
  ])('does not believe an answer %s, and says so once', async (_what, given) => {
    const { fake, plugin } = startFakePlugin();
    fake.respond(() => given);
    const away = { ok: false, code: 'BACKEND_AWAY', details: { asked: true } };
    expect(await plugin.backend.send(listShopItems, {})).toEqual(away);
    expect(await plugin.backend.send(listShopItems, {})).toEqual(away);
    expect(warnings(fake)).toHaveLength(1);
  });

  test('does not believe an answer that was signed for an earlier request', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(listShopItems, () => ({ yes: { items: [] } }));
    await plugin.backend.send(listShopItems, {});
    const [first] = fake.requests;
    fake.respond(() => (first ? answer(first, fake.nowMs(), 200, '{"items":[]}') : cut()));
    expect(await plugin.backend.send(listShopItems, {})).toMatchObject({ code: 'BACKEND_AWAY' });
  });

  test('does not believe a signed reply in another form than the contract', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(listShopItems, () => ({ yes: { items: 'all' } as never }));
    expect(await plugin.backend.send(listShopItems, {})).toMatchObject({ code: 'BACKEND_AWAY' });
    expect(fake.logged.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  test('names the next step once when the backend does not know the key', async () => {
    const { fake, server, plugin } = startFakePlugin({ keyId: 'gone' });
    server.on(listShopItems, () => ({ yes: { items: [] } }));
    fake.respond(() => fakeAnswer(401, '{}'));
    for (let time = 0; time < 2; time += 1) {
      const said = await plugin.backend.send(listShopItems, {});
      expect(said).toEqual({ ok: false, code: 'SIGNATURE_REFUSED', details: {} });
    }
    expect(warnings(fake)).toEqual([expect.stringContaining('npm run keys -- create')]);
  });

  test.each([
    [61_000, '61 s'],
    [-400_000, '-400 s'],
  ])('warns of a clock that is %i ms off, with the seconds', async (aheadMs, seconds) => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(listShopItems, () => ({ yes: { items: [] } }));
    server.clockAheadMs = aheadMs;
    await plugin.backend.send(listShopItems, {});
    await plugin.backend.send(listShopItems, {});
    expect(warnings(fake)).toEqual([expect.stringContaining(seconds)]);
    expect(plugin.backend.status().clockOffsetMs).toBe(aheadMs);
  });

  test('asks nothing without a key', async () => {
    const { fake, plugin } = startFakePlugin({ keyId: '', signingKey: '' });
    const said = await plugin.backend.send(listShopItems, {});
    expect(said).toEqual({ ok: false, code: 'BACKEND_AWAY', details: { asked: false } });
    expect([fake.requests.length, plugin.backend.status().state]).toEqual([0, 'no-key']);
  });

  test('stops asking after three failures, then lets one try (B-07)', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(listShopItems, cut);
    for (let time = 0; time < 3; time += 1) await plugin.backend.send(listShopItems, {});
    const said = await plugin.backend.send(listShopItems, {});
    expect(said).toEqual({ ok: false, code: 'BACKEND_AWAY', details: { asked: false } });
    expect([fake.requests.length, plugin.backend.status().state]).toEqual([3, 'open']);
    await fake.advance(1_300);
    server.on(listShopItems, () => ({ yes: { items: [] } }));
    const tries = [plugin.backend.send(listShopItems, {}), plugin.backend.send(listShopItems, {})];
    expect((await Promise.all(tries)).map(({ ok }) => ok)).toEqual([true, false]);
    expect(plugin.backend.status().state).toBe('closed');
  });

  test('learns neither speed nor clock from a question that may wait', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(listShopItems, async () => {
      await new Promise<void>((resolve) => fake.after('wait', 20_000, resolve));
      return { yes: { items: [] } };
    });
    const said = plugin.backend.send(listShopItems, {}, { timeoutMs: 25_000 });
    await fake.advance(20_100);
    expect((await said).ok).toBe(true);
    const { latencyMs, clockOffsetMs, lastAnswerAtMs } = plugin.backend.status();
    expect([latencyMs, clockOffsetMs]).toEqual([null, null]);
    expect(lastAnswerAtMs).not.toBeNull();
  });

  test('lets a probe through an open breaker, and closes it when that is answered', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(listShopItems, cut);
    for (let time = 0; time < 4; time += 1) {
      await plugin.backend.send(listShopItems, {}, { probes: true });
    }
    expect([fake.requests.length, plugin.backend.status().state]).toEqual([4, 'open']);
    server.on(listShopItems, () => ({ yes: { items: [] } }));
    expect((await plugin.backend.send(listShopItems, {})).ok).toBe(false);
    expect((await plugin.backend.send(listShopItems, {}, { probes: true })).ok).toBe(true);
    expect(plugin.backend.status().state).toBe('closed');
  });

  test('is as good as down for the breaker when the backend has no database', async () => {
    const { server, plugin } = startFakePlugin();
    server.on(listShopItems, () => ({ no: 'DATABASE_UNAVAILABLE', status: 503 }));
    for (let time = 0; time < 3; time += 1) await plugin.backend.send(listShopItems, {});
    expect(plugin.backend.status().state).toBe('open');
  });

  test('keeps the breaker closed over refusals', async () => {
    const { server, plugin } = startFakePlugin();
    server.on(purchase, () => ({ no: 'REWARD_UNKNOWN', status: 404 }));
    for (let time = 0; time < 5; time += 1) await plugin.backend.send(purchase, wish, { key });
    expect(plugin.backend.status().state).toBe('closed');
    expect(server.asked(purchase)).toHaveLength(5);
  });
});

describe('sendUntilHeard', () => {
  test('asks with the same key across an outage until the answer is definite', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(purchase, cut);
    let said: unknown;
    void plugin.backend.sendUntilHeard(purchase, wish, key).then((heard) => (said = heard));
    await fake.advance(30_000);
    expect([said, plugin.backend.status().waiting]).toEqual([undefined, 1]);
    server.on(purchase, () => ({ yes: bought }));
    await fake.advance(100_000);
    expect(said).toEqual({ ok: true, value: bought });
    expect(plugin.backend.status().waiting).toBe(0);
    const asked = server.asked(purchase);
    expect(asked.length).toBeGreaterThan(3);
    expect(new Set(asked.map((one) => one.key))).toEqual(new Set([key]));
  });

  test.each([
    ['OUTCOME_UNKNOWN', 500],
    ['OPERATION_IN_FLIGHT', 409],
    ['DATABASE_UNAVAILABLE', 503],
    ['REQUEST_TIMED_OUT', 503],
    ['FAULT', 500],
    ['LIMIT_EXCEEDED', 429],
  ] as const)('asks again after %s', async (no, status) => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(purchase, () => ({ no, status }));
    let said: unknown;
    void plugin.backend.sendUntilHeard(purchase, wish, key).then((heard) => (said = heard));
    await fake.settle();
    server.on(purchase, () => ({ no: 'REWARD_EXPIRED', status: 410 }));
    await fake.advance(60_000);
    expect(said).toEqual({ ok: false, code: 'REWARD_EXPIRED', details: {} });
  });

  test('takes no more than 256 wishes at a time', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(purchase, silence);
    for (let wishes = 0; wishes < 256; wishes += 1) {
      void plugin.backend.sendUntilHeard(purchase, wish, `${key}-${String(wishes)}`);
    }
    await fake.settle();
    const said = await plugin.backend.sendUntilHeard(purchase, wish, key);
    expect(said).toMatchObject({ ok: false, code: 'BACKEND_AWAY' });
    expect(server.asked(purchase)).toHaveLength(256);
  });

  test('asks nothing more once the plugin has ended', async () => {
    const { fake, server, plugin } = startFakePlugin();
    server.on(purchase, cut);
    void plugin.backend.sendUntilHeard(purchase, wish, key);
    await fake.settle();
    fake.stop();
    await fake.advance(60_000);
    expect(server.asked(purchase)).toHaveLength(1);
  });
});

describe('isIndefinite', () => {
  test('holds a refusal of the shop for definite and an outage not', () => {
    expect([isIndefinite('PRICE_CHANGED'), isIndefinite('BACKEND_AWAY')]).toEqual([false, true]);
  });
});

describe('warmUp', () => {
  test('asks nothing and throws nothing, with a key and without', () => {
    for (const properties of [{}, { keyId: '', signingKey: '' }]) {
      const { fake, plugin } = startFakePlugin(properties);
      warmUp(fake, plugin.settings, [listShopItems, purchase]);
      expect(fake.requests).toEqual([]);
    }
  });
});

describe('createBackend', () => {
  test('knows nothing of the backend before it heard it', () => {
    const { fake, plugin } = startFakePlugin();
    expect(createBackend(fake, plugin.settings).status()).toEqual({
      state: 'closed',
      latencyMs: null,
      lastAnswerAtMs: null,
      clockOffsetMs: null,
      waiting: 0,
    });
  });
});

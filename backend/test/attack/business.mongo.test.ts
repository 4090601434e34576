// Buying as somebody would who wants more than they pay for (S13, API6): amounts at the edges of
// numbers, prices that move, coins back for goods that were used, days that begin twice.
import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { adjust } from '@mintkeep/shared/players.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import type { Context } from '../../src/core/context.ts';
import { openPurchases } from '../../src/shop/purchase.ts';
import { putRewards } from '../../src/shop/service.ts';
import { testApp } from '../app.ts';
import * as builders from '../builders.ts';
import { aPlayer, aPurchase, aReward, coinsOf, counts, inTx } from '../builders.ts';
import { requestOf, send, signedRequest } from '../game-server.ts';

const opened = testApp();

// After each attack the books are whole and no wallet holds what a wallet cannot.
afterEach(async () => {
  await builders.expectSoundLedger(opened.ctx);
  const wrong = {
    $or: [{ walletBalanceCoins: { $lt: 0 } }, { walletBalanceCoins: { $gt: coinsMax } }],
  };
  expect(await opened.ctx.db.collection('players').countDocuments(wrong)).toBe(0);
});

/** Values in the place of a number, as JSON. */
const amounts = [
  ...['0', '-0', '-1', '0.5', '1.0000000000000002', '-9007199254740991', '9007199254740992'],
  ...['9007199254740993', '1e308', '1e400', '-1e400', '1e-7', '"1"', '"0x10"', '"1e3"', '"١"'],
  ...['true', 'null', '[1]', '{"valueOf":1}', '"NaN"', '"Infinity"', '""', '1e21', '2147483648'],
];

describe('an amount (S13)', () => {
  const wishes = {
    quantity: async () => {
      const player = await aPlayer(opened.ctx, { coins: 1_000 });
      const reward = await aReward(opened.ctx, { stock: 5 });
      const input = { minecraftUUID: player.minecraftUUID, sku: reward._id, quantity: 1 };
      return { player, request: requestOf(purchase, { ...input, quotedPriceCoins: 10 }) };
    },
    amountCoins: async () => {
      const player = await aPlayer(opened.ctx, { coins: 1_000 });
      const request = requestOf(adjust, { id: player._id, amountCoins: 1, reason: 'x' });
      return { player, request };
    },
  };
  const fields = [
    ['quantity', wishes.quantity],
    ['quotedPriceCoins', wishes.quantity],
    ['amountCoins', wishes.amountCoins],
  ] as const;

  test.each(fields)('that is none, in %s, moves no coin', async (field, wish) => {
    const { player, request } = await wish();
    const before = await counts(opened.ctx);
    for (const amount of amounts) {
      const body = JSON.stringify({ ...(request.body as object), [field]: '@' });
      const payload = body.replace('"@"', amount);
      const isLawful = field === 'amountCoins' && ['-1', '2147483648'].includes(amount);
      if (isLawful) continue;
      const asked = { method: request.method, url: request.url, payload, actor: 'console' };
      const actor = field === 'amountCoins' ? 'console' : undefined;
      const signed = signedRequest(opened.key, { ...asked, actor, idempotencyKey: randomUUID() });
      const { status } = await send(opened.app, opened.key, signed);
      expect([amount, [400, 402, 409].includes(status)]).toEqual([amount, true]);
    }
    expect(await counts(opened.ctx)).toEqual(before);
    expect(await coinsOf(opened.ctx, player)).toBe(1_000);
  });

  // Each product is more than a number holds exactly; the second would round to one that fits.
  test.each([
    [2 ** 53 - 1, 2],
    [3_002_399_751_580_331, 3],
    [4_503_599_627_370_497, 2],
    [2 ** 52, 2_304],
  ])('%d times %d is refused before it can turn over', async (priceCoins, quantity) => {
    const player = await aPlayer(opened.ctx, { coins: 1_000 });
    const task = { action: 'message', payload: { text: 'x' } } as const;
    const { _id: sku } = await aReward(opened.ctx, { priceCoins, task, stock: null });
    const { minecraftUUID } = player;
    const answer = await opened.ask(purchase, { minecraftUUID, sku, quantity });
    expect(answer.error?.code).toBe('PURCHASE_TOO_LARGE');
    expect(await coinsOf(opened.ctx, player)).toBe(1_000);
  });

  test('fills a wallet to the last coin and not beyond; coins that come back wait', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const { _id: sku } = await aReward(opened.ctx, { priceCoins: 10 });
    const { minecraftUUID, _id: id } = player;
    const bought = await opened.ask(purchase, { minecraftUUID, sku, quantity: 1 });
    const give = (amountCoins: number) =>
      opened.ask(adjust, { id, amountCoins, reason: 'x' }, { actor: 'console' });
    expect((await give(coinsMax)).error?.code).toBe('BALANCE_TOO_LARGE');
    expect((await give(coinsMax - 90)).body.walletBalanceCoins).toBe(coinsMax);
    expect((await give(1)).error?.code).toBe('BALANCE_TOO_LARGE');
    const { purchaseId } = bought.body;
    const full = await opened.ask(refundPurchase, { purchaseId, reason: 'x' });
    expect(full.error?.code).toBe('BALANCE_TOO_LARGE');
    expect((await give(-10)).status).toBe(200);
    expect((await opened.ask(refundPurchase, { purchaseId, reason: 'x' })).status).toBe(200);
    expect(await coinsOf(opened.ctx, player)).toBe(coinsMax);
    expect((await give(-coinsMax)).body.walletBalanceCoins).toBe(0);
  });

  test('of more than there is takes nothing: no wallet falls below zero, at sixteen at once', async () => {
    const player = await aPlayer(opened.ctx, { coins: 50 });
    const burn = () =>
      opened.ask(adjust, { id: player._id, amountCoins: -20, reason: 'x' }, { actor: 'console' });
    const answers = await Promise.all(Array.from({ length: 16 }, burn));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    const codes = new Set(answers.map(({ error }) => error?.code).filter(Boolean));
    expect([...codes]).toEqual(['BALANCE_BELOW_ZERO']);
    expect(await coinsOf(opened.ctx, player)).toBe(10);
  });
});

describe('a price (S13)', () => {
  test('that changes while many buy is never another than the one that was shown', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100_000 });
    const reward = await aReward(opened.ctx, { priceCoins: 10 });
    const { minecraftUUID } = player;
    const wish = { minecraftUUID, sku: reward._id, quantity: 1, quotedPriceCoins: 10 };
    const buying = Array.from({ length: 24 }, () => opened.ask(purchase, wish));
    const changing = inTx(opened.ctx, (tx) => putRewards(tx, [{ ...reward, priceCoins: 1_000 }]));
    const answers = await Promise.all(buying);
    await changing;
    const late = await opened.ask(purchase, wish);
    expect(late.error?.code).toBe('PRICE_CHANGED');
    const costs = answers.filter(({ status }) => status === 201);
    expect(costs.every(({ body }) => body.totalCostCoins === 10)).toBe(true);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.every(({ error }) => error?.code === 'PRICE_CHANGED')).toBe(true);
    expect(await coinsOf(opened.ctx, player)).toBe(100_000 - 10 * costs.length);
  });

  test('is not the buyer’s to say: a lower or higher one is refused, and so is another wish with a key', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const { _id: sku } = await aReward(opened.ctx, { priceCoins: 10 });
    const { minecraftUUID } = player;
    for (const quotedPriceCoins of [1, 9, 11, coinsMax]) {
      const wish = { minecraftUUID, sku, quantity: 1, quotedPriceCoins };
      expect((await opened.ask(purchase, wish)).error?.code).toBe('PRICE_CHANGED');
    }
    const idempotencyKey = randomUUID();
    const once = { minecraftUUID, sku, quantity: 1 };
    expect((await opened.ask(purchase, once, { idempotencyKey })).status).toBe(201);
    const more = await opened.ask(purchase, { ...once, quantity: 5 }, { idempotencyKey });
    expect(more.error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });
});

describe('coins back (S13)', () => {
  async function bought() {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const { _id: sku } = await aReward(opened.ctx, { priceCoins: 10, stock: 5 });
    const { minecraftUUID } = player;
    const { body } = await opened.ask(purchase, { minecraftUUID, sku, quantity: 1 });
    const lease = async () => (await opened.ask(leaseDeliveries, { minecraftUUID })).body[0];
    return { player, purchaseId: body.purchaseId, lease };
  }
  const refund = (purchaseId: string) => opened.ask(refundPurchase, { purchaseId, reason: 'x' });

  test('for goods that were used are refused to a game server', async () => {
    const { player, purchaseId, lease } = await bought();
    const { deliveryId = '', leaseId = '' } = (await lease()) ?? {};
    const given = { deliveryId, leaseId, outcome: 'given', attempt: 1 } as const;
    expect((await opened.ask(reportDelivery, given)).body.status).toBe('delivered');
    expect((await refund(purchaseId)).error?.code).toBe('PURCHASE_NOT_REFUNDABLE');
    const forced = { purchaseId, reason: 'x', withoutProof: true };
    const answer = await opened.ask(refundPurchase, forced);
    expect(answer.error?.code).toBe('ROLE_INSUFFICIENT');
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });

  test('come once, of sixteen who ask at once', async () => {
    const { player, purchaseId } = await bought();
    const answers = await Promise.all(Array.from({ length: 16 }, () => refund(purchaseId)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await coinsOf(opened.ctx, player)).toBe(100);
  });

  test('and goods never both: whoever wins, a refund or the hand-over', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { player, purchaseId, lease } = await bought();
      const [leased, refunded] =
        round % 2 === 0
          ? await Promise.all([lease(), refund(purchaseId)])
          : await Promise.all([refund(purchaseId), lease()]).then(([a, b]) => [b, a] as const);
      if (leased && !leased.cancelled) {
        // The game server gives it, and says so: it wins over a refund that only waits.
        const { deliveryId, leaseId } = leased;
        const given = { deliveryId, leaseId, outcome: 'given', attempt: 1 } as const;
        await opened.ask(reportDelivery, given);
        expect(refunded.status).not.toBe(200);
        expect(await coinsOf(opened.ctx, player)).toBe(90);
      } else {
        expect([200, 202]).toContain(refunded.status);
      }
    }
  });
});

describe('a limit of a day (S13)', () => {
  /** The backend with a clock of its own: the buyer's is asked by nobody. */
  const at = (instant: string): Context => ({
    ...opened.ctx,
    inFlight: new Set(),
    clock: { now: () => new Date(instant), close: () => undefined },
  });

  test('is one of UTC by the backend’s clock: a new day begins once, at midnight', async () => {
    const player = await aPlayer(opened.ctx, { coins: 1_000 });
    const reward = await aReward(opened.ctx, { limits: { quantityPerDayMax: 2 } });
    const buy = (instant: string, quantity = 1) =>
      openPurchases(at(instant))
        .submit(aPurchase(player, reward, { quantity }))
        .then(
          () => 'bought',
          (refusal: { code?: string }) => refusal.code,
        );
    const limit = 'PURCHASE_LIMIT_REACHED';
    expect(await buy('2030-03-30T00:00:00.000Z', 3)).toBe(limit);
    expect(await buy('2030-03-30T00:00:00.000Z', 2)).toBe('bought');
    // Midnight in Kiritimati, Berlin before and after its summer time begins, and Honolulu.
    for (const hour of ['10:00', '22:00', '22:59', '23:00', '23:59']) {
      expect([hour, await buy(`2030-03-30T${hour}:59.999Z`)]).toEqual([hour, limit]);
    }
    expect(await buy('2030-03-31T00:00:00.000Z')).toBe('bought');
    expect(await buy('2030-03-31T01:00:00.000Z')).toBe('bought');
    for (const hour of ['02:00', '03:00', '10:00', '23:59']) {
      expect([hour, await buy(`2030-03-31T${hour}:59.999Z`)]).toEqual([hour, limit]);
    }
    expect(await coinsOf(opened.ctx, player)).toBe(960);
  });

  test('holds for many at once around midnight, at two backends', async () => {
    const player = await aPlayer(opened.ctx, { coins: 1_000 });
    const reward = await aReward(opened.ctx, { limits: { quantityPerDayMax: 2 } });
    const before = openPurchases(at('2031-12-31T23:59:59.999Z'));
    const after = openPurchases(at('2032-01-01T00:00:00.000Z'));
    const outcomes = await Promise.allSettled(
      Array.from({ length: 24 }, (_, place) =>
        (place % 2 ? before : after).submit(aPurchase(player, reward)),
      ),
    );
    const yes = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(yes).toBeLessThanOrEqual(4);
    expect(yes).toBeGreaterThanOrEqual(2);
    expect(await coinsOf(opened.ctx, player)).toBe(1_000 - 10 * yes);
  });
});

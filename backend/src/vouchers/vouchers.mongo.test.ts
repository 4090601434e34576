import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import * as contracts from '@mintkeep/shared/vouchers.ts';
import { testApp, testVouching } from '../../test/app.ts';
import {
  aPlayer,
  aReward,
  coinsOf,
  counts,
  expectSoundLedger,
  inTx,
  stockOf,
} from '../../test/builders.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import { eventJobs } from '../jobs.ts';
import { getPurchase, removeReward, takeBackRefund } from '../shop/service.ts';
import { attemptsLimit } from './attempts.ts';
import { codeOf } from './code.ts';
import { expireVouchers } from './jobs.ts';
import { findVoucher } from './service.ts';
import type { VoucherDoc } from './store.ts';

const opened = testApp();
let worker: Worker;
beforeAll(() => {
  worker = startWorker(opened.ctx, opened.doorbell, { onEvent: eventJobs, timed: [] });
});
afterAll(() => worker.stop(2_000));

const price = 40;
const aVoucherReward = () =>
  aReward(opened.ctx, { category: 'voucher', fulfilment: 'voucher', priceCoins: price, stock: 9 });

/** A voucher that somebody bought, with its code. */
async function bought({ quantity = 1, key = `key-${randomUUID()}` } = {}) {
  const buyer = await aPlayer(opened.ctx, { coins: 100 });
  const reward = await aVoucherReward();
  const input = { minecraftUUID: buyer.minecraftUUID, sku: reward._id, quantity };
  const { status, body } = await opened.ask(purchase, input, { idempotencyKey: key });
  expect(status).toBe(201);
  const { purchaseId, voucherCode: code = '' } = body;
  return { buyer, reward, purchaseId, code, input };
}

type Anybody = { readonly minecraftUUID: string };
const redeem = ({ minecraftUUID }: Anybody, code: string) =>
  opened.ask(contracts.redeemVoucher, { minecraftUUID, code });
const statusOf = async (voucherId: string) => (await findVoucher(opened.ctx, voucherId))?.status;
const deliveries = (refId: string) =>
  opened.ctx.db.collection('deliveries').countDocuments({ 'ref.refId': refId });
const pastDue = (voucherId: string) =>
  opened.ctx.db
    .collection<VoucherDoc>('vouchers')
    .updateOne({ _id: voucherId }, { $set: { expiresAt: new Date(0) } });

/** The game server's part: leases what is due for a player and says this of it. */
async function handOver({ minecraftUUID }: Anybody, word: Record<string, unknown>) {
  const { body } = await opened.ask(leaseDeliveries, { minecraftUUID });
  for (const { deliveryId, leaseId, attempt, cancelled } of body) {
    const outcome = cancelled ? 'void' : 'given';
    const said = { deliveryId, leaseId, attempt, outcome, ...word };
    await opened.ask(reportDelivery, said as never);
  }
  return body.length;
}

describe('buying a voucher', () => {
  test('answers a readable code and owes the buyer nothing else (S1-132)', async () => {
    const { buyer, reward, purchaseId, code } = await bought({ quantity: 2 });
    expect(code).toMatch(/^MK(-[2-9A-HJ-NP-Z]{4}){4}$/);
    expect(await deliveries(purchaseId)).toBe(0);
    expect(await coinsOf(opened.ctx, buyer)).toBe(20);
    expect(await stockOf(opened.ctx, reward)).toBe(7);
    const voucher = await findVoucher(opened.ctx, purchaseId);
    expect(voucher).toMatchObject({ status: 'pending', playerId: buyer._id, refId: purchaseId });
    expect(voucher?.task).toMatchObject({ payload: { items: [{ amount: 2 }] } });
    // 72 hours from now (S1-037).
    expect((voucher?.expiresAt.getTime() ?? 0) - (voucher?.createdAt.getTime() ?? 0)).toBe(
      72 * 3_600_000,
    );
  });

  test('answers the same code again to the same key, and stores it nowhere (D15)', async () => {
    const key = `key-${randomUUID()}`;
    const { code, input } = await bought({ key });
    const again = await opened.ask(purchase, input, { idempotencyKey: key });
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body.voucherCode).toBe(code);
    const minecraftUUID = (await aPlayer(opened.ctx)).minecraftUUID;
    await redeem({ minecraftUUID }, code);
    const names = (await opened.ctx.db.listCollections().toArray()).map(({ name }) => name);
    const bare = code.replaceAll('-', '').slice(2);
    for (const name of names) {
      const text = JSON.stringify(await opened.ctx.db.collection(name).find().toArray());
      expect(text.includes(code) || text.includes(bare), name).toBe(false);
    }
  });
});

describe('redeem', () => {
  test('hands the goods to whoever has the code, in any case, and completes the purchase (S1-004, S1-133)', async () => {
    const { purchaseId, code, reward } = await bought();
    const other = await aPlayer(opened.ctx);
    const answer = await redeem(other, code.toLowerCase().replaceAll('-', ''));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ voucherId: purchaseId, sku: reward._id, name: 'Diamond' });
    expect(await handOver(other, {})).toBe(1);
    await vi.waitFor(async () => {
      expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('completed');
    });
  });

  test('answers the same player the same again, and another that it is used', async () => {
    const { code, purchaseId } = await bought();
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const first = await redeem(ann, code);
    expect((await redeem(ann, code)).body).toEqual(first.body);
    const second = await redeem(bob, code);
    expect([second.status, second.error?.code]).toEqual([409, 'VOUCHER_REDEEMED']);
    expect(await deliveries(purchaseId)).toBe(1);
  });

  test('lets one of 16 at once have it, each time (S1-188)', async () => {
    const players = await Promise.all(Array.from({ length: 16 }, () => aPlayer(opened.ctx)));
    for (let round = 0; round < 8; round += 1) {
      const { code, purchaseId } = await bought();
      const answers = await Promise.all(players.map((one) => redeem(one, code)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 409)).toHaveLength(15);
      expect(await deliveries(purchaseId)).toBe(1);
    }
  });

  test('refuses an unknown code, one past its time, and who is frozen or banned; changes nothing', async () => {
    const { code, purchaseId } = await bought();
    const frozen = await aPlayer(opened.ctx, { frozen: true });
    const ban = { reason: 'test', by: 'test', at: new Date(), untilAt: null };
    const banned = await aPlayer(opened.ctx, { banned: ban });
    const ann = await aPlayer(opened.ctx);
    const before = await counts(opened.ctx);
    expect((await redeem(frozen, code)).error?.code).toBe('PLAYER_FROZEN');
    expect((await redeem(banned, code)).error?.code).toBe('PLAYER_BANNED');
    for (const wrong of ['MK-2222-2222-2222-2222', 'MK-0000-1111-OOOO-IIII', '----------']) {
      const { status, error } = await redeem(ann, wrong);
      expect([status, error?.code]).toEqual([404, 'VOUCHER_UNKNOWN']);
    }
    await pastDue(purchaseId);
    const late = await redeem(ann, code);
    expect([late.status, late.error?.code]).toEqual([410, 'VOUCHER_EXPIRED']);
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('limits 10,000 guesses of one player to a few; all of them would still be hopeless (S27)', async () => {
    const ann = await aPlayer(opened.ctx);
    const guess = (place: number) => redeem(ann, codeOf(testVouching.codeKey, `guess ${place}`));
    const answers = await Promise.all(Array.from({ length: 60 }, (_, place) => guess(place)));
    const heard = answers.filter(({ status }) => status === 404);
    expect(heard).toHaveLength(attemptsLimit.max);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(60 - heard.length);
    const { voucherAlphabet, voucherLength } = contracts;
    const codes = voucherAlphabet.length ** voucherLength;
    expect(codes).toBe(2 ** 80);
    // Also with a million open vouchers, every guess heard.
    expect((10_000 * 1_000_000) / codes).toBeLessThan(1e-14);
    // And 1,000 accounts guessing for ten years, as fast as the limit lets them.
    const tenYears = attemptsLimit.max * 60 * 24 * 3_653 * 1_000;
    expect((tenYears * 1_000_000) / codes).toBeLessThan(1e-7);
  });
});

describe('a voucher whose goods do not arrive', () => {
  test('can be redeemed anew, once they are proved not given; the coins stay paid', async () => {
    const { buyer, code, purchaseId } = await bought();
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const first = (await redeem(ann, code)).body;
    await handOver(ann, { outcome: 'released', reason: 'failed', permanent: true, error: 'x' });
    await handOver(ann, {});
    await vi.waitFor(async () => expect(await statusOf(purchaseId)).toBe('pending'));
    const second = await redeem(bob, code);
    expect(second.status).toBe(200);
    expect(second.body.deliveryId).not.toBe(first.deliveryId);
    await handOver(bob, {});
    await vi.waitFor(async () => {
      expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('completed');
    });
    expect(await coinsOf(opened.ctx, buyer)).toBe(60);
  });
});

describe('expiry', () => {
  test('refunds what was bought exactly once, and nothing for others (S1-037, S1-125)', async () => {
    const { buyer, purchaseId, code, reward } = await bought();
    const made = await create(reward._id);
    const [free] = made.body.vouchers;
    await pastDue(purchaseId);
    await pastDue(free?.voucherId ?? '');
    await Promise.all([expireVouchers.run(opened.ctx), expireVouchers.run(opened.ctx)]);
    await expireVouchers.run(opened.ctx);
    await vi.waitFor(async () => {
      expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('refunded');
    });
    expect(await coinsOf(opened.ctx, buyer)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(9);
    expect(await statusOf(purchaseId)).toBe('expired');
    expect(await statusOf(free?.voucherId ?? '')).toBe('expired');
    expect((await redeem(buyer, code)).error?.code).toBe('VOUCHER_EXPIRED');
    const refunds = { 'meta.purchaseId': purchaseId, type: 'refund' };
    expect(await opened.ctx.db.collection('transactions').countDocuments(refunds)).toBe(1);
    await expectSoundLedger(opened.ctx);
  });
});

describe('a refund', () => {
  const refund = (purchaseId: string, actor?: string) =>
    opened.ask(refundPurchase, { purchaseId, reason: 'test' }, actor ? { actor } : {});

  test('closes the voucher in the same commit', async () => {
    const { buyer, purchaseId, code } = await bought();
    expect((await refund(purchaseId)).status).toBe(200);
    expect(await coinsOf(opened.ctx, buyer)).toBe(100);
    expect((await redeem(buyer, code)).error?.code).toBe('VOUCHER_EXPIRED');
  });

  test('waits for the proof when a server has the goods, then pays and frees nothing (D23)', async () => {
    const { buyer, purchaseId, code } = await bought();
    const ann = await aPlayer(opened.ctx);
    await redeem(ann, code);
    await opened.ask(leaseDeliveries, { minecraftUUID: ann.minecraftUUID });
    expect((await refund(purchaseId)).status).toBe(202);
    expect(await coinsOf(opened.ctx, buyer)).toBe(60);
    await opened.ctx.db
      .collection('deliveries')
      .updateOne(
        { 'ref.refId': purchaseId },
        { $set: { 'state.leaseUntilAt': 1 }, $inc: { revision: 1 } },
      );
    await handOver(ann, {});
    await vi.waitFor(async () => expect(await coinsOf(opened.ctx, buyer)).toBe(100));
    await vi.waitFor(async () => expect(await statusOf(purchaseId)).toBe('voided'));
    expect((await redeem(ann, code)).error?.code).toBe('VOUCHER_EXPIRED');
  });

  test('that is taken back opens the voucher again, and it can be redeemed once (D41)', async () => {
    const { buyer, purchaseId, code } = await bought();
    await refund(purchaseId);
    await inTx(opened.ctx, (tx) => takeBackRefund(tx, purchaseId, 'a mistake'));
    expect(await coinsOf(opened.ctx, buyer)).toBe(60);
    const ann = await aPlayer(opened.ctx);
    expect((await redeem(ann, code)).status).toBe(200);
    expect(await handOver(ann, {})).toBe(1);
    await vi.waitFor(async () => {
      expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('completed');
    });
    await expectSoundLedger(opened.ctx);
  });

  test('without proof closes the voucher for ever, whatever is proved later (D23)', async () => {
    const { buyer, purchaseId, code } = await bought();
    const ann = await aPlayer(opened.ctx);
    await redeem(ann, code);
    await opened.ask(leaseDeliveries, { minecraftUUID: ann.minecraftUUID });
    const wish = { purchaseId, reason: 'test', withoutProof: true };
    expect((await opened.ask(refundPurchase, wish, { actor: 'console' })).status).toBe(200);
    await opened.ctx.db
      .collection('deliveries')
      .updateOne(
        { 'ref.refId': purchaseId },
        { $set: { 'state.leaseUntilAt': 1 }, $inc: { revision: 1 } },
      );
    await handOver(ann, {});
    await vi.waitFor(async () => expect(await statusOf(purchaseId)).toBe('voided'));
    expect((await redeem(ann, code)).error?.code).toBe('VOUCHER_EXPIRED');
    expect(await coinsOf(opened.ctx, buyer)).toBe(100);
  });

  test('is refused to a game server for what arrived', async () => {
    const { purchaseId, code } = await bought();
    const ann = await aPlayer(opened.ctx);
    await redeem(ann, code);
    await handOver(ann, {});
    expect((await refund(purchaseId)).error?.code).toBe('PURCHASE_NOT_REFUNDABLE');
  });
});

const create = (sku: string, count = 1, key: string = randomUUID()) =>
  opened.ask(
    contracts.createVouchers,
    { sku, count, expiresInH: 24, reason: 'a prize' },
    { actor: 'console', idempotencyKey: key },
  );
const audits = (action: string, id: string) =>
  opened.ctx.db.collection('audit_log').find({ action, 'target.id': id }).toArray();

describe('vouchers of staff', () => {
  test('are made with one audit entry, shown with their codes, again to the same key', async () => {
    const reward = await aReward(opened.ctx);
    const key = `key-${randomUUID()}`;
    const { status, body } = await create(reward._id, 3, key);
    expect(status).toBe(201);
    expect(new Set(body.vouchers.map(({ code }) => code)).size).toBe(3);
    expect((await create(reward._id, 3, key)).body).toEqual(body);
    const entries = await opened.ctx.db
      .collection('audit_log')
      .find({ action: 'voucher.create', 'after.sku': reward._id })
      .toArray();
    expect(entries).toHaveLength(1);
    expect(JSON.stringify(entries)).not.toContain('MK-');
    const ann = await aPlayer(opened.ctx);
    expect((await redeem(ann, body.vouchers[0]?.code ?? '')).status).toBe(200);
    expect(await handOver(ann, {})).toBe(1);
    expect((await create('no-such-sku')).error?.code).toBe('REWARD_UNKNOWN');
    await inTx(opened.ctx, (tx) => removeReward(tx, { sku: reward._id, reason: 'a test' }));
    expect((await create(reward._id)).error?.code).toBe('REWARD_UNKNOWN');
  });

  test('are listed without codes, and voided with a reason', async () => {
    const { body } = await create((await aReward(opened.ctx))._id);
    const voucherId = body.vouchers[0]?.voucherId ?? '';
    const code = body.vouchers[0]?.code ?? '';
    const list = await opened.ask(contracts.listVouchers, {}, { actor: 'console' });
    expect(list.body.items[0]).toMatchObject({ voucherId, status: 'pending', madeBy: 'staff' });
    expect(list.text).not.toContain('MK-');
    const wish = { voucherId, reason: 'leaked' };
    const voided = await opened.ask(contracts.voidVoucher, wish, { actor: 'console' });
    expect(voided.body).toEqual({ voucherId, status: 'voided' });
    expect(await audits('voucher.void', voucherId)).toHaveLength(1);
    expect((await redeem(await aPlayer(opened.ctx), code)).error?.code).toBe('VOUCHER_EXPIRED');
  });

  test('pays back what was bought when staff void it', async () => {
    const { buyer, purchaseId } = await bought();
    const wish = { voucherId: purchaseId, reason: 'leaked' };
    await opened.ask(contracts.voidVoucher, wish, { actor: 'console' });
    await vi.waitFor(async () => expect(await coinsOf(opened.ctx, buyer)).toBe(100));
  });
});

describe('POST /webhooks/redeem', () => {
  const { webhookSecret = '' } = testVouching;
  const post = (payload: string, signature?: string, more: Record<string, string> = {}) =>
    opened.app.inject({
      method: 'POST',
      url: '/webhooks/redeem',
      payload,
      headers: {
        'content-type': 'application/json',
        ...(signature === undefined ? {} : { [contracts.webhookSignatureHeader]: signature }),
        ...more,
      },
    });
  const sign = (payload: string, secret = webhookSecret) =>
    `sha256=${createHmac('sha256', secret).update(payload).digest('hex')}`;
  const wishOf = (code: string, { minecraftUUID }: Anybody) =>
    JSON.stringify({ code, minecraftUUID, redeemedAt: '2026-11-21T09:30:00.000Z' });

  test('redeems by the HMAC of the bytes, five times with one effect, and fulfils the purchase (S1-133, S1-188)', async () => {
    const { code, purchaseId } = await bought();
    const ann = await aPlayer(opened.ctx);
    // The bytes count, not what they mean.
    const payload = `  ${wishOf(code, ann)}`;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => post(payload, sign(payload))),
    );
    for (const answer of answers) {
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toMatchObject({ purchaseId, status: 'pending', action: 'give' });
    }
    expect(await deliveries(purchaseId)).toBe(1);
    await handOver(ann, {});
    await vi.waitFor(async () => {
      expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('completed');
    });
    expect((await post(payload, sign(payload))).json()).toMatchObject({ status: 'delivered' });
  });

  test('refuses every wrong signature with 401, and changes nothing (S1-033, S1-145, S1-188)', async () => {
    const { code } = await bought();
    const ann = await aPlayer(opened.ctx);
    const payload = wishOf(code, ann);
    const before = await counts(opened.ctx);
    const wrong = [
      undefined,
      '',
      'sha256=',
      sign(payload, 'another secret of 32 characters!!'),
      sign(`${payload} `),
      sign(payload).toUpperCase(),
      sign(payload).slice(7),
    ];
    for (const signature of wrong) {
      const answer = await post(payload, signature, { cookie: 'session=anything' });
      expect([signature, answer.statusCode]).toEqual([signature, 401]);
    }
    const bare = await opened.app.inject({ method: 'POST', url: '/webhooks/redeem' });
    expect(bare.statusCode).toBe(401);
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test('refuses as the game is refused: unknown, used by another, expired', async () => {
    const { code } = await bought();
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    await redeem(ann, code);
    const late = await bought();
    await pastDue(late.purchaseId);
    const cases = [
      [code, 409],
      [late.code, 410],
      ['MK-2222-2222-2222-2222', 404],
    ] as const;
    for (const [one, status] of cases) {
      const payload = wishOf(one, bob);
      expect((await post(payload, sign(payload))).statusCode).toBe(status);
    }
  });
});

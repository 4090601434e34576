// Refunds through their doors on a real replica set: never leased, leased, delivered, stuck; by game
// servers and staff; what is written of them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { leaseDeliveries, reportDelivery, resolveDelivery } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import { refundPurchase } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import {
  aPlayer,
  aPurchase,
  aReward,
  coinsOf,
  counts,
  expectSoundLedger,
  inTx,
  stockOf,
} from '../../test/builders.ts';
import { staffMember } from '../../test/staff.ts';
import type { AuditDoc } from '../audit/store.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import { findDelivery } from '../delivery/service.ts';
import type { LoggedEvent } from '../event-log/service.ts';
import type { PlayerDoc } from '../players/store.ts';
import { awaitVoidReceipt, completeDelivered, refundVoidedDelivery } from './jobs.ts';
import { openPurchases } from './purchase.ts';
import { takeBackRefund } from './service.ts';
import type { PurchaseDoc } from './store.ts';

const opened = testApp();
const until = (condition: () => unknown) => vi.waitFor(condition, { timeout: 10_000 });

let worker: Worker;
beforeAll(() => {
  worker = startWorker(opened.ctx, opened.doorbell, {
    onEvent: [awaitVoidReceipt, completeDelivered, refundVoidedDelivery],
    timed: [],
  });
});
afterAll(() => worker.stop(2_000));

/** A player with 70 coins left of 100, and a purchase of three at 10 out of a stock of 5. */
async function aBuyer() {
  const { ctx } = opened;
  const player = await aPlayer(ctx, { coins: 100 });
  const reward = await aReward(ctx, { stock: 5 });
  const command = aPurchase(player, reward, { quantity: 3 });
  const { reply } = await openPurchases(ctx).submit(command);
  return { player, reward, purchaseId: reply.purchaseId };
}
const lease = async (player: { minecraftUUID: string }): Promise<LeasedDelivery> => {
  const { body } = await opened.ask(leaseDeliveries, { minecraftUUID: player.minecraftUUID });
  if (!body[0]) throw new Error('nothing was leased');
  return body[0];
};
type Word = { outcome: 'given' | 'void' | 'released' | 'unclear' } & Record<string, unknown>;
const say = ({ deliveryId, leaseId, attempt }: LeasedDelivery, word: Word) =>
  opened.ask(reportDelivery, { deliveryId, leaseId, attempt, ...word });
const purchases = () => opened.ctx.db.collection<PurchaseDoc>('shop_transactions');
/** As the gauge of the health report counts them (D23). */
const countWithoutProof = () => purchases().countDocuments({ refundedWithoutProof: true });
const purchaseOf = async (purchaseId: string): Promise<PurchaseDoc> => {
  const purchase = await purchases().findOne({ _id: purchaseId });
  if (!purchase) throw new Error('no such purchase');
  return purchase;
};
const statusOf = async (id: string) => (await purchaseOf(id)).status;
const deliveryStatus = async (id: string) => (await findDelivery(opened.ctx, id))?.state.status;
const audits = (purchaseId: string): Promise<AuditDoc[]> =>
  opened.ctx.db.collection<AuditDoc>('audit_log').find({ 'target.id': purchaseId }).toArray();
const events = (eventType: string, purchaseId: string): Promise<LoggedEvent[]> =>
  opened.ctx.db
    .collection<LoggedEvent>('event_log')
    .find({ eventType, 'data.after.purchaseId': purchaseId } as never)
    .toArray();
const reason = 'bought by mistake';

describe('refundPurchase', () => {
  test('of one no server ever had pays the exact coins and the stock at once (S0-010, S0-011)', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    const answer = await opened.ask(refundPurchase, { purchaseId, reason });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      purchaseId,
      status: 'refunded',
      refundedCoins: 30,
      walletBalanceCoins: 100,
    });
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(5);
    expect(await deliveryStatus(purchaseId)).toBe('refunded');
    // A game server's own wish is no action of staff.
    expect(await audits(purchaseId)).toEqual([]);
    await expectSoundLedger(opened.ctx);
  });

  test('writes status, reason, attempts and time, and one ledger entry of type refund (S0-012)', async () => {
    const { player, purchaseId } = await aBuyer();
    await opened.ask(refundPurchase, { purchaseId, reason });
    expect(await purchaseOf(purchaseId)).toMatchObject({
      status: 'refunded',
      refundReason: reason,
      deliveryAttempts: 0,
      lastDeliveryAttemptAt: null,
      refundedAt: expect.any(Date) as Date,
    });
    const entries = opened.ctx.db.collection('transactions');
    const found = await entries.find({ 'meta.purchaseId': purchaseId }).toArray();
    expect(found).toMatchObject([
      {
        type: 'refund',
        actorId: player._id,
        postings: [{ from: 'burn', to: `wallet:${player._id}`, amountCoins: 30 }],
      },
    ]);
  });

  test('of a leased one is accepted, and paid on the void receipt (S0-010, D23)', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    const one = await lease(player);
    const answer = await opened.ask(refundPurchase, { purchaseId, reason });
    expect([answer.status, answer.body]).toEqual([202, { purchaseId, status: 'refund_pending' }]);
    expect(answer.signed).toBe(true);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    expect(await statusOf(purchaseId)).toBe('refund_pending');
    expect((await say(one, { outcome: 'void' })).status).toBe(200);
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('refunded');
    });
    expect(await purchaseOf(purchaseId)).toMatchObject({ refundReason: reason });
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(5);
    const again = await opened.ask(refundPurchase, { purchaseId, reason });
    expect([again.status, again.body]).toMatchObject([200, { status: 'refunded' }]);
  });

  test('of a leased one that is given after all is no refund (D23)', async () => {
    const { player, purchaseId } = await aBuyer();
    const one = await lease(player);
    await opened.ask(refundPurchase, { purchaseId, reason });
    await say(one, { outcome: 'given' });
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('completed');
    });
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    const late = await opened.ask(refundPurchase, { purchaseId, reason });
    expect([late.status, late.error?.code]).toEqual([409, 'PURCHASE_NOT_REFUNDABLE']);
  });

  test('asked again, with the same key or another, answers the first result (S0-010)', async () => {
    const { player, purchaseId } = await aBuyer();
    const key = { idempotencyKey: randomUUID() };
    const first = await opened.ask(refundPurchase, { purchaseId, reason }, key);
    await openPurchases(opened.ctx).submit(aPurchase(player, await aReward(opened.ctx)));
    const before = await counts(opened.ctx);
    const same = await opened.ask(refundPurchase, { purchaseId, reason }, key);
    expect(same.headers['idempotent-replayed']).toBe('true');
    const other = await opened.ask(refundPurchase, { purchaseId, reason: 'another' });
    expect([same.body, other.body]).toEqual([first.body, first.body]);
    expect(await coinsOf(opened.ctx, player)).toBe(90);
    const { operations = 0 } = before;
    expect(await counts(opened.ctx)).toEqual({ ...before, operations: operations + 1 });
  });

  test('a pending one asked again with the same key is still accepted, also when it is paid', async () => {
    const { player, purchaseId } = await aBuyer();
    const one = await lease(player);
    const key = { idempotencyKey: randomUUID() };
    await opened.ask(refundPurchase, { purchaseId, reason }, key);
    await say(one, { outcome: 'void' });
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('refunded');
    });
    const again = await opened.ask(refundPurchase, { purchaseId, reason }, key);
    expect([again.status, again.body.status]).toEqual([202, 'refund_pending']);
    const other = await opened.ask(refundPurchase, { purchaseId, reason });
    expect([other.status, other.body.status]).toEqual([200, 'refunded']);
  });

  test('of a delivered one is refused to a game server; staff may, and the goods stay (S0-010)', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    await say(await lease(player), { outcome: 'given' });
    const refused = await opened.ask(refundPurchase, { purchaseId, reason });
    expect([refused.status, refused.error?.code]).toEqual([409, 'PURCHASE_NOT_REFUNDABLE']);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    const support = await staffMember(opened, 'SUPPORT');
    const answer = await support.ask(refundPurchase, { purchaseId, reason });
    expect([answer.status, answer.body]).toMatchObject([200, { status: 'refunded' }]);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    // Nothing came back that could be sold again.
    expect(await stockOf(opened.ctx, reward)).toBe(2);
    expect(await audits(purchaseId)).toMatchObject([
      {
        adminId: `staff:${support.memberId}`,
        action: 'purchase.refund',
        reason,
        before: { deliveryStatus: 'delivered', walletBalanceCoins: 70 },
        after: { purchaseStatus: 'refunded', walletBalanceCoins: 100 },
      },
    ]);
    const twice = await opened.ask(
      resolveDelivery,
      { deliveryId: purchaseId, decision: 'deliverAgain', reason },
      { actor: 'console' },
    );
    expect([twice.status, twice.error?.code]).toEqual([409, 'DELIVERY_NOT_OPEN']);
    await expectSoundLedger(opened.ctx);
  });

  test('of one in review waits for a person: PURCHASE_NOT_REFUNDABLE', async () => {
    const { player, purchaseId } = await aBuyer();
    await say(await lease(player), { outcome: 'unclear', error: 'started' });
    const answer = await opened.ask(refundPurchase, { purchaseId, reason }, { actor: 'console' });
    expect([answer.status, answer.error?.code]).toEqual([409, 'PURCHASE_NOT_REFUNDABLE']);
    expect(answer.error?.details).toMatchObject({ deliveryStatus: 'needs_review' });
    expect(await coinsOf(opened.ctx, player)).toBe(70);
  });

  test('PURCHASE_UNKNOWN: of none such, and changes nothing', async () => {
    const before = await counts(opened.ctx);
    const answer = await opened.ask(refundPurchase, { purchaseId: randomUUID(), reason });
    expect([answer.status, answer.error?.code]).toEqual([404, 'PURCHASE_UNKNOWN']);
    expect(await counts(opened.ctx)).toEqual(before);
  });

  test.each([
    ['no key', { idempotencyKey: '' }, {}, 'IDEMPOTENCY_KEY_MISSING'],
    ['an operator for an id', {}, { purchaseId: { $ne: null } }, 'REQUEST_INVALID'],
    ['no reason', {}, { reason: '' }, 'REQUEST_INVALID'],
    ['a reason without end', {}, { reason: 'x'.repeat(201) }, 'REQUEST_INVALID'],
    ['a line break in the reason', {}, { reason: 'a\nb' }, 'REQUEST_INVALID'],
    ['a field of its own', {}, { refundedCoins: 1_000 }, 'REQUEST_INVALID'],
  ])('refuses %s, and changes nothing', async (_what, options, bad, code) => {
    const { player, purchaseId } = await aBuyer();
    const input = { purchaseId, reason, ...bad } as never;
    const answer = await opened.ask(refundPurchase, input, options);
    expect([answer.status, answer.error?.code]).toEqual([400, code]);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
  });
});

describe('refundPurchase without proof (D23, D40)', () => {
  test('is for OPERATOR and above, never for a game server', async () => {
    const { player, purchaseId } = await aBuyer();
    await lease(player);
    const wish = { purchaseId, reason, withoutProof: true };
    const support = await staffMember(opened, 'SUPPORT');
    const auditor = await staffMember(opened, 'AUDITOR');
    for (const answer of [
      await opened.ask(refundPurchase, wish),
      await support.ask(refundPurchase, wish),
      await auditor.ask(refundPurchase, { purchaseId, reason }),
    ]) {
      expect([answer.status, answer.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    }
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    expect(await deliveryStatus(purchaseId)).toBe('leased');
  });

  test('pays a leased one at once, audited and counted; the void receipt brings the stock', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    const one = await lease(player);
    const counted = await countWithoutProof();
    const operator = await staffMember(opened, 'OPERATOR');
    const answer = await operator.ask(refundPurchase, { purchaseId, reason, withoutProof: true });
    expect([answer.status, answer.body]).toMatchObject([200, { status: 'refunded' }]);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(2);
    expect(await purchaseOf(purchaseId)).toMatchObject({ refundedWithoutProof: true });
    expect(await countWithoutProof()).toBe(counted + 1);
    expect(await audits(purchaseId)).toMatchObject([{ after: { withoutProof: true } }]);
    expect(await deliveryStatus(purchaseId)).toBe('cancelling');
    await say(one, { outcome: 'void' });
    await until(async () => {
      expect(await deliveryStatus(purchaseId)).toBe('refunded');
    });
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(5);
    await expectSoundLedger(opened.ctx);
  });

  test('of one that is given afterwards stays paid, once', async () => {
    const { player, purchaseId } = await aBuyer();
    const one = await lease(player);
    const wish = { purchaseId, reason, withoutProof: true };
    await opened.ask(refundPurchase, wish, { actor: 'console' });
    expect((await say(one, { outcome: 'given' })).body.status).toBe('delivered');
    await opened.ask(refundPurchase, wish, { actor: 'console' });
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await statusOf(purchaseId)).toBe('refunded');
    expect(await audits(purchaseId)).toHaveLength(1);
  });

  test('of a pending refund pays now; of one in review it closes the delivery', async () => {
    const pending = await aBuyer();
    await lease(pending.player);
    await opened.ask(refundPurchase, { purchaseId: pending.purchaseId, reason });
    const stuck = await aBuyer();
    await say(await lease(stuck.player), { outcome: 'unclear', error: 'started' });
    for (const { player, purchaseId } of [pending, stuck]) {
      const wish = { purchaseId, reason, withoutProof: true };
      const answer = await opened.ask(refundPurchase, wish, { actor: 'console' });
      expect([answer.status, answer.body.status]).toEqual([200, 'refunded']);
      expect(await coinsOf(opened.ctx, player)).toBe(100);
    }
    expect(await deliveryStatus(stuck.purchaseId)).toBe('refunded');
  });

  test('is not counted where nothing could have been given', async () => {
    const { reward, purchaseId } = await aBuyer();
    const counted = await countWithoutProof();
    const wish = { purchaseId, reason, withoutProof: true };
    await opened.ask(refundPurchase, wish, { actor: 'console' });
    expect(await countWithoutProof()).toBe(counted);
    expect(await stockOf(opened.ctx, reward)).toBe(5);
  });
});

describe('the automatic refund (S0-013)', () => {
  test('records why, how often and when it was tried (S0-012)', async () => {
    const { player, purchaseId } = await aBuyer();
    const one = await lease(player);
    const failed = { outcome: 'released', reason: 'failed', permanent: true } as const;
    await say(one, { ...failed, error: 'no such item' });
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('refund_pending');
    });
    expect(await purchaseOf(purchaseId)).toMatchObject({ refundReason: 'no such item' });
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    await say(await lease(player), { outcome: 'void' });
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('refunded');
    });
    expect(await purchaseOf(purchaseId)).toMatchObject({
      refundReason: 'no such item',
      deliveryAttempts: 1,
      lastDeliveryAttemptAt: expect.any(Date) as Date,
      refundedAt: expect.any(Date) as Date,
    });
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await audits(purchaseId)).toEqual([]);
    expect(await events('refund', purchaseId)).toHaveLength(1);
  });

  test('of one that arrives at the first try records one attempt', async () => {
    const { player, purchaseId } = await aBuyer();
    await say(await lease(player), { outcome: 'given' });
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('completed');
    });
    expect(await purchaseOf(purchaseId)).toMatchObject({
      deliveryAttempts: 1,
      refundReason: null,
      refundedAt: null,
    });
  });
});

describe('the event log (S0-056)', () => {
  test('holds every purchase and refund with what rebuilds the state before and after', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const reward = await aReward(ctx, { stock: 9, priceCoins: 7 });
    const purchases = openPurchases(ctx);
    const bought = await Promise.all(
      [1, 2, 3].map((quantity) => purchases.submit(aPurchase(player, reward, { quantity }))),
    );
    const [, second] = bought;
    await opened.ask(refundPurchase, { purchaseId: second?.reply.purchaseId ?? '', reason });
    const log = await ctx.db
      .collection<LoggedEvent>('event_log')
      .find({ playerId: player._id })
      .sort({ timestamp: 1, 'data.after.walletBalanceCoins': -1 })
      .toArray();
    expect(log.map(({ eventType }) => eventType)).toEqual([
      'purchase',
      'purchase',
      'purchase',
      'refund',
    ]);
    // Each begins where the one before ended, and the last is what is there now.
    let state: Record<string, unknown> = { walletBalanceCoins: 100, stock: 9 };
    for (const { data, source, operationId } of log) {
      expect(data.before).toMatchObject(state);
      const { walletBalanceCoins, stock } = data.after;
      state = { walletBalanceCoins, stock };
      expect(source).toBe('server:survival');
      expect(operationId).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(state).toEqual({
      walletBalanceCoins: await coinsOf(ctx, player),
      stock: await stockOf(ctx, reward),
    });
    expect(log[0]?.data.after).toMatchObject({ sku: reward._id, purchaseStatus: 'pending' });
    expect(log[3]?.data).toMatchObject({
      before: { purchaseStatus: 'pending', deliveryStatus: 'pending' },
      after: { purchaseStatus: 'refunded', deliveryStatus: 'refunded', totalCostCoins: 14 },
    });
  });
});

describe('takeBackRefund', () => {
  const takeBack = (id: string) => inTx(opened.ctx, (tx) => takeBackRefund(tx, id, 'test'));

  test('takes the coins and the stock again, and owes the goods by a new delivery', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    await opened.ask(refundPurchase, { purchaseId, reason });
    await takeBack(purchaseId);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    expect(await stockOf(opened.ctx, reward)).toBe(2);
    const players = opened.ctx.db.collection<PlayerDoc>('players');
    expect(await players.findOne({ _id: player._id })).toMatchObject({ lifetimeSpentCoins: 30 });
    const one = await lease(player);
    expect(one.deliveryId).not.toBe(purchaseId);
    await say(one, { outcome: 'given' });
    await until(async () => {
      expect(await statusOf(purchaseId)).toBe('completed');
    });
    await expectSoundLedger(opened.ctx);
  });

  test('leaves a purchase that can be refunded again, once', async () => {
    const { player, purchaseId } = await aBuyer();
    for (let round = 0; round < 3; round += 1) {
      await opened.ask(refundPurchase, { purchaseId, reason });
      await opened.ask(refundPurchase, { purchaseId, reason });
      expect(await coinsOf(opened.ctx, player)).toBe(100);
      await takeBack(purchaseId);
      expect(await coinsOf(opened.ctx, player)).toBe(70);
    }
    await expectSoundLedger(opened.ctx);
  });

  test('of a delivered one leaves it completed', async () => {
    const { player, purchaseId } = await aBuyer();
    await say(await lease(player), { outcome: 'given' });
    await opened.ask(refundPurchase, { purchaseId, reason }, { actor: 'console' });
    await takeBack(purchaseId);
    expect(await statusOf(purchaseId)).toBe('completed');
    expect(await coinsOf(opened.ctx, player)).toBe(70);
  });
});

// What staff see of orders and decide about them: lists, one order, refund by proof or without, force.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { leaseDeliveries } from '@mintkeep/shared/delivery.ts';
import { forceFulfilOrder, getOrder, listOrders, refundOrder } from '@mintkeep/shared/orders.ts';
import { rollBackEvent } from '@mintkeep/shared/rollback.ts';
import { testApp } from '../../test/app.ts';
import { coinsOf, counts, expectSoundLedger } from '../../test/builders.ts';
import { listingOf } from '../../test/market.ts';
import { anOrder, buy, deliveryOf, leaseFor, orderOf, runFor, say } from '../../test/orders.ts';
import { staffMember } from '../../test/staff.ts';
import type { Panel } from '../../test/staff.ts';
import { auditPlan } from '../audit/store.ts';
import { fulfilDeliveredOrder, refundVoidedOrder } from './orders-jobs.ts';

const opened = testApp();
let boss: Panel;
let support: Panel;
let auditor: Panel;
beforeAll(async () => {
  boss = await staffMember(opened, 'OPERATOR');
  support = await staffMember(opened, 'SUPPORT');
  auditor = await staffMember(opened, 'AUDITOR');
});

const reason = 'a test';
const fresh = () => ({ idempotencyKey: randomUUID() });
const payBack = (who: Panel, orderId: string, more = {}) =>
  who.ask(refundOrder, { orderId, reason, ...more }, fresh());
const force = (who: Panel, orderId: string) =>
  who.ask(forceFulfilOrder, { orderId, reason }, fresh());
const audits = (orderId: string) =>
  opened.ctx.db.collection(auditPlan.name).find({ 'target.id': orderId }).toArray();

describe('listOrders and getOrder', () => {
  test('list orders by status, players and listing, newest first (S1-095)', async () => {
    const { seller, buyer, listing, orderId } = await anOrder(opened);
    const second = (await buy(opened, buyer, listing)).body.orderId;
    await payBack(support, second);
    const idsOf = async (wanted: object) => {
      const { body } = await auditor.ask(listOrders, wanted);
      expect(body.total).toBe(body.items.length);
      return body.items.map((one) => one.orderId);
    };
    expect(await idsOf({ listingId: listing._id })).toEqual([second, orderId]);
    expect(await idsOf({ buyerId: buyer._id, status: 'pending' })).toEqual([orderId]);
    expect(await idsOf({ sellerId: seller._id, status: 'refunded' })).toEqual([second]);
    expect(await idsOf({ buyerId: seller._id })).toEqual([]);
    const { body } = await auditor.ask(listOrders, { pageSize: '1', page: '2' });
    expect(body.items).toHaveLength(1);
  });

  test('show an order with its entries and its delivery (S1-096)', async () => {
    const { buyer, orderId } = await anOrder(opened);
    const show = async () => (await auditor.ask(getOrder, { orderId })).body;
    expect(await show()).toMatchObject({
      ...{ orderId, status: 'pending', escrowCoins: 10, totalCoins: 10, deliveryId: orderId },
      deliveryStatus: 'pending',
      entries: [{ txId: orderId, type: 'buy', amountCoins: 10 }],
    });
    await say(opened, await leaseFor(opened, buyer), 'given');
    await runFor(opened.ctx, fulfilDeliveredOrder, orderId);
    const ended = await show();
    expect(ended).toMatchObject({
      status: 'fulfilled',
      escrowCoins: 0,
      deliveryStatus: 'delivered',
    });
    expect(ended.entries.map(({ type }) => type)).toEqual(['buy', 'fulfil']);
    const unknown = await auditor.ask(getOrder, { orderId: randomUUID() });
    expect(unknown.error?.code).toBe('ORDER_UNKNOWN');
  });
});

describe('refundOrder (S1-098, D23)', () => {
  test('pays back at once what no server ever had, audited once', async () => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await anOrder(opened);
    const { status, body } = await payBack(support, orderId);
    expect([status, body]).toEqual([200, { orderId, status: 'refunded', refundedCoins: 10 }]);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(10);
    expect(
      (await opened.ask(leaseDeliveries, { minecraftUUID: buyer.minecraftUUID })).body,
    ).toEqual([]);
    // Once more, by another wish: the same answer, and nothing more is changed.
    const before = await counts(ctx);
    expect((await payBack(boss, orderId)).body).toEqual(body);
    expect({ ...(await counts(ctx)), operations: 0 }).toEqual({ ...before, operations: 0 });
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect(await audits(orderId)).toMatchObject([{ action: 'order.refund', reason }]);
    await expectSoundLedger(ctx);
  });

  test('waits for the void receipt of what a server has', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    const first = await payBack(support, orderId);
    expect([first.status, first.body]).toEqual([202, { orderId, status: 'cancelled' }]);
    expect((await payBack(support, orderId)).status).toBe(202);
    expect(await coinsOf(ctx, buyer)).toBe(990);
    expect(await audits(orderId)).toHaveLength(1);
    await say(opened, lease, 'void');
    await runFor(ctx, refundVoidedOrder, orderId);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect(await orderOf(ctx, orderId)).toMatchObject({ status: 'refunded', refundReason: reason });
    await expectSoundLedger(ctx);
  });

  test('never meets what was delivered: given beats a running cancel', async () => {
    const { ctx } = opened;
    const { seller, buyer, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    await payBack(support, orderId);
    await say(opened, lease, 'given');
    for (const withoutProof of [false, true]) {
      const refused = await payBack(boss, orderId, { withoutProof });
      expect(refused.error).toMatchObject({
        code: 'ORDER_NOT_OPEN',
        details: { deliveryStatus: 'delivered' },
      });
    }
    await runFor(ctx, fulfilDeliveredOrder, orderId);
    expect((await payBack(boss, orderId)).error?.code).toBe('ORDER_NOT_OPEN');
    expect([await coinsOf(ctx, buyer), await coinsOf(ctx, seller)]).toEqual([990, 10]);
    await expectSoundLedger(ctx);
  });

  test('without proof is for OPERATOR; the goods go back only when the proof comes', async () => {
    const { ctx } = opened;
    const { buyer, listing, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    const refused = await payBack(support, orderId, { withoutProof: true });
    expect(refused.error?.code).toBe('ROLE_INSUFFICIENT');
    expect((await payBack(boss, orderId, { withoutProof: true })).status).toBe(200);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(8);
    expect(await orderOf(ctx, orderId)).toMatchObject({
      refundedWithoutProof: true,
      goodsReturned: false,
    });
    await say(opened, lease, 'void');
    await runFor(ctx, refundVoidedOrder, orderId);
    await runFor(ctx, refundVoidedOrder, orderId);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(10);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    await expectSoundLedger(ctx);
  });

  test('without proof of what was given after all calls for a person', async () => {
    const { ctx } = opened;
    const { seller, buyer, listing, orderId } = await anOrder(opened);
    const lease = await leaseFor(opened, buyer);
    await payBack(boss, orderId, { withoutProof: true });
    await say(opened, lease, 'given');
    await runFor(ctx, fulfilDeliveredOrder, orderId);
    expect(await orderOf(ctx, orderId)).toMatchObject({
      status: 'refunded',
      attention: 'given after it was paid back',
    });
    expect([await coinsOf(ctx, buyer), await coinsOf(ctx, seller)]).toEqual([1_000, 0]);
    expect((await listingOf(ctx, listing._id)).quantity).toBe(8);
  });

  test('of what nobody can prove is refused, unless without proof', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await anOrder(opened);
    await say(opened, await leaseFor(opened, buyer), 'unclear', { error: 'test' });
    expect((await payBack(support, orderId)).error).toMatchObject({
      code: 'ORDER_NOT_OPEN',
      details: { deliveryStatus: 'needs_review' },
    });
    expect((await payBack(boss, orderId, { withoutProof: true })).status).toBe(200);
    expect((await deliveryOf(ctx, orderId)).state.status).toBe('refunded');
    await expectSoundLedger(ctx);
  });

  test('of many who ask at once pays once', async () => {
    const { ctx } = opened;
    const { buyer, orderId } = await anOrder(opened);
    const answers = await Promise.all(Array.from({ length: 16 }, () => payBack(support, orderId)));
    for (const { status } of answers) expect([200, 409, 503]).toContain(status);
    expect(await coinsOf(ctx, buyer)).toBe(1_000);
    expect(await audits(orderId)).toHaveLength(1);
    await expectSoundLedger(ctx);
  });
});

describe('forceFulfilOrder (S1-097)', () => {
  test('pays the seller, and nothing is handed over any more', async () => {
    const { ctx } = opened;
    const { seller, buyer, orderId } = await anOrder(opened);
    const { status, body } = await force(boss, orderId);
    expect([status, body]).toEqual([200, { orderId, status: 'fulfilled' }]);
    expect([await coinsOf(ctx, buyer), await coinsOf(ctx, seller)]).toEqual([990, 10]);
    const { minecraftUUID } = buyer;
    expect((await opened.ask(leaseDeliveries, { minecraftUUID })).body).toEqual([]);
    expect(await audits(orderId)).toMatchObject([{ action: 'order.force-fulfil', reason }]);
    await expectSoundLedger(ctx);
  });

  test.each(['void', 'given'] as const)(
    'holds whatever a server says later: %s',
    async (outcome) => {
      const { ctx } = opened;
      const { seller, buyer, listing, orderId } = await anOrder(opened);
      const lease = await leaseFor(opened, buyer);
      expect((await force(boss, orderId)).status).toBe(200);
      await say(opened, lease, outcome);
      await runFor(ctx, outcome === 'void' ? refundVoidedOrder : fulfilDeliveredOrder, orderId);
      expect(await orderOf(ctx, orderId)).toMatchObject({ status: 'fulfilled', attention: null });
      expect([await coinsOf(ctx, buyer), await coinsOf(ctx, seller)]).toEqual([990, 10]);
      expect((await listingOf(ctx, listing._id)).quantity).toBe(8);
      await expectSoundLedger(ctx);
    },
  );

  test('ends what nobody can prove, and what waits for its receipt', async () => {
    const { ctx } = opened;
    const unclear = await anOrder(opened);
    await say(opened, await leaseFor(opened, unclear.buyer), 'unclear', { error: 'test' });
    expect((await force(boss, unclear.orderId)).status).toBe(200);
    expect((await deliveryOf(ctx, unclear.orderId)).state.status).toBe('delivered');
    const cancelled = await anOrder(opened);
    await leaseFor(opened, cancelled.buyer);
    await payBack(support, cancelled.orderId);
    expect((await force(boss, cancelled.orderId)).status).toBe(200);
    expect(await coinsOf(ctx, cancelled.seller)).toBe(10);
    await expectSoundLedger(ctx);
  });

  test('is refused for what has ended, or is proved not given', async () => {
    const { ctx } = opened;
    const refunded = await anOrder(opened);
    await payBack(support, refunded.orderId);
    expect((await force(boss, refunded.orderId)).error?.code).toBe('ORDER_NOT_OPEN');
    const voided = await anOrder(opened);
    const lease = await leaseFor(opened, voided.buyer);
    await payBack(support, voided.orderId);
    await say(opened, lease, 'void');
    expect((await force(boss, voided.orderId)).error?.code).toBe('ORDER_NOT_OPEN');
    expect(await coinsOf(ctx, voided.seller)).toBe(0);
    expect(await audits(refunded.orderId)).toHaveLength(1);
  });

  test('is not for SUPPORT, and reads are not for everybody', async () => {
    const { orderId } = await anOrder(opened);
    expect((await force(support, orderId)).status).toBe(403);
    expect((await payBack(auditor, orderId)).status).toBe(403);
    // A game server alone is nobody of the staff.
    expect((await opened.ask(getOrder, { orderId })).status).toBe(403);
  });
});

test('a rollback does not undo an order: staff refund it, or count it as handed over', async () => {
  const { ctx } = opened;
  const { orderId } = await anOrder(opened);
  await payBack(support, orderId);
  const admin = await staffMember(opened, 'SUPERADMIN');
  const logged = await ctx.db
    .collection<{ _id: string }>('event_log')
    .find({ 'data.after.orderId': orderId })
    .toArray();
  expect(logged.length).toBeGreaterThanOrEqual(2);
  for (const { _id: eventId } of logged) {
    const { error } = await admin.ask(rollBackEvent, { eventId, reason }, fresh());
    expect(error?.code).toBe('EVENT_NOT_REVERSIBLE');
  }
});

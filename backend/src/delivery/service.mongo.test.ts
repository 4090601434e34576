// Deliveries on a real database and through the doors of a game server: leased, reported,
// cancelled, paid back, each exactly once.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import { join, leave } from '@mintkeep/shared/presence.ts';
import { aKey, testApp } from '../../test/app.ts';
import {
  aPlayer,
  aPurchase,
  aReward,
  coinsOf,
  expectSoundLedger,
  inTx,
  refusalOf,
  stockOf,
} from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import { completeDelivered, refundVoidedDelivery } from '../shop/jobs.ts';
import { openPurchases } from '../shop/purchase.ts';
import { remindOfReviews } from './jobs.ts';
import { cancelDelivery, distrustAfterRestore, findDelivery, resolveDelivery } from './service.ts';

const opened = testApp();
const until = (condition: () => unknown) => vi.waitFor(condition, { timeout: 10_000 });

let worker: Worker;
beforeAll(() => {
  worker = startWorker(opened.ctx, opened.doorbell, {
    onEvent: [completeDelivered, refundVoidedDelivery],
    timed: [],
  });
});
afterAll(() => worker.stop(2_000));

/** A player online on `survival` with one purchase that waits to be handed over. */
async function aBuyer() {
  const { ctx } = opened;
  const player = await aPlayer(ctx, { coins: 100 });
  const reward = await aReward(ctx, { stock: 5 });
  const { reply } = await openPurchases(ctx).submit(aPurchase(player, reward));
  return { player, reward, deliveryId: reply.deliveryId ?? '' };
}
const leaseFor = async (player: { minecraftUUID: string }): Promise<LeasedDelivery> => {
  const { body } = await opened.ask(leaseDeliveries, { minecraftUUID: player.minecraftUUID });
  if (!body[0]) throw new Error('nothing was leased');
  return body[0];
};
type Word = { outcome: 'given' | 'void' | 'released' | 'unclear' } & Record<string, unknown>;
const say = (one: LeasedDelivery, word: Word) =>
  opened.ask(reportDelivery, {
    deliveryId: one.deliveryId,
    leaseId: one.leaseId,
    attempt: one.attempt,
    ...word,
  });
const statusOf = async (collection: string, id: string): Promise<unknown> => {
  const row = await opened.ctx.db.collection<{ _id: string }>(collection).findOne({ _id: id });
  return row && 'state' in row
    ? (row.state as { status: string }).status
    : row?.['status' as never];
};

describe('leaseDeliveries', () => {
  test('hands out what is owed, once (D22, pain 1)', async () => {
    const { player, deliveryId } = await aBuyer();
    const one = await leaseFor(player);
    expect(one).toMatchObject({
      deliveryId,
      minecraftUUID: player.minecraftUUID,
      task: { action: 'give', payload: { items: [{ material: 'DIAMOND', amount: 1 }] } },
      attempt: 1,
      reviews: 0,
      cancelled: false,
    });
    const again = (await opened.ask(leaseDeliveries, {})).body;
    expect(again.map((two) => two.deliveryId)).not.toContain(deliveryId);
  });

  test('gives a server only what its own players are owed (pain 8)', async () => {
    const { player, deliveryId } = await aBuyer();
    const creative = gameServer(opened.app, await aKey(opened, 'creative'));
    const elsewhere = (await creative(leaseDeliveries, {})).body;
    expect(elsewhere.map((one) => one.deliveryId)).not.toContain(deliveryId);
    await opened.ask(leave, { minecraftUUID: player.minecraftUUID });
    await creative(join, { minecraftUUID: player.minecraftUUID, name: player.minecraftName });
    const moved = (await creative(leaseDeliveries, {})).body;
    expect(moved.map((one) => one.deliveryId)).toContain(deliveryId);
  });

  test('wakes a waiting poll when something is bought (pain 6)', async () => {
    await opened.ctx.db.collection('deliveries').deleteMany({});
    const waiting = opened.ask(leaseDeliveries, { waitS: '20' });
    const { deliveryId } = await aBuyer();
    const { body } = await waiting;
    expect(body.map((one) => one.deliveryId)).toEqual([deliveryId]);
  });

  test('answers an empty list when the wait is over', async () => {
    await opened.ctx.db.collection('deliveries').deleteMany({});
    expect((await opened.ask(leaseDeliveries, { waitS: '1' })).body).toEqual([]);
  });

  test('never leases one delivery twice to polls at once (pain 1, pain 8)', async () => {
    await opened.ctx.db.collection('deliveries').deleteMany({});
    await Promise.all(Array.from({ length: 10 }, aBuyer));
    const polls = await Promise.all(
      Array.from({ length: 6 }, () => opened.ask(leaseDeliveries, { limit: '4' })),
    );
    const ids = polls.flatMap(({ body }) => body.map((one) => one.deliveryId));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(10);
  });
});

describe('reportDelivery', () => {
  test('given: delivered, and the purchase is complete', async () => {
    const { player, deliveryId } = await aBuyer();
    const one = await leaseFor(player);
    expect((await say(one, { outcome: 'given' })).body).toEqual({
      status: 'delivered',
      refunded: false,
    });
    expect((await say(one, { outcome: 'given' })).body.status).toBe('delivered');
    await until(async () => {
      expect(await statusOf('shop_transactions', deliveryId)).toBe('completed');
    });
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });

  test('a permanent failure is cancelled, voided and paid back once (S0-013)', async () => {
    const { player, reward, deliveryId } = await aBuyer();
    const one = await leaseFor(player);
    const failed = {
      outcome: 'released',
      reason: 'failed',
      permanent: true,
      error: 'no such item',
    };
    expect((await say(one, failed as Word)).body.status).toBe('cancelling');
    expect(await coinsOf(opened.ctx, player)).toBe(90);
    const again = await leaseFor(player);
    expect(again.cancelled).toBe(true);
    await Promise.all([say(again, { outcome: 'void' }), say(again, { outcome: 'void' })]);
    await until(async () => {
      expect(await statusOf('deliveries', deliveryId)).toBe('refunded');
    });
    expect(await statusOf('shop_transactions', deliveryId)).toBe('refunded');
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(5);
    expect((await say(again, { outcome: 'void' })).body).toEqual({
      status: 'refunded',
      refunded: true,
    });
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    await expectSoundLedger(opened.ctx);
  });

  test('released for want of room comes again when the player asks', async () => {
    const { player } = await aBuyer();
    const one = await leaseFor(player);
    const released = await say(one, { outcome: 'released', reason: 'noRoom' });
    expect(released.body.status).toBe('pending');
    expect((await leaseFor(player)).deliveryId).toBe(one.deliveryId);
  });

  test('DELIVERY_LEASE_LOST: a release of a lease that is over; DELIVERY_UNKNOWN: none such', async () => {
    const { player } = await aBuyer();
    const one = await leaseFor(player);
    const stale = { ...one, leaseId: randomUUID() };
    const lost = await say(stale, { outcome: 'released', reason: 'noRoom' });
    expect([lost.status, lost.error?.code]).toEqual([409, 'DELIVERY_LEASE_LOST']);
    const none = await say({ ...one, deliveryId: randomUUID() }, { outcome: 'given' });
    expect([none.status, none.error?.code]).toEqual([404, 'DELIVERY_UNKNOWN']);
  });

  test('unclear waits for people, who can have it handed over again', async () => {
    const { player, deliveryId } = await aBuyer();
    await say(await leaseFor(player), { outcome: 'unclear', error: 'started' });
    expect(await statusOf('deliveries', deliveryId)).toBe('needs_review');
    await inTx(opened.ctx, (tx) => resolveDelivery(tx, deliveryId, 'deliverAgain'));
    expect((await leaseFor(player)).deliveryId).toBe(deliveryId);
  });
});

describe('remindOfReviews', () => {
  test('names in the log what only a person can decide', async () => {
    const { ctx, lines } = opened;
    const { player, deliveryId } = await aBuyer();
    const one = await leaseFor(player);
    await say(one, { outcome: 'unclear', error: 'started' });
    await remindOfReviews.run(ctx);
    const reminder = lines.find(({ msg }) => /wait for a person/.test(String(msg)));
    expect(reminder?.['deliveryIds']).toContain(deliveryId);
  });
});

describe('distrustAfterRestore', () => {
  test('lets nothing be paid back without a receipt that may have been leased since', async () => {
    const { deliveryId } = await aBuyer();
    expect(await inTx(opened.ctx, distrustAfterRestore)).toBeGreaterThan(0);
    expect(await inTx(opened.ctx, distrustAfterRestore)).toBe(0);
    expect(await inTx(opened.ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'))).toBe(
      'cancelling',
    );
  });
});

describe('cancelDelivery (D23)', () => {
  test('of one no server ever had is voided at once', async () => {
    const { deliveryId } = await aBuyer();
    expect(await inTx(opened.ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'))).toBe('voided');
  });

  test('of a leased one waits: a late given wins, and nothing is paid back', async () => {
    const { player, deliveryId } = await aBuyer();
    const one = await leaseFor(player);
    expect(await inTx(opened.ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'))).toBe(
      'cancelling',
    );
    expect((await say(one, { outcome: 'given' })).body.status).toBe('delivered');
    await until(async () => {
      expect(await statusOf('shop_transactions', deliveryId)).toBe('completed');
    });
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });

  test('DELIVERY_NOT_OPEN: of one that was delivered', async () => {
    const { player, deliveryId } = await aBuyer();
    await say(await leaseFor(player), { outcome: 'given' });
    const late = inTx(opened.ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'));
    expect(await refusalOf(late)).toBe('DELIVERY_NOT_OPEN');
    expect((await findDelivery(opened.ctx, deliveryId))?.state.status).toBe('delivered');
  });
});

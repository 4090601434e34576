// Direct push on a real database against a real HTTP server that does everything wrong in turn: what
// is given is given once, what is not proved is left to the pull, and no refund goes without proof.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { leaseMs } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { testApp } from '../../test/app.ts';
import {
  aPlayer,
  aPurchase,
  aReward,
  coinsOf,
  expectSoundLedger,
  inTx,
} from '../../test/builders.ts';
import { openReceiver, pushSecret } from '../../test/push-receiver.ts';
import type { Behaviour, Receiver } from '../../test/push-receiver.ts';
import type { Context } from '../core/context.ts';
import { startWorker } from '../core/jobs.ts';
import { eventJobs } from '../jobs.ts';
import { openPurchases } from '../shop/purchase.ts';
import { retryFulfilment } from './jobs.ts';
import { openPushClient } from './push-client.ts';
import type { PushClient } from './push-client.ts';
import { pushTargetOf } from './push-target.ts';
import { pushDue, startPush } from './push.ts';
import { cancelDelivery, findDelivery } from './service.ts';

const opened = testApp();
const until = (condition: () => unknown) => vi.waitFor(condition, { timeout: 10_000 });

let receiver: Receiver;
let client: PushClient;
beforeEach(async () => {
  receiver = await openReceiver();
  client = aClient();
});
afterEach(async () => {
  await receiver.close();
  // What a test has left open is nothing to the next.
  await opened.ctx.db.collection('deliveries').deleteMany({});
});

/** A way to the receiver whose breaker no other test has opened. */
const aClient = (timeoutMs = 2_000): PushClient =>
  openPushClient(
    { url: receiver.url, secret: pushSecret },
    { nowMs: () => opened.ctx.clock.now().getTime(), timeoutMs },
  );
const later = (ms: number): Context => ({
  ...opened.ctx,
  clock: {
    now: () => new Date(opened.ctx.clock.now().getTime() + ms),
    close: () => undefined,
  },
});

async function bought(fields: Parameters<typeof aPlayer>[1] = {}) {
  const { ctx } = opened;
  const player = await aPlayer(ctx, { coins: 100, ...fields });
  const { reply } = await openPurchases(ctx).submit(aPurchase(player, await aReward(ctx)));
  const deliveryId = reply.deliveryId ?? '';
  const state = async () => (await findDelivery(ctx, deliveryId))?.state;
  const { minecraftUUID } = player;
  const pull = async () => (await opened.ask(leaseDeliveries, { minecraftUUID })).body[0];
  return { player, deliveryId, state, pull };
}

/** Runs the jobs that act on events until this holds. */
async function settled(condition: () => unknown): Promise<void> {
  const worker = startWorker(opened.ctx, opened.doorbell, { onEvent: eventJobs, timed: [] });
  await until(condition);
  await worker.stop(2_000);
}

describe('a push', () => {
  test('hands over what is due, signed, under the id of the delivery, and ends it (S1-004, S1-129, S1-130, S1-131)', async () => {
    const { player, deliveryId, state } = await bought();
    expect(await pushDue(opened.ctx, client)).toBe(1);
    expect(receiver.heard).toEqual([
      {
        key: deliveryId,
        signed: true,
        body: {
          player_id: player.minecraftUUID,
          action: 'give',
          payload: { items: [{ material: 'DIAMOND', amount: 1 }] },
        },
      },
    ]);
    expect((await state())?.status).toBe('delivered');
    expect(await pushDue(opened.ctx, client)).toBe(0);
    await settled(async () => {
      const purchases = opened.ctx.db.collection('shop_transactions');
      const bought = await purchases.findOne({ playerId: player._id });
      expect(bought).toMatchObject({ status: 'completed' });
    });
  });

  test('is for players who are online, and of what no game server has (D24)', async () => {
    const away = await bought();
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: away.player._id }, { $set: { online: false } });
    const held = await bought();
    expect(await held.pull()).toBeDefined();
    await retryFulfilment.run(later(leaseMs + 1_000));
    expect(await pushDue(later(10 * leaseMs), client)).toBe(0);
    expect(receiver.heard).toEqual([]);
    expect((await held.state())?.boundTo).toBe('survival');
  });

  test('that is refused in words goes back, and the pull has it (S1-131)', async () => {
    receiver.behaviour = 'release';
    const { state, pull } = await bought();
    await pushDue(opened.ctx, client);
    expect(await state()).toMatchObject({
      ...{ status: 'pending', attempts: 1, boundTo: null, isPushUnclear: false },
      lastError: 'no room at all',
    });
    const leased = await pull();
    expect(leased).toMatchObject({ attempt: 2, cancelled: false });
    expect(receiver.given.size).toBe(0);
  });

  const unknown: Behaviour[] = [
    ...(['fail', 'cut', 'hang', 'giveThenHang', 'unsigned', 'otherSecret'] as const),
    ...(['otherNonce', 'old', 'nonsense', 'huge', 'redirect'] as const),
  ];
  test.each(unknown)(
    'with an answer that proves nothing (%s) keeps its lease, and comes again under the same id (S1-076, D15)',
    async (behaviour) => {
      receiver.behaviour = behaviour;
      const { player, deliveryId, state, pull } = await bought();
      await pushDue(opened.ctx, aClient(300));
      expect(await state()).toMatchObject({
        ...{ status: 'leased', attempts: 0, boundTo: null, isPushUnclear: true },
      });
      // Nobody else has it while it may be on its way.
      expect(await pull()).toBeUndefined();
      expect(await pushDue(opened.ctx, aClient())).toBe(0);
      await retryFulfilment.run(later(leaseMs + 1_000));
      receiver.behaviour = 'give';
      await pushDue(later(2 * leaseMs), aClient());
      expect(receiver.heard.map(({ key }) => key)).toEqual([deliveryId, deliveryId]);
      expect([...receiver.given.keys()]).toEqual([deliveryId]);
      expect((await state())?.status).toBe('delivered');
      expect(await coinsOf(opened.ctx, player)).toBe(90);
    },
  );

  test('without an answer is left to the pull when its lease is over (D24)', async () => {
    receiver.behaviour = 'hang';
    const { state, pull } = await bought();
    await pushDue(opened.ctx, aClient(100));
    await retryFulfilment.run(later(leaseMs + 1_000));
    const leased = await pull();
    if (!leased) throw new Error('nothing was leased');
    const { deliveryId, leaseId, attempt } = leased;
    await opened.ask(reportDelivery, { deliveryId, leaseId, attempt, outcome: 'given' });
    expect((await state())?.status).toBe('delivered');
  });

  test('that reaches nobody proves that nothing was given: the pull has it after a pause', async () => {
    await receiver.close();
    const { state, pull } = await bought();
    await pushDue(opened.ctx, client);
    expect(await state()).toMatchObject({
      ...{ status: 'pending', attempts: 1, isPushUnclear: false },
      lastError: 'push: ECONNREFUSED',
    });
    expect(await pull()).toBeDefined();
    receiver = await openReceiver();
  });
});

describe('a receiver that is away', () => {
  test('is left alone after three failures: nothing is leased from the pull (B-07)', async () => {
    receiver.behaviour = 'fail';
    for (let failed = 0; failed < 3; failed += 1) {
      await bought();
      await pushDue(opened.ctx, client);
    }
    expect(client.breaker.state()).toBe('open');
    const { state, pull } = await bought();
    expect(await pushDue(opened.ctx, client)).toBe(0);
    expect((await state())?.status).toBe('pending');
    expect(await pull()).toBeDefined();
    expect(receiver.heard).toHaveLength(3);
  });
});

describe('a cancel', () => {
  test('of a push without a clear answer waits for a person, whoever says void (D23)', async () => {
    receiver.behaviour = 'giveThenHang';
    const { player, deliveryId, state, pull } = await bought();
    await pushDue(opened.ctx, aClient(100));
    await inTx(opened.ctx, (tx) => cancelDelivery(tx, deliveryId, 'a wish'));
    await opened.ctx.db
      .collection<{ _id: string }>('deliveries')
      .updateOne({ _id: deliveryId }, { $set: { 'state.leaseUntilAt': 1 } });
    const leased = await pull();
    if (!leased) throw new Error('nothing was leased');
    const { leaseId, attempt } = leased;
    await opened.ask(reportDelivery, { deliveryId, leaseId, attempt, outcome: 'void' });
    expect(await state()).toMatchObject({ status: 'needs_review' });
    expect(await coinsOf(opened.ctx, player)).toBe(90);
  });

  test('of what only a push had, and did not give, is paid back without asking anybody', async () => {
    receiver.behaviour = 'release';
    const { player, deliveryId, state } = await bought();
    await pushDue(opened.ctx, client);
    await inTx(opened.ctx, (tx) => cancelDelivery(tx, deliveryId, 'a wish'));
    await pushDue(opened.ctx, client);
    expect(receiver.heard).toHaveLength(1);
    await settled(async () => {
      expect(await coinsOf(opened.ctx, player)).toBe(100);
    });
    expect((await state())?.status).toBe('refunded');
    await expectSoundLedger(opened.ctx);
  });
});

describe('two pushers and a game server at once', () => {
  test('hand everything over once (S1-129, D22)', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => bought()));
    const pushers = [1, 2].map(() =>
      startPush(opened.ctx, opened.doorbell, { url: receiver.url, secret: pushSecret }),
    );
    const pulled = await Promise.all(all.slice(0, 6).map(({ pull }) => pull()));
    const leased = pulled.flatMap((one) => (one ? [one.deliveryId] : []));
    await until(() => {
      expect(receiver.given.size + leased.length).toBe(12);
    });
    await Promise.all(pushers.map((pusher) => pusher.stop()));
    expect(receiver.heard.every(({ signed }) => signed)).toBe(true);
    expect(new Set([...receiver.given.keys(), ...leased]).size).toBe(12);
    expect(receiver.heard).toHaveLength(receiver.given.size);
  });

  test('a new purchase rings the pusher (pain 6)', async () => {
    const pusher = startPush(opened.ctx, opened.doorbell, {
      url: receiver.url,
      secret: pushSecret,
    });
    const { deliveryId } = await bought();
    await until(() => {
      expect(receiver.given.has(deliveryId)).toBe(true);
    });
    await pusher.stop();
  });
});

test('half a set-up is told by the name of what is missing (S1-031, S1-032)', () => {
  const url = 'https://play.example.com/mintkeep';
  expect(pushTargetOf({})).toBeNull();
  expect(pushTargetOf({ MINECRAFT_API_URL: url, MINECRAFT_API_KEY: pushSecret })).toEqual({
    url,
    secret: pushSecret,
  });
  expect(() => pushTargetOf({ MINECRAFT_API_URL: url })).toThrow('MINECRAFT_API_KEY');
  expect(() => pushTargetOf({ MINECRAFT_API_KEY: pushSecret })).toThrow('MINECRAFT_API_URL');
});

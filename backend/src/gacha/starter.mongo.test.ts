// The starter on a real replica set: claimed once, retried until it is there, never given twice.
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { leaseMs, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import {
  aPlayer,
  aReward,
  counts,
  expectSoundLedger,
  inTx,
  refusalOf,
  server,
} from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import type { Actor, Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { transact } from '../core/transact.ts';
import { cancelDelivery, findDelivery, leaseDue } from '../delivery/service.ts';
import * as delivery from '../delivery/service.ts';
import { findPlayerById } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { draw } from './draw.ts';
import { retryStarters, settleVoidedGacha } from './jobs.ts';
import { replaceTables } from './service.ts';
import * as starter from './starter.ts';
import type { RollDoc, StarterDoc } from './store.ts';

const opened = testContext();
const skus: string[] = [];

beforeAll(async () => {
  const { ctx } = opened;
  for (const name of ['Sword', 'Bow']) skus.push((await aReward(ctx, { name }))._id);
  const entries = skus.map((sku) => ({ sku, weight: 1 }));
  const kit = { _id: 'kit', name: 'Kit', icon: 'CHEST', kind: 'starter', costCoins: 0, entries };
  await inTx(ctx, (tx) => replaceTables(tx, [kit as never], 'test'));
});

/** A context in which time can pass. */
const timed = (ctx: Context) => {
  let aheadMs = 0;
  const now = () => new Date(ctx.clock.now().getTime() + aheadMs);
  const clock = { now, close: () => undefined } as Context['clock'];
  return {
    ctx: { ...ctx, clock, inFlight: new Set<string>() },
    pass: (ms: number) => (aheadMs += ms),
  };
};

const as = <T>(ctx: Context, work: Parameters<typeof transact<T>>[2], actor: Actor = server) =>
  transact(ctx, { actor, route: 'starter', key: randomUUID(), input: null }, work).then(
    ({ reply }) => reply,
  );
const claim = (ctx: Context, { minecraftUUID }: Player) =>
  as(ctx, (tx) => starter.claim(tx, { minecraftUUID }));
const say = (ctx: Context, { minecraftUUID }: Player, deliveryId: string, success: boolean) =>
  as(ctx, (tx) => starter.report(tx, { minecraftUUID, deliveryId, success, error: 'as told' }));
const lease = (ctx: Context, { minecraftUUID }: Player) =>
  as(ctx, (tx) => leaseDue(tx, { limit: 5, minecraftUUID }));
const sayVoid = (ctx: Context, deliveryId: string) =>
  as(ctx, (tx) => delivery.report(tx, { deliveryId, leaseId: randomUUID(), outcome: 'void' }));
const standing = (ctx: Context, { minecraftUUID }: Player) =>
  starter.starterOf(ctx, { minecraftUUID });
const flagOf = async (ctx: Context, { _id }: Player) =>
  (await findPlayerById(ctx, _id))?.starterDeliveryInProgress;
const starterDoc = (ctx: Context, { _id }: Player) =>
  ctx.db.collection<StarterDoc>('starters').findOne({ _id });

/** Fails a claimed starter until the machine asks for a void receipt, and gives that. */
async function failForGood(ctx: Context, player: Player, deliveryId: string): Promise<void> {
  for (let time = 0; time < starter.starterAttemptsMax; time += 1) {
    expect(await lease(ctx, player)).toMatchObject([{ deliveryId, cancelled: false }]);
    await say(ctx, player, deliveryId, false);
  }
  expect(await lease(ctx, player)).toMatchObject([{ deliveryId, cancelled: true }]);
  await sayVoid(ctx, deliveryId);
}

describe('claim', () => {
  test('marks the player before anything is handed over, and opens the delivery (S0-015, S0-016)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    expect(player.starterDeliveryInProgress).toBe(false);
    expect(await standing(ctx, player)).toEqual({ status: 'unclaimed', attempts: 0 });
    const { deliveryId, sku, payload } = await claim(ctx, player);
    expect(skus).toContain(sku);
    expect(await flagOf(ctx, player)).toBe(true);
    expect(await findDelivery(ctx, deliveryId)).toMatchObject({
      ref: { refType: 'starter', refId: deliveryId },
      task: payload,
      state: { status: 'pending', attemptsMax: 5 },
    });
    const drawn = await ctx.db.collection<RollDoc>('gacha_rolls').findOne({ playerId: player._id });
    expect(drawn).toMatchObject({ kind: 'starter', costCoins: 0, sku });
    expect(drawn && draw(drawn.seed, drawn.entries).sku).toBe(sku);
    const logged = await ctx.db.collection('event_log').findOne({ playerId: player._id });
    expect(logged).toMatchObject({ eventType: 'starter', data: { after: { deliveryId, sku } } });
    await expectSoundLedger(ctx);
  });

  test('lets one of sixteen at once win, at two backends (S0-016)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const other = { ...ctx, inFlight: new Set<string>() };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 16 }, (_, place) => claim(place % 2 === 0 ? ctx : other, player)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [(one.reason as Refusal).code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['STARTER_IN_PROGRESS']));
    const owed = await ctx.db.collection('deliveries').countDocuments({ playerId: player._id });
    expect(owed).toBe(1);
  });

  test('answers the first reply again to the same key (D15)', async () => {
    const { ctx } = opened;
    const { minecraftUUID } = await aPlayer(ctx);
    const command = { actor: server, route: 'claim', key: randomUUID(), input: minecraftUUID };
    const first = await transact(ctx, command, (tx) => starter.claim(tx, { minecraftUUID }));
    const again = await transact(ctx, command, (tx) => starter.claim(tx, { minecraftUUID }));
    expect(again).toEqual({ reply: first.reply, replayed: true });
  });

  test('keeps the kit that was drawn: nobody gets another one by failing', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const { sku, deliveryId } = await claim(ctx, player);
    await as(ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'));
    for (let time = 0; time < 6; time += 1) {
      const next = await claim(ctx, player);
      expect(next.sku).toBe(sku);
      await as(ctx, (tx) => cancelDelivery(tx, next.deliveryId, 'test'));
    }
  });

  const ban = { reason: 'x', by: 'console', at: new Date(), untilAt: null };
  test.each([
    ['PLAYER_FROZEN', { frozen: true }],
    ['PLAYER_BANNED', { banned: ban }],
  ])('%s, and changes nothing', async (code, who) => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, who);
    const before = await counts(ctx);
    expect(await refusalOf(claim(ctx, player))).toBe(code);
    expect(await counts(ctx)).toEqual(before);
    expect(await flagOf(ctx, player)).toBe(false);
  });
});

describe('report', () => {
  test('a success ends it for ever, and says so again when repeated (S0-018)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const { deliveryId } = await claim(ctx, player);
    await lease(ctx, player);
    expect(await standing(ctx, player)).toEqual({ status: 'in_progress', attempts: 1 });
    for (let time = 0; time < 2; time += 1) {
      expect(await say(ctx, player, deliveryId, true)).toEqual({ status: 'delivered' });
    }
    expect(await standing(ctx, player)).toEqual({ status: 'delivered', attempts: 1 });
    expect(await flagOf(ctx, player)).toBe(false);
    expect(await refusalOf(claim(ctx, player))).toBe('STARTER_DELIVERED');
    expect(await refusalOf(say(ctx, player, deliveryId, false))).toBe('STARTER_NOT_OPEN');
  });

  test('a failure puts it back with a growing pause, and counts once (S0-017, S0-018)', async () => {
    const { ctx, pass } = timed(opened.ctx);
    const player = await aPlayer(ctx);
    const { deliveryId } = await claim(ctx, player);
    const due = () => as(ctx, (tx) => leaseDue(tx, { limit: 50 }));
    const isDue = async () => (await due()).some((one) => one.deliveryId === deliveryId);
    for (const pauseMs of [5_000, 10_000, 20_000, 40_000]) {
      expect(await isDue()).toBe(true);
      expect(await say(ctx, player, deliveryId, false)).toEqual({ status: 'pending' });
      expect(await say(ctx, player, deliveryId, false)).toEqual({ status: 'pending' });
      pass(pauseMs - 1_000);
      expect(await isDue()).toBe(false);
      pass(1_000);
    }
    expect(await isDue()).toBe(true);
    expect(await say(ctx, player, deliveryId, false)).toEqual({ status: 'in_progress' });
    expect(await standing(ctx, player)).toEqual({ status: 'in_progress', attempts: 5 });
  });

  test('after five failures a void receipt opens it to the next claim (S0-017)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const first = await claim(ctx, player);
    await failForGood(ctx, player, first.deliveryId);
    expect(await standing(ctx, player)).toEqual({ status: 'failed', attempts: 5 });
    // Not even the job that hears of it has to be awaited.
    const second = await claim(ctx, player);
    expect(await standing(ctx, player)).toEqual({ status: 'pending', attempts: 5 });
    await lease(ctx, player);
    expect(await say(ctx, player, second.deliveryId, true)).toEqual({ status: 'delivered' });
    expect(await standing(ctx, player)).toEqual({ status: 'delivered', attempts: 6 });
    expect(await refusalOf(say(ctx, player, first.deliveryId, true))).toBe('STARTER_NOT_OPEN');
  });

  test('STARTER_NOT_OPEN: never leased, leased by another server, or of another player', async () => {
    const { ctx } = opened;
    const [player, other] = [await aPlayer(ctx), await aPlayer(ctx)];
    const { deliveryId } = await claim(ctx, player);
    expect(await refusalOf(say(ctx, player, deliveryId, true))).toBe('STARTER_NOT_OPEN');
    expect(await refusalOf(say(ctx, player, deliveryId, false))).toBe('STARTER_NOT_OPEN');
    await lease(ctx, player);
    expect(await refusalOf(say(ctx, other, deliveryId, true))).toBe('STARTER_NOT_OPEN');
    expect(await refusalOf(say(ctx, player, randomUUID(), true))).toBe('STARTER_NOT_OPEN');
    const { minecraftUUID } = player;
    const creative = as(
      ctx,
      (tx) => starter.report(tx, { minecraftUUID, deliveryId, success: true }),
      {
        kind: 'server',
        id: 'creative',
      },
    );
    expect(await refusalOf(creative)).toBe('STARTER_NOT_OPEN');
    expect(await standing(ctx, player)).toEqual({ status: 'in_progress', attempts: 1 });
  });
});

describe('a lease that runs out', () => {
  test('after 60 s counts as a failed try, and the starter comes again (S0-017)', async () => {
    const { ctx, pass } = timed(opened.ctx);
    const player = await aPlayer(ctx);
    const { deliveryId } = await claim(ctx, player);
    await lease(ctx, player);
    pass(leaseMs - 1_000);
    const due = async () =>
      (await as(ctx, (tx) => leaseDue(tx, { limit: 50 }))).filter(
        (one) => one.deliveryId === deliveryId,
      );
    expect(await due()).toEqual([]);
    pass(1_000 + 5_000);
    expect(await due()).toMatchObject([{ attempt: 2, cancelled: false }]);
    expect(await standing(ctx, player)).toEqual({ status: 'in_progress', attempts: 2 });
  });
});

describe('starter:retry', () => {
  test('clears a starterDeliveryInProgress that is stale, and only that (S0-017)', async () => {
    const { ctx } = opened;
    const [stale, running] = [await aPlayer(ctx), await aPlayer(ctx)];
    const { deliveryId } = await claim(ctx, stale);
    await claim(ctx, running);
    await as(ctx, (tx) => cancelDelivery(tx, deliveryId, 'test'));
    expect([await flagOf(ctx, stale), await flagOf(ctx, running)]).toEqual([true, true]);
    await retryStarters.run(ctx);
    expect([await flagOf(ctx, stale), await flagOf(ctx, running)]).toEqual([false, true]);
    expect(await starterDoc(ctx, stale)).toMatchObject({ status: 'failed' });
    expect(await starterDoc(ctx, running)).toMatchObject({ status: 'open' });
  });

  test('the end of an earlier claim, heard late, does not touch the next one', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const first = await claim(ctx, player);
    await as(ctx, (tx) => cancelDelivery(tx, first.deliveryId, 'test'));
    const second = await claim(ctx, player);
    const event = {
      type: 'delivery.voided',
      deliveryId: first.deliveryId,
      minecraftUUID: player.minecraftUUID,
      ref: { refType: 'starter', refId: first.deliveryId },
    } as const;
    await as(ctx, (tx) => settleVoidedGacha.run(tx, event));
    expect(await flagOf(ctx, player)).toBe(true);
    expect(await starterDoc(ctx, player)).toMatchObject({
      status: 'open',
      deliveryId: second.deliveryId,
    });
  });
});

/** What can happen to a starter; chosen by the property. */
const step = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), times: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    do: fc.constant('handOver' as const),
    ends: fc.constantFrom(
      'given',
      'givenByStarterReport',
      'crashBeforeSave',
      'crashAfterSave',
      'failed',
      'failedForGood',
      'playerLeft',
    ),
  }),
  fc.record({ do: fc.constant('repeat' as const), which: fc.nat() }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(4_000, 70_000, 900_000) }),
  fc.record({ do: fc.constantFrom('cancel' as const, 'worker' as const, 'retryJob' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** A game server with one player: receipts on its disk, and every word it ever sent. */
function aStory(base: Context, player: Player) {
  const { ctx, pass } = timed(base);
  const claimed = new Set<string>();
  const receipts = new Map<string, 'given' | 'void'>();
  const words: (() => Promise<unknown>)[] = [];
  /** Refusals are answers; anything else is a fault and fails the property. */
  const heard = (doing: Promise<unknown>) =>
    doing.catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  const send = (word: () => Promise<unknown>) => {
    words.push(word);
    return heard(word());
  };
  const kits = () => [...receipts.values()].filter((one) => one === 'given').length;

  async function handOver(ends: string): Promise<void> {
    for (const { deliveryId, leaseId, cancelled } of await lease(ctx, player)) {
      const receipt = receipts.get(deliveryId) ?? (cancelled ? 'void' : null);
      const saves =
        ends === 'given' || ends === 'crashAfterSave' || ends === 'givenByStarterReport';
      if (receipt) receipts.set(deliveryId, receipt);
      else if (saves) receipts.set(deliveryId, 'given');
      if (ends.startsWith('crash')) continue;
      const outcome = receipt ?? (saves ? 'given' : 'released');
      const isByStarter = ends === 'givenByStarterReport' || ends === 'failed';
      if (isByStarter && outcome !== 'void') {
        await send(() => say(ctx, player, deliveryId, outcome === 'given'));
      } else {
        const reason = ends === 'playerLeft' ? 'playerLeft' : 'failed';
        const permanent = ends === 'failedForGood';
        const word = { deliveryId, leaseId, outcome, reason, permanent, error: ends } as const;
        await send(() => as(ctx, (tx) => delivery.report(tx, word)));
      }
    }
  }
  const worker = async () => {
    for (const id of claimed) await as(ctx, (tx) => starter.settleDelivery(tx, id));
  };
  const claimAtOnce = async (times: number) => {
    const done = await Promise.all(Array.from({ length: times }, () => heard(claim(ctx, player))));
    const won = done.filter(Boolean) as { deliveryId: string }[];
    for (const { deliveryId } of won) claimed.add(deliveryId);
    return won.length;
  };
  const cancelAll = async () => {
    for (const id of claimed) await heard(as(ctx, (tx) => cancelDelivery(tx, id, 'staff')));
  };
  const run = async (one: Step): Promise<void> => {
    switch (one.do) {
      case 'claim':
        expect(await claimAtOnce(one.times)).toBeLessThanOrEqual(1);
        return;
      case 'handOver':
        return handOver(one.ends);
      case 'repeat': {
        const word = words[one.which % Math.max(1, words.length)];
        if (word) await heard(word());
        return;
      }
      case 'wait':
        pass(one.ms);
        return;
      case 'cancel':
        return cancelAll();
      case 'worker':
        return worker();
      case 'retryJob':
        return retryStarters.run(ctx);
    }
  };
  return { ctx, run, kits, worker, claimAtOnce, handOver, pass };
}

describe('the starter under any interleaving', () => {
  test('Property 4: Starter Delivery Idempotence (S0-019)', { timeout: 180_000 }, async () => {
    const stories = fc.array(step, { minLength: 1, maxLength: 14 });
    await fc.assert(
      fc.asyncProperty(stories, async (steps) => {
        const player = await aPlayer(opened.ctx);
        const story = aStory(opened.ctx, player);
        for (const one of steps) {
          await story.run(one);
          expect(story.kits()).toBeLessThanOrEqual(1);
        }
        // Then everything works again: whatever failed before must not stand in the way.
        for (let round = 0; round < 3; round += 1) {
          await story.claimAtOnce(2);
          story.pass(900_000);
          await story.handOver('given');
          await story.worker();
        }
        expect(story.kits()).toBe(1);
        expect((await standing(story.ctx, player)).status).toBe('delivered');
        expect(await flagOf(story.ctx, player)).toBe(false);
        expect(await refusalOf(claim(story.ctx, player))).toBe('STARTER_DELIVERED');
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

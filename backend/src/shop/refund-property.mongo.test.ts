// Property 9 of the specification: random interleavings of buying, leasing, handing over, reporting,
// expiring and refunding, through the real routes, services and worker on a real replica set.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery, ReportOutcome } from '@mintkeep/shared/delivery.ts';
import { refundPurchase } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import {
  aPlayer,
  aPurchase,
  aReward,
  coinsOf,
  expectSoundLedger,
  stockOf,
} from '../../test/builders.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import { findDelivery } from '../delivery/service.ts';
import type { DeliveryDoc } from '../delivery/store.ts';
import { awaitVoidReceipt, completeDelivered, refundVoidedDelivery } from './jobs.ts';
import { openPurchases } from './purchase.ts';
import { getPurchase } from './service.ts';

const opened = testApp();
let worker: Worker;
beforeAll(() => {
  worker = startWorker(opened.ctx, opened.doorbell, {
    onEvent: [awaitVoidReceipt, completeDelivered, refundVoidedDelivery],
    timed: [],
  });
});
afterAll(() => worker.stop(2_000));

const acts = ['poll', 'handOver', 'report', 'fail', 'expire', 'refund'] as const;
const overrides = ['refundByStaff', 'refundWithoutProof'] as const;
type Act = (typeof acts)[number] | (typeof overrides)[number];

interface World {
  readonly player: { _id: string; minecraftUUID: string };
  readonly reward: { _id: string };
  readonly purchaseId: string;
  /** What the game server has leased, and its words that were not said or may be said again. */
  inHand: LeasedDelivery[];
  words: { lease: LeasedDelivery; outcome: ReportOutcome }[];
  /** What the player's file says: never changed once written. */
  receipt: 'given' | 'void' | null;
  /** What refunds that were paid answered. */
  readonly paid: unknown[];
}

/** The game server's hands: a receipt answers for itself, a cancelled one gets its void receipt. */
function handOver(world: World): void {
  for (const lease of world.inHand.splice(0)) {
    world.receipt ??= lease.cancelled ? 'void' : 'given';
    world.words.push({ lease, outcome: world.receipt });
  }
}

async function say(
  { deliveryId, leaseId, attempt }: LeasedDelivery,
  outcome: ReportOutcome,
  more = {},
): Promise<void> {
  const word = { deliveryId, leaseId, attempt, outcome, ...more };
  const { status } = await opened.ask(reportDelivery, word);
  expect([200, 409]).toContain(status);
}

async function refund(world: World, withoutProof: boolean, actor?: string): Promise<void> {
  const wish = { purchaseId: world.purchaseId, reason: 'test', withoutProof };
  const answer = await opened.ask(refundPurchase, wish, actor ? { actor } : {});
  expect([200, 202, 409]).toContain(answer.status);
  if (answer.status === 200) world.paid.push(answer.body);
}

/** Time passes: the lease that runs is over, and no pause is left. */
const expire = ({ purchaseId }: World) =>
  opened.ctx.db.collection<DeliveryDoc>('deliveries').updateOne(
    { _id: purchaseId, 'state.leaseUntilAt': { $ne: null } },
    // Longer ago than any pause between two tries.
    { $set: { 'state.leaseUntilAt': 1 }, $inc: { revision: 1 } },
  );

const doing: Record<Act, (world: World) => Promise<unknown>> = {
  poll: async (world) => {
    const { minecraftUUID } = world.player;
    world.inHand.push(...(await opened.ask(leaseDeliveries, { minecraftUUID })).body);
  },
  handOver: async (world) => {
    handOver(world);
  },
  report: async ({ words }) => {
    // The newest may be said while an older one is still on its way.
    const word = words.at(-1);
    if (word) await say(word.lease, word.outcome);
  },
  fail: async (world) => {
    const lease = world.receipt === null ? world.inHand.pop() : undefined;
    if (lease) await say(lease, 'released', { reason: 'failed', permanent: true, error: 'test' });
  },
  expire,
  refund: (world) => refund(world, false),
  refundByStaff: (world) => refund(world, false, 'console'),
  refundWithoutProof: (world) => refund(world, true, 'console'),
};

const coins = 1_000;
const stock = 50;

async function aWorld(priceCoins: number, quantity: number): Promise<World> {
  const { ctx } = opened;
  const player = await aPlayer(ctx, { coins });
  const reward = await aReward(ctx, { priceCoins, stock });
  const command = aPurchase(player, reward, { quantity });
  const { reply } = await openPurchases(ctx).submit(command);
  const { purchaseId } = reply;
  return { player, reward, purchaseId, inHand: [], words: [], receipt: null, paid: [] };
}

/** Lets the game server go on until the delivery and the purchase have come to an end. */
async function settle(world: World): Promise<void> {
  await vi.waitFor(
    async () => {
      await doing.poll(world);
      handOver(world);
      for (const { lease, outcome } of world.words) await say(lease, outcome);
      await expire(world);
      const delivery = await findDelivery(opened.ctx, world.purchaseId);
      expect(['delivered', 'refunded']).toContain(delivery?.state.status);
      const { status } = await getPurchase(opened.ctx, world.purchaseId);
      expect(['completed', 'refunded']).toContain(status);
    },
    { timeout: 10_000, interval: 10 },
  );
}

const histories = (all: readonly Act[]) =>
  fc.record({
    priceCoins: fc.integer({ min: 1, max: 90 }),
    quantity: fc.integer({ min: 1, max: 10 }),
    // Acts of one step happen at once.
    steps: fc.array(fc.array(fc.constantFrom(...all), { minLength: 1, maxLength: 4 }), {
      maxLength: 8,
    }),
  });

async function live(
  priceCoins: number,
  quantity: number,
  steps: readonly (readonly Act[])[],
): Promise<World> {
  const world = await aWorld(priceCoins, quantity);
  for (const step of steps) await Promise.all(step.map((act) => doing[act](world)));
  await settle(world);
  return world;
}

/** Refunded or not, the coins are exact, the ledger has it once, and every answer was the same. */
async function expectExact(world: World, costCoins: number): Promise<boolean> {
  const { ctx } = opened;
  const { purchaseId, player, paid } = world;
  const refunded = (await getPurchase(ctx, purchaseId)).status === 'refunded';
  expect(await coinsOf(ctx, player)).toBe(refunded ? coins : coins - costCoins);
  const entries = await ctx.db
    .collection('transactions')
    .find({ 'meta.purchaseId': purchaseId })
    .toArray();
  expect(entries.map(({ type, amountCoins }) => [type as string, amountCoins as number])).toEqual(
    refunded ? [['refund', costCoins]] : [],
  );
  const logged = { eventType: 'refund', 'data.after.purchaseId': purchaseId };
  expect(await ctx.db.collection('event_log').countDocuments(logged)).toBe(refunded ? 1 : 0);
  const answer = { purchaseId, status: 'refunded', refundedCoins: costCoins };
  for (const one of paid) expect(one).toEqual({ ...answer, walletBalanceCoins: coins });
  return refunded;
}

describe('Property 9: Refund Correctness (S0-014)', () => {
  test('restores exactly the deducted coins, once, and never for what was delivered', async () => {
    await fc.assert(
      fc.asyncProperty(histories(acts), async ({ priceCoins, quantity, steps }) => {
        const world = await live(priceCoins, quantity, steps);
        const refunded = await expectExact(world, priceCoins * quantity);
        expect(refunded).toBe(world.receipt !== 'given');
        expect(await stockOf(opened.ctx, world.reward)).toBe(refunded ? stock : stock - quantity);
      }),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    await expectSoundLedger(opened.ctx);
  }, 180_000);

  test('restores them once also when staff override (D23)', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories([...acts, ...overrides]),
        async ({ priceCoins, quantity, steps }) => {
          const world = await live(priceCoins, quantity, steps);
          await expectExact(world, priceCoins * quantity);
          // What was given can not be sold again; what was not, can.
          const left = world.receipt === 'given' ? stock - quantity : stock;
          expect(await stockOf(opened.ctx, world.reward)).toBe(left);
        },
      ),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    await expectSoundLedger(opened.ctx);
  }, 180_000);
});

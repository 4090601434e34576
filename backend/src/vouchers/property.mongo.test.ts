// Random interleavings of redeeming by several players, handing over, failing, expiring, voiding and
// refunding, through the real routes, services and worker on a real replica set: the goods arrive at
// most once, and the coins come back exactly when they did not.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import type { LeasedDelivery } from '@mintkeep/shared/delivery.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { redeemVoucher, voidVoucher } from '@mintkeep/shared/vouchers.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aReward, coinsOf, expectSoundLedger, stockOf } from '../../test/builders.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import type { DeliveryDoc } from '../delivery/store.ts';
import { eventJobs } from '../jobs.ts';
import type { Player } from '../players/service.ts';
import { getPurchase } from '../shop/service.ts';
import { expireVouchers } from './jobs.ts';
import type { VoucherDoc } from './store.ts';

const opened = testApp();
let worker: Worker;
let players: Player[];
beforeAll(async () => {
  worker = startWorker(opened.ctx, opened.doorbell, { onEvent: eventJobs, timed: [] });
});
afterAll(() => worker.stop(2_000));

const acts = [
  'redeem0',
  'redeem1',
  'poll',
  'lapse',
  'handOver',
  'fail',
  'expire',
  'void',
  'refund',
] as const;
type Act = (typeof acts)[number];

interface World {
  readonly buyer: Player;
  readonly reward: { _id: string };
  readonly purchaseId: string;
  readonly code: string;
  inHand: LeasedDelivery[];
  /** What the players' files say of each delivery: never changed once written. */
  readonly receipts: Map<string, 'given' | 'void'>;
}

const say = ({ deliveryId, leaseId, attempt }: LeasedDelivery, word: object) =>
  opened.ask(reportDelivery, { deliveryId, leaseId, attempt, ...word } as never);

async function redeem({ code }: World, place: number): Promise<void> {
  const { minecraftUUID = '' } = players[place] ?? {};
  const { status } = await opened.ask(redeemVoucher, { minecraftUUID, code });
  expect([200, 409, 410, 429]).toContain(status);
}

async function poll(world: World): Promise<void> {
  for (const { minecraftUUID } of players) {
    world.inHand.push(...(await opened.ask(leaseDeliveries, { minecraftUUID })).body);
  }
}

/** Every lease runs out, and what is owed is leased again. */
async function lapse(world: World): Promise<void> {
  await opened.ctx.db
    .collection<DeliveryDoc>('deliveries')
    .updateMany(
      { 'ref.refId': world.purchaseId, 'state.leaseUntilAt': { $ne: null } },
      { $set: { 'state.leaseUntilAt': 1 }, $inc: { revision: 1 } },
    );
  world.inHand = [];
  await poll(world);
}

/** A receipt answers for itself, a cancelled delivery gets its void receipt. */
async function handOver({ inHand, receipts }: World): Promise<void> {
  for (const lease of inHand.splice(0)) {
    const outcome = receipts.get(lease.deliveryId) ?? (lease.cancelled ? 'void' : 'given');
    receipts.set(lease.deliveryId, outcome);
    await say(lease, { outcome });
  }
}

async function fail({ inHand, receipts }: World): Promise<void> {
  const lease = inHand.pop();
  if (!lease || receipts.has(lease.deliveryId)) return;
  await say(lease, { outcome: 'released', reason: 'failed', permanent: true, error: 'test' });
}

/** Time passes for the voucher, and the job takes its turn. */
async function expire({ purchaseId: _id }: World): Promise<void> {
  const change = { $set: { expiresAt: new Date(0) } };
  await opened.ctx.db.collection<VoucherDoc>('vouchers').updateOne({ _id }, change);
  await expireVouchers.run(opened.ctx);
}

const doing: Record<Act, (world: World) => Promise<unknown>> = {
  redeem0: (world) => redeem(world, 0),
  redeem1: (world) => redeem(world, 1),
  poll,
  lapse,
  handOver,
  fail,
  expire,
  void: ({ purchaseId }) =>
    opened.ask(voidVoucher, { voucherId: purchaseId, reason: 'test' }, { actor: 'console' }),
  refund: ({ purchaseId }) => opened.ask(refundPurchase, { purchaseId, reason: 'test' }),
};

const [coins, price, stock] = [1_000, 40, 50];

async function aWorld(): Promise<World> {
  const { ctx } = opened;
  // Fresh ones for each history: how often one may try is limited.
  players = [await aPlayer(ctx), await aPlayer(ctx)];
  const buyer = await aPlayer(ctx, { coins });
  const reward = await aReward(ctx, { fulfilment: 'voucher', priceCoins: price, stock });
  const input = { minecraftUUID: buyer.minecraftUUID, sku: reward._id, quantity: 1 };
  const { purchaseId, voucherCode: code = '' } = (await opened.ask(purchase, input)).body;
  return { buyer, reward, purchaseId, code, inHand: [], receipts: new Map() };
}

/** Leases run out and the game servers go on, until the purchase has come to an end. */
async function settle(world: World): Promise<void> {
  await vi.waitFor(
    async () => {
      await lapse(world);
      await handOver(world);
      const { status } = await getPurchase(opened.ctx, world.purchaseId);
      if (status === 'pending') await expire(world);
      expect(['completed', 'refunded']).toContain(status);
      const jobs = opened.ctx.db.collection('jobs');
      expect(await jobs.countDocuments({ status: { $in: ['ready', 'running'] } })).toBe(0);
    },
    { timeout: 10_000, interval: 10 },
  );
}

/** Once all is over, nobody gets anything more. */
async function tryAgain(world: World): Promise<void> {
  await opened.ctx.db.collection('rate_limits').deleteMany({});
  for (const place of [0, 1]) await redeem(world, place);
  await lapse(world);
  await handOver(world);
}

describe('a bought voucher (S1-188)', () => {
  test('gives its goods once or its coins back, never both and never neither', async () => {
    const ends = { given: 0, refunded: 0 };
    // What leads to goods stands twice: most of the rest leads to a refund.
    const act = fc.constantFrom(...acts, 'redeem0', 'redeem1', 'poll', 'handOver');
    // Acts of one step happen at once.
    const step = fc.array(act, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (steps) => {
        const world = await aWorld();
        for (const some of steps) await Promise.all(some.map((act) => doing[act](world)));
        await settle(world);
        await tryAgain(world);
        const given = [...world.receipts.values()].filter((one) => one === 'given').length;
        expect(given).toBeLessThanOrEqual(1);
        const refunded = (await getPurchase(opened.ctx, world.purchaseId)).status === 'refunded';
        expect(refunded).toBe(given === 0);
        expect(await coinsOf(opened.ctx, world.buyer)).toBe(refunded ? coins : coins - price);
        expect(await stockOf(opened.ctx, world.reward)).toBe(refunded ? stock : stock - 1);
        ends[refunded ? 'refunded' : 'given'] += 1;
      }),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
    // Both ends were seen, or this says nothing.
    expect(Math.min(ends.given, ends.refunded)).toBeGreaterThan(5);
    await expectSoundLedger(opened.ctx);
  }, 180_000);
});

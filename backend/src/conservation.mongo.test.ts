// Coins are conserved whatever is asked in whatever order: random histories of all commands that move
// coins or goods, several at once, through the real routes, with the worker at work.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import { listEvents } from '@mintkeep/shared/event-log.ts';
import { claimStarter, rollGacha } from '@mintkeep/shared/gacha.ts';
import { refundOrder } from '@mintkeep/shared/orders.ts';
import { pay } from '@mintkeep/shared/pay.ts';
import { adjust, freeze, unfreeze } from '@mintkeep/shared/players.ts';
import { rollBackEvent } from '@mintkeep/shared/rollback.ts';
import { purchase, refundPurchase } from '@mintkeep/shared/shop.ts';
import { generateCode, verifyCode } from '@mintkeep/shared/verification.ts';
import { testApp } from '../test/app.ts';
import { aPlayer, aReward, inTx } from '../test/builders.ts';
import { deposit, holding, withdrawal } from '../test/holds.ts';
import { aListing } from '../test/market.ts';
import { buy as buyFrom } from '../test/orders.ts';
import { staffMember } from '../test/staff.ts';
import type { Panel } from '../test/staff.ts';
import { eventJobs } from './jobs.ts';
import { startWorker } from './core/jobs.ts';
import type { Worker } from './core/jobs.ts';
import { replaceTables } from './gacha/service.ts';
import { verifyLedger } from './ledger/verify.ts';
import { endOverdueOrders, reconcileOrders } from './market/orders-jobs.ts';
import type { ListingDoc } from './market/store.ts';
import type { Player } from './players/service.ts';
import type { Reward } from './shop/service.ts';

const opened = testApp();
let boss: Panel;
let worker: Worker;
let players: Player[];
let rewards: Reward[];
/** Goods of the first two, for sale to the others: too many to be sold out. */
let listings: ListingDoc[];
/** What was answered with a yes at least once: a history of refusals alone would prove nothing. */
const worked = new Set<string>();

beforeAll(async () => {
  const { ctx, doorbell } = opened;
  boss = await staffMember(opened, 'SUPERADMIN');
  players = await Promise.all([500, 50, 0].map((coins) => aPlayer(ctx, { coins })));
  rewards = [
    await aReward(ctx, { priceCoins: 7 }),
    await aReward(ctx, { priceCoins: 30, stock: 40 }),
  ];
  listings = await Promise.all(
    [0, 1].map((seller) =>
      aListing(opened, players[seller] as Player, { goods: { quantity: 2_000 } }),
    ),
  );
  const entries = rewards.map(({ _id }) => ({ sku: _id, weight: 1 }));
  const table = { name: 'Crate', icon: 'CHEST', entries };
  await inTx(ctx, (tx) =>
    replaceTables(
      tx,
      [
        { ...table, _id: 'crate', kind: 'roll', costCoins: 11 },
        { ...table, _id: 'kit', kind: 'starter', costCoins: 0 },
      ],
      'for a test',
    ),
  );
  worker = startWorker(ctx, doorbell, { onEvent: eventJobs, timed: [] });
});
afterAll(() => worker.stop(5_000));

const player = fc.nat({ max: 2 });
const order = fc.record({
  what: fc.constant('order' as const),
  who: player,
  n: fc.integer({ min: 1, max: 9 }),
});
const step = fc.oneof(
  fc.record({ what: fc.constant('buy' as const), who: player, n: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ what: fc.constant('refund' as const), who: player, n: fc.nat({ max: 5 }) }),
  fc.record({
    what: fc.constant('adjust' as const),
    who: player,
    n: fc.integer({ min: -200, max: 200 }).filter((amount) => amount !== 0),
  }),
  fc.record({ what: fc.constant('roll' as const), who: player, n: fc.constant(0) }),
  fc.record({ what: fc.constant('starter' as const), who: player, n: fc.constant(0) }),
  fc.record({ what: fc.constant('pay' as const), who: player, n: fc.integer({ min: 1, max: 60 }) }),
  // Twice: with three players most of them are refused, as trades with oneself or for want of coins.
  order,
  order,
  fc.record({ what: fc.constant('refund order' as const), who: player, n: fc.nat({ max: 3 }) }),
  fc.record({ what: fc.constant('end orders' as const), who: player, n: fc.nat({ max: 1 }) }),
  fc.record({ what: fc.constant('hand over' as const), who: player, n: fc.nat({ max: 2 }) }),
  // Thawed more often than frozen: nobody trades with the frozen.
  fc.record({ what: fc.constant('freeze' as const), who: player, n: fc.nat({ max: 4 }) }),
  fc.record({ what: fc.constant('link' as const), who: player, n: fc.constant(0) }),
  fc.record({
    what: fc.constant('hold' as const),
    who: player,
    n: fc.integer({ min: 1, max: 90 }),
  }),
  fc.record({ what: fc.constant('settle' as const), who: player, n: fc.nat({ max: 60 }) }),
  fc.record({ what: fc.constant('give back' as const), who: player, n: fc.constant(0) }),
  fc.record({ what: fc.constant('roll back' as const), who: player, n: fc.nat({ max: 8 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Everything a step may be answered: a yes, or a no that is meant for it. Never a fault. */
async function run({ what, who, n }: Step): Promise<void> {
  const { ask, ctx } = opened;
  const { _id: id, minecraftUUID, minecraftName: name } = players[who] as Player;
  const reason = 'a property';
  const answers: { status: number }[] = [];
  const console = { actor: 'console' };
  switch (what) {
    case 'buy':
      answers.push(
        await ask(purchase, { minecraftUUID, sku: rewards[n % 2]?._id ?? '', quantity: n }),
      );
      break;
    case 'refund': {
      const made = await ctx.db
        .collection<{ _id: string }>('shop_transactions')
        .find({ playerId: id })
        .sort({ timestamp: -1 })
        .toArray();
      const purchaseId = made[n]?._id ?? randomUUID();
      answers.push(await ask(refundPurchase, { purchaseId, reason }, console));
      break;
    }
    case 'pay': {
      const { minecraftUUID: toMinecraftUUID } = players[(who + 1) % 3] as Player;
      answers.push(await ask(pay, { minecraftUUID, toMinecraftUUID, amountCoins: n }));
      break;
    }
    case 'order':
      answers.push(
        await buyFrom(opened, { minecraftUUID }, listings[n % 2] as ListingDoc, { quantity: n }),
      );
      break;
    case 'refund order':
      answers.push(await askRefundOfOrder(id, n));
      break;
    case 'end orders':
      await endOrders(n === 0);
      break;
    case 'adjust':
      answers.push(await ask(adjust, { id, amountCoins: n, reason }, console));
      break;
    case 'roll':
      answers.push(await ask(rollGacha, { minecraftUUID }));
      break;
    case 'starter':
      answers.push(await ask(claimStarter, { minecraftUUID }));
      break;
    case 'freeze':
      answers.push(
        await ask((n === 0 ? freeze : unfreeze) as typeof freeze, { id, reason }, console),
      );
      break;
    case 'link': {
      const made = await ask(generateCode, { minecraftUUID, name });
      answers.push(made);
      if (made.status !== 201) break;
      answers.push(await ask(verifyCode, { code: made.body.code, discordId: '80351110224678912' }));
      break;
    }
    case 'hold':
    case 'settle':
    case 'give back':
      answers.push(await askOfHolds(what, players[who] as Player, n));
      break;
    case 'hand over':
      answers.push(...(await handOver(n)));
      break;
    case 'roll back': {
      const list = await boss.ask(listEvents, { playerId: id, pageSize: '20' });
      const eventId = list.body.items[n]?.eventId ?? randomUUID();
      answers.push(
        await boss.ask(rollBackEvent, { eventId, reason }, { idempotencyKey: randomUUID() }),
      );
      break;
    }
  }
  for (const { status } of answers) {
    expect([200, 201, 202, 402, 403, 404, 409, 410, 429, 503]).toContain(status);
  }
  if (answers.every(({ status }) => status < 300)) worked.add(what);
}

/** Coins are set aside for the server; a plugin there takes some, or gives some. */
async function askOfHolds(
  what: 'hold' | 'settle' | 'give back',
  player: Player,
  n: number,
): Promise<{ status: number }> {
  const here = holding(opened.ask);
  if (what === 'hold') return here.take(player, n);
  if (what === 'give back') return here.release([player]);
  await here.reserve(n + 1);
  return here.settle([n % 2 === 0 ? withdrawal(player, n + 1) : deposit(player, n)]);
}

/** Staff pay an order of a player back; of the newest ones, so that some are open. */
async function askRefundOfOrder(buyerId: string, n: number): Promise<{ status: number }> {
  const made = await opened.ctx.db
    .collection<{ _id: string }>('orders')
    .find({ buyerId })
    .sort({ createdAt: -1 })
    .toArray();
  const wish = { orderId: made[n]?._id ?? randomUUID(), reason: 'a property', withoutProof: n > 1 };
  return opened.ask(refundOrder, wish, { actor: 'console' });
}

/** Time passes: the jobs of orders take their turn. */
async function endOrders(overdue: boolean): Promise<void> {
  const orders = opened.ctx.db.collection('orders');
  if (overdue) await orders.updateMany({}, { $set: { deadlineAt: new Date(0) } });
  await (overdue ? endOverdueOrders : reconcileOrders).run(opened.ctx);
}

/** Leases what is due, and says of all of it that it was given, was void, or did not work. */
async function handOver(how: number): Promise<{ status: number }[]> {
  const leased = await opened.ask(leaseDeliveries, { limit: '10' });
  const answers: { status: number }[] = [leased];
  for (const { deliveryId, leaseId, attempt, cancelled } of leased.body) {
    const outcome = cancelled
      ? ('void' as const)
      : how === 0
        ? ('given' as const)
        : ('released' as const);
    answers.push(
      await opened.ask(reportDelivery, {
        deliveryId,
        leaseId,
        attempt,
        outcome,
        ...(outcome === 'released' ? { reason: 'failed' as const, permanent: how === 2 } : {}),
      }),
    );
  }
  return answers;
}

describe('coin conservation (D21)', () => {
  test('holds over random histories of all commands, some of them at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
        async (history) => {
          for (const atOnce of history) await Promise.all(atOnce.map(run));
          const report = await verifyLedger(opened.ctx);
          expect(report).toMatchObject({ sound: true, mismatches: [], brokenEntries: [] });
        },
      ),
      { numRuns: propertyRunsMin },
    );
    expect([...worked].sort()).toEqual([
      'adjust',
      'buy',
      'end orders',
      'freeze',
      'give back',
      'hand over',
      'hold',
      'link',
      'order',
      'pay',
      'refund',
      'refund order',
      'roll',
      'roll back',
      'settle',
      'starter',
    ]);
  }, 240_000);
});

// Pings: at most one message a minute, all of the minute in it, and nothing for what is small.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DomainEvent } from '@mintkeep/shared/events.ts';
import { pay } from '@mintkeep/shared/pay.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aPurchase, aReward, inTx } from '../../test/builders.ts';
import { openFakeWebhook } from '../../test/fakes/webhook.ts';
import type { FakeWebhook } from '../../test/fakes/webhook.ts';
import { aListing } from '../../test/market.ts';
import { buy } from '../../test/orders.ts';
import type { Context } from '../core/context.ts';
import { inTransaction } from '../core/transaction.ts';
import { openPurchases } from '../shop/purchase.ts';
import {
  tellOfLargeTrade,
  tellOfMissingReceipts,
  tellOfRestoredWorld,
  tellOfUncoveredHolds,
} from './jobs.ts';
import { ping, pingPauseMs } from './pings.ts';
import { endQuiet, sendDue } from './service.ts';
import { alertsPlan } from './store.ts';
import type { AlertDoc } from './store.ts';
import { openWebhook } from './webhook.ts';

const highValueCoins = 10_000;
const opened = testApp({ highValueCoins });
const all = () =>
  opened.ctx.db.collection<AlertDoc>(alertsPlan.name).find().sort({ createdAt: 1 }).toArray();
const outbox = () =>
  opened.ctx.db.collection<{ events: DomainEvent[]; pending: string[] }>('outbox');
const largeRows = () => outbox().find({ 'events.type': 'trade.high-value' }).toArray();

/** A backend with a clock that the test moves, and what it sends by a webhook. */
async function withSender(
  work: (parts: {
    wait: (ms: number) => void;
    trade: (note: string, weight: number) => Promise<void>;
    send: () => Promise<(string | undefined)[]>;
    end: () => Promise<void>;
    fake: FakeWebhook;
  }) => Promise<void>,
): Promise<void> {
  const time = { ms: opened.ctx.clock.now().getTime() };
  const clock = { now: () => new Date(time.ms), close: () => undefined };
  const ctx: Context = { ...opened.ctx, clock, inFlight: new Set() };
  const fake = await openFakeWebhook();
  const webhook = openWebhook(fake.url, ctx.log);
  let heard = 0;
  try {
    await work({
      fake,
      wait: (ms) => (time.ms += ms),
      trade: (note, weight) =>
        inTransaction(ctx, (scope) =>
          ping(scope, { kind: 'high-value-trade', service: 'economy', note, weight }),
        ),
      end: () => inTransaction(ctx, endQuiet),
      send: async () => {
        await sendDue(ctx, webhook);
        const taken = fake.taken.slice(heard);
        heard = fake.taken.length;
        return taken.map(({ embeds }) => embeds?.[0]?.fields?.at(-1)?.value);
      },
    });
    expect(fake.problems).toEqual([]);
  } finally {
    await fake.close();
  }
}

beforeEach(async () => {
  await opened.ctx.db.collection(alertsPlan.name).deleteMany({});
  await outbox().deleteMany({});
});

describe('pings of high-value trades (S1-172)', () => {
  test('the first goes out at once, what follows within the minute in one message after it', () =>
    withSender(async ({ trade, send, wait, fake }) => {
      await trade('Ann bought crown for 20,000 coins', 20_000);
      expect(await send()).toEqual(['`Ann bought crown for 20,000 coins`']);
      for (const coins of [11_000, 30_000, 12_000, 13_000]) {
        await trade(`Bob paid Cid ${String(coins)} coins`, coins);
        wait(10_000);
        expect(await send()).toEqual([]);
      }
      wait(pingPauseMs - 40_001);
      expect(await send()).toEqual([]);
      wait(1);
      expect(await send()).toEqual([
        '`4 trades, 66,000 coins in all. The largest: Bob paid Cid 30000 coins; ' +
          'Bob paid Cid 13000 coins; Bob paid Cid 12000 coins; and 1 more`',
      ]);
      // A minute without any: nothing more is said, not that it is over either.
      wait(2 * pingPauseMs);
      expect(await send()).toEqual([]);
      expect(fake.taken[0]?.embeds?.[0]?.title).toBe('High-value trade');
    }));

  test('never more than one a minute, however many come at once', () =>
    withSender(async ({ trade, send, wait, fake }) => {
      for (let minute = 0; minute < 5; minute += 1) {
        for (let second = 0; second < 60; second += 5) {
          await Promise.all([trade('Ann', 10_000), trade('Bob', 10_000)]);
          await send();
          wait(5_000);
        }
      }
      expect(fake.taken.length).toBeGreaterThanOrEqual(4);
      expect(fake.taken.length).toBeLessThanOrEqual(6);
      wait(pingPauseMs);
      await send();
      const counted = (await all()).map((one) => [one.ping?.count ?? 0, one.sentAt !== null]);
      expect(counted.every(([, isSent]) => isSent)).toBe(true);
      expect(counted.reduce((sum, [count]) => sum + Number(count), 0)).toBe(120);
      const sentMs = (await all()).map(({ sentAt }) => sentAt?.getTime() ?? 0);
      const pauses = sentMs.slice(1).map((ms, place) => ms - (sentMs[place] ?? 0));
      expect(Math.min(...pauses)).toBeGreaterThanOrEqual(pingPauseMs);
    }));

  test('it is no incident: nothing lasts and nothing ends, and the pause outlives a quiet desk', () =>
    withSender(async ({ trade, send, wait, end }) => {
      await trade('Ann', 10_000);
      expect(await all()).toMatchObject([{ severity: 'warning', durationS: 0, due: ['opened'] }]);
      expect((await all())[0]?.resolvedAt).not.toBeNull();
      wait(90_000);
      await end();
      await send();
      await trade('Bob', 10_000);
      expect(await send()).toEqual([]);
    }));
});

describe('what is told of', () => {
  test('a purchase, an order and a payment from the threshold on, with who and what (S1-172)', async () => {
    const { ctx, ask } = opened;
    const [ann, bob] = [await aPlayer(ctx, { coins: 90_000 }), await aPlayer(ctx)];
    const cid = await aPlayer(ctx);
    const till = openPurchases(ctx, null, highValueCoins);
    for (const priceCoins of [highValueCoins - 1, highValueCoins]) {
      const reward = await aReward(ctx, { _id: `sku-${String(priceCoins)}`, priceCoins });
      await till.submit(aPurchase(ann, reward));
      const call = {
        minecraftUUID: ann.minecraftUUID,
        toMinecraftUUID: bob.minecraftUUID,
        amountCoins: priceCoins,
      };
      expect((await ask(pay, call, { idempotencyKey: randomUUID() })).status).toBe(201);
      const terms = { unitPriceCoins: priceCoins };
      const listing = await aListing(opened, cid, { terms });
      expect((await buy(opened, ann, listing)).status).toBe(201);
    }
    const rows = await largeRows();
    expect(rows.every(({ pending }) => pending.includes('jobs'))).toBe(true);
    const events = rows.flatMap((row) => row.events.filter(isLarge));
    expect(events).toMatchObject([
      { trade: 'purchase', playerId: ann._id, sku: 'sku-10000', amountCoins: 10_000 },
      { trade: 'payment', playerId: ann._id, otherPlayerId: bob._id, amountCoins: 10_000 },
      { trade: 'order', playerId: ann._id, otherPlayerId: cid._id, sku: 'diamond' },
    ]);
    // What is small costs no reader: its rows are done as they are written.
    expect(await outbox().countDocuments({ pending: 'jobs' })).toBe(rows.length);
    for (const event of events) await inTx(ctx, (tx) => tellOfLargeTrade.run(tx, event));
    const [alert] = await all();
    expect(alert?.error).toBe(
      '3 trades, 30,000 coins in all. The largest: ' +
        `${ann.minecraftName} bought sku-10000 for 10,000 coins; ` +
        `${ann.minecraftName} paid ${bob.minecraftName} 10,000 coins; ` +
        `${ann.minecraftName} bought diamond of ${cid.minecraftName} for 10,000 coins`,
    );
  });

  test('what another plugin took, and the coins were not there', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const taken = {
      type: 'hold.uncovered',
      serverId: 'survival',
      entryId: randomUUID(),
      playerId: ann._id,
      kind: 'WITHDRAW',
      amountCoins: 1_200,
      cause: 'funds',
    } as const;
    const given = { ...taken, playerId: null, kind: 'DEPOSIT', cause: 'player' } as const;
    await inTx(ctx, (tx) => tellOfUncoveredHolds.run(tx, taken));
    await inTx(ctx, (tx) => tellOfUncoveredHolds.run(tx, given));
    expect((await all()).map(({ kind, service, error }) => [kind, service, error])).toEqual([
      [
        'hold-uncovered',
        'survival',
        '2 entries, 2,400 coins in all: ' +
          `1,200 coins taken from ${ann.minecraftName} by another plugin: neither held nor in ` +
          'the wallet; 1,200 coins given to a player nobody knows by another plugin: no such player',
      ],
    ]);
  });

  test('missing receipts by player, and a restored world (D22)', async () => {
    const { ctx } = opened;
    const ann = await aPlayer(ctx);
    const lost = {
      type: 'delivery.receipt-missing',
      playerId: ann._id,
      serverId: 'survival',
      deliveries: 3,
    } as const;
    const restored = {
      type: 'server.world-restored',
      serverId: 'survival',
      savesBefore: 9_000,
      savesNow: 12,
    } as const;
    await inTx(ctx, (tx) => tellOfMissingReceipts.run(tx, lost));
    await inTx(ctx, (tx) => tellOfRestoredWorld.run(tx, restored));
    expect((await all()).map(({ kind, service, error }) => [kind, service, error])).toEqual([
      ['receipt-missing', 'survival', `${ann.minecraftName} lacks 3`],
      [
        'world-restored',
        'survival',
        'the counter of its world went from 9,000 back to 12: restored from a backup, or two ' +
          'servers sign with one key',
      ],
    ]);
  });
});

const isLarge = (event: DomainEvent): event is Extract<DomainEvent, { type: 'trade.high-value' }> =>
  event.type === 'trade.high-value';

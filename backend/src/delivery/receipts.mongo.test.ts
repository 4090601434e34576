// Receipts against deliveries, through the doors: what a restored file has lost is marked for staff,
// nothing else is, and nothing is handed over before they say so.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { receiptsPerPlayerMax } from '@mintkeep/shared/constants.ts';
import {
  leaseDeliveries,
  listDeliveries,
  reportDelivery,
  reportReceipts,
  resolveDelivery,
} from '@mintkeep/shared/delivery.ts';
import type { Task } from '@mintkeep/shared/delivery.ts';
import { join } from '@mintkeep/shared/presence.ts';
import { aKey, testApp } from '../../test/app.ts';
import { aPlayer, aPurchase, aReward, inTx } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { staffMember } from '../../test/staff.ts';
import type { Player } from '../players/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { forgetReceiptsOf } from './receipts.ts';
import type { DeliveryDoc } from './store.ts';

const opened = testApp();
const hourMs = 3_600_000;
const deliveries = () => opened.ctx.db.collection<DeliveryDoc>('deliveries');
const missingOf = (player: Player, given: string[] = [], since: string | null = null) =>
  opened.ask(reportReceipts, { minecraftUUID: player.minecraftUUID, given, since });
const eventsOf = (player: Player) =>
  opened.ctx.db
    .collection('outbox')
    .find({ 'events.type': 'delivery.receipt-missing', 'events.playerId': player._id })
    .toArray();

/** What a server was given to hand over and says it did, an hour ago unless told otherwise. */
async function delivered(player: Player, { task, agoMs = hourMs }: Aged = {}): Promise<string> {
  const { ctx, ask } = opened;
  const reward = await aReward(ctx, task ? { task } : {});
  await openPurchases(ctx).submit(aPurchase(player, reward));
  const { minecraftUUID, minecraftName: name } = player;
  await ask(join, { minecraftUUID, name });
  const { body } = await ask(leaseDeliveries, { minecraftUUID });
  const [leased] = body;
  if (!leased) throw new Error('nothing was leased');
  const { deliveryId, leaseId, attempt } = leased;
  const idempotencyKey = randomUUID();
  const said = { deliveryId, leaseId, attempt, outcome: 'given' } as const;
  expect((await ask(reportDelivery, said, { idempotencyKey })).body.status).toBe('delivered');
  const at = new Date(ctx.clock.now().getTime() - agoMs);
  await deliveries().updateOne({ _id: deliveryId }, { $set: { createdAt: at, deliveredAt: at } });
  return deliveryId;
}
interface Aged {
  readonly task?: Task;
  readonly agoMs?: number;
}

let player: Player;
beforeEach(async () => {
  player = await aPlayer(opened.ctx, { coins: 1_000 });
});

describe('reportReceipts (D22)', () => {
  test('marks what the file does not know of, once, for staff, and tells of it', async () => {
    const [kept, lost] = [await delivered(player), await delivered(player)];
    expect((await missingOf(player, [kept])).body).toEqual({ missing: 1 });
    expect((await missingOf(player, [kept])).body).toEqual({ missing: 0 });
    const auditor = await staffMember(opened, 'AUDITOR');
    const wanted = { playerId: player._id, receiptMissing: 'true' } as const;
    const { body } = await auditor.ask(listDeliveries, wanted);
    expect(body).toMatchObject({
      total: 1,
      items: [
        {
          deliveryId: lost,
          status: 'delivered',
          receiptMissingAt: expect.any(String) as string,
        },
      ],
    });
    const everybodys = await auditor.ask(listDeliveries, { receiptMissing: 'true' });
    expect(everybodys.body.items.map(({ deliveryId }) => deliveryId)).toContain(lost);
    expect(await eventsOf(player)).toMatchObject([
      { events: [{ serverId: 'survival', deliveries: 1 }], pending: ['jobs'] },
    ]);
    // Nothing goes out by itself.
    const leased = await opened.ask(leaseDeliveries, { minecraftUUID: player.minecraftUUID });
    expect(leased.body).toEqual([]);
  });

  test('takes the mark away when the receipt is there again', async () => {
    const lost = await delivered(player);
    await missingOf(player);
    expect((await missingOf(player, [lost])).body).toEqual({ missing: 0 });
    expect(await deliveries().findOne({ _id: lost })).not.toHaveProperty('receiptMissingAt');
    // And it may be lost once more.
    expect((await missingOf(player)).body).toEqual({ missing: 1 });
  });

  const rank: Task = { action: 'rank', payload: { group: 'vip' } };
  const dayMs = 24 * hourMs;
  test.each<[string, Aged]>([
    ['a rank: it goes through the journal', { task: rank }],
    ['one whose receipt is older than 60 days', { agoMs: 60 * dayMs }],
    ['one that was delivered while the list was on its way', { agoMs: 2_000 }],
  ])('does not mark %s', async (_, aged) => {
    await delivered(player, aged);
    expect((await missingOf(player)).body).toEqual({ missing: 0 });
  });

  test('does not mark what was dropped from a full file', async () => {
    await delivered(player, { agoMs: 3 * hourMs });
    const since = new Date(opened.ctx.clock.now().getTime() - 2 * hourMs).toISOString();
    expect((await missingOf(player, [], since)).body).toEqual({ missing: 0 });
    expect((await missingOf(player)).body).toEqual({ missing: 1 });
  });

  test('does not mark what another server delivered, another player has, or staff paid back', async () => {
    const id = await delivered(player);
    const creative = gameServer(opened.app, await aKey(opened, 'creative'));
    const { minecraftUUID } = player;
    const elsewhere = await creative(reportReceipts, { minecraftUUID, given: [], since: null });
    expect(elsewhere.body).toEqual({ missing: 0 });
    const other = await aPlayer(opened.ctx);
    expect((await missingOf(other)).body).toEqual({ missing: 0 });
    await deliveries().updateOne({ _id: id }, { $set: { paidBackAt: new Date() } });
    expect((await missingOf(player)).body).toEqual({ missing: 0 });
  });

  test('looks for none of a world that was begun anew, and for what is delivered after', async () => {
    const { ctx } = opened;
    await delivered(player);
    await missingOf(player);
    await delivered(player);
    while ((await inTx(ctx, (tx) => forgetReceiptsOf(tx, 'survival'))) > 0);
    expect((await missingOf(player)).body).toEqual({ missing: 0 });
    expect(await deliveries().countDocuments({ receiptMissingAt: { $exists: true } })).toBe(0);
    await delivered(player);
    expect((await missingOf(player)).body).toEqual({ missing: 1 });
  });

  test('marks it once for sixteen lists at once', async () => {
    await delivered(player);
    const answers = await Promise.all(Array.from({ length: 16 }, () => missingOf(player)));
    const missing = answers.reduce((sum, { body }) => sum + body.missing, 0);
    expect([missing, (await eventsOf(player)).length]).toEqual([1, 1]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['too many ids', { given: Array.from({ length: receiptsPerPlayerMax + 1 }, randomUUID) }],
    ['what is no id', { given: ['__proto__'] }],
    ['a time that is none', { since: 'yesterday' }],
    ['an operator', { minecraftUUID: { $ne: '' } }],
  ])('refuses %s, and marks nothing', async (_, wrong) => {
    const id = await delivered(player);
    const call = { minecraftUUID: player.minecraftUUID, given: [], since: null, ...wrong };
    const answer = await opened.ask(reportReceipts, call);
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await deliveries().findOne({ _id: id })).not.toHaveProperty('receiptMissingAt');
  });
});

describe('a missing receipt in the hands of staff (D22)', () => {
  const reason = 'world of Monday restored';
  const decide = (deliveryId: string, decision: 'deliverAgain' | 'done') =>
    opened.ask(resolveDelivery, { deliveryId, decision, reason }, { actor: 'console' });

  test('deliverAgain hands it over once more, and it counts by its new receipt', async () => {
    const lost = await delivered(player);
    await missingOf(player);
    expect((await decide(lost, 'deliverAgain')).body.status).toBe('pending');
    const { body } = await opened.ask(leaseDeliveries, { minecraftUUID: player.minecraftUUID });
    expect(body.map(({ deliveryId }) => deliveryId)).toEqual([lost]);
    const doc = await deliveries().findOne({ _id: lost });
    expect(doc).not.toHaveProperty('receiptMissingAt');
    expect(doc).not.toHaveProperty('receiptOn');
  });

  test('done leaves it as it is, and nobody is asked again', async () => {
    const lost = await delivered(player);
    await missingOf(player);
    expect((await decide(lost, 'done')).body.status).toBe('delivered');
    expect((await missingOf(player)).body).toEqual({ missing: 0 });
    expect((await decide(lost, 'done')).error?.code).toBe('DELIVERY_NOT_OPEN');
  });
});

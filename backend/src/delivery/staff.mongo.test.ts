// What staff see of deliveries and decide about them, through their doors.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { listDeliveries, resolveDelivery } from '@mintkeep/shared/delivery.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aPurchase, aReward, inTx } from '../../test/builders.ts';
import { linkedStaff, staffMember } from '../../test/staff.ts';
import type { AuditDoc } from '../audit/store.ts';
import { openPurchases } from '../shop/purchase.ts';
import { findDelivery, leaseDue, report } from './service.ts';

const opened = testApp();
const reason = 'seen in the chest';

async function aBuyer() {
  const { ctx } = opened;
  const player = await aPlayer(ctx, { coins: 100 });
  const { reply } = await openPurchases(ctx).submit(aPurchase(player, await aReward(ctx)));
  return { player, deliveryId: reply.deliveryId ?? '' };
}
/** A delivery that was started and never ended. */
async function aStuckOne() {
  const { player, deliveryId } = await aBuyer();
  await inTx(opened.ctx, async (tx) => {
    const { minecraftUUID } = player;
    const [one] = await leaseDue(tx, { limit: 1, minecraftUUID });
    if (one) await report(tx, { ...one, outcome: 'unclear', error: 'started' });
  });
  return { player, deliveryId };
}
const statusOf = async (id: string) => (await findDelivery(opened.ctx, id))?.state.status;
const audits = (deliveryId: string): Promise<AuditDoc[]> =>
  opened.ctx.db.collection<AuditDoc>('audit_log').find({ 'target.id': deliveryId }).toArray();

describe('listDeliveries (D22)', () => {
  test('shows what waits for a person, and what a player is owed, by pages', async () => {
    const { player, deliveryId } = await aStuckOne();
    const auditor = await staffMember(opened, 'AUDITOR');
    const waiting = await auditor.ask(listDeliveries, {});
    expect(waiting.status).toBe(200);
    expect(waiting.body.items.map(({ status }) => status)).toContain('needs_review');
    expect(new Set(waiting.body.items.map(({ status }) => status)).size).toBe(1);

    const { ctx } = opened;
    await openPurchases(ctx).submit(aPurchase(player, await aReward(ctx)));
    const owed = await auditor.ask(listDeliveries, { playerId: player._id, pageSize: '1' });
    expect([owed.body.total, owed.body.items.length]).toEqual([2, 1]);
    const stuck = await auditor.ask(listDeliveries, {
      playerId: player._id,
      status: 'needs_review',
    });
    expect(stuck.body.items).toMatchObject([
      {
        deliveryId,
        playerId: player._id,
        status: 'needs_review',
        everLeased: true,
        boundTo: 'survival',
        lastError: 'started',
        paidBack: false,
        lastAttemptAt: expect.any(String) as string,
        deliveredAt: null,
      },
    ]);
  });

  test('refuses a player nobody knows, and whoever is not staff', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    const none = await auditor.ask(listDeliveries, { playerId: randomUUID() });
    expect([none.status, none.error?.code]).toEqual([404, 'PLAYER_UNKNOWN']);
    const server = await opened.ask(listDeliveries, {});
    expect([server.status, server.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    const wrong = await auditor.ask(listDeliveries, { status: 'lost' as never });
    expect([wrong.status, wrong.error?.code]).toEqual([400, 'REQUEST_INVALID']);
  });
});

describe('resolveDelivery', () => {
  test.each([
    ['deliverAgain', 'pending'],
    ['done', 'delivered'],
  ] as const)('%s makes it %s, with one entry of audit', async (decision, status) => {
    const { deliveryId } = await aStuckOne();
    const operator = await staffMember(opened, 'OPERATOR');
    const answer = await operator.ask(resolveDelivery, { deliveryId, decision, reason });
    expect([answer.status, answer.body]).toEqual([200, { deliveryId, status }]);
    expect(await statusOf(deliveryId)).toBe(status);
    expect(await audits(deliveryId)).toMatchObject([
      {
        adminId: `staff:${operator.memberId}`,
        action: 'delivery.resolve',
        reason,
        before: { status: 'needs_review' },
        after: { status, decision },
      },
    ]);
  });

  test('is for OPERATOR, in the panel and in the game', async () => {
    const { deliveryId } = await aStuckOne();
    const wish = { deliveryId, decision: 'done', reason } as const;
    const support = await staffMember(opened, 'SUPPORT');
    const player = await aPlayer(opened.ctx, {});
    const inGame = { actor: player.minecraftUUID };
    for (const { status, error } of [
      await support.ask(resolveDelivery, wish),
      await opened.ask(resolveDelivery, wish),
      await opened.ask(resolveDelivery, wish, inGame),
    ]) {
      expect([status, error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    }
    expect(await statusOf(deliveryId)).toBe('needs_review');
    await linkedStaff(opened, player, 'OPERATOR');
    expect((await opened.ask(resolveDelivery, wish, inGame)).status).toBe(200);
  });

  test('DELIVERY_NOT_OPEN: of one that is on its way; DELIVERY_UNKNOWN: of none such', async () => {
    const { deliveryId } = await aBuyer();
    const wish = { deliveryId, decision: 'done', reason } as const;
    const answer = await opened.ask(resolveDelivery, wish, { actor: 'console' });
    expect([answer.status, answer.error?.code]).toEqual([409, 'DELIVERY_NOT_OPEN']);
    const none = { ...wish, deliveryId: randomUUID() };
    const unknown = await opened.ask(resolveDelivery, none, { actor: 'console' });
    expect([unknown.status, unknown.error?.code]).toEqual([404, 'DELIVERY_UNKNOWN']);
    expect(await audits(deliveryId)).toEqual([]);
  });
});

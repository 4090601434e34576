// Presence: who is where, as the game servers say it.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { getCard, heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import { aPlayer, aPurchase, aReward } from '../../test/builders.ts';
import { testApp } from '../../test/app.ts';
import type { PlayerDoc } from '../players/store.ts';
import { openPurchases } from '../shop/purchase.ts';

const opened = testApp();
const stored = (minecraftUUID: string) =>
  opened.ctx.db.collection<PlayerDoc>('players').findOne({ minecraftUUID });

describe('join', () => {
  test('records a player never seen, and who is back under a new name (B-06)', async () => {
    const minecraftUUID = randomUUID();
    const first = await opened.ask(join, { minecraftUUID, name: 'Alex' });
    expect(first.body).toMatchObject({ banned: null, walletBalanceCoins: 0, pendingDeliveries: 0 });
    const again = await opened.ask(join, { minecraftUUID, name: 'Alexa' });
    expect(again.body.playerId).toBe(first.body.playerId);
    expect(await stored(minecraftUUID)).toMatchObject({ minecraftName: 'Alexa', online: true });
  });

  test('says what waits, and that a player is banned', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, {
      coins: 100,
      banned: { reason: 'griefing', untilAt: null } as PlayerDoc['banned'],
    });
    const { minecraftUUID, minecraftName: name } = player;
    const answer = await opened.ask(join, { minecraftUUID, name });
    expect(answer.body.banned).toEqual({ reason: 'griefing', untilAt: null });
    const buyer = await aPlayer(ctx, { coins: 100 });
    await openPurchases(ctx).submit(aPurchase(buyer, await aReward(ctx)));
    const waiting = await opened.ask(join, {
      minecraftUUID: buyer.minecraftUUID,
      name: buyer.minecraftName,
    });
    expect(waiting.body.pendingDeliveries).toBe(1);
  });
});

describe('heartbeat', () => {
  test('records who is here, where and when, even one whose join was not heard (K-006, S0-060)', async () => {
    const known = { minecraftUUID: randomUUID(), name: 'Known', level: 3 };
    const missed = { minecraftUUID: randomUUID(), name: 'Missed', level: 7 };
    await opened.ask(join, { minecraftUUID: known.minecraftUUID, name: known.name });
    const answer = await opened.ask(heartbeat, {
      players: [known, missed],
      pluginVersion: '0.1.0',
      saveCount: 4,
    });
    expect(answer.status).toBe(200);
    expect(await stored(missed.minecraftUUID)).toMatchObject({
      online: true,
      serverId: 'survival',
      level: 7,
      lastHeartbeat: expect.any(Date) as Date,
    });
    expect(await stored(known.minecraftUUID)).toMatchObject({ online: true, level: 3 });
  });

  test('takes off line who is no longer here, and says for whom something waits', async () => {
    const { ctx } = opened;
    const buyer = await aPlayer(ctx, { coins: 100 });
    const { minecraftUUID, minecraftName: name } = buyer;
    await openPurchases(ctx).submit(aPurchase(buyer, await aReward(ctx)));
    const here = { minecraftUUID, name, level: 0 };
    const answer = await opened.ask(heartbeat, { players: [here], pluginVersion: '0.1.0' });
    expect(answer.body.pending).toEqual([minecraftUUID]);
    await opened.ask(heartbeat, { players: [], pluginVersion: '0.1.0' });
    expect(await stored(minecraftUUID)).toMatchObject({ online: false });
  });
});

describe('leave', () => {
  test('takes a player off line at once', async () => {
    const minecraftUUID = randomUUID();
    await opened.ask(join, { minecraftUUID, name: 'Gone' });
    expect((await opened.ask(leave, { minecraftUUID })).status).toBe(204);
    expect(await stored(minecraftUUID)).toMatchObject({ online: false });
  });

  test('of a player nobody knows changes nothing', async () => {
    const minecraftUUID = randomUUID();
    const answer = await opened.ask(leave, { minecraftUUID });
    expect(answer.status).toBeLessThan(500);
    expect(await stored(minecraftUUID)).toBeNull();
    const card = await opened.ask(getCard, { minecraftUUID });
    expect([card.status, card.error?.code]).toEqual([404, 'PLAYER_UNKNOWN']);
  });
});

// Presence: who is where, as the game servers say it.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findPayee } from '@mintkeep/shared/pay.ts';
import { getCard, heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import { aPlayer, aPurchase, aReward, inTx } from '../../test/builders.ts';
import { testApp } from '../../test/app.ts';
import { postEarning } from '../ledger/service.ts';
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

  test('knows Bedrock players and names of offline mode by their accounts (pain 5)', async () => {
    const { ctx } = opened;
    // As Floodgate makes them: a name with a dot in front, a UUID without a version.
    const bedrock = { minecraftUUID: '00000000-0000-0000-0009-01f64f65c7c3', name: '.Steve' };
    const java = { minecraftUUID: randomUUID(), name: 'Steve' };
    for (const who of [bedrock, java]) await opened.ask(join, who);
    const found = await opened.ask(findPayee, { name: '.steve' });
    expect(found.body).toEqual(bedrock);
    expect((await opened.ask(findPayee, { name: 'Steve' })).body).toEqual(java);
    // Somebody else takes the name: what is owed stays with the account.
    const { _id: playerId } = (await stored(bedrock.minecraftUUID)) ?? { _id: '' };
    const taker = { minecraftUUID: randomUUID(), name: '.Steve' };
    expect((await opened.ask(join, taker)).body.playerId).not.toBe(playerId);
    const card = await opened.ask(getCard, { minecraftUUID: bedrock.minecraftUUID });
    expect(card.body).toMatchObject({ playerId });
    const reward = await aReward(ctx);
    await inTx(ctx, (tx) =>
      postEarning(tx, { playerId, amountCoins: 100, reason: 'test', meta: {} }),
    );
    await openPurchases(ctx).submit(aPurchase(bedrock, reward));
    const again = await opened.ask(join, bedrock);
    expect(again.body).toMatchObject({ playerId, pendingDeliveries: 1 });
    expect((await opened.ask(join, taker)).body.pendingDeliveries).toBe(0);
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

describe('the counter of a world (D22)', () => {
  test('that goes far back tells of a restored world, once; a little is a crash', async () => {
    const { ctx, ask } = opened;
    const beat = (saveCount?: number) =>
      ask(heartbeat, { players: [], pluginVersion: '0.1.0', ...(saveCount ? { saveCount } : {}) });
    const told = () => ctx.db.collection('outbox').find({ 'events.type': type }).toArray();
    const type = 'server.world-restored';
    for (const count of [500, 501, 485, 486, undefined, 430, 2_000]) await beat(count);
    expect(await told()).toEqual([]);
    for (const count of [1_940, 1_941, 2_001]) await beat(count);
    expect(await told()).toMatchObject([
      { events: [{ type, serverId: 'survival', savesBefore: 2_000, savesNow: 1_940 }] },
    ]);
    const server = await ctx.db.collection('servers').findOne({ saveCount: 2_001 });
    expect(server).toMatchObject({ worldRestoredAt: expect.any(Date) as Date });
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

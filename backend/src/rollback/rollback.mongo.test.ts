// Rolling back on a real replica set: each kind by its inverse, once, never below zero, shown without
// effect, logged; and a player back to a time, by the command that operators run.
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { EventType } from '@mintkeep/shared/event-log.ts';
import { adjust, banPlayer, freeze } from '@mintkeep/shared/players.ts';
import { rollBackEvent } from '@mintkeep/shared/rollback.ts';
import { refundPurchase } from '@mintkeep/shared/shop.ts';
import { appKey, testApp } from '../../test/app.ts';
import {
  aPlayer,
  aPurchase,
  aReward,
  coinsOf,
  counts,
  expectSoundLedger,
  inTx,
  stockOf,
} from '../../test/builders.ts';
import { databaseUrl } from '../../test/mongo.ts';
import { staffMember } from '../../test/staff.ts';
import type { AuditDoc } from '../audit/store.ts';
import type { Tx } from '../core/transact.ts';
import { leaseDue, report } from '../delivery/service.ts';
import { logEvent } from '../event-log/service.ts';
import type { LoggedEvent } from '../event-log/service.ts';
import { replaceTables } from '../gacha/service.ts';
import { roll } from '../gacha/roll.ts';
import { postAdjustment } from '../ledger/service.ts';
import { findPlayerById } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { openPurchases } from '../shop/purchase.ts';
import { getPurchase } from '../shop/service.ts';

const opened = testApp();
const reason = 'an exploit';

const eventsOf = ({ _id }: { _id: string }): Promise<LoggedEvent[]> =>
  opened.ctx.db
    .collection<LoggedEvent>('event_log')
    .find({ playerId: _id })
    .sort({ timestamp: 1 })
    .toArray();
const eventOf = async (player: { _id: string }, eventType: EventType): Promise<string> => {
  const found = (await eventsOf(player)).filter((one) => one.eventType === eventType);
  const last = found.at(-1);
  if (!last) throw new Error(`nothing of kind ${eventType} was logged`);
  return last._id;
};
const rollBackIt = async (eventId: string, more: { dryRun?: boolean } = {}) => {
  const superadmin = await staffMember(opened, 'SUPERADMIN');
  return superadmin.ask(rollBackEvent, { eventId, reason, ...more });
};
const everything = async () => ({
  ...(await counts(opened.ctx)),
  events: await opened.ctx.db.collection('event_log').countDocuments(),
  rolledBack: await opened.ctx.db
    .collection('event_log')
    .countDocuments({ rolledBackBy: { $ne: null } }),
});

async function aBuyer({ coins = 100 } = {}) {
  const player = await aPlayer(opened.ctx, { coins });
  const reward = await aReward(opened.ctx, { stock: 5 });
  const purchaseId = await buy(player, reward);
  return { player, reward, purchaseId };
}
const buy = async (player: Player, reward: { _id: string }, quantity = 3): Promise<string> => {
  const command = aPurchase(player, reward, { quantity });
  return (await openPurchases(opened.ctx).submit(command)).reply.purchaseId;
};
const give = (player: Player): Promise<unknown> =>
  inTx(opened.ctx, async (tx) => {
    for (const one of await leaseDue(tx, { limit: 10, minecraftUUID: player.minecraftUUID })) {
      await report(tx, { ...one, outcome: 'given' });
    }
  });
const takeAway = (tx: Tx, { _id: playerId }: Player, amountCoins: number) =>
  postAdjustment(tx, {
    operationId: tx.operationId,
    playerId,
    amountCoins: -amountCoins,
    reason: 'test',
    meta: {},
  });
const asConsole = { actor: 'console' };

describe('rollBackEvent (S0-057)', () => {
  test('of a purchase refunds it, and is logged in both logs (D41)', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    const eventId = await eventOf(player, 'purchase');
    const superadmin = await staffMember(opened, 'SUPERADMIN');
    const answer = await superadmin.ask(rollBackEvent, { eventId, reason });
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        eventId,
        outcome: 'undone',
        before: { walletBalanceCoins: 70, stock: 2, purchaseStatus: 'pending' },
        after: { walletBalanceCoins: 100, stock: 5, purchaseStatus: 'refunded' },
      },
    ]);
    const { appliedTxId, rollbackId } = answer.body;
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    expect(await stockOf(opened.ctx, reward)).toBe(5);
    expect((await getPurchase(opened.ctx, purchaseId)).refundReason).toBe(reason);
    const entries = opened.ctx.db.collection<{ _id: string }>('transactions');
    expect(await entries.findOne({ _id: appliedTxId ?? '' })).toMatchObject({ type: 'refund' });

    const log = await eventsOf(player);
    expect(log.find(({ _id }) => _id === eventId)).toMatchObject({ rolledBackBy: rollbackId });
    expect(log.find(({ _id }) => _id === rollbackId)).toMatchObject({
      eventType: 'rollback',
      source: `staff:${superadmin.memberId}`,
      data: { before: { walletBalanceCoins: 70 }, after: { undoes: { eventId } } },
    });
    const audits = opened.ctx.db.collection<AuditDoc>('audit_log');
    expect(await audits.find({ adminId: `staff:${superadmin.memberId}` }).toArray()).toMatchObject([
      { action: 'event.rollback', target: { type: 'event', id: eventId }, reason },
    ]);
    await expectSoundLedger(opened.ctx);
  });

  test('of a purchase that a server has waits for the void receipt (D23)', async () => {
    const { player, purchaseId } = await aBuyer();
    await inTx(opened.ctx, (tx) => leaseDue(tx, { limit: 1, minecraftUUID: player.minecraftUUID }));
    const answer = await rollBackIt(await eventOf(player, 'purchase'));
    expect(answer.body).toMatchObject({ outcome: 'refund_pending', appliedTxId: null });
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('refund_pending');
  });

  test('of a refund takes the coins back; the purchase can be rolled back after it', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    await opened.ask(refundPurchase, { purchaseId, reason: 'test' });
    const first = await rollBackIt(await eventOf(player, 'purchase'));
    expect([first.status, first.error?.code]).toEqual([409, 'PURCHASE_NOT_REFUNDABLE']);
    const answer = await rollBackIt(await eventOf(player, 'refund'));
    expect(answer.body).toMatchObject({
      outcome: 'undone',
      before: { purchaseStatus: 'refunded', walletBalanceCoins: 100 },
      after: { purchaseStatus: 'pending', walletBalanceCoins: 70 },
    });
    expect(await stockOf(opened.ctx, reward)).toBe(2);
    expect((await rollBackIt(await eventOf(player, 'purchase'))).status).toBe(200);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    await expectSoundLedger(opened.ctx);
  });

  test('of a refund that a rollback made is refused: EVENT_NOT_REVERSIBLE', async () => {
    const { player } = await aBuyer();
    await rollBackIt(await eventOf(player, 'purchase'));
    const answer = await rollBackIt(await eventOf(player, 'refund'));
    expect([answer.status, answer.error?.code]).toEqual([409, 'EVENT_NOT_REVERSIBLE']);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
  });

  test.each([250, -40])('of an adjustment by %i gives or takes the same', async (amountCoins) => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    await opened.ask(adjust, { id: player._id, amountCoins, reason: 'test' }, asConsole);
    expect(await coinsOf(opened.ctx, player)).toBe(100 + amountCoins);
    const answer = await rollBackIt(await eventOf(player, 'adjust'));
    expect(answer.status).toBe(200);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    await expectSoundLedger(opened.ctx);
  });

  test('BALANCE_BELOW_ZERO: where the coins were spent since, and changes nothing', async () => {
    const player = await aPlayer(opened.ctx, {});
    await opened.ask(adjust, { id: player._id, amountCoins: 50, reason: 'test' }, asConsole);
    await buy(player, await aReward(opened.ctx), 3);
    const eventId = await eventOf(player, 'adjust');
    const before = await everything();
    const answer = await rollBackIt(eventId);
    expect([answer.status, answer.error?.code]).toEqual([409, 'BALANCE_BELOW_ZERO']);
    expect(await everything()).toEqual(before);
    expect(await coinsOf(opened.ctx, player)).toBe(20);
  });

  test('REWARD_OUT_OF_STOCK: of a refund whose goods were sold since, and takes no coins', async () => {
    const { player, reward, purchaseId } = await aBuyer();
    await opened.ask(refundPurchase, { purchaseId, reason: 'test' });
    await buy(await aPlayer(opened.ctx, { coins: 100 }), reward, 4);
    const answer = await rollBackIt(await eventOf(player, 'refund'));
    expect([answer.status, answer.error?.code]).toEqual([409, 'REWARD_OUT_OF_STOCK']);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
  });

  test('of a freeze and of a ban restores what was there before', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, {});
    await opened.ask(freeze, { id: player._id, reason: 'first' }, asConsole);
    await opened.ask(banPlayer, { id: player._id, reason: 'first' }, asConsole);
    const { banned } = (await findPlayerById(ctx, player._id)) ?? {};
    await opened.ask(banPlayer, { id: player._id, reason: 'second' }, asConsole);
    const [, , second] = await eventsOf(player);
    expect((await rollBackIt(second?._id ?? '')).status).toBe(200);
    expect((await findPlayerById(ctx, player._id))?.banned).toEqual(banned);
    expect((await rollBackIt(await eventOf(player, 'freeze'))).status).toBe(200);
    expect((await findPlayerById(ctx, player._id))?.frozen).toBe(false);
  });

  test('of a ban that was changed since is refused: EVENT_NOT_REVERSIBLE', async () => {
    const player = await aPlayer(opened.ctx, {});
    await opened.ask(banPlayer, { id: player._id, reason: 'first' }, asConsole);
    await opened.ask(banPlayer, { id: player._id, reason: 'second' }, asConsole);
    const [first] = await eventsOf(player);
    const answer = await rollBackIt(first?._id ?? '');
    expect([answer.status, answer.error?.code]).toEqual([409, 'EVENT_NOT_REVERSIBLE']);
    expect((await findPlayerById(opened.ctx, player._id))?.banned?.reason).toBe('second');
  });

  test('of a gacha roll pays its cost back where it was not delivered', async () => {
    const { ctx } = opened;
    const { _id: sku } = await aReward(ctx, {});
    const table = { name: 'Crate', icon: 'CHEST', kind: 'roll', costCoins: 10 } as const;
    const entries = [{ sku, weight: 1 }];
    await inTx(ctx, (tx) => replaceTables(tx, [{ _id: 'crate', ...table, entries }], 'test'));
    const [waiting, lucky] = [await aPlayer(ctx, { coins: 30 }), await aPlayer(ctx, { coins: 30 })];
    for (const { minecraftUUID } of [waiting, lucky]) {
      await inTx(ctx, (tx) => roll(tx, { minecraftUUID }));
    }
    await give(lucky);
    expect((await rollBackIt(await eventOf(waiting, 'gacha'))).body.outcome).toBe('undone');
    expect(await coinsOf(ctx, waiting)).toBe(30);
    const refused = await rollBackIt(await eventOf(lucky, 'gacha'));
    expect([refused.status, refused.error?.code]).toEqual([409, 'EVENT_NOT_REVERSIBLE']);
    expect(await coinsOf(ctx, lucky)).toBe(20);
    await expectSoundLedger(ctx);
  });

  test.each(['starter', 'link', 'unlink', 'daily', 'quest', 'sale', 'rollback'] as const)(
    'EVENT_NOT_REVERSIBLE: of a %s',
    async (eventType) => {
      const { _id: playerId } = await aPlayer(opened.ctx, {});
      const what = { eventType, playerId, before: {}, after: {} };
      const answer = await rollBackIt(await inTx(opened.ctx, (tx) => logEvent(tx, what)));
      expect([answer.status, answer.error?.code]).toEqual([409, 'EVENT_NOT_REVERSIBLE']);
    },
  );

  test('EVENT_ROLLED_BACK: a second time, also of two at once; EVENT_UNKNOWN: of none such', async () => {
    const { player } = await aBuyer();
    const eventId = await eventOf(player, 'purchase');
    const both = await Promise.all([rollBackIt(eventId), rollBackIt(eventId)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const third = await rollBackIt(eventId);
    expect([third.status, third.error?.code]).toEqual([409, 'EVENT_ROLLED_BACK']);
    expect(await coinsOf(opened.ctx, player)).toBe(100);
    const none = await rollBackIt(randomUUID());
    expect([none.status, none.error?.code]).toEqual([404, 'EVENT_UNKNOWN']);
  });

  test('is for SUPERADMIN alone, and not for a game server or its console', async () => {
    const { player } = await aBuyer();
    const input = { eventId: await eventOf(player, 'purchase'), reason };
    const admin = await staffMember(opened, 'ADMIN');
    for (const { status, error } of [
      await admin.ask(rollBackEvent, input),
      await opened.ask(rollBackEvent, input),
      await opened.ask(rollBackEvent, input, asConsole),
    ]) {
      expect([status, error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    }
    expect(await coinsOf(opened.ctx, player)).toBe(70);
  });

  test('answers the first reply again to the same key (D15)', async () => {
    const { player } = await aBuyer();
    const superadmin = await staffMember(opened, 'SUPERADMIN');
    const input = { eventId: await eventOf(player, 'purchase'), reason };
    const key = { idempotencyKey: randomUUID() };
    const first = await superadmin.ask(rollBackEvent, input, key);
    const again = await superadmin.ask(rollBackEvent, input, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  test('with dryRun shows what would change, and changes nothing', async () => {
    const { player, purchaseId } = await aBuyer();
    const eventId = await eventOf(player, 'purchase');
    await rollBackIt(randomUUID());
    const before = await everything();
    const shown = await rollBackIt(eventId, { dryRun: true });
    expect([shown.status, shown.body]).toMatchObject([
      200,
      { dryRun: true, rollbackId: null, after: { walletBalanceCoins: 100 } },
    ]);
    expect(await everything()).toEqual(before);
    expect(await coinsOf(opened.ctx, player)).toBe(70);
    expect((await getPurchase(opened.ctx, purchaseId)).status).toBe('pending');
    const done = await rollBackIt(eventId);
    expect(done.body.after).toEqual(shown.body.after);
  });
});

describe('npm run events -- rollback', () => {
  const script = join(import.meta.dirname, '../../../scripts/replay-events.ts');
  const environment = () => ({
    ...process.env,
    DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
    APP_KEY: appKey.toString('base64'),
  });
  const events = async (...args: string[]) => {
    const ran = promisify(execFile)(process.execPath, [script, ...args], { env: environment() });
    return ran.then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
        return { code, text: stdout + stderr };
      },
    );
  };

  /** A player with a purchase from before, and a history after it that ends at 145 coins. */
  async function aHistory() {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const reward = await aReward(ctx, { stock: 50 });
    const kept = await buy(player, reward, 1);
    const [{ timestamp: to } = { timestamp: new Date() }] = await eventsOf(player);
    await opened.ask(adjust, { id: player._id, amountCoins: 100, reason: 'test' }, asConsole);
    await buy(player, reward, 2);
    await buy(player, reward, 1);
    await give(player);
    const refunded = await buy(player, reward, 1);
    await opened.ask(refundPurchase, { purchaseId: refunded, reason: 'test' });
    await opened.ask(adjust, { id: player._id, amountCoins: -15, reason: 'test' }, asConsole);
    await opened.ask(freeze, { id: player._id, reason: 'test' }, asConsole);
    expect(await coinsOf(ctx, player)).toBe(145);
    return { player, to: to.toISOString(), kept };
  }

  test('brings a player back to a time, newest first; a dry run changes nothing (S0-057)', async () => {
    const { ctx } = opened;
    const { player, to, kept } = await aHistory();
    const wish = ['rollback', '--player', player.minecraftName, '--to', to] as const;
    const before = await everything();
    const dry = await events(...wish, '--dry-run');
    expect(dry.text).toContain('Would be: 5 undone, 0 wait for a void receipt, 0 refused, 2 left');
    expect(dry.text).toContain('Wallet: 145 -> 90 coins.');
    expect(await everything()).toEqual(before);

    const done = await events(...wish);
    expect(done).toMatchObject({ code: 0 });
    expect(done.text).toContain('5 undone, 0 wait for a void receipt, 0 refused, 2 left');
    const after = await findPlayerById(ctx, player._id);
    expect(after).toMatchObject({ walletBalanceCoins: 90, frozen: false });
    expect((await getPurchase(ctx, kept)).status).not.toBe('refunded');
    const again = await events(...wish);
    expect(again.text).toContain('0 undone, 0 wait');
    expect(await coinsOf(ctx, player)).toBe(90);
    await expectSoundLedger(ctx);
  }, 60_000);

  test('killed half-way, goes on where it was', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 1_000 });
    const reward = await aReward(ctx, { priceCoins: 7 });
    for (let i = 0; i < 20; i += 1) await buy(player, reward, 2);
    const to = player.createdAt.toISOString();
    const wish = ['rollback', '--player', player.minecraftUUID, '--to', to] as const;
    const child = spawn(process.execPath, [script, ...wish], { env: environment() });
    const ended = once(child, 'exit');
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('4/20')) child.kill('SIGKILL');
    }
    await ended;
    const halfWay = await coinsOf(ctx, player);
    expect(halfWay).toBeGreaterThanOrEqual(1_000 - 16 * 14);
    expect(await events(...wish)).toMatchObject({ code: 0 });
    expect(await coinsOf(ctx, player)).toBe(1_000);
    await expectSoundLedger(ctx);
  }, 60_000);

  test('says what was refused, undoes the rest, and goes on when it is run again', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10 });
    const to = player.createdAt.toISOString();
    await opened.ask(adjust, { id: player._id, amountCoins: 50, reason: 'test' }, asConsole);
    await opened.ask(freeze, { id: player._id, reason: 'test' }, asConsole);
    const players = ctx.db.collection<Player>('players');
    // Coins that left in a way the log does not undo.
    await inTx(ctx, (tx) => takeAway(tx, player, 40));
    const wish = ['rollback', '--player', player.minecraftUUID, '--to', to] as const;
    const first = await events(...wish);
    expect(first.code).toBe(1);
    expect(first.text).toContain('refused, BALANCE_BELOW_ZERO');
    expect(await players.findOne({ _id: player._id })).toMatchObject({ frozen: false });
    expect(await coinsOf(ctx, player)).toBe(20);
    await inTx(ctx, (tx) => takeAway(tx, player, -40));
    const second = await events(...wish);
    expect(second.code).toBe(0);
    expect(second.text).toContain('1 undone');
    expect(await coinsOf(ctx, player)).toBe(10);
    await expectSoundLedger(ctx);
  }, 60_000);

  test.each([
    [[], 'Do what?'],
    [['rollback', '--player', 'Alex'], 'back to when?'],
    [['rollback', '--player', 'Alex', '--to', 'yesterday'], 'no instant'],
    [['rollback', '--play', 'Alex'], 'Unknown option'],
  ])('explains itself when it is used wrongly: %j', async (args, words) => {
    const { code, text } = await events(...args);
    expect([code, text.includes(words)]).toEqual([2, true]);
  });
});

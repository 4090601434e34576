// What staff do to players: each deed once, with its entries, and nothing without them.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { coinsMax } from '@mintkeep/shared/constants.ts';
import * as contracts from '@mintkeep/shared/players.ts';
import { join } from '@mintkeep/shared/presence.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aReward, coinsOf, counts, expectSoundLedger } from '../../test/builders.ts';
import type { AuditDoc } from '../audit/store.ts';
import type { EventDoc } from '../event-log/store.ts';
import type { EntryDoc } from '../ledger/store.ts';
import type { PlayerDoc } from './store.ts';

const opened = testApp();
const asConsole = { actor: 'console' };
const tomorrow = (): string => new Date(Date.now() + 86_400_000).toISOString();

const auditOf = ({ _id }: PlayerDoc) =>
  opened.ctx.db
    .collection<AuditDoc>('audit_log')
    .find({ 'target.id': _id })
    .sort({ $natural: 1 })
    .toArray();
const eventsOf = ({ _id }: PlayerDoc) =>
  opened.ctx.db
    .collection<EventDoc>('event_log')
    .find({ playerId: _id })
    .sort({ $natural: 1 })
    .toArray();
const stored = ({ _id }: PlayerDoc) =>
  opened.ctx.db.collection<PlayerDoc>('players').findOne({ _id });

describe('freeze and unfreeze', () => {
  test('write one entry each into both logs, and none when nothing changes (S0-051, S0-056, S1-089, S1-090)', async () => {
    const player = await aPlayer(opened.ctx);
    const ask = (contract: typeof contracts.freeze | typeof contracts.unfreeze, reason: string) =>
      opened.ask(contract, { id: player._id, reason }, asConsole);
    expect((await ask(contracts.freeze, 'chargeback')).body).toEqual({ frozen: true });
    expect((await ask(contracts.freeze, 'again')).body).toEqual({ frozen: true });
    expect((await ask(contracts.unfreeze, 'settled')).body).toEqual({ frozen: false });
    expect(await auditOf(player)).toEqual([
      {
        _id: expect.any(String) as string,
        timestamp: expect.any(Date) as Date,
        adminId: 'console:survival',
        actorKind: 'console',
        action: 'player.freeze',
        target: { type: 'player', id: player._id },
        reason: 'chargeback',
        before: { frozen: false },
        after: { frozen: true },
        requestId: expect.any(String) as string,
      },
      expect.objectContaining({ action: 'player.unfreeze', reason: 'settled' }),
    ]);
    expect(await eventsOf(player)).toMatchObject([
      { eventType: 'freeze', data: { before: { frozen: false }, after: { frozen: true } } },
      { eventType: 'unfreeze', data: { before: { frozen: true }, after: { frozen: false } } },
    ]);
  });

  test('stop and let go on what a player buys', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const { _id: sku } = await aReward(ctx);
    const buy = () =>
      opened.ask(purchase, { minecraftUUID: player.minecraftUUID, sku, quantity: 1 });
    await opened.ask(contracts.freeze, { id: player._id, reason: 'asked' }, asConsole);
    const before = await counts(ctx);
    expect((await buy()).error?.code).toBe('PLAYER_FROZEN');
    expect(await counts(ctx)).toEqual(before);
    await opened.ask(contracts.unfreeze, { id: player._id, reason: 'asked' }, asConsole);
    expect((await buy()).status).toBe(201);
  });
});

describe('banPlayer and unbanPlayer', () => {
  test('a ban is told at join with reason and end, stops buying, and is logged whole (B-08, S0-056)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    const { _id: sku } = await aReward(ctx);
    const { minecraftUUID, minecraftName: name } = player;
    const untilAt = tomorrow();
    const call = { id: player._id, reason: 'griefing', untilAt };
    const answer = await opened.ask(contracts.banPlayer, call, asConsole);
    expect(answer.body.banned).toMatchObject({
      reason: 'griefing',
      untilAt,
      by: 'console:survival',
    });
    const joined = await opened.ask(join, { minecraftUUID, name });
    expect(joined.body.banned).toEqual({ reason: 'griefing', untilAt });
    const bought = await opened.ask(purchase, { minecraftUUID, sku, quantity: 1 });
    expect(bought.error?.code).toBe('PLAYER_BANNED');
    const [event, ...more] = await eventsOf(player);
    expect(more).toEqual([]);
    expect(event).toMatchObject({ eventType: 'ban', data: { before: { banned: null } } });
    expect(event?.data.after).toEqual({ banned: (await stored(player))?.banned });
  });

  test('unban lets the player in again, and needs no ban to say yes', async () => {
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID, minecraftName: name } = player;
    const unban = (reason: string) =>
      opened.ask(contracts.unbanPlayer, { id: player._id, reason }, asConsole);
    expect((await unban('was not')).body).toEqual({ banned: null });
    expect(await auditOf(player)).toEqual([]);
    await opened.ask(contracts.banPlayer, { id: player._id, reason: 'r' }, asConsole);
    expect((await unban('a mistake')).body).toEqual({ banned: null });
    expect((await opened.ask(join, { minecraftUUID, name })).body.banned).toBeNull();
    expect((await auditOf(player)).map(({ action }) => action)).toEqual([
      'player.ban',
      'player.unban',
    ]);
  });

  test('a ban that is over bans no more', async () => {
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID, minecraftName: name } = player;
    const call = { id: player._id, reason: 'short', untilAt: tomorrow() };
    await opened.ask(contracts.banPlayer, call, asConsole);
    const past = new Date(opened.ctx.clock.now().getTime() - 1);
    await opened.ctx.db
      .collection<PlayerDoc>('players')
      .updateOne({ _id: player._id }, { $set: { 'banned.untilAt': past } });
    expect((await opened.ask(join, { minecraftUUID, name })).body.banned).toBeNull();
  });

  test('refuses an end that has passed, and changes nothing', async () => {
    const player = await aPlayer(opened.ctx);
    const call = { id: player._id, reason: 'r', untilAt: '2020-01-01T00:00:00.000Z' };
    const answer = await opened.ask(contracts.banPlayer, call, asConsole);
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect((await stored(player))?.banned).toBeNull();
    expect(await auditOf(player)).toEqual([]);
  });
});

describe('adjust', () => {
  const adjust = (player: PlayerDoc, amountCoins: number, idempotencyKey: string = randomUUID()) =>
    opened.ask(
      contracts.adjust,
      { id: player._id, amountCoins, reason: 'a correction' },
      { ...asConsole, idempotencyKey },
    );

  test('mints and burns by double entry, also of the frozen, and says the balance (S1-088, pain 15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10, frozen: true });
    const given = await adjust(player, 90);
    expect(given.body.walletBalanceCoins).toBe(100);
    const taken = await adjust(player, -30);
    expect(taken.body.walletBalanceCoins).toBe(70);
    const entry = await ctx.db
      .collection<EntryDoc>('transactions')
      .findOne({ _id: taken.body.txId });
    expect(entry).toMatchObject({
      amountCoins: 30,
      reason: 'a correction',
      postings: [{ from: `wallet:${player._id}`, to: 'burn', amountCoins: 30 }],
      meta: { cause: 'adjust', by: 'console:survival' },
    });
    expect(await stored(player)).toMatchObject({ lifetimeEarnedCoins: 10, lifetimeSpentCoins: 0 });
    expect(await eventsOf(player)).toMatchObject([
      {
        eventType: 'adjust',
        data: { before: { walletBalanceCoins: 10 }, after: { walletBalanceCoins: 100 } },
      },
      { data: { after: { walletBalanceCoins: 70, amountCoins: -30, txId: taken.body.txId } } },
    ]);
    await expectSoundLedger(ctx);
  });

  test('refuses a balance below zero or beyond counting, and changes nothing', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10 });
    const before = await counts(ctx);
    expect((await adjust(player, -11)).error?.code).toBe('BALANCE_BELOW_ZERO');
    expect((await adjust(player, coinsMax)).error?.code).toBe('BALANCE_TOO_LARGE');
    const nobody = { ...player, _id: randomUUID() };
    expect((await adjust(nobody, -1)).error?.code).toBe('PLAYER_UNKNOWN');
    expect(await counts(ctx)).toEqual(before);
    expect(await auditOf(player)).toEqual([]);
    expect(await coinsOf(ctx, player)).toBe(10);
    expect((await adjust(player, coinsMax - 10)).body.walletBalanceCoins).toBe(coinsMax);
    expect((await adjust(player, -coinsMax)).body.walletBalanceCoins).toBe(0);
    await expectSoundLedger(ctx);
  });

  test('acts once for its key, however often and at once it is asked (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 10 });
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 8 }, () => adjust(player, 5, key)));
    for (const { status, error } of answers) {
      if (status !== 200) expect(error?.code).toBe('OPERATION_IN_FLIGHT');
    }
    const again = await adjust(player, 5, key);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await adjust(player, 6, key)).error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await coinsOf(ctx, player)).toBe(15);
    expect(await auditOf(player)).toHaveLength(1);
    expect(await eventsOf(player)).toHaveLength(1);
  });

  test('never goes below zero when many take at once', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 25 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => adjust(player, -10)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    expect(await coinsOf(ctx, player)).toBe(5);
    expect(await auditOf(player)).toHaveLength(2);
    await expectSoundLedger(ctx);
  });

  test.each([
    { amountCoins: 0 },
    { amountCoins: 1.5 },
    { amountCoins: '5' },
    { amountCoins: null },
    { amountCoins: coinsMax + 1 },
    { amountCoins: 5, reason: '' },
    { amountCoins: 5, reason: 'two\nlines' },
    { amountCoins: 5, reason: 'x'.repeat(129) },
    { amountCoins: 5, reason: { $gt: '' } },
    { amountCoins: 5, frozen: true },
  ])('refuses %j and changes nothing', async (body) => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const call = { id: player._id, reason: 'because', ...body } as never;
    const answer = await opened.ask(contracts.adjust, call, asConsole);
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await coinsOf(opened.ctx, player)).toBe(10);
    expect(await auditOf(player)).toEqual([]);
  });
});

describe('notePlayer', () => {
  test('stands in the audit log, with who wrote it', async () => {
    const player = await aPlayer(opened.ctx);
    const call = { id: player._id, reason: 'Asked for a refund twice.' };
    expect((await opened.ask(contracts.notePlayer, call, asConsole)).status).toBe(201);
    expect(await auditOf(player)).toMatchObject([
      { action: 'player.note', reason: call.reason, adminId: 'console:survival' },
    ]);
    expect(await eventsOf(player)).toEqual([]);
  });
});

describe('a deed whose log cannot be written', () => {
  test('does not happen (S0-053)', async () => {
    const { db } = opened.ctx;
    const player = await aPlayer(opened.ctx, { coins: 10 });
    await db.command({ collMod: 'audit_log', validator: { never: true } });
    try {
      const ban = { id: player._id, reason: 'r' };
      expect((await opened.ask(contracts.banPlayer, ban, asConsole)).status).toBe(500);
      const adjust = { id: player._id, amountCoins: 5, reason: 'r' };
      expect((await opened.ask(contracts.adjust, adjust, asConsole)).status).toBe(500);
    } finally {
      await db.command({ collMod: 'audit_log', validator: {} });
    }
    expect(await stored(player)).toMatchObject({ banned: null, walletBalanceCoins: 10 });
    expect(await eventsOf(player)).toEqual([]);
  });
});

// One command, once: identity, replay, roll-back, and what is answered when the database is not.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { aPlayer, coinsOf, refusalOf, server } from '../../test/builders.ts';
import { behindProxy } from '../../test/behind-proxy.ts';
import { testContext } from '../../test/mongo.ts';
import { postEarning } from '../ledger/service.ts';
import type { Context } from './context.ts';
import { Refusal } from './errors.ts';
import { armFaultPoint } from './fault-points.ts';
import { transact } from './transact.ts';
import type { Command } from './transact.ts';

const opened = testContext();
const aCommand = (fields: Partial<Command> = {}): Command => ({
  actor: server,
  route: 'POST /test',
  key: randomUUID(),
  input: { a: 1 },
  ...fields,
});
const grant = (ctx: Context, command: Command, playerId: string, amountCoins = 5) =>
  transact(ctx, command, async (tx) => {
    await postEarning(tx, { playerId, amountCoins, reason: 'test', meta: {} });
    return { granted: amountCoins };
  });

describe('transact', () => {
  test('answers the first reply again to the same key and input, and acts once (S1-134, D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const command = aCommand();
    expect(await grant(ctx, command, player._id)).toEqual({
      reply: { granted: 5 },
      replayed: false,
    });
    expect(await grant(ctx, command, player._id, 99)).toEqual({
      reply: { granted: 5 },
      replayed: true,
    });
    expect(await coinsOf(ctx, player)).toBe(5);
  });

  test('compares inputs by content, not by the order of fields', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const command = aCommand({ input: { a: 1, b: { c: [1, 2], d: undefined } } });
    await grant(ctx, command, player._id);
    const again = await grant(ctx, { ...command, input: { b: { c: [1, 2] }, a: 1 } }, player._id);
    expect(again.replayed).toBe(true);
    const other = grant(ctx, { ...command, input: { b: { c: [2, 1] }, a: 1 } }, player._id);
    expect(await refusalOf(other)).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  test('keeps the keys of actors and routes apart', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const command = aCommand();
    await grant(ctx, command, player._id);
    await grant(ctx, { ...command, route: 'POST /other' }, player._id);
    await grant(ctx, { ...command, actor: { kind: 'server', id: 'creative' } }, player._id);
    expect(await coinsOf(ctx, player)).toBe(15);
  });

  test('rolls everything back when the work fails, and throws the original error (S0-003)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const boom = new Error('boom');
    const failing = transact(ctx, aCommand(), async (tx) => {
      await postEarning(tx, { playerId: player._id, amountCoins: 5, reason: 'x', meta: {} });
      throw boom;
    });
    await expect(failing).rejects.toBe(boom);
    expect(await coinsOf(ctx, player)).toBe(0);
  });

  test('does not remember a refusal: the same key may succeed later', async () => {
    const { ctx } = opened;
    const command = aCommand();
    const refused = transact(ctx, command, async () => {
      throw new Refusal('PLAYER_FROZEN');
    });
    expect(await refusalOf(refused)).toBe('PLAYER_FROZEN');
    expect((await transact(ctx, command, async () => 'done')).replayed).toBe(false);
  });

  test('tells a second ask to wait while the first is running', async () => {
    const { ctx } = opened;
    const command = aCommand();
    const first = transact(ctx, command, async () => 'done');
    expect(await refusalOf(transact(ctx, command, async () => 'done'))).toBe('OPERATION_IN_FLIGHT');
    expect((await first).reply).toBe('done');
  });

  test('acts once for 30 equal asks at 30 backends', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const command = aCommand();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => grant({ ...ctx, inFlight: new Set() }, command, player._id)),
    );
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await coinsOf(ctx, player)).toBe(5);
  });

  test('counts an operation for ever: a replay after its reply is gone does not act (D15)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const command = aCommand();
    await grant(ctx, command, player._id);
    await ctx.db.collection('operations').deleteMany({ key: command.key });
    expect(await refusalOf(grant(ctx, command, player._id))).toBe('OPERATION_DONE_EARLIER');
    expect(await coinsOf(ctx, player)).toBe(5);
  });

  test('loses no coin when many change one wallet at once', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    await Promise.all(Array.from({ length: 40 }, () => grant(ctx, aCommand(), player._id, 1)));
    expect(await coinsOf(ctx, player)).toBe(40);
  });

  test('writes events in the same commit, one row for all of them', async () => {
    const { ctx } = opened;
    const purchaseId = randomUUID();
    const event = {
      type: 'purchase.refunded',
      purchaseId,
      playerId: randomUUID(),
      refundedCoins: 1,
    } as const;
    await transact(ctx, aCommand(), async (tx) => {
      tx.emit(event);
      tx.emit(event);
      return null;
    });
    const rows = await ctx.db
      .collection('outbox')
      .find({ 'events.purchaseId': purchaseId })
      .toArray();
    expect(rows).toMatchObject([{ events: [event, event], pending: [] }]);
  });
});

describe('transact, when the database is not there', () => {
  const through = behindProxy(opened);

  test('OUTCOME_UNKNOWN when the commit is never answered; the same key finds what it did (pain 14)', async () => {
    const { ctx, proxy } = through;
    const player = await aPlayer(opened.ctx);
    const command = aCommand();
    const disarm = armFaultPoint('before-commit', () => {
      proxy.loseAnswers();
    });
    const unknown = await refusalOf(grant(ctx, command, player._id));
    disarm();
    expect(unknown).toBe('OUTCOME_UNKNOWN');
    proxy.heal();
    // It did happen, and only the same key can tell.
    expect(await coinsOf(opened.ctx, player)).toBe(5);
    expect((await grant(ctx, command, player._id)).replayed).toBe(true);
    expect(await coinsOf(opened.ctx, player)).toBe(5);
  });

  test('DATABASE_UNAVAILABLE when it is away before anything was committed', async () => {
    const { ctx, proxy } = through;
    const player = await aPlayer(opened.ctx);
    const command = aCommand();
    proxy.cut();
    expect(await refusalOf(grant(ctx, command, player._id))).toBe('DATABASE_UNAVAILABLE');
    proxy.heal();
    expect((await grant(ctx, command, player._id)).replayed).toBe(false);
    expect(await coinsOf(opened.ctx, player)).toBe(5);
  });
});

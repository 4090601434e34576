// Payments: what moves, what is refused, what many at once do, and how payees hear of it.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coinsMax, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import * as contracts from '@mintkeep/shared/pay.ts';
import { getCard } from '@mintkeep/shared/presence.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, coinsOf, counts, expectSoundLedger, inTx } from '../../test/builders.ts';
import type { Player } from '../players/service.ts';
import { setFrozen } from '../players/service.ts';

const opened = testApp({ payCoinsMin: 2 });

const uuidOf = ({ minecraftUUID }: Player): string => minecraftUUID;
const pay = (
  from: Player,
  to: Player,
  amountCoins: number,
  idempotencyKey: string = randomUUID(),
) =>
  opened.ask(
    contracts.pay,
    { minecraftUUID: uuidOf(from), toMinecraftUUID: uuidOf(to), amountCoins },
    { idempotencyKey },
  );
const noticesOf = async (players: readonly Player[], told: string[] = []) =>
  (await opened.ask(contracts.takePaymentNotices, { players: players.map(uuidOf), told })).body
    .notices;
const setPayable = (player: Player, payable?: boolean) =>
  opened.ask(contracts.setPayable, {
    minecraftUUID: uuidOf(player),
    ...(payable === undefined ? {} : { payable }),
  });
const logged = (player: Player) =>
  opened.ctx.db.collection('event_log').find({ playerId: player._id }).toArray();

describe('POST /api/players/pay', () => {
  test('moves coins by one double entry, logs it, and both find it on their cards (D35, D21)', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx, { coins: 100 }), await aPlayer(ctx, { coins: 5 })];
    const paid = await pay(ann, bob, 30);
    expect([paid.status, paid.signed]).toEqual([201, true]);
    expect(paid.body.walletBalanceCoins).toBe(70);
    expect([await coinsOf(ctx, ann), await coinsOf(ctx, bob)]).toEqual([70, 35]);
    const { txId } = paid.body;
    const entry = await ctx.db.collection<{ _id: string }>('transactions').findOne({ _id: txId });
    expect(entry).toMatchObject({
      postings: [{ from: `wallet:${ann._id}`, to: `wallet:${bob._id}`, amountCoins: 30 }],
      actorId: ann._id,
      payeeId: bob._id,
    });
    expect(await logged(ann)).toMatchObject([
      {
        eventType: 'pay',
        data: {
          before: { walletBalanceCoins: 100, payeeBalanceCoins: 5 },
          after: { walletBalanceCoins: 70, payeeBalanceCoins: 35, amountCoins: 30, txId },
        },
      },
    ]);
    const cards = await Promise.all(
      [ann, bob].map((one) => opened.ask(getCard, { minecraftUUID: uuidOf(one) })),
    );
    expect(cards.map(({ body }) => body.lastEntries[0]?.amountCoins)).toEqual([-30, 30]);
    // Neither earned nor spent: coins going round make nobody rich in the life-long sums.
    const sums = { lifetimeEarnedCoins: 5, lifetimeSpentCoins: 0 };
    expect(await ctx.db.collection<Player>('players').findOne({ _id: bob._id })).toMatchObject(
      sums,
    );
    await expectSoundLedger(ctx);
  });

  test('pays once for its key, however often and at once it is asked (D15)', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx, { coins: 100 }), await aPlayer(ctx)];
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 16 }, () => pay(ann, bob, 10, key)));
    expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
    const again = await pay(ann, bob, 10, key);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect((await pay(ann, bob, 11, key)).error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect([await coinsOf(ctx, ann), await coinsOf(ctx, bob)]).toEqual([90, 10]);
    expect(await noticesOf([bob])).toHaveLength(1);
  });

  test('refuses each no by its code, and changes nothing (D28, D35)', async () => {
    const { ctx } = opened;
    const discordId = '123456789012345678';
    const ann = await aPlayer(ctx, { coins: 100, discordId });
    const alt = await aPlayer(ctx, { discordId });
    const bob = await aPlayer(ctx);
    const ice = await aPlayer(ctx, { coins: 100, frozen: true });
    const ban = { reason: 'r', by: 'console:x', at: new Date(), untilAt: null };
    const out = await aPlayer(ctx, { coins: 100, banned: ban });
    const full = await aPlayer(ctx, { coins: coinsMax });
    const shy = await aPlayer(ctx);
    expect((await setPayable(shy)).body).toEqual({ payable: false });
    const nobody = { ...bob, minecraftUUID: randomUUID() };
    const before = await counts(ctx);
    const cases: [Player, Player, number, number, string][] = [
      [ann, bob, 101, 402, 'FUNDS_INSUFFICIENT'],
      [ann, bob, 1, 409, 'PAYMENT_TOO_SMALL'],
      [ann, ann, 10, 409, 'PAYEE_IS_SELF'],
      [ann, alt, 10, 409, 'PAYEE_IS_SELF'],
      [ann, shy, 10, 409, 'PAYEE_REFUSES'],
      [ann, ice, 10, 409, 'PAYEE_REFUSES'],
      [ann, out, 10, 409, 'PAYEE_REFUSES'],
      [ann, full, 10, 409, 'BALANCE_TOO_LARGE'],
      [ice, bob, 10, 403, 'PLAYER_FROZEN'],
      [out, bob, 10, 403, 'PLAYER_BANNED'],
      [ann, nobody, 10, 404, 'PLAYER_UNKNOWN'],
      [nobody, ann, 10, 404, 'PLAYER_UNKNOWN'],
      [bob, ann, 0, 400, 'REQUEST_INVALID'],
      [ann, bob, -5, 400, 'REQUEST_INVALID'],
      [ann, bob, 2.5, 400, 'REQUEST_INVALID'],
      [ann, bob, coinsMax + 1, 400, 'REQUEST_INVALID'],
    ];
    for (const [from, to, amount, status, code] of cases) {
      const answer = await pay(from, to, amount);
      expect([answer.status, answer.error?.code]).toEqual([status, code]);
    }
    expect(await counts(ctx)).toEqual(before);
    expect(await coinsOf(ctx, ann)).toBe(100);
    expect(await noticesOf([bob, alt, shy, ice, out, full])).toEqual([]);
    await expectSoundLedger(ctx);
  });

  test('a hundred at once among few players conserve coins, and nobody falls below zero (S0-003, pain 13)', async () => {
    const { ctx } = opened;
    const players = await Promise.all(Array.from({ length: 4 }, () => aPlayer(ctx, { coins: 50 })));
    const at = (index: number): Player => players[index % 4] as Player;
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        pay(at(index), at(index + 1 + (index % 3)), 2 + ((index * 7) % 30)),
      ),
    );
    const codes = new Set(answers.map(({ status, error }) => error?.code ?? status));
    expect([...codes].every((code) => code === 201 || code === 'FUNDS_INSUFFICIENT')).toBe(true);
    expect(codes.has(201)).toBe(true);
    const coins = await Promise.all(players.map((player) => coinsOf(ctx, player)));
    expect(coins.reduce((sum, one) => sum + one, 0)).toBe(200);
    expect(Math.min(...coins)).toBeGreaterThanOrEqual(0);
    await expectSoundLedger(ctx);
  }, 30_000);

  test('a freeze beside payments: nothing leaves once it is answered', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx, { coins: 1_000 }), await aPlayer(ctx)];
    const paying = Array.from({ length: 16 }, () => pay(ann, bob, 10));
    await inTx(ctx, (tx) => setFrozen(tx, ann._id, true));
    const leftCoins = await coinsOf(ctx, ann);
    for (const { error } of await Promise.all(paying)) {
      if (error) expect(error.code).toBe('PLAYER_FROZEN');
    }
    expect(await coinsOf(ctx, ann)).toBe(leftCoins);
    await expectSoundLedger(ctx);
  });

  test('Property: payments conserve coins and never go below zero (D20, D21)', async () => {
    const { ctx } = opened;
    const players = await Promise.all(Array.from({ length: 3 }, () => aPlayer(ctx, { coins: 60 })));
    const payments = fc.array(
      fc.record({
        from: fc.integer({ min: 0, max: 2 }),
        to: fc.integer({ min: 0, max: 2 }),
        amount: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constant(coinsMax)),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const balances = () => Promise.all(players.map((player) => coinsOf(ctx, player)));
    await fc.assert(
      fc.asyncProperty(payments, async (story) => {
        for (const { from, to, amount } of story) {
          const before = await balances();
          const { status } = await pay(players[from] as Player, players[to] as Player, amount);
          const fits = from !== to && amount >= 2 && amount <= (before[from] ?? 0);
          const moves = fits && status === 201 ? amount : 0;
          expect(status === 201).toBe(fits);
          const expected = before.map(
            (coins, index) => coins + (index === to ? moves : 0) - (index === from ? moves : 0),
          );
          expect(await balances()).toEqual(expected);
        }
        const after = await balances();
        expect(after.reduce((sum, one) => sum + one, 0)).toBe(180);
        expect(Math.min(...after)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: propertyRunsMin },
    );
    await expectSoundLedger(ctx);
  }, 60_000);
});

describe('PUT /api/players/:minecraftUUID/payable', () => {
  test('turns over, or sets, and counts at once for every server', async () => {
    const [ann, bob] = [
      await aPlayer(opened.ctx, { coins: 10 }),
      await aPlayer(opened.ctx, { coins: 10 }),
    ];
    expect((await setPayable(bob)).body).toEqual({ payable: false });
    expect((await pay(ann, bob, 2)).error?.code).toBe('PAYEE_REFUSES');
    // Who takes no coins may still give some.
    expect((await pay(bob, ann, 2)).status).toBe(201);
    expect((await setPayable(bob, false)).body).toEqual({ payable: false });
    expect((await setPayable(bob)).body).toEqual({ payable: true });
    expect((await pay(ann, bob, 2)).status).toBe(201);
    const unknown = { ...bob, minecraftUUID: randomUUID() };
    expect((await setPayable(unknown)).error?.code).toBe('PLAYER_UNKNOWN');
  });
});

describe('GET /api/players/payees/:name', () => {
  test('finds a name in any case; of two who bore it, the last seen', async () => {
    const { ctx } = opened;
    const old = await aPlayer(ctx, { minecraftName: 'Taken', lastHeartbeat: new Date(0) });
    const found = () => opened.ask(contracts.findPayee, { name: 'tAKEN' });
    expect((await found()).body).toEqual({ minecraftUUID: uuidOf(old), name: 'Taken' });
    const now = await aPlayer(ctx, { minecraftName: 'Taken' });
    expect((await found()).body.minecraftUUID).toBe(uuidOf(now));
    const nobody = await opened.ask(contracts.findPayee, { name: 'Nobody_at_all' });
    expect([nobody.status, nobody.error?.code]).toEqual([404, 'PLAYER_UNKNOWN']);
  });
});

describe('POST /api/players/payment-notices', () => {
  test('tells until it is said to be told: an answer that gets lost loses nothing', async () => {
    const { ctx } = opened;
    const [ann, bob] = [await aPlayer(ctx, { coins: 100 }), await aPlayer(ctx)];
    const first = (await pay(ann, bob, 10)).body.txId;
    await pay(ann, bob, 20);
    const heard = await noticesOf([bob, ann]);
    expect(heard).toMatchObject([
      { noticeId: first, fromName: ann.minecraftName, amountCoins: 10 },
      { amountCoins: 20 },
    ]);
    expect(await noticesOf([bob])).toEqual(heard);
    expect(await noticesOf([ann])).toEqual([]);
    expect(await noticesOf([bob], [first])).toMatchObject([{ amountCoins: 20 }]);
    expect(await noticesOf([bob], [first])).toHaveLength(1);
    expect(await noticesOf([])).toEqual([]);
  });
});

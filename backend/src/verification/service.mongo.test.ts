// Codes and links as the service makes them: lifetimes, single use, limits of links, the merge of a
// player known only from Discord, and all of it sixteen at once.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { testLinking } from '../../test/app.ts';
import {
  aPlayer,
  coinsOf,
  counts,
  expectSoundLedger,
  inTx,
  refusalOf,
} from '../../test/builders.ts';
import { testContext } from '../../test/mongo.ts';
import { aDiscordId } from '../../test/staff.ts';
import type { Context } from '../core/context.ts';
import { postEarning } from '../ledger/service.ts';
import type { Player } from '../players/service.ts';
import { cleanUpCodes } from './jobs.ts';
import type { Linking } from './service.ts';
import * as verification from './service.ts';
import type { CodeDoc } from './store.ts';

const opened = testContext();
const linkingWith = (fields: Partial<Linking>): Linking => ({ ...testLinking, ...fields });
const codes = () => opened.ctx.db.collection<CodeDoc>('verification_codes');
const events = (playerId: string) =>
  opened.ctx.db.collection('event_log').find({ playerId }).sort({ timestamp: 1 }).toArray();
const stored = (playerId: string) =>
  opened.ctx.db.collection<Player>('players').findOne({ _id: playerId });

const generate = ({ minecraftUUID, minecraftName: name }: Player, ctx = opened.ctx) =>
  inTx(ctx, (tx) => verification.generateCode(tx, testLinking, { minecraftUUID, name }));

interface Entry {
  readonly discordId?: string;
  readonly linking?: Linking;
  readonly ctx?: Context;
}
const verify = (
  code: string,
  { discordId = aDiscordId(), linking = testLinking, ctx = opened.ctx }: Entry = {},
) =>
  inTx(ctx, (tx) =>
    verification.verifyCode(tx, linking, { code, discordId, discordName: 'ann#1' }),
  );

/** Links a player with a Discord user, as both would. */
const linked = async (player: Player, entry: Entry = {}) =>
  verify((await generate(player)).code, entry);

/** A player known only from Discord: what the bot makes of a user who never played. */
async function aDiscordOnly(discordId: string, coins: number, fields: Partial<Player> = {}) {
  const made = await aPlayer(opened.ctx, { coins });
  await opened.ctx.db.collection<Player>('players').updateOne(
    { _id: made._id },
    {
      $set: { discordId, online: false, ...fields },
      $unset: { minecraftUUID: 1, minecraftName: 1 },
    },
  );
  return { ...made, ...fields, discordId };
}

/** The same context at another time of the database. */
const later = (ms: number): Context => {
  const { clock } = opened.ctx;
  return {
    ...opened.ctx,
    clock: { ...clock, now: () => new Date(clock.now().getTime() + ms) },
  };
};
const minute = 60_000;

describe('generateCode', () => {
  test('makes a code for 15 minutes of which only a keyed hash is kept (S0-020 to S0-022)', async () => {
    const player = await aPlayer(opened.ctx);
    const before = opened.ctx.clock.now().getTime();
    const { code, expiresAt } = await generate(player);
    expect(code).toMatch(/^[A-Z0-9]{8}$/);
    const lifetimeMs = new Date(expiresAt).getTime() - before;
    expect(lifetimeMs).toBeGreaterThanOrEqual(15 * minute);
    expect(lifetimeMs).toBeLessThan(15 * minute + 5_000);
    const everything = await Promise.all(
      (await opened.ctx.db.listCollections().toArray()).map(({ name }) =>
        opened.ctx.db.collection(name).find().toArray(),
      ),
    );
    expect(JSON.stringify(everything)).not.toContain(code);
  });

  test('voids the code before it', async () => {
    const player = await aPlayer(opened.ctx);
    const first = await generate(player);
    const second = await generate(player);
    expect(await refusalOf(verify(first.code))).toBe('LINK_CODE_UNKNOWN');
    expect(await verify(second.code)).toMatchObject({ playerId: player._id });
  });

  test('leaves one code in force of sixteen made at once', async () => {
    const player = await aPlayer(opened.ctx);
    const made = await Promise.all(Array.from({ length: 16 }, () => generate(player)));
    expect(await codes().countDocuments({ _id: player.minecraftUUID })).toBe(1);
    const tried = [];
    for (const { code } of made) tried.push(await verify(code).catch(() => null));
    expect(tried.filter((one) => one !== null)).toHaveLength(1);
  });

  test('knows a player whose join was not heard, and makes nobody twice', async () => {
    const minecraftUUID = randomUUID();
    const input = { minecraftUUID, name: 'Unheard' };
    const { code } = await inTx(opened.ctx, (tx) =>
      verification.generateCode(tx, testLinking, input),
    );
    expect(await verify(code)).toMatchObject({ minecraftUUID });
    expect(await opened.ctx.db.collection('players').countDocuments({ minecraftUUID })).toBe(1);
  });

  test('refuses who is linked already', async () => {
    const player = await aPlayer(opened.ctx);
    await linked(player);
    expect(await refusalOf(generate(player))).toBe('PLAYER_LINKED');
  });
});

describe('verifyCode', () => {
  test('accepts a code at 14:59 and refuses it at 15:01 (S0-022, pain 24)', async () => {
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const [forAnn, forBob] = [await generate(ann), await generate(bob)];
    const early = later(15 * minute - 1_000);
    expect(await verify(forAnn.code, { ctx: early })).toMatchObject({ playerId: ann._id });
    const late = later(15 * minute + 1_000);
    expect(await refusalOf(verify(forBob.code, { ctx: late }))).toBe('LINK_CODE_EXPIRED');
    expect((await stored(bob._id))?.discordId).toBeNull();
  });

  test('takes a code once, in any case (S0-021, S0-084)', async () => {
    const player = await aPlayer(opened.ctx);
    const { code } = await generate(player);
    await verify(code.toLowerCase());
    for (const form of [code, code.toLowerCase()]) {
      expect(await refusalOf(verify(form))).toBe('LINK_CODE_UNKNOWN');
    }
  });

  test('links, logs it and says it, without a code in either', async () => {
    const player = await aPlayer(opened.ctx, { coins: 5 });
    const discordId = aDiscordId();
    const { code } = await generate(player);
    const before = await counts(opened.ctx);
    expect(await verify(code, { discordId })).toEqual({
      playerId: player._id,
      minecraftUUID: player.minecraftUUID,
      discordId,
    });
    const [logged] = await events(player._id);
    expect(logged).toMatchObject({
      eventType: 'link',
      data: {
        before: { discordId: null, walletBalanceCoins: 5, merged: null },
        after: { discordId, discordName: 'ann#1', walletBalanceCoins: 5, rewardCoins: 0 },
      },
    });
    expect(JSON.stringify(logged)).not.toContain(code);
    const after = await counts(opened.ctx);
    expect(after['outbox']).toBe((before['outbox'] ?? 0) + 1);
    expect(after['transactions']).toBe(before['transactions']);
  });

  test('refuses a game account that is linked by now', async () => {
    const player = await aPlayer(opened.ctx);
    const { code } = await generate(player);
    await opened.ctx.db
      .collection<Player>('players')
      .updateOne({ _id: player._id }, { $set: { discordId: aDiscordId() } });
    expect(await refusalOf(verify(code))).toBe('PLAYER_LINKED');
    // The refusal gave the code back: nothing of it was kept.
    expect(await codes().findOne({ _id: player.minecraftUUID })).toMatchObject({ usedAt: null });
  });

  test('lets one of sixteen who enter a code at once have it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const player = await aPlayer(opened.ctx);
      const { code } = await generate(player);
      const users = Array.from({ length: 16 }, () => aDiscordId());
      const answers = await Promise.all(
        users.map((discordId) => verify(code, { discordId }).catch(() => null)),
      );
      const won = answers.filter((answer) => answer !== null);
      expect(won).toHaveLength(1);
      expect((await stored(player._id))?.discordId).toBe(won[0]?.discordId);
    }
  });
});

describe('the number of game accounts of a Discord user (D28)', () => {
  test('is one unless set otherwise, and a second is refused', async () => {
    const discordId = aDiscordId();
    await linked(await aPlayer(opened.ctx), { discordId });
    const second = await aPlayer(opened.ctx);
    expect(await refusalOf(linked(second, { discordId }))).toBe('LINK_LIMIT_REACHED');
    expect((await stored(second._id))?.discordId).toBeNull();
  });

  test.each([1, 3])(
    'is never above %d, however many link at once',
    async (max) => {
      const linking = linkingWith({ accountsPerDiscordUserMax: max });
      for (let round = 0; round < 10; round += 1) {
        const discordId = aDiscordId();
        const entered = [];
        for (let account = 0; account < 16; account += 1) {
          entered.push((await generate(await aPlayer(opened.ctx))).code);
        }
        const answers = await Promise.all(
          entered.map((code) => verify(code, { discordId, linking }).catch(() => null)),
        );
        expect(answers.filter((answer) => answer !== null)).toHaveLength(max);
        expect(await opened.ctx.db.collection('players').countDocuments({ discordId })).toBe(max);
      }
    },
    120_000,
  );

  test('never merges two game accounts', async () => {
    const linking = linkingWith({ accountsPerDiscordUserMax: 2 });
    const discordId = aDiscordId();
    const [first, second] = [
      await aPlayer(opened.ctx, { coins: 100 }),
      await aPlayer(opened.ctx, { coins: 7 }),
    ];
    await linked(first, { discordId, linking });
    await linked(second, { discordId, linking });
    expect([await coinsOf(opened.ctx, first), await coinsOf(opened.ctx, second)]).toEqual([100, 7]);
    expect((await stored(first._id))?.mergedInto).toBeUndefined();
  });
});

describe('linking who was known from Discord alone (D28, C-10)', () => {
  test('moves all coins into the game account: conserved, once, sound', async () => {
    const discordId = aDiscordId();
    const from = await aDiscordOnly(discordId, 300);
    const player = await aPlayer(opened.ctx, { coins: 50 });
    await linked(player, { discordId });
    expect(await stored(player._id)).toMatchObject({
      discordId,
      walletBalanceCoins: 350,
      lifetimeEarnedCoins: 350,
    });
    expect(await stored(from._id)).toMatchObject({
      discordId: null,
      walletBalanceCoins: 0,
      lifetimeEarnedCoins: 0,
      mergedInto: player._id,
    });
    await expectSoundLedger(opened.ctx);
    const moved = await opened.ctx.db
      .collection('transactions')
      .find({ 'meta.mergedPlayerId': from._id })
      .toArray();
    expect(moved).toMatchObject([
      { postings: [{ from: `wallet:${from._id}`, to: `wallet:${player._id}`, amountCoins: 300 }] },
    ]);
    const [logged] = await events(player._id);
    expect(logged).toMatchObject({ data: { before: { merged: { walletBalanceCoins: 300 } } } });
  });

  test('escapes neither a freeze nor a ban, and the longer ban holds', async () => {
    const discordId = aDiscordId();
    const ban = { reason: 'fraud', by: 'staff:1', at: new Date(), untilAt: null };
    await aDiscordOnly(discordId, 10, { frozen: true, banned: ban });
    const shorter = { ...ban, reason: 'chat', untilAt: new Date(Date.now() + 60_000) };
    const player = await aPlayer(opened.ctx, { banned: shorter });
    await linked(player, { discordId });
    const after = await stored(player._id);
    expect(after).toMatchObject({ frozen: true, banned: { reason: 'fraud' } });
    expect(after?.walletBalanceCoins).toBe(10);
  });

  test('moves nothing of an empty wallet, and refuses more than a balance holds', async () => {
    const empty = aDiscordId();
    await aDiscordOnly(empty, 0);
    await linked(await aPlayer(opened.ctx), { discordId: empty });
    const rich = aDiscordId();
    const from = await aDiscordOnly(rich, Number.MAX_SAFE_INTEGER);
    const player = await aPlayer(opened.ctx, { coins: 1 });
    expect(await refusalOf(linked(player, { discordId: rich }))).toBe('BALANCE_TOO_LARGE');
    expect(await stored(from._id)).toMatchObject({ walletBalanceCoins: Number.MAX_SAFE_INTEGER });
    expect((await stored(player._id))?.discordId).toBeNull();
    await expectSoundLedger(opened.ctx);
  });

  test('conserves coins over any pair of balances, while coins are earned at once', async () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    await fc.assert(
      fc.asyncProperty(amount, amount, amount, async (fromCoins, intoCoins, earnedCoins) => {
        const discordId = aDiscordId();
        const from = await aDiscordOnly(discordId, fromCoins);
        const player = await aPlayer(opened.ctx, { coins: intoCoins });
        const { code } = await generate(player);
        const earn = (playerId: string) =>
          inTx(opened.ctx, (tx) =>
            postEarning(tx, { playerId, amountCoins: earnedCoins + 1, reason: 'test', meta: {} }),
          );
        await Promise.all([verify(code, { discordId }), earn(from._id), earn(player._id)]);
        const sum = (await coinsOf(opened.ctx, from)) + (await coinsOf(opened.ctx, player));
        expect(sum).toBe(fromCoins + intoCoins + 2 * (earnedCoins + 1));
      }),
      { numRuns: propertyRunsMin },
    );
    await expectSoundLedger(opened.ctx);
  }, 120_000);
});

describe('the reward of a link', () => {
  const linking = linkingWith({ rewardCoins: 25 });

  test('comes once ever for a pair, however often they part and link (pain 24)', async () => {
    const player = await aPlayer(opened.ctx);
    const discordId = aDiscordId();
    for (let time = 0; time < 3; time += 1) {
      await linked(player, { discordId, linking });
      await inTx(opened.ctx, (tx) =>
        verification.unlink(tx, { minecraftUUID: player.minecraftUUID, reason: null }),
      );
    }
    expect(await coinsOf(opened.ctx, player)).toBe(25);
    await expectSoundLedger(opened.ctx);
  });

  test('comes for no second partner of either side: new accounts earn nothing', async () => {
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const [first, second] = [aDiscordId(), aDiscordId()];
    const part = (player: Player) =>
      inTx(opened.ctx, (tx) =>
        verification.unlink(tx, { minecraftUUID: player.minecraftUUID, reason: null }),
      );
    await linked(ann, { discordId: first, linking });
    await part(ann);
    await linked(ann, { discordId: second, linking });
    await linked(bob, { discordId: first, linking });
    expect([await coinsOf(opened.ctx, ann), await coinsOf(opened.ctx, bob)]).toEqual([25, 0]);
  });

  test('comes beside a merge, each with its own entry', async () => {
    const discordId = aDiscordId();
    await aDiscordOnly(discordId, 10);
    const player = await aPlayer(opened.ctx);
    await linked(player, { discordId, linking });
    expect(await coinsOf(opened.ctx, player)).toBe(35);
    await expectSoundLedger(opened.ctx);
  });
});

describe('unlink', () => {
  test('ends a link, which can be made anew; coins stay', async () => {
    const player = await aPlayer(opened.ctx, { coins: 9 });
    const discordId = aDiscordId();
    await linked(player, { discordId });
    const { minecraftUUID } = player;
    const ended = await inTx(opened.ctx, (tx) =>
      verification.unlink(tx, { minecraftUUID, reason: null }),
    );
    expect(ended).toEqual({ playerId: player._id, minecraftUUID, discordId });
    expect(await verification.statusOf(opened.ctx, minecraftUUID)).toEqual({ linked: false });
    expect(await coinsOf(opened.ctx, player)).toBe(9);
    expect((await events(player._id)).map(({ eventType }) => eventType as string)).toEqual([
      'link',
      'unlink',
    ]);
    await linked(player, { discordId });
  });

  test('refuses who is not linked, once for sixteen at once', async () => {
    const player = await aPlayer(opened.ctx);
    await linked(player);
    const { minecraftUUID } = player;
    const answers = await Promise.all(
      Array.from({ length: 16 }, () =>
        inTx(opened.ctx, (tx) => verification.unlink(tx, { minecraftUUID, reason: null })).then(
          () => 'ended',
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
    );
    expect(answers.filter((answer) => answer === 'ended')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'PLAYER_NOT_LINKED')).toHaveLength(15);
  });
});

describe('verification:cleanup', () => {
  test('removes expired codes and no other, each minute (S0-023)', async () => {
    const [old, fresh] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    await generate(old, later(-16 * minute));
    const { code } = await generate(fresh);
    expect(cleanUpCodes).toMatchObject({ name: 'verification:cleanup', everyMs: minute });
    await cleanUpCodes.run(opened.ctx);
    expect(await codes().findOne({ _id: old.minecraftUUID })).toBeNull();
    await verify(code);
  });

  test('has the expiry of the database as a second net (S0-022, S0-023)', async () => {
    const indexes = await codes().indexes();
    const expiry = indexes.find(({ key }) => 'expiresAt' in key);
    expect(expiry).toMatchObject({ expireAfterSeconds: 0 });
  });
});

// Verification from outside: what the endpoint that the Discord bot will call answers, who may ask,
// and how often.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { getCard } from '@mintkeep/shared/presence.ts';
import * as contracts from '@mintkeep/shared/verification.ts';
import { aKey, testApp } from '../../test/app.ts';
import { aPlayer, coinsOf, counts, inTx } from '../../test/builders.ts';
import { gameServer } from '../../test/game-server.ts';
import { aDiscordId, linkedStaff, panelOf, staffMember } from '../../test/staff.ts';
import type { Panel } from '../../test/staff.ts';
import type { Player } from '../players/service.ts';
import { putMember } from '../staff/store.ts';

const opened = testApp();
beforeEach(async () => {
  await opened.ctx.db.collection('rate_limits').deleteMany({});
});

const codeOf = async ({ minecraftUUID, minecraftName: name }: Player): Promise<string> => {
  const made = await opened.ask(contracts.generateCode, { minecraftUUID, name });
  expect(made.status).toBe(201);
  return made.body.code;
};
const verify = (code: string, discordId = aDiscordId()) =>
  opened.ask(contracts.verifyCode, { code, discordId });
const statusOf = async ({ minecraftUUID }: Player) =>
  (await opened.ask(contracts.linkStatus, { minecraftUUID })).body;
const audits = (playerId: string) =>
  opened.ctx.db.collection('audit_log').find({ 'target.id': playerId }).toArray();
/** A code of the right form that nobody made. */
let guesses = 0;
const aGuess = (): string => {
  guesses += 1;
  return guesses.toString(8).padStart(8, '2').replace(/[01]/g, '9');
};

describe('the endpoint the Discord bot will call', () => {
  test('links from a fresh code to the status, and the card says so (S0-078, B-05, K-014)', async () => {
    const player = await aPlayer(opened.ctx);
    expect(await statusOf(player)).toEqual({ linked: false });
    const discordId = aDiscordId();
    const code = await codeOf(player);
    const answer = await opened.ask(contracts.verifyCode, { code, discordId, discordName: 'ann' });
    expect([answer.status, answer.body]).toEqual([
      200,
      { playerId: player._id, minecraftUUID: player.minecraftUUID, discordId },
    ]);
    const linkedAt = expect.stringMatching(/^\d{4}-.*Z$/);
    expect(await statusOf(player)).toEqual({
      linked: true,
      discordId,
      discordName: 'ann',
      linkedAt,
    });
    const card = await opened.ask(getCard, { minecraftUUID: player.minecraftUUID });
    expect(card.body.linked).toBe(true);
    const again = await opened.ask(contracts.generateCode, {
      minecraftUUID: player.minecraftUUID,
      name: 'Ann',
    });
    expect([again.status, again.error?.code]).toEqual([409, 'PLAYER_LINKED']);
  });

  test('answers the same to the same key, and links once', async () => {
    const code = await codeOf(await aPlayer(opened.ctx));
    const [idempotencyKey, discordId] = [randomUUID(), aDiscordId()];
    const ask = () => opened.ask(contracts.verifyCode, { code, discordId }, { idempotencyKey });
    const [first, second] = [await ask(), await ask()];
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(second.body).toEqual(first.body);
    expect(second.headers['idempotent-replayed']).toBe('true');
  });

  test('refuses by its own code what is unknown, expired, used or too much (pain 24)', async () => {
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    const discordId = aDiscordId();
    const code = await codeOf(ann);
    expect((await verify(code, discordId)).status).toBe(200);
    const ends: [string, Awaited<ReturnType<typeof verify>>][] = [
      ['404 LINK_CODE_UNKNOWN', await verify(aGuess())],
      ['404 LINK_CODE_UNKNOWN', await verify(code)],
      ['409 LINK_LIMIT_REACHED', await verify(await codeOf(bob), discordId)],
    ];
    const expired = await codeOf(bob);
    await opened.ctx.db
      .collection<{ _id: string }>('verification_codes')
      .updateOne({ _id: bob.minecraftUUID }, { $set: { expiresAt: new Date(Date.now() - 500) } });
    ends.push(['410 LINK_CODE_EXPIRED', await verify(expired)]);
    for (const [wanted, { status, error }] of ends) {
      expect(`${String(status)} ${String(error?.code)}`).toBe(wanted);
    }
    expect(await statusOf(bob)).toEqual({ linked: false });
  });

  test.each([
    ['no Discord user', { code: 'ABCD2345' }],
    ['no code', { discordId: aDiscordId() }],
    ['an operator for a code', { code: { $ne: '' }, discordId: aDiscordId() }],
    ['an operator for a user', { code: 'ABCD2345', discordId: { $gt: '' } }],
    ['a code too long', { code: 'ABCD23456', discordId: aDiscordId() }],
    ['a code with a space', { code: 'ABCD 234', discordId: aDiscordId() }],
    ['a user that is a number', { code: 'ABCD2345', discordId: 123456789012345 }],
    ['a user that is no snowflake', { code: 'ABCD2345', discordId: '0'.repeat(18) }],
    ['a name of two lines', { code: 'ABCD2345', discordId: aDiscordId(), discordName: 'a\nb' }],
    ['a field of nobody', { code: 'ABCD2345', discordId: aDiscordId(), rewardCoins: 5 }],
  ])('refuses %s by its field, changes nothing, and counts no attempt', async (_what, input) => {
    const before = await counts(opened.ctx);
    const answer = await opened.ask(contracts.verifyCode, input as never);
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await counts(opened.ctx)).toEqual(before);
    expect(await opened.ctx.db.collection('rate_limits').countDocuments()).toBe(0);
  });

  test('needs a key, and keeps no code in plain text', async () => {
    const code = await codeOf(await aPlayer(opened.ctx));
    const answer = await opened.ask(
      contracts.verifyCode,
      { code, discordId: aDiscordId() },
      { idempotencyKey: '' },
    );
    expect(answer.error?.code).toBe('IDEMPOTENCY_KEY_MISSING');
    await verify(code);
    expect(JSON.stringify(opened.lines)).not.toContain(code);
    const operations = await opened.ctx.db.collection('operations').find().toArray();
    expect(JSON.stringify(operations)).not.toContain(code);
  });
});

describe('attempts at codes', () => {
  test('are five a minute for one Discord user; the sixth waits (S0-025, S0-026)', async () => {
    const discordId = aDiscordId();
    for (let time = 0; time < 5; time += 1) {
      expect((await verify(aGuess(), discordId)).status).toBe(404);
    }
    const player = await aPlayer(opened.ctx);
    const code = await codeOf(player);
    const sixth = await verify(code, discordId);
    expect([sixth.status, sixth.error?.code]).toEqual([429, 'LIMIT_EXCEEDED']);
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThanOrEqual(50);
    expect(sixth.error?.details).toEqual({ retryAfterS: Number(sixth.headers['retry-after']) });
    expect(await statusOf(player)).toEqual({ linked: false });
    // The code is not spent by it, and others are not locked out (D16).
    expect((await verify(code)).status).toBe(200);
  });

  test('are five of sixteen at once, whichever server asks (S0-084)', async () => {
    const other = gameServer(opened.app, await aKey(opened, 'creative'));
    const discordId = aDiscordId();
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, place) =>
        (place % 2 ? opened.ask : other)(contracts.verifyCode, { code: aGuess(), discordId }),
      ),
    );
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(11);
  });

  test('never lock out the players of one game server (D16, S0-084)', async () => {
    for (let player = 0; player < 20; player += 1) {
      expect((await verify(aGuess())).status).toBe(404);
    }
    expect((await verify(await codeOf(await aPlayer(opened.ctx)))).status).toBe(200);
  });

  test('count one code in any case as the same, and void what six have entered (S0-084)', async () => {
    const linkedId = aDiscordId();
    await verify(await codeOf(await aPlayer(opened.ctx)), linkedId);
    const code = await codeOf(await aPlayer(opened.ctx));
    const forms = [code, code.toLowerCase(), `${code.slice(0, 4)}${code.slice(4).toLowerCase()}`];
    for (let time = 0; time < 5; time += 1) {
      await opened.ctx.db.collection('rate_limits').deleteMany({});
      const answer = await verify(forms[time % 3] ?? code, linkedId);
      expect(answer.error?.code).toBe('LINK_LIMIT_REACHED');
    }
    expect((await verify(code)).error?.code).toBe('LINK_CODE_UNKNOWN');
  });

  test('survive a restart: they are counted in the database (S12, pain 24)', async () => {
    const discordId = aDiscordId();
    for (let time = 0; time < 5; time += 1) await verify(aGuess(), discordId);
    const windows = await opened.ctx.db.collection<{ _id: string }>('rate_limits').find().toArray();
    expect(windows.map(({ _id }) => _id).sort()).toEqual([
      `verification discord:${discordId}`,
      'verification everybody',
    ]);
  });
});

describe('a member with a session', () => {
  const enter = (panel: Panel, code: string, discordId?: string, headers = {}) => {
    const body = { code, ...(discordId ? { discordId } : {}) };
    return panel.send({
      method: 'POST',
      url: contracts.verifyCode.path,
      body,
      headers: { 'idempotency-key': randomUUID(), ...headers },
    });
  };

  test('links the own Discord user, and nobody else’s', async () => {
    const panel = await staffMember(opened, 'MEMBER');
    const player = await aPlayer(opened.ctx);
    const code = await codeOf(player);
    const forOther = await enter(panel, code, aDiscordId());
    expect([forOther.status, forOther.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    const own = await enter(panel, code);
    expect(own.body).toMatchObject({ discordId: panel.memberId, playerId: player._id });
  });

  test('cannot be the owner, who is no Discord user', async () => {
    await inTx(opened.ctx, (tx) => putMember(tx, 'owner', {}));
    const owner = await panelOf(opened, 'owner');
    const player = await aPlayer(opened.ctx);
    const answer = await enter(owner, await codeOf(player));
    expect([answer.status, answer.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    expect(await statusOf(player)).toEqual({ linked: false });
  });

  test('is shown by the name that Discord told at login, where it can be shown', async () => {
    const names: [string, object][] = [
      ['Ann', { discordName: 'Ann' }],
      ['An§c\n', {}],
    ];
    for (const [name, shown] of names) {
      const panel = await staffMember(opened, 'MEMBER');
      await opened.ctx.db
        .collection<{ _id: string }>('staff')
        .updateOne({ _id: panel.memberId }, { $set: { name } });
      const player = await aPlayer(opened.ctx);
      await enter(panel, await codeOf(player));
      const { discordId: _id, linkedAt: _at, linked, ...rest } = await statusOf(player);
      expect([linked, rest]).toEqual([true, shown]);
    }
  });

  test('has five attempts a minute over all sessions and forged addresses (S0-025, S0-084)', async () => {
    const panel = await staffMember(opened, 'MEMBER');
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, place) =>
        enter(panel, aGuess(), undefined, { 'x-forwarded-for': `198.51.100.${String(place)}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(5);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(11);
    for (const { headers } of refused) expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
  });

  test('shares the places of an address with other members (S0-025)', async () => {
    const panels = await Promise.all(
      Array.from({ length: 6 }, () => staffMember(opened, 'MEMBER')),
    );
    const from = async ({ cookies, headers }: Panel, remoteAddress: string): Promise<number> => {
      const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
      const answer = await opened.app.inject({
        method: 'POST',
        url: contracts.verifyCode.path,
        remoteAddress,
        headers: { ...headers, cookie: cookie.join('; '), 'idempotency-key': randomUUID() },
        payload: { code: aGuess() },
      });
      return answer.statusCode;
    };
    const statuses: number[] = [];
    for (const panel of panels) statuses.push(await from(panel, '203.0.113.7'));
    expect(statuses).toEqual([404, 404, 404, 404, 404, 429]);
    for (const panel of panels.slice(5)) expect(await from(panel, '203.0.113.8')).toBe(404);
  });
});

describe('ending a link', () => {
  const aLinked = async (coins = 0) => {
    const player = await aPlayer(opened.ctx, { coins });
    const discordId = aDiscordId();
    await verify(await codeOf(player), discordId);
    return { player, discordId };
  };

  test('is asked by the player through the game server, and audited by nobody', async () => {
    const { player, discordId } = await aLinked(5);
    const { minecraftUUID } = player;
    const answer = await opened.ask(contracts.unlink, { minecraftUUID });
    expect([answer.status, answer.body]).toEqual([
      200,
      { playerId: player._id, minecraftUUID, discordId },
    ]);
    expect(await statusOf(player)).toEqual({ linked: false });
    expect(await audits(player._id)).toEqual([]);
    expect(await coinsOf(opened.ctx, player)).toBe(5);
    const again = await opened.ask(contracts.unlink, { minecraftUUID });
    expect([again.status, again.error?.code]).toEqual([409, 'PLAYER_NOT_LINKED']);
    const unknown = await opened.ask(contracts.unlink, { minecraftUUID: randomUUID() });
    expect([unknown.status, unknown.error?.code]).toEqual([404, 'PLAYER_UNKNOWN']);
  });

  test('by staff needs the role and a reason, and is audited once', async () => {
    const { player, discordId } = await aLinked();
    const { minecraftUUID } = player;
    const support = await staffMember(opened, 'SUPPORT');
    const denied = await support.ask(contracts.unlink, { minecraftUUID, reason: 'asked' });
    expect([denied.status, denied.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    const operator = await staffMember(opened, 'OPERATOR');
    const silent = await operator.ask(contracts.unlink, { minecraftUUID });
    expect([silent.status, silent.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await statusOf(player)).toMatchObject({ linked: true });
    const ended = await operator.ask(contracts.unlink, { minecraftUUID, reason: 'lost account' });
    expect(ended.status).toBe(200);
    expect(await audits(player._id)).toMatchObject([
      {
        adminId: `staff:${operator.memberId}`,
        action: 'player.unlink',
        reason: 'lost account',
        before: { discordId },
        after: { discordId: null },
      },
    ]);
  });

  test('by staff in the game needs the linked role; the console may too', async () => {
    const { player } = await aLinked();
    const { minecraftUUID } = player;
    const body = { minecraftUUID, reason: 'lost account' };
    const nobody = await aPlayer(opened.ctx);
    const denied = await opened.ask(contracts.unlink, body, { actor: nobody.minecraftUUID });
    expect([denied.status, denied.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    const admin = await aPlayer(opened.ctx);
    await linkedStaff(opened, admin, 'OPERATOR');
    const ended = await opened.ask(contracts.unlink, body, { actor: admin.minecraftUUID });
    expect(ended.status).toBe(200);
    const { player: other } = await aLinked();
    const byConsole = await opened.ask(
      contracts.unlink,
      { ...body, minecraftUUID: other.minecraftUUID },
      { actor: 'console' },
    );
    expect(byConsole.status).toBe(200);
    expect(await audits(other._id)).toMatchObject([{ adminId: 'console:survival' }]);
  });
});

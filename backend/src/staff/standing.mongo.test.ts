// Where roles come from and how fast they go: a role taken away in Discord acts within 60 seconds, in
// the panel and in the game, by a bot or by the member's own access; Discord's silence is bounded.
import { beforeEach, describe, expect, test } from 'vitest';
import { listAudit } from '@mintkeep/shared/audit.ts';
import { discordApp, logIn } from '../../test/discord-app.ts';
import type { Browser } from '../../test/browser.ts';
import { aPlayer, inTx } from '../../test/builders.ts';
import { requestOf, send, signedRequest } from '../../test/game-server.ts';
import { changeSettings, getSettings, grantRole, revokeGrant } from './service.ts';

const minute = 60_000;

describe.each([
  ['by a bot', true],
  ['by the member’s own access', false],
])('a role in Discord, read %s', (_how, bot) => {
  const opened = discordApp({ bot });
  let user: { readonly id: string; readonly username: string };
  let browser: Browser;
  let minecraftUUID: string;
  beforeEach(async () => {
    user = opened.discord.addUser('mod', { roles: [opened.roleIds.AUDITOR] });
    browser = await logIn(opened, user);
    const player = await aPlayer(opened.ctx);
    ({ minecraftUUID } = player);
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: player._id }, { $set: { discordId: user.id } });
  });
  const inPanel = async () => (await browser.go('/api/admin/audit', 'same-origin')).status;
  const inGame = async () => {
    // A game server's clock goes as the backend's does.
    const nowMs = opened.ctx.clock.now().getTime();
    const request = { ...requestOf(listAudit, {}), actor: minecraftUUID };
    const signed = signedRequest(opened.key, request, { nowMs });
    return (await send(opened.app, opened.key, signed)).status;
  };
  const asked = () => opened.discord.given.length;

  test('lets its holder act in the panel and in the game (S1-078, S1-140)', async () => {
    expect([await inPanel(), await inGame()]).toEqual([200, 200]);
  });

  test('taken away acts within 60 seconds and ends the session (S1-184, S5)', async () => {
    opened.discord.members.set(user.id, []);
    opened.later(minute);
    expect([await inPanel(), await inGame()]).toEqual([401, 403]);
  });

  test('taken away acts in the game first as well', async () => {
    opened.discord.members.set(user.id, []);
    opened.later(minute);
    expect([await inGame(), await inPanel()]).toEqual([403, 401]);
  });

  test('that falls is the lower one within 60 seconds', async () => {
    opened.discord.members.set(user.id, [opened.roleIds.ADMIN]);
    opened.later(minute);
    expect(await inGame()).toBe(200);
    opened.discord.members.set(user.id, [opened.roleIds.AUDITOR]);
    opened.later(minute);
    expect([await inGame(), await inPanel()]).toEqual([200, 401]);
  });

  test('given acts within 60 seconds, in the same session', async () => {
    const newcomer = opened.discord.addUser('new');
    const own = await logIn(opened, newcomer);
    expect((await own.go('/api/admin/audit', 'same-origin')).status).toBe(403);
    opened.discord.members.set(newcomer.id, [opened.roleIds.AUDITOR]);
    opened.later(minute);
    expect((await own.go('/api/admin/audit', 'same-origin')).status).toBe(200);
  });

  test('ends with the membership, whatever was given by hand (S1-080)', async () => {
    const given = { memberId: user.id, role: 'ADMIN' as const, reason: 'test' };
    await inTx(opened.ctx, (tx) => grantRole(tx, given));
    expect(await inPanel()).toBe(200);
    opened.discord.members.delete(user.id);
    opened.later(minute);
    expect([await inPanel(), await inGame()]).toEqual([401, 403]);
  });

  test('is asked for once in 45 seconds, however many ask', async () => {
    opened.later(minute);
    const before = asked();
    await Promise.all(Array.from({ length: 10 }, () => inPanel()));
    await Promise.all(Array.from({ length: 10 }, () => inGame()));
    // The clock goes on by itself, too: a busy machine may take seconds for each step.
    opened.later(30_000);
    expect(await inPanel()).toBe(200);
    expect(asked() - before).toBe(1);
    opened.later(20_000);
    expect(await inPanel()).toBe(200);
    expect(asked() - before).toBe(2);
  });

  test.each([
    ['answers 500', { status: 500, body: {} }],
    ['answers 429', { status: 429, body: { retry_after: 1 } }],
    ['answers nonsense', { status: 200, body: { roles: 'all' } }],
    ['answers 404 of another kind', { status: 404, body: { code: 0, message: '404' } }],
    ['refuses what we hold', { status: 401, body: { code: 0, message: '401' } }],
  ])('while Discord %s counts five minutes more, and then no longer', async (_what, fault) => {
    opened.discord.fault = fault;
    opened.later(4 * minute);
    expect([await inPanel(), await inGame()]).toEqual([200, 200]);
    opened.later(minute + 1);
    expect([await inPanel(), await inGame()]).toEqual([403, 403]);
    opened.discord.fault = null;
    opened.later(minute);
    expect([await inPanel(), await inGame()]).toEqual([200, 200]);
  });

  test('is not asked for by every request while Discord is away', async () => {
    opened.discord.fault = { status: 500, body: {} };
    opened.later(minute);
    const before = asked();
    for (let n = 0; n < 5; n += 1) expect(await inPanel()).toBe(200);
    expect(asked() - before).toBe(1);
  });

  test('of a Discord that never answers holds nobody up for ever', async () => {
    opened.discord.fault = 'hang';
    opened.later(minute);
    const begun = performance.now();
    expect(await inPanel()).toBe(200);
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  test('follows a change of the role map at once', async () => {
    const { roleMap, version } = await getSettings(opened.ctx);
    const { [opened.roleIds.AUDITOR]: _gone, ...rest } = roleMap;
    const change = { roleMap: rest, expectedVersion: version, reason: 'test' };
    await inTx(opened.ctx, (tx) => changeSettings(tx, change));
    expect([await inPanel(), await inGame()]).toEqual([403, 403]);
    const back = { roleMap, expectedVersion: version + 1, reason: 'test' };
    await inTx(opened.ctx, (tx) => changeSettings(tx, back));
    expect(await inPanel()).toBe(200);
  });

  test('and one given by hand: the higher counts', async () => {
    const memberId = user.id;
    await inTx(opened.ctx, (tx) => grantRole(tx, { memberId, role: 'ADMIN', reason: 'test' }));
    const me = async () =>
      (JSON.parse((await browser.go('/api/auth/me', 'same-origin')).text) as { role: string }).role;
    expect(await me()).toBe('ADMIN');
    await inTx(opened.ctx, (tx) => revokeGrant(tx, { memberId, reason: 'test' }));
    browser = await logIn(opened, user);
    expect(await me()).toBe('AUDITOR');
  });
});

describe('the access that a member gave', () => {
  const opened = discordApp({ bot: false });

  test('is renewed when it has run out, and the new one is kept', async () => {
    const user = opened.discord.addUser('old', { roles: [opened.roleIds.AUDITOR] });
    await logIn(opened, user);
    opened.discord.expireTokens();
    const first = [...opened.discord.tokens.keys()];
    // A week later by the backend's clock: the session is over, the game asks on.
    opened.later(7 * 86_400_000);
    const standing = await opened.staff.standings.of(user.id);
    expect(standing?.role).toBe('AUDITOR');
    expect([...opened.discord.tokens.keys()]).not.toEqual(first);
    opened.later(minute);
    opened.discord.members.set(user.id, []);
    expect((await opened.staff.standings.of(user.id))?.role).toBeNull();
  });
});

describe('a player in the game', () => {
  const opened = discordApp({ bot: true });
  const asked = async (actor: string) => (await opened.ask(listAudit, {}, { actor })).status;

  test('who never logged in is known by the bot; one without a link is nobody (S1-021)', async () => {
    const user = opened.discord.addUser('player', { roles: [opened.roleIds.AUDITOR] });
    const player = await aPlayer(opened.ctx);
    expect(await asked(player.minecraftUUID)).toBe(403);
    await opened.ctx.db
      .collection<{ _id: string }>('players')
      .updateOne({ _id: player._id }, { $set: { discordId: user.id } });
    expect(await asked(player.minecraftUUID)).toBe(200);
    expect(await asked('console')).toBe(200);
    expect(await asked('00000000-0000-4000-8000-000000000000')).toBe(403);
  });
});

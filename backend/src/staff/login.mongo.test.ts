// The login with Discord, as a browser goes through it, and every way to get in that must not work.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { discordApp, logIn } from '../../test/discord-app.ts';
import type { Browser } from '../../test/browser.ts';
import { csrfCookie, loginCookie, refreshCookie, sessionCookie } from './cookies.ts';

const opened = discordApp({ bot: false });

const sessions = () => opened.ctx.db.collection('sessions').countDocuments({ revokedAt: null });

/** Begins a login: where Discord would be asked, and what it sends back for this user. */
async function begun(browser: Browser, username = 'anna') {
  const { discord, roleIds } = opened;
  const user = discord.addUser(username, { roles: [roleIds.ADMIN] });
  const sent = await browser.go('/auth/discord/login?returnTo=/orders');
  const way = String(sent.headers['location']);
  return { user, sent, way: new URL(way), back: discord.agree(way, user) };
}

const callback = (browser: Browser, back: URL) =>
  browser.go(`${back.pathname}${back.search}`, 'cross-site');

describe('a login with Discord', () => {
  test('goes there with state, PKCE and two scopes (S1-077, S1-082)', async () => {
    const { sent, way } = await begun(opened.browser());
    expect([sent.status, way.origin, way.pathname]).toEqual([
      302,
      opened.discord.url,
      '/oauth2/authorize',
    ]);
    expect(Object.fromEntries(way.searchParams)).toEqual({
      response_type: 'code',
      client_id: opened.discord.clientId,
      redirect_uri: 'https://panel.example.com/auth/discord/callback',
      scope: 'identify guilds.members.read',
      state: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
      prompt: 'none',
    });
    expect(sent.headers['set-cookie']).toMatch(/Max-Age=600; Secure; SameSite=Lax; HttpOnly$/);
  });

  test('comes back to a page that goes on, then to the panel (S1-083, S1-175, D14)', async () => {
    const browser = opened.browser();
    const { back } = await begun(browser);
    const page = await callback(browser, back);
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain('url=/auth/discord/finish');
    expect([...browser.cookies.keys()]).toEqual([loginCookie]);
    const end = await browser.go('/auth/discord/finish', 'same-origin');
    expect([end.status, end.headers['location']]).toEqual([302, '/orders']);
    expect([...browser.cookies.keys()].sort()).toEqual(
      [csrfCookie, refreshCookie, sessionCookie].sort(),
    );
  });

  test('sets cookies that scripts and other sites cannot have (S1-079, S1-136, S1-137)', async () => {
    const { discord } = opened;
    const { cookies } = await logIn(opened, discord.addUser('flags'));
    const strict = 'Secure; SameSite=Strict';
    expect(cookies.get(sessionCookie)?.attributes).toBe(`Path=/; Max-Age=900; ${strict}; HttpOnly`);
    expect(cookies.get(refreshCookie)?.attributes).toMatch(
      new RegExp(`^Path=/; Max-Age=6047\\d\\d; ${strict}; HttpOnly$`),
    );
    expect(cookies.get(csrfCookie)?.attributes).toMatch(
      new RegExp(`^Path=/; Max-Age=6047\\d\\d; ${strict}$`),
    );
    for (const name of cookies.keys()) expect(name).toMatch(/^__Host-/);
  });

  test('gives the highest role that the roles in Discord stand for (S1-078)', async () => {
    const { discord, roleIds } = opened;
    const roles = [roleIds.SUPPORT, roleIds.ADMIN, '123456789012345678'];
    const user = discord.addUser('boss', { roles });
    const me = await (await logIn(opened, user)).go('/api/auth/me', 'same-origin');
    expect(JSON.parse(me.text)).toEqual({
      memberId: user.id,
      discordId: user.id,
      name: 'boss',
      role: 'ADMIN',
      roles: ['AUDITOR', 'SUPPORT', 'OPERATOR', 'ADMIN'],
    });
  });

  test('opens a new session each time, whatever the browser held before (S5)', async () => {
    const user = opened.discord.addUser('twice');
    const browser = await logIn(opened, user);
    const first = browser.cookies.get(sessionCookie)?.value ?? '';
    await logIn(opened, user, browser);
    const second = browser.cookies.get(sessionCookie)?.value ?? '';
    const sidOf = (jwt: string) => Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
    expect(sidOf(second)).not.toBe(sidOf(first));
    const rows = await opened.ctx.db.collection('sessions').find({ memberId: user.id }).toArray();
    expect(new Set(rows.map(({ _id }) => String(_id))).size).toBe(2);
  });

  test('lets a member without a role in, who may do nothing', async () => {
    const browser = await logIn(opened, opened.discord.addUser('visitor'));
    const me = await browser.go('/api/auth/me', 'same-origin');
    expect(JSON.parse(me.text)).toMatchObject({ role: null, roles: [] });
    expect((await browser.go('/api/admin/audit', 'same-origin')).status).toBe(403);
  });

  test('shows who is no member a page, and opens no session (S1-080, S1-175, S1-184)', async () => {
    const { discord } = opened;
    const browser = opened.browser();
    const before = await sessions();
    const user = discord.addUser('outsider', { isMember: false });
    const sent = await browser.go('/auth/discord/login');
    const kept = browser.cookies.get(loginCookie);
    const page = await callback(browser, discord.agree(String(sent.headers['location']), user));
    expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect(page.text).toContain('members of our Discord server');
    // Also for a browser that keeps what it was told to forget.
    if (kept) browser.cookies.set(loginCookie, kept);
    expect((await browser.go('/auth/discord/finish', 'same-origin')).status).toBe(401);
    expect([await sessions(), browser.cookies.size]).toEqual([before, 0]);
    // What it let us ask is given back.
    expect([...discord.tokens.values()].some(({ userId }) => userId === user.id)).toBe(false);
  });

  test('keeps no secret in the clear', async () => {
    const { discord, ctx } = opened;
    const browser = opened.browser();
    const user = discord.addUser('secretive');
    await logIn(opened, user, browser);
    const names = ['sessions', 'staff', 'logins'];
    const rows = await Promise.all(names.map((name) => ctx.db.collection(name).find().toArray()));
    const stored = JSON.stringify(rows) + JSON.stringify(opened.lines);
    const jwt = browser.cookies.get(sessionCookie)?.value ?? '';
    const named = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
    const { sid } = JSON.parse(named) as { sid: string };
    const accesses = [...discord.tokens].flatMap(([access, { refreshToken }]) => [
      access,
      refreshToken,
    ]);
    for (const secret of [sid, browser.cookies.get(refreshCookie)?.value ?? '?', ...accesses]) {
      expect(stored).not.toContain(secret);
    }
    expect(stored).toContain(createHash('sha256').update(sid).digest('hex'));
  });
});

describe('a login that was tampered with (S6)', () => {
  const spoilt: [string, (back: URL) => void][] = [
    ['no state', (back) => back.searchParams.delete('state')],
    ['another state', (back) => back.searchParams.set('state', 'A'.repeat(43))],
    ['no code', (back) => back.searchParams.delete('code')],
    ['a code nobody gave', (back) => back.searchParams.set('code', 'made-up')],
    ['another issuer', (back) => back.searchParams.set('iss', 'https://evil.example')],
    ['no issuer', (back) => back.searchParams.delete('iss')],
  ];
  test.each(spoilt)('with %s is refused', async (_what, spoil) => {
    const browser = opened.browser();
    const before = await sessions();
    const { back } = await begun(browser);
    spoil(back);
    const page = await callback(browser, back);
    expect([page.status, page.headers['content-type']]).toEqual([401, 'text/html; charset=utf-8']);
    expect((await browser.go('/auth/discord/finish', 'same-origin')).status).toBe(401);
    expect([await sessions(), browser.cookies.size]).toEqual([before, 0]);
  });

  test('by a person who does not agree is refused', async () => {
    const browser = opened.browser();
    const sent = await browser.go('/auth/discord/login');
    const back = opened.discord.agree(String(sent.headers['location']), 'denies');
    expect((await callback(browser, back)).status).toBe(401);
  });

  test('comes back once', async () => {
    const browser = opened.browser();
    const { back, way, user } = await begun(browser);
    const kept = browser.cookies.get(loginCookie);
    expect((await callback(browser, back)).status).toBe(200);
    // The same again, and the same state with a fresh code.
    expect((await callback(browser, back)).status).toBe(401);
    if (kept) browser.cookies.set(loginCookie, kept);
    const again = opened.discord.agree(way.toString(), user);
    expect((await callback(browser, again)).status).toBe(401);
  });

  test('is finished once, and not without its page', async () => {
    const browser = opened.browser();
    const { back } = await begun(browser);
    await callback(browser, back);
    const kept = browser.cookies.get(loginCookie);
    expect((await browser.go('/auth/discord/finish', 'cross-site')).status).toBe(401);
    if (kept) browser.cookies.set(loginCookie, kept);
    expect((await browser.go('/auth/discord/finish', 'same-origin')).status).toBe(302);
    if (kept) browser.cookies.set(loginCookie, kept);
    expect((await browser.go('/auth/discord/finish', 'same-origin')).status).toBe(401);
  });

  test('in another browser is refused: state and code are of the one that began', async () => {
    const [victim, thief] = [opened.browser(), opened.browser()];
    const ofThief = await begun(thief, 'thief');
    const ofVictim = await begun(victim, 'victim');
    // The thief's whole answer, and the thief's code under the victim's own state.
    expect((await callback(victim, ofThief.back)).status).toBe(401);
    const again = opened.browser();
    const own = await begun(again, 'again');
    own.back.searchParams.set('code', ofThief.back.searchParams.get('code') ?? '');
    // Discord refuses it: the code was given for another verifier.
    expect((await callback(again, own.back)).status).toBe(401);
    expect((await callback(opened.browser(), ofVictim.back)).status).toBe(401);
  });

  test('after ten minutes is refused', async () => {
    const browser = opened.browser();
    const { back } = await begun(browser);
    opened.later(600_001);
    expect((await callback(browser, back)).status).toBe(401);
  });

  test('goes nowhere but into the panel afterwards', async () => {
    const browser = opened.browser();
    for (const bad of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      'evil',
      '/%0d',
    ]) {
      const url = `/auth/discord/login?returnTo=${encodeURIComponent(bad)}`;
      const { status } = await browser.go(url);
      expect([bad, status]).toEqual([bad, bad === '/%0d' ? 302 : 400]);
    }
    const twice = await browser.go('/auth/discord/login?returnTo=/a&returnTo=/b');
    expect(twice.status).toBe(400);
  });

  test('takes the way back from the settings and not from the Host header (S1-029)', async () => {
    const answer = await opened.app.inject({
      url: '/auth/discord/login',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    });
    const way = new URL(String(answer.headers['location']));
    expect(way.searchParams.get('redirect_uri')).toMatch(/^https:\/\/panel\.example\.com\//);
  });

  test('while Discord is broken is a page that says so', async () => {
    for (const fault of [
      { status: 500, body: { message: 'x' } },
      { status: 200, body: { odd: true } },
      { status: 429, body: { retry_after: 1 } },
    ]) {
      const browser = opened.browser();
      const { back } = await begun(browser);
      opened.discord.fault = fault;
      const page = await callback(browser, back);
      opened.discord.fault = null;
      expect([fault.status, page.status]).toEqual([fault.status, 503]);
      expect(page.text).toContain('Discord does not answer');
    }
  });

  test('does not wait for ever for Discord', async () => {
    const browser = opened.browser();
    const { back } = await begun(browser);
    opened.discord.fault = 'hang';
    expect((await callback(browser, back)).status).toBe(503);
  });

  test('is limited for each address (S1-111)', async () => {
    const browser = opened.browser();
    const statuses: number[] = [];
    for (let n = 0; n < 21; n += 1) statuses.push((await browser.go('/auth/discord/login')).status);
    expect(statuses.filter((status) => status === 302)).toHaveLength(20);
    expect(statuses.at(-1)).toBe(429);
    expect((await opened.browser().go('/auth/discord/login')).status).toBe(302);
  });
});

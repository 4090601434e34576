// Sessions of the panel as a browser meets them: what opens one, what a write must bring, how it is
// refreshed and how it ends.
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { getMe, getSettings, logout, putSettings, refreshLogin } from '@mintkeep/shared/staff.ts';
import { listShopItems } from '@mintkeep/shared/shop.ts';
import { discordApp } from '../../test/discord-app.ts';
import { inTx, refusalOf } from '../../test/builders.ts';
import { requestOf, send, signedRequest } from '../../test/game-server.ts';
import { panelOf, panelUrl, staffMember } from '../../test/staff.ts';
import type { Panel } from '../../test/staff.ts';
import { csrfCookie, csrfHeader, refreshCookie, sessionCookie } from './cookies.ts';
import { enterAsOwner, makeOwnerLink, revokeGrant } from './service.ts';
import { refreshGraceMs, refreshSession, sessionsPerMemberMax } from './sessions.ts';
import { refreshAfter, tokenKeys } from './tokens.ts';

const opened = discordApp({ bot: true });

let panel: Panel;
beforeEach(async () => {
  panel = await staffMember(opened, 'SUPERADMIN');
  // Known to Discord too: the role itself was given by hand.
  opened.discord.members.set(panel.memberId, []);
});

const me = async (who: Panel) => (await who.ask(getMe, {})).status;
const refresh = (who: Panel) => who.ask(refreshLogin, {});
/** Takes over the cookies that an answer set. */
function take(who: Panel, headers: Record<string, unknown>): void {
  for (const line of [headers['set-cookie'] as string | string[]].flat()) {
    const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/);
    who.cookies[name] = value;
  }
}

describe('a session', () => {
  test('is named by a JWT of fifteen minutes (S1-079)', async () => {
    expect(await me(panel)).toBe(200);
    opened.later(15 * 60_000 + 1_000);
    expect((await panel.ask(getMe, {})).error?.code).toBe('SESSION_REFUSED');
    const answer = await refresh(panel);
    expect(answer.status).toBe(200);
    take(panel, answer.headers);
    expect(await me(panel)).toBe(200);
  });

  test('ends seven days after the login, however often it was refreshed', async () => {
    for (let day = 0; day < 6; day += 1) {
      opened.later(86_400_000);
      take(panel, (await refresh(panel)).headers);
    }
    opened.later(86_400_000 - 60_000);
    take(panel, (await refresh(panel)).headers);
    expect(await me(panel)).toBe(200);
    // The JWT would live on.
    opened.later(61_000);
    expect((await refresh(panel)).status).toBe(401);
    expect(await me(panel)).toBe(401);
  });

  test('is refused when its cookie is not ours', async () => {
    const good = panel.cookies[sessionCookie] ?? '';
    const [head = '', body = '', signature = ''] = good.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    const otherKey = createHmac('sha256', 'x').update(`${head}.${body}`).digest('base64url');
    const other = Buffer.from(body, 'base64url').toString().replace('"sid":"', '"sid":"A');
    const bad = [
      '',
      'x',
      '..',
      `${none}.${body}.`,
      `${none}.${body}.${signature}`,
      `${head}.${body}.${otherKey}`,
      `${head}.${Buffer.from(other).toString('base64url')}.${signature}`,
      `${good}.x`,
      `${good}; ${sessionCookie}=${good}`,
    ];
    for (const value of bad) {
      panel.cookies[sessionCookie] = value;
      expect([value, await me(panel)]).toEqual([value, 401]);
    }
    panel.cookies[sessionCookie] = good;
    expect(await me(panel)).toBe(200);
  });

  test('is one of five: a sixth login ends the oldest, also at once', async () => {
    const more: Panel[] = [];
    for (let n = 0; n < sessionsPerMemberMax; n += 1) {
      more.push(await panelOf(opened, panel.memberId));
    }
    expect(await me(panel)).toBe(401);
    for (const one of more) expect(await me(one)).toBe(200);
    const tokens = await Promise.all(
      Array.from({ length: 8 }, () => inTx(opened.ctx, (tx) => makeOwnerLink(tx))),
    );
    await Promise.all(tokens.map(({ token }) => inTx(opened.ctx, (tx) => enterAsOwner(tx, token))));
    const filter = { memberId: 'owner', revokedAt: null };
    expect(await opened.ctx.db.collection('sessions').countDocuments(filter)).toBe(5);
  });

  test('ends at logout with both its tokens (S1-084)', async () => {
    const answer = await panel.ask(logout, {});
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toHaveLength(3);
    for (const line of answer.headers['set-cookie'] as string[])
      expect(line).toContain('Max-Age=0');
    expect(answer.headers['clear-site-data']).toContain('"cookies"');
    expect(await me(panel)).toBe(401);
    expect((await refresh(panel)).status).toBe(401);
  });
});

describe('a refresh token (S1-085)', () => {
  test('is good once; used again after the grace it ends the session (S1-079)', async () => {
    const thief = { ...panel.cookies };
    take(panel, (await refresh(panel)).headers);
    expect(await me(panel)).toBe(200);
    opened.later(refreshGraceMs);
    panel.cookies[refreshCookie] = thief[refreshCookie] ?? '';
    expect((await refresh(panel)).error?.code).toBe('SESSION_REFUSED');
    expect(await me(panel)).toBe(401);
  });

  test('brought by many tabs at once gives each the same next one, and the session goes on', async () => {
    const token = panel.cookies[refreshCookie] ?? '';
    const tabs = await Promise.all(
      Array.from({ length: 8 }, () => refreshSession(opened.ctx, opened.staff.keys, token)),
    );
    expect(new Set(tabs.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    expect(await me(panel)).toBe(200);
    panel.cookies[refreshCookie] = tabs[0]?.refreshToken ?? '';
    expect((await refresh(panel)).status).toBe(200);
  });

  test('taken within the grace gives no chain of its own: the second to go on ends both', async () => {
    const thief: Panel = { ...panel, cookies: { ...panel.cookies } };
    take(panel, (await refresh(panel)).headers);
    // The panel as it was, with the cookies that somebody copied before.
    const stolen = await refreshSession(
      opened.ctx,
      opened.staff.keys,
      thief.cookies[refreshCookie] ?? '',
    );
    expect(stolen.refreshToken).toBe(panel.cookies[refreshCookie]);
    opened.later(60_000);
    take(panel, (await refresh(panel)).headers);
    opened.later(refreshGraceMs);
    const again = refreshSession(opened.ctx, opened.staff.keys, stolen.refreshToken);
    expect(await refusalOf(again)).toBe('SESSION_REFUSED');
    expect(await me(panel)).toBe(401);
  });

  test('two steps old ends the session, however soon it comes', async () => {
    const oldest = panel.cookies[refreshCookie] ?? '';
    take(panel, (await refresh(panel)).headers);
    take(panel, (await refresh(panel)).headers);
    panel.cookies[refreshCookie] = oldest;
    expect((await refresh(panel)).error?.code).toBe('SESSION_REFUSED');
    expect(await me(panel)).toBe(401);
  });

  test('cannot be worked out of the one before without the key, and is stored as a hash', async () => {
    const token = panel.cookies[refreshCookie] ?? '';
    const other = refreshAfter(tokenKeys(Buffer.alloc(32, 9)), token);
    take(panel, (await refresh(panel)).headers);
    expect(panel.cookies[refreshCookie]).not.toBe(other);
    const stored = JSON.stringify(await opened.ctx.db.collection('sessions').find().toArray());
    for (const one of [token, panel.cookies[refreshCookie] ?? '']) {
      expect(stored).not.toContain(one.slice(44));
    }
  });

  test('of nobody is refused, and ends nobody’s session', async () => {
    const own = panel.cookies[refreshCookie] ?? '';
    for (const value of ['', 'x', `${'A'.repeat(43)}.${'B'.repeat(43)}`, own.slice(0, 43)]) {
      panel.cookies[refreshCookie] = value;
      const { status } = await refresh(panel);
      expect([value, [401, 403].includes(status)]).toEqual([value, true]);
    }
    expect(await me(panel)).toBe(200);
  });
});

describe('a write from a browser (S1-108, S1-139, S1-191, S16)', () => {
  const evil = 'https://evil.example';
  const sibling = 'https://evil.panel.example.com';
  const wrongs: [string, (who: Panel) => void][] = [
    ['of another site', ({ headers }) => (headers['sec-fetch-site'] = 'cross-site')],
    ['of a sibling site', ({ headers }) => (headers['sec-fetch-site'] = 'same-site')],
    ['of another origin', ({ headers }) => (headers['origin'] = evil)],
    ['of another origin that says nothing else', (who) => without(who, 'sec-fetch-site', evil)],
    ['of a sibling that says nothing else', (who) => without(who, 'sec-fetch-site', sibling)],
    ['of another port', (who) => without(who, 'sec-fetch-site', `${panelUrl}:8443`)],
    ['of no origin', (who) => without(who, 'sec-fetch-site', 'null')],
    [
      'that says nothing of where it comes from',
      ({ headers }) => {
        delete headers['sec-fetch-site'];
        delete headers['origin'];
      },
    ],
    ['without a token', ({ headers }) => delete headers[csrfHeader]],
    ['with a token of nobody', ({ headers }) => (headers[csrfHeader] = 'A'.repeat(43))],
    ['without the token’s cookie', ({ cookies }) => delete cookies[csrfCookie]],
    [
      'with a cookie and a token set from elsewhere',
      ({ cookies, headers }) => {
        cookies[csrfCookie] = 'A'.repeat(43);
        headers[csrfHeader] = 'A'.repeat(43);
      },
    ],
  ];
  const write = (who: Panel) =>
    who.ask(putSettings, { roleMap: {}, expectedVersion: 1, reason: 'test' });

  test.each(wrongs)('%s is refused and changes nothing', async (_what, spoil) => {
    const before = await opened.ctx.db.collection('settings').find().toArray();
    spoil(panel);
    expect([(await write(panel)).error?.code, (await refresh(panel)).status]).toEqual([
      'ORIGIN_REFUSED',
      403,
    ]);
    expect(await opened.ctx.db.collection('settings').find().toArray()).toEqual(before);
  });

  test('with the token of another session is refused', async () => {
    const other = await staffMember(opened, 'SUPERADMIN');
    panel.headers[csrfHeader] = other.headers[csrfHeader] ?? '';
    panel.cookies[csrfCookie] = other.cookies[csrfCookie] ?? '';
    expect((await write(panel)).error?.code).toBe('ORIGIN_REFUSED');
  });

  test('by an older browser that says its origin alone is heard', async () => {
    delete panel.headers['sec-fetch-site'];
    expect((await write(panel)).status).toBe(200);
  });

  test('is JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
      for (const { method, path } of [putSettings, refreshLogin]) {
        const cookie = Object.entries(panel.cookies).map(([name, value]) => `${name}=${value}`);
        const headers = { ...panel.headers, cookie: cookie.join('; '), 'content-type': type };
        const answer = await opened.app.inject({ method, url: path, headers, payload: 'a=1' });
        expect([type, path, answer.statusCode]).toEqual([type, path, 415]);
      }
    }
  });

  test('a request with a cookie and a signature is refused (S1-139)', async () => {
    const nowMs = opened.ctx.clock.now().getTime();
    const signed = signedRequest(opened.key, requestOf(listShopItems, {}), { nowMs });
    expect((await send(opened.app, opened.key, signed)).status).toBe(200);
    const both = signedRequest(opened.key, requestOf(listShopItems, {}), { nowMs });
    both.headers['cookie'] = `${sessionCookie}=${panel.cookies[sessionCookie] ?? ''}`;
    expect((await send(opened.app, opened.key, both)).error?.code).toBe('SIGNATURE_REFUSED');
  });

  function without({ headers }: Panel, name: string, origin: string): void {
    delete headers[name];
    headers['origin'] = origin;
  }
});

describe('another origin (S1-138)', () => {
  test('may not read answers; the panel may', async () => {
    const ask = (origin: string, method: 'GET' | 'OPTIONS' = 'GET') =>
      opened.app.inject({ method, url: '/api/auth/me', headers: { origin } });
    for (const origin of ['https://evil.example', `${panelUrl}.evil.example`, 'null']) {
      const headers = [await ask(origin), await ask(origin, 'OPTIONS')].map((one) => one.headers);
      for (const one of headers) {
        expect(Object.keys(one).filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    }
    const allowed = (await ask(panelUrl)).headers;
    expect(allowed).toMatchObject({
      'access-control-allow-origin': panelUrl,
      'access-control-allow-credentials': 'true',
    });
    expect(String(allowed.vary)).toContain('Origin');
    expect((await ask(panelUrl, 'OPTIONS')).statusCode).toBe(204);
  });
});

describe('the owner’s link', () => {
  const link = () => inTx(opened.ctx, (tx) => makeOwnerLink(tx));

  test('lets in once, as SUPERADMIN, and says so in the audit log', async () => {
    const { token } = await link();
    const browser = opened.browser();
    const page = await browser.go(`/auth/owner?token=${token}`);
    expect([page.status, page.text.includes('url=/docs"')]).toEqual([200, true]);
    const who = await browser.go('/api/auth/me', 'same-origin');
    expect(JSON.parse(who.text)).toMatchObject({
      memberId: 'owner',
      discordId: null,
      role: 'SUPERADMIN',
    });
    expect((await opened.browser().go(`/auth/owner?token=${token}`)).status).toBe(401);
    const entries = await opened.ctx.db
      .collection('audit_log')
      .find({ 'target.id': 'owner' })
      .toArray();
    expect(entries.map(({ action }) => action as string)).toEqual(
      expect.arrayContaining(['staff.link', 'staff.enter']),
    );
  });

  test('opened many times at once lets one in', async () => {
    const { token } = await link();
    const visits = await Promise.all(
      Array.from({ length: 10 }, () => opened.browser().go(`/auth/owner?token=${token}`)),
    );
    expect(visits.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('is over after ten minutes, is stored as a hash, and no other opens', async () => {
    const { token } = await link();
    const stored = JSON.stringify(await opened.ctx.db.collection('owner_links').find().toArray());
    expect(stored).not.toContain(token);
    const go = (text: string) => opened.browser().go(`/auth/owner?token=${text}`);
    expect((await go('A'.repeat(43))).status).toBe(401);
    expect((await go('short')).status).toBe(400);
    opened.later(600_001);
    expect((await go(token)).status).toBe(401);
  });
});

describe('settings', () => {
  test('change with a reason and the version that was read, and are audited', async () => {
    const { body } = await panel.ask(getSettings, {});
    const roleMap = { ...body.roleMap, '123456789012345678': 'SUPPORT' as const };
    const change = { roleMap, expectedVersion: body.version, reason: 'a new team' };
    const changed = await panel.ask(putSettings, change);
    expect(changed.body).toMatchObject({ roleMap, version: body.version + 1 });
    const stale = await panel.ask(putSettings, change);
    expect([stale.status, stale.error?.code]).toEqual([409, 'VERSION_STALE']);
    const entries = await opened.ctx.db
      .collection('audit_log')
      .find({ action: 'settings.change', reason: 'a new team' })
      .toArray();
    expect(entries).toMatchObject([
      {
        adminId: `staff:${panel.memberId}`,
        before: { roleMap: body.roleMap, version: body.version },
        after: { roleMap, version: body.version + 1 },
        requestId: changed.headers['x-request-id'],
      },
    ]);
  });

  test('refuse a map that is none', async () => {
    const bad = [
      { '123456789012345678': 'GOD' },
      { x: 'ADMIN' },
      { $set: 'ADMIN' },
      Object.fromEntries(
        Array.from({ length: 251 }, (_, n) => [`1${String(n).padStart(17, '0')}`, 'SUPPORT']),
      ),
    ];
    for (const roleMap of bad) {
      const answer = await panel.ask(putSettings, {
        roleMap: roleMap as Record<string, 'ADMIN'>,
        expectedVersion: 1,
        reason: 'x',
      });
      expect(answer.error?.code).toBe('REQUEST_INVALID');
    }
  });
});

describe('a role given by hand', () => {
  test('taken back ends the sessions, and is audited (S0-051)', async () => {
    const { memberId } = panel;
    const sessionsEnded = await inTx(opened.ctx, (tx) =>
      revokeGrant(tx, { memberId, reason: 'left the team' }),
    );
    expect([sessionsEnded, await me(panel)]).toEqual([1, 401]);
    const entry = await opened.ctx.db
      .collection('audit_log')
      .findOne({ action: 'staff.revoke', 'target.id': memberId });
    expect(entry).toMatchObject({
      reason: 'left the team',
      before: { grantedRole: 'SUPERADMIN' },
      after: { grantedRole: null, sessionsEnded: 1 },
    });
  });
});

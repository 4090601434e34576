// npm run staff, run as its own process on the database of a test.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appKey, testApp } from '../../test/app.ts';
import { openBrowser } from '../../test/browser.ts';
import { aPlayer } from '../../test/builders.ts';
import { databaseUrl } from '../../test/mongo.ts';
import { aDiscordId, panelOf, panelUrl } from '../../test/staff.ts';
import { csrfCookie } from '../staff/cookies.ts';

const opened = testApp();

interface Ran {
  readonly code: number;
  readonly out: string;
}

/** Runs the command with these words. */
function staff(...words: string[]): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
    APP_KEY: appKey.toString('base64'),
    PANEL_BASE_URL: panelUrl,
  };
  const file = join(import.meta.dirname, 'staff.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...words], { env }, (error, stdout, stderr) => {
      const code = error ? Number(error.code ?? 1) : 0;
      resolve({ code, out: `${stdout}${stderr}` });
    });
  });
}

describe('npm run staff', () => {
  test('link prints an address that lets the owner in once, without Discord', async () => {
    const { code, out } = await staff('link');
    expect(code).toBe(0);
    const url = /https:\S+/.exec(out)?.[0] ?? '';
    const { origin, pathname, search } = new URL(url);
    expect(origin).toBe(panelUrl);
    const browser = openBrowser(opened.app, panelUrl, csrfCookie);
    expect((await browser.go(`${pathname}${search}`)).status).toBe(200);
    const me = await browser.go('/api/auth/me', 'same-origin');
    expect(JSON.parse(me.text)).toMatchObject({ memberId: 'owner', role: 'SUPERADMIN' });
    const again = openBrowser(opened.app, panelUrl, csrfCookie);
    expect((await again.go(`${pathname}${search}`)).status).toBe(401);
  });

  test('grant, list and revoke give, show and take a role, each audited (S0-051)', async () => {
    const discordId = aDiscordId();
    const player = await aPlayer(opened.ctx, { discordId });
    const { minecraftName } = player;
    expect(await staff('grant', minecraftName, 'support', 'helps', 'out')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${discordId} is SUPPORT`),
    });
    const panel = await panelOf(opened, discordId);
    const me = () => panel.send<{ role: string }>({ method: 'GET', url: '/api/auth/me' });
    expect((await me()).body.role).toBe('SUPPORT');
    expect((await staff('list')).out).toContain(`${discordId}`);
    expect((await staff('revoke', discordId, 'left')).code).toBe(0);
    expect((await me()).status).toBe(401);
    const entries = await opened.ctx.db
      .collection('audit_log')
      .find({ 'target.id': discordId })
      .sort({ timestamp: 1 })
      .toArray();
    expect(entries).toMatchObject([
      { action: 'staff.grant', reason: 'helps out', actorKind: 'console' },
      { action: 'staff.revoke', reason: 'left', actorKind: 'console' },
    ]);
  });

  test('says what is wrong, and changes nothing', async () => {
    const player = await aPlayer(opened.ctx);
    const before = await opened.ctx.db.collection('audit_log').countDocuments();
    const wrong: [string[], number, string][] = [
      [[], 2, 'What should be done?'],
      [['dance'], 2, 'no "dance"'],
      [['grant'], 2, 'A role is one of'],
      [['grant', aDiscordId(), 'GOD', 'x'], 2, 'A role is one of'],
      [['grant', aDiscordId(), 'ADMIN'], 2, 'needs a reason'],
      [['grant', player.minecraftName, 'ADMIN', 'x'], 1, 'PLAYER_NOT_LINKED'],
      [['grant', 'NobodyHere', 'ADMIN', 'x'], 1, 'PLAYER_UNKNOWN'],
      [['revoke', aDiscordId(), 'x'], 1, 'MEMBER_UNKNOWN'],
    ];
    for (const [words, code, text] of wrong) {
      const ran = await staff(...words);
      expect([words, ran.code, ran.out]).toEqual([words, code, expect.stringContaining(text)]);
    }
    expect(await opened.ctx.db.collection('audit_log').countDocuments()).toBe(before);
  });
});

// What the environment says about staff, and what it must not half say.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import type { Context } from '../core/context.ts';
import { staffPartsOf } from './setup.ts';
import { sessionIn, jwtOf, newSecret, tokenKeys } from './tokens.ts';

const needed = {
  DATABASE_URL: 'mongodb://127.0.0.1/mintkeep?replicaSet=rs0',
  APP_KEY: randomBytes(32).toString('base64'),
  API_BASE_URL: 'https://api.example.com',
};
const discord = {
  DISCORD_CLIENT_ID: '123456789012345678',
  DISCORD_CLIENT_SECRET: 'a-client-secret',
  GUILD_ID: '223456789012345678',
};
const ctx = { clock: { now: () => new Date() } } as Context;
const partsOf = (given: Record<string, string>) =>
  staffPartsOf(ctx, readConfig({ ...needed, ...given }));

describe('the environment of staff', () => {
  test('without Discord leaves its login off (K-015)', () => {
    expect(partsOf({})).toMatchObject({ discord: null, panelUrl: 'https://api.example.com' });
  });

  test('with Discord sends browsers back to the panel (S1-022, S1-023, S1-024, S1-030)', () => {
    const { discord: api } = partsOf({
      ...discord,
      PANEL_BASE_URL: 'https://panel.example.com',
      DISCORD_TOKEN: 'a-bot-token',
    });
    expect(api?.settings).toEqual({
      clientId: '123456789012345678',
      clientSecret: 'a-client-secret',
      guildId: '223456789012345678',
      botToken: 'a-bot-token',
      url: 'https://discord.com',
      redirectUri: 'https://panel.example.com/auth/discord/callback',
    });
  });

  test.each(Object.keys(discord))('that lacks only %s stops the start, with its name', (name) => {
    const rest = Object.fromEntries(Object.entries(discord).filter(([key]) => key !== name));
    expect(() => partsOf(rest)).toThrow(`half set up: ${name} is missing`);
  });

  test('reads the role map, and refuses one that is none', () => {
    const map = '123456789012345678=ADMIN, 223456789012345678 = SUPPORT';
    expect(readConfig({ ...needed, DISCORD_ROLE_MAP: map }).DISCORD_ROLE_MAP).toEqual({
      '123456789012345678': 'ADMIN',
      '223456789012345678': 'SUPPORT',
    });
    for (const bad of ['x', '123456789012345678', '123456789012345678=GOD', 'ADMIN=1', '=', ',']) {
      expect(() => readConfig({ ...needed, DISCORD_ROLE_MAP: bad })).toThrow('DISCORD_ROLE_MAP');
    }
  });

  test('takes secrets from files (S1-020, S1-027, S1-028, S1-141, S1-182)', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'mintkeep-secret-')), 'jwt');
    writeFileSync(path, `${'j'.repeat(40)}\n`);
    const { JWT_SECRET } = readConfig({ ...needed, JWT_SECRET_FILE: path });
    expect(JWT_SECRET).toBe('j'.repeat(40));
    expect(() => readConfig({ ...needed, SESSION_SECRET: 'short' })).toThrow('SESSION_SECRET');
  });
});

describe('tokenKeys', () => {
  test('are of one secret each, and another secret’s tokens are no good', () => {
    const appKey = randomBytes(32);
    const [one, same] = [tokenKeys(appKey), tokenKeys(appKey)];
    const other = tokenKeys(appKey, { jwt: 'another-secret-of-32-characters!!' });
    expect(one).toEqual(same);
    expect(one.jwt).not.toEqual(one.csrf);
    expect(other.csrf).toEqual(one.csrf);
    const now = new Date();
    const sid = newSecret();
    const jwt = jwtOf(one, sid, now);
    expect([sessionIn(same, jwt, now), sessionIn(other, jwt, now)]).toEqual([sid, null]);
  });
});

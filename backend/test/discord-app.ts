// The whole app with a login by Discord, a fake Discord to log in with, and a clock to turn on.
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { Role } from '@mintkeep/shared/roles.ts';
import type { Context } from '../src/core/context.ts';
import { buildApp } from '../src/app.ts';
import { openDoorbell } from '../src/core/outbox.ts';
import { serverKeys } from '../src/servers/service.ts';
import { openPurchases } from '../src/shop/purchase.ts';
import { csrfCookie } from '../src/staff/cookies.ts';
import { discordApi } from '../src/staff/discord-api.ts';
import { openStaff, seedSettings } from '../src/staff/service.ts';
import { aKey, appKey, testLinking } from './app.ts';
import type { TestApp } from './app.ts';
import { openBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { inTx } from './builders.ts';
import { fakeDiscord, snowflake } from './fakes/discord.ts';
import type { FakeDiscord } from './fakes/discord.ts';
import { gameServer } from './game-server.ts';
import { testContext } from './mongo.ts';
import { panelUrl, staffParts } from './staff.ts';

export interface DiscordApp extends TestApp {
  ctx: Context;
  lines: Record<string, unknown>[];
  discord: FakeDiscord;
  /** Roles of Discord by the role here that they stand for. */
  roleIds: Record<Role, string>;
  /** Turns the clock of the backend on; it never goes back. */
  later(ms: number): void;
  browser(): Browser;
}

/** Opens the app; `bot` says whether a bot can be asked about members. */
export function discordApp({ bot }: { readonly bot: boolean }): DiscordApp {
  const opened = testContext() as DiscordApp;
  let aheadMs = 0;
  beforeAll(async () => {
    const real = opened.ctx.clock;
    const clock = { ...real, now: () => new Date(real.now().getTime() + aheadMs) };
    const ctx: Context = { ...opened.ctx, clock };
    const discord = await fakeDiscord();
    const { clientId, clientSecret, guildId, url } = discord;
    const settings = {
      clientId,
      clientSecret,
      guildId,
      url,
      botToken: bot ? discord.botToken : null,
      redirectUri: `${panelUrl}/auth/discord/callback`,
    };
    const staff = openStaff(ctx, {
      ...staffParts(appKey),
      discord: discordApi(settings, () => clock.now()),
    });
    const doorbell = openDoorbell(ctx);
    const app = await buildApp(ctx, {
      doorbell,
      purchases: openPurchases(ctx),
      linking: testLinking,
      serverKeys: serverKeys(ctx, appKey),
      staff,
    });
    await app.ready();
    const key = await aKey(opened, 'survival');
    Object.assign(opened, {
      ctx,
      discord,
      staff,
      doorbell,
      app,
      key,
      ask: gameServer(app, key),
      roleIds: await seedRoles(ctx),
      later: (ms: number) => {
        aheadMs += ms;
      },
      browser: () => openBrowser(app, panelUrl, csrfCookie),
    });
  });
  beforeEach(() => {
    opened.discord.fault = null;
    // Whatever the test before broke: the breaker tries again after a minute.
    aheadMs += 61_000;
  });
  afterAll(async () => {
    await opened.app.close();
    await opened.doorbell.close();
    await opened.discord.close();
  });
  return opened;
}

async function seedRoles(ctx: Context): Promise<Record<Role, string>> {
  const roleIds = {
    AUDITOR: snowflake(),
    SUPPORT: snowflake(),
    OPERATOR: snowflake(),
    ADMIN: snowflake(),
    SUPERADMIN: snowflake(),
  };
  const roleMap = Object.fromEntries(Object.entries(roleIds).map(([role, id]) => [id, role]));
  await inTx(ctx, (tx) => seedSettings(tx, roleMap as Record<string, Role>));
  return roleIds;
}

/** Logs a user in, as a person does: to Discord, back, and on. */
export async function logIn(
  opened: DiscordApp,
  user: { readonly id: string; readonly username: string },
  browser = opened.browser(),
): Promise<Browser> {
  const sent = await browser.go('/auth/discord/login');
  const back = opened.discord.agree(String(sent.headers['location']), user);
  await browser.go(`${back.pathname}${back.search}`, 'cross-site');
  await browser.go('/auth/discord/finish', 'same-origin');
  return browser;
}

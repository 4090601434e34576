// Staff from the environment: the keys of their cookies, the panel's address, the way to Discord.
import type { Context } from '../core/context.ts';
import { discordApi } from './discord-api.ts';
import type { StaffParts } from './service.ts';
import { tokenKeys } from './tokens.ts';

/** The variables of the environment that are about staff. */
export interface StaffEnvironment {
  readonly APP_KEY: Buffer;
  readonly API_BASE_URL: string;
  readonly PANEL_BASE_URL?: string | undefined;
  readonly JWT_SECRET?: string | undefined;
  readonly SESSION_SECRET?: string | undefined;
  readonly DISCORD_CLIENT_ID?: string | undefined;
  readonly DISCORD_CLIENT_SECRET?: string | undefined;
  readonly DISCORD_TOKEN?: string | undefined;
  readonly DISCORD_URL: string;
  readonly GUILD_ID?: string | undefined;
}

/** What staff need of the environment. Discord is off where it is not set up. */
export function staffPartsOf(ctx: Context, config: StaffEnvironment): StaffParts {
  const panelUrl = config.PANEL_BASE_URL ?? config.API_BASE_URL;
  const { DISCORD_CLIENT_ID: clientId, DISCORD_CLIENT_SECRET: clientSecret } = config;
  const { GUILD_ID: guildId, DISCORD_TOKEN: botToken = null, DISCORD_URL: url } = config;
  const redirectUri = new URL('/auth/discord/callback', panelUrl).toString();
  const given = {
    DISCORD_CLIENT_ID: clientId,
    DISCORD_CLIENT_SECRET: clientSecret,
    GUILD_ID: guildId,
  };
  const missing = Object.entries(given).filter(([, value]) => !value);
  if (missing.length > 0 && missing.length < 3) {
    const names = missing.map(([name]) => name).join(', ');
    throw new Error(`The login with Discord is half set up: ${names} is missing.`);
  }
  const settings =
    clientId && clientSecret && guildId
      ? { clientId, clientSecret, guildId, botToken, url, redirectUri }
      : null;
  const discord = settings && discordApi(settings, () => ctx.clock.now());
  if (discord) ctx.metrics?.watchBreaker(discord.breaker);
  return {
    appKey: config.APP_KEY,
    keys: tokenKeys(config.APP_KEY, { jwt: config.JWT_SECRET, csrf: config.SESSION_SECRET }),
    panelUrl,
    discord,
  };
}

// The fake Discord does not lie: our own client gets on with it, and its answers fit the schema that
// Discord publishes. For the second, give the path of specs/openapi.json of the repository
// discord/discord-api-spec on GitHub: DISCORD_SPEC=<path>.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { DiscordRefused, DiscordSilent, discordApi } from '../../src/staff/discord-api.ts';
import type { DiscordApi } from '../../src/staff/discord-api.ts';
import { fakeDiscord, noSnowflake } from './discord.ts';
import type { FakeDiscord } from './discord.ts';

let discord: FakeDiscord;
let api: DiscordApi;
beforeAll(async () => {
  discord = await fakeDiscord();
  const { clientId, clientSecret, guildId, url } = discord;
  const redirectUri = 'https://panel.example.com/auth/discord/callback';
  const settings = { clientId, clientSecret, guildId, url, redirectUri, botToken: null };
  api = discordApi(settings, () => new Date());
});
afterAll(() => discord.close());

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const codeOf = (user: Parameters<FakeDiscord['agree']>[1]) =>
  discord.agree(api.authorizeUrl('state', challenge), user).searchParams.get('code') ?? '';

describe('the fake Discord', () => {
  test('gives access for a code, once, to who holds its verifier', async () => {
    const user = discord.addUser('anna', { roles: [discord.guildId] });
    const code = codeOf(user);
    const access = await api.exchange(code, verifier);
    await expect(api.exchange(code, verifier)).rejects.toThrow(DiscordRefused);
    await expect(api.exchange(codeOf(user), 'w'.repeat(43))).rejects.toThrow(DiscordRefused);
    expect(await api.userOf(access)).toEqual({ id: user.id, name: 'anna' });
    const membership = { isMember: true, roles: [discord.guildId] };
    expect(await api.membershipByAccess(access)).toEqual(membership);
    expect(await api.membershipByBot(user.id, discord.botToken)).toEqual(membership);
    const renewed = await api.renew(access);
    await expect(api.userOf(access)).rejects.toThrow(DiscordRefused);
    await api.giveBack(renewed);
    await expect(api.userOf(renewed)).rejects.toThrow(DiscordRefused);
  });

  test('knows who is no member, and says what it will not say', async () => {
    const stranger = discord.addUser('stranger', { isMember: false });
    const access = await api.exchange(codeOf(stranger), verifier);
    expect(await api.membershipByAccess(access)).toEqual({ isMember: false });
    expect(await api.membershipByBot(stranger.id, discord.botToken)).toEqual({ isMember: false });
    expect(await api.membershipByBot(noSnowflake(), discord.botToken)).toEqual({ isMember: false });
    await expect(api.membershipByBot(stranger.id, 'no.bot')).rejects.toThrow(DiscordRefused);
    const elsewhere = discordApi({ ...api.settings, guildId: noSnowflake() }, () => new Date());
    await expect(elsewhere.membershipByBot(stranger.id, discord.botToken)).rejects.toThrow(
      DiscordSilent,
    );
  });

  const spec = process.env['DISCORD_SPEC'];
  test.runIf(spec)('answers as Discord’s published schema says', () => {
    const schemaOf = schemasIn(readFileSync(spec ?? '', 'utf8'));
    const checked = discord.given.filter(({ path }) => !path.startsWith('/oauth2/'));
    expect(checked.length).toBeGreaterThan(8);
    const problems = checked.flatMap(({ method, path, status, body }) => {
      const parsed = schemaOf(method, path, status).safeParse(body);
      return parsed.success ? [] : [[method, path, status, z.prettifyError(parsed.error)]];
    });
    expect(problems).toEqual([]);
  });
});

interface Spec {
  readonly paths: Record<string, Record<string, { responses: Record<string, Response> }>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

interface Response {
  readonly content?: { readonly 'application/json': { readonly schema: { $ref: string } } };
}

/** The schema of an answer, by Discord's own document. Throws where it has none. */
function schemasIn(text: string) {
  // The names of parts as JSON Schema wants them; formats and patterns stay.
  const renamed = text.replaceAll('#/components/schemas/', '#/$defs/');
  const { paths, components } = JSON.parse(renamed) as Spec;
  return (method: string, path: string, status: number): z.ZodType => {
    const shape = (one: string) => one.replace(/\{\w+\}|\d{15,}/g, '#');
    const named = Object.keys(paths).find((one) => shape(one) === shape(path)) ?? '';
    const responses = paths[named]?.[method.toLowerCase()]?.responses;
    if (!responses) throw new Error(`Discord has no ${method} ${path}.`);
    const ref = responses[String(status)]?.content?.['application/json'].schema.$ref;
    const $ref = status === 200 ? ref : '#/$defs/ErrorResponse';
    return z.fromJSONSchema({ $ref, $defs: components.schemas } as never);
  };
}

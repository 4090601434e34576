// Whose request it is, when the caller lies about it (S12, D16, ASVS 15.3.4): on the routes as they
// are served, with the limits of the specification. What the limiter itself does is tested beside it.
import { randomInt, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { describe, expect, test } from 'vitest';
import { notePlayer } from '@mintkeep/shared/players.ts';
import { join, getCard } from '@mintkeep/shared/presence.ts';
import { beginLogin, refreshLogin } from '@mintkeep/shared/staff.ts';
import { buildApp } from '../../src/app.ts';
import { openPurchases } from '../../src/shop/purchase.ts';
import { serverKeys } from '../../src/servers/service.ts';
import { appKey, testApp, testLinking } from '../app.ts';
import { aPlayer } from '../builders.ts';
import { gameServer, requestOf, signedRequest } from '../game-server.ts';
import { panelOf, staffMember } from '../staff.ts';
import { appOn } from './watched-app.ts';

const opened = testApp();
const direct = appOn(() => opened.ctx, { isLimited: true });
const behind = appOn(() => opened.ctx, { isLimited: true, trustProxy: '10.0.0.1, 10.9.0.0/16' });

/** How often anybody may begin a login from one address within a minute. */
const perMinuteMax = 20;

type Headers = Record<string, string>;
interface From {
  readonly peer: string;
  readonly headers?: Headers;
}

/** How many of these got a place, and how many were told to wait. */
async function passed(app: FastifyInstance, from: readonly From[], path: string = beginLogin.path) {
  const statuses: number[] = [];
  for (const { peer, headers = {} } of from) {
    const answer = await app.inject({ method: 'GET', url: path, remoteAddress: peer, headers });
    statuses.push(answer.statusCode);
  }
  expect(statuses.filter((status) => status >= 500)).toEqual([]);
  return statuses.filter((status) => status !== 429).length;
}

const anyIp = (): string => Array.from({ length: 4 }, () => String(randomInt(1, 255))).join('.');
const anyIp6 = (): string =>
  Array.from({ length: 8 }, () => randomInt(65_536).toString(16)).join(':');
/** A peer that no other test here uses. */
const aPeer = (): string => `198.18.${String(randomInt(256))}.${String(randomInt(1, 255))}`;

/** Every header by which some server somewhere believes an address. */
const lies = (): Headers => ({
  'x-forwarded-for': `${anyIp()}, ${anyIp6()}`,
  forwarded: `for=${anyIp()};proto=https, for="[${anyIp6()}]"`,
  'x-real-ip': anyIp(),
  'x-client-ip': anyIp(),
  'true-client-ip': anyIp(),
  'cf-connecting-ip': anyIp(),
  'x-forwarded-host': `${randomUUID()}.example`,
  'x-cluster-client-ip': anyIp(),
  via: `1.1 ${anyIp()}`,
});

describe('an untrusted peer (S12)', () => {
  test('gets the places of one, with a thousand lies about its address', async () => {
    const peer = aPeer();
    const all = Array.from({ length: 1_000 }, () => ({ peer, headers: lies() }));
    expect(await passed(direct.app, all)).toBe(perMinuteMax);
  });

  test('gets them also where there is a proxy, when it goes past it', async () => {
    const peer = aPeer();
    const all = Array.from({ length: 200 }, () => ({ peer, headers: lies() }));
    expect(await passed(behind.app, all)).toBe(perMinuteMax);
  });

  test('gets the places of one for all addresses of its IPv6 network', async () => {
    const network = `2001:db8:${randomInt(65_536).toString(16)}:7`;
    const all = Array.from({ length: 300 }, () => ({
      peer: `${network}:${anyIp6().split(':').slice(4).join(':')}`,
      headers: lies(),
    }));
    expect(await passed(direct.app, all)).toBe(perMinuteMax);
  });

  test('gets them however the address is written', async () => {
    const peer = aPeer();
    const hex = peer.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
    const spellings = [
      peer,
      `::ffff:${peer}`,
      `::FFFF:${peer}`,
      `::ffff:${hex.slice(0, 2).join('')}:${hex.slice(2).join('')}`,
    ];
    const all = Array.from({ length: 100 }, (_, place) => ({ peer: spellings[place % 4] ?? peer }));
    expect(await passed(direct.app, all)).toBe(perMinuteMax);
  });
});

describe('a trusted proxy (S12)', () => {
  const through = (client: string, before = ''): From => ({
    peer: '10.0.0.1',
    headers: { ...lies(), 'x-forwarded-for': before ? `${before}, ${client}` : client },
  });

  test('is believed: each client has places of its own, whatever it forged before', async () => {
    const [ann, bob] = [aPeer(), aPeer()];
    const forged = Array.from({ length: 200 }, () => through(ann, `${bob}, ${anyIp()}`));
    expect(await passed(behind.app, forged)).toBe(perMinuteMax);
    expect(await passed(behind.app, [through(bob, ann)])).toBe(1);
  });

  test('is known by its IPv4 address also on a socket of IPv6, and several in a row are passed', async () => {
    const ann = aPeer();
    const mapped = Array.from({ length: 50 }, () => ({ ...through(ann), peer: '::ffff:10.0.0.1' }));
    expect(await passed(behind.app, mapped)).toBe(perMinuteMax);
    const chain = (client: string) => through(`${client}, 10.9.1.2`, anyIp());
    const bob = aPeer();
    const chained = Array.from({ length: 50 }, () => chain(bob));
    expect(await passed(behind.app, chained)).toBe(perMinuteMax);
    expect(await passed(behind.app, [chain(aPeer())])).toBe(1);
  });

  test('that passes on what is no address is answered, and never with a fault', async () => {
    const strange = ['', ' ', ',', 'unknown', '999.1.1.1', '%%%', '::ffff:', '[::1]', '_hidden'];
    for (const value of [...strange, '%'.repeat(8_000), '1.'.repeat(4_000), ','.repeat(4_000)]) {
      const from = { peer: '10.0.0.1', headers: { 'x-forwarded-for': value } };
      await passed(behind.app, [from]);
    }
  });

  test('is an address or a network: anything else stops the start', async () => {
    const parts = {
      doorbell: opened.doorbell,
      purchases: openPurchases(opened.ctx),
      linking: testLinking,
      serverKeys: serverKeys(opened.ctx, appKey),
      staff: opened.staff,
    };
    for (const trustProxy of ['true', '*', 'everybody', '10.0.0.0/99']) {
      const built = buildApp(opened.ctx, { ...parts, trustProxy });
      expect([
        trustProxy,
        await built.then(
          () => 'built',
          () => 'refused',
        ),
      ]).toEqual([trustProxy, 'refused']);
    }
  });

  test('of a network in the spelling of IPv6 is that network and not the world', async () => {
    const app = await buildApp(opened.ctx, {
      doorbell: opened.doorbell,
      purchases: openPurchases(opened.ctx),
      linking: testLinking,
      serverKeys: serverKeys(opened.ctx, appKey),
      staff: opened.staff,
      trustProxy: '::ffff:10.0.0.0/104',
    });
    const peer = aPeer();
    const all = Array.from({ length: 100 }, () => ({ peer, headers: lies() }));
    expect(await passed(app, all)).toBe(perMinuteMax);
    await app.close();
  });
});

describe('a game server and staff (S12, D16)', () => {
  test('one address of a server locks none of its players out, whoever forges what', async () => {
    const ask = gameServer(direct.app, opened.key);
    const statuses: number[] = [];
    for (let player = 0; player < 150; player += 1) {
      const minecraftUUID = randomUUID();
      statuses.push((await ask(join, { minecraftUUID, name: 'Alex' })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([200]));
    // And the other way: another address, another header give a player no more places.
    const { minecraftUUID } = await aPlayer(opened.ctx);
    let answered = 0;
    for (let time = 0; time < 150; time += 1) {
      const signed = signedRequest(opened.key, requestOf(getCard, { minecraftUUID }));
      const answer = await direct.app.inject({
        method: 'GET',
        url: signed.url,
        remoteAddress: anyIp(),
        headers: { ...signed.headers, ...lies() },
      });
      if (answer.statusCode === 200) answered += 1;
    }
    expect(answered).toBe(100);
  });

  test('a member of staff has the places of one, from many sessions and addresses', async () => {
    const { memberId } = await staffMember(opened, 'SUPPORT');
    const player = await aPlayer(opened.ctx);
    const statuses: number[] = [];
    for (let time = 0; time < 30; time += 1) {
      const panel = await panelOf({ ...opened, app: direct.app }, memberId);
      const answer = await panel.ask(notePlayer, { id: player._id, reason: String(time) });
      statuses.push(answer.status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });

  test('guessing refresh tokens from one address ends after twenty', async () => {
    const peer = aPeer();
    const statuses: number[] = [];
    for (let time = 0; time < 100; time += 1) {
      const { method, path: url } = refreshLogin;
      const headers = { ...lies(), cookie: `__Host-refresh=${randomUUID()}` };
      const answer = await direct.app.inject({ method, url, remoteAddress: peer, headers });
      statuses.push(answer.statusCode);
    }
    expect(statuses.filter((status) => status !== 429)).toHaveLength(perMinuteMax);
  });
});

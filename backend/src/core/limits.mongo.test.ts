// Limits where they are kept: in the database, shared by several backends, and on the routes.
import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type { Contract } from '@mintkeep/shared/contract.ts';
import type { ErrorBody } from '@mintkeep/shared/errors.ts';
import { getCard, heartbeat, leave } from '@mintkeep/shared/presence.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, aReward, coinsOf } from '../../test/builders.ts';
import { arrivals, expectLimited, limit } from '../../test/limits-model.ts';
import type { Context } from './context.ts';
import { Refusal } from './errors.ts';
import { httpEdge } from './http-edge.ts';
import { serve } from './http.ts';
import { limitRoutes, takeSharedPlace } from './limits.ts';

const opened = testApp({ limits: { readsPerMinuteMax: 4, writesPerMinuteMax: 2 } });

/** The context of a backend whose clock a test sets, from now on so that nothing expires meanwhile. */
function withClock(): { ctx: Context; at: (ms: number) => void } {
  const startMs = Date.now();
  let nowMs = startMs;
  const clock = { now: () => new Date(nowMs), close: () => undefined };
  return { ctx: { ...opened.ctx, clock }, at: (ms) => (nowMs = startMs + ms) };
}

/** 0 for a yes, else the milliseconds to wait, as far as whole seconds tell. */
const wait = (taking: Promise<void>): Promise<number> =>
  taking.then(
    () => 0,
    (error: unknown) => {
      if (error instanceof Refusal && error.code === 'LIMIT_EXCEEDED') return Number.NaN;
      throw error;
    },
  );

describe('takeSharedPlace', () => {
  test('Property 11: Rate Limit Enforcement (S0-028): no window holds more than the limit', async () => {
    const { ctx, at } = withClock();
    await fc.assert(
      fc.asyncProperty(arrivals, limit, async (sequence, each) => {
        const run = randomUUID();
        await expectLimited(sequence, each, (caller, nowMs) => {
          at(nowMs);
          return wait(takeSharedPlace(ctx, `${run} ${caller}`, each));
        });
      }),
      { numRuns: propertyRunsMin },
    );
  }, 120_000);

  test('slides: five from second 50 to 59 leave no place at second 61 (S0-027)', async () => {
    const { ctx, at } = withClock();
    const take = () => takeSharedPlace(ctx, 'edge', { max: 5, windowMs: 60_000 });
    for (const second of [50, 52, 54, 56, 59]) {
      at(second * 1_000);
      await take();
    }
    at(61_000);
    const refused = await take().catch((error: unknown) => error as Refusal);
    expect(refused).toMatchObject({ code: 'LIMIT_EXCEEDED', retryAfterS: 49 });
    at(110_000);
    await take();
  });

  test.each([1, 5])('lets %d of 16 at once pass, over several backends (S0-084)', async (max) => {
    for (let round = 0; round < 30; round += 1) {
      const key = randomUUID();
      const others = { ...opened.ctx, inFlight: new Set<string>() };
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, place) =>
          wait(takeSharedPlace(place % 2 ? opened.ctx : others, key, { max, windowMs: 60_000 })),
        ),
      );
      expect(answers.filter((answer) => answer === 0)).toHaveLength(max);
    }
  });

  test('keeps a bounded document that expires by itself', async () => {
    const key = randomUUID();
    for (let time = 0; time < 20; time += 1) {
      await wait(takeSharedPlace(opened.ctx, key, { max: 3, windowMs: 60_000 }));
    }
    const doc = await opened.ctx.db
      .collection<{ _id: string }>('rate_limits')
      .findOne({ _id: key });
    expect(doc).toMatchObject({ hits: { length: 3 }, expiresAt: expect.any(Date) });
  });
});

describe('a route', () => {
  const ask: (typeof opened)['ask'] = (...asked) => opened.ask(...asked);

  test('answers 429 with whole seconds to wait once a player is over the limit (S0-026, S1-111)', async () => {
    const { minecraftUUID } = await aPlayer(opened.ctx);
    for (let time = 0; time < 4; time += 1) {
      expect((await ask(getCard, { minecraftUUID })).status).toBe(200);
    }
    const answer = await ask(getCard, { minecraftUUID });
    expect([answer.status, answer.error?.code]).toEqual([429, 'LIMIT_EXCEEDED']);
    expect(answer.error?.retryable).toBe(true);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(59);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(answer.signed).toBe(true);
  });

  test('counts each player, each route, reads and writes for themselves (D16)', async () => {
    const [ann, bob] = [await aPlayer(opened.ctx), await aPlayer(opened.ctx)];
    for (let time = 0; time < 4; time += 1)
      await ask(getCard, { minecraftUUID: ann.minecraftUUID });
    expect((await ask(getCard, { minecraftUUID: ann.minecraftUUID })).status).toBe(429);
    expect((await ask(getCard, { minecraftUUID: bob.minecraftUUID })).status).toBe(200);
    expect((await ask(leave, { minecraftUUID: ann.minecraftUUID })).status).toBe(204);
  });

  test('refuses a write over the limit before it does anything', async () => {
    const player = await aPlayer(opened.ctx, { coins: 100 });
    const reward = await aReward(opened.ctx, { priceCoins: 10 });
    const body = { minecraftUUID: player.minecraftUUID, sku: reward._id, quantity: 1 };
    const answers = await Promise.all(Array.from({ length: 16 }, () => ask(purchase, body)));
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(2);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(14);
    expect(await coinsOf(opened.ctx, player)).toBe(80);
  });

  test('never limits a game server for itself: its beats are all answered (D16)', async () => {
    for (let time = 0; time < 50; time += 1) {
      const beat = await ask(heartbeat, { players: [], pluginVersion: '0.1.0' });
      expect(beat.status).toBe(200);
    }
    // Its players are many, and share its address: nobody stands in another's way.
    for (let time = 0; time < 50; time += 1) {
      const answer = await ask(getCard, { minecraftUUID: randomUUID() });
      expect(answer.status).toBe(404);
    }
  });

  test('does not count what was refused for its form or its signature', async () => {
    const { minecraftUUID } = await aPlayer(opened.ctx);
    const bad = { minecraftUUID, sku: '../x', quantity: 1 };
    for (let time = 0; time < 10; time += 1) {
      expect((await ask(purchase, bad)).status).toBe(400);
    }
    const reward = await aReward(opened.ctx);
    const answer = await ask(purchase, { minecraftUUID, sku: reward._id, quantity: 1 });
    expect(answer.error?.code).toBe('FUNDS_INSUFFICIENT');
  });
});

describe('a route for everybody', () => {
  const page = {
    method: 'GET',
    path: '/page',
    who: { everybody: true },
    summary: 'A page.',
    status: 200,
    reply: z.strictObject({ ok: z.literal(true) }),
    key: 'none',
    limit: { perMinuteMax: 3 },
    refusals: [],
  } as const satisfies Contract;

  const open = async (trustProxy: string | false): Promise<FastifyInstance> => {
    const app = Fastify({ trustProxy });
    app.setValidatorCompiler(validatorCompiler);
    app.setSerializerCompiler(serializerCompiler);
    await app.register(httpEdge(opened.ctx.log));
    await app.register(limitRoutes({ readsPerMinuteMax: 100, writesPerMinuteMax: 100 }));
    serve(app, opened.ctx, page, async () => ({ ok: true }) as const);
    return app;
  };
  const passed = async (
    app: FastifyInstance,
    requests: readonly { from: string; headers?: Record<string, string> }[],
  ): Promise<number> => {
    const answers = await Promise.all(
      requests.map(({ from, headers = {} }) =>
        app.inject({ method: 'GET', url: '/page', remoteAddress: from, headers }),
      ),
    );
    for (const answer of answers.filter(({ statusCode }) => statusCode !== 200)) {
      expect(answer.json<ErrorBody>().error.code).toBe('LIMIT_EXCEEDED');
      expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    }
    return answers.filter(({ statusCode }) => statusCode === 200).length;
  };
  const spoofed = (place: number): Record<string, string>[] => [
    { 'x-forwarded-for': `198.51.100.${String(place)}` },
    { 'x-forwarded-for': `198.51.100.${String(place)}, 203.0.113.7` },
    { forwarded: `for=198.51.100.${String(place)}` },
    { 'x-real-ip': `198.51.100.${String(place)}` },
    { 'cf-connecting-ip': `198.51.100.${String(place)}` },
    { 'x-actor-uuid': randomUUID(), 'x-mc-kid': `mk_${String(place)}` },
    { 'user-agent': String(place), 'x-request-id': `request-${String(place)}` },
  ];

  test('believes no forwarding header of an untrusted peer (S0-084, S12)', async () => {
    const app = await open(false);
    const requests = Array.from({ length: 140 }, (_, place) => spoofed(place))
      .flat()
      .map((headers) => ({ from: '203.0.113.7', headers }));
    expect(await passed(app, requests)).toBe(3);
    await app.close();
  });

  test('takes the addresses of one IPv6 network for one caller (S0-084)', async () => {
    const app = await open(false);
    const requests = Array.from({ length: 50 }, (_, place) => ({
      from: `2001:db8:1:2:${place.toString(16)}::1`,
    }));
    expect(await passed(app, requests)).toBe(3);
    expect(await passed(app, [{ from: '2001:db8:1:3::1' }])).toBe(1);
    await app.close();
  });

  test('takes IPv4 written as IPv6 for the same caller (S0-084)', async () => {
    const app = await open(false);
    const from = ['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:203.0.113.7', '203.0.113.7'];
    expect(
      await passed(
        app,
        from.map((one) => ({ from: one })),
      ),
    ).toBe(3);
    await app.close();
  });

  test('counts each client behind the trusted proxy, whatever the client forged (S0-084)', async () => {
    const app = await open('10.0.0.1');
    const behind = (client: string, forged: string) => ({
      from: '10.0.0.1',
      headers: { 'x-forwarded-for': `${forged}, ${client}` },
    });
    const ann = Array.from({ length: 20 }, (_, place) =>
      behind('203.0.113.7', `198.51.100.${String(place)}`),
    );
    expect(await passed(app, ann)).toBe(3);
    expect(await passed(app, [behind('203.0.113.8', '203.0.113.7')])).toBe(1);
    await app.close();
  });
});

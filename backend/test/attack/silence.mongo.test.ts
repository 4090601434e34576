// A primary that keeps its connections and says nothing (S0-003, ASVS 16.5.2): every answer comes in
// time and says what is known, nothing is done for who was told that nothing was, and the first word
// of the primary heals all of it.
import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { adjust, getUser } from '@mintkeep/shared/players.ts';
import { purchase } from '@mintkeep/shared/shop.ts';
import { armFaultPoint } from '../../src/core/fault-points.ts';
import { serverKeys } from '../../src/servers/service.ts';
import { openStaff } from '../../src/staff/service.ts';
import { appKey, testApp } from '../app.ts';
import { behindProxy } from '../behind-proxy.ts';
import { aPlayer, aReward, coinsOf } from '../builders.ts';
import { gameServer } from '../game-server.ts';
import { panelOf, staffMember, staffParts } from '../staff.ts';
import type { Panel } from '../staff.ts';
import { asker, attackedContracts } from './asker.ts';
import { putExampleWorld } from './example-world.ts';
import { appOn } from './watched-app.ts';

/** Every limit ends by 5.6 s; the rest is for a machine that is busy with other tests. */
const answerMsMax = 7_500;

const opened = testApp();
const through = behindProxy(opened);
// Who asks is known from elsewhere: what is tried here is what comes after.
const own = appOn(() => through.ctx, {
  get serverKeys() {
    return serverKeys(opened.ctx, appKey);
  },
  get staff() {
    return openStaff(opened.ctx, staffParts(appKey));
  },
});
let panel: Panel;
beforeAll(async () => {
  const { memberId } = await staffMember(opened, 'SUPERADMIN');
  panel = await panelOf({ ...opened, app: own.app }, memberId);
});
const ask = asker(() => ({ app: own.app, key: opened.key, panel: async () => panel }));
const game = () => gameServer(own.app, opened.key);
afterEach(() => {
  through.proxy.heal();
});

/** What came back, and when. */
async function timed<T>(asking: Promise<T>): Promise<{ answer: T; tookMs: number }> {
  const startedAtMs = performance.now();
  const answer = await asking;
  return { answer, tookMs: performance.now() - startedAtMs };
}

const unasked = (name: string, { path, stream, who }: Contract): boolean =>
  // Health tells of the silence in words of its own; a stream begins before it has anything to say.
  /health|metrics/.test(path) ||
  stream !== undefined ||
  Boolean(who.everybody) ||
  name === 'logout';
const contracts = (await attackedContracts()).filter(([name, one]) => !unasked(name, one));

const known = ['DATABASE_UNAVAILABLE', 'OUTCOME_UNKNOWN'];

describe('a silent primary', () => {
  test('during a commit leaves it unknown, and the same key tells what became of it', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const { minecraftUUID } = player;
    const { _id: sku } = await aReward(opened.ctx, { priceCoins: 3 });
    const body = { id: player._id, amountCoins: 5, reason: 'x' };
    const asks = [
      (idempotencyKey: string) => game()(adjust, body, { actor: 'console', idempotencyKey }),
      (idempotencyKey: string) =>
        game()(purchase, { minecraftUUID, sku, quantity: 1 }, { idempotencyKey }),
    ];
    for (const one of asks) {
      const key = randomUUID();
      const disarm = armFaultPoint('before-commit', () => {
        through.proxy.freeze();
      });
      const { answer, tookMs } = await timed<{ error: unknown }>(one(key));
      disarm();
      expect(answer.error).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
      expect(tookMs).toBeLessThan(answerMsMax);
      through.proxy.heal();
      expect((await one(key)).status).toBeLessThan(300);
    }
    expect(await coinsOf(opened.ctx, player)).toBe(10 + 5 - 3);
  }, 60_000);

  test('that speaks again after "nothing was changed" finds nothing to do', async () => {
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const body = { id: player._id, amountCoins: 5, reason: 'x' };
    through.proxy.freeze();
    const { answer } = await timed(game()(adjust, body, { actor: 'console' }));
    expect(answer.error?.code).toBe('DATABASE_UNAVAILABLE');
    through.proxy.heal();
    const read = await timed(game()(getUser, { id: player._id }, { actor: 'console' }));
    // The connections that were being opened in the silence are given up first.
    expect([read.answer.status, read.tookMs < 3_000]).toEqual([200, true]);
    expect(await coinsOf(opened.ctx, player)).toBe(10);
  }, 60_000);

  test('is told by every route in time, as a refusal that may be asked again', async () => {
    await putExampleWorld(opened.ctx);
    const warm = contracts.map(([, contract]) => ask(contract, { query: 'nobody=asks' }));
    await Promise.all(warm);
    through.proxy.freeze();
    const wrong: unknown[] = [];
    let told = 0;
    const asking = contracts.map(async ([name, contract]) => {
      // A write that was asked before anything of it was begun may say so, or not know.
      const codes = contract.method === 'GET' ? known.slice(0, 1) : known;
      const idempotencyKey = `a-key-of-silence-${name}`;
      const { answer, tookMs } = await timed(ask(contract, { idempotencyKey }));
      const { status, error } = answer;
      if (tookMs > answerMsMax || status === 500) wrong.push([name, status, tookMs]);
      if (status === 503) told += 1;
      const isKnown = error?.retryable && codes.includes(error.code);
      if (status === 503 && !isKnown) wrong.push([name, error]);
    });
    await Promise.all(asking);
    expect(wrong).toEqual([]);
    // What needs nothing of the database is answered as ever; that is little.
    expect(told).toBeGreaterThan(contracts.length * 0.8);
    through.proxy.heal();
    const { _id: id } = await aPlayer(opened.ctx);
    const read = await timed(game()(getUser, { id }, { actor: 'console' }));
    // The connections that were being opened in the silence are given up first.
    expect([read.answer.status, read.tookMs < 3_000]).toEqual([200, true]);
  }, 60_000);
});

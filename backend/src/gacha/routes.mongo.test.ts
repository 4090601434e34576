// Gacha and starter through the doors of a game server: keys, replays, hostile input, and the worker
// that pays back what never arrives. And the command that writes the tables.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { leaseDeliveries, reportDelivery } from '@mintkeep/shared/delivery.ts';
import {
  claimStarter,
  getStarter,
  listGachaTables,
  reportStarter,
  rollGacha,
} from '@mintkeep/shared/gacha.ts';
import { appKey, testApp } from '../../test/app.ts';
import { aPlayer, aReward, coinsOf, counts, expectSoundLedger, inTx } from '../../test/builders.ts';
import { send, signedRequest } from '../../test/game-server.ts';
import { databaseUrl } from '../../test/mongo.ts';
import { startWorker } from '../core/jobs.ts';
import type { Worker } from '../core/jobs.ts';
import { settleDeliveredGacha, settleVoidedGacha } from './jobs.ts';
import { listTables, replaceTables } from './service.ts';
import type { Table } from './service.ts';

const opened = testApp();
const until = (condition: () => unknown) => vi.waitFor(condition, { timeout: 10_000 });

let worker: Worker;
let tables: Table[];
let sku: string;
beforeAll(async () => {
  const { ctx } = opened;
  sku = (await aReward(ctx, { visible: false }))._id;
  const entries = [{ sku, weight: 1 }];
  tables = [
    { _id: 'crate', name: 'Crate', icon: 'CHEST', kind: 'roll', costCoins: 30, entries },
    { _id: 'kit', name: 'Kit', icon: 'CHEST', kind: 'starter', costCoins: 0, entries },
  ];
  await inTx(ctx, (tx) => replaceTables(tx, tables, 'test'));
  worker = startWorker(ctx, opened.doorbell, {
    onEvent: [settleDeliveredGacha, settleVoidedGacha],
    timed: [],
  });
});
afterAll(() => worker.stop(2_000));

/** Hands out what waits for a player, and reports of it. */
async function handOver(
  { minecraftUUID }: { minecraftUUID: string },
  word: { outcome: 'given' | 'void' | 'released' } & Record<string, unknown>,
): Promise<void> {
  const { body } = await opened.ask(leaseDeliveries, { minecraftUUID });
  for (const { deliveryId, leaseId, attempt } of body) {
    const said = await opened.ask(reportDelivery, { deliveryId, leaseId, attempt, ...word });
    expect(said.status).toBe(200);
  }
}

describe('GET /api/gacha', () => {
  test('answers the tables with exact odds, signed (D31, B-04)', async () => {
    const answer = await opened.ask(listGachaTables, {});
    expect(answer).toMatchObject({ status: 200, signed: true });
    expect(
      answer.body.tables.map(({ key, costCoins, weightTotal }) => [key, costCoins, weightTotal]),
    ).toEqual([
      ['crate', 30, 1],
      ['kit', 0, 1],
    ]);
    const byConsole = await opened.ask(listGachaTables, {}, { actor: 'console' });
    expect(byConsole.status).toBe(200);
  });
});

describe('POST /api/gacha/roll', () => {
  test('needs a key, answers 201, and the same again to the same key (B-04, D15)', async () => {
    const { minecraftUUID } = await aPlayer(opened.ctx, { coins: 100 });
    const { app, key } = opened;
    const body = { minecraftUUID };
    const bare = signedRequest(key, { method: 'POST', url: rollGacha.path, body });
    expect((await send(app, key, bare)).error?.code).toBe('IDEMPOTENCY_KEY_MISSING');
    const idempotencyKey = randomUUID();
    const first = await opened.ask(rollGacha, { minecraftUUID }, { idempotencyKey });
    const again = await opened.ask(rollGacha, { minecraftUUID }, { idempotencyKey });
    const other = await opened.ask(
      rollGacha,
      { minecraftUUID, tableKey: 'crate' },
      { idempotencyKey },
    );
    expect([first.status, first.body.walletBalanceCoins]).toEqual([201, 70]);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first.body);
    expect(other.error?.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  const hostile: [string, Record<string, unknown>][] = [
    ['no player', {}],
    ['an operator for a player', { minecraftUUID: { $ne: null } }],
    ['a cost of its own', { minecraftUUID: randomUUID(), costCoins: 0 }],
    ['a seed of its own', { minecraftUUID: randomUUID(), seed: '0'.repeat(64) }],
    ['a number for a table', { minecraftUUID: randomUUID(), tableKey: 7 }],
    ['a huge table', { minecraftUUID: randomUUID(), tableKey: 'x'.repeat(100_000) }],
    ['a short fingerprint', { minecraftUUID: randomUUID(), quotedFingerprint: 'f' }],
  ];
  test.each(hostile)('refuses %s with 400, and changes nothing (S0-029)', async (_what, body) => {
    const { app, key, ctx } = opened;
    const before = await counts(ctx);
    const request = { method: 'POST', url: rollGacha.path, body, idempotencyKey: randomUUID() };
    const answer = await send(app, key, signedRequest(key, request));
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await counts(ctx)).toEqual(before);
  });

  test('402, 403 and 404 say why (B-04)', async () => {
    const { ctx } = opened;
    const poor = await aPlayer(ctx, { coins: 29 });
    const frozen = await aPlayer(ctx, { coins: 100, frozen: true });
    const statusOf = async (call: { minecraftUUID: string; tableKey?: string }) =>
      (await opened.ask(rollGacha, call)).status;
    const { minecraftUUID } = poor;
    expect(await statusOf({ minecraftUUID })).toBe(402);
    expect(await statusOf({ minecraftUUID: frozen.minecraftUUID })).toBe(403);
    expect(await statusOf({ minecraftUUID: randomUUID() })).toBe(404);
    expect(await statusOf({ minecraftUUID, tableKey: 'kit' })).toBe(404);
  });

  test('pays back by itself what permanently fails, once the void receipt is there (D23)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx, { coins: 100 });
    await opened.ask(rollGacha, { minecraftUUID: player.minecraftUUID });
    await handOver(player, { outcome: 'released', reason: 'failed', permanent: true });
    expect(await coinsOf(ctx, player)).toBe(70);
    await handOver(player, { outcome: 'void' });
    await until(async () => expect(await coinsOf(ctx, player)).toBe(100));
    await expectSoundLedger(ctx);
  });
});

describe('the starter', () => {
  test('is claimed, given and known as delivered, all through the doors (S0-016 to S0-018)', async () => {
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID } = player;
    const standing = async () => (await opened.ask(getStarter, { minecraftUUID })).body;
    expect(await standing()).toEqual({ status: 'unclaimed', attempts: 0 });
    const claimed = await opened.ask(claimStarter, { minecraftUUID });
    expect([claimed.status, claimed.body.sku]).toEqual([200, sku]);
    const second = await opened.ask(claimStarter, { minecraftUUID });
    expect([second.status, second.error?.code]).toEqual([409, 'STARTER_IN_PROGRESS']);
    const word = { minecraftUUID, deliveryId: claimed.body.deliveryId, success: true };
    const early = await opened.ask(reportStarter, word);
    expect([early.status, early.error?.code]).toEqual([409, 'STARTER_NOT_OPEN']);
    await handOver(player, { outcome: 'given' });
    expect(await standing()).toEqual({ status: 'delivered', attempts: 1 });
    expect((await opened.ask(reportStarter, word)).body).toEqual({ status: 'delivered' });
    const third = await opened.ask(claimStarter, { minecraftUUID });
    expect([third.status, third.error?.code]).toEqual([409, 'STARTER_DELIVERED']);
  });

  test('that failed for good is opened to the next claim by the worker (S0-017)', async () => {
    const { ctx } = opened;
    const player = await aPlayer(ctx);
    const { minecraftUUID } = player;
    await opened.ask(claimStarter, { minecraftUUID });
    await handOver(player, { outcome: 'released', reason: 'failed', permanent: true });
    await handOver(player, { outcome: 'void' });
    const flag = () => ctx.db.collection('players').findOne({ minecraftUUID });
    await until(async () =>
      expect(await flag()).toMatchObject({ starterDeliveryInProgress: false }),
    );
    expect((await opened.ask(claimStarter, { minecraftUUID })).status).toBe(200);
  });
});

describe('npm run gacha', () => {
  /** Runs a command on this file's database; answers its exit code and all it said. */
  const run = (name: string, ...args: string[]) =>
    new Promise<{ code: number; said: string }>((resolve) => {
      const file = join(import.meta.dirname, `../commands/${name}.ts`);
      const env = {
        ...process.env,
        DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
        APP_KEY: appKey.toString('base64'),
      };
      execFile(process.execPath, [file, ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, said: stdout + stderr });
      });
    });
  const gacha = (...args: string[]) => run('gacha', ...args);
  let dir: string;
  beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'mintkeep-gacha-'))));
  afterAll(() => rm(dir, { recursive: true }));
  const importing = async (file: unknown) => {
    const path = join(dir, 'tables.json');
    await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
    return gacha('import', path, 'a', 'new', 'season');
  };
  const crate = () => ({
    key: 'crate',
    name: 'Crate',
    kind: 'roll',
    costCoins: 30,
    entries: [{ sku, weight: 1 }],
  });
  const kit = () => ({ ...crate(), key: 'kit', kind: 'starter', costCoins: 0 });

  test('imports what it exported, and says who did it and why (S0-051)', async () => {
    const { said } = await gacha('export');
    expect(JSON.parse(said)).toMatchObject({ tables: [{ key: 'crate' }, { key: 'kit' }] });
    expect(await importing(said)).toMatchObject({ code: 0 });
    expect(await listTables(opened.ctx)).toEqual(tables);
    const audited = await opened.ctx.db
      .collection('audit_log')
      .findOne({ action: 'gacha.import', reason: 'a new season' });
    expect(audited).toMatchObject({ actorKind: 'console', before: tables, after: tables });
  });

  const wrong: [string, () => unknown, RegExp][] = [
    [
      'a sku that is not in the catalogue',
      () => [{ ...crate(), entries: [{ sku: 'no-such', weight: 1 }] }],
      /no-such/,
    ],
    [
      'a weight of zero',
      () => [{ ...crate(), entries: [{ sku, weight: 0 }] }],
      /tables\.0\.entries\.0\.weight/,
    ],
    [
      'half a weight',
      () => [{ ...crate(), entries: [{ sku, weight: 0.5 }] }],
      /tables\.0\.entries\.0\.weight/,
    ],
    ['two starters', () => [kit(), { ...kit(), key: 'other' }], /one starter at most/],
    ['a starter that costs', () => [{ ...kit(), costCoins: 5 }], /a starter none/],
    ['a roll for nothing', () => [{ ...crate(), costCoins: 0 }], /at least one coin/],
    ['two tables of one key', () => [crate(), crate()], /the same key/],
    [
      'one sku twice',
      () => [
        {
          ...crate(),
          entries: [
            { sku, weight: 1 },
            { sku, weight: 2 },
          ],
        },
      ],
      /twice/,
    ],
    ['no entries', () => [{ ...crate(), entries: [] }], /tables\.0\.entries/],
  ];
  test.each(wrong)('refuses %s, says where, and changes nothing', async (_what, list, words) => {
    const { code, said } = await importing({ tables: list() });
    expect(code).toBe(1);
    expect(said).toMatch(words);
    expect(said).toContain('nothing was changed');
    expect(await listTables(opened.ctx)).toEqual(tables);
  });

  test('draws any roll again from its seed (D31)', async () => {
    const { minecraftUUID } = await aPlayer(opened.ctx, { coins: 30 });
    const { rollId, seed } = (await opened.ask(rollGacha, { minecraftUUID })).body;
    const { code, said } = await gacha('verify', rollId);
    expect(code).toBe(0);
    expect(said).toContain(`seed ${seed}`);
    expect(said).toContain(`drawn ${sku}, as the seed says`);
    const forged = { $set: { sku: 'forged' } };
    await opened.ctx.db
      .collection<{ _id: string }>('gacha_rolls')
      .updateOne({ _id: rollId }, forged);
    expect((await gacha('verify', rollId)).code).toBe(1);
  });

  test('takes the tables of the demo, which draw from its catalogue', async () => {
    const demo = (name: string) => join(import.meta.dirname, '../../../scripts', name);
    // A catalogue of its own: beside cheaper diamonds the shop would not buy them at this price.
    await opened.ctx.db.collection('rewards').deleteMany({});
    expect(await run('rewards', 'import', demo('demo-rewards.json'))).toMatchObject({ code: 0 });
    const { code, said } = await gacha('import', demo('demo-gacha.json'));
    expect(code).toBe(0);
    expect(said).toContain('5.000 %  diamond  (5 of 100)');
    await inTx(opened.ctx, (tx) => replaceTables(tx, tables, 'as before'));
  });
});

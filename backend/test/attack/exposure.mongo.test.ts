// What answers hold and requests may set, field by field (S3, S4, API3): an answer is the contract's
// schema and nothing that lies beside it in the database; a request sets what the contract names, in
// the part that names it.
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { testApp } from '../app.ts';
import { panelOf, staffMember } from '../staff.ts';
import { asker, attackedContracts, exampleBody, isForKnown } from './asker.ts';
import { exampleDocs, putExampleWorld } from './example-world.ts';

const opened = testApp();
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
});
const panel = () => panelOf(opened, memberId);
const ask = asker(() => ({ ...opened, panel }));
const contracts = await attackedContracts();

const planted = 'zq8planted';

const logs = ['audit_log', 'event_log'];

/** Puts a secret beside and into what lies in every collection but these. */
async function plant(except: readonly string[] = []): Promise<void> {
  const { db } = opened.ctx;
  const secret = { secret: planted, passwordHash: planted };
  const kept = await db.listCollections({ type: 'collection' }).toArray();
  const names = kept.map(({ name }) => name).filter((name) => !name.startsWith('system.'));
  const planting = names.filter((one) => !except.includes(one));
  await Promise.all(planting.map((name) => db.collection(name).updateMany({}, { $set: secret })));
  await db.collection('deliveries').updateMany({}, { $set: { 'state.secret': planted } });
}

/** Bans the player of the examples, with a secret in the ban. */
async function plantBan(): Promise<void> {
  const ban = { reason: 'x', by: 'staff:1', at: new Date(), untilAt: null, secret: planted };
  await opened.ctx.db.collection('players').updateMany({}, { $set: { banned: ban } });
}

describe('an answer (S4)', () => {
  test('holds no field that its contract does not name, whatever lies in the database', async () => {
    const wrong: unknown[] = [];
    const yes = new Set<string>();
    for (const [name, contract] of contracts) {
      for (const isBanned of [false, true]) {
        await putExampleWorld(opened.ctx);
        await plant();
        if (isBanned) await plantBan();
        const idempotencyKey = `a-key-of-exposure-${name}-${String(isBanned)}`;
        const { status, text } = await ask(contract, { idempotencyKey });
        if (status < 300) yes.add(name);
        if (text.includes(planted) || status >= 500) wrong.push([name, status, text.slice(0, 300)]);
      }
    }
    expect(wrong).toEqual([]);
    // The examples find what they name: most are answered with what was read, not with a refusal.
    expect(yes.size).toBeGreaterThan(contracts.length / 2);
  }, 120_000);

  test('of the logs of staff, and their files, holds nothing of it either', async () => {
    for (const name of logs) await opened.ctx.db.collection(name).deleteMany({});
    const writes = contracts.filter(([, { method, who }]) => method !== 'GET' && !who.everybody);
    for (const [name, contract] of writes) {
      await putExampleWorld(opened.ctx);
      await plant(logs);
      await ask(contract, { idempotencyKey: `a-key-of-the-logs-${name}` });
    }
    const actions = await opened.ctx.db.collection('audit_log').distinct('action');
    expect(actions).toEqual(expect.arrayContaining(['player.adjust', 'player.freeze']));
    expect(await exported()).toEqual([200, 200, 200, 200]);
    // A log whose own entries hold more than its contract says is not shown at all.
    await plant();
    await exported();
  }, 120_000);

  /** Reads both logs as JSON and as files; none of them may hold the secret. */
  async function exported(): Promise<number[]> {
    const statuses = [];
    for (const path of ['/api/admin/audit', '/api/admin/events']) {
      for (const format of ['json', 'csv']) {
        const url = `${path}?format=${format}&pageSize=100`;
        const { status, text } = await (await panel()).send({ method: 'GET', url });
        expect(text).not.toContain(planted);
        statuses.push(status);
      }
    }
    return statuses;
  }

  test.each(contracts)('%s is closed: every object of its reply is strict', (name, { reply }) => {
    // What the logs keep of an operation is shown as it was kept, to those who check staff.
    const open = openObjectsOf(z.toJSONSchema(reply, { unrepresentable: 'any' }), '');
    expect(open.filter((path) => !/\.(before|after|data\.before|data\.after)$/.test(path))).toEqual(
      openByIntent[name] ?? [],
    );
  });
});

/** Maps by a key of our own making, whose values are closed; and goods as their delivery holds them. */
const openByIntent: Readonly<Record<string, readonly string[]>> = {
  // The task of the delivery, which the delivery's own contract has closed before it was stored.
  redeemByWebhook: ['.payload'],
  // Of a refusal that was written down, what every refusal says of itself: our own words and numbers.
  handInGoods: ['.details'],
  sell: ['.details'],
};

interface Shape {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: unknown;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

/** Where a schema takes fields it does not name. */
function openObjectsOf(schema: unknown, path: string): string[] {
  const { type, properties, additionalProperties, items, anyOf, oneOf } = schema as Shape;
  const isOpen = type === 'object' && isAnything(additionalProperties);
  return [
    ...(isOpen ? [path] : []),
    ...Object.entries(properties ?? {}).flatMap(([name, one]) =>
      openObjectsOf(one, `${path}.${name}`),
    ),
    ...(items ? openObjectsOf(items, `${path}[]`) : []),
    ...[...(anyOf ?? []), ...(oneOf ?? [])].flatMap((one) => openObjectsOf(one, path)),
  ];
}

const isAnything = (more: unknown): boolean =>
  more === undefined ||
  more === true ||
  (typeof more === 'object' && more !== null && Object.keys(more).length === 0);

/** What nobody may set from outside. */
const strangers: Readonly<Record<string, string>> = {
  _id: 'zq8',
  role: 'SUPERADMIN',
  walletBalanceCoins: '1000000',
  priceCoins: '1',
  totalCostCoins: '0',
  ownerId: 'zq8',
  status: 'refunded',
  createdAt: '1970-01-01T00:00:00.000Z',
  serverId: 'zq8',
  actor: 'console',
  door: 'server',
};

describe('a request (S3)', () => {
  const known = contracts.filter(([name, contract]) => isForKnown(name, contract));
  test.each(known)('%s takes no field in a part that does not name it', async (name, contract) => {
    await putExampleWorld(opened.ctx);
    const inQuery = Object.keys(contract.query?.shape ?? {});
    const fields = { ...strangers, ...texts(exampleBody(contract) ?? {}), ...ofParams(contract) };
    const before = await documents();
    for (const [field, value] of Object.entries(fields)) {
      if (inQuery.includes(field)) continue;
      const query = `${field}=${encodeURIComponent(value)}`;
      const idempotencyKey = `a-key-of-assignment-${name}`;
      const { status, error } = await ask(contract, { query, idempotencyKey });
      expect([field, status, error?.code]).toEqual([field, 400, 'REQUEST_INVALID']);
    }
    expect(await documents()).toEqual(before);
  });

  test('of everybody is answered without what it does not name', async () => {
    const open = contracts.filter(([, { who }]) => who.everybody ?? who.internal);
    for (const [, contract] of open) {
      for (const [field, value] of Object.entries(strangers)) {
        const { status, text } = await ask(contract, { query: `${field}=${value}` });
        expect([contract.path, status < 500]).toEqual([contract.path, true]);
        expect(text).not.toContain('zq8');
      }
    }
  });

  const texts = (body: object): Record<string, string> =>
    Object.fromEntries(Object.entries(body).map(([field, value]) => [field, String(value)]));
  const ofParams = ({ params }: Contract): Record<string, string> =>
    Object.fromEntries(Object.keys(params?.shape ?? {}).map((field) => [field, 'zq8']));
});

/** Everything that the examples name, as it lies in the database. */
async function documents(): Promise<unknown[]> {
  const names = [...Object.keys(exampleDocs), 'transactions', 'operations', 'audit_log'];
  return Promise.all(
    names.map((name) => opened.ctx.db.collection(name).find().sort({ _id: 1 }).toArray()),
  );
}

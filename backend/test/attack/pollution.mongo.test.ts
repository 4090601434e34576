// Names that every object has, in the place of names of our own (S14, ASVS 15.3.6): in query, path,
// headers, bodies and in the files that admins import.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rollGacha } from '@mintkeep/shared/gacha.ts';
import { validateFormula } from '@mintkeep/shared/levels.ts';
import { getShopItem, purchase } from '@mintkeep/shared/shop.ts';
import { putSettings } from '@mintkeep/shared/staff.ts';
import { appKey, testApp } from '../app.ts';
import { aPlayer, coinsOf } from '../builders.ts';
import { databaseUrl } from '../mongo.ts';
import { panelOf, staffMember } from '../staff.ts';
import { asker, attackedContracts, exampleBody, isForKnown } from './asker.ts';
import { putExampleWorld } from './example-world.ts';

const opened = testApp();
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
});
const ask = asker(() => ({ ...opened, panel: () => panelOf(opened, memberId) }));
const contracts = await attackedContracts();

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype];
const clean = JSON.stringify(prototypes.map((one) => Object.getOwnPropertyNames(one).sort()));
afterEach(() => {
  expect(JSON.stringify(prototypes.map((one) => Object.getOwnPropertyNames(one).sort()))).toBe(
    clean,
  );
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

const queries = [
  '__proto__=polluted',
  '__proto__[polluted]=1',
  '__proto__.polluted=1',
  '__proto__%5Bpolluted%5D=1&__proto__%5Bpolluted%5D=2',
  'constructor[prototype][polluted]=1',
  'constructor.prototype.polluted=1',
  'constructor=1&prototype=1&toString=1&valueOf=1&hasOwnProperty=1',
];
const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'];

describe.each(contracts)('%s', (name, contract) => {
  test('knows no name that every object has, and gives none a value (S14)', async () => {
    const isKnown = isForKnown(name, contract);
    for (const query of queries) {
      const { status } = await ask(contract, { query });
      expect([query, isKnown ? status : status < 500]).toEqual([query, isKnown ? 400 : true]);
    }
    for (const one of names) {
      for (const field of Object.keys(contract.params?.shape ?? {})) {
        const { status, text } = await ask(contract, { params: { [field]: one } });
        // Where any name is lawful, it is told what is told of one that nobody ever used.
        const unused = status < 300 ? await ask(contract, { params: { [field]: 'unused' } }) : null;
        const isUnknown = text === unused?.text.replaceAll('unused', one);
        expect([one, [400, 404].includes(status) || isUnknown]).toEqual([one, true]);
      }
      const headers = { [one]: 'polluted', cookie: `${one}=polluted; __Host-${one}=1` };
      expect((await ask(contract, { headers })).status).toBeLessThan(500);
      const named = { 'x-mc-kid': one, 'x-actor-uuid': one, 'x-request-id': `${one}.${one}` };
      expect((await ask(contract, { headers: named })).status).toBeLessThan(500);
    }
    const body = exampleBody(contract);
    if (!body) return;
    for (const [field, value] of Object.entries(body)) {
      for (const one of names) {
        // Deep inside, where a closed schema of the outermost object does not look.
        const inner = typeof value === 'object' ? JSON.stringify(value).slice(1) : '}';
        const nested = `{"${one}":{"polluted":1}${inner === '}' ? '' : ','}${inner}`;
        const text = JSON.stringify({ ...body, [field]: '@' }).replace('"@"', nested);
        const { status } = await ask(contract, { payload: text });
        expect([field, one, status]).toEqual([field, one, 400]);
      }
    }
  });
});

describe('a name that every object has, where a name is lawful (S14)', () => {
  test('is nothing in the shop, in gacha and in formulas', async () => {
    await putExampleWorld(opened.ctx);
    const player = await aPlayer(opened.ctx, { coins: 10 });
    const { minecraftUUID } = player;
    for (const name of ['constructor', 'prototype', 'valueof']) {
      expect((await opened.ask(getShopItem, { sku: name })).error?.code).toBe('REWARD_UNKNOWN');
      const bought = await opened.ask(purchase, { minecraftUUID, sku: name, quantity: 1 });
      expect(bought.error?.code).toBe('REWARD_UNKNOWN');
      const rolled = await opened.ask(rollGacha, { minecraftUUID, tableKey: name });
      expect(rolled.error?.code).toBe('GACHA_TABLE_UNKNOWN');
    }
    for (const formula of ['constructor', '__proto__ + 1', 'toString(1)', 'valueOf', 'level.a']) {
      const asked = { formula, kind: 'cap' } as const;
      const { body } = await opened.ask(validateFormula, asked, { actor: 'console' });
      expect([formula, (body as { valid: boolean }).valid]).toEqual([formula, false]);
    }
    expect(await coinsOf(opened.ctx, player)).toBe(10);
  });

  test('is no role of Discord, and gives nobody one', async () => {
    const panel = await panelOf(opened, memberId);
    for (const name of names) {
      const roleMap = JSON.parse(`{"${name}":"SUPERADMIN"}`) as Record<string, 'SUPERADMIN'>;
      const { method, path: url } = putSettings;
      const body = { roleMap, expectedVersion: 1, reason: 'x' };
      const answer = await panel.send({
        method,
        url,
        body,
        headers: { 'idempotency-key': randomUUID() },
      });
      expect([name, answer.status]).toEqual([name, 400]);
    }
  });
});

describe('an imported file (S14)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mintkeep-import-'));
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const commands = join(import.meta.dirname, '../../src/commands');

  /** Runs `npm run <command> -- import` on a file of this text. */
  function importing(command: string, text: string): Promise<{ code: number; out: string }> {
    const path = join(folder, `${randomUUID()}.json`);
    writeFileSync(path, text);
    const env = {
      PATH: process.env['PATH'] ?? '',
      DATABASE_URL: databaseUrl(opened.ctx.db.databaseName),
      APP_KEY: appKey.toString('base64'),
    };
    const args = [join(commands, `${command}.ts`), 'import', path];
    return new Promise((resolve) => {
      execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code ?? 1) : 0, out: `${stdout}${stderr}` });
      });
    });
  }

  const item = '{"material":"DIAMOND","amount":1}';
  const task = `{"action":"give","payload":{"items":[${item}]}}`;
  const reward = `{"sku":"zq","name":"x","category":"item","priceCoins":1,"task":${task}}`;
  const table =
    '{"key":"zq","name":"x","kind":"roll","costCoins":1,"entries":[{"sku":"bread","weight":1}]}';
  const before = (json: string, more: string) => `{${more},${json.slice(1)}`;
  const pollution = ['"__proto__":{"polluted":1}', '"constructor":{"prototype":{"polluted":1}}'];
  const files: [string, string, string][] = [
    ...pollution.flatMap((more): [string, string, string][] => [
      ['rewards', `${more} outside`, before(`{"rewards":[${reward}]}`, more)],
      ['rewards', `${more} in a reward`, `{"rewards":[${before(reward, more)}]}`],
      [
        'rewards',
        `${more} in an item`,
        `{"rewards":[${reward.replace(item, before(item, more))}]}`,
      ],
      ['gacha', `${more} outside`, before(`{"tables":[${table}]}`, more)],
      ['gacha', `${more} in a table`, `{"tables":[${before(table, more)}]}`],
    ]),
    ['rewards', 'an operator for a sku', `{"rewards":[${reward.replace('"zq"', '{"$ne":1}')}]}`],
    [
      'rewards',
      'a price of 2^53',
      `{"rewards":[${reward.replace('":1,"task', '":9007199254740992,"task')}]}`,
    ],
    ['rewards', 'a line in a name', `{"rewards":[${reward.replace('"x"', '"x\\n/op me"')}]}`],
    ['gacha', 'a weight below zero', `{"tables":[${table.replace('"weight":1', '"weight":-1')}]}`],
    ['gacha', 'no JSON', '{"tables":'],
    ['rewards', '100,000 brackets', '['.repeat(100_000)],
  ];

  test.each(files)(
    '%s with %s is refused in a sentence, and changes nothing',
    async (command, _what, text) => {
      await putExampleWorld(opened.ctx);
      const contents = async () =>
        Promise.all(
          ['rewards', 'gacha_tables'].map((name) =>
            opened.ctx.db.collection(name).find().toArray(),
          ),
        );
      const held = await contents();
      const { code, out } = await importing(command, text);
      expect([code, /nothing was changed|cannot be read/.test(out)]).toEqual([1, true]);
      expect(out).not.toMatch(/\bat \S+ \(|node_modules/);
      expect(await contents()).toEqual(held);
    },
  );

  test('without any of it is taken: the refusals above are for what was put in', async () => {
    await putExampleWorld(opened.ctx);
    expect((await importing('rewards', `{"rewards":[${reward}]}`)).code).toBe(0);
    expect((await importing('gacha', `{"tables":[${table}]}`)).code).toBe(0);
    // Later runs of this file begin with what the examples name.
    await putExampleWorld(opened.ctx);
  });
});

// What every route refuses before its handler runs: generated for each contract from an example that
// fits it, spoiled in one place at a time. A route that is added is tested by being there (S0-029).
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { bodyBytesMax, propertyRunsMin } from '@mintkeep/shared/constants.ts';
import type * as z from 'zod';
import type { Contract } from '@mintkeep/shared/contract.ts';
import type { ErrorBody } from '@mintkeep/shared/errors.ts';
import { webhookSignatureHeader } from '@mintkeep/shared/vouchers.ts';
import { testApp, testVouching } from '../test/app.ts';
import { allContracts } from '../test/contracts.ts';
import { exampleOf } from '../test/example-of.ts';
import { requestOf, send, signedRequest } from '../test/game-server.ts';
import { staffMember } from '../test/staff.ts';
import type { Panel } from '../test/staff.ts';

const opened = testApp();
let panel: Panel;
beforeAll(async () => {
  panel = await staffMember(opened, 'SUPERADMIN');
});

const contracts = (await allContracts()).map(({ name, contract }) => [name, contract] as const);
const writes = contracts.filter(([, { body }]) => body !== undefined);

type Fields = Record<string, unknown>;

/** The call of an example: params, query and body in one. */
const exampleCall = ({ params, query, body }: Contract): Fields =>
  Object.assign(
    {},
    ...[params, query, body].map((part) => (part ? exampleOf(part) : {})),
  ) as Fields;

const idempotencyKey = 'a-key-of-this-test-0001';

/** An answer's status, and of a refusal its code and how many fields it names. */
interface Answered {
  readonly status: number;
  readonly code: string;
  readonly fields: number;
}

/** Asks as somebody the contract lets pass, with this body as it is. */
async function ask(contract: Contract, payload: string): Promise<Answered> {
  const { method, url } = requestOf(contract, exampleCall(contract) as never);
  const { who } = contract;
  if (who.webhook) return askSigned(url, payload);
  if (who.server || who.inGame) {
    const actor = who.server ? undefined : 'console';
    const request = signedRequest(opened.key, { method, url, payload, idempotencyKey, actor });
    const { status, error } = await send(opened.app, opened.key, request);
    return answered(status, error);
  }
  const answer = await opened.app.inject({
    method,
    url,
    payload,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': idempotencyKey,
      ...(who.everybody ? {} : panel.headers),
      ...(who.everybody ? {} : { cookie: cookieOf(panel) }),
    },
  });
  return answered(answer.statusCode, answer.json<Partial<ErrorBody>>().error);
}

/** Asks as the system that signs the bytes of what it says. */
async function askSigned(url: string, payload: string): Promise<Answered> {
  const { webhookSecret = '' } = testVouching;
  const hex = createHmac('sha256', webhookSecret).update(payload).digest('hex');
  const headers = {
    'content-type': 'application/json',
    [webhookSignatureHeader]: `sha256=${hex}`,
  };
  const answer = await opened.app.inject({ method: 'POST', url, payload, headers });
  return answered(answer.statusCode, answer.json<Partial<ErrorBody>>().error);
}

const answered = (status: number, error: ErrorBody['error'] | undefined): Answered => {
  const named = error?.details?.['fields'];
  return { status, code: error?.code ?? '', fields: Array.isArray(named) ? named.length : 0 };
};

const cookieOf = ({ cookies }: Panel): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

/** How much every collection holds: a refused request changes none of them. */
async function holdings(): Promise<Fields> {
  const counts: Fields = {};
  for (const { name } of await opened.ctx.db.listCollections().toArray()) {
    // What a request leaves behind whatever it asked: its nonce, its count.
    if (['nonces', 'rate_limits', 'jobs', 'sessions'].includes(name)) continue;
    counts[name] = await opened.ctx.db.collection(name).countDocuments();
  }
  return counts;
}

/** Every way to spoil one value: what it is not, and what a database would obey. */
const spoils: readonly (readonly [string, unknown])[] = [
  ['an operator', { $gt: '' }],
  ['another operator', { $ne: null }],
  ['code', { $where: 'sleep(1000)' }],
  ['a dotted key', { 'a.b': 1 }],
  ['a list of lists', [[[]]]],
  ['a control character', 'a\u0000b\r\n'],
  ['a huge text', 'x'.repeat(20_000)],
  ['a number too large', 1e308],
  ['a fraction below zero', -0.5],
];

/** What nobody may set from outside, besides what the contract names. */
const strangers: readonly string[] = [
  '_id',
  '__v',
  'role',
  'balance',
  'walletBalanceCoins',
  'ownerId',
  'createdAt',
  '$set',
  'constructor',
];

describe.each(writes)('%s', (_name, contract) => {
  const body = (): Fields => (contract.body ? exampleOf(contract.body) : {}) as Fields;

  test('refuses each field spoiled in each way, and changes nothing (S0-030, S0-031, S0-033)', async () => {
    const before = await holdings();
    for (const [field, schema] of Object.entries<z.ZodType>(contract.body?.shape ?? {})) {
      for (const [what, value] of spoils) {
        // Free text takes what is free text.
        if (schema.safeParse(value).success) continue;
        const answer = await ask(contract, JSON.stringify({ ...body(), [field]: value }));
        expect([field, what, answer.status], answer.code).toEqual([field, what, 400]);
      }
    }
    expect(await holdings()).toEqual(before);
  });

  test('refuses fields that it does not name (S0-033)', async () => {
    const before = await holdings();
    for (const stranger of strangers) {
      if (contract.body && stranger in contract.body.shape) continue;
      const answer = await ask(contract, JSON.stringify({ ...body(), [stranger]: 1 }));
      expect([stranger, answer.status], answer.code).toEqual([stranger, 400]);
    }
    expect(await holdings()).toEqual(before);
  });

  test('refuses prototypes, depth, what is no JSON, and more than 1 MiB (S0-032)', async () => {
    const text = JSON.stringify(body());
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const cases: readonly (readonly [string, string, number])[] = [
      ['a prototype', `{"__proto__":{"polluted":1},${text.slice(1)}`, 400],
      ['a constructor', `{"constructor":{"prototype":{"polluted":1}},${text.slice(1)}`, 400],
      ['depth', `{"a":${deep}}`, 400],
      ['half of it', text.slice(0, -1), 400],
      ['a list', `[${text}]`, 400],
      ['null', 'null', 400],
      ['too much', `{"a":"${'x'.repeat(bodyBytesMax)}"}`, 413],
    ];
    for (const [what, payload, status] of cases) {
      const answer = await ask(contract, payload);
      expect([what, answer.status], answer.code).toEqual([what, status]);
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe.each(contracts)('%s', (name, contract) => {
  test('has a schema for each part, and says who may ask (S0-029, S1-110, S1-140)', () => {
    const inPath = [...contract.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(contract.params?.shape ?? {})).toEqual(inPath);
    expect(Object.keys(contract.who).length).toBeGreaterThan(0);
    // What Discord adds to the way back is not ours to refuse.
    if (name === 'loginCallback') return;
    for (const part of [contract.params, contract.query, contract.body]) {
      expect(part?.safeParse({ nobodyKnows: 1 }).success ?? false).toBe(false);
    }
  });
});

describe('Property 12: Data Validation Rejection (S0-033)', () => {
  const drawn = fc.constantFrom(...writes.map(([, contract]) => contract)).chain((contract) => {
    const names = Object.keys(contract.body?.shape ?? {});
    const field = fc.constantFrom(...(names.length > 0 ? names : ['anything']));
    return fc.record({
      contract: fc.constant(contract),
      field,
      value: fc.jsonValue({ maxDepth: 3 }),
    });
  });

  test('any body that its schema refuses gets 400 with the field, and changes nothing', async () => {
    const before = await holdings();
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(drawn, async ({ contract, field, value }) => {
        const body = {
          ...(contract.body ? (exampleOf(contract.body) as Fields) : {}),
          [field]: value,
        };
        fc.pre(contract.body?.safeParse(body).success === false);
        refused += 1;
        const answer = await ask(contract, JSON.stringify(body));
        expect(answer).toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
        expect(answer.fields).toBeGreaterThan(0);
      }),
      { numRuns: propertyRunsMin },
    );
    expect(refused).toBeGreaterThanOrEqual(propertyRunsMin);
    expect(await holdings()).toEqual(before);
  });
});

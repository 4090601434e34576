// Every "no" and every fault has one shape and tells nothing of the inside (S18, D12): whatever is
// wrong with the request, with what lies in the database, or with the way to it.
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { errorBody } from '@mintkeep/shared/errors.ts';
import { meanings } from '../../src/core/errors.ts';
import { testApp } from '../app.ts';
import { behindProxy } from '../behind-proxy.ts';
import { panelOf, staffMember } from '../staff.ts';
import { asker, attackedContracts, exampleBody } from './asker.ts';
import type { Heard, Replaced } from './asker.ts';
import { exampleDocs, putExampleWorld } from './example-world.ts';
import { sendBytes } from './raw-http.ts';
import { appOn } from './watched-app.ts';

const opened = testApp();
const through = behindProxy(opened);
const cut = appOn(() => through.ctx);
let memberId: string;
let port = 0;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
  await opened.app.listen({ port: 0, host: '127.0.0.1' });
  port = (opened.app.server.address() as AddressInfo).port;
});
const panel = () => panelOf(opened, memberId);
const ask = asker(() => ({ ...opened, panel }));
const contracts = await attackedContracts();

const canary = 'zq9canary';
// A stack, a path of the source, a word of the driver, an address of the inside.
const inside =
  /\bat \S+ \(|\.ts\b|node_modules|node:|Mongo|E11000|ECONN|ETIMEDOUT|127\.0\.0\.1|mongodb:|Error:|\bFST_/;

/** What is wrong with an answer as an error; nothing for a yes. */
function faultsOf({ status, text, headers }: Pick<Heard, 'status' | 'text' | 'headers'>): string[] {
  if (status < 400) return [];
  if (String(headers['content-type']).startsWith('text/html')) {
    return inside.test(text) || text.includes(canary) ? [`a page tells: ${text}`] : [];
  }
  const parsed = errorBody.safeParse(jsonOf(text));
  if (!parsed.success) return [`${String(status)} is not of the shape: ${text.slice(0, 200)}`];
  const { code, message } = parsed.data.error;
  const meaning = meanings[code];
  return [
    ...(meaning.status === status ? [] : [`${code} with ${String(status)}`]),
    ...(meaning.message === message ? [] : [`${code} says ${message}`]),
    ...(inside.test(text) ? [`tells of the inside: ${text}`] : []),
    ...(text.includes(canary) ? [`repeats what was sent: ${text}`] : []),
    ...(headers['x-request-id'] === parsed.data.requestId ? [] : ['another request id']),
  ];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Requests with one thing wrong, each with the canary in it. */
function* spoiltRequests(contract: Contract): Generator<Replaced> {
  for (const field of Object.keys(contract.params?.shape ?? {})) {
    yield { params: { [field]: `${canary}%0A%20${canary}` } };
    yield { params: { [field]: `%ff${canary}` } };
    yield { params: { [field]: canary.repeat(30) } };
  }
  for (const field of Object.keys(contract.query?.shape ?? {})) {
    yield { query: `${field}=%00${canary}` };
    yield { query: `${field}=%ff${canary}&${field}=${canary}` };
  }
  const body = exampleBody(contract);
  for (const field of Object.keys(body ?? {})) {
    yield { payload: JSON.stringify({ ...body, [field]: { [field]: canary } }) };
    yield { payload: JSON.stringify({ ...body, [field]: `${canary}\u0000` }) };
  }
  if (body) {
    yield { payload: `{"${canary}` };
    yield { payload: JSON.stringify([canary]) };
    yield { payload: `${canary}`, headers: { 'content-type': 'text/plain' } };
    yield { payload: canary, headers: { 'content-type': `application/${canary}` } };
  }
  for (const name of ['x-mc-sig', 'x-mc-kid', 'x-actor-uuid', 'cookie', 'idempotency-key']) {
    yield { headers: { [name]: `${canary} ${canary}` } };
  }
}

describe.each(contracts)('%s', (_name, contract) => {
  test('answers what is wrong in one shape, and repeats nothing of it (S18)', async () => {
    await putExampleWorld(opened.ctx);
    const wrong: unknown[] = [];
    for (const spoilt of spoiltRequests(contract)) {
      const answer = await ask(contract, spoilt);
      const faults = faultsOf(answer);
      if (answer.status >= 500) faults.push(`a fault: ${answer.text}`);
      if (faults.length > 0) wrong.push([spoilt, faults]);
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});

describe('a fault', () => {
  test('of what lies in the database is logged whole and told to nobody (S18)', async () => {
    const wrong: unknown[] = [];
    let faults = 0;
    for (const [name, contract] of contracts) {
      await putExampleWorld(opened.ctx);
      await spoilDocuments();
      const answer = await ask(contract, { idempotencyKey: `a-key-of-faults-${name}` });
      const found = faultsOf(answer);
      if (answer.status >= 500) faults += 1;
      if (found.length > 0) wrong.push([name, found]);
    }
    expect(wrong).toEqual([]);
    expect(faults).toBeGreaterThan(5);
    await putExampleWorld(opened.ctx);
  }, 120_000);

  test('of the way to the database is an absence, in the same shape (S18, S0-003)', async () => {
    await putExampleWorld(opened.ctx);
    // How well it is, health says in its own words.
    const asked = contracts.filter(([, { path }]) => !/health|metrics/.test(path));
    const statuses: number[] = [];
    for (const how of ['loseAnswers', 'cut'] as const) {
      const asking: (() => Promise<Heard>)[] = [];
      for (const [name, contract] of asked) {
        const own = await staffMember(opened, 'SUPERADMIN');
        const ofOne = asker(() => ({ ...opened, app: cut.app, panel: async () => own }));
        // Once with the database, so that keys are known as they are in a running backend.
        await ofOne(contract, { query: 'nobody=asks' });
        asking.push(() => ofOne(contract, { idempotencyKey: `a-key-of-absence-${name}` }));
      }
      const answering = asking.map((start) => start());
      through.proxy[how]();
      for (const [place, answer] of (await Promise.all(answering)).entries()) {
        const name = asked[place]?.[0];
        expect([name, faultsOf(answer)]).toEqual([name, []]);
        expect([name, answer.status === 500]).toEqual([name, false]);
        statuses.push(answer.status);
      }
      through.proxy.heal();
    }
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThan(asked.length);
  }, 120_000);

  /** Puts what no code expects into every field of money and state. */
  async function spoilDocuments(): Promise<void> {
    const strange: Readonly<Record<string, object>> = {
      players: { walletBalanceCoins: 'x', level: canary, lastHeartbeat: canary, banned: 7 },
      rewards: { priceCoins: 'x', task: canary, name: { canary } },
      gacha_tables: { entries: canary, costCoins: canary },
      shop_transactions: { totalCostCoins: canary, timestamp: canary },
      deliveries: { state: canary, task: canary, ref: canary },
      event_log: { data: canary, timestamp: canary },
    };
    for (const name of Object.keys(exampleDocs)) {
      await opened.ctx.db.collection(name).updateMany({}, { $set: strange[name] ?? { canary } });
    }
  }
});

describe('what is no request of ours', () => {
  const unknown = ['/nothing', '/api', '/api/users/x/y', '/.env', '/docs/../.env', '/api/%2e%2e/x'];
  test.each(unknown)('%s is one 404 for everybody, without a word of itself', async (url) => {
    for (const method of ['GET', 'POST', 'DELETE', 'PATCH', 'OPTIONS'] as const) {
      const answer = await opened.app.inject({ method, url: `${url}?${canary}=${canary}` });
      const said = { status: answer.statusCode, text: answer.body, headers: answer.headers };
      expect([method, answer.statusCode, faultsOf(said)]).toEqual([method, 404, []]);
    }
  });

  const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`;
  const wire: [string, string, readonly number[]][] = [
    ['no HTTP', `${canary}\r\n\r\n`, [400]],
    ['another protocol', '\u0016\u0003\u0001\u0002\u0000\u0001', [400]],
    ['a method there is not', get('/healthz').replace('GET', 'BREW'), [400]],
    ['TRACE', get('/healthz').replace('GET', 'TRACE'), [404]],
    ['a path that no URL has', get(`/%zz${canary}?${canary}`), [400]],
    ['bytes that are no text', get(`/api/shop/items/%ff${canary}`), [400]],
    ['a segment of 4 kB', get(`/api/shop/items/${canary.repeat(450)}`), [400]],
    [
      '64 kB of headers',
      get('/healthz').replace('a\r\n', `a\r\nx: ${canary.repeat(8_000)}\r\n`),
      [413],
    ],
    [
      'two lengths',
      get('/').replace('a\r\n', 'a\r\nContent-Length: 1\r\nContent-Length: 2\r\n'),
      [400],
    ],
    [
      'a length and chunks',
      get('/').replace('a\r\n', 'a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n'),
      [400],
    ],
    [
      'a header with a control character',
      get('/').replace('a\r\n', `a\r\nx: ${canary}\u0001\r\n`),
      [400],
    ],
    [
      'a header split by a line feed',
      get('/').replace('a\r\n', `a\r\nx: 1\ny${canary}\n: 2\r\n`),
      [400],
    ],
  ];
  test.each(wire)(
    '%s is refused in the shape of all errors (S18)',
    async (_what, bytes, statuses) => {
      const { status, head, body } = await sendBytes(port, bytes);
      expect(statuses).toContain(status);
      const headers: Record<string, unknown> = Object.fromEntries(
        head.split('\r\n').map((line) => [line.split(': ')[0]?.toLowerCase(), line.split(': ')[1]]),
      );
      const { requestId } = JSON.parse(body) as { requestId: string };
      expect(
        faultsOf({ status, text: body, headers: { 'x-request-id': requestId, ...headers } }),
      ).toEqual([]);
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
    },
  );

  test('leaves the backend well: it answers the next', async () => {
    expect((await sendBytes(port, get('/healthz'))).status).toBe(200);
  });
});

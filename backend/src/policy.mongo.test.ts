// Who may ask what: every route of the live table, asked by every kind of caller. Whom the contract
// does not name is refused and changes nothing. A route that is added is tested by being there.
import Fastify from 'fastify';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { roles } from '@mintkeep/shared/roles.ts';
import type { Role, Who } from '@mintkeep/shared/roles.ts';
import { testApp } from '../test/app.ts';
import { aPlayer } from '../test/builders.ts';
import { exampleOf } from '../test/example-of.ts';
import { requestOf, send, signedRequest } from '../test/game-server.ts';
import { linkedStaff, staffMember } from '../test/staff.ts';
import { routeTable } from './core/route-table.ts';
import { sha256 } from './core/identity.ts';

const opened = testApp();

interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
}

/** One kind of caller: whether a contract names it, by its own words, and how it asks. */
interface Caller {
  readonly name: string;
  isNamed(who: Who): boolean;
  ask(request: Request): Promise<Outcome>;
}

const idempotencyKey = 'a-key-of-the-policy-01';
const rank = (role: Role): number => roles.indexOf(role);

const nobody: Caller = {
  name: 'nobody',
  isNamed: () => false,
  ask: async ({ method, url, body }) => {
    const payload = body === undefined ? {} : { payload: body as object };
    const answer = await opened.app.inject({ method: method as 'GET', url, ...payload });
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    const code = isJson ? answer.json<{ error?: { code: string } }>().error?.code : undefined;
    return { status: answer.statusCode, code };
  },
};

/** Asks through a game server, for itself or for whom it names. */
const signed =
  (actor: () => string | undefined) =>
  async (request: Request): Promise<Outcome> => {
    const asked = signedRequest(opened.key, { ...request, idempotencyKey, actor: actor() });
    const { status, error } = await send(opened.app, opened.key, asked);
    return { status, code: error?.code };
  };

/** Who plays which part in the game; filled before the first test. */
const players = new Map<string, string>();

const inGame = (role: Role | 'MEMBER'): Caller => ({
  name: `${role} in the game`,
  isNamed: ({ inGame: needed }) =>
    needed !== undefined && role !== 'MEMBER' && rank(role) >= rank(needed),
  ask: signed(() => players.get(role)),
});

const inPanel = (role: Role | 'MEMBER'): Caller => ({
  name: `${role} in the panel`,
  isNamed: ({ staff: needed }) => {
    if (needed === undefined || needed === 'member') return needed === 'member';
    return role !== 'MEMBER' && rank(role) >= rank(needed);
  },
  // A session for each question: one of them is how to end it.
  ask: async ({ method, url, body }) => {
    const panel = await staffMember(opened, role);
    const headers = { 'idempotency-key': idempotencyKey };
    const { status, error } = await panel.send({ method, url, body, headers });
    return { status, code: error?.code };
  },
});

const callers: readonly Caller[] = [
  nobody,
  { name: 'a server', isNamed: (who) => who.server === true, ask: signed(() => undefined) },
  {
    name: 'a server that names a player without a link',
    isNamed: () => false,
    ask: signed(() => players.get('nobody')),
  },
  {
    name: 'the console of a server',
    isNamed: (who) => who.inGame !== undefined,
    ask: signed(() => 'console'),
  },
  ...(['MEMBER', ...roles] as const).flatMap((role) => [inGame(role), inPanel(role)]),
];

beforeAll(async () => {
  players.set('nobody', (await aPlayer(opened.ctx)).minecraftUUID);
  for (const role of ['MEMBER', ...roles] as const) {
    const player = await aPlayer(opened.ctx);
    await linkedStaff(opened, player, role);
    players.set(role, player.minecraftUUID);
  }
});

/** A request that the contract's schemas take. */
function fitting(contract: Contract): Request {
  const { params, query, body } = contract;
  const parts = [params, query, body].map((part) => (part ? exampleOf(part) : {}));
  const call = Object.assign({}, ...parts) as Record<string, unknown>;
  return { body: undefined, ...requestOf(contract, call as never) };
}

/** The same with what no schema takes: who may ask is told so, and nothing is done. */
function unfit(contract: Contract): Request {
  const { method, url, body } = fitting(contract);
  const joint = url.includes('?') ? '&' : '?';
  const isBodied = body !== undefined;
  return { method, url: `${url}${joint}not_a_field=1`, body: isBodied ? { not_a_field: 1 } : body };
}

// What a request leaves behind whoever asks and whatever it is: its nonce, its place in a limit. And
// what this test makes to ask with: members, and what gave them their roles.
const leftBehind = ['nonces', 'rate_limits', 'sessions', 'staff', 'audit_log', 'admin_actions'];

/** A fingerprint of all that is stored. */
async function contents(): Promise<string> {
  const names = (await opened.ctx.db.listCollections().toArray()).map(({ name }) => name);
  const kept = names.filter((name) => !leftBehind.includes(name)).sort();
  const rows: unknown[] = [];
  for (const name of kept) {
    rows.push(name, await opened.ctx.db.collection(name).find().sort({ _id: 1 }).toArray());
  }
  // Of the audit log, all that is not about giving roles to those who ask.
  const filter = { action: { $ne: 'staff.grant' } };
  rows.push(await opened.ctx.db.collection('audit_log').find(filter).sort({ _id: 1 }).toArray());
  return sha256(JSON.stringify(rows));
}

const notLetIn = ['SIGNATURE_REFUSED', 'SESSION_REFUSED', 'ORIGIN_REFUSED', 'ROLE_INSUFFICIENT'];
const guarded = ({ who }: Contract): boolean => !who.everybody && !who.internal && !who.webhook;

describe('the policy of routes (S0-086, S1-140)', () => {
  test('refuses whom a contract does not name, and changes nothing', async () => {
    const wrong: unknown[] = [];
    for (const contract of opened.app.contracts.filter(guarded)) {
      const before = await contents();
      for (const caller of callers.filter(({ isNamed }) => !isNamed(contract.who))) {
        const { status, code } = await caller.ask(fitting(contract));
        const expected = caller === nobody ? 401 : 403;
        const isRefused = status === expected && notLetIn.includes(code ?? '');
        if (!isRefused) wrong.push([contract.method, contract.path, caller.name, status, code]);
      }
      if ((await contents()) !== before) wrong.push([contract.path, 'changed something']);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('lets whom a contract names pass', async () => {
    const wrong: unknown[] = [];
    for (const contract of opened.app.contracts.filter(guarded)) {
      for (const caller of callers.filter(({ isNamed }) => isNamed(contract.who))) {
        const { status, code } = await caller.ask(unfit(contract));
        const isRefused = status === 401 || notLetIn.includes(code ?? '') || status >= 500;
        if (isRefused) wrong.push([contract.method, contract.path, caller.name, status, code]);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  test('covers every route: each has a contract, and each contract is on the API page', async () => {
    const { contracts } = opened.app;
    expect(contracts.length).toBeGreaterThan(20);
    expect(contracts.filter(guarded).length).toBeGreaterThan(15);
    const page = (await opened.app.inject({ method: 'GET', url: '/docs/json' })).json<{
      paths: Record<string, object>;
    }>();
    const onPage = Object.entries(page.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = contracts.map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    );
    expect(served.sort()).toEqual(onPage.sort());
    expect(new Set(served).size).toBe(served.length);
  });

  test('stops a build in which a route does not say who may ask', async () => {
    const app = Fastify();
    await app.register(routeTable);
    expect(() => app.get('/open', async () => null)).toThrow('does not say who may ask');
    const contract = { who: {} } as Contract;
    expect(() => app.get('/empty', { config: { contract } }, async () => null)).toThrow('who may');
  });
});

// The ledger live, over real connections: nothing is lost, whoever hangs up when.
import { randomInt, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { streamAlerts } from '@mintkeep/shared/alerts.ts';
import { streamTransactions } from '@mintkeep/shared/reports.ts';
import { testApp } from '../../test/app.ts';
import { aPlayer, inTx } from '../../test/builders.ts';
import { openEventSource } from '../../test/event-source.ts';
import type { EventSource } from '../../test/event-source.ts';
import { staffMember } from '../../test/staff.ts';
import type { Panel } from '../../test/staff.ts';
import { endQuiet, seeCondition } from '../alerts/service.ts';
import { streamsPerActorMax } from '../core/event-stream.ts';
import { inTransaction } from '../core/transaction.ts';
import { postEarning } from '../ledger/service.ts';
import type { Player } from '../players/service.ts';
import { putMember } from '../staff/store.ts';

const opened = testApp({ streams: { recheckMs: 20, heartbeatMs: 30 } });
let origin: string;
let panel: Panel;
let player: Player;
beforeAll(async () => {
  await opened.app.listen({ host: '127.0.0.1', port: 0 });
  origin = `http://127.0.0.1:${String((opened.app.server.address() as AddressInfo).port)}`;
  player = await aPlayer(opened.ctx);
});
beforeEach(async () => {
  panel = await staffMember(opened, 'AUDITOR');
});

const cookieOf = ({ cookies }: Panel): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');

const open = (lastEventId = '', path: string = streamTransactions.path): Promise<EventSource> =>
  openEventSource(`${origin}${path}`, { cookie: cookieOf(panel), lastEventId });

/** Commits one entry; answers its id. */
const commit = (amountCoins = 1, { _id: playerId } = player): Promise<string> =>
  inTx(opened.ctx, (tx) => postEarning(tx, { playerId, amountCoins, reason: 'live', meta: {} }));

const namesOf = ({ events }: EventSource): string[] => events.map(({ name }) => name);
const isReady = (events: readonly { name: string }[]): boolean =>
  events.some(({ name }) => name === 'ready');
const idsIn = (source: Pick<EventSource, 'events'>): string[] =>
  source.events
    .filter(({ name }) => name === 'entry')
    .map(({ data }) => (data as { txId: string }).txId);

describe('GET /api/streams/tx', () => {
  test('tells an entry with the names of its players within 2 s of its commit (S1-010, S1-106, S1-127, S1-180)', async () => {
    const source = await open();
    expect(source.status).toBe(200);
    expect(source.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(source.headers['cache-control']).toContain('no-store');
    expect(source.headers['x-content-type-options']).toBe('nosniff');
    await source.until(isReady);
    const txId = await commit(7);
    const committedAtMs = performance.now();
    await source.until(() => idsIn(source).includes(txId));
    expect(performance.now() - committedAtMs).toBeLessThan(2_000);
    expect(source.events.at(-1)?.data).toMatchObject({
      ...{ txId, type: 'earn', amountCoins: 7, reason: 'live' },
      ...{ actorId: player._id, actorName: player.minecraftName },
      postings: [{ from: 'mint', to: `wallet:${player._id}`, amountCoins: 7 }],
    });
    source.close();
  });

  test('loses nothing over reconnects at any place of 500 commits, and keeps their order (S1-106)', async () => {
    let source = await open();
    await source.until(isReady);
    const committed: string[] = [];
    const seen: string[] = [];
    const writing = (async () => {
      for (let made = 0; made < 500; made += 1) committed.push(await commit());
    })();
    let cuts = 0;
    while (seen.length < 500) {
      const enough = randomInt(1, 60);
      const { length } = seen;
      await source.until(() => idsIn(source).length >= Math.min(enough, 500 - length));
      source.close();
      const last = source.events.findLast(({ name }) => name === 'entry');
      for (const id of idsIn(source)) if (!seen.includes(id)) seen.push(id);
      cuts += 1;
      source = await open(last?.lastEventId ?? '');
      await source.until(isReady);
    }
    await writing;
    source.close();
    expect(cuts).toBeGreaterThan(5);
    expect(seen).toEqual(committed);
  }, 60_000);

  test('tells what was committed while nobody was there, also from a process that remembers nothing', async () => {
    const source = await open();
    await source.until(isReady);
    source.close();
    // More than is kept in memory.
    const missed = Array.from({ length: 1_100 }, () => randomUUID());
    const template = await opened.ctx.db.collection('transactions').findOne({ reason: 'live' });
    await opened.ctx.db
      .collection('transactions')
      .insertMany(missed.map((_id) => ({ ...template, _id: _id as never })));
    const back = await open(source.lastEventId());
    await back.until(() => idsIn(back).length >= missed.length);
    expect(new Set(idsIn(back))).toEqual(new Set(missed));
    expect(idsIn(back)).toHaveLength(missed.length);
    expect(namesOf(back)).not.toContain('gap');
    back.close();
  }, 60_000);

  test('tells each of 100 commits at once exactly once', async () => {
    const sources = await Promise.all([open(), open(), open()]);
    await Promise.all(sources.map((source) => source.until(isReady)));
    // Each to another wallet: how long 100 wait for one of them is nothing that is asked here.
    const players = await Promise.all(Array.from({ length: 100 }, () => aPlayer(opened.ctx)));
    const committed = await Promise.all(players.map((one) => commit(1, one)));
    for (const source of sources) {
      await source.until(() => idsIn(source).length >= 100);
      expect([...idsIn(source)].sort()).toEqual([...committed].sort());
      // All see one order: that of the commits.
      expect(idsIn(source)).toEqual(idsIn(sources[0]));
      source.close();
    }
  });

  test('keeps up with 100 entries a minute and loses none (S1-189)', async () => {
    const source = await open();
    await source.until(isReady);
    const tookMs: number[] = [];
    for (let made = 0; made < 100; made += 1) {
      const txId = await commit();
      const committedAtMs = performance.now();
      await source.until(() => idsIn(source).includes(txId));
      tookMs.push(performance.now() - committedAtMs);
    }
    expect(idsIn(source)).toHaveLength(100);
    // Each was told before the next minute's share of 600 ms was over.
    expect(tookMs.sort((one, other) => one - other)[94]).toBeLessThan(600);
    source.close();
  });

  test.each([
    ['no place at all', 'nonsense'],
    ['an operator', '{"$gt":""}'],
    ['a long one', 'A'.repeat(5_000)],
    ['a time in the future', `8269${'AB'.repeat(30)}-9999999999999`],
    ['a place before all', `8200${'00'.repeat(30)}-0000000000001`],
  ])('begins anew for %s as Last-Event-ID, and says so', async (_what, id) => {
    const source = await open(id);
    await source.until(isReady);
    expect(namesOf(source)).toContain('reset');
    const txId = await commit();
    await source.until(() => idsIn(source).includes(txId));
    source.close();
  });

  test('reads the ledger where the oplog no longer knows the place, and says that it did (K-017)', async () => {
    await opened.ctx.db.collection('transactions').deleteMany({});
    const before = await commit();
    const fresh = await open();
    await fresh.until(isReady);
    fresh.close();
    // The same place, sixty years ago.
    const [token = ''] = fresh.lastEventId().split('-');
    const lost = `82${'00000001'}${token.slice(10)}-${String(opened.ctx.clock.now().getTime())}`;
    const source = await open(lost);
    await source.until(isReady);
    expect(namesOf(source)[0]).toBe('gap');
    expect(idsIn(source)).toContain(before);
    const txId = await commit();
    await source.until(() => idsIn(source).includes(txId));
    source.close();
  });

  test('is for AUDITOR and above, by session alone; its head is empty (S1-140)', async () => {
    const member = await staffMember(opened, 'MEMBER');
    const refused = await member.send({ method: 'GET', url: streamTransactions.path });
    expect([refused.status, refused.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    const nobody = await opened.app.inject({ method: 'GET', url: streamTransactions.path });
    expect(nobody.statusCode).toBe(401);
    const foreign = await panel.send({ method: 'HEAD', url: streamTransactions.path });
    expect([foreign.status, foreign.text]).toEqual([200, '']);
  });

  test('ends when the role is taken away, and when the session ends (D14)', async () => {
    const [demoted, left] = [await open(), await open()];
    await Promise.all([demoted, left].map((source) => source.until(isReady)));
    await inTx(opened.ctx, (tx) => putMember(tx, panel.memberId, { grantedRole: null }));
    await Promise.all([demoted.ended, left.ended]);
    expect((await open()).status).toBe(403);

    panel = await staffMember(opened, 'AUDITOR');
    const session = await open();
    await session.until(isReady);
    await opened.ctx.db
      .collection('sessions')
      .updateMany({ memberId: panel.memberId }, { $set: { revokedAt: new Date() } });
    await session.ended;
    expect((await open()).status).toBe(401);
  });

  test('moves the place of a quiet reader on, so that it stays one that is known', async () => {
    const source = await open();
    await source.until(isReady);
    const first = source.lastEventId();
    await opened.ctx.db.collection('elsewhere').insertOne({});
    await vi.waitUntil(() => source.lastEventId() > first, { timeout: 10_000 });
    source.close();
  });

  test('cuts a reader that takes nothing, and loses nothing of what it gets when it is back', async () => {
    const slow = await open();
    await slow.until(isReady);
    slow.stall();
    const reason = 'x'.repeat(30_000);
    const write = () =>
      inTx(opened.ctx, (tx) =>
        postEarning(tx, { playerId: player._id, amountCoins: 1, reason, meta: {} }),
      );
    const committed: string[] = [];
    for (let made = 0; made < 300; made += 1) committed.push(await write());
    slow.resume();
    await slow.ended;
    const got = idsIn(slow);
    expect(got.length).toBeLessThan(300);
    const back = await open(slow.lastEventId());
    await back.until(() => idsIn(back).length >= 300 - got.length);
    expect([...got, ...idsIn(back)]).toEqual(committed);
    back.close();
  }, 60_000);

  test('lets a member have so many at once, and another when one ends', async () => {
    const sources = [];
    for (let made = 0; made < streamsPerActorMax; made += 1) sources.push(await open());
    const more = await open();
    expect(more.status).toBe(429);
    const [first] = sources;
    await first?.until(isReady);
    first?.close();
    await first?.ended;
    let again = await open();
    while (again.status !== 200) again = await open();
    for (const source of [...sources, again]) source.close();
  });
});

describe('GET /api/streams/alerts', () => {
  test('tells an alert when it begins and when it is over (S1-107, S1-128)', async () => {
    const source = await open('', streamAlerts.path);
    await source.until(isReady);
    const service = `test ${randomUUID()}`;
    await inTransaction(opened.ctx, (scope) =>
      seeCondition(scope, { kind: 'breaker-open', service, error: 'away' }),
    );
    await source.until(() => namesOf(source).includes('alert'));
    expect(source.events.at(-1)?.data).toMatchObject({ service, resolvedAt: null });
    await opened.ctx.db
      .collection('alerts')
      .updateOne({ service }, { $set: { lastSeenAt: new Date(0), startedAt: new Date(0) } });
    await inTransaction(opened.ctx, endQuiet);
    const told = () => source.events.filter(({ name }) => name === 'alert');
    await source.until(() => told().length === 2);
    expect(told().at(-1)?.data).toMatchObject({ service, resolvedAt: new Date(0).toISOString() });
    source.close();
  });
});

describe('a stop of the backend', () => {
  test('ends what is streaming, at once', async () => {
    const source = await open();
    await source.until(isReady);
    const startedAtMs = performance.now();
    await opened.app.close();
    await source.ended;
    expect(performance.now() - startedAtMs).toBeLessThan(3_000);
  });
});

// Incidents: one message when one begins and one when it is over, whoever sees it and however often.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { listAlerts, reportAlert } from '@mintkeep/shared/alerts.ts';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { testApp } from '../../test/app.ts';
import { openFakeWebhook } from '../../test/fakes/webhook.ts';
import type { FakeWebhook } from '../../test/fakes/webhook.ts';
import type { Context } from '../core/context.ts';
import { openDoorbell } from '../core/outbox.ts';
import { inTransaction } from '../core/transaction.ts';
import { endQuiet, quietMs, recordOutage, reportOver, seeCondition, sendDue } from './service.ts';
import type { Condition } from './service.ts';
import { alertsPlan } from './store.ts';
import type { AlertDoc } from './store.ts';
import { openWebhook } from './webhook.ts';

const opened = testApp();
const all = () => opened.ctx.db.collection<AlertDoc>(alertsPlan.name).find().toArray();

/** A backend of its own on the same database, with a clock that the test moves. */
function aBackend() {
  const time = { ms: opened.ctx.clock.now().getTime() };
  const clock = { now: () => new Date(time.ms), close: () => undefined };
  const ctx: Context = { ...opened.ctx, clock, inFlight: new Set() };
  return {
    ctx,
    wait: (ms: number) => (time.ms += ms),
    see: (condition: Condition) => inTransaction(ctx, (scope) => seeCondition(scope, condition)),
    end: () => inTransaction(ctx, endQuiet),
    over: (serverId: string, durationS: number) =>
      inTransaction(ctx, (scope) =>
        reportOver(scope, serverId, {
          kind: 'breaker-open',
          service: 'backend',
          error: 'no answer',
          durationS,
        }),
      ),
  };
}

const failing: Condition = { kind: 'error-rate', service: 'backend', error: '9 of 40 failed' };

async function withWebhook(work: (fake: FakeWebhook) => Promise<void>): Promise<void> {
  const fake = await openFakeWebhook();
  try {
    await work(fake);
    expect(fake.problems).toEqual([]);
  } finally {
    await fake.close();
  }
}

const titles = (fake: FakeWebhook): (string | null | undefined)[] =>
  fake.taken.map(({ embeds }) => embeds?.[0]?.title);

beforeEach(() => opened.ctx.db.collection(alertsPlan.name).deleteMany({}));

describe('an incident', () => {
  test('is told of once when it begins and once when it is over (S0-061, S0-065)', async () => {
    await withWebhook(async (fake) => {
      const backend = aBackend();
      const webhook = openWebhook(fake.url, backend.ctx.log);
      for (let look = 0; look < 8; look += 1) {
        await backend.see(failing);
        await backend.end();
        await sendDue(backend.ctx, webhook);
        backend.wait(15_000);
      }
      expect(titles(fake)).toEqual(['Many requests fail']);
      backend.wait(quietMs);
      await backend.end();
      await sendDue(backend.ctx, webhook);
      await sendDue(backend.ctx, webhook);
      expect(titles(fake)).toEqual(['Many requests fail', 'Over: Many requests fail']);
      expect(fake.taken[1]?.embeds?.[0]?.fields).toEqual([
        { name: 'Service', value: '`backend`', inline: true },
        { name: 'Duration', value: '1 min 45 s', inline: true },
        { name: 'Error', value: '`9 of 40 failed`', inline: false },
      ]);
      expect(fake.taken[1]?.allowed_mentions).toEqual({ parse: [] });
      expect(await all()).toMatchObject([{ durationS: 105, due: [], sentAt: expect.any(Date) }]);
    });
  });

  test('is one, however many backends see it at once, and however many send', async () => {
    await withWebhook(async (fake) => {
      const backends = Array.from({ length: 8 }, aBackend);
      await Promise.all(backends.map(({ see }) => see(failing)));
      expect(await all()).toHaveLength(1);
      await Promise.all(backends.map(({ ctx }) => sendDue(ctx, openWebhook(fake.url, ctx.log))));
      expect(titles(fake)).toEqual(['Many requests fail']);
      for (const { wait } of backends) wait(quietMs + 1);
      await Promise.all(backends.map(({ end }) => end()));
      await Promise.all(backends.map(({ ctx }) => sendDue(ctx, openWebhook(fake.url, ctx.log))));
      expect(titles(fake)).toEqual(['Many requests fail', 'Over: Many requests fail']);
    });
  });

  test('that comes and goes within a minute stays one; after it, it is a new one', async () => {
    const backend = aBackend();
    await backend.see(failing);
    backend.wait(quietMs - 1_000);
    await backend.end();
    await backend.see(failing);
    expect(await all()).toHaveLength(1);
    backend.wait(quietMs + 1_000);
    await backend.end();
    await backend.see(failing);
    expect((await all()).map(({ due }) => due)).toEqual([['opened', 'ended'], ['opened']]);
  });

  test('rings the doorbell after its commit, and never before (S1-128)', async () => {
    const doorbell = openDoorbell(opened.ctx);
    const heard: string[] = [];
    const rung = new Promise<void>((resolve) => {
      doorbell.on(['alert.opened', 'alert.resolved'], ({ type }) => {
        heard.push(type);
        if (heard.length === 2) resolve();
      });
    });
    // The stream sees what comes after it was opened.
    await opened.ctx.db.admin().command({ ping: 1 });
    const backend = aBackend();
    const ring = setInterval(() => {
      void backend.see({ ...failing, service: `probe-${randomUUID()}` });
    }, 100);
    await rung.finally(() => clearInterval(ring));
    expect(new Set(heard)).toEqual(new Set(['alert.opened']));
    await doorbell.close();
    const rows = await opened.ctx.db
      .collection('outbox')
      .find({ 'events.type': 'alert.opened' })
      .toArray();
    expect(rows.length).toBeGreaterThanOrEqual(2);
  });

  test('any history leaves as many ends as beginnings, and one open one at most', async () => {
    const kinds = fc.constantFrom<Condition['kind']>('error-rate', 'dead-letters');
    const steps = fc.array(fc.oneof(kinds, fc.nat({ max: 90_000 }), fc.constant('end' as const)), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        await opened.ctx.db.collection(alertsPlan.name).deleteMany({});
        const backend = aBackend();
        for (const one of list) {
          if (typeof one === 'number') backend.wait(one);
          else if (one === 'end') await backend.end();
          else await backend.see({ ...failing, kind: one });
        }
        for (const kind of ['error-rate', 'dead-letters']) {
          const mine = (await all()).filter((doc) => doc.kind === kind);
          expect(mine.filter(({ openKey }) => openKey).length).toBeLessThanOrEqual(1);
          for (const { openKey, due, resolvedAt } of mine) {
            expect(due).toEqual(openKey ? ['opened'] : ['opened', 'ended']);
            expect(resolvedAt === null).toBe(openKey !== undefined);
          }
        }
      }),
      { numRuns: propertyRunsMin },
    );
  });
});

describe('sendDue', () => {
  test('loses nothing while the webhook is broken, and tells it when it is back', async () => {
    await withWebhook(async (fake) => {
      const backend = aBackend();
      let nowMs = 0;
      const options = { timeoutMs: 200, nowMs: () => nowMs };
      const webhook = openWebhook(fake.url, backend.ctx.log, options);
      await backend.see(failing);
      for (const mood of ['broken', 'limited', 'silent'] as const) {
        fake.mood = mood;
        expect(await sendDue(backend.ctx, webhook)).toBe(0);
        backend.wait(600_000);
        nowMs += 600_000;
      }
      fake.mood = 'well';
      expect(await sendDue(backend.ctx, webhook)).toBe(1);
      expect(titles(fake)).toEqual(['Many requests fail']);
    });
  });

  test('gives up a message that Discord will never take, and goes on with the next', async () => {
    await withWebhook(async (fake) => {
      const backend = aBackend();
      const webhook = openWebhook(fake.url, backend.ctx.log);
      await backend.see(failing);
      fake.mood = 'gone';
      await sendDue(backend.ctx, webhook);
      expect(fake.requests).toBe(1);
      expect(await all()).toMatchObject([{ due: [], sentAt: null }]);
      const errors = opened.lines.filter(
        ({ level, msg }) => level === 'error' && /DISCORD_WEBHOOK_URL/.test(String(msg)),
      );
      expect(errors).toHaveLength(1);
      expect(JSON.stringify(opened.lines)).not.toContain('secret-token');
    });
  });

  test('sends no news of the day before yesterday', async () => {
    await withWebhook(async (fake) => {
      const backend = aBackend();
      await backend.see(failing);
      backend.wait(2 * 86_400_000);
      await sendDue(backend.ctx, openWebhook(fake.url, backend.ctx.log));
      expect([fake.requests, (await all())[0]?.due]).toEqual([0, []]);
    });
  });
});

describe('POST /api/alerts', () => {
  const report = {
    kind: 'breaker-open',
    service: 'backend',
    error: 'no answer',
    durationS: 65,
  } as const;

  test('records an outage that a game server saw, as over, with one message (S0-064, C-34)', async () => {
    const answer = await opened.ask(reportAlert, report);
    expect([answer.status, answer.signed]).toEqual([202, true]);
    const [doc] = await all();
    expect(doc).toMatchObject({
      _id: answer.body.alertId,
      kind: 'breaker-open',
      service: 'backend',
      durationS: 65,
      reportedBy: ['survival'],
      due: ['ended'],
    });
    expect(doc?.resolvedAt).not.toBeNull();
    const listed = await opened.ask(listAlerts, {}, { actor: 'console' });
    expect(listed.body).toMatchObject({ total: 1, items: [{ durationS: 65, error: 'no answer' }] });
  });

  test('of several servers about one outage is one incident', async () => {
    const backend = aBackend();
    await Promise.all(['a', 'b', 'c', 'd'].map((name, place) => backend.over(name, 60 + place)));
    const docs = await all();
    expect(docs).toHaveLength(1);
    expect(docs[0]).toMatchObject({ durationS: 63, due: ['ended'] });
    expect([...(docs[0]?.reportedBy ?? [])].sort()).toEqual(['a', 'b', 'c', 'd']);
    backend.wait(quietMs + 1);
    await backend.end();
    expect(await all()).toMatchObject([{ due: ['ended'] }]);
    await backend.over('a', 5);
    expect(await all()).toHaveLength(2);
  });

  test('with the same key again is the same report', async () => {
    const idempotencyKey = randomUUID();
    const first = await opened.ask(reportAlert, report, { idempotencyKey });
    const again = await opened.ask(reportAlert, report, { idempotencyKey });
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  test.each([
    ['another kind', { ...report, kind: 'ledger-mismatch' }],
    ['another service', { ...report, service: 'x'.repeat(64) }],
    ['a long error', { ...report, error: 'x'.repeat(201) }],
    ['an error of two lines', { ...report, error: 'one\ntwo' }],
    ['a negative duration', { ...report, durationS: -1 }],
    ['an endless duration', { ...report, durationS: 1e12 }],
    ['an operator', { ...report, error: { $ne: null } }],
    ['a field too many', { ...report, severity: 'critical' }],
  ])('with %s is refused and changes nothing', async (_what, body) => {
    const answer = await opened.ask(reportAlert, body as never);
    expect([answer.status, answer.error?.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(await all()).toEqual([]);
  });

  test('without a signature is refused; the list is not for game servers', async () => {
    const unsigned = await opened.app.inject({
      method: 'POST',
      url: '/api/alerts',
      payload: report,
    });
    expect(unsigned.statusCode).toBe(401);
    const list = await opened.ask(listAlerts, {});
    expect([list.status, list.error?.code]).toEqual([403, 'ROLE_INSUFFICIENT']);
    expect(await all()).toEqual([]);
  });
});

describe('recordOutage', () => {
  test('writes what the watcher told, once however often it is written', async () => {
    const startedAt = new Date('2026-11-21T10:00:00Z');
    const outage = { alertId: randomUUID(), service: 'backend', error: 'no answer', startedAt };
    const record = (resolvedAt: Date | null) =>
      inTransaction(opened.ctx, (scope) => recordOutage(scope, { ...outage, resolvedAt }));
    await record(null);
    await record(null);
    await record(new Date('2026-11-21T10:07:00Z'));
    expect(await all()).toMatchObject([{ kind: 'backend-down', durationS: 420, due: [] }]);
  });
});

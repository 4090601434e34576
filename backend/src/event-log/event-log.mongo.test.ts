// The event log as those read it who look into what happened.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { listEvents } from '@mintkeep/shared/event-log.ts';
import { testApp } from '../../test/app.ts';
import { inTx } from '../../test/builders.ts';
import { staffMember } from '../../test/staff.ts';
import { logEvent } from './service.ts';
import type { Happened } from './service.ts';

const opened = testApp();

const anEvent = (fields: Partial<Happened> = {}) =>
  inTx(opened.ctx, (tx) =>
    logEvent(tx, {
      eventType: 'ban',
      playerId: randomUUID(),
      before: { banned: null },
      after: { banned: { reason: 'x' } },
      ...fields,
    }),
  );

describe('logEvent', () => {
  test('writes into event_log what rebuilds the state before and after (S0-054, S0-055)', async () => {
    const playerId = randomUUID();
    const eventId = await anEvent({ playerId });
    const events = opened.ctx.db.collection<{ _id: string }>('event_log');
    expect(await events.findOne({ _id: eventId })).toEqual({
      _id: eventId,
      timestamp: expect.any(Date),
      source: 'server:survival',
      eventType: 'ban',
      playerId,
      data: { before: { banned: null }, after: { banned: { reason: 'x' } } },
      operationId: expect.any(String),
      success: true,
      errorMessage: null,
      rolledBackBy: null,
    });
  });

  test('writes nothing when what it tells of does not happen', async () => {
    const playerId = randomUUID();
    const failed = inTx(opened.ctx, async (tx) => {
      await logEvent(tx, { eventType: 'ban', playerId, before: {}, after: {} });
      throw new Error('after the entry');
    });
    await expect(failed).rejects.toThrow('after the entry');
    expect(await opened.ctx.db.collection('event_log').countDocuments({ playerId })).toBe(0);
  });
});

describe('listEvents', () => {
  test('shows operations with full data, newest first (S0-057)', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    const playerId = randomUUID();
    const first = await anEvent({ playerId });
    const second = await anEvent({ playerId, eventType: 'unban' });
    const { body } = await auditor.ask(listEvents, { playerId });
    expect(body.items.map(({ eventId }) => eventId)).toEqual([second, first]);
    expect(body.items[1]).toMatchObject({
      source: 'server:survival',
      eventType: 'ban',
      playerId,
      data: { before: { banned: null }, after: { banned: { reason: 'x' } } },
      success: true,
      rolledBackBy: null,
    });
  });

  test('filters by kind and time, and refuses what is no filter', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    const playerId = randomUUID();
    await anEvent({ playerId });
    const from = opened.ctx.clock.now().toISOString();
    await anEvent({ playerId, eventType: 'freeze' });
    const total = async (query: object) =>
      (await auditor.ask(listEvents, { playerId, ...query })).body.total;
    expect(await total({})).toBe(2);
    expect(await total({ eventType: 'freeze' })).toBe(1);
    expect(await total({ from })).toBe(1);
    expect(await total({ to: from })).toBe(1);
    for (const bad of ['eventType=nothing', 'playerId=x', 'playerId[$ne]=x', 'to=0']) {
      const answer = await auditor.send({ method: 'GET', url: `/api/admin/events?${bad}` });
      expect([bad, answer.status]).toEqual([bad, 400]);
    }
  });

  test('as CSV has one line an operation', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    const playerId = randomUUID();
    await anEvent({ playerId, after: { name: '=1+1' } });
    const answer = await auditor.ask(listEvents, { playerId, format: 'csv' });
    expect(answer.headers['content-disposition']).toBe('attachment; filename="events.csv"');
    expect(answer.text.split('\r\n')).toHaveLength(3);
    expect(answer.text).toContain('"{""name"":""=1+1""}"');
  });
});

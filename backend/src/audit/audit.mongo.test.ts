// The audit log as those read it who check staff: filters, pages, files; and that it says who, what,
// on what, why, before and after.
import { describe, expect, test } from 'vitest';
import { listAudit } from '@mintkeep/shared/audit.ts';
import { testApp } from '../../test/app.ts';
import { inTx } from '../../test/builders.ts';
import { staffMember } from '../../test/staff.ts';
import { cellOf } from '../core/csv.ts';
import { audit } from './service.ts';

const opened = testApp();

const anAction = (fields: Partial<Parameters<typeof audit>[1]> = {}) =>
  inTx(opened.ctx, (tx) =>
    audit(tx, {
      action: 'player.freeze',
      target: { type: 'player', id: 'p1' },
      reason: 'test',
      before: { frozen: false },
      after: { frozen: true },
      ...fields,
    }),
  );

describe('listAudit', () => {
  test('shows who did what to what, when and why, newest first (S0-051, S0-052)', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    await anAction({ target: { type: 'player', id: 'first' } });
    await anAction({ target: { type: 'player', id: 'second' }, reason: 'spam' });
    const { status, body } = await auditor.ask(listAudit, { target: 'player' });
    expect(status).toBe(200);
    expect(body.items.map(({ target }) => target.id)).toEqual(['second', 'first']);
    expect(body.items[0]).toEqual({
      entryId: expect.any(String),
      timestamp: expect.stringMatching(/Z$/),
      adminId: 'server:survival',
      actorKind: 'server',
      action: 'player.freeze',
      target: { type: 'player', id: 'second' },
      reason: 'spam',
      before: { frozen: false },
      after: { frozen: true },
      requestId: null,
    });
  });

  test('filters by each field and by time, and counts what fits', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    const target = { type: 'level_cap', id: 'default:1' };
    await anAction({ action: 'cap.change', target });
    const from = opened.ctx.clock.now().toISOString();
    await anAction({ action: 'cap.change', target });
    const total = async (query: Parameters<typeof ask>[0]) => (await ask(query)).body.total;
    const ask = (query: Omit<Parameters<typeof auditor.ask<typeof listAudit>>[1], never>) =>
      auditor.ask(listAudit, query);
    expect(await total({ action: 'cap.change' })).toBe(2);
    expect(await total({ action: 'cap.change', from })).toBe(1);
    expect(await total({ action: 'cap.change', to: from })).toBe(1);
    expect(await total({ target: 'level_cap' })).toBe(2);
    expect(await total({ target: 'level_cap:default:1' })).toBe(2);
    expect(await total({ target: 'level_cap:other' })).toBe(0);
    expect(await total({ adminId: 'server:survival', action: 'cap.change' })).toBe(2);
    expect(await total({ adminId: 'server:other' })).toBe(0);
  });

  test('reads a page from an index, whatever the filter (S0-050)', async () => {
    const { db } = opened.ctx;
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    expect(names).toContain('audit_log');
    const filters = [{}, { adminId: 'a' }, { 'target.type': 'player', 'target.id': 'p' }];
    for (const filter of filters) {
      const cursor = db.collection('audit_log').find(filter).sort({ timestamp: -1 }).limit(20);
      const plan = JSON.stringify(await cursor.explain('queryPlanner'));
      const winning = plan.slice(plan.indexOf('"winningPlan"'), plan.indexOf('"rejectedPlans"'));
      expect([filter, winning.includes('IXSCAN'), /"SORT"|COLLSCAN/.test(winning)]).toEqual([
        filter,
        true,
        false,
      ]);
    }
  });

  test('goes in pages, and refuses a page that is none (S1-116)', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    for (const id of ['1', '2', '3']) await anAction({ target: { type: 'paged', id } });
    const page = async (number: string) =>
      (await auditor.ask(listAudit, { target: 'paged', page: number, pageSize: '2' })).body;
    const [one, two] = [await page('1'), await page('2')];
    expect([one.total, one.items.length, two.items.length]).toEqual([3, 2, 1]);
    for (const bad of ['page=0', 'pageSize=101', 'action[$gt]=', 'from=yesterday', 'format=xml']) {
      const answer = await auditor.send({ method: 'GET', url: `/api/admin/audit?${bad}` });
      expect([bad, answer.status]).toEqual([bad, 400]);
    }
  });

  test('as CSV escapes what a spreadsheet would run', async () => {
    const auditor = await staffMember(opened, 'AUDITOR');
    const reason = '=HYPERLINK("http://evil.example","x")';
    await anAction({ reason, target: { type: 'csv', id: '@SUM(1)' }, before: null });
    const answer = await auditor.ask(listAudit, { target: 'csv', format: 'csv' });
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(answer.headers['content-disposition']).toBe('attachment; filename="audit.csv"');
    const [head, row, end] = answer.text.split('\r\n');
    expect(head?.split(',')).toHaveLength(11);
    expect(row).toContain('"\'=HYPERLINK(""http://evil.example"",""x"")"');
    expect(row).toContain('"\'@SUM(1)"');
    expect(end).toBe('');
    for (const first of ['=', '+', '-', '@', '\t', '\r', '\n', '\0']) {
      expect(cellOf(`${first}1`)).toBe(`"'${first}1"`);
    }
    expect([cellOf(null), cellOf(undefined), cellOf({ a: 1 }), cellOf(-5)]).toEqual([
      '""',
      '""',
      '"{""a"":1}"',
      `"'-5"`,
    ]);
  });

  test('is the view admin_actions under the names of S1 (S1-051, S1-146)', async () => {
    await anAction({ target: { type: 'viewed', id: 'v1' } });
    const row = await opened.ctx.db.collection('admin_actions').findOne({ subject_type: 'viewed' });
    expect(row).toMatchObject({
      actor_id: 'server:survival',
      action: 'player.freeze',
      subject_id: 'v1',
      reason: 'test',
      before: { frozen: false },
      after: { frozen: true },
      created_at: expect.any(Date),
    });
  });

  test('is written with the change or not at all (D41)', async () => {
    const failed = inTx(opened.ctx, async (tx) => {
      await audit(tx, {
        action: 'player.freeze',
        target: { type: 'aborted', id: 'x' },
        reason: 'test',
        before: null,
        after: null,
      });
      throw new Error('after the entry');
    });
    await expect(failed).rejects.toThrow('after the entry');
    const rows = opened.ctx.db.collection('audit_log').countDocuments({ 'target.type': 'aborted' });
    expect(await rows).toBe(0);
  });
});

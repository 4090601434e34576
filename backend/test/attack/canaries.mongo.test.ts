// Secrets and private words go in by every route and come out by none of those that people read:
// log, metrics, errors, audit export (S19, G16, ASVS 16.2.5, 16.4.1). And what is logged stays one
// line, whatever is in it.
import { beforeAll, describe, expect, test } from 'vitest';
import { notePlayer } from '@mintkeep/shared/players.ts';
import { getMetrics } from '@mintkeep/shared/health.ts';
import { generateCode, verifyCode } from '@mintkeep/shared/verification.ts';
import type { Context } from '../../src/core/context.ts';
import { openLog } from '../../src/core/log.ts';
import { makeOwnerLink } from '../../src/staff/service.ts';
import { csrfHeader } from '../../src/staff/cookies.ts';
import { testApp } from '../app.ts';
import { aPlayer, inTx } from '../builders.ts';
import { panelOf, staffMember } from '../staff.ts';
import { asker, attackedContracts, exampleBody } from './asker.ts';
import { formats } from '../example-of.ts';
import { putExampleWorld } from './example-world.ts';
import { appOn } from './watched-app.ts';

const opened = testApp();
const raw: string[] = [];
const logged = {} as { ctx: Context };
beforeAll(() => {
  const log = openLog('trace', { write: (line) => raw.push(line) });
  logged.ctx = { ...opened.ctx, log };
});
const metricsToken = 'zq5canary-of-the-metrics-token';
const own = appOn(() => logged.ctx, { metricsToken });
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
});
const panel = () => panelOf(opened, memberId);
const ask = asker(() => ({ ...opened, app: own.app, panel }));
const contracts = await attackedContracts();

/** All that is read by people who need no secret: the log, the metrics, both logs of staff. */
async function read(): Promise<string> {
  const texts = [raw.join(''), (await opened.ctx.metrics?.registry.metrics()) ?? ''];
  for (const url of ['/api/admin/audit', '/api/admin/events']) {
    for (const format of ['json', 'csv']) {
      const asked = { method: 'GET', url: `${url}?format=${format}&pageSize=100` };
      texts.push((await (await panel()).send(asked)).text);
    }
  }
  return texts.join('\n');
}

describe('a secret', () => {
  test('in a header, of whatever kind, comes out nowhere, by any route (S19)', async () => {
    const canary = 'zq5canary';
    const headers: Readonly<Record<string, string>> = {
      authorization: `Bearer ${canary}`,
      'proxy-authorization': `Basic ${canary}`,
      cookie: `__Host-session=${canary}; ${canary}=1`,
      'x-mc-sig': canary,
      'x-mc-nonce': `${canary}-0123456789`,
      [csrfHeader]: canary,
      'x-api-key': canary,
      'x-forwarded-for': canary,
      'user-agent': canary,
      referer: `https://x/?token=${canary}`,
      'x-request-id': `${canary} \t`,
    };
    const told: string[] = [];
    for (const [name, contract] of contracts) {
      for (const [header, value] of Object.entries(headers)) {
        const { text } = await ask(contract, { headers: { [header]: value } });
        if (text.includes(canary)) told.push(`${name} ${header}: ${text}`);
      }
    }
    expect(told).toEqual([]);
    expect(raw.length).toBeGreaterThan(contracts.length);
    expect(await read()).not.toContain(canary);
  }, 120_000);

  test('in a query or a body that is refused comes out nowhere (S19)', async () => {
    const canary = 'zq6canary';
    await putExampleWorld(opened.ctx);
    for (const [, contract] of contracts) {
      for (const field of Object.keys(contract.query?.shape ?? {})) {
        await ask(contract, { query: `${field}=${canary}%00` });
      }
      await ask(contract, { query: `token=${canary}&password=${canary}` });
      const body = exampleBody(contract);
      for (const field of Object.keys(body ?? {})) {
        await ask(contract, { payload: JSON.stringify({ ...body, [field]: [{ a: canary }] }) });
      }
      await ask(contract, { payload: `{"password":"${canary}` });
    }
    expect(await read()).not.toContain(canary);
  }, 120_000);

  test('that is real is in no log, no metric, no export, and not in the database in the clear', async () => {
    const player = await aPlayer(opened.ctx);
    const { minecraftUUID, minecraftName: name } = player;
    const made = await opened.ask(generateCode, { minecraftUUID, name });
    const link = await inTx(opened.ctx, (tx) => makeOwnerLink(tx));
    const session = await panel();
    const secrets = [
      opened.key.secret.export().toString('base64'),
      opened.key.secret.export().toString('hex'),
      link.token,
      ...Object.values(session.cookies),
      made.body.code,
      metricsToken,
    ];
    // Each is used where it belongs, and where it does not.
    const body = { code: made.body.code, discordId: '80351110224678912', discordName: 'zq' };
    await ask(verifyCode, { payload: JSON.stringify({ ...body, discordName: '' }) });
    await ask(verifyCode, { payload: JSON.stringify(body) });
    await ask(verifyCode, {
      payload: JSON.stringify(body),
      idempotencyKey: 'another-key-00000001',
    });
    await own.app.inject({ url: `/auth/owner?token=${link.token}` });
    await own.app.inject({ url: `/auth/owner?token=${link.token}` });
    await session.send({ method: 'GET', url: '/api/auth/me' });
    const bearer = { authorization: `Bearer ${metricsToken}` };
    const scraped = await own.app.inject({ url: getMetrics.path, headers: bearer });
    const outside = [await read(), scraped.body, await stored()].join('\n');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThanOrEqual(8);
      expect(outside.includes(secret), secret).toBe(false);
    }
  });

  /** Everything in the database, as text. */
  async function stored(): Promise<string> {
    const { db } = opened.ctx;
    const names = (await db.listCollections().toArray()).map(({ name }) => name);
    const rows = await Promise.all(
      names
        .filter((name) => !name.startsWith('system.'))
        .map((name) => db.collection(name).find().toArray()),
    );
    return JSON.stringify(rows);
  }
});

describe('a log line', () => {
  const hostile = [
    '\r\n{"level":"error","msg":"forged"}',
    '\n\u001b[2J\u001b[31mforged',
    '\u009b31mforged\u0085',
    '\u2028forged\u2029',
    '\u202eforged\u2066',
    '\u0000\u0008forged',
  ];

  test('is one line of JSON, whatever a request writes into names, keys and headers (S19)', async () => {
    raw.length = 0;
    await putExampleWorld(opened.ctx);
    for (const [, contract] of contracts) {
      const body = exampleBody(contract);
      for (const text of hostile) {
        const query = `${encodeURIComponent(text)}=${encodeURIComponent(text)}`;
        await ask(contract, { query });
        if (body) await ask(contract, { payload: JSON.stringify({ ...body, [text]: text }) });
        for (const field of Object.keys(body ?? {})) {
          await ask(contract, { payload: JSON.stringify({ ...body, [field]: text }) });
        }
        for (const header of ['x-request-id', 'x-mc-kid', 'user-agent']) {
          await ask(contract, { headers: { [header]: text.replace(/[^\x20-\x7e]/g, '\t') } });
        }
      }
    }
    expect(raw.length).toBeGreaterThan(500);
    for (const line of raw) {
      expect(line.endsWith('\n')).toBe(true);
      // Nothing that steers a terminal or turns a line, in any of the alphabets that can.
      expect(line.slice(0, -1)).not.toMatch(
        /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
      );
      const parsed = JSON.parse(line) as { msg: string; level: string };
      expect([parsed.msg, parsed.level]).not.toEqual(['forged', 'error']);
    }
  }, 120_000);
});

describe('an export', () => {
  test('gives a spreadsheet nothing to run, in any cell that a person wrote (S19, ASVS 1.2.10)', async () => {
    await putExampleWorld(opened.ctx);
    const starts = ['=', '+', '-', '@', '\t', "'=", '"=', ',=', '=cmd|', '==', '+1+1;'];
    for (const [place, start] of starts.entries()) {
      const payload = JSON.stringify({ reason: `${start}HYPERLINK("x")` });
      const idempotencyKey = `a-key-of-a-note-${String(place)}`;
      const { status } = await ask(notePlayer, { payload, idempotencyKey });
      expect([start, status]).toEqual([start, start === '\t' ? 400 : 201]);
    }
    const url = '/api/admin/audit?format=csv';
    const { text } = await (await panel()).send({ method: 'GET', url });
    const cells = text.split('\r\n').flatMap((row) => row.match(/"(?:[^"]|"")*"/g) ?? []);
    expect(cells.filter((cell) => cell.includes('HYPERLINK')).length).toBeGreaterThan(10);
    for (const cell of cells) expect(cell).not.toMatch(/^"[=+\-@\t\r\0]/);
    // Every row has all its cells: nothing that was written ended one early.
    for (const row of text.split('\r\n').filter(Boolean)) {
      expect(row.match(/"(?:[^"]|"")*"/g)).toHaveLength(11);
    }
    expect(text).toContain(formats.uuid);
  });
});

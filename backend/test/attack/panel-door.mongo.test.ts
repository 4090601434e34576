// The door of the panel at every route it opens (S5, S16): a write that the panel's own page did not
// send, a session that is none, an answer that a browser might keep or show inside another page.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Contract } from '@mintkeep/shared/contract.ts';
import { csrfCookie, csrfHeader, refreshCookie, sessionCookie } from '../../src/staff/cookies.ts';
import { testApp } from '../app.ts';
import { counts } from '../builders.ts';
import { requestOf } from '../game-server.ts';
import { panelOf, panelUrl, staffMember } from '../staff.ts';
import type { Panel } from '../staff.ts';
import { asker, attackedContracts, exampleCall } from './asker.ts';
import { putExampleWorld } from './example-world.ts';

const opened = testApp();
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
});
const panel = () => panelOf(opened, memberId);
const ask = asker(() => ({ ...opened, panel }));
const contracts = await attackedContracts();
const forStaff = contracts.filter(([, { who }]) => who.staff !== undefined);
const writes = forStaff.filter(([, { method }]) => method !== 'GET');

/** The contract's example, as a browser with these cookies and headers sends it. */
const sendAs = (who: Panel, contract: Contract) =>
  who.send({
    ...requestOf(contract, exampleCall(contract) as never),
    headers: { 'idempotency-key': randomUUID() },
  });

/** What a page of somebody else makes a browser send; scripts cannot set these headers themselves. */
const foreign: readonly (readonly [string, (who: Panel) => void])[] = [
  ['a form of another site', ({ headers }) => (headers['sec-fetch-site'] = 'cross-site')],
  ['a page of a sibling site', ({ headers }) => (headers['sec-fetch-site'] = 'same-site')],
  ['another origin', ({ headers }) => (headers['origin'] = 'https://evil.example')],
  ['another port', (who) => onlyOrigin(who, `${panelUrl}:8443`)],
  ['plain http', (who) => onlyOrigin(who, panelUrl.replace('https', 'http'))],
  ['a name that begins alike', (who) => onlyOrigin(who, `${panelUrl}.evil.example`)],
  ['an origin that says nothing', (who) => onlyOrigin(who, 'null')],
  ['no word of where it is from', (who) => onlyOrigin(who, undefined)],
  ['no token', ({ headers }) => delete headers[csrfHeader]],
  ['an empty token', ({ headers }) => (headers[csrfHeader] = '')],
  [
    'a token of its own making, in both places',
    ({ headers, cookies }) => {
      headers[csrfHeader] = 'A'.repeat(43);
      cookies[csrfCookie] = 'A'.repeat(43);
    },
  ],
];

function onlyOrigin({ headers }: Panel, origin: string | undefined): void {
  delete headers['sec-fetch-site'];
  if (origin === undefined) delete headers['origin'];
  else headers['origin'] = origin;
}

describe.each(writes)('%s', (_name, contract) => {
  test('is refused to every page but the panel’s own, and changes nothing (S16, S1-108, S1-139)', async () => {
    await putExampleWorld(opened.ctx);
    const before = await counts(opened.ctx);
    for (const [what, spoil] of foreign) {
      const who = await panel();
      spoil(who);
      const answer = await sendAs(who, contract);
      expect([what, answer.status, answer.error?.code]).toEqual([what, 403, 'ORIGIN_REFUSED']);
    }
    expect(await counts(opened.ctx)).toEqual(before);
  });
});

describe.each(forStaff)('%s', (_name, contract) => {
  test('is refused to a session that is none, ended, or of a role that was taken (S5)', async () => {
    const { db } = opened.ctx;
    const nobody = await panel();
    nobody.cookies[sessionCookie] = 'x.y.z';
    const withRefreshAlone = await panel();
    delete withRefreshAlone.cookies[sessionCookie];
    const swapped = await panel();
    swapped.cookies[sessionCookie] = swapped.cookies[refreshCookie] ?? '';
    const ended = await staffMember(opened, 'SUPERADMIN');
    await db
      .collection('sessions')
      .updateMany(
        { memberId: ended.memberId },
        { $set: { revokedAt: new Date(), revokedWhy: 'test' } },
      );
    const over = await staffMember(opened, 'SUPERADMIN');
    await db
      .collection('sessions')
      .updateMany({ memberId: over.memberId }, { $set: { expiresAt: new Date(0) } });
    for (const who of [nobody, withRefreshAlone, swapped, ended, over]) {
      const answer = await sendAs(who, contract);
      expect([answer.status, answer.error?.code]).toEqual([401, 'SESSION_REFUSED']);
    }
  });
});

describe.each(contracts)('%s', (_name, contract) => {
  test('answers with headers that keep a browser safe, yes and no alike (S16)', async () => {
    await putExampleWorld(opened.ctx);
    const answers = [
      await ask(contract),
      await ask(contract, { query: 'nobody=asks' }),
      await ask(contract, { payload: '{' }),
      await ask(contract, { headers: { cookie: 'x=y', 'x-mc-sig': '' } }),
    ];
    for (const { status, headers } of answers) {
      const policy = String(headers['content-security-policy']);
      expect([status, policy]).toEqual([status, expect.stringContaining('frame-ancestors')]);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        // A stream says in addition that nobody on the way may hold it back to change it.
        'cache-control': expect.stringMatching(/^no-store(, no-transform)?$/),
        'cross-origin-resource-policy': 'same-origin',
      });
      for (const told of ['server', 'x-powered-by']) expect(headers[told]).toBeUndefined();
      // Only the panel's own pages read answers from elsewhere.
      expect([undefined, panelUrl]).toContain(headers['access-control-allow-origin']);
    }
  });
});

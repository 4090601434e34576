// Too much of everything, at every write (S11, API4): long, deep, wide, huge, strange. Answered, not
// obeyed; and while one is answered, others are.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { beforeAll, describe, expect, test } from 'vitest';
import type * as z from 'zod';
import { bodyBytesMax } from '@mintkeep/shared/constants.ts';
import { testApp } from '../app.ts';
import { panelOf, staffMember } from '../staff.ts';
import { asker, attackedContracts, exampleBody, isForKnown } from './asker.ts';
import type { Fields } from './asker.ts';
import { putExampleWorld } from './example-world.ts';

const opened = testApp();
let memberId: string;
beforeAll(async () => {
  ({ memberId } = await staffMember(opened, 'SUPERADMIN'));
});
const ask = asker(() => ({ ...opened, panel: () => panelOf(opened, memberId) }));
const contracts = await attackedContracts();
const writes = contracts.filter(([, { body }]) => body !== undefined);

const room = bodyBytesMax - 2_000;
const list = (text: string, times: number): string => `[${Array(times).fill(text).join(',')}]`;

/** JSON of values that no field is made for, each within the limit of a body. */
const values: readonly (readonly [string, string])[] = [
  ['a text of 64 kB', `"${'a'.repeat(65_536)}"`],
  ['a text of almost 1 MiB', `"${'-'.repeat(room)}"`],
  ['a text of digits', `"${'9'.repeat(room)}"`],
  ['a text of spaces', `"${' '.repeat(room)}"`],
  ['a text of colons and dashes', `"${'a-:.T'.repeat(room / 5)}"`],
  ['an almost good UUID, over and over', `"${'069a79f4-'.repeat(room / 9)}"`],
  ['an almost good instant', `"2026-11-21T09:30:00.${'0'.repeat(room)}z"`],
  ['brackets of a formula', `"${'('.repeat(room)}"`],
  ['a list of 100,000', list('1', 100_000)],
  ['a list of 50,000 objects', list('{"a":1}', 50_000)],
  ['a list 100,000 deep', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['an object 50,000 deep', '{"a":'.repeat(50_000) + '1' + '}'.repeat(50_000)],
  ['50,000 keys', `{${Array.from({ length: 50_000 }, (_, at) => `"k${String(at)}":1`).join(',')}}`],
  ['more than any number', '1e400'],
  ['less than any number', '-1e400'],
  ['the first number that is not exact', '9007199254740993'],
  ['a number of 100,000 digits', '9'.repeat(100_000)],
  ['a fraction of 100,000 digits', `0.${'1'.repeat(100_000)}`],
  ['almost nothing', '1e-400'],
  ['minus zero', '-0'],
];

/** Texts that are one line and still strange; a field of free text may take them. */
const strange: readonly (readonly [string, string])[] = [
  ['half a character', '"\\ud800"'],
  ['half a character at the end', '"a\\udc00"'],
  ['a character that is none', '"\\uffff\\ufffe"'],
  ['a tower of accents', `"a${'\u0301'.repeat(60)}"`],
  ['text that runs the other way', '"\\u202eabc"'],
  ['characters of four bytes', `"${'😀'.repeat(20)}"`],
  ['letters that look alike', '"раypаl"'],
  ['a byte order mark', '"\\ufeffa"'],
];

const withField = (body: Fields | null, field: string, json: string): string => {
  const rest = Object.entries(body ?? {}).filter(([name]) => name !== field);
  const fields = rest.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return `{${[...fields, `${JSON.stringify(field)}:${json}`].join(',')}}`;
};

// A turn of the event loop in which the largest body is parsed and checked takes 60 ms. A bound far
// above it is no matter of speed: code that is worse than linear takes minutes on these.
const turnMsMax = 5_000;

describe.each(writes)('%s', (_name, contract) => {
  test('answers what is too much with 400, and goes on answering (S11, S0-032)', async () => {
    await putExampleWorld(opened.ctx);
    const wrong: unknown[] = [];
    const turns = monitorEventLoopDelay({ resolution: 5 });
    turns.enable();
    const body = exampleBody(contract);
    for (const [field, schema] of Object.entries<z.ZodType>(contract.body?.shape ?? {})) {
      for (const [what, json] of values) {
        const fits = !/deep/.test(what) && schema.safeParse(JSON.parse(json)).success;
        const { status } = await ask(contract, { payload: withField(body, field, json) });
        if (fits ? status >= 500 : status !== 400) wrong.push([field, what, status]);
      }
    }
    turns.disable();
    expect(wrong).toEqual([]);
    expect(turns.max / 1e6).toBeLessThan(turnMsMax);
  }, 120_000);

  test('takes strange texts as text or not at all, never with a fault (S11)', async () => {
    await putExampleWorld(opened.ctx);
    const body = exampleBody(contract);
    for (const field of Object.keys(contract.body?.shape ?? {})) {
      for (const [what, json] of strange) {
        const { status } = await ask(contract, { payload: withField(body, field, json) });
        expect([field, what, status < 500]).toEqual([field, what, true]);
      }
    }
  });
});

describe('many at once', () => {
  test('of the largest bodies do not keep a small one waiting for its end', async () => {
    const large = `{"a":"${'x'.repeat(room)}"}`;
    let left = 40;
    let answeredMeanwhile = 0;
    const attack = Promise.all(
      Array.from({ length: left }, async (_, place) => {
        const [, contract] = writes[place % writes.length] ?? [];
        try {
          return contract && (await ask(contract, { payload: large })).status;
        } finally {
          left -= 1;
        }
      }),
    );
    while (left > 0) {
      const { statusCode } = await opened.app.inject({ method: 'GET', url: '/healthz' });
      expect(statusCode).toBe(200);
      answeredMeanwhile += 1;
    }
    expect(new Set(await attack)).toEqual(new Set([400]));
    expect(answeredMeanwhile).toBeGreaterThan(1);
  }, 120_000);
});

describe('a query', () => {
  test('of thousands of fields, or one of 8 kB, is refused like any other', async () => {
    const known = contracts.filter(([name, contract]) => isForKnown(name, contract));
    for (const [name, contract] of known) {
      const many = Array.from({ length: 2_000 }, (_, at) => `k${String(at)}=1`).join('&');
      for (const query of [many, `a=${'%20'.repeat(2_500)}`, `${'[a]'.repeat(2_500)}=1`]) {
        expect([name, (await ask(contract, { query })).status]).toEqual([name, 400]);
      }
    }
  });
});

// The floor's small parts that need no database: ids, fingerprints, sealed secrets, the log, the
// environment.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { propertyRunsMin } from '@mintkeep/shared/constants.ts';
import { refusalCode } from '@mintkeep/shared/errors.ts';
import * as z from 'zod';
import { environment, readConfig } from '../config.ts';
import { meanings } from './errors.ts';
import { requestIdOf } from './http-edge.ts';
import { fingerprintOf, operationIdOf } from './identity.ts';
import { openLog } from './log.ts';
import { seal, unseal } from './secrets.ts';

describe('operationIdOf', () => {
  test('is a UUID, the same for the same parts, and no two parts run together', () => {
    const id = operationIdOf('server:a', 'POST /x', 'key');
    expect(z.uuid().safeParse(id).success).toBe(true);
    expect(operationIdOf('server:a', 'POST /x', 'key')).toBe(id);
    expect(operationIdOf('server:a', 'POST /xk', 'ey')).not.toBe(id);
  });

  test('is always a valid UUID', () => {
    fc.assert(
      fc.property(fc.string(), (key) => {
        expect(z.uuid().safeParse(operationIdOf('a', 'b', key)).success).toBe(true);
      }),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
  });
});

describe('fingerprintOf', () => {
  test('is equal exactly when the JSON content is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (a, b) => {
        expect(fingerprintOf(structuredClone(a))).toBe(fingerprintOf(a));
        const equal = fingerprintOf(a) === fingerprintOf(b);
        expect(equal).toBe(sorted(a) === sorted(b));
      }),
      { numRuns: propertyRunsMin, verbose: 1 },
    );
  });
  const sorted = (value: unknown): string =>
    JSON.stringify(value, (_key, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    );
});

describe('seal', () => {
  const key = randomBytes(32);
  test('keeps a secret that only the same key opens, and shows a changed byte', () => {
    const secret = randomBytes(32);
    const sealed = seal(key, secret);
    expect(unseal(key, sealed)).toEqual(secret);
    expect(seal(key, secret)).not.toBe(sealed);
    expect(() => unseal(randomBytes(32), sealed)).toThrow();
    // The first letter of the last part: the last letters of base64 carry bits that mean nothing.
    const at = sealed.lastIndexOf('.') + 1;
    const changed = `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
    expect(() => unseal(key, changed)).toThrow();
    expect(() => unseal(key, 'v0.a.b.c')).toThrow();
  });
});

describe('the log', () => {
  test('writes JSON lines without secrets (S1-169, S1-191)', () => {
    const lines: string[] = [];
    const log = openLog('info', { write: (line) => lines.push(line) });
    log.info(
      {
        secret: 'canary',
        config: { signingKey: 'canary', token: 'canary', databaseUrl: 'canary' },
        request: { headers: { 'x-mc-sig': 'canary' }, cookie: 'canary', authorization: 'canary' },
        name: 'a\nb\u001b[31m',
      },
      'hello',
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain('canary');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'hello' });
    expect(lines[0]?.trimEnd()).not.toMatch(/[\n\u001b]/);
  });
});

describe('requestIdOf', () => {
  test.each(['', 'short', 'x'.repeat(65), 'a b c d e f g', 'línea-larga', 'a\nb-cdefgh'])(
    'makes its own instead of %j',
    (given) => {
      const id = requestIdOf({ 'x-request-id': given });
      expect(id).not.toBe(given);
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('the table of codes', () => {
  test('gives every refusal a status and a sentence, and only them (D12)', () => {
    expect(Object.keys(meanings).sort()).toEqual([...refusalCode.options].sort());
    for (const { status, message } of Object.values(meanings)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(message).toMatch(/\.$/);
    }
  });
});

describe('readConfig', () => {
  const good = {
    DATABASE_URL: 'mongodb://127.0.0.1/mintkeep?replicaSet=rs0',
    APP_KEY: randomBytes(32).toString('base64'),
  };
  test('fills in what has a default', () => {
    expect(readConfig(good)).toMatchObject({ PORT: 3000, HOST: '0.0.0.0', LOG_LEVEL: 'info' });
    expect(readConfig({ ...good, PORT: '' }).PORT).toBe(3000);
  });

  test.each([
    ['DATABASE_URL', ''],
    ['DATABASE_URL', 'postgres://x/y'],
    ['DATABASE_URL', 'mongodb://127.0.0.1'],
    ['APP_KEY', ''],
    ['APP_KEY', 'c2hvcnQ='],
    ['PORT', '70000'],
    ['PORT', 'x'],
    ['PLUGIN_API_KEY', 'no-colon'],
    ['LOG_LEVEL', 'loud'],
  ])('names %s when it is %j, and never shows the value (S1-025)', (name, value) => {
    expect(() => readConfig({ ...good, [name]: value })).toThrow(name);
    if (value.length > 4) {
      expect(() => readConfig({ ...good, [name]: value })).not.toThrow(value);
    }
  });

  test('names every variable of .env.example and no other (S1-019)', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../.env.example'), 'utf8');
    const named = [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(Object.keys(environment.shape).sort());
  });
});

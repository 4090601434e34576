// The contracts as a whole: what is true of every endpoint, whichever noun it belongs to.
import { describe, expect, test } from 'vitest';
import type { Contract } from './contract.ts';
import * as delivery from './delivery.ts';
import * as health from './health.ts';
import * as presence from './presence.ts';
import * as shop from './shop.ts';

const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;

const contracts = [delivery, health, presence, shop].flatMap((nouns) =>
  Object.entries(nouns).filter((entry): entry is [string, Contract] => isContract(entry[1])),
);

describe('every contract', () => {
  test('is found here', () => {
    expect(contracts.length).toBeGreaterThan(9);
  });

  test.each(contracts)('%s has a schema for each part of its request (S0-029)', (_name, one) => {
    const inPath = [...one.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(one.params?.shape ?? {})).toEqual(inPath);
    expect(one.body !== undefined).toBe(one.method !== 'GET');
    for (const part of [one.params, one.query, one.body]) {
      const refused = part?.safeParse({ 'nobody.knows': { $gt: '' } });
      expect(refused?.success ?? false).toBe(false);
    }
  });

  test.each(contracts)('%s names no part twice: they share one flat input', (_name, one) => {
    const names = [one.params, one.query, one.body].flatMap((part) =>
      Object.keys(part?.shape ?? {}),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(contracts)('%s needs a key where coins or goods move (D15)', (name, one) => {
    const moves = ['purchase', 'reportDelivery'].includes(name);
    expect(one.key === 'required').toBe(moves);
  });
});

// What counts as a database that is away: each error by which the driver says so, of which nothing
// was committed.
import { createRequire } from 'node:module';
import { MongoError, MongoNetworkError, MongoServerError, MongoTopologyClosedError } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { isAbsence } from './transaction.ts';

// The driver does not export these, and throws them.
const errors: unknown = createRequire(import.meta.url)('mongodb/lib/cmap/errors.js');
const ofPools = errors as Record<string, new (pool: { address: string }) => MongoError>;
const waitedFor = errors as Record<string, new (message: string, address: string) => MongoError>;

describe('isAbsence', () => {
  test.each(['PoolClosedError', 'PoolClearedError', 'PoolClearedOnNetworkError'])(
    'knows the %s of the driver, so that a lost connection is no fault (S0-003)',
    (name) => {
      const OfPool = ofPools[name];
      expect(OfPool && isAbsence(new OfPool({ address: '127.0.0.1:27017' }))).toBe(true);
    },
  );

  test('knows connections, and a pool in which nothing becomes free (S0-003)', () => {
    expect(isAbsence(new MongoNetworkError('closed'))).toBe(true);
    expect(isAbsence(new MongoTopologyClosedError())).toBe(true);
    const Waited = waitedFor['WaitQueueTimeoutError'];
    expect(Waited && isAbsence(new Waited('waited', '127.0.0.1:27017'))).toBe(true);
  });

  test('takes nothing else for one: a rule of the database, an error of ours', () => {
    expect(isAbsence(new MongoServerError({ message: 'duplicate key', code: 11000 }))).toBe(false);
    expect(isAbsence(new Error('MongoNetworkError'))).toBe(false);
  });
});

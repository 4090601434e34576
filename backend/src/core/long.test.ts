// Numbers of 64 bits, as the driver reads them from the wire.
import { BSON, Long } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { exactLongs, withBigInts } from './long.ts';

/** As a document comes from the database. */
const read = (document: BSON.Document): unknown =>
  withBigInts(BSON.deserialize(BSON.serialize(document), exactLongs));

describe('withBigInts', () => {
  test('reads sums that no double holds, in lists and documents of documents', () => {
    const coins = 9_007_199_254_740_993n;
    const most = Long.MAX_VALUE;
    expect(read({ coins, least: Long.MIN_VALUE, flows: [{ coins }, { sum: { most } }] })).toEqual({
      coins,
      least: -9_223_372_036_854_775_808n,
      flows: [{ coins }, { sum: { most: 9_223_372_036_854_775_807n } }],
    });
  });

  test('leaves all else as it is', () => {
    const document = { _id: 'a', day: new Date(0), share: 0.5, count: 7, nothing: null, list: [] };
    expect(read(document)).toEqual(document);
  });
});

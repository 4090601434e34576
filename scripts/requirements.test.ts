import { expect, test } from 'vitest';
import { isMissing, servedBy } from './requirements.ts';

test('every requirement of S0 is named by a test, a bench or a document', () => {
  const served = servedBy('S0');
  expect(served).toHaveLength(94);
  expect(served.filter(isMissing).map(({ id }) => id)).toEqual([]);
});

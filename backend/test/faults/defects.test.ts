// The suite breaks the product by changing named places of its sources. A place that is no longer
// there would quietly break nothing, so each is looked for here.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defects, shorterTimes } from './defects.ts';
import { faultKinds, points, scheduleOf } from './nemesis.ts';

const root = join(import.meta.dirname, '../../..');
const edits = [
  ...shorterTimes,
  ...defects.flatMap((one) => [...(one.edits ?? []), ...(one.backupEdits ?? [])]),
];

describe('defects', () => {
  test.each(edits)('finds in $file: $find', ({ file, find }) => {
    expect(readFileSync(join(root, file), 'utf8')).toContain(find);
  });

  test('each says how it is seen, and has a name of its own', () => {
    expect(new Set(defects.map(({ name }) => name)).size).toBe(defects.length);
    for (const { seenAs } of defects) expect(seenAs.length).toBeGreaterThan(0);
  });
});

describe('the schedule of faults', () => {
  test('is the same for the same seed, and another for another', () => {
    const options = { seconds: 60 };
    expect(scheduleOf(5, options)).toEqual(scheduleOf(5, options));
    expect(scheduleOf(5, options)).not.toEqual(scheduleOf(6, options));
  });

  test('brings each kind once before any comes again', () => {
    const first = scheduleOf(5, { seconds: 600 }).slice(0, faultKinds.length);
    expect(new Set(first.map(({ kind }) => kind)).size).toBe(faultKinds.length);
  });

  test('names only points that the backend has', () => {
    const sources = [
      'core/transaction',
      'core/transact',
      'gacha/routes',
      'holds/routes',
      'shop/purchase',
      'market/buy',
      'market/settle',
    ]
      .map((name) => readFileSync(join(root, `backend/src/${name}.ts`), 'utf8'))
      .join('\n');
    for (const point of points) {
      // Named after the till.
      if (/^(purchases|orders)\.after-commit$/.test(point)) continue;
      expect(sources).toContain(`faultPoint('${point}')`);
    }
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addLoad, openReport, percentile, writeMarkdown } from './report.ts';

const load = { perSecond: 1_234.5, p50Ms: 1, p95Ms: 20.04, p99Ms: 0.5, answers: 1 };

test('a load is one row of a table, beside its yardsticks', () => {
  const said: string[] = [];
  const report = openReport((line) => said.push(line));
  addLoad(report, 'few', 'a, b', load, [{ name: 'least', ratio: 0.5 }]);
  report.add({ group: 'few', name: 'memory', value: 12.34, unit: 'MiB' });
  expect(said.join('\n')).toMatch(/few\n {2}a, b +1235 \/s {3}0\.50 x least/);
  const dir = mkdtempSync(join(tmpdir(), 'mintkeep-report-'));
  writeMarkdown(join(dir, 'tables.md'), report);
  const table = readFileSync(join(dir, 'tables.md'), 'utf8');
  rmSync(dir, { recursive: true });
  expect(table.split('\n').filter((line) => line.startsWith('|'))).toEqual([
    '| What | Measured | p50 | p95 | p99 | Beside |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
    '| a, b | 1235 /s | 1.00 ms | 20.0 ms | 0.50 ms | 0.50 x least |',
    '| memory | 12.3 MiB |  |  |  |  |',
  ]);
});

test('a percentile is a value that was measured', () => {
  expect(percentile([1, 2, 3, 4], 0.5)).toBe(3);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

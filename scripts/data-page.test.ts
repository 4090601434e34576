import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataPage } from './data-page.ts';

test('docs/data.md tells every index and migration as the code declares them (S0-042)', async () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/data.md'), 'utf8');
  expect(page, 'run npm run fix').toBe(await dataPage());
});

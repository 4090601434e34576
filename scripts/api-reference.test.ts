import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiReference } from './api-reference.ts';

test('docs/api-reference.md tells every route and refusal as the contracts have them (S0-087, S0-088)', async () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/api-reference.md'), 'utf8');
  expect(page, 'run npm run fix').toBe(await apiReference());
});

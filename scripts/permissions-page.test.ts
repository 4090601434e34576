import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { permissionsPage, registeredPermissions } from './permissions-page.ts';

const read = (): string =>
  readFileSync(join(import.meta.dirname, '../docs/permissions.md'), 'utf8');

test('docs/permissions.md tells every permission as the plugin registers it (D36)', async () => {
  expect(read(), 'run npm run fix').toBe(await permissionsPage());
});

test('every permission that is registered stands in the page once (D36)', () => {
  const page = read();
  for (const { name } of registeredPermissions()) {
    expect(page.split('\n').filter((line) => line.startsWith(`| \`${name}\` `))).toHaveLength(1);
  }
});

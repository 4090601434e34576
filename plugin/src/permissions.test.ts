// The tree of permissions: what server owners give by one name.
import { expect, test } from 'vitest';
import { adminSubs } from './admin/admin.ts';
import { permissions, playerCommands } from './permissions.ts';

const all = permissions([...adminSubs, 'levelcap', 'market']);

function under(name: string): string[] {
  const children = all.find((one) => one.name === name)?.children ?? [];
  return children.flatMap((child) => [child, ...under(child)]);
}

test('one name gives all that players may, one all of staff, one everything (D36)', () => {
  const names = all.map(({ name }) => name);
  const leaves = names.filter((name) => !name.endsWith('*'));
  expect(under('mintkeep.player.*')).toEqual(playerCommands.map((one) => `mintkeep.player.${one}`));
  expect(under('mintkeep.admin.*').every((name) => name.startsWith('mintkeep.admin.'))).toBe(true);
  expect(
    under('mintkeep.*')
      .filter((name) => !name.endsWith('*'))
      .sort(),
  ).toEqual(leaves.sort());
  expect(new Set(names).size).toBe(names.length);
});

test('a parent belongs to those who have its children already', () => {
  const everyone = all.filter((one) => one.for === 'everyone').map(({ name }) => name);
  expect(everyone).toContain('mintkeep.player.*');
  expect(everyone).not.toContain('mintkeep.admin.*');
  expect(everyone).not.toContain('mintkeep.*');
});

import { expect, test } from 'vitest';
import { openTurns } from './turns.ts';

test('those who share a name go one after the other, the others beside them', async () => {
  const turns = openTurns();
  const story: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    story.push(`${name} begins`);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const first = turns.take(['a', 'b'], work('ab'));
  const second = turns.take(['b', 'a'], work('ba'));
  const other = turns.take(['c', 'd'], work('cd'));
  await new Promise(setImmediate);
  expect(story).toEqual(['ab begins', 'cd begins']);
  ends.get('ab')?.();
  expect(await first).toBe('ab');
  await new Promise(setImmediate);
  expect(story).toContain('ba begins');
  for (const end of ends.values()) end();
  expect(await Promise.all([second, other])).toEqual(['ba', 'cd']);
});

test('work that fails holds nobody up', async () => {
  const turns = openTurns();
  const failing = turns.take(['a'], () => Promise.reject(new Error('no')));
  const next = turns.take(['a'], () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

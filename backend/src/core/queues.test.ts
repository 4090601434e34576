import { expect, test } from 'vitest';
import { openQueues } from './queues.ts';

test('those who share a name go one after the other, the others beside them', async () => {
  const oneByOne = openQueues();
  const story: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => {
    story.push(`${name} begins`);
    return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
  };
  const first = oneByOne(['a', 'b'], work('ab'));
  const second = oneByOne(['b', 'a'], work('ba'));
  const other = oneByOne(['c', 'd'], work('cd'));
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
  const oneByOne = openQueues();
  const failing = oneByOne(['a'], () => Promise.reject(new Error('no')));
  const next = oneByOne(['a'], () => Promise.resolve('yes'));
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});

test('the place of one who is done is free again, for every name and for a name said twice', async () => {
  const oneByOne = openQueues({ queuedMax: 1 });
  for (const names of [['a', 'b'], ['a', 'a'], ['b', 'a'], ['a']]) {
    expect(await oneByOne(names, () => Promise.resolve('done'))).toBe('done');
  }
});

test('who would stand behind too many is refused, and takes no place in any queue', async () => {
  const oneByOne = openQueues({ queuedMax: 2 });
  const story: string[] = [];
  let end = (): void => undefined;
  const first = oneByOne(['a'], () => new Promise<void>((resolve) => (end = resolve)));
  const second = oneByOne(['a'], () => Promise.reject(new Error('no')));
  const refused = oneByOne(['b', 'a'], () => Promise.resolve(story.push('refused')));
  await expect(refused).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', retryAfterS: 2 });
  await oneByOne(['b'], () => Promise.resolve(story.push('another name')));
  end();
  await first;
  await expect(second).rejects.toThrow('no');
  await oneByOne(['a', 'b'], () => Promise.resolve(story.push('free again')));
  expect(story).toEqual(['another name', 'free again']);
});

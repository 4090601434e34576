import { describe, expect, test } from 'vitest';
import { sharedRead } from './shared-read.ts';

/** A read that answers how often it was begun, once it is told to. */
function aRead() {
  let begun = 0;
  const waiting: ((error?: Error) => void)[] = [];
  const read = sharedRead(() => {
    begun += 1;
    const mine = begun;
    return new Promise<number>((resolve, reject) => {
      waiting.push((error) => {
        if (error) reject(error);
        else resolve(mine);
      });
    });
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return { read, turn, begun: () => begun, finish: (error?: Error) => waiting.shift()?.(error) };
}

describe('sharedRead', () => {
  test('reads once for all who ask at once', async () => {
    const { read, turn, finish, begun } = aRead();
    const asked = [read(), read(), read()];
    await turn();
    finish();
    expect(await Promise.all(asked)).toEqual([1, 1, 1]);
    expect(begun()).toBe(1);
  });

  test('never answers what was begun before the question', async () => {
    const { read, turn, finish, begun } = aRead();
    const first = read();
    await turn();
    const later = [read(), read()];
    await turn();
    expect(begun()).toBe(1);
    finish();
    expect(await first).toBe(1);
    await turn();
    finish();
    expect(await Promise.all(later)).toEqual([2, 2]);
  });

  test('tells a failure to those who waited for it alone', async () => {
    const { read, turn, finish } = aRead();
    const first = read();
    await turn();
    const later = read();
    finish(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await turn();
    finish();
    expect(await later).toBe(2);
    const last = read();
    await turn();
    finish();
    expect(await last).toBe(3);
  });
});

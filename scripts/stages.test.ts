// How several stages are run and told.
import { describe, expect, test } from 'vitest';
import { runStages, testStages } from './stages.ts';
import type { Stage } from './stages.ts';

const passed = { code: 0, output: 'many words' };
const stage = (name: string, lane: Stage['lane'] | null, run: Stage['run']): Stage => ({
  name,
  ...(lane ? { lane } : {}),
  run,
});

/** What a person reads of a run, with its times taken out. */
async function told(stages: readonly Stage[], cores: number) {
  let text = '';
  const failed = await runStages(stages, (part) => (text += part), cores);
  return { failed, text: text.replaceAll(/ +\d+\.\d s/g, ' T') };
}

describe('runStages', () => {
  test('runs the lanes beside each other on two cores, and tells them in their order', async () => {
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    // Each ends only when the other has begun.
    const stages = [
      stage('one', null, async () => {
        first.resolve();
        await second.promise;
        return passed;
      }),
      stage('two', 'game', async () => {
        second.resolve();
        await first.promise;
        return passed;
      }),
    ];
    expect(await told(stages, 2)).toEqual({
      failed: [],
      text: 'one         ok T\ntwo         ok T\n',
    });
  });

  test.each([
    [2, 'one in a lane', [null, null, null]],
    [1, 'one in all', [null, 'game', null]],
  ] as const)('on %i cores runs %s at a time', async (cores, _what, lanes) => {
    let running = 0;
    let most = 0;
    const stages = lanes.map((lane, nth) =>
      stage(String(nth), lane, async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise(setImmediate);
        running -= 1;
        return passed;
      }),
    );
    await told(stages, cores);
    expect(most).toBe(1);
  });

  test('shows the whole of what failed, and runs the others', async () => {
    const stages = [
      stage('types', null, async () => ({ code: 2, output: 'a.ts: wrong\nb.ts: wrong' })),
      stage('silent', null, async () => ({ code: 3, output: '' })),
      stage('broken', 'game', async () => Promise.reject(new Error('no such program'))),
      stage('good', 'game', async () => ({ code: 0, output: 'words\nfaults: 3 kills' })),
    ];
    const { failed, text } = await told(stages, 2);
    expect(failed).toEqual(['types', 'silent', 'broken']);
    expect(text).toContain('types       FAILED T\n\na.ts: wrong\nb.ts: wrong\n\n');
    expect(text).toContain('silent      FAILED T\n\nIt ended with 3 and said nothing.\n\n');
    expect(text).toContain('Error: no such program');
    expect(text).toMatch(/good {8}ok T\n {2}faults: 3 kills\n$/);
  });
});

test('every stage has a name of its own', () => {
  const names = testStages.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

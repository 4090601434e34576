// The fake keeps the promises that the server keeps: tests that stand on it stand on the contract.
import { describe, expect, test } from 'vitest';
import { createFake } from './fake.ts';
import { contractChecks } from './platform.contract.ts';

describe('contractChecks on the fake', () => {
  test.each(contractChecks)('$name', async (check) => {
    const fake = createFake();
    let kept: unknown = 'not ended';
    const ended = check.run(fake).then(
      () => (kept = 'kept'),
      (error: unknown) => (kept = error),
    );
    await fake.advance(2_000);
    expect(kept).toBe('kept');
    await ended;
  });
});

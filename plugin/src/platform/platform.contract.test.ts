// The fake keeps the promises that the server keeps: tests that stand on it stand on the contract.
import { describe, expect, test } from 'vitest';
import { createFake } from './fake.ts';
import type { FakeStack } from './fake-goods.ts';
import { goodsChecks } from './goods.contract.ts';
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

describe('goodsChecks on the fake', () => {
  const old: FakeStack = {
    material: 'DIAMOND_SWORD',
    amount: 1,
    name: 'Old',
    damage: 12,
    enchantments: { sharpness: 5 },
  };
  test.each(goodsChecks)('$name', ({ run }) => {
    const fake = createFake();
    const alex = fake.join('Alex');
    alex.give([
      old,
      { material: 'DIAMOND_SWORD', amount: 1 },
      { material: 'DIAMOND', amount: 70 },
      old,
    ]);
    run(fake, alex);
  });
});

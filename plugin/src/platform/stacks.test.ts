// Room in an inventory, held against putting the items in one by one.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slotsMissing, stackAmounts, type Stack } from './stacks.ts';

const same = (one: string, other: string) => one === other;
const sizes: Readonly<Record<string, number>> = { DIAMOND: 64, PEARL: 16, SWORD: 1 };

const stack = fc
  .record({ kind: fc.constantFrom('DIAMOND', 'PEARL', 'SWORD'), amount: fc.nat(200) })
  .map(({ kind, amount }): Stack<string> => ({ kind, amount: amount + 1, max: sizes[kind] ?? 1 }));
const slot = fc.option(
  stack.map((one) => ({ ...one, amount: Math.min(one.amount, one.max) })),
  { nil: null },
);

/** How many slots had to be added to put in every single item. */
function addedByHand(slots: readonly (Stack<string> | null)[], wanted: readonly Stack<string>[]) {
  const held = slots.map((one) => one && { ...one });
  let added = 0;
  for (const { kind, amount, max } of wanted) {
    for (let left = amount; left > 0; left -= 1) {
      const open = held.find((one) => one?.kind === kind && one.amount < max);
      if (open) {
        open.amount += 1;
        continue;
      }
      const empty = held.indexOf(null);
      if (empty >= 0) held[empty] = { kind, amount: 1, max };
      else {
        held.push({ kind, amount: 1, max });
        added += 1;
      }
    }
  }
  return added;
}

describe('slotsMissing', () => {
  test('is what putting the items in one by one would need', () => {
    fc.assert(
      fc.property(
        fc.array(slot, { maxLength: 12 }),
        fc.array(stack, { maxLength: 5 }),
        (slots, wanted) => {
          expect(slotsMissing(slots, wanted, same)).toBe(addedByHand(slots, wanted));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('ignores the room in a stack that is larger than it may be', () => {
    const slots = [{ kind: 'PEARL', amount: 64, max: 16 }];
    expect(slotsMissing(slots, [{ kind: 'PEARL', amount: 16, max: 16 }], same)).toBe(1);
  });
});

describe('stackAmounts', () => {
  test('cuts an amount into full stacks and a rest', () => {
    expect(stackAmounts(130, 64)).toEqual([64, 64, 2]);
    expect(stackAmounts(64, 64)).toEqual([64]);
    expect(stackAmounts(0, 64)).toEqual([]);
  });
});

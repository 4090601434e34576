// Where stacks find room: arithmetic over slots. Knows neither Java nor what an item looks like.

/** A kind of item with an amount; `max` is how many of it one slot holds. */
export interface Stack<K> {
  readonly kind: K;
  readonly amount: number;
  readonly max: number;
}

/**
 * How many more empty slots the wanted stacks need than there are, after filling up the stacks of
 * their kind that lie there already. The order of the wanted stacks makes no difference.
 */
export function slotsMissing<K>(
  slots: readonly (Stack<K> | null)[],
  wanted: readonly Stack<K>[],
  similar: (one: K, other: K) => boolean,
): number {
  const empty = slots.filter((slot) => slot === null).length;
  let needed = 0;
  for (const { kind, amount, max } of merge(wanted, similar)) {
    let left = amount;
    for (const slot of slots) {
      if (slot === null || slot.amount >= slot.max || !similar(slot.kind, kind)) continue;
      left -= slot.max - slot.amount;
    }
    if (left > 0) needed += Math.ceil(left / max);
  }
  return Math.max(0, needed - empty);
}

/** An amount cut into stacks that one slot can hold. */
export function stackAmounts(amount: number, max: number): number[] {
  const amounts: number[] = [];
  for (let left = amount; left > 0; left -= max) amounts.push(Math.min(left, max));
  return amounts;
}

function merge<K>(
  wanted: readonly Stack<K>[],
  similar: (one: K, other: K) => boolean,
): readonly Stack<K>[] {
  const merged: { kind: K; amount: number; max: number }[] = [];
  for (const stack of wanted) {
    const known = merged.find((one) => similar(one.kind, stack.kind));
    if (known) known.amount += stack.amount;
    else merged.push({ ...stack });
  }
  return merged;
}

// What a player of the fake platform holds: stacks that merge and fill up as the game's do.
import { looksOf, type FakeStack } from './fake-goods.ts';
import { slotsMissing, stackAmounts } from './stacks.ts';

/** Which materials there are, and how they stack. */
interface Materials {
  maxStackSize(material: string): number;
  isItem(material: string): boolean;
}

/** The slots of a player, filled and counted as the game does. */
export function inventory(slots: (FakeStack | null)[], world: Materials) {
  function stackOf(item: FakeStack) {
    if (!world.isItem(item.material)) throw new Error(`The game knows no item ${item.material}.`);
    return { kind: item, amount: item.amount, max: world.maxStackSize(item.material) };
  }
  function put(item: FakeStack, amount: number, max: number): void {
    let left = amount;
    slots.forEach((slot, index) => {
      if (slot === null || !similar(slot, item)) return;
      const fits = Math.min(left, Math.max(0, max - slot.amount));
      slots[index] = { ...slot, amount: slot.amount + fits };
      left -= fits;
    });
    for (const part of stackAmounts(left, max)) {
      const empty = slots.indexOf(null);
      if (empty < 0) throw new Error(`No room for ${String(part)} ${item.material}.`);
      slots[empty] = { ...item, amount: part };
    }
  }
  return {
    slotsMissing: (items: readonly FakeStack[]) =>
      slotsMissing(
        slots.map((slot) => slot && stackOf(slot)),
        items.map(stackOf),
        similar,
      ),
    give(items: readonly FakeStack[]) {
      for (const { kind, amount, max } of items.map(stackOf)) put(kind, amount, max);
    },
    count: (material: string) =>
      slots.reduce((sum, slot) => sum + (slot?.material === material ? slot.amount : 0), 0),
  };
}

const similar = (one: FakeStack, other: FakeStack): boolean => looksOf(one) === looksOf(other);

// Inventories as Bukkit has them: what goes in, what is left over, and what a script holds of it.
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stackSizes, startProbe, type Guest, type Probe } from '../probe.ts';
import { PlayerInventory, storageSize } from './inventories.ts';
import { ItemStack, Materials } from './items.ts';

const materials = new Materials(stackSizes);
const names = ['DIRT', 'ENDER_PEARL', 'DIAMOND_SWORD'] as const;

function stackOf(name: string, amount: number): ItemStack {
  const material = materials.find(name);
  if (!material) throw new Error(`no ${name}`);
  return new ItemStack(material, amount);
}

/** How many of each material lie there. */
function amountsIn(stacks: Iterable<ItemStack | null | undefined>): Record<string, number> {
  const amounts: Record<string, number> = {};
  for (const stack of stacks) {
    if (!stack) continue;
    amounts[stack.material.name()] = (amounts[stack.material.name()] ?? 0) + stack.amount;
  }
  return amounts;
}

const anyStack = fc
  .tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 200 }))
  .map(([name, amount]) => ({ name, amount }));

describe('addItem', () => {
  test('fills similar stacks before empty slots, from the first slot on', () => {
    const inventory = new PlayerInventory();
    inventory.put(3, stackOf('DIRT', 60));
    expect(inventory.addItem(stackOf('DIRT', 10)).size()).toBe(0);
    expect([inventory.slots[3]?.amount, inventory.slots[0]?.amount]).toEqual([64, 6]);
  });

  test('keeps to the stack size of the material', () => {
    const inventory = new PlayerInventory();
    inventory.addItem(stackOf('ENDER_PEARL', 40), stackOf('DIAMOND_SWORD', 2));
    expect(inventory.slots.slice(0, 5).map((stack) => stack?.amount)).toEqual([16, 16, 8, 1, 1]);
  });

  test('does not merge what looks or is marked differently', () => {
    const inventory = new PlayerInventory();
    const named = stackOf('DIRT', 1);
    named.looks = { name: { text: 'Earth' } };
    const marked = stackOf('DIRT', 1);
    marked.data = [['mintkeep:goods', 'x']];
    inventory.addItem(stackOf('DIRT', 1), named, marked, named.copy());
    expect(inventory.slots.slice(0, 4).map((stack) => stack?.amount)).toEqual([1, 2, 1, undefined]);
  });

  test('answers what did not fit by the index of its argument, and uses no armour slots', () => {
    const inventory = new PlayerInventory();
    for (let slot = 0; slot < storageSize - 1; slot += 1) inventory.put(slot, stackOf('DIRT', 64));
    const left = inventory.addItem(stackOf('DIRT', 64), stackOf('DIAMOND_SWORD', 2));
    expect(left.size()).toBe(1);
    expect((left.get(1) as ItemStack).amount).toBe(2);
    expect(inventory.slots.slice(storageSize)).toEqual([null, null, null, null, null]);
  });

  test('loses nothing and makes nothing, whatever lies there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(storageSize - 1), anyStack), { maxLength: 36 }),
        fc.array(anyStack, { maxLength: 8 }),
        (before, added) => {
          const inventory = new PlayerInventory();
          for (const [slot, { name, amount }] of before) {
            const max = materials.find(name)?.getMaxStackSize() ?? 0;
            inventory.put(slot, stackOf(name, Math.min(amount, max)));
          }
          const given = added.map(({ name, amount }) => stackOf(name, amount));
          const expected = amountsIn([...inventory.slots, ...given].map((one) => one?.copy()));
          const left = inventory.addItem(...given);
          const rest = [...left.entries.values()] as ItemStack[];
          expect(amountsIn([...inventory.slots, ...rest])).toEqual(expected);
          for (const stack of inventory.slots) {
            expect(stack === null || stack.amount <= stack.getMaxStackSize()).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('an inventory in a script', () => {
  let probe: Probe;
  let ada: Guest;
  beforeEach(async () => {
    probe = await startProbe({
      script: `
        globalThis.Stack = Java.type('org.bukkit.inventory.ItemStack');
        globalThis.Material = Java.type('org.bukkit.Material');
        globalThis.Component = Java.type('net.kyori.adventure.text.Component');
        globalThis.stack = (name, amount) => new Stack(Material.getMaterial(name), amount);
        globalThis.ada = () => [...Bukkit.getOnlinePlayers()][0];
        globalThis.chest = (size) =>
          Bukkit.createInventory(null, size, Component.text('Market'));
      `,
    });
    ada = probe.join('Ada');
  });
  afterEach(() => probe.end());

  test('keeps a copy of what was set, so that a later change of the original is not seen', () => {
    const code = `{ const it = stack('DIRT', 3); const inventory = ada().getInventory();
      inventory.setItem(0, it); it.setAmount(5); inventory.getItem(0).getAmount() }`;
    expect(probe.evaluate(code)).toBe('3');
  });

  test('tells the client the slot that changed', () => {
    probe.evaluate(`ada().getInventory().setItem(9, stack('DIRT', 3))`);
    expect(ada.sent).toContainEqual(['playerSlot', 9, { material: 'DIRT', amount: 3 }]);
    expect(ada.sent).toContainEqual(['windowSlot', 0, 9, { material: 'DIRT', amount: 3 }]);
  });

  test('empties a slot by null and by a stack of nothing', () => {
    const code = `{ const inventory = ada().getInventory();
      inventory.setItem(0, stack('DIRT', 1)); inventory.setItem(0, null);
      inventory.setItem(1, stack('DIRT', 0));
      [inventory.getItem(0), inventory.getItem(1)].map(String) }`;
    expect(probe.evaluate(code)).toBe('null,null');
  });

  test.each([-1, 41])('throws for the slot %i that it does not have', (slot) => {
    expect(probe.evaluate(`ada().getInventory().getItem(${slot})`)).toBe(
      `threw java.lang.ArrayIndexOutOfBoundsException: Index ${slot} out of bounds for length 41`,
    );
  });

  test.each([0, 8, 10, 63])('throws for a chest of %i slots, as Bukkit does', (size) => {
    expect(probe.evaluate(`chest(${size})`)).toMatch(/^threw java.lang.IllegalArgumentException/);
    expect(probe.swallowed).toEqual([]);
  });

  test('opens as a window with its slots and those of the player', () => {
    probe.evaluate(`{ const it = chest(27); it.setItem(4, stack('DIAMOND', 1));
      ada().openInventory(it); }`);
    expect(ada.sent).toContainEqual(['openWindow', 1, 3, { text: 'Market' }]);
    const shown = ada.sent.findLast(([method]) => method === 'windowItems');
    expect(shown?.[2]).toHaveLength(27 + 36);
    expect((shown?.[2] as unknown[])[4]).toEqual({ material: 'DIAMOND', amount: 1 });
  });

  test('tells the client what changes in the open chest, and nothing once it is closed', () => {
    probe.evaluate(`globalThis.shown = chest(9); ada().openInventory(shown);
      shown.setItem(2, stack('DIRT', 1)); ada().closeInventory();
      shown.setItem(3, stack('DIRT', 1));`);
    const slots = ada.sent.filter(([method, id]) => method === 'windowSlot' && id === 1);
    expect(slots).toEqual([['windowSlot', 1, 2, { material: 'DIRT', amount: 1 }]]);
    expect(ada.sent).toContainEqual(['closeWindow', 1]);
  });
});

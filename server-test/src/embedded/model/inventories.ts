// Inventories and the windows that show them. Bukkit's slot numbers: 0-8 hotbar, 9-35 storage,
// 36-39 armour, 40 off-hand.
import { JavaArray, JavaException } from '../border/values.ts';
import type { Component } from './adventure.ts';
import { JavaMap } from './collections.ts';
import type { ItemStack } from './items.ts';

/** The slots that goods go into. */
export const storageSize = 36;
export const offHandSlot = 40;

export class Inventory {
  declare readonly javaClass: string;
  readonly title: Component | null;
  readonly slots: (ItemStack | null)[];
  /** Told of every slot that a script or a click changed. */
  onChange: (slot: number) => void = () => undefined;
  constructor(size: number, title: Component | null) {
    this.title = title;
    this.slots = new Array<ItemStack | null>(size).fill(null);
  }
  getSize(): number {
    return this.slots.length;
  }
  getItem(slot: number): ItemStack | null {
    this.#check(slot);
    return this.slots[slot] ?? null;
  }
  setItem(slot: number, item: ItemStack | null): void {
    this.#check(slot);
    this.put(slot, item?.copy() ?? null);
  }
  equals(other: unknown): boolean {
    return other === this;
  }
  put(slot: number, item: ItemStack | null): void {
    this.slots[slot] = item && item.amount > 0 ? item : null;
    this.onChange(slot);
  }
  #check(slot: number): void {
    if (slot < 0 || slot >= this.slots.length) {
      throw new JavaException(
        'java.lang.ArrayIndexOutOfBoundsException',
        `Index ${slot} out of bounds for length ${this.slots.length}`,
      );
    }
  }
}
Object.assign(Inventory.prototype, { javaClass: 'org.bukkit.inventory.Inventory' });

export class PlayerInventory extends Inventory {
  constructor() {
    super(41, null);
  }
  /** Where the hand is, which the player knows. */
  held: () => number = () => 0;
  getHeldItemSlot(): number {
    return this.held();
  }
  getStorageContents(): JavaArray {
    return new JavaArray(this.slots.slice(0, storageSize));
  }
  /** Fills similar stacks, then empty slots; answers what did not fit, by index of the argument. */
  addItem(...items: ItemStack[]): JavaMap {
    const left: [number, ItemStack][] = [];
    for (const [index, item] of items.entries()) {
      const rest = this.fill(item);
      if (rest > 0) left.push([index, item.copy(rest)]);
    }
    return new JavaMap(left);
  }
  /** Adds one stack and answers how many did not fit. */
  fill(item: ItemStack): number {
    let rest = item.amount;
    for (const pass of ['similar', 'empty'] as const) {
      for (let slot = 0; slot < storageSize && rest > 0; slot += 1) {
        const here = this.slots[slot] ?? null;
        if (pass === 'similar' ? !here?.isSimilar(item) : here) continue;
        const amount = Math.min(rest, item.getMaxStackSize() - (here?.amount ?? 0));
        if (amount <= 0) continue;
        rest -= amount;
        this.put(slot, item.copy((here?.amount ?? 0) + amount));
      }
    }
    return rest;
  }
}
Object.assign(PlayerInventory.prototype, { javaClass: 'org.bukkit.inventory.PlayerInventory' });

export class InventoryView {
  declare readonly javaClass: string;
  readonly windowId: number;
  readonly top: Inventory;
  constructor(windowId: number, top: Inventory) {
    this.windowId = windowId;
    this.top = top;
  }
  getTopInventory(): Inventory {
    return this.top;
  }
}
Object.assign(InventoryView.prototype, { javaClass: 'org.bukkit.inventory.InventoryView' });

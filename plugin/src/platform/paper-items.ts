// Items: from what the backend says to stacks in a player's inventory.
import type { Item } from '@mintkeep/shared/delivery.ts';
import { keep } from '../kept.ts';
import { thingOf } from './paper-goods.ts';
import type { Icon } from './platform.ts';
import { render } from './paper-text.ts';
import { slotsMissing as missing, stackAmounts } from './stacks.ts';

const MaterialType = Java.type('org.bukkit.Material');
const ItemStackType = Java.type('org.bukkit.inventory.ItemStack');
const ArrayList = Java.type('java.util.ArrayList');
const ComponentType = Java.type('net.kyori.adventure.text.Component');

interface Known {
  readonly material: Material;
  readonly stackSize: number;
}

// What a material is does not change while the game runs, and each question crosses into Java.
const known = new Map<string, Known>();

function lookUp(name: string): Known | null {
  const found = known.get(name);
  if (found) return found;
  const material = MaterialType.getMaterial(name);
  if (!material?.isItem() || material.isAir()) return null;
  const one: Known = { material, stackSize: material.getMaxStackSize() };
  known.set(name, one);
  return one;
}

/** The material, when the game knows it as something one can hold. */
export const findMaterial = (name: string): Material | null => lookUp(name)?.material ?? null;

/** How many of a material one slot holds; 0 when it is nothing one can hold. */
export const stackSizeOf = (name: string): number => lookUp(name)?.stackSize ?? 0;

function materialOf(name: string): Material {
  const material = findMaterial(name);
  if (!material) throw new Error(`the game knows no item ${name}`);
  return material;
}

interface Looks {
  readonly name: Component | null;
  readonly lore: readonly Component[];
  readonly glow: boolean;
}

function stackOf(material: Material, amount: number, { name, lore, glow }: Looks): ItemStack {
  const stack = new ItemStackType(material, amount);
  // Plain goods stay without meta: they must stack with what a player already has.
  if (!name && lore.length === 0 && !glow) return stack;
  const meta = stack.getItemMeta();
  if (name) meta.displayName(name);
  if (lore.length > 0) {
    const lines = new ArrayList() as JavaArrayList<Component>;
    for (const line of lore) lines.add(line);
    meta.lore(lines);
  }
  if (glow) meta.setEnchantmentGlintOverride(true);
  stack.setItemMeta(meta);
  return stack;
}

// Most icons of a window are those of the last one. An inventory copies what is put into it.
const icons = keep<ItemStack>(1_000);

/** The picture of a menu's slot: to put into an inventory, never to change. */
export function iconStack(icon: Icon): ItemStack {
  // Bytes of a thing are long, and no other window shows it.
  if (icon.thing !== undefined) return thingIcon(icon, icon.thing) ?? wordedIcon(icon);
  return icons(JSON.stringify(icon), () => wordedIcon(icon));
}

function wordedIcon(icon: Icon): ItemStack {
  return stackOf(findMaterial(icon.material) ?? materialOf('PAPER'), icon.amount ?? 1, {
    name: render(icon.name),
    lore: (icon.lore ?? []).map(render),
    glow: icon.glow === true,
  });
}

/** A thing as it is, with more lore; null when this game cannot read its bytes. */
function thingIcon(icon: Icon, bytes: string): ItemStack | null {
  try {
    const stack = thingOf(bytes).asQuantity(icon.amount ?? 1);
    const meta = stack.getItemMeta();
    const lines = new ArrayList() as JavaArrayList<Component>;
    for (const line of meta.lore() ?? []) lines.add(line);
    for (const line of icon.lore ?? []) lines.add(render(line));
    meta.lore(lines);
    stack.setItemMeta(meta);
    return stack;
  } catch {
    return null;
  }
}

/** One of an item, as it will lie in the inventory. What an admin wrote is shown, never parsed. */
function sample(item: Item): ItemStack {
  const text = (line: string) => ComponentType['text(java.lang.String)'](line);
  return stackOf(materialOf(item.material), 1, {
    name: item.name === undefined ? null : text(item.name),
    lore: (item.lore ?? []).map(text),
    glow: item.glow === true,
  });
}

/** How many more slots the items need than there are. */
export function slotsMissing(inventory: PlayerInventory, items: readonly Item[]): number {
  const slots = [...inventory.getStorageContents()].map((stack) =>
    stack === null
      ? null
      : { kind: stack, amount: stack.getAmount(), max: stack.getMaxStackSize() },
  );
  const wanted = items.map((item) => {
    return { kind: sample(item), amount: item.amount, max: stackSizeOf(item.material) };
  });
  return missing(slots, wanted, (one, other) => one.isSimilar(other));
}

/** Adds the items. Throws when something did not fit: `slotsMissing` was not asked. */
export function give(inventory: PlayerInventory, items: readonly Item[]): void {
  for (const item of items) {
    const looks = sample(item);
    for (const amount of stackAmounts(item.amount, stackSizeOf(item.material))) {
      looks.setAmount(amount);
      if (!inventory.addItem(looks).isEmpty()) throw new Error(`no room for ${item.material}`);
    }
  }
}

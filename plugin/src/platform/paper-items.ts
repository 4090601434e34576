// Items: from what the backend says to stacks in a player's inventory.
import type { Item } from '@mintkeep/shared/delivery.ts';
import { thingOf } from './paper-goods.ts';
import type { Icon } from './platform.ts';
import { render } from './paper-text.ts';
import { slotsMissing as missing, stackAmounts } from './stacks.ts';

const MaterialType = Java.type('org.bukkit.Material');
const ItemStackType = Java.type('org.bukkit.inventory.ItemStack');
const ArrayList = Java.type('java.util.ArrayList');
const ComponentType = Java.type('net.kyori.adventure.text.Component');

/** The material, when the game knows it as something one can hold. */
export function findMaterial(name: string): Material | null {
  const material = MaterialType.getMaterial(name);
  return material && material.isItem() && !material.isAir() ? material : null;
}

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

/** The picture of a menu's slot. */
export function iconStack(icon: Icon): ItemStack {
  const thing = icon.thing === undefined ? null : thingIcon(icon, icon.thing);
  if (thing) return thing;
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
    const kind = sample(item);
    return { kind, amount: item.amount, max: kind.getMaxStackSize() };
  });
  return missing(slots, wanted, (one, other) => one.isSimilar(other));
}

/** Adds the items. Throws when something did not fit: `slotsMissing` was not asked. */
export function give(inventory: PlayerInventory, items: readonly Item[]): void {
  for (const item of items) {
    const { material, looks } = { material: materialOf(item.material), looks: sample(item) };
    for (const amount of stackAmounts(item.amount, material.getMaxStackSize())) {
      looks.setAmount(amount);
      if (!inventory.addItem(looks).isEmpty()) throw new Error(`no room for ${item.material}`);
    }
  }
}

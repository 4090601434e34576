// Materials, stacks and the strings kept with them.
import { JavaException, NotModelled } from '../border/values.ts';
import type { Text, WireItem } from '../wire.ts';
import { Component } from './adventure.ts';
import { JavaCollection, JavaList, type JavaMap } from './collections.ts';
import { enchantmentMap } from './enchantments.ts';
import { writeBytes } from './item-bytes.ts';
import type { JavaBytes } from '../border/crossing.ts';

const illegal = (message: string) =>
  new JavaException('java.lang.IllegalArgumentException', message);

export class Material {
  declare readonly javaClass: string;
  readonly #name: string;
  readonly #stackSize: number;
  constructor(name: string, stackSize: number) {
    this.#name = name;
    this.#stackSize = stackSize;
  }
  name(): string {
    return this.#name;
  }
  toString(): string {
    return this.#name;
  }
  isItem(): boolean {
    return true;
  }
  isAir(): boolean {
    return this.#name === 'AIR';
  }
  getMaxStackSize(): number {
    return this.#stackSize;
  }
}
Object.assign(Material.prototype, { javaClass: 'org.bukkit.Material' });

export class NamespacedKey {
  declare readonly javaClass: string;
  readonly #namespace: string;
  readonly #key: string;
  constructor(namespace: string, key: string) {
    if (!/^[a-z0-9._-]+$/.test(namespace) || !/^[a-z0-9._/-]+$/.test(key)) {
      throw illegal(`Invalid key. Must be [a-z0-9/._-]: ${namespace}:${key}`);
    }
    if (`${namespace}:${key}`.length > 32_767)
      throw illegal('NamespacedKey must be less than 32768');
    this.#namespace = namespace;
    this.#key = key;
  }
  getNamespace(): string {
    return this.#namespace;
  }
  getKey(): string {
    return this.#key;
  }
  toString(): string {
    return `${this.#namespace}:${this.#key}`;
  }
}
Object.assign(NamespacedKey.prototype, { javaClass: 'org.bukkit.NamespacedKey' });

export const stringType = { javaClass: 'org.bukkit.persistence.PersistentDataType' };

/** Strings by key; a value of another kind than its type is refused, as Paper does. */
export class DataContainer {
  declare readonly javaClass: string;
  readonly values: Map<string, string>;
  constructor(values: Iterable<readonly [string, string]> = []) {
    this.values = new Map(values);
  }
  get(key: NamespacedKey, type: unknown): string | null {
    if (type !== stringType) throw new NotModelled('not modelled: PersistentDataType but STRING');
    return this.values.get(key.toString()) ?? null;
  }
  set(key: NamespacedKey, type: unknown, value: unknown): void {
    if (type !== stringType) throw new NotModelled('not modelled: PersistentDataType but STRING');
    if (typeof value !== 'string') throw illegal(`The found object is of the type ${typeof value}`);
    this.values.set(key.toString(), value);
  }
  has(key: NamespacedKey): boolean {
    return this.values.has(key.toString());
  }
  remove(key: NamespacedKey): void {
    this.values.delete(key.toString());
  }
  getKeys(): JavaCollection {
    return new JavaCollection(
      [...this.values.keys()].map((text) => {
        const at = text.indexOf(':');
        return new NamespacedKey(text.slice(0, at), text.slice(at + 1));
      }),
    );
  }
}
Object.assign(DataContainer.prototype, {
  javaClass: 'org.bukkit.persistence.PersistentDataContainer',
});

export interface Looks {
  readonly name?: Text;
  readonly lore?: readonly Text[];
  readonly glow?: boolean;
  /** Levels by name, as `sharpness`; on a book they are stored, not at work. */
  readonly enchantments?: Readonly<Record<string, number>>;
  readonly damage?: number;
}

/** The looks in one order, whatever was set first: equal things are equal as text. */
export const looksText = ({ name, lore, glow, enchantments, damage }: Looks): string =>
  JSON.stringify([
    name ?? null,
    lore ?? [],
    glow ?? null,
    Object.entries(enchantments ?? {}).sort(([one], [other]) => (one < other ? -1 : 1)),
    damage ?? 0,
  ]);

export class ItemMeta {
  declare readonly javaClass: string;
  looks: Looks;
  readonly #data: DataContainer;
  constructor(looks: Looks, data: Iterable<readonly [string, string]>) {
    this.looks = looks;
    this.#data = new DataContainer(data);
  }
  displayName(name: Component | null): void {
    const { name: _before, ...rest } = this.looks;
    this.looks = name ? { ...rest, name: name.text } : rest;
  }
  /** Without an argument it answers, with one it sets: two methods of one name. */
  lore(...given: readonly (JavaList | null)[]): JavaList | null {
    if (given.length === 0) {
      const { lore } = this.looks;
      return lore ? new JavaList(lore.map((text) => new Component(text))) : null;
    }
    const [lines = null] = given;
    const { lore: _before, ...rest } = this.looks;
    const texts = lines?.items.map((line) => {
      if (!(line instanceof Component)) throw illegal('lore is made of components');
      return line.text;
    });
    this.looks = texts && texts.length > 0 ? { ...rest, lore: texts } : rest;
    return null;
  }
  getDamage(): number {
    return this.looks.damage ?? 0;
  }
  setEnchantmentGlintOverride(glow: boolean): void {
    this.looks = { ...this.looks, glow };
  }
  getPersistentDataContainer(): DataContainer {
    return this.#data;
  }
}
// As CraftBukkit's: every meta can be damaged.
Object.assign(ItemMeta.prototype, { javaClass: 'org.bukkit.inventory.meta.Damageable' });

/** The meta of an enchanted book. */
export class EnchantmentStorageMeta extends ItemMeta {
  getStoredEnchants(): JavaMap {
    return enchantmentMap(this.looks.enchantments);
  }
}
Object.assign(EnchantmentStorageMeta.prototype, {
  javaClass: 'org.bukkit.inventory.meta.EnchantmentStorageMeta',
});

const isBook = (material: Material): boolean => material.name() === 'ENCHANTED_BOOK';

export class ItemStack {
  declare readonly javaClass: string;
  readonly material: Material;
  amount: number;
  looks: Looks = {};
  data: readonly (readonly [string, string])[] = [];
  constructor(material: Material, amount: number) {
    this.material = material;
    this.amount = amount;
  }
  getType(): Material {
    return this.material;
  }
  getAmount(): number {
    return this.amount;
  }
  setAmount(amount: number): void {
    this.amount = amount;
  }
  getMaxStackSize(): number {
    return this.material.getMaxStackSize();
  }
  isSimilar(other: ItemStack | null): boolean {
    return (
      other !== null &&
      other.material === this.material &&
      looksText(other.looks) === looksText(this.looks) &&
      JSON.stringify(other.data) === JSON.stringify(this.data)
    );
  }
  asQuantity(amount: number): ItemStack {
    return this.copy(amount);
  }
  effectiveName(): Component {
    const words = this.material.name().toLowerCase().split('_');
    const plain = words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ');
    return new Component(this.looks.name ?? { text: plain });
  }
  getEnchantments(): JavaMap {
    return enchantmentMap(isBook(this.material) ? {} : this.looks.enchantments);
  }
  serializeAsBytes(): JavaBytes {
    return writeBytes(this);
  }
  getItemMeta(): ItemMeta {
    const Meta = isBook(this.material) ? EnchantmentStorageMeta : ItemMeta;
    return new Meta(this.looks, this.data);
  }
  setItemMeta(meta: ItemMeta | null): boolean {
    this.looks = meta ? { ...meta.looks } : {};
    this.data = meta ? [...meta.getPersistentDataContainer().values] : [];
    return true;
  }
  /** As CraftBukkit's own copy: what a script holds and what lies in a slot are two. */
  copy(amount = this.amount): ItemStack {
    const made = new ItemStack(this.material, amount);
    made.looks = this.looks;
    made.data = this.data;
    return made;
  }
  /** What is left without so many; null when that is nothing. */
  less(amount: number): ItemStack | null {
    return amount < this.amount ? this.copy(this.amount - amount) : null;
  }
  toWire(): WireItem {
    const { name, lore, glow, enchantments: levels } = this.looks;
    return {
      material: this.material.name(),
      amount: this.amount,
      ...(name && { name }),
      ...(lore && { lore }),
      // A client shows an enchanted thing with a glint.
      ...((glow ?? (levels && !isBook(this.material))) ? { glow: true } : {}),
    };
  }
}
Object.assign(ItemStack.prototype, { javaClass: 'org.bukkit.inventory.ItemStack' });

/** A stack as a player's file keeps it. */
export interface StoredItem extends Looks {
  readonly slot: number;
  readonly material: string;
  readonly amount: number;
  readonly data?: readonly (readonly [string, string])[];
}

/** The materials of one version of the game. */
export class Materials {
  readonly #known: ReadonlyMap<string, Material>;
  constructor(stackSizes: ReadonlyMap<string, number>) {
    this.#known = new Map([...stackSizes].map(([name, size]) => [name, new Material(name, size)]));
  }
  find(name: string): Material | null {
    return this.#known.get(name) ?? null;
  }
  store(slot: number, stack: ItemStack): StoredItem {
    return {
      slot,
      material: stack.material.name(),
      amount: stack.amount,
      ...stack.looks,
      data: stack.data,
    };
  }
  restore(stored: StoredItem): ItemStack | null {
    const material = this.find(stored.material);
    if (!material) return null;
    const { slot: _slot, material: _name, amount, data, ...looks } = stored;
    const stack = new ItemStack(material, amount);
    stack.looks = looks;
    stack.data = data ?? [];
    return stack;
  }
}

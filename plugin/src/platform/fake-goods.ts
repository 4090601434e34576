// Things in the slots of the fake platform, and goods made of them. The bytes of a thing are its own
// text as JSON, so that equal things have equal bytes; knows no game.
import type { Item } from '@mintkeep/shared/delivery.ts';
import { goodsSkuOf, type Goods } from '@mintkeep/shared/goods.ts';
import { fakeCrypto, fromBase64, toBase64, utf8 } from './fake-crypto.ts';
import { goodsLine, materialTitle } from './goods-words.ts';
import type { Player } from './platform.ts';

/** A stack of the fake: what an item has, and what only things of players have. */
export interface FakeStack extends Item {
  readonly enchantments?: Readonly<Record<string, number>>;
  readonly damage?: number;
  /** What makes its bytes long, as the things in a shulker box. */
  readonly contents?: string;
}

/** What makes a thing another than its neighbour: all but the amount, in a fixed order. */
export const looksOf = (stack: FakeStack): string =>
  JSON.stringify([
    stack.material,
    stack.name ?? null,
    stack.lore ?? [],
    stack.glow ?? false,
    Object.entries(stack.enchantments ?? {}).sort(),
    stack.damage ?? 0,
    stack.contents ?? '',
  ]);

const encode = (text: string): string => toBase64(utf8(text));
const decode = (bytes: string): string =>
  decodeURIComponent(
    fromBase64(bytes)
      .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
      .join(''),
  );

/** A stack as the goods that the real platform would make of it. */
export function fakeGoods(stack: FakeStack): Goods {
  const text = looksOf(stack);
  const isPlain = text === looksOf({ material: stack.material, amount: 1 });
  const enchantments = Object.entries(stack.enchantments ?? {}).sort();
  return {
    sku: goodsSkuOf(stack.material, isPlain ? null : fakeCrypto.sha256(text)),
    material: stack.material,
    title: goodsLine(stack.name ?? '') ?? materialTitle(stack.material),
    details: [
      ...enchantments.map(([name, level]) => `${materialTitle(name)} ${String(level)}`),
      ...(stack.damage ? [`Damage ${String(stack.damage)}`] : []),
      ...(stack.lore ?? []).map(goodsLine).filter((line) => line !== null),
    ].slice(0, 16),
    bytes: encode(text),
    quantity: stack.amount,
  };
}

/** The stack that goods mean; throws for bytes that mean none. */
export function fakeThing({ bytes, quantity }: Pick<Goods, 'bytes' | 'quantity'>): FakeStack {
  type Looks = [
    string,
    string | null,
    string[],
    boolean,
    [string, number][],
    number,
    string | undefined,
  ];
  const text = decode(bytes);
  const [material, name, lore, glow, enchantments, damage, contents] = JSON.parse(text) as Looks;
  return {
    material,
    amount: quantity,
    ...(name === null ? {} : { name }),
    ...(lore.length > 0 ? { lore } : {}),
    ...(glow ? { glow } : {}),
    ...(enchantments.length > 0 ? { enchantments: Object.fromEntries(enchantments) } : {}),
    ...(damage > 0 ? { damage } : {}),
    ...(contents ? { contents } : {}),
  };
}

/** Why the fake game cannot make these goods. */
export function fakeGoodsProblem(goods: readonly Goods[]): string | null {
  for (const one of goods) {
    try {
      fakeThing(one);
    } catch (error) {
      return `${one.sku}: this game cannot read its bytes (${String(error)})`;
    }
  }
  return null;
}

interface Bag {
  readonly slots: (FakeStack | null)[];
  slotsMissing(items: readonly FakeStack[]): number;
  give(items: readonly FakeStack[]): void;
}

type GoodsPart = Pick<
  Player,
  'inHand' | 'holdings' | 'takeGoods' | 'goodsSlotsMissing' | 'giveGoods'
>;

/** What a visit does with goods. */
export function fakeGoodsOf(
  { slots, ...bag }: Bag,
  held: () => number,
  open: () => boolean,
): GoodsPart {
  function holdings(): Goods[] {
    const found = new Map<string, Goods>();
    for (const slot of slots) {
      if (!slot) continue;
      const goods = fakeGoods(slot);
      const known = found.get(goods.sku)?.quantity ?? 0;
      found.set(goods.sku, { ...goods, quantity: known + slot.amount });
    }
    return [...found.values()];
  }
  function take(sku: string, quantity: number): Goods | null {
    let taken = 0;
    let kind: Goods | null = null;
    for (const index of [held(), ...slots.keys()]) {
      const slot = slots[index];
      if (!slot || taken >= quantity || fakeGoods(slot).sku !== sku) continue;
      kind = fakeGoods(slot);
      const amount = Math.min(quantity - taken, slot.amount);
      slots[index] = amount < slot.amount ? { ...slot, amount: slot.amount - amount } : null;
      taken += amount;
    }
    return kind && { ...kind, quantity: taken };
  }
  return {
    inHand() {
      const slot = open() ? slots[held()] : null;
      return slot ? fakeGoods(slot) : null;
    },
    holdings: () => (open() ? holdings() : []),
    takeGoods: (sku, quantity) => (open() ? take(sku, quantity) : null),
    goodsSlotsMissing: (goods) => (open() ? bag.slotsMissing(goods.map(fakeThing)) : 0),
    giveGoods(goods) {
      if (open()) bag.give(goods.map(fakeThing));
    },
  };
}

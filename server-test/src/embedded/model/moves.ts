// What each kind of click moves, as vanilla has it: between slots, the cursor and the ground. It
// knows neither events nor the wire.
import { offHandSlot } from './inventories.ts';
import type { ItemStack } from './items.ts';
import type { Player } from './player.ts';

/** The slots of the open window by its raw numbers: the window's own, then the player's. */
export interface Slots {
  /** All raw numbers, those of the crafting grid and the armour too. */
  readonly size: number;
  /** How many come before the player's storage. */
  readonly before: number;
  /** Whether things may lie there: nothing is crafted or worn here. */
  has(raw: number): boolean;
  get(raw: number): ItemStack | null;
  put(raw: number, item: ItemStack | null): void;
}

/** The slots of the window that a player has open. */
export function slotsOf(player: Player): Slots {
  const { top, windowId } = player.view;
  const isOwn = windowId === 0;
  const before = isOwn ? 9 : top.slots.length;
  const own = (raw: number): number => {
    const index = raw - before;
    if (isOwn && index === 36) return offHandSlot;
    if (index < 0 || index >= 36) return -1;
    return index < 27 ? index + 9 : index - 27;
  };
  const isTop = (raw: number): boolean => !isOwn && raw >= 0 && raw < before;
  return {
    size: before + (isOwn ? 37 : 36),
    before,
    has: (raw) => isTop(raw) || own(raw) >= 0,
    get: (raw) => (isTop(raw) ? top.slots[raw] : player.inventory.slots[own(raw)]) ?? null,
    put(raw, item) {
      if (isTop(raw)) top.put(raw, item);
      else if (own(raw) >= 0) player.inventory.put(own(raw), item);
    },
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

/** Serves a click with a name of Bukkit's; false when it means nothing here. */
export function move(
  player: Player,
  slots: Slots,
  slot: number,
  button: number,
  name: string,
): boolean {
  if (name === 'WINDOW_BORDER_LEFT' || name === 'WINDOW_BORDER_RIGHT') {
    return dropCursor(player, name === 'WINDOW_BORDER_RIGHT' ? 1 : undefined);
  }
  if (!slots.has(slot)) return false;
  switch (name) {
    case 'LEFT':
    case 'RIGHT':
      plainClick(player, slots, slot, name);
      return true;
    case 'SHIFT_LEFT':
    case 'SHIFT_RIGHT':
      return quickMove(player, slots, slot);
    case 'NUMBER_KEY':
      return button >= 0 && button <= 8 && swap(player, slots, slot, button);
    case 'SWAP_OFFHAND':
      return swap(player, slots, slot, offHandSlot);
    case 'DROP':
      return drop(player, slots, slot, 1);
    case 'CONTROL_DROP':
      return drop(player, slots, slot, slots.get(slot)?.amount ?? 0);
    case 'DOUBLE_CLICK':
      return collect(player, slots, slot);
    default:
      return false;
  }
}

function plainClick(player: Player, slots: Slots, slot: number, name: 'LEFT' | 'RIGHT'): void {
  const here = slots.get(slot);
  const held = player.cursor;
  if (here && held && here.isSimilar(held)) {
    const room = Math.max(0, here.getMaxStackSize() - here.amount);
    const amount = Math.min(name === 'LEFT' ? held.amount : 1, room);
    slots.put(slot, here.copy(here.amount + amount));
    player.cursor = held.less(amount);
  } else if (here && !held && name === 'RIGHT') {
    const amount = Math.ceil(here.amount / 2);
    player.cursor = here.copy(amount);
    slots.put(slot, here.less(amount));
  } else if (held && !here && name === 'RIGHT') {
    slots.put(slot, held.copy(1));
    player.cursor = held.less(1);
  } else {
    slots.put(slot, held);
    player.cursor = here;
  }
}

/** Where a shifted click sends things: out of a chest from the last slot back, else forward. */
function targetsOf(player: Player, { size, before }: Slots, slot: number): number[] {
  if (player.view.windowId !== 0) {
    return slot < before ? range(before, size).reverse() : range(0, before);
  }
  if (slot < before + 27) return range(before + 27, before + 36);
  return slot < before + 36 ? range(before, before + 27) : range(before, before + 36);
}

function quickMove(player: Player, slots: Slots, slot: number): boolean {
  let item = slots.get(slot);
  if (!item) return false;
  for (const pass of ['similar', 'empty'] as const) {
    for (const target of targetsOf(player, slots, slot)) {
      const here = slots.get(target);
      if (!item || (pass === 'similar' ? !here?.isSimilar(item) : here)) continue;
      const room = Math.max(0, item.getMaxStackSize() - (here?.amount ?? 0));
      const amount = Math.min(item.amount, room);
      if (amount > 0) slots.put(target, item.copy((here?.amount ?? 0) + amount));
      item = item.less(amount);
    }
  }
  slots.put(slot, item);
  return true;
}

function swap(player: Player, slots: Slots, slot: number, own: number): boolean {
  const [here, there] = [slots.get(slot), player.inventory.slots[own] ?? null];
  slots.put(slot, there);
  player.inventory.put(own, here);
  return true;
}

function drop(player: Player, slots: Slots, slot: number, amount: number): boolean {
  const item = slots.get(slot);
  // With something in hand nothing is thrown.
  if (!item || player.cursor) return false;
  slots.put(slot, item.less(amount));
  player.drop(item.copy(amount));
  return true;
}

function dropCursor(player: Player, amount?: number): boolean {
  const held = player.cursor;
  if (!held) return false;
  player.drop(held.copy(amount));
  player.cursor = held.less(amount ?? held.amount);
  return true;
}

/** Takes similar things from everywhere to the cursor: what is no full stack first. */
function collect(player: Player, slots: Slots, slot: number): boolean {
  if (!player.cursor || slots.get(slot)) return false;
  for (const pass of ['part', 'full'] as const) {
    for (const from of range(0, slots.size)) {
      const held: ItemStack = player.cursor;
      const here = slots.get(from);
      if (!here?.isSimilar(held)) continue;
      if (pass === 'part' && here.amount >= here.getMaxStackSize()) continue;
      const amount = Math.min(here.amount, Math.max(0, held.getMaxStackSize() - held.amount));
      if (amount === 0) continue;
      slots.put(from, here.less(amount));
      player.cursor = held.copy(held.amount + amount);
    }
  }
  return true;
}

/** Spreads the cursor's stack over slots: evenly, or one for each. */
export function spread(
  player: Player,
  slots: Slots,
  over: ReadonlySet<number>,
  how: 'evenly' | 'one each',
): void {
  const held = player.cursor;
  if (!held) return;
  const share = how === 'evenly' ? Math.floor(held.amount / over.size) : 1;
  let rest: ItemStack | null = held;
  for (const slot of over) {
    const here = slots.get(slot);
    if (!rest || (here && !here.isSimilar(held))) continue;
    const room = Math.max(0, held.getMaxStackSize() - (here?.amount ?? 0));
    const amount = Math.min(share, room, rest.amount);
    if (amount > 0) slots.put(slot, held.copy((here?.amount ?? 0) + amount));
    rest = rest.less(amount);
  }
  player.cursor = rest;
}

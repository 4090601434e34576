// What a click in a window does: listeners hear of it first, and what nobody cancelled really moves
// the items, so that a menu which forgets to cancel leaks them here as it would on Paper.
import type { WireClick } from '../wire.ts';
import { InventoryEvent } from './events.ts';
import type { ItemStack } from './items.ts';
import type { Player } from './player.ts';

/** Bukkit's name of a click. */
export function clickName({ mode, button, slot }: WireClick): string {
  const isRight = button === 1;
  switch (mode) {
    case 0:
      if (slot === -999) return isRight ? 'WINDOW_BORDER_RIGHT' : 'WINDOW_BORDER_LEFT';
      return isRight ? 'RIGHT' : 'LEFT';
    case 1:
      return isRight ? 'SHIFT_RIGHT' : 'SHIFT_LEFT';
    case 2:
      return button === 40 ? 'SWAP_OFFHAND' : 'NUMBER_KEY';
    case 3:
      return 'MIDDLE';
    case 4:
      return isRight ? 'CONTROL_DROP' : 'DROP';
    case 5:
      return 'DRAG';
    case 6:
      return 'DOUBLE_CLICK';
    default:
      return 'UNKNOWN';
  }
}

interface Slots {
  readonly size: number;
  get(slot: number): ItemStack | null;
  put(slot: number, item: ItemStack | null): void;
}

/** The slots of the open window by its raw numbers: the chest's, then the player's. */
function slotsOf(player: Player): Slots {
  const { top, windowId } = player.view;
  const before = windowId === 0 ? 9 : top.slots.length;
  const own = (raw: number): number => {
    const index = raw - before;
    if (index < 0) return -1;
    return index < 27 ? index + 9 : index < 36 ? index - 27 : -1;
  };
  return {
    size: before + 36,
    get(raw) {
      if (windowId !== 0 && raw >= 0 && raw < before) return top.slots[raw] ?? null;
      return player.inventory.slots[own(raw)] ?? null;
    },
    put(raw, item) {
      if (windowId !== 0 && raw < before) top.put(raw, item);
      else if (own(raw) >= 0) player.inventory.put(own(raw), item);
    },
  };
}

/** Serves one click of a client. */
export function click(player: Player, wire: WireClick): void {
  const { view } = player;
  if (wire.windowId !== view.windowId) return; // A window that is gone: vanilla ignores it.
  const name = clickName(wire);
  const slots = slotsOf(player);
  const isInside = Number.isInteger(wire.slot) && wire.slot >= 0 && wire.slot < slots.size;
  if (!isInside && wire.slot !== -999) return player.showWindow();
  const event = new InventoryEvent(
    name === 'DRAG' ? 'Drag' : 'Click',
    player,
    view,
    wire.slot,
    name,
  );
  player.game.call(event);
  if (player.view !== view || !player.isHere) return;
  const moved = !event.isCancelled && isInside && move(player, slots, wire, name);
  // Paper answers the slots the client changed by itself, and everything when its picture was old.
  if (!wire.isCurrent || (!moved && !event.isCancelled)) return player.showWindow();
  for (const slot of wire.predictedSlots) {
    if (slot >= 0) player.client.windowSlot(view.windowId, slot, slots.get(slot)?.toWire() ?? null);
  }
  player.client.cursor(player.cursor?.toWire() ?? null);
}

function move(player: Player, slots: Slots, wire: WireClick, name: string): boolean {
  const item = slots.get(wire.slot);
  switch (name) {
    case 'LEFT':
    case 'RIGHT':
      plainClick(player, slots, wire.slot, name);
      return true;
    case 'SHIFT_LEFT':
    case 'SHIFT_RIGHT':
      if (item && player.view.windowId !== 0 && wire.slot < player.view.top.slots.length) {
        slots.put(wire.slot, null);
        const rest = player.inventory.fill(item);
        if (rest > 0) slots.put(wire.slot, item.copy(rest));
        return true;
      }
      return false;
    case 'NUMBER_KEY': {
      const here = player.inventory.slots[wire.button] ?? null;
      if (wire.button < 0 || wire.button > 8) return false;
      slots.put(wire.slot, here);
      player.inventory.put(wire.button, item);
      return true;
    }
    case 'DROP':
    case 'CONTROL_DROP':
      if (item) slots.put(wire.slot, item.copy(name === 'DROP' ? item.amount - 1 : 0));
      return true;
    default:
      return false; // Double clicks, drags and the off-hand change nothing here.
  }
}

function plainClick(player: Player, slots: Slots, slot: number, name: 'LEFT' | 'RIGHT'): void {
  const here = slots.get(slot);
  const held = player.cursor;
  if (here && held && here.isSimilar(held)) {
    const amount = Math.min(
      name === 'LEFT' ? held.amount : 1,
      here.getMaxStackSize() - here.amount,
    );
    slots.put(slot, here.copy(here.amount + amount));
    player.cursor = held.amount > amount ? held.copy(held.amount - amount) : null;
  } else if (here && !held && name === 'RIGHT') {
    const amount = Math.ceil(here.amount / 2);
    player.cursor = here.copy(amount);
    slots.put(slot, here.copy(here.amount - amount));
  } else if (held && !here && name === 'RIGHT') {
    slots.put(slot, held.copy(1));
    player.cursor = held.amount > 1 ? held.copy(held.amount - 1) : null;
  } else {
    slots.put(slot, held);
    player.cursor = here;
  }
}

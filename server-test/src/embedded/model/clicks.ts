// What a click in a window does: listeners hear of it first, and what nobody cancelled really moves
// the items, so that a menu which forgets to cancel leaks them here as it would on Paper.
import type { WireClick } from '../wire.ts';
import { InventoryEvent } from './event-kinds.ts';
import { move, slotsOf, spread, type Slots } from './moves.ts';
import type { Player } from './player.ts';

const outside = -999;

/** A drag that goes on: its slots are told one by one, and only its end does something. */
export interface Drag {
  readonly how: 'evenly' | 'one each';
  readonly slots: Set<number>;
}

/** Bukkit's name of a click. */
export function clickName({ mode, button, slot }: WireClick): string {
  const isRight = button === 1;
  switch (mode) {
    case 0:
      if (slot === outside) return isRight ? 'WINDOW_BORDER_RIGHT' : 'WINDOW_BORDER_LEFT';
      return isRight ? 'RIGHT' : 'LEFT';
    case 1:
      return isRight ? 'SHIFT_RIGHT' : 'SHIFT_LEFT';
    case 2:
      return button === 40 ? 'SWAP_OFFHAND' : 'NUMBER_KEY';
    case 3:
      return 'MIDDLE';
    case 4:
      return isRight ? 'CONTROL_DROP' : 'DROP';
    case 6:
      return 'DOUBLE_CLICK';
    default:
      return 'UNKNOWN';
  }
}

/** Serves one click of a client. */
export function click(player: Player, wire: WireClick): void {
  // A window that is gone: vanilla ignores it.
  if (wire.windowId !== player.view.windowId) return;
  const slots = slotsOf(player);
  const isInside = Number.isInteger(wire.slot) && wire.slot >= 0 && wire.slot < slots.size;
  if (!isInside && wire.slot !== outside) return player.showWindow();
  if (wire.mode === 5) return drag(player, slots, wire);
  player.drag = null;
  const name = clickName(wire);
  const event = new InventoryEvent('Click', player, player.view, wire.slot, name);
  serve(player, slots, wire, event, () => move(player, slots, wire.slot, wire.button, name));
}

/** Calls the event, moves what nobody cancelled, and shows the client how it is now. */
function serve(
  player: Player,
  slots: Slots,
  wire: WireClick,
  event: InventoryEvent,
  run: () => boolean,
): void {
  const { view } = player;
  player.game.call(event);
  if (player.view !== view || !player.isHere) return;
  const moved = !event.isCancelled && run();
  // Paper answers the slots the client changed by itself, and everything when its picture was old.
  if (!wire.isCurrent || (!moved && !event.isCancelled)) return player.showWindow();
  for (const slot of wire.predictedSlots) {
    if (slot >= 0) player.client.windowSlot(view.windowId, slot, slots.get(slot)?.toWire() ?? null);
  }
  player.client.cursor(player.cursor?.toWire() ?? null);
}

/** The button's lower bits tell begin, slot and end; those above how the stack is spread. */
function drag(player: Player, slots: Slots, wire: WireClick): void {
  const how = wire.button >> 2 === 0 ? 'evenly' : wire.button >> 2 === 1 ? 'one each' : null;
  const held = player.cursor;
  const going = player.drag;
  if (!how || !held) {
    player.drag = null;
    return player.showWindow();
  }
  switch (wire.button & 3) {
    case 0:
      player.drag = { how, slots: new Set() };
      return;
    case 1: {
      if (going?.how !== how || !slots.has(wire.slot)) return;
      const here = slots.get(wire.slot);
      const fits = !here || (here.isSimilar(held) && here.amount < here.getMaxStackSize());
      if (fits && going.slots.size < held.amount) going.slots.add(wire.slot);
      return;
    }
    default: {
      player.drag = null;
      if (going?.how !== how || going.slots.size === 0) return player.showWindow();
      // As on Paper, a drag over one slot is a drag too, and no click.
      const event = new InventoryEvent('Drag', player, player.view);
      serve(player, slots, wire, event, () => {
        spread(player, slots, going.slots, how);
        return true;
      });
    }
  }
}

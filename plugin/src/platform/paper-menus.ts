// Chest menus. Every click and drag is cancelled while one is open, in the player's own half too,
// so that no click of any kind can move an icon out or goods in.
import type { Events } from './paper-events.ts';
import { guard } from './paper-log.ts';
import { iconStack } from './paper-items.ts';
import type { Visits } from './paper-players.ts';
import { render } from './paper-text.ts';
import type { Icon, Menu, OpenMenu, Player } from './platform.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');

interface Shown {
  readonly inventory: Inventory;
  readonly menu: Menu;
  icons: ReadonlyMap<number, Icon>;
}

type Click = 'left' | 'right' | 'shift' | 'other';

const clicks: Readonly<Record<string, Click>> = {
  LEFT: 'left',
  RIGHT: 'right',
  SHIFT_LEFT: 'shift',
  SHIFT_RIGHT: 'shift',
};

type NextTick = (what: string, run: () => void) => void;

/** One set of listeners for all windows; `open` holds who looks at which. */
function listen(events: Events, open: Map<string, Shown>, nextTick: NextTick): void {
  const shownIn = (player: BukkitPlayer, inventory: Inventory): Shown | null => {
    const shown = open.get(String(player.getUniqueId()));
    return shown?.inventory.equals(inventory) ? shown : null;
  };

  events.on('org.bukkit.event.inventory.InventoryClickEvent', (event) => {
    const shown = shownIn(event.getWhoClicked(), event.getView().getTopInventory());
    if (!shown) return;
    event.setCancelled(true);
    const slot = event.getRawSlot();
    if (slot < 0 || slot >= shown.inventory.getSize()) return;
    const click = clicks[event.getClick().name()] ?? 'other';
    const id = String(event.getWhoClicked().getUniqueId());
    // A window must not be closed or opened inside its own click.
    const { icons } = shown;
    nextTick('menu click', () => {
      // A second click of the same tick was meant for the icons that it saw.
      if (open.get(id) === shown && shown.icons === icons) shown.menu.onClick(slot, click);
    });
  });
  events.on('org.bukkit.event.inventory.InventoryDragEvent', (event) => {
    if (shownIn(event.getWhoClicked(), event.getView().getTopInventory())) event.setCancelled(true);
  });
  events.on('org.bukkit.event.inventory.InventoryCloseEvent', (event) => {
    const shown = shownIn(event.getPlayer(), event.getInventory());
    if (!shown) return;
    open.delete(String(event.getPlayer().getUniqueId()));
    guard('menu close', () => closed(shown.menu))();
  });
}

function closed(menu: Menu): void {
  if (menu.onClose) menu.onClose();
}

/** Serves menus; answers how to open one and how to close all. */
export function serveMenus(
  events: Events,
  visits: Visits,
  nextTick: NextTick,
): { open(player: Player, menu: Menu): OpenMenu; stop(): void } {
  const open = new Map<string, Shown>();
  listen(events, open, nextTick);

  return {
    open(player, menu) {
      const size = menu.rows * 9;
      const inventory = Bukkit.createInventory(null, size, render(menu.title));
      fill(inventory, new Map(), menu.icons);
      const bukkit = visits.bukkit(player);
      const shown: Shown = { inventory, menu, icons: menu.icons };
      // Another plugin may forbid the window; a player who left has none.
      if (player.isOnline() && bukkit.openInventory(inventory)) open.set(player.id, shown);
      else nextTick('menu close', () => closed(menu));
      const isOpen = () => open.get(player.id) === shown;
      return {
        isOpen,
        close() {
          if (isOpen()) bukkit.closeInventory();
        },
        show(icons) {
          if (!isOpen()) return;
          fill(inventory, shown.icons, icons);
          shown.icons = icons;
        },
      };
    },
    stop() {
      for (const id of [...open.keys()]) {
        const player = visits.find(id);
        if (player) visits.bukkit(player).closeInventory();
      }
    },
  };
}

/** Puts icons where others were before: nobody else puts anything into these windows. */
function fill(
  inventory: Inventory,
  before: ReadonlyMap<number, Icon>,
  icons: ReadonlyMap<number, Icon>,
): void {
  for (const [slot, icon] of icons) {
    if (before.get(slot) !== icon) inventory.setItem(slot, iconStack(icon));
  }
  for (const slot of before.keys()) if (!icons.has(slot)) inventory.setItem(slot, null);
}

// The menu windows of the fake platform: one per player, clicked by tests.
import { plainText } from './fake-text.ts';
import { seenIcon, type SeenMenu } from './fake-players.ts';
import type { Guard } from './guard.ts';
import type { Icon, Menu, OpenMenu, Player } from './platform.ts';

interface Window {
  readonly menu: Menu;
  icons: ReadonlyMap<number, Icon>;
}

/** Makes the windows; `settle` lets promises run on after a click. */
export function createFakeMenus(guard: Guard, settle: () => Promise<void>) {
  const windows = new Map<Player, Window>();

  function close(player: Player): void {
    const window = windows.get(player);
    if (!window) return;
    windows.delete(player);
    guard('onClose', () => window.menu.onClose?.())();
  }

  return {
    open(player: Player, menu: Menu): OpenMenu {
      close(player);
      const window: Window = { menu, icons: menu.icons };
      if (player.isOnline()) windows.set(player, window);
      const isOpen = () => windows.get(player) === window;
      return {
        isOpen,
        show(icons) {
          window.icons = icons;
        },
        close() {
          if (isOpen()) close(player);
        },
      };
    },
    seen: {
      forget: close,
      menu(player: Player): SeenMenu | null {
        const window = windows.get(player);
        if (!window) return null;
        const icons = [...window.icons].map(([slot, icon]) => [slot, seenIcon(icon)] as const);
        const { title, rows } = window.menu;
        return { title: plainText(title), rows, icons: new Map(icons) };
      },
      async click(player: Player, slot: number, click: Parameters<Menu['onClick']>[1]) {
        const window = windows.get(player);
        if (!window) throw new Error(`${player.name} has no menu open.`);
        guard('onClick', () => window.menu.onClick(slot, click))();
        await settle();
      },
      async closeMenu(player: Player) {
        close(player);
        await settle();
      },
    },
  };
}

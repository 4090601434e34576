// Windows of the market: buttons that know what a click on them does. Only left, right and shift
// clicks mean something; whatever else a mouse or a key can do is refused by the platform.
import type { Icon, Menu, Message, OpenMenu, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

export type Click = 'left' | 'right' | 'shift';

export interface Button {
  readonly icon: Icon;
  readonly run?: (click: Click) => void;
}
export type Buttons = ReadonlyMap<number, Button>;

export interface Window {
  show(buttons: Buttons): void;
  close(): void;
  isOpen(): boolean;
}

/** Opens a window; a click runs what stood in the slot when it was clicked. */
export function openWindow(
  { platform }: Plugin,
  player: Player,
  window: {
    readonly title: Message;
    readonly rows: Menu['rows'];
    readonly buttons: Buttons;
    readonly closed?: () => void;
  },
): Window {
  let shown = window.buttons;
  const menu: OpenMenu = platform.openMenu(player, {
    title: window.title,
    rows: window.rows,
    icons: iconsOf(shown),
    onClick(slot, click) {
      if (click !== 'other') shown.get(slot)?.run?.(click);
    },
    ...(window.closed ? { onClose: window.closed } : {}),
  });
  return {
    show(buttons) {
      shown = buttons;
      menu.show(iconsOf(buttons));
    },
    close: () => menu.close(),
    isOpen: () => menu.isOpen(),
  };
}

const iconsOf = (buttons: Buttons): ReadonlyMap<number, Icon> =>
  new Map([...buttons].map(([slot, { icon }]) => [slot, icon]));

/** The way out of a window. */
export const closeButton = (name: Message, run: () => void): Button => ({
  icon: { material: 'BARRIER', name },
  run,
});

// The window of one draw: it waits for the answer, then shows what was drawn. The draw is settled
// before the first picture, so closing the window, leaving or a crash loses nothing but the show.
import type { ShownTable } from '@mintkeep/shared/gacha.ts';
import type { Message, OpenMenu, Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import { iconsOf, showPage, waitPage } from './menu.ts';

const pictureMs = 150;
const picturesCount = 10;

export interface Drawn {
  readonly name: string;
  readonly icon: string;
}

export interface Stage {
  /** Shows the draw, then tells it; at once where the window is closed, and when it is being closed. */
  reveal(table: ShownTable, drawn: Drawn, tell: () => void): void;
  close(): void;
}

/** Opens the window; there is nothing to click in it but the way out. */
export function openStage(plugin: Plugin, player: Player, title: Message): Stage {
  const { platform } = plugin;
  const { language } = player;
  let onClose = (): void => undefined;
  const menu: OpenMenu = platform.openMenu(player, {
    title,
    rows: 3,
    icons: iconsOf(waitPage(plugin, language)),
    onClick: (slot) => {
      if (slot === 26) menu.close();
    },
    onClose: () => onClose(),
  });
  return {
    close: () => menu.close(),
    reveal(table, drawn, tell) {
      if (!menu.isOpen()) return tell();
      const pictures = picturesOf(table, drawn);
      let place = 0;
      let isTold = false;
      const end = (): void => {
        stop();
        if (isTold) return;
        isTold = true;
        tell();
      };
      const next = (): void => {
        const picture = pictures[place];
        place += 1;
        if (!picture) return;
        menu.show(iconsOf(showPage(plugin, picture, language)));
        if (picture.isLast) return end();
        plugin.sound(player, 'click');
      };
      const stop = platform.every('draw shown', pictureMs, next);
      onClose = end;
      next();
    },
  };
}

/** The entries in turn, ending with what was drawn. */
function picturesOf({ entries }: ShownTable, drawn: Drawn) {
  const passing = Array.from({ length: picturesCount - 1 }, (_, place) => {
    const { name, icon } = entries[place % entries.length] ?? drawn;
    return { name, icon, isLast: false };
  });
  return [...passing, { ...drawn, isLast: true }];
}

// What /gacha and /starter share: the tables, the desk, and how a page of buttons becomes a window.
import type { Message, OpenMenu, Player } from '../platform/platform.ts';
import type { Answer, Plugin } from '../plugin.ts';
import type { Desk } from './desk.ts';
import { iconsOf, type Act, type Buttons } from './menu.ts';
import type { Tables } from './tables.ts';

/** What the commands of draws work with. */
export interface Draws {
  readonly plugin: Plugin;
  readonly tables: Tables;
  readonly desk: Desk;
}

/** Tells a player why not. */
export function tellRefusal(plugin: Plugin, player: Player, no: Answer<unknown>): void {
  if (!no.ok) player.tell(plugin.refusal(no.code, no.details, player.language));
}

/** Opens a window of buttons; the way out works in each. */
export function openPage(
  { platform }: Plugin,
  player: Player,
  title: Message,
  rows: 3 | 6,
  { buttons, run }: { readonly buttons: Buttons; readonly run: (act: Act) => void },
): void {
  const menu: OpenMenu = platform.openMenu(player, {
    title,
    rows,
    icons: iconsOf(buttons),
    onClick: (slot) => {
      const act = buttons.get(slot)?.act;
      if (act?.do === 'close') menu.close();
      else if (act) run(act);
    },
  });
}

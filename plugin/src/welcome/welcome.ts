// A few clickable words for a player who is new, once. What they say is the locale files' matter.
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

/** Past the noise of a join. */
const welcomeAfterMs = 4_000;

/** In the player's file: the words were told. */
const welcomedNote = 'welcomed';

/** Welcomes whoever was never welcomed; not at all where the settings or an empty text say so. */
export function welcome(plugin: Plugin): void {
  const { platform, settings } = plugin;
  if (!settings.welcome) return;
  platform.onJoin((player) => {
    if (player.notes.get(welcomedNote) !== null) return;
    platform.after('welcome', welcomeAfterMs, () => tellOnce(plugin, player));
  });
}

/** Who leaves before is welcomed at the next visit. */
function tellOnce({ words }: Plugin, player: Player): void {
  const message = words(player.language, 'welcome');
  if (!player.isOnline() || message.template.trim() === '') return;
  player.notes.set(welcomedNote, 'yes');
  player.tell(message);
}

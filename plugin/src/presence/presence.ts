// Who is here: told to the backend at join, quit and every heartbeat.
import { heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import type { Player } from '../platform/platform.ts';
import type { Deliveries, Plugin } from '../plugin.ts';
import { hasKey } from '../settings.ts';
import { pluginVersion } from '../version.ts';
import { followBans, type Bans } from './bans.ts';

const saveCountNote = 'save-count';

/** Registers presence. A player whom the backend knows is asked for at once. */
export function presence(plugin: Plugin, deliveries: Deliveries): void {
  const { platform, backend, settings } = plugin;
  const bans = followBans(plugin);

  platform.onJoin((player) => {
    // In the tick of the join, from what is known: nobody gets to see a banned player move.
    if (!bans.refuse(player)) void welcome(plugin, deliveries, bans, player);
  });
  platform.onQuit(({ id }) => void backend.send(leave, { minecraftUUID: id }));
  const beat = (): void => {
    const players = platform
      .players()
      .map((player) => ({ minecraftUUID: player.id, name: player.name, level: player.level() }));
    void backend.send(heartbeat, { players, pluginVersion, saveCount: countSaves(plugin) });
  };
  // At once: an admin who has just put the key in place reads in the status whether it is right.
  platform.after('first heartbeat', 0, beat);
  platform.every('heartbeat', settings.heartbeatMs, beat);
}

async function welcome(
  plugin: Plugin,
  deliveries: Deliveries,
  bans: Bans,
  player: Player,
): Promise<void> {
  const { backend, say, settings } = plugin;
  if (!hasKey(settings)) {
    if (player.may('mintkeep.admin.reload')) say(player, 'setup.noKey');
    return;
  }
  const answer = await backend.send(join, { minecraftUUID: player.id, name: player.name });
  if (!answer.ok) return; // The heartbeat says it again.
  const { banned, pendingDeliveries } = answer.value;
  if (banned) return bans.learn(player.id, banned);
  if (pendingDeliveries === 0) return;
  say(player, 'presence.waiting', { count: String(pendingDeliveries) });
  await deliveries.ask(player);
}

/** The world's own counter: one that goes back tells the backend of a restored world. */
function countSaves({ platform: { worldNotes } }: Plugin): number {
  const count = Number(worldNotes.get(saveCountNote) ?? 0) + 1;
  worldNotes.set(saveCountNote, String(count));
  return count;
}

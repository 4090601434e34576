// Who is here, told to the backend at join, quit and every heartbeat; and with which receipts, so that
// what a restored file has lost comes to light.
import { receiptsPerPlayerMax } from '@mintkeep/shared/constants.ts';
import { reportReceipts } from '@mintkeep/shared/delivery.ts';
import { heartbeat, join, leave } from '@mintkeep/shared/presence.ts';
import type { Player } from '../platform/platform.ts';
import type { Deliveries, Plugin } from '../plugin.ts';
import { listReceipts } from '../receipts.ts';
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
  void tellReceipts(plugin, player);
  if (pendingDeliveries === 0) return;
  say(player, 'presence.waiting', { count: String(pendingDeliveries) });
  await deliveries.ask(player);
}

/**
 * Says which receipts the player's file has: the backend alone knows which there should be (D22). What
 * is not heard is said at the next join.
 */
async function tellReceipts({ backend, platform }: Plugin, player: Player): Promise<void> {
  const kept = listReceipts(player);
  const given = kept.flatMap(({ deliveryId, receipt }) =>
    receipt === 'given' ? [deliveryId] : [],
  );
  const [oldest] = kept;
  // A file that is full has dropped older ones.
  const since = oldest && kept.length >= receiptsPerPlayerMax ? oldest.at : null;
  const call = { minecraftUUID: player.id, given: given.slice(-receiptsPerPlayerMax), since };
  const answer = await backend.send(reportReceipts, call);
  if (!answer.ok || answer.value.missing === 0) return;
  platform.log.warn(
    `The file of ${player.name} lacks receipts of deliveries that were handed over here: ` +
      `${String(answer.value.missing)}. Was the world, or the file, restored from a backup? ` +
      'Staff see them in the list of deliveries, and can hand them over again.',
  );
}

/** The world's own counter: one that goes back tells the backend of a restored world. */
function countSaves({ platform: { worldNotes } }: Plugin): number {
  const count = Number(worldNotes.get(saveCountNote) ?? 0) + 1;
  worldNotes.set(saveCountNote, String(count));
  return count;
}

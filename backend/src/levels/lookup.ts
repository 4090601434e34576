// Looks players up together: those asked for in the same turn of the event loop cost the database one
// question. Remembers nobody.
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import { findPlayers } from '../players/service.ts';
import type { Player } from '../players/service.ts';

/** Finds a player, or refuses `PLAYER_UNKNOWN`. */
export type PlayerLookup = (minecraftUUID: string) => Promise<Player>;

/** Opens the lookup of this process. */
export function openPlayerLookup(ctx: Context): PlayerLookup {
  let together: { uuids: string[]; found: Promise<Map<string, Player>> } | null = null;

  const findAll = async (minecraftUUIDs: string[]): Promise<Map<string, Player>> => {
    // All who are heard in this turn come aboard before it leaves.
    await new Promise<void>((resolve) => setImmediate(resolve));
    together = null;
    const found = await findPlayers(ctx, minecraftUUIDs);
    return new Map(found.map((player) => [player.minecraftUUID, player]));
  };
  return async (minecraftUUID) => {
    if (!together) {
      const uuids: string[] = [];
      together = { uuids, found: findAll(uuids) };
    }
    together.uuids.push(minecraftUUID);
    const player = (await together.found).get(minecraftUUID);
    if (!player) throw new Refusal('PLAYER_UNKNOWN', { minecraftUUID });
    return player;
  };
}

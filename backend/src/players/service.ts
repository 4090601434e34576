// Players: who is known, who is where, and the cached sums of their coins. Knows no HTTP and no
// ledger; coins move only when the ledger says so.
import { newId } from '../core/identity.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import * as store from './store.ts';
import type { PlayerDoc } from './store.ts';

export type Player = PlayerDoc;
export {
  allBalances,
  findPlayerById,
  findPlayers,
  onlineOn,
  putIntoWallet,
  takeFromWallets,
} from './store.ts';

/** The player behind a game account. Refuses `PLAYER_UNKNOWN`. */
export async function getPlayer(scope: ReadScope, minecraftUUID: string): Promise<Player> {
  const player = await store.findPlayer(scope, minecraftUUID);
  if (!player) throw new Refusal('PLAYER_UNKNOWN', { minecraftUUID });
  return player;
}

/** The player of this name or game account. Refuses `PLAYER_UNKNOWN`. */
export async function getPlayerByNameOrUUID(scope: ReadScope, text: string): Promise<Player> {
  const player =
    (await store.findPlayer(scope, text.toLowerCase())) ??
    (await store.findPlayerByName(scope, text));
  if (!player) throw new Refusal('PLAYER_UNKNOWN', { player: text });
  return player;
}

export interface Seen {
  readonly minecraftUUID: string;
  readonly name: string;
  readonly level?: number;
}

/** Records a player's arrival on a server; a new game account becomes a player (B-01, B-06). */
export async function join(tx: Tx, seen: Seen): Promise<Player> {
  await store.recordPresence(tx, tx.actor.id, [{ ...seen, newId: newId() }]);
  return getPlayer(tx, seen.minecraftUUID);
}

/** Records that a player left a server: offline at once (B-06). */
export const leave = (tx: Tx, { minecraftUUID }: { minecraftUUID: string }): Promise<void> =>
  store.recordLeave(tx, tx.actor.id, minecraftUUID);

/** Records everyone on a server at once; whoever is not named is no longer there (S0-060). */
export async function heartbeat(tx: Tx, players: readonly Seen[]): Promise<void> {
  const present = players.map(({ minecraftUUID }) => minecraftUUID);
  const known = new Map(
    (await store.findPlayers(tx, present)).map((player) => [player.minecraftUUID, player]),
  );
  // Most have not changed since the last beat: one short statement for all of them, because a
  // purchase of a player whose document is being written here has to wait.
  const changed = players.filter((player) => {
    const before = known.get(player.minecraftUUID);
    return before?.minecraftName !== player.name || before.level !== player.level;
  });
  const others = new Set(present);
  for (const { minecraftUUID } of changed) others.delete(minecraftUUID);
  await store.touchPresence(tx, tx.actor.id, [...others]);
  await store.recordPresence(
    tx,
    tx.actor.id,
    changed.map((player) => ({ ...player, newId: newId() })),
  );
  await store.recordAbsence(tx, tx.actor.id, present);
}

/** True while a ban is in force. */
export const isBanned = ({ banned }: Player, now: Date): boolean =>
  banned !== null && (banned.untilAt === null || banned.untilAt > now);

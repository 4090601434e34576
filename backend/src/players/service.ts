// Players: who is known, who is where, and the cached sums of their coins. Knows no HTTP and no
// ledger; coins move only when the ledger says so.
import { newId } from '../core/identity.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import type { WriteScope } from '../core/transaction.ts';
import * as bans from './bans.ts';
import * as store from './store.ts';
import * as whereabouts from './whereabouts.ts';
import type { Ban, PlayerDoc } from './store.ts';

export type Player = PlayerDoc;
export type { Ban } from './store.ts';
export { countLinked, ensurePlayer, findDiscordOnly, mergeBalances, writeLink } from './links.ts';
export type { DiscordUser } from './links.ts';
export { moveToEscrow, takeFromEscrow } from './escrow.ts';
export {
  changeHold,
  closeHold,
  findHolders,
  holdIn,
  openHold,
  pageOfHolds,
  sumOfHolds,
} from './holds.ts';
export { idsOfStopped } from './bans.ts';
export { countNewPlayers, namesOf } from './roster.ts';
export { findBuyers, findPlayerById, findPlayers } from './store.ts';
export type { Buyer } from './store.ts';
export {
  adjustWallet,
  allBalances,
  findRankable,
  fullestWallets,
  putIntoWallet,
  takeFromWallets,
} from './wallets.ts';
export { onlineAnywhere, onlineOn } from './whereabouts.ts';

/** The player behind a game account. Refuses `PLAYER_UNKNOWN`. */
export async function getPlayer(scope: ReadScope, minecraftUUID: string): Promise<Player> {
  const player = await store.findPlayer(scope, minecraftUUID);
  if (!player) throw new Refusal('PLAYER_UNKNOWN', { minecraftUUID });
  return player;
}

/** The player of this id. Refuses `PLAYER_UNKNOWN`, also for one that became part of another. */
export async function getPlayerById(scope: ReadScope, playerId: string): Promise<Player> {
  const player = await store.findPlayerById(scope, playerId);
  if (!player || player.mergedInto !== undefined) throw new Refusal('PLAYER_UNKNOWN', { playerId });
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

/** The player of this name in any case, last seen of who bore it. Refuses `PLAYER_UNKNOWN`. */
export async function getPlayerByName(scope: ReadScope, name: string): Promise<Player> {
  const player = await store.findLastSeenOfName(scope, name);
  if (!player) throw new Refusal('PLAYER_UNKNOWN', { name });
  return player;
}

export interface Seen {
  readonly minecraftUUID: string;
  readonly name: string;
  readonly level?: number;
}

/** Records a player's arrival on a server; a new game account becomes a player (B-01, B-06). */
export async function join(tx: Tx, seen: Seen): Promise<Player> {
  await whereabouts.recordPresence(tx, tx.actor.id, [{ ...seen, newId: newId() }]);
  return getPlayer(tx, seen.minecraftUUID);
}

/** Records that a player left a server: offline at once (B-06). */
export const leave = (tx: Tx, { minecraftUUID }: { minecraftUUID: string }): Promise<void> =>
  whereabouts.recordLeave(tx, tx.actor.id, minecraftUUID);

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
  await whereabouts.touchPresence(tx, tx.actor.id, present);
  await whereabouts.recordPresence(
    tx,
    tx.actor.id,
    changed.map((player) => ({ ...player, newId: newId() })),
  );
  await whereabouts.recordAbsence(tx, tx.actor.id, present);
}

/**
 * Says that a player's starter is on its way, or no longer; false when that was said already: of
 * several at once, one alone hears true (S0-016). The gacha noun alone calls this.
 */
export const setStarterInProgress = (
  tx: Tx,
  playerId: string,
  inProgress: boolean,
): Promise<boolean> => store.writeStarterInProgress(tx, playerId, inProgress);

/** Records a daily claim and its streak (S1-040). The quests noun alone calls this. */
export const recordDaily = (tx: Tx, playerId: string, streakDays: number): Promise<void> =>
  store.writeDaily(tx, playerId, streakDays);

/** True while a ban is in force. */
export const isBanned = ({ banned }: Pick<Player, 'banned'>, now: Date): boolean =>
  banned !== null && (banned.untilAt === null || banned.untilAt > now);

/**
 * Freezes or thaws a player: no coins leave a frozen wallet. Writes no log, because why it is done
 * is the caller's to say. Refuses `PLAYER_UNKNOWN`.
 */
export async function setFrozen(tx: Tx, playerId: string, frozen: boolean): Promise<void> {
  if (await store.writeFrozen(tx, playerId, frozen)) return;
  throw new Refusal('PLAYER_UNKNOWN', { playerId });
}

/**
 * Bans a player, or lifts the ban with null; game servers hear of it at once (B-08). Writes no log,
 * because why it is done is the caller's to say. Refuses `PLAYER_UNKNOWN`.
 */
export async function setBan(tx: Tx, playerId: string, ban: Ban | null): Promise<void> {
  if (!(await bans.writeBan(tx, playerId, ban))) {
    throw new Refusal('PLAYER_UNKNOWN', { playerId });
  }
  tx.emit({ type: 'player.ban-changed', playerId });
}

/** How long a player counts as online without being heard of (S0-058). */
export const staleAfterMs = 300_000;

/** Marks offline who was not heard of for five minutes of the database's time; answers how many. */
export const markStaleOffline = (scope: WriteScope): Promise<number> =>
  whereabouts.markOffline(scope, new Date(scope.now.getTime() - staleAfterMs));

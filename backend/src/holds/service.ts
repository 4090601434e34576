// Holds: coins of players set aside for one game server, so that other plugins there are answered at
// once. Sets aside, gives back, and reserves what those plugins may give. Knows no plugin and no HTTP.
import { coinsMax } from '@mintkeep/shared/constants.ts';
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { releasePlayersMax } from '@mintkeep/shared/holds.ts';
import type * as contracts from '@mintkeep/shared/holds.ts';
import { audit } from '../audit/service.ts';
import { dayAfter, dayOf, startOf } from '../core/calendar.ts';
import { operationIdOf } from '../core/identity.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { postHold, postRelease } from '../ledger/service.ts';
import {
  findHolders,
  findPlayers,
  getPlayer,
  holdIn,
  isBanned,
  openHold,
  pageOfHolds,
} from '../players/service.ts';
import type { Player } from '../players/service.ts';
import * as store from './store.ts';

type PlayerHold = contracts.PlayerHold;

/** A player as a server sees one: `changed` is what this command has moved since it read the player. */
export const playerHoldOf = (
  player: Player,
  serverId: string,
  now: Date,
  changed: { readonly holdCoins: number; readonly walletCoins: number },
): PlayerHold => ({
  minecraftUUID: player.minecraftUUID,
  holdCoins: (holdIn(player, serverId)?.holdCoins ?? 0) + changed.holdCoins,
  walletBalanceCoins: player.walletBalanceCoins + changed.walletCoins,
  refused: isBanned(player, now) ? 'PLAYER_BANNED' : player.frozen ? 'PLAYER_FROZEN' : null,
});

const unchanged = { holdCoins: 0, walletCoins: 0 };

/**
 * Sets coins aside for the asking server until `wishCoins` are held or the wallet is empty. Who is
 * frozen or banned keeps what is held and gets no more. Refuses `PLAYER_UNKNOWN`.
 */
export async function take(
  tx: Tx,
  { epoch, minecraftUUID, wishCoins }: InputOf<typeof contracts.takeHold>,
): Promise<PlayerHold> {
  const serverId = tx.actor.id;
  const player = await getPlayer(tx, minecraftUUID);
  const hold = holdIn(player, serverId);
  const before = playerHoldOf(player, serverId, tx.now, unchanged);
  if (before.refused !== null && hold === null) return before;
  // Even an empty one: what a plugin gives goes there, and a later start knows whose it is.
  if (hold?.epoch !== epoch) await openHold(tx, player._id, { serverId, epoch });
  if (before.refused !== null) return before;
  const missing = Math.max(0, wishCoins - before.holdCoins);
  const amountCoins = Math.min(missing, player.walletBalanceCoins);
  if (amountCoins === 0) return before;
  const { operationId } = tx;
  await postHold(tx, { operationId, playerId: player._id, serverId, amountCoins });
  return playerHoldOf(player, serverId, tx.now, {
    holdCoins: amountCoins,
    walletCoins: -amountCoins,
  });
}

/** What was given back, as a server hears it. */
interface Released {
  readonly players: PlayerHold[];
  readonly releasedCoins: number;
}

/** Gives back what is held of these players for the asking server; without a hold nothing happens. */
export async function release(
  tx: Tx,
  { minecraftUUIDs }: InputOf<typeof contracts.releaseHolds>,
): Promise<Released> {
  return giveBack(tx, tx.actor.id, await findPlayers(tx, [...new Set(minecraftUUIDs)]));
}

/** Gives back what is held for the asking server since other starts than this one, a bounded part. */
export async function releaseOlder(
  tx: Tx,
  { epoch }: InputOf<typeof contracts.releaseOlderHolds>,
): Promise<ReplyOf<typeof contracts.releaseOlderHolds>> {
  const serverId = tx.actor.id;
  const limit = releasePlayersMax + 1;
  const holders = await findHolders(tx, serverId, limit, { exceptEpoch: epoch });
  const released = await giveBack(tx, serverId, holders.slice(0, releasePlayersMax));
  return { ...released, more: holders.length > releasePlayersMax };
}

/** Gives back for staff what is held for a server that does not come back, a bounded part. */
export async function releaseForStaff(
  tx: Tx,
  { serverId, minecraftUUID, reason }: InputOf<typeof contracts.releaseServerHolds>,
): Promise<ReplyOf<typeof contracts.releaseServerHolds>> {
  const holders =
    minecraftUUID === undefined
      ? await findHolders(tx, serverId, releasePlayersMax + 1)
      : await findPlayers(tx, [minecraftUUID]);
  const released = await giveBack(tx, serverId, holders.slice(0, releasePlayersMax));
  const { players, releasedCoins } = released;
  await audit(tx, {
    action: 'holds.release',
    target: { type: 'server', id: serverId },
    reason,
    before: { holdCoins: releasedCoins, minecraftUUIDs: players.map((one) => one.minecraftUUID) },
    after: { holdCoins: 0 },
  });
  return { ...released, more: holders.length > releasePlayersMax };
}

/** Ends the holds of these players for a server, but for those that the wallet has no room for. */
async function giveBack(tx: Tx, serverId: string, players: readonly Player[]): Promise<Released> {
  const holders = players.flatMap((player) => {
    const hold = holdIn(player, serverId);
    return hold ? [{ player, amountCoins: hold.holdCoins }] : [];
  });
  const fits = ({ player, amountCoins }: (typeof holders)[number]): boolean =>
    amountCoins <= coinsMax - player.walletBalanceCoins;
  await postRelease(
    tx,
    holders.filter(fits).map(({ player: { _id: playerId }, amountCoins }) => ({
      operationId: operationIdOf('release', tx.operationId, playerId),
      ...{ playerId, serverId, amountCoins },
    })),
  );
  const told = holders.map((holder) => {
    const moved = fits(holder) ? holder.amountCoins : 0;
    const changed = { holdCoins: -moved, walletCoins: moved };
    return { moved, playerHold: playerHoldOf(holder.player, serverId, tx.now, changed) };
  });
  return {
    players: told.map(({ playerHold }) => playerHold),
    releasedCoins: told.reduce((sum, { moved }) => Math.min(coinsMax, sum + moved), 0),
  };
}

/**
 * Reserves coins that plugins of the asking server may give today, within `dailyCoinsMax` of a server
 * and day: fewer than wished near the limit, none at it. What is reserved counts, used or not, so that
 * no deposit that was said yes to is ever refused.
 */
export async function reserve(
  tx: Tx,
  dailyCoinsMax: number,
  { wishCoins }: InputOf<typeof contracts.reserveAllowance>,
): Promise<ReplyOf<typeof contracts.reserveAllowance>> {
  const [serverId, day] = [tx.actor.id, dayOf(tx.now)];
  const earlier = (await store.findAllowances(tx, serverId, [day])).get(day);
  const left = Math.max(0, dailyCoinsMax - (earlier?.reservedCoins ?? 0));
  const allowanceCoins = Math.min(wishCoins, left);
  if (allowanceCoins > 0) {
    const added = { reservedCoins: allowanceCoins, mintedCoins: 0 };
    await store.addToAllowance(tx, { serverId, day }, added);
  }
  const dayEndsAt = startOf(dayAfter(day)).toISOString();
  return { allowanceCoins, allowanceDay: day, dayEndsAt, leftCoins: left - allowanceCoins };
}

/** A page of holds for staff. */
export async function listHolds(
  scope: ReadScope,
  { serverId, page, pageSize }: InputOf<typeof contracts.listHolds>,
): Promise<ReplyOf<typeof contracts.listHolds>> {
  const { rows, total } = await pageOfHolds(scope, serverId, { page, pageSize });
  const items = rows.map(({ minecraftName: name, since, ...row }) => ({
    ...row,
    name,
    heldSince: since.toISOString(),
  }));
  return { items, total, page };
}

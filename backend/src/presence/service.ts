// Presence: players on game servers as those report them, what waits for them there, and a
// player's own card. Puts together what the nouns below know; keeps nothing of its own.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { holdsOnCardMax } from '@mintkeep/shared/presence.ts';
import type { getCard, heartbeat, join } from '@mintkeep/shared/presence.ts';
import type { Context } from '../core/context.ts';
import type { Tx } from '../core/transact.ts';
import { countOpen, playersWithOpen } from '../delivery/service.ts';
import { seasonPlaceOf } from '../leaderboard/service.ts';
import { cardEntries } from '../ledger/service.ts';
import * as players from '../players/service.ts';
import { streakDaysOf } from '../quests/service.ts';
import { recordServer } from '../servers/service.ts';

/** Records a player's arrival, and answers what the server must know of the player (B-06, B-08). */
export async function arrive(tx: Tx, seen: players.Seen): Promise<ReplyOf<typeof join>> {
  const player = await players.join(tx, seen);
  const banned = players.isBanned(player, tx.now) ? player.banned : null;
  return {
    playerId: player._id,
    linked: player.discordId !== null,
    banned: banned && {
      reason: banned.reason,
      untilAt: banned.untilAt?.toISOString() ?? null,
    },
    frozen: player.frozen,
    walletBalanceCoins: player.walletBalanceCoins,
    pendingDeliveries: await countOpen(tx, seen.minecraftUUID),
  };
}

/** Records who is on the server now, and that the server lives (K-006, S0-060). */
export async function beat(
  tx: Tx,
  report: {
    players: readonly players.Seen[];
    pluginVersion: string;
    saveCount?: number | undefined;
  },
): Promise<ReplyOf<typeof heartbeat>> {
  await players.heartbeat(tx, report.players);
  await recordServer(tx, tx.actor.id, report);
  const present = report.players.map(({ minecraftUUID }) => minecraftUUID);
  return { pending: await playersWithOpen(tx, present) };
}

/** A player's own card, as this server shows it. Refuses `PLAYER_UNKNOWN` (S1-060). */
export async function cardOf(
  ctx: Context,
  serverId: string,
  minecraftUUID: string,
): Promise<ReplyOf<typeof getCard>> {
  const player = await players.getPlayer(ctx, minecraftUUID);
  return {
    playerId: player._id,
    name: player.minecraftName,
    walletBalanceCoins: player.walletBalanceCoins,
    ...holdsOn(player, serverId),
    escrowBalanceCoins: player.escrowBalanceCoins,
    frozen: player.frozen,
    linked: player.discordId !== null,
    streakDays: await streakDaysOf(ctx, player, ctx.clock.now()),
    badges: player.badges?.length ?? 0,
    season: await seasonPlaceOf(ctx, player._id),
    pendingDeliveries: await countOpen(ctx, minecraftUUID),
    lastEntries: await cardEntries(ctx, player._id, 3),
  };
}

/** Coins that the player cannot spend everywhere: what is held here first, then the most. */
function holdsOn({ holds = [] }: players.Player, here: string) {
  const shown = holds
    .filter(({ holdCoins }) => holdCoins > 0)
    .map(({ serverId, holdCoins }) => ({ serverId, isHere: serverId === here, holdCoins }))
    .sort(
      (one, other) => Number(other.isHere) - Number(one.isHere) || other.holdCoins - one.holdCoins,
    );
  return shown.length === 0 ? {} : { holds: shown.slice(0, holdsOnCardMax) };
}

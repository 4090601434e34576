// Players as staff see them, and the bans as game servers follow them: reading only.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { bansPerPollMax } from '@mintkeep/shared/players.ts';
import type { listBanChanges, listUsers, User } from '@mintkeep/shared/players.ts';
import type { ReadScope } from '../core/mongo.ts';
import { banChangesAfter, banVersionNow } from './bans.ts';
import { pageOfPlayers } from './search.ts';
import { getPlayerById, isBanned, sumOfHolds } from './service.ts';
import type { Ban, Player } from './service.ts';

/** A page of players. */
export async function usersOf(
  scope: ReadScope,
  now: Date,
  { q, frozen, linked, page, pageSize }: InputOf<typeof listUsers>,
): Promise<ReplyOf<typeof listUsers>> {
  const wanted = { q, frozen: asBoolean(frozen), linked: asBoolean(linked) };
  const { items, total } = await pageOfPlayers(scope, wanted, { page, pageSize });
  return { items: items.map((player) => userOf(player, now)), total, page };
}

const asBoolean = (text: 'true' | 'false' | undefined): boolean | undefined =>
  text === undefined ? undefined : text === 'true';

/** One player. Refuses `PLAYER_UNKNOWN`. */
export const oneUser = async (scope: ReadScope, now: Date, playerId: string): Promise<User> =>
  userOf(await getPlayerById(scope, playerId), now);

/** A player known from Discord alone has neither game account nor name. */
function userOf(player: Player, now: Date): User {
  const account: { minecraftUUID?: string; minecraftName?: string } = player;
  return {
    playerId: player._id,
    minecraftUUID: account.minecraftUUID ?? null,
    name: account.minecraftName ?? null,
    discordId: player.discordId,
    walletBalanceCoins: player.walletBalanceCoins,
    escrowBalanceCoins: player.escrowBalanceCoins,
    ...(sumOfHolds(player) > 0 ? { holdCoins: sumOfHolds(player) } : {}),
    lifetimeEarnedCoins: player.lifetimeEarnedCoins,
    lifetimeSpentCoins: player.lifetimeSpentCoins,
    frozen: player.frozen,
    banned: player.banned && isBanned(player, now) ? banOf(player.banned) : null,
    online: player.online,
    serverId: player.serverId,
    lastHeartbeat: player.lastHeartbeat?.toISOString() ?? null,
    level: player.level,
    createdAt: player.createdAt.toISOString(),
  };
}

/** A ban as it goes over the wire. */
export const banOf = ({ reason, by, at, untilAt }: Ban): NonNullable<User['banned']> => ({
  reason,
  by,
  at: at.toISOString(),
  untilAt: untilAt?.toISOString() ?? null,
});

/** What changed in the bans after a version, as far as one answer holds (B-08). */
export async function banChanges(
  scope: ReadScope,
  after: number,
): Promise<ReplyOf<typeof listBanChanges>> {
  // Only a restored database knows fewer changes than a server has heard of.
  const from = after > (await banVersionNow(scope)) ? 0 : after;
  const changed = await banChangesAfter(scope, from, bansPerPollMax);
  return {
    version: changed.at(-1)?.banVersion ?? from,
    bans: changed.map(({ minecraftUUID, banned }) => ({
      minecraftUUID,
      banned: banned && {
        reason: banned.reason,
        untilAt: banned.untilAt?.toISOString() ?? null,
      },
    })),
  };
}

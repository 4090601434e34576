// The leaderboard: the fullest wallets, and who earned most in the season, counted now and then,
// because an index over either would cost every purchase more than the list is worth
// (players/store.ts). Knows no HTTP.
import type { ReplyOf } from '@mintkeep/shared/contract.ts';
import { leaderboardPlacesMax, leaderboardRowsMax } from '@mintkeep/shared/leaderboard.ts';
import type {
  getLeaderboard,
  getLeaderboardPlace,
  SeasonPlace,
} from '@mintkeep/shared/leaderboard.ts';
import type { Context } from '../core/context.ts';
import type { ReadScope } from '../core/mongo.ts';
import { inTransaction } from '../core/transaction.ts';
import { earnedSince } from '../ledger/service.ts';
import { findRankable, fullestWallets, getPlayer, sumOfHolds } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { findSeason } from '../staff/service.ts';
import type { Season } from '../staff/service.ts';
import * as store from './store.ts';
import type { SeasonBoard } from './store.ts';

/** The first ten of the last count, of wallets and of the season (S1-064, D34). */
export async function leaderboard(scope: ReadScope): Promise<ReplyOf<typeof getLeaderboard>> {
  const board = await store.findRows(scope);
  const season = await findSeason(scope);
  return {
    rows: board?.rows.map((row, index) => ({ place: index + 1, ...row })) ?? [],
    season: season && {
      name: season.name,
      startedAt: season.startedAt.toISOString(),
      rows: isOf(season, board?.season)
        ? board.season.rows.map((row, index) => ({ place: index + 1, ...row }))
        : [],
    },
    refreshedAt: board?.refreshedAt.toISOString() ?? null,
  };
}

/** What was counted for another season says nothing of this one. */
const isOf = <T extends { startedAt: Date }>(
  season: Season,
  counted: T | null | undefined,
): counted is T => counted?.startedAt.getTime() === season.startedAt.getTime();

/** A player's own places at the last count. Refuses `PLAYER_UNKNOWN` (S1-065). */
export async function placeOf(
  scope: ReadScope,
  minecraftUUID: string,
): Promise<ReplyOf<typeof getLeaderboardPlace>> {
  const player = await getPlayer(scope, minecraftUUID);
  const { _id } = player;
  const found = await store.findStanding(scope, _id);
  const season = await findSeason(scope);
  return {
    place: placeAt(found?.index),
    walletBalanceCoins: player.walletBalanceCoins + sumOfHolds(player),
    season: season && seasonPlace(season, found),
    refreshedAt: found?.refreshedAt.toISOString() ?? null,
  };
}

/** A player's place in the season at the last count; null while there is no season (S1-060). */
export async function seasonPlaceOf(
  scope: ReadScope,
  playerId: string,
): Promise<SeasonPlace | null> {
  const season = await findSeason(scope);
  return season && seasonPlace(season, await store.findStanding(scope, playerId));
}

function seasonPlace(season: Season, found: store.Standing | null): SeasonPlace {
  const counted = isOf(season, found?.season) ? found.season : null;
  return {
    name: season.name,
    place: placeAt(counted?.index),
    earnedCoins: counted?.earnedCoins ?? null,
  };
}

const placeAt = (index = -1): number | null => (index < 0 ? null : index + 1);

/**
 * Counts anew (S1-123): one scan of the players and one of what was earned in the season, beside
 * whatever they do, then one small write.
 */
export async function refreshLeaderboard(ctx: Context): Promise<void> {
  const players = await fullestWallets(ctx, ctx.clock.now(), leaderboardPlacesMax);
  const rows = players
    .slice(0, leaderboardRowsMax)
    .map(({ minecraftUUID, minecraftName: name, walletBalanceCoins }) => ({
      minecraftUUID,
      name,
      walletBalanceCoins,
    }));
  const placed = players.map(({ _id }) => _id);
  const season = await countSeason(ctx);
  await inTransaction(ctx, (scope) => store.putBoard(scope, { rows, placed, season }));
}

const playersPerLook = 1_000;

/** Who earned most since the season began; null while none runs. */
async function countSeason(ctx: Context): Promise<SeasonBoard | null> {
  const season = await findSeason(ctx);
  const now = ctx.clock.now();
  if (!season || season.startedAt > now) return null;
  const ranked: { player: Player; earnedCoins: number }[] = [];
  let some: { playerId: string; earnedCoins: number }[] = [];
  const rank = async (): Promise<void> => {
    const ids = some.map(({ playerId }) => playerId);
    const byId = new Map((await findRankable(ctx, now, ids)).map((one) => [one._id, one]));
    for (const { playerId, earnedCoins } of some) {
      const player = byId.get(playerId);
      if (player) ranked.push({ player, earnedCoins });
    }
    some = [];
  };
  for await (const one of earnedSince(ctx, season.startedAt)) {
    some.push(one);
    if (some.length === playersPerLook) await rank();
    if (ranked.length >= leaderboardPlacesMax) break;
  }
  await rank();
  const first = ranked.slice(0, leaderboardPlacesMax);
  return {
    startedAt: season.startedAt,
    rows: first
      .slice(0, leaderboardRowsMax)
      .map(({ player: { minecraftUUID, minecraftName: name }, earnedCoins }) => ({
        minecraftUUID,
        name,
        earnedCoins,
      })),
    placed: first.map(({ player }) => player._id),
    earned: first.map(({ earnedCoins }) => earnedCoins),
  };
}

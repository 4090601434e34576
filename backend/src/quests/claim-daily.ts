// The daily claim: once a cooldown, over all servers and backends, by the database's clock (D33).
// Every claim of a player writes that player's wallet, so that claims at once go one after the other
// and the second sees what the first has written. Knows no HTTP.
import type { InputOf, ReplyOf } from '@mintkeep/shared/contract.ts';
import { dailyDefault } from '@mintkeep/shared/quests.ts';
import type { claimDaily, DailyNumbers, getDaily } from '@mintkeep/shared/quests.ts';
import { audit } from '../audit/service.ts';
import type { Context } from '../core/context.ts';
import { Refusal } from '../core/errors.ts';
import type { ReadScope } from '../core/mongo.ts';
import type { Tx } from '../core/transact.ts';
import { getPlayer, recordDaily } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { findSettings, putSettings } from '../staff/service.ts';
import { earnClaim, getEarner, refuseCooldown } from './earn.ts';
import * as store from './store.ts';
import type { ClaimDoc } from './store.ts';
import * as streak from './streak.ts';

const daily = 'daily';

/** The claim as streaks are computed from; a daily without a streak never was. */
const lastOf = (claim: ClaimDoc | null): streak.LastDaily | null =>
  claim && { lastClaimAt: claim.lastClaimAt, streakDays: claim.streakDays ?? 0 };

/**
 * Claims the daily (S1-063): mints the reward, counts the streak on, logs it. Refuses
 * `PLAYER_UNKNOWN`, `PLAYER_BANNED`, `PLAYER_FROZEN`, `CLAIM_COOLDOWN` with `nextAt`,
 * `BALANCE_TOO_LARGE`; then nothing was changed.
 */
export async function claim(
  tx: Tx,
  { minecraftUUID }: InputOf<typeof claimDaily>,
): Promise<ReplyOf<typeof claimDaily>> {
  const player = await getEarner(tx, minecraftUUID);
  const { daily: numbers } = await settingsOf(tx);
  const before = await store.findClaim(tx, player._id, daily);
  refuseCooldown(tx, before, numbers.cooldownHours);
  const streakDays = streak.streakAfterClaim(numbers, lastOf(before), tx.now);
  const rewardCoins = await earnClaim(tx, player, {
    type: daily,
    before,
    rewardCoins: streak.dailyRewardCoins(numbers, streakDays),
    streakDays,
    eventType: 'daily',
  });
  await recordDaily(tx, player._id, streakDays);
  const nextAt = streak.claimableAt(tx.now, numbers.cooldownHours);
  const waitS = streak.waitSOf(nextAt, tx.now);
  return { rewardCoins, streakDays, nextAt: nextAt.toISOString(), waitS };
}

/** How a player's daily stands. Refuses `PLAYER_UNKNOWN`. */
export async function dailyOf(
  ctx: Context,
  { minecraftUUID }: InputOf<typeof getDaily>,
): Promise<ReplyOf<typeof getDaily>> {
  const player = await getPlayer(ctx, minecraftUUID);
  const { daily: numbers } = await settingsOf(ctx);
  const last = lastOf(await store.findClaim(ctx, player._id, daily));
  const now = ctx.clock.now();
  const nextAt = last && streak.claimableAt(last.lastClaimAt, numbers.cooldownHours);
  const isReady = !nextAt || nextAt <= now;
  return {
    isReady,
    streakDays: last && streak.isStreakAlive(numbers, last, now) ? last.streakDays : 0,
    nextAt: isReady ? null : nextAt.toISOString(),
    waitS: isReady ? 0 : streak.waitSOf(nextAt, now),
  };
}

/** A player's streak as it stands now: 0 once it is broken (S1-060). */
export async function streakDaysOf(
  scope: ReadScope,
  { streakDays, lastDailyAt }: Player,
  now: Date,
): Promise<number> {
  if (streakDays === undefined || lastDailyAt === undefined) return 0;
  const { daily: numbers } = await settingsOf(scope);
  const last = { lastClaimAt: lastDailyAt, streakDays };
  return streak.isStreakAlive(numbers, last, now) ? streakDays : 0;
}

/** The numbers in force, and the version of the settings they are in. */
export async function settingsOf(
  scope: ReadScope,
): Promise<{ daily: DailyNumbers; version: number }> {
  const settings = await findSettings(scope);
  return { daily: settings?.daily ?? dailyDefault, version: settings?.version ?? 1 };
}

/** Changes the numbers (S1-115); audited. Refuses `VERSION_STALE`. */
export async function changeSettings(
  tx: Tx,
  change: { daily: DailyNumbers; expectedVersion: number; reason: string },
): Promise<{ daily: DailyNumbers; version: number }> {
  const before = await settingsOf(tx);
  const written = await putSettings(tx, { daily: change.daily }, change.expectedVersion);
  if (!written) throw new Refusal('VERSION_STALE', { version: before.version });
  const after = { daily: change.daily, version: written.version };
  const target = { type: 'settings', id: 'daily' };
  await audit(tx, { action: 'settings.change', target, reason: change.reason, before, after });
  return after;
}

// What every claim has in common: who may claim, the cooldown, and the coins with their records.
import { Refusal } from '../core/errors.ts';
import type { Tx } from '../core/transact.ts';
import { logEvent } from '../event-log/service.ts';
import { postEarning } from '../ledger/service.ts';
import { getPlayer, isBanned } from '../players/service.ts';
import type { Player } from '../players/service.ts';
import { coinFactor } from './economy-events.ts';
import * as store from './store.ts';
import type { ClaimDoc } from './store.ts';
import { claimableAt, waitSOf } from './streak.ts';

/** The player, unless banned or frozen: no coins move then (B-08). */
export async function getEarner(tx: Tx, minecraftUUID: string): Promise<Player> {
  const player = await getPlayer(tx, minecraftUUID);
  if (isBanned(player, tx.now)) throw new Refusal('PLAYER_BANNED');
  if (player.frozen) throw new Refusal('PLAYER_FROZEN');
  return player;
}

/** Refuses `CLAIM_COOLDOWN` while the last claim is too young; at `nextAt` itself it is not. */
export function refuseCooldown(tx: Tx, last: ClaimDoc | null, cooldownHours: number): void {
  if (!last) return;
  const nextAt = claimableAt(last.lastClaimAt, cooldownHours);
  if (nextAt <= tx.now) return;
  const waitS = waitSOf(nextAt, tx.now);
  throw new Refusal('CLAIM_COOLDOWN', { nextAt: nextAt.toISOString(), waitS });
}

/**
 * Mints what a claim brings, times the factor of a running event, and records the claim. Answers the
 * coins. The wallet is written first: of claims at once all but one begin anew after that.
 */
export async function earnClaim(
  tx: Tx,
  player: Player,
  claim: {
    readonly type: string;
    readonly before: ClaimDoc | null;
    readonly rewardCoins: number;
    readonly streakDays: number | null;
    readonly eventType: 'daily' | 'quest';
  },
): Promise<number> {
  const { _id: playerId, walletBalanceCoins } = player;
  const { type, before, streakDays, eventType } = claim;
  const factor = await coinFactor(tx);
  const amountCoins = claim.rewardCoins * factor;
  const meta = { type, factor, ...(streakDays === null ? {} : { streakDays }) };
  await postEarning(tx, { playerId, amountCoins, reason: eventType, meta });
  const playtimeMinutes = player.playtimeMinutes ?? 0;
  const taken = await store.putClaim(tx, before, { playerId, type, streakDays, playtimeMinutes });
  if (!taken) throw new Error('A claim changed inside its own transaction.');
  await logEvent(tx, {
    eventType,
    playerId,
    before: {
      walletBalanceCoins,
      lastClaimAt: before?.lastClaimAt.toISOString() ?? null,
      streakDays: before?.streakDays ?? null,
    },
    after: { walletBalanceCoins: walletBalanceCoins + amountCoins, amountCoins, ...meta },
  });
  return amountCoins;
}

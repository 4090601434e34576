// The arithmetic of cooldowns and streaks, by itself: times and numbers in, times and numbers out.
import type { DailyNumbers } from '@mintkeep/shared/quests.ts';
import { hourMs } from '../core/calendar.ts';

/** The last daily claim, as far as the next one hangs on it. */
export interface LastDaily {
  readonly lastClaimAt: Date;
  readonly streakDays: number;
}

/** When something claimed then may be claimed again. */
export const claimableAt = (lastClaimAt: Date, cooldownHours: number): Date =>
  new Date(lastClaimAt.getTime() + cooldownHours * hourMs);

/** Whole seconds from now until then, rounded up, so that who waits that long is not too early. */
export const waitSOf = (until: Date, now: Date): number =>
  Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1_000));

/** Whether a claim now goes on with the streak: exactly at the end of the window it still does. */
export const isStreakAlive = (
  { streakWindowHours }: DailyNumbers,
  last: LastDaily,
  now: Date,
): boolean => now.getTime() - last.lastClaimAt.getTime() <= streakWindowHours * hourMs;

/** The streak that a claim now makes: one more within the window, else 1 (D33). */
export const streakAfterClaim = (
  numbers: DailyNumbers,
  last: LastDaily | null,
  now: Date,
): number => (last && isStreakAlive(numbers, last, now) ? last.streakDays + 1 : 1);

/** What a claim with this streak brings, before any event (D33). */
export const dailyRewardCoins = (
  { baseCoins, perStreakDayCoins, streakBonusMaxCoins }: DailyNumbers,
  streakDays: number,
): number => baseCoins + Math.min(perStreakDayCoins * streakDays, streakBonusMaxCoins);

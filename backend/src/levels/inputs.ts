// A player's numbers for formulas, from what is known of the player and the season (D30).
import { dayMs } from '../core/calendar.ts';
import type { Player } from '../players/service.ts';
import { inputsOf } from './formula.ts';
import type { Inputs } from './formula.ts';

/** What other features may one day count about a player; until then it is not there. */
interface Counted {
  readonly playtimeMinutes?: number;
  readonly badges?: readonly unknown[];
  readonly streakDays?: number;
}

/** The numbers of a player. `level` is the asker's word, where it has a newer one. */
export const inputsOfPlayer = (
  player: Player & Counted,
  { level, seasonDay }: { level: number | undefined; seasonDay: number },
): Inputs =>
  inputsOf({
    level: level ?? player.level,
    playtimeHours: (player.playtimeMinutes ?? 0) / 60,
    badges: player.badges?.length ?? 0,
    seasonDay,
    streakDays: player.streakDays ?? 0,
    linked: player.discordId === null ? 0 : 1,
  });

/** Days of the season begun by now: 1 on its first day, 0 before it and without one. */
export function seasonDayOf(startedAt: Date | null, now: Date): number {
  if (!startedAt || startedAt > now) return 0;
  return Math.floor((now.getTime() - startedAt.getTime()) / dayMs) + 1;
}

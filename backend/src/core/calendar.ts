// The calendar: how long an hour and a day are, and days of UTC as text. Knows no feature.

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** For indexes that let documents expire. */
export const dayS = dayMs / 1_000;

/** The day of an instant, as `2026-11-21`. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
export const startOf = (day: string): Date => new Date(`${day}T00:00:00.000Z`);
export const dayAfter = (day: string, days = 1): string =>
  dayOf(new Date(startOf(day).getTime() + days * dayMs));

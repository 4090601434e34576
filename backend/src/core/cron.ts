// Cron patterns, always in UTC: whether one is right, and which of its turns is on. Knows no job.
import { Cron } from 'croner';

const parsed = new Map<string, Cron>();

function parse(pattern: string): Cron {
  const known = parsed.get(pattern);
  if (known) return known;
  // Paused: it tells times and calls nothing.
  const cron = new Cron(pattern, { paused: true, timezone: 'UTC' });
  parsed.set(pattern, cron);
  return cron;
}

/** True for a pattern of five fields, or six with seconds first, that comes round again. */
export function isCron(pattern: string): boolean {
  if (![5, 6].includes(pattern.trim().split(/\s+/).length)) return false;
  try {
    return new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRun() !== null;
  } catch {
    return false;
  }
}

/** The second, since 1970, in which the turn that is on began; null before the first. */
export function cronTurnAt(pattern: string, now: Date): number | null {
  // Looked for from a millisecond later, so that a turn is on from its first moment.
  const [last] = parse(pattern).previousRuns(1, new Date(now.getTime() + 1));
  return last ? Math.floor(last.getTime() / 1_000) : null;
}

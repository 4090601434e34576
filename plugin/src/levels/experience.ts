// How the game counts experience: points to the next level, what points make of a level, and how
// many of them may come below a cap. Pure; in the game's own arithmetic, which is of floats.
import type { Experience } from '../platform/platform.ts';

const float = Math.fround;

/** Points from a level to the next: 7 at level 0, 112 at level 30. */
export function pointsToNext(level: number): number {
  if (level >= 30) return 9 * level - 158;
  return level >= 15 ? 5 * level - 38 : 2 * level + 7;
}

/** What the game makes of points that come; `points` is not below 0. */
export function withPoints({ level, progress }: Experience, points: number): Experience {
  let at = level;
  let part = float(progress + float(float(points) / float(pointsToNext(at))));
  while (part >= 1) {
    const over = float(float(part - 1) * float(pointsToNext(at)));
    at += 1;
    part = float(over / float(pointsToNext(at)));
  }
  return { level: at, progress: part };
}

/** The bar just below the next level: as full as it gets at a cap. */
export function almost(level: number): Experience {
  const needed = pointsToNext(level);
  return { level, progress: float((needed - 1) / needed) };
}

/**
 * How many of the points may come so that the level stays at or below the cap (K-005). At the cap
 * the bar fills to just below the next level; above the cap, which was lowered, nothing comes.
 */
export function pointsBelow(cap: number, now: Experience, points: number): number {
  if (points <= 0) return points;
  if (now.level > cap) return 0;
  // Few turns: as many as the points make levels, however high the cap is.
  if (withPoints(now, points).level <= cap) return points;
  // Eight ninths of nine points are eight, whatever a float makes of it.
  let room = -Math.floor(now.progress * pointsToNext(now.level) + 0.01) - 1;
  for (let level = now.level; level <= cap; level += 1) room += pointsToNext(level);
  // Floats round: what the game would make of it decides.
  while (room > 0 && withPoints(now, room).level > cap) room -= 1;
  return Math.min(points, Math.max(0, room));
}

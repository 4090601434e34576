// The game's own /experience (and /xp): reads one, and writes it anew for one player so that it
// stays below the cap. Pure; whom a target means is the platform's.
import type { Experience } from '../platform/platform.ts';
import { pointsBelow } from './experience.ts';

export interface Gain {
  readonly verb: 'add' | 'set';
  /** A name, an id or a selector as `@a[distance=..5]`. */
  readonly target: string;
  readonly amount: number;
  readonly unit: 'points' | 'levels';
}

const form =
  /^(?:minecraft:)?(?:experience|xp) (add|set) (@[a-z](?:\[.*\])?|\S+) (-?\d{1,10})(?: (points|levels))?$/;

/** Reads a line without its slash; null for what gives nobody a level. */
export function readGain(text: string): Gain | null {
  const [, verb, target = '', amount, unit = 'points'] = form.exec(text.trim()) ?? [];
  if (verb !== 'add' && verb !== 'set') return null;
  // Points that are set stay within the level.
  if (verb === 'set' && unit !== 'levels') return null;
  return { verb, target, amount: Number(amount), unit: unit === 'levels' ? unit : 'points' };
}

interface Target {
  readonly id: string;
  readonly now: Experience;
  readonly cap: number | null;
}

/** The line for one player; no text when nothing of it is left, `isHeld` when the cap took some. */
export function cappedLine(
  { verb, amount, unit }: Gain,
  { id, now, cap }: Target,
): { readonly text: string | null; readonly isHeld: boolean } {
  const most = cap === null ? amount : mostOf(verb, unit, amount, now, cap);
  const isHeld = most < amount;
  const nothing = isHeld && (verb === 'add' ? most <= 0 : most <= now.level);
  return {
    text: nothing ? null : `minecraft:experience ${verb} ${id} ${String(most)} ${unit}`,
    isHeld,
  };
}

function mostOf(
  verb: Gain['verb'],
  unit: Gain['unit'],
  amount: number,
  now: Experience,
  cap: number,
): number {
  // Above a cap that was lowered the level stays, and gets no higher.
  const level = Math.max(cap, now.level);
  if (verb === 'set') return Math.min(amount, level);
  if (unit === 'points') return pointsBelow(cap, now, amount);
  return Math.min(amount, level - now.level);
}

// The caps as the plugin knows them: which one rules for a player now, and what is kept on disk for
// a start without the backend. Asks nobody; pull.ts brings the answers.
import * as z from 'zod';
import type { Platform } from '../platform/platform.ts';

/** No cap older than this is acted on while the backend answers (S0-038). */
export const freshMs = 30_000;

const path = 'level-caps.json';
/** Players whose last cap is kept: those who left long ago go first. */
const keptMax = 1_000;
const savePauseMs = 5_000;

const knownCap = z.strictObject({
  /** The highest level; null for none. */
  cap: z.int().min(0).nullable(),
  version: z.int().min(0),
  /** When it was asked for. */
  atMs: z.number(),
});
export type KnownCap = z.infer<typeof knownCap>;
const kept = z.record(z.string(), knownCap);

export interface Caps {
  /**
   * The cap that rules for a player now: a level, null for none, undefined while none is known well
   * enough. One look into a Map.
   */
  of(playerId: string): number | null | undefined;
  /** The last that was heard of a player, however old. */
  last(playerId: string): KnownCap | undefined;
  /** Notes what the backend said. */
  learn(playerId: string, known: KnownCap): void;
  /** Notes whether the backend answered when it was asked last. */
  heard(isThere: boolean): void;
}

/** Opens the memory with what the disk still has. */
export function createCaps(platform: Platform): Caps {
  const known = new Map<string, KnownCap>(Object.entries(readKept(platform)));
  let isAway = false;
  let isSaving = false;

  const save = (): void => {
    isSaving = false;
    platform.files.replace(path, JSON.stringify(Object.fromEntries(known)));
  };
  platform.onStop('level caps', save);

  return {
    of(playerId) {
      const one = known.get(playerId);
      if (!one) return undefined;
      // While the backend does not answer, the last known good one rules, however old (D30).
      return isAway || platform.nowMs() - one.atMs <= freshMs ? one.cap : undefined;
    },
    last: (playerId) => known.get(playerId),
    learn(playerId, now) {
      const before = known.get(playerId);
      // The newest stand last, so that the oldest can go.
      known.delete(playerId);
      known.set(playerId, now);
      const [oldest] = known.keys();
      if (known.size > keptMax && oldest !== undefined) known.delete(oldest);
      if (isSaving || (before?.cap === now.cap && before.version === now.version)) return;
      isSaving = true;
      platform.after('level caps', savePauseMs, save);
    },
    heard(isThere) {
      isAway = !isThere;
    },
  };
}

function readKept(platform: Platform): Record<string, KnownCap> {
  const text = platform.files.read(path);
  if (text === null) return {};
  try {
    return kept.parse(JSON.parse(text));
  } catch {
    platform.log.warn(`plugins/mintkeep/${path} cannot be read; the caps are asked for anew.`);
    return {};
  }
}

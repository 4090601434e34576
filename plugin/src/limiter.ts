// How often a player may give commands. Pure: time is given.

const rememberedMax = 10_000;

export interface Limiter {
  /** Whether the player may act now; a yes counts, a no does not. */
  allow(playerId: string, nowMs: number): boolean;
}

/** At most one act of a player in any window of `cooldownMs` (S0-028). */
export function createLimiter(cooldownMs: number): Limiter {
  const lastAtMs = new Map<string, number>();
  return {
    allow(playerId, nowMs) {
      const last = lastAtMs.get(playerId);
      if (last !== undefined && nowMs >= last && nowMs - last < cooldownMs) return false;
      // The newest stand last, so that the oldest can go.
      lastAtMs.delete(playerId);
      lastAtMs.set(playerId, nowMs);
      const [oldest] = lastAtMs.keys();
      if (lastAtMs.size > rememberedMax && oldest !== undefined) lastAtMs.delete(oldest);
      return true;
    },
  };
}

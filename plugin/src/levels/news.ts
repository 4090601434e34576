// Tells players of another cap than the last one: at once where the rules or their groups changed,
// and not with every level where a cap follows the level.
import { createLimiter } from '../limiter.ts';
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';
import type { Caps, KnownCap } from './caps.ts';

const newsPauseMs = 60_000;
const rememberedMax = 1_000;

/** Opens the telling; `before` is the cap before the one just learnt, `held` the groups it is for. */
export function openNews({ platform, say }: Plugin, caps: Caps) {
  const pauses = createLimiter(newsPauseMs);
  const groupsBefore = new Map<string, string>();
  /** Whether the last cap of the player was for other groups. */
  const isRegrouped = (player: Player, held: readonly string[]): boolean => {
    const now = held.join();
    const before = groupsBefore.get(player.id) ?? now;
    // The newest stand last, so that the oldest can go. Kept over a visit, as the caps are.
    groupsBefore.delete(player.id);
    groupsBefore.set(player.id, now);
    const [oldest] = groupsBefore.keys();
    if (groupsBefore.size > rememberedMax && oldest !== undefined) groupsBefore.delete(oldest);
    return before !== now;
  };
  return (player: Player, before: KnownCap | undefined, held: readonly string[]): void => {
    const isOther = isRegrouped(player, held);
    const now = caps.last(player.id);
    if (!now || !before || now.cap === before.cap) return;
    const isAllowed = pauses.allow(player.id, platform.nowMs());
    if (!isAllowed && !isOther && now.version === before.version) return;
    if (now.cap === null) return say(player, 'levels.lifted');
    const isHigher = before.cap !== null && now.cap > before.cap;
    const level = platform.formatInteger(now.cap, player.language);
    say(player, isHigher ? 'levels.raised' : 'levels.lowered', { level });
  };
}

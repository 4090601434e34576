// Which of the groups that the rules ask for a player is in, as the permission plugin says. It tells
// nobody of a change, so everybody is looked at again and again, a few in a tick. Asks no backend.
import type { Platform, Player } from '../platform/platform.ts';
import { hasKey, type Settings } from '../settings.ts';

/** Players are looked at so often where there are few; with many it goes round more slowly. */
const lookPauseMs = 250;
/** A look costs the server's thread some microseconds. */
const looksMax = 100;
/** A group may be given by either of two permissions. */
const looksEach = 2;

export interface Groups {
  /** Those the rules ask for, as the backend said last. Answers whether one is new. */
  expect(names: readonly string[]): boolean;
  /** Those of them that the player is in, as looked up last. */
  of(player: Player): readonly string[];
}

/**
 * Whether a player is in a group. `group.<name>` is what LuckPerms gives the members of its groups;
 * our own permission is for every other plugin, and stands above it. That operators have what nobody
 * set does not put them into a group.
 */
export const isIn = (player: Player, group: string): boolean =>
  player.given(`mintkeep.group.${group}`) ?? player.given(`group.${group}`) ?? false;

/** Starts looking; `onChange` hears when somebody's groups are others than before. */
export function watchGroups(platform: Platform, settings: Settings, onChange: () => void): Groups {
  let names: readonly string[] = [];
  let held = new WeakMap<Player, readonly string[]>();
  let turn: Player[] = [];

  const lookAt = (player: Player): readonly string[] => {
    const now = names.filter((name) => isIn(player, name));
    held.set(player, now);
    return now;
  };
  const lookOn = (): void => {
    if (names.length === 0) return;
    if (turn.length === 0) turn = [...platform.players()];
    const count = Math.max(1, Math.floor(looksMax / (looksEach * names.length)));
    let isOther = false;
    for (const player of turn.splice(0, count)) {
      const before = held.get(player);
      const now = player.isOnline() ? lookAt(player) : before;
      // Whoever was not looked at yet was not asked for either.
      isOther ||= before !== undefined && before.join() !== now?.join();
    }
    if (isOther) onChange();
  };
  if (hasKey(settings)) platform.every('level groups', lookPauseMs, lookOn);
  return {
    expect(asked) {
      const isNew = asked.some((name) => !names.includes(name));
      if (asked.join() !== names.join()) held = new WeakMap();
      names = asked;
      return isNew;
    },
    of: (player) => (names.length === 0 ? [] : (held.get(player) ?? lookAt(player))),
  };
}

// How many listings a player may have open, and whether the player wants to be asked: from permissions,
// settings and the player's own file.
import type { Player } from '../platform/platform.ts';
import type { Plugin } from '../plugin.ts';

/**
 * The numbers that `mintkeep.market.listings.<n>` may end in. A permission can only be asked about by
 * its whole name, so they are a list.
 */
const listingTiers: readonly number[] = [
  ...Array.from({ length: 50 }, (_, index) => index + 1),
  ...[60, 70, 75, 80, 90, 100, 150, 200, 250, 300, 400, 500, 750, 1_000],
];

/** The highest number that a player holds counts; without one the setting does (D35). */
export function listingsMaxOf(player: Player, listingsDefault: number): number {
  const held = listingTiers.filter((tier) =>
    player.may(`mintkeep.market.listings.${String(tier)}`),
  );
  return held.at(-1) ?? listingsDefault;
}

const confirmNote = 'market/confirm';

/** Whether the player is asked before a purchase or an offer. */
export function wantsToConfirm({ settings }: Plugin, player: Player): boolean {
  const wish = player.notes.get(confirmNote);
  return wish === null ? settings.market.confirm : wish === 'on';
}

export const setConfirm = (player: Player, wish: 'on' | 'off'): void =>
  player.notes.set(confirmNote, wish);

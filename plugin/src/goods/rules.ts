// What may be handed in at all, by the admin's settings (S1: blacklist, worlds, creative). Knows no
// market and no shop.
import { isPlainSku, type Goods } from '@mintkeep/shared/goods.ts';
import type { Player } from '../platform/platform.ts';
import type { Settings } from '../settings.ts';
import type { WhyNot } from './taking.ts';

type Rules = Settings['goods'];

/** Why goods of a player may not be handed in where and as the player is; null when they may. */
export function forbids(rules: Rules, player: Player, goods: Goods): WhyNot | null {
  if (!rules.creativeAllowed && player.gameMode() === 'creative') return 'creative';
  const world = player.world().toLowerCase();
  if (rules.worldsDisallowed.some((name) => name.toLowerCase() === world)) return 'world';
  if (listed(rules.blacklist, goods)) return 'blacklisted';
  if (rules.whitelist.length > 0 && !listed(rules.whitelist, goods)) return 'blacklisted';
  return null;
}

/** A material means all things made of it; a sku with a dot means that kind alone. */
const listed = (list: readonly string[], goods: Goods): boolean =>
  list
    .map((name) => name.toLowerCase())
    .some((name) =>
      isPlainSku(name) ? name === goods.material.toLowerCase() : name === goods.sku.toLowerCase(),
    );

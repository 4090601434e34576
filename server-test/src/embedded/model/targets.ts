// Whom a command means by a target: a name, everybody, oneself.
import { JavaException } from '../border/values.ts';
import { JavaList } from './collections.ts';
import type { Sender } from './commands.ts';
import type { Game } from './game.ts';
import { Player } from './player.ts';

/** The players of a name or an id, of `@a`, or for a player of `@s`; null when the target is none of these. */
export function select(game: Game, sender: Sender, target: string): Player[] | null {
  if (target === '@a') return game.online();
  if (target === '@s') return sender instanceof Player ? [sender] : [];
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(target);
  if (!isId && !/^\w{1,16}$/.test(target)) return null;
  const player = isId ? game.playerById(target) : game.playerByName(target);
  return player ? [player] : [];
}

/** As `Bukkit.selectEntities`. */
export function selectEntities(game: Game, sender: Sender, target: string): JavaList {
  const found = select(game, sender, target);
  if (found) return new JavaList(found);
  const what = `Could not parse selector: ${target}`;
  throw new JavaException('java.lang.IllegalArgumentException', what);
}

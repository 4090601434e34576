// The vanilla commands that put things into hands: /give with the components that tests use, and
// /gamemode. What is not modelled of their syntax is refused, never ignored.
import type { Sender } from './commands.ts';
import type { Game } from './game.ts';
import { ItemStack, type Looks } from './items.ts';
import { select } from './targets.ts';

const nobody = 'No player was found';
const incorrect = 'Incorrect argument for command';

/** `/give <target> <item>[components] [amount]`, as `diamond_sword[damage=10,custom_name="Old"]`. */
export function runGive(game: Game, args: readonly string[], sender: Sender): string {
  const [target = '', ...rest] = args;
  const [player] = select(game, sender, target) ?? [];
  if (!player) return nobody;
  const found = /^((?:minecraft:)?\w+)(?:\[(.*)\])?(?: (\d+))?$/.exec(rest.join(' '));
  const [, item = '', components = '', amount = '1'] = found ?? [];
  const material = game.materials.find(item.replace(/^minecraft:/, '').toUpperCase());
  const looks = looksOf(components);
  if (!material || !looks || Number(amount) < 1) {
    return `Unknown item '${components === '' ? item : rest.join(' ')}'`;
  }
  const stack = new ItemStack(material, Number(amount));
  stack.looks = looks;
  player.give(stack);
  return `Gave ${amount} [${item}] to ${player.getName()}`;
}

/** Reads components; null for one that is not modelled. */
function looksOf(text: string): Looks | null {
  let looks: Looks = {};
  const parts = [...text.matchAll(/(\w+)=("[^"]*"|\{[^}]*\}|[^,"{]*)(?:,|$)/g)];
  if (parts.map(([whole]) => whole).join('') !== text) return null;
  for (const [, name = '', value = ''] of parts) {
    const quoted = /^"(.*)"$/.exec(value)?.[1];
    const levels = /^\{(.*)\}$/.exec(value)?.[1];
    if (name === 'damage' && /^\d+$/.test(value)) looks = { ...looks, damage: Number(value) };
    else if (name === 'custom_name' && quoted !== undefined) {
      looks = { ...looks, name: { text: quoted } };
    } else if (name === 'lore' && quoted !== undefined) {
      looks = { ...looks, lore: [{ text: quoted }] };
    } else if (/^(stored_)?enchantments$/.test(name) && levels !== undefined) {
      const pairs = levels.split(',').map((pair) => /^(\w+):(\d+)$/.exec(pair));
      if (pairs.includes(null)) return null;
      const enchantments = Object.fromEntries(
        pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])]),
      );
      looks = { ...looks, enchantments };
    } else return null;
  }
  return looks;
}

/** `/gamemode <mode> <target>`. */
export function runGameMode(game: Game, args: readonly string[], sender: Sender): string {
  const [mode = '', target = '@s'] = args;
  if (!/^(survival|creative|adventure|spectator)$/.test(mode)) return incorrect;
  const [player] = select(game, sender, target) ?? [];
  if (!player) return nobody;
  player.mode = mode.toUpperCase();
  return `Set ${player.getName()}'s game mode to ${mode}`;
}

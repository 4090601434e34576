// The vanilla commands that bring experience: /experience and /xp, and so much of /execute and
// /summon as puts an orb on a player or gives a command as one.
import type { Sender } from './commands.ts';
import type { Game } from './game.ts';
import type { Player } from './player.ts';
import { select } from './targets.ts';

const incorrect = 'Incorrect argument for command';
const nobody = 'No player was found';

/** `/experience add|set <targets> <amount> [points|levels]`, `/experience query <target> …`. */
export function runExperience(game: Game, args: readonly string[], sender: Sender): string {
  const [verb = '', target = '', ...rest] = args;
  const players = select(game, sender, target);
  if (!players) return incorrect;
  const [first] = players;
  if (!first) return nobody;
  if (verb === 'query') return query(first, rest);
  const [amountText = '', unit = 'points'] = rest;
  const amount = Number(amountText);
  const isNumber = /^-?\d{1,10}$/.test(amountText) && Math.abs(amount) <= 2_147_483_647;
  if (!isNumber || rest.length > 2) return incorrect;
  if (unit !== 'points' && unit !== 'levels') return incorrect;
  const whom = players.length === 1 ? first.getName() : `${players.length} players`;
  if (verb === 'add') {
    for (const { experience } of players) {
      if (unit === 'levels') experience.giveLevels(amount);
      else experience.givePoints(amount);
    }
    return `Gave ${amount} experience ${unit} to ${whom}`;
  }
  if (verb !== 'set' || amount < 0) return incorrect;
  const fitting = players.filter(({ experience }) => {
    if (unit === 'levels') experience.setLevel(amount);
    else if (amount < experience.needed()) experience.setPoints(amount);
    else return false;
    return true;
  });
  if (fitting.length > 0) return `Set ${amount} experience ${unit} on ${whom}`;
  return "Cannot set experience points above the maximum points for the player's current level";
}

function query(player: Player, [unit]: readonly string[]): string {
  const { experience } = player;
  const points = Math.round(Math.fround(experience.progress * experience.needed()));
  if (unit !== 'points' && unit !== 'levels') return incorrect;
  const amount = unit === 'levels' ? experience.level : points;
  return `${player.getName()} has ${amount} experience ${unit}`;
}

/**
 * `/execute as <player> run experience …`, which no event announces, and
 * `/execute at <player> run summon experience_orb ~ ~ ~ {Value:<points>}`, and
 * `/execute in <dimension> run tp <player> <x> <y> <z>`, of which only the world counts.
 */
export function runExecute(game: Game, args: readonly string[], sender: Sender): string {
  const [how = '', target = '', run = '', name = '', ...rest] = args;
  if (how === 'in') return runMove(game, sender, target, [run, name, ...rest]);
  const [player] = select(game, sender, target) ?? [];
  if (!player) return nobody;
  const plain = name.replace(/^minecraft:/, '');
  if (how === 'as' && run === 'run' && (plain === 'experience' || plain === 'xp')) {
    return runExperience(game, rest, player);
  }
  const orb = /^(?:minecraft:)?experience_orb ~ ~ ~ \{Value:(\d{1,9})\}$/.exec(rest.join(' '));
  if (how !== 'at' || run !== 'run' || plain !== 'summon' || !orb) return incorrect;
  player.experience.addOrb(Number(orb[1]));
  return 'Summoned new Experience Orb';
}

/** As Bukkit names the worlds of a new server. */
const worldOf: Readonly<Record<string, string>> = {
  'minecraft:overworld': 'world',
  'minecraft:the_nether': 'world_nether',
  'minecraft:the_end': 'world_the_end',
};

function runMove(game: Game, sender: Sender, dimension: string, args: readonly string[]): string {
  const [run, name, target = '', ...at] = args;
  const world = worldOf[dimension];
  if (!world || run !== 'run' || name !== 'tp' || at.length !== 3) return incorrect;
  const [player] = select(game, sender, target) ?? [];
  if (!player) return nobody;
  player.worldName = world;
  return `Teleported ${player.getName()} to ${at.join(', ')}`;
}

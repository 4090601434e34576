// What the commands of players are called on this server: their own names, or those of the setting
// `commands`. Knows no text; whoever tells of a command asks here for its name.
import { playerCommands } from './permissions.ts';
import type { Platform } from './platform/platform.ts';
import type { Settings } from './settings.ts';

export interface CommandNames {
  /** Every name of a command, the first of them the one that is shown. */
  of(command: string): readonly [string, ...string[]];
  /** A text of ours, with every command by the name that is shown here. */
  shown(text: string): string;
}

/** So many names of one command are used. */
const namesMax = 16;

type Names = readonly [string, ...string[]];

const moreNames: Readonly<Record<string, readonly string[]>> = {
  balance: ['bal', 'coins'],
  leaderboard: ['baltop'],
};
const ownNames = (command: string): Names => [command, ...(moreNames[command] ?? [])];

/** Names of the game, of Paper and of Grakkit: taking one away would break the server's own. */
const taken: ReadonlySet<string> = new Set(
  [
    'mintkeep grakkit js about bukkit callback icanhasbukkit mspt paper pl plugins restart rl spark',
    'spigot timings tps ver version advancement attribute ban ban-ip banlist bossbar clear clone',
    'damage data datapack debug defaultgamemode deop dialog difficulty effect enchant execute',
    'experience fetchprofile fill fillbiome forceload function gamemode gamerule give help item jfr',
    'kick kill list locate loot me msg op pardon pardon-ip particle perf place playsound publish',
    'random recipe reload return ride rotate save-all save-off save-on say schedule scoreboard seed',
    'setblock setidletimeout setworldspawn spawnpoint spectate spreadplayers stop stopsound',
    'stopwatch summon tag team teammsg teleport tell tellraw test tick time title tm tp transfer',
    'trigger w waypoint weather whitelist worldborder xp',
  ].flatMap((line) => line.split(' ')),
);

/**
 * Gives every command its names. A name of the game's own, or one that two commands would share, is
 * refused with a warning; a command left without any keeps those it was built with.
 */
export function nameCommands({ log }: Platform, { commands }: Settings): CommandNames {
  const wanted = new Map<string, readonly string[]>();
  for (const [command, names = []] of Object.entries(commands)) {
    const free = [...new Set(names)].filter((name) => !taken.has(name)).slice(0, namesMax);
    for (const name of names.filter((one) => taken.has(one))) {
      log.warn(`Setting "commands.${command}": /${name} is the server's own; it is not used.`);
    }
    if (free.length > 0) wanted.set(command, free);
  }
  const names = shareOut(wanted, (line) => log.warn(line));
  const of: CommandNames['of'] = (command) => names.get(command) ?? ownNames(command);
  return { of, shown: renaming(of) };
}

/** Who keeps its own names has them first, so that those are never lost to a command renamed. */
function shareOut(
  wanted: Map<string, readonly string[]>,
  warn: (line: string) => void,
): ReadonlyMap<string, Names> {
  const owners = new Map<string, string>();
  for (const command of playerCommands.filter((one) => !wanted.has(one))) {
    for (const name of ownNames(command)) owners.set(name, command);
  }
  const names = new Map<string, Names>();
  const clashes: string[] = [];
  for (const [command, asked] of wanted) {
    const got = asked.filter((name) => !owners.has(name));
    for (const name of asked.filter((one) => owners.has(one))) {
      clashes.push(
        `Setting "commands.${command}": /${name} is /${owners.get(name) ?? ''} already; it is not used.`,
      );
    }
    const [first, ...others] = got;
    if (first === undefined) {
      for (const line of clashes.slice(-asked.length)) warn(line);
      // Its own names are its own again, whoever was given them meanwhile.
      return shareOut(new Map([...wanted].filter(([one]) => one !== command)), warn);
    }
    for (const name of got) owners.set(name, command);
    names.set(command, [first, ...others]);
  }
  for (const line of clashes) warn(line);
  return names;
}

function renaming(of: CommandNames['of']): CommandNames['shown'] {
  const renamed = playerCommands.filter((command) => of(command)[0] !== command);
  if (renamed.length === 0) return (text) => text;
  // A slash within a word, a path or a closing tag is none of a command.
  const named = new RegExp(`(?<![\\w/<-])/(${renamed.join('|')})(?![\\w-])`, 'g');
  return (text) => text.replace(named, (_whole, command: string) => `/${of(command)[0]}`);
}

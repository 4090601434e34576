// Experience on its ways to a player: orbs before they count, commands before they run, and every
// changed level after the fact, which is when the server tells of it.
import type { Commands } from './paper-commands.ts';
import type { Events } from './paper-events.ts';
import { guard } from './paper-log.ts';
import type { Visits } from './paper-players.ts';
import type { CommandLine, Platform, Player } from './platform.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const PlayerType = Java.type('org.bukkit.entity.Player');

type VisitOf = (bukkit: BukkitPlayer) => Player | null;
type Following = Pick<Platform, 'onGain' | 'onLevelChange' | 'onCommandLine'>;

/** Tells who listens. What another plugin's made-up player gains is nobody's business. */
export function followExperience(events: Events, visits: Visits, commands: Commands): Following {
  const visitOf: VisitOf = (bukkit) => visits.find(String(bukkit.getUniqueId()));
  return { ...followLevels(events, visitOf), ...followLines(events, visitOf, commands) };
}

function followLevels(
  events: Events,
  visitOf: VisitOf,
): Pick<Platform, 'onGain' | 'onLevelChange'> {
  const gains: Parameters<Platform['onGain']>[0][] = [];
  const levels: Parameters<Platform['onLevelChange']>[0][] = [];
  const onGain = (event: ExperienceChange): void => {
    const player = visitOf(event.getPlayer());
    if (!player) return;
    const points = event.getAmount();
    const counted = gains.reduce((left, run) => run(player, left), points);
    if (counted !== points) event.setAmount(counted);
  };
  events.on('org.bukkit.event.player.PlayerExpChangeEvent', onGain, 'last');
  events.on('org.bukkit.event.player.PlayerLevelChangeEvent', (event) => {
    const player = visitOf(event.getPlayer());
    if (player) for (const run of levels) run(player, event.getOldLevel());
  });
  return {
    onGain: (run) => void gains.push(run),
    onLevelChange: (run) => void levels.push(run),
  };
}

function followLines(
  events: Events,
  visitOf: VisitOf,
  commands: Commands,
): Pick<Platform, 'onCommandLine'> {
  const lines: Parameters<Platform['onCommandLine']>[0][] = [];

  /** Whether other lines ran in the place of this one. */
  function replace(bukkit: CommandSender, text: string): boolean {
    const line = lineOf(visitOf, commands, bukkit, text);
    for (const run of lines) {
      const instead = run(line);
      if (instead === null) continue;
      // What is dispatched so is no command line again: no event tells of it.
      for (const one of instead) {
        guard('a command in place of another', () => Bukkit.dispatchCommand(bukkit, one))();
      }
      return true;
    }
    return false;
  }
  const onPlayer = (event: PlayerCommandLine): void => {
    if (replace(event.getPlayer(), event.getMessage())) event.setCancelled(true);
  };
  const onServer = (event: ServerCommandLine): void => {
    if (replace(event.getSender(), event.getCommand())) event.setCancelled(true);
  };
  events.on('org.bukkit.event.player.PlayerCommandPreprocessEvent', onPlayer, 'last');
  events.on('org.bukkit.event.server.ServerCommandEvent', onServer, 'last');
  // RCON's event stands below the console's and yet is told to listeners of its own alone.
  events.on('org.bukkit.event.server.RemoteServerCommandEvent', onServer, 'last');
  return { onCommandLine: (run) => void lines.push(run) };
}

function lineOf(
  visitOf: VisitOf,
  commands: Commands,
  bukkit: CommandSender,
  text: string,
): CommandLine {
  return {
    get sender() {
      return commands.senderOf(bukkit);
    },
    text: text.replace(/^\//, ''),
    targets(target) {
      try {
        return [...Bukkit.selectEntities(bukkit, target)]
          .filter((one) => one instanceof (PlayerType as unknown as new () => object))
          .flatMap((one) => visitOf(one as BukkitPlayer) ?? []);
      } catch {
        // No target at all: the server says so itself when the command runs.
        return [];
      }
    },
  };
}

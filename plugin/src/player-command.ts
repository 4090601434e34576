// A command for players: only for them, with its permission, and not faster than the cooldown.
import type { Player, Sender } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';

/** Within 200 ms a player knows that something happens, whatever the backend does. */
const slowMs = 100;

export interface PlayerCommand {
  /** Its own name; what it is called here the settings may say. */
  readonly name: string;
  /** True when the command itself says so when it takes long. */
  readonly tellsWhenSlow?: boolean;
  run(player: Player, args: readonly string[]): void | Promise<void>;
  complete?(player: Player, args: readonly string[]): readonly string[];
  /** What the console does with it; without it, the console is told that only players can. */
  console?(sender: Sender, args: readonly string[]): void | Promise<void>;
}

/** Registers a player's command. The console is told that only players can, a hasty one to wait. */
export function playerCommand(plugin: Plugin, command: PlayerCommand): void {
  const { platform, limiter, say, words } = plugin;
  const [name, ...aliases] = plugin.commands.of(command.name);
  platform.command({
    name,
    aliases,
    permission: `mintkeep.player.${command.name}`,
    forbidden: ({ language }) => words(language, 'command.forbidden'),
    run(sender, args) {
      const { player } = sender;
      if (!player && command.console) return command.console(sender, args);
      if (!player) return say(sender, 'command.playersOnly');
      if (!limiter.allow(player.id, platform.nowMs())) return say(player, 'command.tooFast');
      const running = command.run(player, args);
      if (!running || command.tellsWhenSlow) return running;
      const stopTelling = platform.after('slow command', slowMs, () => say(player, 'command.slow'));
      return running.finally(stopTelling);
    },
    ...(command.complete
      ? {
          complete: ({ player }, args) => (player ? (command.complete?.(player, args) ?? []) : []),
        }
      : {}),
  });
}

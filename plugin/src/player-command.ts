// A command for players: only for them, with its permission, and not faster than the cooldown.
import type { Player } from './platform/platform.ts';
import type { Plugin } from './plugin.ts';

export interface PlayerCommand {
  readonly name: string;
  readonly aliases?: readonly string[];
  run(player: Player, args: readonly string[]): void | Promise<void>;
  complete?(player: Player, args: readonly string[]): readonly string[];
}

/** Registers a player's command. The console is told that only players can, a hasty one to wait. */
export function playerCommand(plugin: Plugin, command: PlayerCommand): void {
  const { platform, limiter, say, words } = plugin;
  platform.command({
    name: command.name,
    aliases: command.aliases ?? [],
    permission: `mintkeep.player.${command.name}`,
    forbidden: ({ language }) => words(language, 'command.forbidden'),
    run(sender, args) {
      const { player } = sender;
      if (!player) return say(sender, 'command.playersOnly');
      if (!limiter.allow(player.id, platform.nowMs())) return say(player, 'command.tooFast');
      return command.run(player, args);
    },
    ...(command.complete
      ? {
          complete: ({ player }, args) => (player ? (command.complete?.(player, args) ?? []) : []),
        }
      : {}),
  });
}

// Commands and permissions. The wrapper of Grakkit checks no permission and its arguments are a
// Java array; both are mended here.
import { guard, log, owner } from './paper-log.ts';
import type { Visits } from './paper-players.ts';
import { render } from './paper-text.ts';
import { consoleLanguage, type Command, type Permission, type Sender } from './platform.ts';

const Bukkit = Java.type('org.bukkit.Bukkit');
const PlayerType = Java.type('org.bukkit.entity.Player');
const PermissionType = Java.type('org.bukkit.permissions.Permission');
const Default = Java.type('org.bukkit.permissions.PermissionDefault');
const HashMap = Java.type('java.util.HashMap');

const namespace = 'mintkeep';

export interface Commands {
  senderOf(bukkit: CommandSender): Sender;
  add(command: Command): void;
  permit(list: readonly Permission[]): void;
  stop(): void;
}

/** Registers commands and permissions; `stop` takes the permissions away again. */
export function openCommands(visits: Visits): Commands {
  const registered: string[] = [];
  const senderOf = (bukkit: CommandSender): Sender =>
    bukkit instanceof (PlayerType as unknown as new () => BukkitPlayer)
      ? visits.of(bukkit)
      : consoleSender(bukkit);

  return {
    senderOf,
    add(command) {
      const run = guard(
        `/${command.name}`,
        (bukkit: CommandSender, _label: string, args: JavaArray<string>) => {
          const sender = senderOf(bukkit);
          if (!sender.may(command.permission)) {
            sender.tell(command.forbidden(sender));
            return undefined;
          }
          return command.run(sender, [...args]);
        },
      );
      const complete = (
        bukkit: CommandSender,
        _alias: string,
        args: JavaArray<string>,
      ): string[] => {
        try {
          return completions(command, senderOf(bukkit), [...args]);
        } catch (error) {
          log.error(`completing /${command.name}`, error);
          return [];
        }
      };
      const aliases = [...(command.aliases ?? [])];
      owner.register(namespace, command.name, aliases, command.permission, null, run, complete);
    },
    permit(list) {
      const manager = Bukkit.getPluginManager();
      for (const one of list) {
        const children = new HashMap() as JavaHashMap<string, boolean>;
        for (const child of one.children ?? []) children.put(child, true);
        const byDefault = one.for === 'everyone' ? Default.TRUE : Default.OP;
        if (manager.getPermission(one.name)) manager.removePermission(one.name);
        manager.addPermission(new PermissionType(one.name, one.description, byDefault, children));
        registered.push(one.name);
      }
    },
    stop() {
      for (const name of registered) Bukkit.getPluginManager().removePermission(name);
    },
  };
}

function completions(command: Command, sender: Sender, args: readonly string[]): string[] {
  if (!command.complete || !sender.may(command.permission)) return [];
  const typed = (args.at(-1) ?? '').toLowerCase();
  return command.complete(sender, args).filter((word) => word.toLowerCase().startsWith(typed));
}

function consoleSender(bukkit: CommandSender): Sender {
  return {
    name: bukkit.getName(),
    player: null,
    language: consoleLanguage,
    may: (permission) => bukkit.hasPermission(permission),
    tell: (message) => bukkit.sendMessage(render(message)),
  };
}

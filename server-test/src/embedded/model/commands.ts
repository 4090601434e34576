// The command map: the plugin's commands as Grakkit registers them, and the few of vanilla that
// rewards, tests and a person at the console use.
import { GuestFunction, JavaArray, type JavaObject } from '../border/values.ts';
import { runExecute, runExperience } from './experience-command.ts';
import type { Game } from './game.ts';
import { runGameMode, runGive } from './give-command.ts';
import type { Player } from './player.ts';

export interface PluginCommand {
  readonly name: string;
  readonly permission: string | null;
  readonly execute: GuestFunction;
  readonly complete: GuestFunction;
}

/** Who gives a command: a player or the console. */
export interface Sender extends JavaObject {
  getName(): string;
  hasPermission(name: string): boolean;
  sendMessage(message: unknown): void;
}

type Vanilla = (game: Game, args: readonly string[], sender: Sender) => string;

const unknownPlayer = 'No player was found';

function withPlayer(game: Game, name: string | undefined, run: (player: Player) => string): string {
  const player = game.playerByName(name ?? '');
  return player ? run(player) : unknownPlayer;
}

const vanilla: Readonly<Record<string, Vanilla>> = {
  list: (game) => {
    const names = game.online().map((player) => player.getName());
    return `There are ${names.length} of a max of 100 players online: ${names.join(', ')}`;
  },
  say: (game, args) => {
    for (const player of game.online()) player.client.chat({ text: `[Server] ${args.join(' ')}` });
    return `[Server] ${args.join(' ')}`;
  },
  give: runGive,
  gamemode: runGameMode,
  clear: (game, [name]) =>
    withPlayer(game, name, (player) => {
      for (const [slot, stack] of player.inventory.slots.entries()) {
        if (stack) player.inventory.put(slot, null);
      }
      return `Removed all items from player ${player.getName()}`;
    }),
  op: (game, [name]) => game.setOperator(name ?? '', true),
  deop: (game, [name]) => game.setOperator(name ?? '', false),
  kick: (game, [name, ...reason]) =>
    withPlayer(game, name, (player) => {
      player.client.kick({ text: reason.join(' ') || 'Kicked by an operator' });
      return `Kicked ${player.getName()}`;
    }),
  experience: runExperience,
  xp: runExperience,
  execute: runExecute,
  'save-all': (game) => {
    game.saveAll();
    return 'Saved the game';
  },
  tps: (game) => game.clock.describe(),
};

export class Commands {
  readonly #game: Game;
  readonly #plugin = new Map<string, PluginCommand>();

  constructor(game: Game) {
    this.#game = game;
  }

  /** As Grakkit's: a name registered again gets the new functions; nothing is ever taken away. */
  register(namespace: string, aliases: readonly string[], command: PluginCommand): void {
    for (const name of [command.name, ...aliases]) {
      this.#plugin.set(name.toLowerCase(), command);
      this.#plugin.set(`${namespace}:${name}`.toLowerCase(), command);
    }
    for (const player of this.#game.online()) this.showTree(player);
  }

  /** The names a player may use, as the client's command tree shows them. */
  namesFor(player: Player): string[] {
    const theirs = [...this.#plugin]
      .filter(([, { permission }]) => permission === null || player.hasPermission(permission))
      .map(([name]) => name);
    return [...theirs, ...(this.#isOperator(player) ? Object.keys(vanilla) : [])].sort();
  }

  #isOperator(sender: Sender): boolean {
    return sender === this.#game.console || this.#game.isOperator((sender as Player).uuid);
  }

  showTree(player: Player): void {
    player.client.commands(this.namesFor(player));
  }

  /** A player's line. What the tree hides is unknown to the player, as Brigadier has it. */
  runFor(player: Player, line: string): void {
    const [label = ''] = line.trim().split(/\s+/);
    const isShown = this.namesFor(player).includes(label.toLowerCase());
    if (!isShown || !this.dispatch(player, line)) {
      player.client.chat({ translate: 'command.unknown.command', color: 'red' });
    }
  }

  /** Runs a line of the plugin's or, for operators, of vanilla; false when nobody knows it. */
  dispatch(sender: Sender, line: string): boolean {
    const [label = '', ...args] = line.trim().replace(/^\//, '').split(/\s+/);
    const command = this.#plugin.get(label.toLowerCase());
    if (command) {
      const given = [sender, label, new JavaArray(args)];
      this.#game.runGuest(`command /${label}`, command.execute, given);
      return true;
    }
    const own = vanilla[label.toLowerCase().replace(/^minecraft:/, '')];
    if (!own || !this.#isOperator(sender)) return false;
    sender.sendMessage(own(this.#game, args, sender));
    return true;
  }

  complete(player: Player, typed: string): string[] {
    if (!this.#game.isPluginEnabled) return [];
    const words = typed.replace(/^\//, '').split(' ');
    const [label = '', ...args] = words;
    const names = this.namesFor(player);
    if (args.length === 0) return names.filter((name) => name.startsWith(label.toLowerCase()));
    const command = names.includes(label.toLowerCase()) && this.#plugin.get(label.toLowerCase());
    if (!command) return [];
    const given = [player, label, new JavaArray(args)];
    const answer = this.#game.runGuest(`tab /${label}`, command.complete, given);
    if (Array.isArray(answer) && answer.every((one) => typeof one === 'string')) return answer;
    this.#game.swallowed(`tab /${label}`, 'a completer must answer an array of texts');
    return [];
  }
}

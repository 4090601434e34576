// The game: who is here, what the plugin registered, and the tick. It knows neither packets nor how
// scripts run.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Implementation } from '../border/border.ts';
import { JavaFile, type JavaBytes, type JavaUUID } from '../border/crossing.ts';
import { JavaException, type GuestFunction, type JavaObject } from '../border/values.ts';
import type { Client, Visit } from '../wire.ts';
import { adventureImplementations, Component, plainText } from './adventure.ts';
import { click } from './clicks.ts';
import { JavaCollection, JavaList } from './collections.ts';
import { Commands, type PluginCommand, type Sender } from './commands.ts';
import * as kinds from './event-kinds.ts';
import { eventImplementations, PluginManager } from './events.ts';
import { Inventory } from './inventories.ts';
import { readBytes } from './item-bytes.ts';
import { ItemStack, Materials, NamespacedKey, stringType, type Material } from './items.ts';
import { Player } from './player.ts';
import { PlayerFiles } from './player-files.ts';
import { selectEntities } from './targets.ts';
import { Scheduler } from './scheduler.ts';
import { TickClock } from './tick-clock.ts';

export interface GameOptions {
  readonly folder: string;
  readonly version: string;
  readonly stackSizes: ReadonlyMap<string, number>;
  /** A line of the server's log. */
  log(level: 'INFO' | 'WARN' | 'ERROR', line: string): void;
  /** What a real server would have swallowed. */
  swallowed(where: string, what: string): void;
  /** Runs a script's function. */
  run(where: string, run: GuestFunction, args: readonly unknown[]): unknown;
  /** Players are saved at a tick chosen at random about this often; 0 is never. */
  readonly autosaveTicks: number;
  random(): number;
}

export class Game {
  readonly plugins: PluginManager;
  readonly commands: Commands;
  readonly scheduler = new Scheduler();
  readonly clock = new TickClock();
  readonly files: PlayerFiles;
  readonly materials: Materials;
  readonly console: Sender;
  isPluginEnabled = true;
  readonly #options: GameOptions;
  readonly #players = new Map<string, Player>();
  readonly #operators: Set<string>;
  readonly #world: { readonly javaClass: string; data: ReturnType<PlayerFiles['loadWorld']> };
  #consoleLines: string[] | null = null;
  readonly #plugin: JavaObject;

  constructor(options: GameOptions) {
    this.#options = options;
    this.materials = new Materials(options.stackSizes);
    this.files = new PlayerFiles(options.folder, this.materials);
    this.#plugin = this.#makePlugin();
    this.plugins = new PluginManager(this.#plugin);
    this.commands = new Commands(this);
    this.console = this.#makeConsole();
    const opsPath = join(options.folder, 'ops.json');
    this.#operators = new Set(
      existsSync(opsPath) ? (JSON.parse(readFileSync(opsPath, 'utf8')) as string[]) : [],
    );
    this.#world = this.#makeWorld();
  }

  // ---- who is here --------------------------------------------------------------------------------

  online(): Player[] {
    return [...this.#players.values()];
  }
  playerByName(name: string): Player | null {
    const wanted = name.toLowerCase();
    return this.online().find((one) => one.getName().toLowerCase() === wanted) ?? null;
  }
  playerById(uuid: string): Player | null {
    return this.#players.get(uuid.toLowerCase()) ?? null;
  }
  isOperator(uuid: string): boolean {
    return this.#operators.has(uuid);
  }
  setOperator(name: string, isOperator: boolean): string {
    const player = this.playerByName(name);
    if (!player) return 'No player was found';
    if (isOperator) this.#operators.add(player.uuid);
    else this.#operators.delete(player.uuid);
    writeFileSync(join(this.#options.folder, 'ops.json'), JSON.stringify([...this.#operators]));
    this.commands.showTree(player);
    return `${isOperator ? 'Made' : 'Removed'} ${name} ${isOperator ? 'a' : 'as'} server operator`;
  }

  /** A whole number from 0, below `bound`, by chance. */
  below(bound: number): number {
    return Math.floor(this.#options.random() * bound);
  }

  /** A client is in the world: its file is read, and the plugin hears of it. */
  join(client: Client): Visit {
    const player = new Player(this, client);
    this.files.load(player);
    this.#players.set(player.uuid, player);
    this.#options.log('INFO', `${player.getName()} joined the game`);
    this.commands.showTree(player);
    player.showWindow();
    this.call(new kinds.PlayerEvent('Join', player));
    const whileHere = (run: () => void): void => {
      if (player.isHere) run();
    };
    return {
      command: (line) => whileHere(() => this.#playerCommand(player, line)),
      chat: (message) => whileHere(() => this.#chat(player, message)),
      tab: (id, typed) =>
        whileHere(() => player.client.tabReply(id, typed, this.commands.complete(player, typed))),
      click: (wire) => whileHere(() => click(player, wire)),
      closeWindow: (windowId) =>
        whileHere(() => {
          if (windowId === player.view.windowId) player.leaveWindow();
        }),
      useItem: () => whileHere(() => player.useItem()),
      holdSlot: (slot) => {
        if (Number.isInteger(slot) && slot >= 0 && slot < 9) player.heldSlot = slot;
      },
      locale: (locale) => player.setLocale(locale),
      quit: () => whileHere(() => this.#quit(player)),
    };
  }
  #playerCommand(player: Player, line: string): void {
    this.#options.log('INFO', `${player.getName()} issued server command: /${line}`);
    const event = new kinds.PlayerCommandEvent(player, `/${line}`);
    this.call(event);
    if (!event.isCancelled) this.commands.runFor(player, line);
  }
  #chat(player: Player, message: string): void {
    this.#options.log('INFO', `<${player.getName()}> ${message}`);
    for (const other of this.online()) {
      other.client.chat({ text: `<${player.getName()}> ${message}` });
    }
  }
  #quit(player: Player): void {
    player.leaveWindow();
    this.call(new kinds.PlayerEvent('Quit', player));
    player.isHere = false;
    this.files.save(player);
    if (this.#players.get(player.uuid) === player) this.#players.delete(player.uuid);
    this.#options.log('INFO', `${player.getName()} left the game`);
  }

  // ---- the plugin's side ----------------------------------------------------------------------------

  /** Bukkit takes away what a disabled plugin registered; its commands do nothing. */
  disablePlugin(): void {
    this.isPluginEnabled = false;
  }
  runGuest(where: string, run: GuestFunction, args: readonly unknown[]): unknown {
    if (!this.isPluginEnabled) return null;
    return this.clock.inPlugin(() => this.#options.run(where, run, args));
  }
  call(event: kinds.GameEvent): void {
    this.plugins.call(event, (where, run, args) => this.runGuest(where, run, args));
  }
  swallowed(where: string, what: string): void {
    this.#options.swallowed(where, what);
  }

  tick(pushed: () => void): void {
    this.clock.inPlugin(pushed);
    this.scheduler.tick((where, run, args) => this.runGuest(where, run, args));
    for (const player of this.online()) player.tick();
    const { autosaveTicks } = this.#options;
    if (autosaveTicks > 0 && this.#options.random() < 1 / autosaveTicks) this.saveAll();
  }
  saveAll(): void {
    for (const player of this.online()) this.files.save(player);
    this.files.saveWorld(this.#world.data);
  }

  /** A line at the console; answers what it printed, as RCON would. */
  consoleLine(line: string): string[] {
    const lines: string[] = [];
    this.#consoleLines = lines;
    try {
      const event = new kinds.ServerCommandEvent(this.console, line);
      this.call(event);
      if (!event.isCancelled && !this.commands.dispatch(this.console, line)) {
        lines.push('Unknown or incomplete command, see below for error');
      }
    } finally {
      this.#consoleLines = null;
    }
    return lines;
  }
  #makeConsole(): Sender {
    return {
      javaClass: 'org.bukkit.command.ConsoleCommandSender',
      getName: () => 'CONSOLE',
      hasPermission: () => true,
      sendMessage: (message) => {
        const text = message instanceof Component ? plainText(message.text) : String(message);
        this.#consoleLines?.push(...text.split('\n'));
        this.#options.log('INFO', text);
      },
    };
  }
  #makePlugin(): JavaObject {
    const logger = (level: 'INFO' | 'WARN' | 'ERROR') => (line: string) =>
      this.#options.log(level, `[grakkit] ${line}`);
    const log = {
      javaClass: 'java.util.logging.Logger',
      info: logger('INFO'),
      warning: logger('WARN'),
      severe: logger('ERROR'),
    };
    const register = (
      namespace: string,
      name: string,
      aliases: readonly string[],
      permission: string | null,
      _message: string | null,
      execute: GuestFunction,
      complete: GuestFunction,
    ): void => {
      const command: PluginCommand = { name, permission, execute, complete };
      this.commands.register(namespace, aliases, command);
    };
    return Object.assign(
      { javaClass: 'grakkit.Main' },
      { getName: () => 'grakkit', getLogger: () => log, register },
    );
  }
  #makeWorld() {
    const world = {
      javaClass: 'org.bukkit.World',
      data: this.files.loadWorld(),
      getName: () => 'world',
      // As Paper answers it: a path relative to the server's folder.
      getWorldFolder: () => new JavaFile('./world', this.#options.folder),
      getPersistentDataContainer: () => world.data,
    };
    return world;
  }
  /** A world by its name; of those that are not the main one there is no more than the name. */
  world(name: string): object {
    if (name === 'world') return this.#world;
    return { javaClass: 'org.bukkit.World', getName: () => name };
  }

  /** What stands behind the names of the surface. */
  implementations(grakkitApi: object): Record<string, Implementation> {
    return {
      ...eventImplementations,
      ...adventureImplementations,
      'grakkit.Api': { statics: grakkitApi },
      'org.bukkit.Bukkit': {
        statics: {
          getPluginManager: () => this.plugins,
          getScheduler: () => this.scheduler,
          getOnlinePlayers: () => new JavaCollection(this.online()),
          getPlayer: (id: JavaUUID) => this.playerById(id.value),
          getConsoleSender: () => this.console,
          getWorlds: () => new JavaList([this.#world]),
          getMinecraftVersion: () => this.#options.version,
          createInventory: (_holder: null, size: number, title: Component) => chest(size, title),
          dispatchCommand: (sender: Sender, line: string) => this.commands.dispatch(sender, line),
          selectEntities: (sender: Sender, target: string) => selectEntities(this, sender, target),
          isPrimaryThread: () => true,
        },
      },
      'org.bukkit.event.HandlerList': {
        statics: { unregisterAll: (owner: unknown) => this.plugins.unregisterAll(owner) },
      },
      'org.bukkit.Material': {
        statics: { getMaterial: (name: string) => this.materials.find(name) },
      },
      'org.bukkit.NamespacedKey': {
        create: (namespace: string, key: string) => new NamespacedKey(namespace, key),
      },
      'org.bukkit.inventory.ItemStack': {
        create: (material: Material, amount: number) => new ItemStack(material, amount),
        statics: { deserializeBytes: (bytes: JavaBytes) => readBytes(this.materials, bytes) },
      },
      'org.bukkit.persistence.PersistentDataType': { statics: { STRING: stringType } },
    };
  }
}

function chest(size: number, title: Component): Inventory {
  if (size < 9 || size > 54 || size % 9 !== 0) {
    throw new JavaException(
      'java.lang.IllegalArgumentException',
      `Size for custom inventory must be a multiple of 9 between 9 and 54 slots (got ${size})`,
    );
  }
  return new Inventory(size, title);
}

// What can happen, each kind as listeners see it. Who hears of it, and when, is decided in events.ts.
import type { JavaObject } from '../border/values.ts';
import { clickType } from './events.ts';
import type { Inventory, InventoryView } from './inventories.ts';
import type { Player } from './player.ts';

/** What happened, as listeners see it. */
export interface GameEvent extends JavaObject {
  isCancelled?: boolean;
}

export class PlayerEvent implements GameEvent {
  readonly javaClass: string;
  readonly #player: Player;
  constructor(kind: 'Join' | 'Quit', player: Player) {
    this.javaClass = `org.bukkit.event.player.Player${kind}Event`;
    this.#player = player;
  }
  getPlayer(): Player {
    return this.#player;
  }
}

/** Experience that an orb brings, before it counts. */
export class ExpChangeEvent implements GameEvent {
  readonly javaClass = 'org.bukkit.event.player.PlayerExpChangeEvent';
  readonly #player: Player;
  #amount: number;
  constructor(player: Player, amount: number) {
    this.#player = player;
    this.#amount = amount;
  }
  getPlayer(): Player {
    return this.#player;
  }
  getAmount(): number {
    return this.#amount;
  }
  setAmount(amount: number): void {
    this.#amount = amount;
  }
}

/** A level that has changed since the player's last tick, whatever changed it. */
export class LevelChangeEvent implements GameEvent {
  readonly javaClass = 'org.bukkit.event.player.PlayerLevelChangeEvent';
  readonly #player: Player;
  readonly #before: number;
  readonly #after: number;
  constructor(player: Player, before: number, after: number) {
    this.#player = player;
    this.#before = before;
    this.#after = after;
  }
  getPlayer(): Player {
    return this.#player;
  }
  getOldLevel(): number {
    return this.#before;
  }
  getNewLevel(): number {
    return this.#after;
  }
}

/** A line that a player typed, with its slash, before it runs. */
export class PlayerCommandEvent implements GameEvent {
  readonly javaClass = 'org.bukkit.event.player.PlayerCommandPreprocessEvent';
  isCancelled = false;
  readonly #player: Player;
  readonly #message: string;
  constructor(player: Player, message: string) {
    this.#player = player;
    this.#message = message;
  }
  getPlayer(): Player {
    return this.#player;
  }
  getMessage(): string {
    return this.#message;
  }
  setCancelled(cancelled: boolean): void {
    this.isCancelled = cancelled;
  }
}

/** A line at the console, before it runs. Nobody comes by RCON here. */
export class ServerCommandEvent implements GameEvent {
  readonly javaClass = 'org.bukkit.event.server.ServerCommandEvent';
  isCancelled = false;
  readonly #sender: JavaObject;
  readonly #command: string;
  constructor(sender: JavaObject, command: string) {
    this.#sender = sender;
    this.#command = command;
  }
  getSender(): JavaObject {
    return this.#sender;
  }
  getCommand(): string {
    return this.#command;
  }
  setCancelled(cancelled: boolean): void {
    this.isCancelled = cancelled;
  }
}

export class InventoryEvent implements GameEvent {
  readonly javaClass: string;
  isCancelled = false;
  readonly #player: Player;
  readonly #view: InventoryView;
  readonly #rawSlot: number;
  readonly #click: string;
  constructor(
    kind: 'Click' | 'Drag' | 'Close',
    player: Player,
    view: InventoryView,
    rawSlot = 0,
    click = '',
  ) {
    this.javaClass = `org.bukkit.event.inventory.Inventory${kind}Event`;
    this.#player = player;
    this.#view = view;
    this.#rawSlot = rawSlot;
    this.#click = click;
  }
  getWhoClicked(): Player {
    return this.#player;
  }
  getPlayer(): Player {
    return this.#player;
  }
  getInventory(): Inventory {
    return this.#view.top;
  }
  getView(): InventoryView {
    return this.#view;
  }
  setCancelled(cancelled: boolean): void {
    this.isCancelled = cancelled;
  }
  getRawSlot(): number {
    return this.#rawSlot;
  }
  getClick(): object {
    return clickType(this.#click);
  }
}

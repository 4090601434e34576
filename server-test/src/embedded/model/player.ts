// A player: memory (inventory, data, level) and the client that shows it. What of it outlives a
// crash is the business of player-files.ts.
import { JavaLocale, JavaUUID } from '../border/crossing.ts';
import { JavaException, NotModelled } from '../border/values.ts';
import type { Client } from '../wire.ts';
import { Component, type Title } from './adventure.ts';
import type { Drag } from './clicks.ts';
import { InventoryEvent } from './event-kinds.ts';
import { gameMode } from './events.ts';
import { Experience } from './experience.ts';
import type { Game } from './game.ts';
import { Inventory, InventoryView, PlayerInventory } from './inventories.ts';
import { DataContainer, type ItemStack } from './items.ts';

const location = { javaClass: 'org.bukkit.Location' };

export class Player {
  declare readonly javaClass: string;
  readonly uuid: string;
  readonly game: Game;
  readonly client: Client;
  readonly inventory = new PlayerInventory();
  data = new DataContainer();
  cursor: ItemStack | null = null;
  drag: Drag | null = null;
  /** What lies on the ground: nobody picks anything up here. */
  readonly dropped: ItemStack[] = [];
  readonly experience = new Experience();
  /** The slot of the hotbar that the player holds. */
  heldSlot = 0;
  mode = 'SURVIVAL';
  worldName = 'world';
  view: InventoryView;
  isHere = true;
  #language = 'en-US';
  #lastWindow = 0;
  readonly #ownView: InventoryView;

  constructor(game: Game, client: Client) {
    this.game = game;
    this.client = client;
    this.uuid = client.uuid.toLowerCase();
    if (client.locale !== null) this.setLocale(client.locale);
    this.#ownView = new InventoryView(0, new Inventory(5, null));
    this.view = this.#ownView;
    this.inventory.held = () => this.heldSlot;
    this.inventory.onChange = (slot) => this.#showSlot(slot);
  }

  getName(): string {
    return this.client.name;
  }
  getUniqueId(): JavaUUID {
    return new JavaUUID(this.uuid);
  }
  isOnline(): boolean {
    return this.isHere;
  }
  locale(): JavaLocale {
    return new JavaLocale(this.#language);
  }
  setLocale(locale: string): void {
    const [language = 'en', region] = locale.split('_');
    this.#language = region ? `${language}-${region.toUpperCase()}` : language;
  }
  getLevel(): number {
    return this.experience.level;
  }
  setLevel(level: number): void {
    check(level >= 0, `Experience level must not be negative (${level})`);
    this.experience.setLevel(level);
  }
  getExp(): number {
    return this.experience.progress;
  }
  setExp(progress: number): void {
    const isPart = progress >= 0 && progress <= 1;
    check(isPart, `Experience progress must be between 0.0 and 1.0 (${progress})`);
    this.experience.setProgress(progress);
  }
  getGameMode(): object {
    return gameMode(this.mode);
  }
  getInventory(): PlayerInventory {
    return this.inventory;
  }
  getWorld(): object {
    return this.game.world(this.worldName);
  }
  getLocation(): object {
    return location;
  }
  getPersistentDataContainer(): DataContainer {
    return this.data;
  }
  hasPermission(name: string | { getName(): string }): boolean {
    const text = typeof name === 'string' ? name : name.getName();
    return this.game.plugins.isAllowed(text, this.game.isOperator(this.uuid), this.uuid);
  }
  isPermissionSet(name: string): boolean {
    return this.game.plugins.isSet(name, this.game.isOperator(this.uuid), this.uuid);
  }
  sendMessage(message: Component | string): void {
    this.client.chat(message instanceof Component ? message.text : { text: message });
  }
  sendActionBar(message: Component): void {
    this.client.actionBar(message.text);
  }
  showTitle(title: Title): void {
    this.client.title(title.title.text, title.subtitle.text);
  }
  playSound(_at: unknown, key: string, volume: number, pitch: number): void {
    this.client.sound(key, volume, pitch);
  }
  kick(reason: Component | null): void {
    this.client.kick(reason?.text ?? { text: 'Kicked by an operator' });
  }
  saveData(): void {
    this.game.files.save(this);
  }

  // ---- windows ----------------------------------------------------------------------------------

  openInventory(inventory: Inventory | InventoryView): InventoryView | null {
    if (!(inventory instanceof Inventory)) throw new NotModelled('not modelled: opening a view');
    if (!this.isHere) return null;
    this.leaveWindow();
    this.#lastWindow = (this.#lastWindow % 100) + 1;
    this.view = new InventoryView(this.#lastWindow, inventory);
    inventory.onChange = (slot) => this.#showTop(inventory, slot);
    this.client.openWindow(
      this.#lastWindow,
      inventory.slots.length / 9,
      inventory.title?.text ?? {},
    );
    this.showWindow();
    return this.view;
  }
  getOpenInventory(): InventoryView {
    return this.view;
  }
  closeInventory(): void {
    if (this.view.windowId === 0) return;
    this.client.closeWindow(this.view.windowId);
    this.leaveWindow();
  }
  /** The window is gone, whoever closed it: listeners hear it, the cursor's stack goes back. */
  leaveWindow(): void {
    const left = this.view;
    this.view = this.#ownView;
    this.drag = null;
    left.top.onChange = () => undefined;
    if (this.cursor) {
      const held = this.cursor;
      this.cursor = null;
      this.give(held);
    }
    if (left.windowId !== 0) this.game.call(new InventoryEvent('Close', this, left));
  }

  /** Puts a stack into the storage; what does not fit falls to the ground. */
  give(stack: ItemStack): void {
    const rest = this.inventory.fill(stack);
    if (rest > 0) this.drop(stack.copy(rest));
  }
  /** Throws a bottle of experience: it breaks at once, and what it holds comes as one orb. */
  useItem(): void {
    const held = this.inventory.slots[this.heldSlot];
    if (held?.getType().name() !== 'EXPERIENCE_BOTTLE') return;
    const left = held.getAmount() - 1;
    this.inventory.put(this.heldSlot, left > 0 ? held.copy(left) : null);
    this.experience.addOrb(3 + this.game.below(5) + this.game.below(5));
  }
  drop(stack: ItemStack): void {
    this.dropped.push(stack);
  }

  // ---- what the client sees ----------------------------------------------------------------------

  /** The player's slots in the order of a window: storage, then hotbar. */
  windowSlots(): (ItemStack | null)[] {
    return [...this.inventory.slots.slice(9, 36), ...this.inventory.slots.slice(0, 9)];
  }
  showWindow(): void {
    const wire = (items: readonly (ItemStack | null)[]) =>
      items.map((one) => one?.toWire() ?? null);
    const nothing = new Array<null>(5).fill(null);
    const armour = [39, 38, 37, 36].map((slot) => this.inventory.slots[slot] ?? null);
    const offHand = this.inventory.slots[40] ?? null;
    this.client.windowItems(
      this.view.windowId,
      this.view.windowId === 0
        ? [...nothing, ...wire([...armour, ...this.windowSlots(), offHand])]
        : wire([...this.view.top.slots, ...this.windowSlots()]),
      this.cursor?.toWire() ?? null,
    );
  }
  #showSlot(slot: number): void {
    const item = this.inventory.slots[slot]?.toWire() ?? null;
    this.client.playerSlot(slot, item);
    if (slot >= 36) return;
    const inWindow = slot < 9 ? slot + 27 : slot - 9;
    const before = this.view.windowId === 0 ? 9 : this.view.top.slots.length;
    this.client.windowSlot(this.view.windowId, before + inWindow, item);
  }
  #showTop(inventory: Inventory, slot: number): void {
    if (this.view.top !== inventory) return;
    this.client.windowSlot(this.view.windowId, slot, inventory.slots[slot]?.toWire() ?? null);
  }
  /** As Paper, what changed of the experience is told at the player's tick. */
  tick(): void {
    this.experience.tick(this);
  }
}

function check(isFine: boolean, what: string): void {
  if (!isFine) throw new JavaException('java.lang.IllegalArgumentException', what);
}

Object.assign(Player.prototype, { javaClass: 'org.bukkit.entity.Player' });

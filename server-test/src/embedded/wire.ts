// What the network front and the game model say to each other: plain values, no packets and no
// Bukkit. The front keeps no game state beyond what the wire needs.

/** A chat component as JSON: `{ text, color, bold, extra, … }`. */
export interface Text {
  readonly text?: string;
  readonly translate?: string;
  readonly color?: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly underlined?: boolean;
  readonly strikethrough?: boolean;
  readonly clickEvent?: { readonly action: string; readonly value: string };
  readonly hoverEvent?: { readonly action: 'show_text'; readonly value: Text };
  readonly extra?: readonly Text[];
  readonly with?: readonly Text[];
}

/** A stack as a client sees it; `material` as Bukkit names it (`DIAMOND`). */
export interface WireItem {
  readonly material: string;
  readonly amount: number;
  readonly name?: Text;
  readonly lore?: readonly Text[];
  readonly glow?: boolean;
}

/** A click as the protocol has it. */
export interface WireClick {
  readonly windowId: number;
  readonly slot: number;
  readonly button: number;
  readonly mode: number;
  /** Whether the client saw the newest state of the window. */
  readonly isCurrent: boolean;
  /** The slots the client already changed on its own. */
  readonly predictedSlots: readonly number[];
}

/** The client, as the model speaks to it. Writing to one that left does nothing. */
export interface Client {
  readonly name: string;
  readonly uuid: string;
  /** The language it brought along, as `de_de`; null when it has not told any. */
  readonly locale: string | null;
  chat(text: Text): void;
  actionBar(text: Text): void;
  title(title: Text, subtitle: Text): void;
  sound(key: string, volume: number, pitch: number): void;
  /** `progress` is the part of the way to the next level, 0 up to 1. */
  experience(level: number, progress: number, total: number): void;
  kick(reason: Text): void;
  commands(names: readonly string[]): void;
  /** `matches` replace the last word of what was typed. */
  tabReply(id: number, typed: string, matches: readonly string[]): void;
  openWindow(windowId: number, rows: number, title: Text): void;
  /** All slots: of window 0 the 46 of the player, else the chest's and the player's 36. */
  windowItems(windowId: number, items: readonly (WireItem | null)[], cursor: WireItem | null): void;
  windowSlot(windowId: number, slot: number, item: WireItem | null): void;
  /** A slot of the player's inventory by Bukkit's index (0-8 hotbar, 9-35 storage). */
  playerSlot(slot: number, item: WireItem | null): void;
  cursor(item: WireItem | null): void;
  closeWindow(windowId: number): void;
}

/** What the client does, as the model hears it. */
export interface Visit {
  /** Without the slash. */
  command(line: string): void;
  chat(message: string): void;
  tab(id: number, typed: string): void;
  click(click: WireClick): void;
  closeWindow(windowId: number): void;
  /** The client uses what it holds in its hand. */
  useItem(): void;
  /** The client takes this slot of the hotbar into its hand. */
  holdSlot(slot: number): void;
  /** The client changed its language to this one, as `de_de`. */
  locale(locale: string): void;
  quit(): void;
}

export interface FrontOptions {
  readonly version: string;
  readonly host: string;
  readonly port: number;
  /** How long a client that logged in may take to be in the world; 30 seconds when not given. */
  readonly configurationTimeoutMs?: number;
  /** Called when a client is in the world; null refuses (it was kicked). */
  onJoin(client: Client): Visit;
  /** Something a client sent could not be served; its connection is gone. */
  onClientError(name: string, error: Error): void;
}

export interface Front {
  readonly port: number;
  /** Names of items of this version, as Bukkit's: `DIAMOND` to its stack size. */
  readonly stackSizes: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

// The platform: everything a feature may do to the game, in plain TypeScript. Nothing here says
// Java; paper.ts implements it on Grakkit, fake.ts in memory for unit tests. Every callback given
// here is guarded (a throw is logged with its name) and runs on the server thread.
import type { Item } from '@mintkeep/shared/delivery.ts';
import type { Goods } from '@mintkeep/shared/goods.ts';
import type { Bridge } from './bridge.ts';

/** Ends what was started. Calling it again does nothing. */
export type Cancel = () => void;

/**
 * Words for a player: a MiniMessage template and what goes into its `<tags>`. Texts are put in as
 * they are, never parsed (D36); a Message inside a message keeps its own markup.
 */
export interface Message {
  readonly template: string;
  readonly values?: Readonly<Record<string, string | Message>>;
  /** What hovering over these words shows; a card of its own inside goes before it. */
  readonly hover?: Message;
}

/** A place on the game's scale of experience. */
export interface Experience {
  readonly level: number;
  /** The part of the way to the next level: 0 up to 1. */
  readonly progress: number;
}

/** A command that somebody is about to run. */
export interface CommandLine {
  readonly sender: Sender;
  /** Without a slash. */
  readonly text: string;
  /** The players that a target, as `Alex` or `@a`, means to this sender; none for nonsense. */
  targets(target: string): readonly Player[];
}

export interface Log {
  info(line: string): void;
  warn(line: string): void;
  error(line: string, cause?: unknown): void;
  /** The last warnings and errors since the start, oldest first. */
  troubles(): readonly string[];
}

/** Strings kept with a player or the world, under the plugin's own namespace. */
export interface Notes {
  get(name: string): string | null;
  set(name: string, value: string): void;
  remove(name: string): void;
  names(): string[];
}

/** The note in which a player's own choice of a language stands, before that of the client. */
export const languageNote = 'language';

/** The tag for no language in particular: the console reads that of the setting `locale`. */
export const consoleLanguage = 'und';

/** Whoever asks by a command: a player, or the console (`player` is null). */
export interface Sender {
  readonly name: string;
  readonly player: Player | null;
  /** The language tag of the client, or `consoleLanguage`. */
  readonly language: string;
  may(permission: string): boolean;
  tell(message: Message): void;
}

/**
 * A player from join to quit: one object for one visit, so that what waits for a visit can be kept
 * in a Map by it. After the quit `isOnline` is false and everything else does nothing.
 */
export interface Player extends Sender {
  readonly id: string;
  isOnline(): boolean;
  /** What was set of a permission, for the player or by a default; null when operators merely have it. */
  given(permission: string): boolean | null;
  level(): number;
  experience(): Experience;
  /** As other plugins do it: `onGain` does not hear of it, `onLevelChange` does. */
  setExperience(experience: Experience): void;
  actionBar(message: Message): void;
  title(title: Message, subtitle: Message): void;
  /** A sound's key as `minecraft:entity.player.levelup`. */
  sound(key: string, volume: number, pitch: number): void;
  kick(message: Message): void;
  /** How many more slots the items would need; 0 means that all of them fit. */
  slotsMissing(items: readonly Item[]): number;
  /** Adds all of the items; call only after `slotsMissing` said 0 in the same tick. */
  give(items: readonly Item[]): void;
  /**
   * The stack in the main hand, as goods; null for an empty hand. Bytes of goods may be longer than
   * `goodsBytesMax`: such things cannot be handed in.
   */
  inHand(): Goods | null;
  /** Every kind of thing in the 36 slots, with how many of it there are in all. */
  holdings(): readonly Goods[];
  /**
   * Removes up to so many things of a kind, those in the hand first, and answers what was really
   * removed; null when there is none. Only things equal byte for byte are of one kind.
   */
  takeGoods(sku: string, quantity: number): Goods | null;
  /** How many more slots the goods would need; 0 means that all fit. Ask `goodsProblem` before. */
  goodsSlotsMissing(goods: readonly Goods[]): number;
  /** Adds all of the goods; call only after `goodsSlotsMissing` said 0 in the same tick. */
  giveGoods(goods: readonly Goods[]): void;
  gameMode(): 'survival' | 'creative' | 'adventure' | 'spectator';
  /** The name of the world where the player is. */
  world(): string;
  /** Kept in the player's file, together with the inventory. */
  readonly notes: Notes;
  /** Asks the server to write the player's file. Says nothing: see `fileState`. */
  save(): void;
  /** A text that changes when the player's file on disk does; null while there is none. */
  fileState(): string | null;
}

export interface Icon {
  readonly material: string;
  readonly amount?: number;
  readonly name: Message;
  readonly lore?: readonly Message[];
  readonly glow?: boolean;
  /**
   * Bytes of a thing (`Goods`): it is shown as it is, with `lore` below its own; material, name and
   * glow are for a game that cannot read them.
   */
  readonly thing?: string;
}

/** A chest window whose every click and drag is cancelled before `onClick` hears of it. */
export interface Menu {
  readonly title: Message;
  readonly rows: 1 | 2 | 3 | 4 | 5 | 6;
  readonly icons: ReadonlyMap<number, Icon>;
  onClick(slot: number, click: 'left' | 'right' | 'shift' | 'other'): void;
  /** The window was closed, by whomever, or the player left. Must not open another at once. */
  onClose?(): void;
}

export interface OpenMenu {
  /** Shows other icons in the same window. */
  show(icons: ReadonlyMap<number, Icon>): void;
  close(): void;
  isOpen(): boolean;
}

export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly permission: string;
  /** What a sender without the permission reads. */
  readonly forbidden: (sender: Sender) => Message;
  run(sender: Sender, args: readonly string[]): void | Promise<void>;
  /** Words that may stand in place of the last argument; filtered by what was typed already. */
  complete?(sender: Sender, args: readonly string[]): readonly string[];
}

export interface Permission {
  readonly name: string;
  readonly description: string;
  readonly for: 'everyone' | 'operators';
  readonly children?: readonly string[];
}

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  header(name: string): string | null;
}

/** Text files of the plugin, by a path relative to `plugins/mintkeep/`. */
export interface Files {
  read(path: string): string | null;
  /** The names in a folder, sorted; none when there is no such folder. */
  list(folder: string): readonly string[];
  write(path: string, text: string): void;
  /** As `write`, at one stroke: whatever dies in between, the file is the old one or the new one. */
  replace(path: string, text: string): void;
  /** Adds a line and returns when the disk has it. */
  append(path: string, line: string): void;
  /** A file of the server's own, relative to its folder; null when there is none. */
  readServer(path: string): string | null;
}

export interface Crypto {
  /** HMAC-SHA256 of a text, in base64; the key is given in base64. */
  hmac(keyBase64: string, text: string): string;
  /** SHA-256 of a text, in hex. */
  sha256(text: string): string;
}

export interface Platform {
  readonly log: Log;
  readonly files: Files;
  readonly crypto: Crypto;
  /** Kept with the main world. */
  readonly worldNotes: Notes;
  readonly minecraftVersion: string;

  nowMs(): number;
  newId(): string;
  /** A system property of the server's JVM, as `-Dmintkeep.backendUrl=…`. */
  property(name: string): string | null;
  /** A whole number as readers of a language write it. */
  formatInteger(value: number, language: string): string;

  after(what: string, delayMs: number, run: () => void): Cancel;
  every(what: string, periodMs: number, run: () => void): Cancel;
  onTick(what: string, run: () => void): Cancel;
  /** Runs when the plugin ends or reloads, the latest first. Must not wait: there is no next tick. */
  onStop(what: string, run: () => void): void;
  /** Loads the plugin anew after this tick. */
  reload(): void;

  /** Answers any status; rejects when there was no answer in time, or at once when refused. */
  http(request: HttpRequest): Promise<HttpAnswer>;
  /** As `http` without hearing the answer, blocking at most `timeoutMs`: for the last words of `onStop`. */
  httpLast(request: HttpRequest): void;

  player(id: string): Player | null;
  players(): Player[];
  onJoin(run: (player: Player) => void): void;
  /** The player is still there while this runs, and what is noted is still saved. */
  onQuit(run: (player: Player) => void): void;

  /**
   * Points that orbs and bottles are about to bring: answers how many of them count. Runs after
   * every other plugin had its say. Commands and other plugins give experience without it.
   */
  onGain(run: (player: Player, points: number) => number): void;
  /** A level has changed, by whatever way; told within a tick after the fact. */
  onLevelChange(run: (player: Player, before: number) => void): void;
  /** A command line, before it runs. Lines answered run in its place, by the same sender. */
  onCommandLine(run: (line: CommandLine) => readonly string[] | null): void;

  command(command: Command): void;
  permissions(list: readonly Permission[]): void;
  openMenu(player: Player, menu: Menu): OpenMenu;

  /** To plugins that ask on threads of their own; null where MintkeepBridge is not installed. */
  bridge(): Bridge | null;

  /** Whether the game knows the material as an item one can hold. */
  isItem(material: string): boolean;
  maxStackSize(material: string): number;
  /** Why this game cannot make these things of their bytes; null when it can. */
  goodsProblem(goods: readonly Goods[]): string | null;
  /** Runs a console command; false when the server knows none of that name. */
  runConsole(line: string): boolean;
}

// A player: a mineflayer bot with eyes for what the game says and shows.
import mineflayer, { type Bot as Mineflayer } from 'mineflayer';
import { plainText } from './plain.ts';
import { until } from './until.ts';

/** A slot of an open window as the bot sees it. */
export interface Seen {
  readonly slot: number;
  readonly material: string;
  readonly name: string;
  readonly lore: readonly string[];
}

interface RawItem {
  readonly name: string;
  readonly count: number;
  readonly customName?: unknown;
  readonly customLore?: unknown;
}

export interface JoinOptions {
  readonly port: number;
  readonly version: string;
  readonly locale: string;
}

export class Bot {
  readonly name: string;
  /** What was said to the bot since the last `forget`. */
  readonly heard: string[] = [];
  /** The same as the client got it, with what a click does. */
  readonly components: unknown[] = [];
  /** The keys of the sounds that the bot heard. */
  readonly sounds: string[] = [];
  /** Why the connection ended, once it did. */
  readonly gone: Promise<string>;
  readonly #raw: Mineflayer;
  #windowTitle = '';

  constructor(name: string, { port, version, locale }: JoinOptions) {
    this.name = name;
    const raw = mineflayer.createBot({
      host: '127.0.0.1',
      port,
      version,
      username: name,
      auth: 'offline',
      hideErrors: true,
      checkTimeoutInterval: 60_000,
      viewDistance: 'tiny',
    });
    this.#raw = raw;
    let kicked = '';
    this.gone = new Promise((resolve) => raw.once('end', (reason) => resolve(kicked || reason)));
    raw.setMaxListeners(100);
    raw.once('inject_allowed', () => raw.setSettings({ locale } as never));
    raw.on('message', (message) => {
      this.heard.push(message.toString());
      this.components.push(message.json);
    });
    raw.on('soundEffectHeard', (sound) => void this.sounds.push(sound));
    raw.on('kicked', (reason) => void (kicked = plainText(reason)));
    raw.on('windowOpen', ({ title }) => void (this.#windowTitle = plainText(title)));
    // What went wrong is in the reason of the end.
    raw.on('error', () => undefined);
  }

  get uuid(): string {
    return this.#raw.player.uuid;
  }

  /** Resolves when the bot stands in the world. */
  async spawned(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#raw.once('spawn', resolve);
      void this.gone.then((reason) => reject(new Error(`${this.name} did not get in: ${reason}`)));
    });
  }

  forget(): void {
    this.heard.length = 0;
    this.components.length = 0;
  }

  /** Writes a line of chat, a command with its slash. */
  say(line: string): void {
    this.#raw.chat(line);
  }

  /** Waits for a line that fits. */
  hears(what: RegExp, timeoutMs = 15_000): Promise<string> {
    const look = () => this.heard.find((line) => what.test(line));
    const state = () => this.heard;
    return until(`${this.name} to hear ${String(what)}`, look, { timeoutMs, state });
  }

  /** Waits for a window whose title fits; answers what lies in it. */
  async sees(title: RegExp): Promise<readonly Seen[]> {
    const window = await until(
      `${this.name} to see a window ${String(title)}`,
      () => title.test(this.#windowTitle) && this.#raw.currentWindow,
      { state: () => ({ title: this.#windowTitle, heard: this.heard }) },
    );
    const slots = window.slots.slice(0, window.inventoryStart) as (RawItem | null)[];
    return slots.flatMap((item, slot) => (item ? [seen(slot, item)] : []));
  }

  /** Clicks a slot of the open window: raw, so that a double click is two packets in one breath. */
  click(
    slot: number,
    { times = 1, mode = 0, button = 0 }: { times?: number; mode?: number; button?: number } = {},
  ): void {
    const window = this.#raw.currentWindow;
    if (!window) throw new Error(`${this.name} has no window open`);
    const click = { windowId: window.id, stateId: 0, slot, mouseButton: button, mode };
    const client = this.#raw._client as unknown as { write(packet: string, data: object): void };
    // An empty cursor is a stack of none until 1.21.4, and nothing since the stacks are hashed.
    const cursorItem = this.#raw.version === '1.21.4' ? { itemCount: 0 } : null;
    for (let time = 0; time < times; time += 1) {
      client.write('window_click', { ...click, changedSlots: [], cursorItem });
    }
  }

  async completions(line: string): Promise<string[]> {
    const found = (await this.#raw.tabComplete(line)) as unknown as (string | { match: string })[];
    return found.map((one) => (typeof one === 'string' ? one : one.match));
  }

  /** How many of a material lie in the inventory. */
  count(material: string): number {
    return this.#raw.inventory
      .items()
      .filter(({ name }) => name === material.toLowerCase())
      .reduce((sum, { count }) => sum + count, 0);
  }

  /** The level the bot is shown, and the part of the way to the next: 0 up to 1. */
  get experience(): { readonly level: number; readonly progress: number } {
    return this.#raw.experience;
  }

  /** Uses what it holds, as a bottle that is thrown. */
  use(times = 1): void {
    for (let time = 0; time < times; time += 1) this.#raw.activateItem();
  }

  async quit(): Promise<void> {
    this.#raw.quit();
    await this.gone;
  }
}

/** Joins a server and resolves when the bot stands in the world. */
export async function joinAs(name: string, options: JoinOptions): Promise<Bot> {
  const bot = new Bot(name, options);
  await bot.spawned();
  return bot;
}

function seen(slot: number, item: RawItem): Seen {
  const lore = Array.isArray(item.customLore) ? item.customLore : [];
  return {
    slot,
    material: item.name.toUpperCase(),
    name: plainText(item.customName),
    lore: lore.map(plainText),
  };
}

// A player: a mineflayer bot with eyes for what the game says and shows.
import mineflayer, { type Bot as MineflayerBot } from 'mineflayer';
import { plainText } from './plain.ts';
import { until } from './until.ts';

/** A slot of an open window as the bot sees it. */
export interface Seen {
  readonly slot: number;
  readonly material: string;
  readonly name: string;
  readonly lore: readonly string[];
}

export interface Bot {
  readonly name: string;
  readonly uuid: string;
  /** What was said to the bot since the last `forget`. */
  readonly heard: readonly string[];
  forget(): void;
  /** Writes a line of chat, a command with its slash. */
  say(line: string): void;
  /** Waits for a line that fits. */
  hears(what: RegExp, timeoutMs?: number): Promise<string>;
  /** Waits for a window whose title fits. */
  sees(title: RegExp): Promise<readonly Seen[]>;
  /** Clicks a slot of the open window; how often, and with which button. */
  click(
    slot: number,
    how?: { readonly times?: number; readonly button?: 0 | 1; readonly mode?: number },
  ): void;
  completions(line: string): Promise<string[]>;
  isWindowOpen(): boolean;
  /** How many of a material lie in the inventory. */
  count(material: string): number;
  quit(): Promise<void>;
  readonly gone: Promise<string>;
}

interface RawItem {
  readonly name: string;
  readonly count: number;
  readonly customName?: unknown;
  readonly customLore?: unknown;
}

/** Joins a server and resolves when the bot stands in the world. */
export async function joinAs(
  name: string,
  {
    port,
    version,
    locale,
  }: { readonly port: number; readonly version: string; readonly locale: string },
): Promise<Bot> {
  const raw: MineflayerBot = mineflayer.createBot({
    host: '127.0.0.1',
    port,
    version,
    username: name,
    auth: 'offline',
    hideErrors: true,
    checkTimeoutInterval: 60_000,
    viewDistance: 'tiny',
  });
  raw.once('inject_allowed', () => raw.setSettings({ locale } as never));
  raw.setMaxListeners(100);
  const heard: string[] = [];
  let title = '';
  let kicked = '';
  const gone = new Promise<string>((resolve) =>
    raw.once('end', (reason) => resolve(kicked || reason)),
  );
  raw.on('message', (message) => void heard.push(message.toString()));
  raw.on('kicked', (reason) => void (kicked = plainText(reason)));
  raw.on('error', () => undefined);
  raw.on('windowOpen', (window) => void (title = plainText(window.title)));
  await new Promise<void>((resolve, reject) => {
    raw.once('spawn', resolve);
    void gone.then((reason) => reject(new Error(`${name} did not get in: ${reason}`)));
  });
  const write = (
    raw._client as unknown as { write(packet: string, data: object): void }
  ).write.bind(raw._client);
  const window = () => raw.currentWindow;
  const bot: Bot = {
    name,
    uuid: raw.player.uuid,
    heard,
    forget: () => void heard.splice(0),
    say: (line) => raw.chat(line),
    hears: (what, timeoutMs = 15_000) =>
      until(`${name} to hear ${what}`, () => heard.find((line) => what.test(line)), {
        timeoutMs,
        state: () => heard,
      }),
    async sees(wanted) {
      const open = await until(
        `${name} to see a window ${wanted}`,
        () => wanted.test(title) && window(),
        {
          state: () => ({ title, heard }),
        },
      );
      const size = open.inventoryStart;
      return (open.slots.slice(0, size) as (RawItem | null)[]).flatMap((item, slot) =>
        item ? [seen(slot, item)] : [],
      );
    },
    click(slot, { times = 1, button = 0, mode = 0 } = {}) {
      const open = window();
      if (!open) throw new Error(`${name} has no window open`);
      // Raw, so that a double click is two packets in one breath.
      for (let time = 0; time < times; time += 1) {
        write('window_click', {
          windowId: open.id,
          stateId: 0,
          slot,
          mouseButton: button,
          mode,
          changedSlots: [],
          cursorItem: null,
        });
      }
    },
    completions: async (line) => {
      const found = (await raw.tabComplete(line)) as unknown as (string | { match: string })[];
      return found.map((one) => (typeof one === 'string' ? one : one.match));
    },
    isWindowOpen: () => window() !== null,
    count: (material) =>
      raw.inventory
        .items()
        .filter((item) => item.name === material.toLowerCase())
        .reduce((sum, item) => sum + item.count, 0),
    async quit() {
      raw.quit();
      await gone;
    },
    gone,
  };
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
